"""Entering what is known, inside the transaction of the act that knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.records.database import ask


@dataclass(frozen=True, slots=True)
class Known:
    """Emissions of one enterprise (unit number empty) or one of its generating units in one year, tonnes CO2."""

    enterprise_id: int
    year: int
    unit_number: str
    emissions_tonnes: Decimal
    generation_mwh: Decimal | None = None
    heat_gj: Decimal | None = None


async def enter(rows: Sequence[Known], *, origin: str, at: datetime) -> None:
    """Enter or replace: a later confirmation replaces an import, never the other way round."""
    for row in rows:
        await ask(
            "INSERT INTO known_emissions (enterprise_id, year, unit_number, origin, emissions_tonnes, generation_mwh, "
            "heat_gj, entered_at) VALUES ({}, {}, {}, {}, {}, {}, {}, {}) "
            "ON CONFLICT (enterprise_id, year, unit_number) DO UPDATE SET "
            "origin = EXCLUDED.origin, emissions_tonnes = EXCLUDED.emissions_tonnes, "
            "generation_mwh = EXCLUDED.generation_mwh, heat_gj = EXCLUDED.heat_gj, entered_at = EXCLUDED.entered_at "
            "WHERE known_emissions.origin = 'imported' OR EXCLUDED.origin = 'confirmed'",
            row.enterprise_id,
            row.year,
            row.unit_number,
            origin,
            row.emissions_tonnes,
            row.generation_mwh,
            row.heat_gj,
            at,
        )
