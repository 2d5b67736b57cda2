"""Against the month before, the same month a year ago, and months that are missing: MO-040 to MO-049."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import NOWHERE, Place
from domain.core.workbook import Line
from domain.monthly_evidence.checks.case import KEEPING, MonthCase, is_figure, part_named, where
from domain.monthly_evidence.rules import MonthFigure
from domain.monthly_evidence.workbook import part_of

CHECKS = Register[MonthCase](owner="verification_officer", citation=KEEPING)
JUMP_YEAR, JUMP_MONTH = "monthly.jump.year", "monthly.jump.month"
PERCENT = 100


def _place(case: MonthCase, figure: MonthFigure) -> Place:
    """The cell that a figure was read from, as the report's accounting says."""
    found = case.results.figures if case.results else ()
    return next((one.place for one in found if (one.code, one.number) == (figure.code, figure.number)), NOWHERE)


@CHECKS.warn("MO-040")
def as_last_month(case: MonthCase) -> Iterator[Hit]:
    """MO-040: two months that agree to the last digit were copied, not measured (verification guide, activity data).

    February 81,234.56 t, March 81,234.56 t → warning.
    """
    for figure in case.figures:
        before = case.beside.last_month.get((figure.code, figure.number))
        if figure.value and before == figure.value:
            yield hit(_place(case, figure), **part_named(case, figure.number), value=figure.value)


def _jumps(case: MonthCase, key: str, before: Decimal | None, figure: MonthFigure) -> Iterator[Hit]:
    if not before or not case.law.has(key):
        return
    change, most = figure.value / before - 1, case.law.value(key)
    if abs(change) > most:
        facts: dict[str, object] = {**part_named(case, figure.number), "now": figure.value, "before": before}
        percents = {"change": change * PERCENT, "most": most * PERCENT}
        yield hit(_place(case, figure), case.law.provision(key).citation, **facts, **percents)


@CHECKS.warn("MO-041")
def same_month_a_year_ago(case: MonthCase) -> Iterator[Hit]:
    """MO-041: a figure changed against the same month of the year before by more than the province takes for usual.

    March 2024 100,000 MWh, March 2025 30,000 MWh, usual ±50 % → warning.
    """
    for figure in case.figures:
        yield from _jumps(case, JUMP_YEAR, case.beside.year_before.get((figure.code, figure.number)), figure)


@CHECKS.note("MO-042")
def month_before(case: MonthCase) -> Iterator[Hit]:
    """MO-042: a figure changed against the month before by more than the province takes for usual.

    February 100,000 MWh, March 20,000 MWh, usual ±75 % → note: an overhaul explains it.
    """
    for figure in case.figures:
        yield from _jumps(case, JUMP_MONTH, case.beside.last_month.get((figure.code, figure.number)), figure)


@CHECKS.note("MO-043")
def earlier_month_owed(case: MonthCase) -> Iterator[Hit]:
    """MO-043: months are kept one after the other; an earlier one that is due has not been submitted.

    April is filed, February is missing → note.
    """
    if case.beside.owed:
        yield hit(case.head.place("month"), months=", ".join(str(month) for month in case.beside.owed))


@CHECKS.warn("MO-044")
def parts_agree(case: MonthCase) -> Iterator[Hit]:
    """MO-044: two units do not have the same figures to the last digit: a line was copied and not changed.

    Units 1 and 2 both 81,234.56 t, 20.934 GJ/t and 0.5432 tC/t → warning at the second.
    """
    for sheet in case.monthly:
        if not part_of(sheet) or not sheet.required:
            continue
        seen: dict[tuple[Decimal | None, ...], Line] = {}
        for line in case.lines.rows(sheet.key):
            keys = [column.key for column in sheet.columns if is_figure(sheet, column.key)]
            figures = tuple(line.decimal(key) for key in keys)
            # One figure in common is chance; lines with two and more that all agree are copies.
            if sum(bool(value) for value in figures[:2]) < len(figures[:2]) or len(figures) < 2:
                continue
            first = seen.setdefault(figures, line)
            if first.text(part_of(sheet)) != line.text(part_of(sheet)):
                other = {f"other{key.removeprefix('part')}": value for key, value in where(sheet, first).items()}
                yield hit(line.place(part_of(sheet)), **where(sheet, line), **other)
