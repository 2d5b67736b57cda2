"""Questions about figures that others tell."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.core.actors import Actor
from domain.records.database import ask
from domain.records.people.bounds import bound

MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class ToldCard:
    """What a source tells: of a part (empty: the enterprise), in a month (0: the year)."""

    enterprise_id: int
    year: int
    month: int
    number: str
    code: str
    value: Decimal
    unit: str
    source: str
    subject: str


_COLUMNS = ", ".join(ToldCard.__slots__)


async def of_enterprise(enterprise_id: int, year: int, *, actor: Actor) -> list[ToldCard]:
    """Everything that is told of an enterprise's year, in the order of source, part, figure and month."""
    rows = await ask(
        f"SELECT {_COLUMNS} FROM told_figure WHERE enterprise_id = {{}} AND year = {{}} AND {bound(actor)} "
        "ORDER BY source, number, code, month",
        enterprise_id,
        year,
    )
    return [ToldCard(**row) for row in rows]
