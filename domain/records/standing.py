"""How many subjects stand where: what a desk and the year are made of. Each room says what it has; one asks all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """A room's subjects: where they are (`x` is their alias), which of them the actor sees, when each is due.

    `values` are those that `{}` marks in the condition.
    """

    kind: str
    source: str
    condition: str
    due: str = "NULL::date"
    state: str = "x.state"
    year: str = "x.year"
    values: tuple[object, ...] = ()


async def standing_of(subjects: Sequence[Subjects], today: date) -> list[Standing]:
    """What stands where of one room's kinds."""
    return (await standing_in({"": subjects}, today))[""]


async def standing_in(rooms: Mapping[str, Sequence[Subjects]], today: date) -> dict[str, list[Standing]]:
    """What stands where in several rooms: one statement, however many they are. None for no subjects."""
    found: dict[str, list[Standing]] = {room: [] for room in rooms}
    given = [(room, one) for room, subjects in rooms.items() for one in subjects]
    if given:
        values = [value for _, one in given for value in (today, *one.values)]
        parts = " UNION ALL ".join(_part(room, one) for room, one in given)
        for row in await ask(f"{parts} ORDER BY year, kind, state", *values):
            found[row.pop("room")].append(Standing(**row))
    return found


def _part(room: str, given: Subjects) -> str:
    """The texts are the rooms' own; the day and what a room hands over as a value are values."""
    return (
        f"SELECT '{room}' AS room, '{given.kind}' AS kind, ({given.year})::int AS year, "
        f"({given.state})::text AS state, count(*) AS count, min({given.due}) AS due_on, "
        f"count(*) FILTER (WHERE {given.due} < {{}}) AS overdue, CASE WHEN count(*) = 1 THEN min(x.id) END AS only_id "
        f"FROM {given.source} WHERE {given.condition} GROUP BY 1, 2, 3, 4"
    )
