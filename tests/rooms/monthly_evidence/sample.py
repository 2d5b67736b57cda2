"""A month of two units that has nothing wrong with it, to be spoilt one value at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from domain.core.findings import Finding, Place
from domain.core.law import Law, last_day_of
from domain.core.workbook import Layout, Line, Lines, Sheet, Value, cell_name
from domain.core.workbook.lines import Typed
from domain.emission_report.rules import FORMS
from domain.monthly_evidence import rules
from domain.monthly_evidence.checks import Beside, Examined, MonthCase, examine
from domain.monthly_evidence.rules import EvidenceKind
from domain.monthly_evidence.workbook import workbook_of
from domain.records.sheets.writer import blank
from tests.law import edition
from tests.rooms.emission_report import sample as report

YEAR, MONTH = report.YEAR, 3
CODE, NAME, UNITS = report.CODE, report.NAME, report.UNITS
FORM = FORMS["power.A22"]
_FOUND = workbook_of("power.A22")
assert _FOUND is not None
WORKBOOK = _FOUND
PROVED = frozenset((EvidenceKind.METER_READING, EvidenceKind.LABORATORY_REPORT))
Entries = dict[str, list[dict[str, Any]]]
Spoil = Callable[[Entries], object]


def law() -> Law:
    return edition.law(last_day_of(YEAR))


def entries(month: int = MONTH, **named: Any) -> Entries:
    """What an honest filer fills in for one month: the month's lines of the report."""
    year = report.entries(**named)
    head = {**year["enterprise"][0], "month": month}
    return {
        "enterprise": [head],
        **{key: [row for row in year[key] if row["month"] == month] for key in ("fuels", "production")},
    }


def workbook(filled: Entries) -> bytes:
    return blank(WORKBOOK, filled, banner="演示数据")


def lines(filled: Entries) -> Lines:
    """As reading the workbook gives them, without a workbook."""
    return Lines({sheet.key: tuple(_lines(sheet, filled.get(sheet.key, []))) for sheet in WORKBOOK})


def _lines(sheet: Sheet, rows: list[dict[str, Any]]) -> list[Line]:
    made = []
    for row, values in enumerate(rows, start=sheet.FIRST_LINE):
        cells = {column.key: _cell(sheet, row, column.key) for column in sheet.columns}
        typed = {
            name: Value(cast(Typed, value), Place(sheet.title_zh, cell_name(*cells[name])))
            for name, value in values.items()
            if value is not None
        }
        made.append(Line(sheet.title_zh, typed, cells))
    return made


def _cell(sheet: Sheet, row: int, key: str) -> tuple[int, int]:
    if sheet.layout is Layout.FIELDS:
        return sheet.FIRST_FIELD + sheet.index(key) - 1, sheet.FIELD_VALUE
    return row, sheet.index(key)


def examined(
    spoil: Spoil = lambda _: None, beside: Beside | None = None, law_of_year: Law | None = None, **known: Any
) -> Examined:
    """What comes of the sample after one spoiling."""
    filled = entries()
    spoil(filled)
    facts, day = report.known(**known), law_of_year or law()
    expected = rules.prefill(FORM, WORKBOOK, facts, MONTH, day)
    given = beside or Beside(attached=PROVED)
    return examine(FORM, MonthCase(YEAR, MONTH, WORKBOOK, lines(filled), facts, expected, day, beside=given))


def found(spoil: Spoil = lambda _: None, beside: Beside | None = None, **more: Any) -> list[Finding]:
    return list(examined(spoil, beside, **more).findings)
