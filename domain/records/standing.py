"""How many subjects stand where: what a desk is made of. Each room says what it has; the question is asked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.records.database import ask


@dataclass(frozen=True, slots=True)
class Standing:
    """Subjects of one kind, year and state. `due_on` is the first of their days, `only_id` theirs when they are one."""

    kind: str
    year: int
    state: str
    count: int
    due_on: date | None
    overdue: int
    only_id: int | None


@dataclass(frozen=True, slots=True)
class Subjects:
    """A room's subjects: where they are (`x` is their alias), which of them the actor sees, when each is due."""

    kind: str
    source: str
    condition: str
    due: str = "NULL::date"
    state: str = "x.state"
    year: str = "x.year"


async def standing_of(subjects: Sequence[Subjects], today: date) -> list[Standing]:
    """One statement for all kinds of a room. The texts are the room's own; the day alone is a value."""
    parts = [
        f"SELECT '{given.kind}' AS kind, ({given.year})::int AS year, ({given.state})::text AS state, "
        f"count(*) AS count, min({given.due}) AS due_on, count(*) FILTER (WHERE {given.due} < {{}}) AS overdue, "
        f"CASE WHEN count(*) = 1 THEN min(x.id) END AS only_id "
        f"FROM {given.source} WHERE {given.condition} GROUP BY 1, 2, 3"
        for given in subjects
    ]
    rows = await ask(" UNION ALL ".join(parts) + " ORDER BY year, kind, state", *[today] * len(parts))
    return [Standing(**row) for row in rows]
