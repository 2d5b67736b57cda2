"""What the rooms know of an enterprise's year: each says it of its own tables, and whoever looks across joins them.

A room publishes `year_facts(actor, span)`: at most one row per enterprise and year, bounded to the actor, each figure
told no sooner than the room itself tells it. The join is one statement, however many rooms take part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Which years and whose are asked for; None is every one. A room puts it where its own rows are chosen."""

    years: tuple[int, ...] | None = None
    enterprise_id: int | None = None

    def of(self, row: str) -> str:
        """The condition for a row with enterprise_id and year. Only numbers enter it."""
        conditions = []
        if self.years is not None:
            conditions.append(f"{row}.year IN ({', '.join(str(int(year)) for year in self.years) or 'NULL'})")
        if self.enterprise_id is not None:
            conditions.append(f"{row}.enterprise_id = {int(self.enterprise_id)}")
        return " AND ".join(conditions) or "TRUE"


EVERY = Span()


@dataclass(frozen=True, slots=True)
class Facts:
    """A room's facts of a year: `sql` selects enterprise_id, year and `columns`, at most one row for each pair.

    It takes no values: only the room's own words, numbers of the actor and of the span stand in it.
    """

    columns: tuple[str, ...]
    sql: str


def joined(rooms: Sequence[Facts]) -> str:
    """SQL: one row per enterprise and year of which any room knows something, with the columns of all of them."""
    columns = ", ".join(("enterprise_id", "year", *(column for room in rooms for column in room.columns)))
    first, *others = (f"({room.sql}) f{place}" for place, room in enumerate(rooms))
    return f"SELECT {columns} FROM {first}" + "".join(
        f" FULL JOIN {part} USING (enterprise_id, year)" for part in others
    )
