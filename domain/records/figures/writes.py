"""Entering what a source tells, inside the transaction of the act that took it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.records.database import ask


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of an enterprise, or of one of its parts, in a month (0: the year)."""

    enterprise_id: int
    year: int
    code: str
    value: Decimal
    unit: str
    number: str = ""
    month: int = 0


async def enter(rows: Sequence[Told], *, source: str, subject: str, at: datetime) -> None:
    """Enter these figures in one statement; a figure that the source told before is replaced."""
    if not rows:
        return
    columns = list(
        zip(*((r.enterprise_id, r.year, r.month, r.number, r.code, r.value, r.unit) for r in rows), strict=True)
    )
    await ask(
        "INSERT INTO told_figure (enterprise_id, year, month, number, code, value, unit, source, subject, told_at) "
        "SELECT *, {}, {}, {} FROM unnest({}::int[], {}::int[], {}::int[], {}::text[], {}::text[], {}::numeric[], "
        "{}::text[]) ON CONFLICT (enterprise_id, year, source, number, code, month) DO UPDATE SET "
        "value = EXCLUDED.value, unit = EXCLUDED.unit, subject = EXCLUDED.subject, told_at = EXCLUDED.told_at",
        source,
        subject,
        at,
        *(list(column) for column in columns),
    )


async def take_back(*, source: str, subject: str) -> None:
    """Remove what a subject told, before it is told anew or when it no longer counts."""
    await ask("DELETE FROM told_figure WHERE source = {} AND subject = {}", source, subject)
