"""Questions about past emissions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.core.actors import Actor
from domain.records.database import ask
from domain.records.facts import EVERY, Facts, Span
from domain.records.people.bounds import bound


@dataclass(frozen=True, slots=True)
class KnownCard:
    """What is known of one enterprise (unit number empty) or generating unit in one year."""

    enterprise_id: int
    year: int
    unit_number: str
    origin: str
    emissions_tonnes: Decimal
    generation_mwh: Decimal | None
    heat_gj: Decimal | None


_COLUMNS = ", ".join(KnownCard.__slots__)


async def of_year(year: int, *, actor: Actor) -> list[KnownCard]:
    """Every row of the year that the actor may see: enterprises and generating units."""
    rows = await ask(
        f"SELECT {_COLUMNS} FROM known_emissions WHERE year = {{}} AND {bound(actor)} "
        "ORDER BY enterprise_id, unit_number",
        year,
    )
    return [KnownCard(**row) for row in rows]


async def of_enterprises(enterprise_ids: list[int], *, actor: Actor) -> list[KnownCard]:
    """All years of these enterprises as a whole, oldest first."""
    rows = await ask(
        f"SELECT {_COLUMNS} FROM known_emissions WHERE enterprise_id = ANY({{}}) AND unit_number = '' "
        f"AND {bound(actor)} ORDER BY enterprise_id, year",
        enterprise_ids,
    )
    return [KnownCard(**row) for row in rows]


def year_facts(actor: Actor, span: Span = EVERY) -> Facts:
    """What is known of each enterprise and year as a whole, from before the portal or confirmed here."""
    return Facts(
        ("known_tonnes", "known_origin"),
        "SELECT k.enterprise_id, k.year, k.emissions_tonnes AS known_tonnes, k.origin AS known_origin "
        f"FROM known_emissions k WHERE k.unit_number = '' AND {bound(actor, 'k.enterprise_id')} "
        f"AND {span.of('k')}",
    )
