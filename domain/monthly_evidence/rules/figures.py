"""The month read as the report reads it: its blank, the report's accounting over one month, what it tells. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from domain.core.findings import Place
from domain.core.law import Law
from domain.core.workbook import Content, KeptLine, Line, Lines, Sheet, Value, Workbook, typed
from domain.core.workbook.lines import Typed
from domain.core.workings import plain
from domain.emission_report.rules import Figure, Known, Results
from domain.emission_report.rules.forms import Form, Prefilled

MONTH = "month"
# What follows from the figures and is no evidence itself.
RESULT = "emissions_tonnes"


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """A figure of a month by the report's code; `number` names the part, empty: the enterprise."""

    code: str
    number: str
    value: Decimal
    unit: str


def prefill(form: Form, workbook: Workbook, known: Known, month: int, law: Law) -> Prefilled:
    """What the month's blank knows: the report's own pre-filling, of which this month's lines are left."""
    whole = form.prefill(known, law)
    return {sheet.key: [*_lines_of(sheet, whole.get(sheet.key, ()), month)] for sheet in workbook}


def _lines_of(sheet: Sheet, lines: Sequence[Mapping[str, object]], month: int) -> Iterable[Mapping[str, object]]:
    if MONTH not in sheet.keys:
        return [{**line, MONTH: month} for line in lines]
    return [line for line in lines if line.get(MONTH) == month]


def completed(form: Form, workbook: Workbook, lines: Lines, known: Known, law: Law) -> Lines:
    """The month's lines as the report's form wants them: its sheets of the year stand there as the blank has them."""
    here = {sheet.key for sheet in workbook}
    whole = form.prefill(known, law)
    missing = {
        sheet.key: tuple(_line(sheet, values) for values in whole.get(sheet.key, ()))
        for sheet in form.workbook
        if sheet.key not in here
    }
    return Lines({**missing, **lines.sheets})


def _line(sheet: Sheet, values: Mapping[str, object]) -> Line:
    nowhere = Place(sheet.title_zh)
    return Line(sheet.title_zh, {key: Value(cast(Typed, value), nowhere) for key, value in values.items()})


def lines_from(workbook: Workbook, content: Content) -> Lines:
    """Kept lines typed again, as they were when they were read."""
    return Lines({sheet.key: tuple(_kept(sheet, line) for line in content.get(sheet.key, ())) for sheet in workbook})


def _kept(sheet: Sheet, line: KeptLine) -> Line:
    values = {
        key: Value(cast(Typed, value), Place(sheet.title_zh, line.cells.get(key, "")))
        for key, value in typed(sheet.columns, line.values).items()
    }
    return Line(sheet.title_zh, values)


def month_figures(results: Results | None, month: int) -> tuple[MonthFigure, ...]:
    """What a month tells by the report's codes. Accounted alone, a figure of the year is the month's.

    Of a code that is told by the month, the sums of the year are left out: they say the same once more.
    """
    if results is None:
        return ()
    monthly = [figure for figure in results.figures if figure.month == month]
    by_month = {figure.code for figure in monthly} | {RESULT}
    alone = [figure for figure in results.figures if not figure.month and figure.code not in by_month]
    return tuple(_summed((*monthly, *alone)))


def _summed(figures: Iterable[Figure]) -> Iterable[MonthFigure]:
    """A code of a part that stands in several lines (two deliveries of one fuel) is one figure."""
    found: dict[tuple[str, str], MonthFigure] = {}
    for one in figures:
        before = found.get((one.code, one.number))
        value = one.value + (before.value if before else Decimal())
        found[one.code, one.number] = MonthFigure(one.code, one.number, value, one.unit)
    return found.values()


def as_json(figures: Iterable[MonthFigure]) -> list[list[str]]:
    return [[one.code, one.number, plain(one.value), one.unit] for one in figures]


def from_json(data: Sequence[Sequence[str]]) -> tuple[MonthFigure, ...]:
    return tuple(MonthFigure(code, number, Decimal(value), unit) for code, number, value, unit in data)
