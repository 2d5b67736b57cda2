"""Lists of what is computed and stands in no table: asked like every other list, answered from lines in memory.

The columns of such a roll name values of the lines; what stands in their `sql` is never asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from domain.records.lists import FIGURES, OFFERED, RANK, Asked, Column, Found, Kind, Line, Roll, read_cursor, sorted_by

# What stands in the place of nothing in a cursor, as the database writes it.
NOTHING = "-infinity"
Place = tuple[bool, Decimal | str, int]


def computed(code: str, columns: Sequence[Column], searched: Sequence[str], order: str) -> Roll:
    """A roll whose lines are computed; `searched` are codes of columns."""
    return Roll(code, "", "", tuple(columns), tuple(searched), order)


def found_in(roll: Roll, lines: Iterable[Line], asked: Asked) -> Found:
    """One page of the lines, searched, narrowed and sorted as the database would."""
    column, last_first = sorted_by(roll, asked.sort)
    kept = [line for line in lines if _searched(roll, line, asked.search) and _filtered(roll, line, asked)]
    placed = sorted(((_place(column, line), line) for line in kept), key=lambda one: one[0], reverse=last_first)
    last = _cursor(column, asked.after)
    if last is not None:
        placed = [(place, line) for place, line in placed if (place < last if last_first else place > last)]
    shown = tuple(line for _, line in placed[: asked.limit])
    after = f"{shown[-1].id}~{_told(_ordered(column, shown[-1]))}" if len(placed) > asked.limit else ""
    return Found(shown, after)


def among_lines(lines: Iterable[Line], code: str) -> tuple[str, ...]:
    """The values that a column has, for a filter."""
    return tuple(sorted({str(line[code]) for line in lines if line[code]})[:OFFERED])


def _searched(roll: Roll, line: Line, search: str) -> bool:
    return not search or any(search.casefold() in str(line[code] or "").casefold() for code in roll.searched)


def _filtered(roll: Roll, line: Line, asked: Asked) -> bool:
    return all(
        _told(line[column.code]) == asked.filters[column.code]
        for column in roll.visible
        if column.filtered and asked.filters.get(column.code)
    )


def _told(value: object) -> str:
    """As the database writes it: what a cursor carries and a filter compares."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return NOTHING if value is None else str(value)


def _ordered(column: Column, line: Line) -> object:
    """What a line is sorted by: another of its values where the column says so, codes by the order of their choices."""
    value = line[column.sort or column.code]
    if column.kind in FIGURES or column.kind in (Kind.DAY, Kind.INSTANT):
        return value
    if column.kind is Kind.FLAG:
        return bool(value)
    if column.kind is Kind.CODE and value in column.choices:
        return f"{column.choices.index(value) + 1:0{RANK}}"
    return str(value or "")


def _place(column: Column, line: Line) -> Place:
    return _at(column, _ordered(column, line), line.id)


def _at(column: Column, value: object, number: int) -> Place:
    """A place in the order, nothing first; the number of the line decides between equals."""
    if value is None:
        return False, Decimal(0) if column.kind in FIGURES else "", number
    if column.kind in FIGURES:
        return True, Decimal(str(value)), number
    return True, _told(value), number


def _cursor(column: Column, after: str) -> Place | None:
    """The place of the last line of the page before; None where there is none, or none that anybody can read."""
    cursor = read_cursor(column, after)
    if cursor is None:
        return None
    number, value = cursor
    return _at(column, value, number)
