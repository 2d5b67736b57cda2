"""What a line of outside data tells, what importing it would change, how it differs from the report. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from domain.core.law import Law
from domain.core.workbook import Line, Lines
from domain.core.workings import plain
from domain.outside_data.workbook import EARLIEST, LATEST, ON_GRID, SHEET, converted, told_by

MONTHS = range(1, 12 + 1)
WHOLE_YEAR = 0
GENERATION = "generation_mwh"
OWN_USE = "outside.own_use.max"
# What a figure is held against where the report has none of the same name.
INSTEAD: Mapping[str, str] = {ON_GRID: GENERATION}

# Enterprise (its credit code), year, month (0: the year), figure.
Key = tuple[str, int, int, str]


class Standing(StrEnum):
    """What importing a line would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """One line as read. `value` is in the unit of the report; None while value or unit cannot be read."""

    credit_code: str
    name: str
    year: int
    month: int
    code: str
    value: Decimal | None
    unit: str
    written: str
    written_unit: str
    line: Line = field(default_factory=lambda: Line(""))

    @property
    def key(self) -> Key:
        return self.credit_code, self.year, self.month, self.code


def rows_of(source: str, lines: Lines) -> tuple[Row, ...]:
    """Every line that was read, its value in the unit of the report.

    157.5 万kWh of electricity sent to the grid → 1,575 MWh.
    """
    return tuple(_row(source, line) for line in lines.rows(SHEET))


def _row(source: str, line: Line) -> Row:
    code, value = line.text("figure"), line.decimal("value")
    told = told_by(source, code) if code else None
    return Row(
        line.text("credit_code").upper(),
        line.text("name"),
        _within(line.integer("year"), int(EARLIEST), int(LATEST)),
        _within(line.integer("month"), MONTHS.start, MONTHS.stop - 1),
        code,
        None if told is None or value is None else converted(value, line.text("unit"), told.unit),
        told.unit if told else "",
        "" if value is None else plain(value),
        line.text("unit"),
        line,
    )


def standing(row: Row, known: Iterable[str], before: Mapping[Key, Decimal]) -> Standing:
    """What importing a line would do: a code that is not on the register is left out."""
    if row.credit_code not in known:
        return Standing.UNKNOWN
    if row.key not in before:
        return Standing.NEW
    return Standing.UNCHANGED if before[row.key] == row.value else Standing.CHANGED


def _within(value: int | None, least: int, most: int) -> int:
    """A year or month; 0 for what the description has refused already."""
    return value if value is not None and least <= value <= most else WHOLE_YEAR


@dataclass(frozen=True, slots=True)
class Tell:
    """A figure as a source tells it, of an enterprise's month or (0) year."""

    source: str
    code: str
    month: int
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Yearly:
    """A source's figure of the year. `months` are told so many where it is no whole year: then there is no sum."""

    source: str
    code: str
    unit: str
    value: Decimal | None
    months: int = 0


def yearly(told: Iterable[Tell]) -> tuple[Yearly, ...]:
    """Figures of the year by source: as told for the year, else the sum of twelve months, else none.

    Eleven months are told: no sum, `months` is 11.
    """
    grouped: dict[tuple[str, str], dict[int, Tell]] = {}
    for one in told:
        grouped.setdefault((one.source, one.code), {})[one.month] = one
    return tuple(_of_year(source, code, by_month) for (source, code), by_month in grouped.items())


def _of_year(source: str, code: str, by_month: Mapping[int, Tell]) -> Yearly:
    unit = next(iter(by_month.values())).unit
    if WHOLE_YEAR in by_month:
        return Yearly(source, code, unit, by_month[WHOLE_YEAR].value)
    if all(month in by_month for month in MONTHS):
        return Yearly(source, code, unit, sum((one.value for one in by_month.values()), Decimal()))
    return Yearly(source, code, unit, None, len(by_month))


@dataclass(frozen=True, slots=True)
class Comparison:
    """A source's figure beside the report's. `against` is the report's figure it is held against, if it has one.

    `difference` is the share by which the report differs from the source: 0.05 when it tells 5 % more. `beyond`: more
    than the province takes for usual.
    """

    told: Yearly
    against: str = ""
    reported: Decimal | None = None
    difference: Decimal | None = None
    beyond: bool = False

    @property
    def size(self) -> Decimal:
        return abs(self.difference) if self.difference is not None else Decimal(0)


def compare(told: Iterable[Tell], reported: Mapping[str, Decimal], law: Law) -> list[Comparison]:
    """Every figure that sources tell of a year beside what was reported, in the order of sources and figures.

    Grid 1,000 MWh bought, report 1,100 MWh → difference 0.1, beyond where 1 % is usual.
    """
    return [_compared(one, reported, law) for one in sorted(yearly(told), key=lambda one: (one.source, one.code))]


def _compared(told: Yearly, reported: Mapping[str, Decimal], law: Law) -> Comparison:
    against = counterpart(told.code, reported)
    value = reported.get(against)
    if value is None or told.value is None or not told.value:
        return Comparison(told, against if value is not None else "", value)
    difference = value / told.value - 1
    return Comparison(told, against, value, difference, _beyond(told, against, difference, law))


def counterpart(code: str, reported: Iterable[str]) -> str:
    """The report's figure that a told one is held against: of the same name, else what contains it."""
    return code if code in reported else INSTEAD.get(code, code)


def _beyond(told: Yearly, against: str, difference: Decimal, law: Law) -> bool:
    if against != told.code:
        # What is sent to the grid is generation less the plant's own use: never more, and not much less.
        return law.has(OWN_USE) and not _is_own_use(difference, law.value(OWN_USE))
    most = tolerance(law, told.source)
    return most is not None and abs(difference) > most


def _is_own_use(difference: Decimal, most: Decimal) -> bool:
    """Generation 100, sent out 94: own use is 6 of 100. `difference` is that of generation from what was sent out."""
    share = difference / (1 + difference)
    return 0 <= share <= most


def tolerance(law: Law, source: str) -> Decimal | None:
    """The share by which a report may differ from a source before it is asked about; None where the law sets none."""
    key = f"outside.tolerance.{source}"
    return law.value(key) if law.has(key) else None


def deviations(compared: Mapping[int, Iterable[Comparison]]) -> Iterator[tuple[int, Comparison]]:
    """Comparisons of many enterprises that have a difference, by enterprise."""
    for enterprise_id, comparisons in compared.items():
        for one in comparisons:
            if one.difference is not None:
                yield enterprise_id, one
