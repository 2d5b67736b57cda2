"""Coded checks over a file of outside data: OD-001 to OD-013. Pure; the figures become law for nobody by being told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.workings import plain
from domain.outside_data.rules import MONTHS, WHOLE_YEAR, Key, Row
from domain.outside_data.states import CITATION
from domain.outside_data.workbook import accepted, converted, is_a_unit

CREDIT_CODE = "GB 32100—2015"
# A figure that has moved by as much as this is in another unit: kWh for MWh, t for 万t.
SLIP = Decimal(100)
# Enterprise, year and figure.
Group = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Case:
    """A file as read, and what the portal knows: names by credit code, what the source told before, the day's year."""

    source: str
    rows: tuple[Row, ...]
    names: Mapping[str, str]
    before: Mapping[Key, Decimal]
    latest_year: int
    is_credit_code: Callable[[str], bool] = field(default=lambda _: True)


CHECKS = Register[Case](owner="verification_officer", citation=CITATION)


@CHECKS.stop("OD-001", CREDIT_CODE)
def credit_code(case: Case) -> Iterator[Hit]:
    """OD-001: an enterprise is named by its unified social credit code, whose check digit fits (GB 32100).

    …0000000000001X where the digit is R → stop.
    """
    for row in case.rows:
        if row.credit_code and not case.is_credit_code(row.credit_code):
            yield hit(row.line.place("credit_code"), code=row.credit_code)


@CHECKS.warn("OD-002")
def unknown_enterprise(case: Case) -> Iterator[Hit]:
    """OD-002: only enterprises on the register are entered; other lines of the file are left out and counted.

    A bakery among the grid's customers → warning, its line is left out.
    """
    for row in case.rows:
        if row.credit_code and case.is_credit_code(row.credit_code) and row.credit_code not in case.names:
            yield hit(row.line.place("credit_code"), code=row.credit_code, name=row.name or "—")


@CHECKS.warn("OD-003")
def name(case: Case) -> Iterator[Hit]:
    """OD-003: the name beside a credit code is the register's; another one may mean that lines have slipped.

    Register 甲电厂, file 乙电厂 under the same code → warning.
    """
    for row in case.rows:
        known = case.names.get(row.credit_code)
        if known is not None and row.name and "".join(row.name.split()) != "".join(known.split()):
            yield hit(row.line.place("name"), name=row.name, known=known)


@CHECKS.stop("OD-004")
def unit(case: Case) -> Iterator[Hit]:
    """OD-004: a unit is one that the portal can convert.

    "桶" for oil → stop: the table names no such unit.
    """
    for row in case.rows:
        if row.written_unit and not is_a_unit(row.written_unit):
            units = accepted(row.unit) if row.unit else "—"
            yield hit(row.line.place("unit"), measure=row.written_unit, accepted=units)


@CHECKS.stop("OD-005")
def unit_fits(case: Case) -> Iterator[Hit]:
    """OD-005: a unit measures what the figure is.

    Electricity in 万t → stop.
    """
    for row in case.rows:
        if row.unit and is_a_unit(row.written_unit) and not _fits(row):
            yield hit(row.line.place("unit"), measure=row.written_unit, accepted=accepted(row.unit))


def _fits(row: Row) -> bool:
    return converted(Decimal(1), row.written_unit, row.unit) is not None


@CHECKS.stop("OD-006")
def repeated(case: Case) -> Iterator[Hit]:
    """OD-006: a figure of an enterprise's year or month stands once in a file.

    March twice for the same plant → stop at the second.
    """
    seen: set[Key] = set()
    for row in case.rows:
        if row.credit_code and row.code and row.key in seen:
            yield hit(row.line.place("figure"), code=row.credit_code, year=row.year, month=row.month or "—")
        seen.add(row.key)


@CHECKS.stop("OD-007")
def year_and_months(case: Case) -> Iterator[Hit]:
    """OD-007: a figure is given for the whole year or by month, never both: nobody could tell whether they add up.

    The year 120, and January 10 beside it → stop at the line of the year.
    """
    monthly = {(row.credit_code, row.year, row.code) for row in case.rows if row.month != WHOLE_YEAR}
    for row in case.rows:
        if row.month == WHOLE_YEAR and (row.credit_code, row.year, row.code) in monthly:
            yield hit(row.line.place("month"), code=row.credit_code, year=row.year)


@CHECKS.stop("OD-008")
def year(case: Case) -> Iterator[Hit]:
    """OD-008: figures are of years that have begun.

    Today is in 2026, the line says 2062 → stop.
    """
    for row in case.rows:
        if row.year > case.latest_year:
            yield hit(row.line.place("year"), year=row.year, latest=case.latest_year)


@CHECKS.warn("OD-009")
def slip(case: Case) -> Iterator[Hit]:
    """OD-009: a figure that the same source told before has not grown or shrunk a hundredfold.

    Told before 1,575 MWh, now 1,575,000 → warning: probably kWh.
    """
    for row in case.rows:
        before = case.before.get(row.key)
        if before and row.value and (row.value >= before * SLIP or before >= row.value * SLIP):
            yield hit(row.line.place("value"), value=plain(row.value), before=plain(before), measure=row.unit)


@CHECKS.stop("OD-010")
def nothing(case: Case) -> Iterator[Hit]:
    """OD-010: a file tells something of somebody.

    Only the headings are filled in → stop.
    """
    if not case.rows:
        yield hit()


@CHECKS.warn("OD-011")
def missing_months(case: Case) -> Iterator[Hit]:
    """OD-011: months are told for all twelve; a year with months missing is compared with nothing.

    January to November → warning: December is missing.
    """
    told: dict[Group, list[Row]] = {}
    for row in case.rows:
        if row.month != WHOLE_YEAR and row.credit_code in case.names:
            told.setdefault((row.credit_code, row.year, row.code), []).append(row)
    before = _months_before(case)
    for group, rows in told.items():
        missing = sorted(set(MONTHS) - {row.month for row in rows} - before.get(group, set()))
        if missing:
            months = ", ".join(map(str, missing))
            yield hit(rows[0].line.place("month"), code=group[0], year=group[1], months=months)


def _months_before(case: Case) -> dict[Group, set[int]]:
    """The months that the source has told already."""
    found: dict[Group, set[int]] = {}
    for code, of_year, month, figure in case.before:
        found.setdefault((code, of_year, figure), set()).add(month)
    return found


@CHECKS.note("OD-012")
def zero_everywhere(case: Case) -> Iterator[Hit]:
    """OD-012: an enterprise that is told with nothing but zeros has probably been left empty by the source.

    Twelve months of 0 → note.
    """
    told: dict[str, list[Row]] = {}
    for row in case.rows:
        if row.value is not None:
            told.setdefault(row.credit_code, []).append(row)
    for code, rows in told.items():
        if len(rows) > 1 and not any(row.value for row in rows):
            yield hit(rows[0].line.place("value"), code=code)


@CHECKS.stop("OD-013")
def too_large(case: Case) -> Iterator[Hit]:
    """OD-013: a value is one that an enterprise can have in its unit.

    900,000,000 in 亿kWh → stop.
    """
    for row in case.rows:
        if row.value is None and row.written and row.unit and is_a_unit(row.written_unit) and _fits(row):
            yield hit(row.line.place("value"), value=row.written, measure=row.written_unit)
