"""Lists: a room describes its list once; searching, filtering, sorting, paging and export follow from that.

A page is found by its key (keyset): the value sorted by and the id of the last line, never a count and never an offset.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from domain.records.database import ask

PAGE = 50
MOST = 10_000
# So many values a filter offers.
OFFERED = 200
# Shorter than this is every number that a row has.
LONGEST_ID = 10
# Digits of the place of a choice among the others.
RANK = 3


class Kind(StrEnum):
    """What a column holds: how it is sorted, aligned and told."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    TONNES = "tonnes"
    YUAN = "yuan"
    DAY = "day"
    INSTANT = "instant"
    FLAG = "flag"
    HIDDEN = "hidden"


# The type to compare as, and what stands in the place of nothing, so that every line has a place in the order.
_COMPARED: dict[Kind, tuple[str, str]] = {
    Kind.TEXT: ("text", "''"),
    Kind.CODE: ("text", "''"),
    Kind.NUMBER: ("numeric", "'-infinity'::numeric"),
    Kind.TONNES: ("numeric", "'-infinity'::numeric"),
    Kind.YUAN: ("numeric", "'-infinity'::numeric"),
    Kind.DAY: ("date", "'-infinity'::date"),
    Kind.INSTANT: ("timestamptz", "'-infinity'::timestamptz"),
    Kind.FLAG: ("boolean", "false"),
}
FIGURES = (Kind.NUMBER, Kind.TONNES, Kind.YUAN)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `sql` over the roll's source.

    `words` begins the code that says a value (`state:listing:entry`); `sort` is what is sorted by where it is not the
    value itself; `filtered` columns are narrowed by one value, out of `choices` where these are known beforehand, or by
    how the value `begins`; `shown` ones are on the page unless the reader chooses otherwise; `formerly` is what the
    filter was called in addresses before. A hidden column is there for links and marks. A list too long to be sorted by
    what no index orders has columns that are not `sortable`. A `quiet` filter is offered by links alone.
    """

    code: str
    sql: str
    kind: Kind = Kind.TEXT
    words: str = ""
    sort: str = ""
    filtered: bool = False
    choices: tuple[str, ...] = ()
    shown: bool = True
    formerly: str = ""
    begins: bool = False
    sortable: bool = True
    quiet: bool = False

    @property
    def order(self) -> str:
        """What lines are sorted by; of one type, and never NULL. Codes stand in the order of their choices."""
        compared, nothing = _COMPARED[self.kind]
        return f"coalesce(({self.sort or self._ranked or self.sql})::{compared}, {nothing})"

    @property
    def _ranked(self) -> str:
        if self.kind is not Kind.CODE or not self.choices:
            return ""
        choices = ", ".join(f"'{one}'" for one in self.choices)
        return f"lpad(array_position(ARRAY[{choices}]::text[], ({self.sql})::text)::text, {RANK}, '0')"

    @property
    def figure(self) -> bool:
        return self.kind in FIGURES

    @property
    def summed(self) -> bool:
        """Whether a sum over lines says anything: tonnes and yuan add up, rates and numbers of versions do not."""
        return self.kind in (Kind.TONNES, Kind.YUAN)

    @property
    def offered(self) -> bool:
        """Whether the filter offers the values that the lines have: neither a day nor a beginning is chosen so."""
        return self.filtered and not self.choices and not self.begins and self.kind is not Kind.DAY


@dataclass(frozen=True, slots=True)
class Roll:
    """A list described once. `code` is that of its words (`column:<code>:<column>`); `key` is the line's own number.

    `searched` are the expressions in which the search looks; `order` is the column sorted by unless the reader asks
    otherwise, with a minus for the last first.
    """

    code: str
    source: str
    key: str
    columns: tuple[Column, ...]
    searched: tuple[str, ...]
    order: str

    def column(self, code: str) -> Column | None:
        return next((one for one in self.visible if one.code == code), None)

    @property
    def visible(self) -> tuple[Column, ...]:
        """The columns a reader may choose, sort and filter by."""
        return tuple(one for one in self.columns if one.kind is not Kind.HIDDEN)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks of a list. What the roll does not know is left out by whoever reads it from an address."""

    search: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    columns: tuple[str, ...] = ()
    after: str = ""
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: its number and the values of all columns by code."""

    id: int
    values: Mapping[str, Any]

    def __getitem__(self, code: str) -> Any:
        return self.values[code]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a list. `after` finds the next one and is empty on the last."""

    lines: tuple[Line, ...]
    after: str


# What the search of a list of enterprises looks into, `e` being the enterprise.
ENTERPRISE_SEARCHED = ("e.name", "e.name_en", "e.initials", "e.credit_code", "e.city")
ENTERPRISE_COLUMNS = (
    Column("name", "e.name", sort="e.initials"),
    Column("credit_code", "e.credit_code"),
    Column("city", "e.city", filtered=True),
)
# Where figures need the room, the code is shown to whoever chooses it.
ENTERPRISE_BRIEF = (
    Column("name", "e.name", sort="e.initials"),
    Column("credit_code", "e.credit_code", shown=False),
    Column("city", "e.city", filtered=True),
)
ENTERPRISE_MARKS = (
    Column("name_en", "e.name_en", Kind.HIDDEN),
    Column("synthetic", "e.synthetic", Kind.HIDDEN),
    Column("fictional", "e.fictional", Kind.HIDDEN),
    Column("enterprise_id", "e.id", Kind.HIDDEN),
)


async def found(roll: Roll, asked: Asked, where: str, *values: object) -> Found:
    """One page, in one statement. `where` bounds it to the year and to what the actor may see; `values` fill it."""
    column, last_first = sorted_by(roll, asked.sort)
    conditions, given = [f"({where})"], list(values)
    narrowed = (_searched(roll, asked), _filtered(roll, asked), _beyond(roll, asked, column, last_first))
    for condition, filling in narrowed:
        conditions += condition
        given += filling
    way = "DESC" if last_first else "ASC"
    chosen = ", ".join(f"{one.sql} AS {one.code}" for one in roll.columns)
    # The key orders by itself, so that its index serves.
    order = "" if column.sql == roll.key else f"{column.order} {way}, "
    rows = await ask(
        f"SELECT {roll.key} AS line_id, {column.order}::text AS line_order, {chosen} FROM {roll.source} "
        f"WHERE {' AND '.join(conditions)} ORDER BY {order}{roll.key} {way} LIMIT {{}}",
        *given,
        asked.limit + 1,
    )
    shown = rows[: asked.limit]
    after = f"{shown[-1]['line_id']}~{shown[-1]['line_order']}" if len(rows) > asked.limit else ""
    return Found(tuple(Line(row.pop("line_id"), row) for row in shown), after)


async def whole(roll: Roll, where: str, *values: object) -> tuple[Line, ...]:
    """Every line in the roll's own order, as far as a list goes: for what is done with all of them at once."""
    return (await found(roll, Asked(limit=MOST), where, *values)).lines


async def among(roll: Roll, code: str, where: str, *values: object) -> tuple[str, ...]:
    """The values that a column has, for a filter whose choices are not known beforehand. At most two hundred."""
    return (await among_all(roll, [code], where, *values))[code]


async def among_all(roll: Roll, codes: Sequence[str], where: str, *values: object) -> dict[str, tuple[str, ...]]:
    """The values that several columns have, in one statement."""
    columns = [one for one in roll.columns if one.code in codes]
    parts = [
        f"(SELECT DISTINCT '{one.code}' AS code, ({one.sql})::text AS value FROM {roll.source} WHERE ({where}) "
        f"ORDER BY 2 LIMIT {OFFERED})"
        for one in columns
    ]
    rows = await ask(" UNION ALL ".join(parts), *values * len(columns)) if columns else []
    return {code: tuple(row["value"] for row in rows if row["code"] == code and row["value"]) for code in codes}


def sorted_by(roll: Roll, sort: str) -> tuple[Column, bool]:
    """The column sorted by and whether the last comes first; the roll's own order when `sort` names none."""
    column = roll.column(sort.removeprefix("-"))
    if column is None or not column.sortable:
        sort = roll.order
        column = roll.column(sort.removeprefix("-"))
    if column is None:
        raise ValueError(f"{roll.code} is sorted by a column it does not have")
    return column, sort.startswith("-")


def like(text: str) -> str:
    """A pattern that finds the text anywhere, its own signs taken as they are.

    >>> like("50%_")
    '%50\\\\%\\\\_%'
    """
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _searched(roll: Roll, asked: Asked) -> tuple[list[str], list[object]]:
    if not asked.search:
        return [], []
    places = " OR ".join(f"{place} ILIKE {{}}" for place in roll.searched)
    return [f"({places})"], [like(asked.search)] * len(roll.searched)


def _filtered(roll: Roll, asked: Asked) -> tuple[list[str], list[object]]:
    columns = [one for one in roll.visible if one.filtered and asked.filters.get(one.code)]
    conditions = [
        f"starts_with(({one.sql})::text, {{}})" if one.begins else f"({one.sql})::text = {{}}" for one in columns
    ]
    return conditions, [asked.filters[one.code] for one in columns]


def _beyond(roll: Roll, asked: Asked, column: Column, last_first: bool) -> tuple[list[str], list[object]]:
    """The condition that begins behind the last line of the page before; a cursor nobody can read begins anew."""
    cursor = read_cursor(column, asked.after)
    if cursor is None:
        return [], []
    number, value = cursor
    sign = "<" if last_first else ">"
    if column.sql == roll.key:
        return [f"{roll.key} {sign} {{}}"], [number]
    compared, nothing = _COMPARED[column.kind]
    place = f"{nothing}" if value is None else f"{{}}::{compared}"
    return [f"({column.order}, {roll.key}) {sign} ({place}, {{}})"], [
        *([] if value is None else [value]),
        number,
    ]


def read_cursor(column: Column, after: str) -> tuple[int, object] | None:
    """The number of the last line and its value, None for nothing; no cursor at all when nobody can read it."""
    number, _, text = after.partition("~")
    if not (number.isascii() and number.isdigit() and len(number) < LONGEST_ID):
        return None
    try:
        return int(number), _read(column.kind, text)
    except (ValueError, InvalidOperation):
        return None


def _read(kind: Kind, text: str) -> object:
    """The value of a cursor as the database compares it; None for what stands in the place of nothing."""
    compared, _ = _COMPARED[kind]
    if compared == "text":
        return text
    if compared == "boolean":
        return text == "true"
    if text.lower().startswith("-infinity"):
        return None
    if compared == "numeric":
        number = Decimal(text)
        if not number.is_finite():
            raise ValueError(text)
        return number
    return date.fromisoformat(text) if compared == "date" else datetime.fromisoformat(text)
