"""Whether everything that the month has to have is there, once: MO-010 to MO-019."""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.core.workbook import Line
from domain.emission_report.rules import DEFAULT, MEASURED
from domain.monthly_evidence.checks.case import GUIDE, KEEPING, MonthCase, burnt, is_figure, key_of, part_named, where
from domain.monthly_evidence.workbook import part_of

CHECKS = Register[MonthCase](owner="verification_officer", citation=KEEPING)


@CHECKS.stop("MO-010")
def part_missing(case: MonthCase) -> Iterator[Hit]:
    """MO-010: every generating unit of the plan in force has its line in every month, also while it stands still.

    Plan: units 1 and 2; fuels of March: unit 1 → stop for unit 2.
    """
    for sheet in case.monthly:
        there = {line.text(part_of(sheet)) for line in case.lines.rows(sheet.key)} if part_of(sheet) else set()
        for part in case.planned(sheet) if sheet.required else ():
            if part not in there:
                titles = {"sheet": sheet.title_zh, "sheet_en": sheet.title_en}
                yield hit(Place(sheet.title_zh), **part_named(case, part), **titles)


@CHECKS.stop("MO-011")
def part_unknown(case: MonthCase) -> Iterator[Hit]:
    """MO-011: no generating unit is filed that the plan in force does not have.

    Plan: units 1 and 2; a line of unit 3 → stop: change the plan first.
    """
    for sheet, line in case.rows():
        planned = case.planned(sheet)
        if planned and line.text(part_of(sheet)) not in planned:
            yield hit(line.place(part_of(sheet)), **where(sheet, line))


@CHECKS.stop("MO-012")
def twice(case: MonthCase) -> Iterator[Hit]:
    """MO-012: a unit's month, of one fuel where fuels are filed, stands there once.

    Unit 1, March, bituminous coal in two lines → stop at the second.
    """
    for sheet in case.monthly:
        seen: set[tuple[str, ...]] = set()
        for line in case.lines.rows(sheet.key):
            key = key_of(sheet, line)
            if key in seen:
                yield hit(line.place(sheet.keys[0]), **where(sheet, line), month=case.month)
            seen.add(key)


@CHECKS.stop("MO-013")
def nothing_filed(case: MonthCase) -> Iterator[Hit]:
    """MO-013: a sheet without a single line tells nothing; a month of standstill is filed with noughts.

    Production of March: no line at all → stop.
    """
    for sheet in case.monthly:
        if sheet.required and not case.planned(sheet) and not case.lines.rows(sheet.key):
            yield hit(Place(sheet.title_zh), sheet=sheet.title_zh, sheet_en=sheet.title_en)


def _method(line: Line, *keys: str) -> str:
    """How something was determined; forms of industry have one column for all of a line."""
    return next((text for key in (*keys, "method") if (text := line.text(key))), "")


@CHECKS.stop("MO-014", GUIDE)
def measured_without_value(case: MonthCase) -> Iterator[Hit]:
    """MO-014: carbon that is said to be measured has its measured value (power guide, C.3).

    March: 实测, carbon as received left empty → stop.
    """
    for sheet, line in burnt(case):
        if _method(line, "carbon_method") == MEASURED and line.decimal("carbon") is None:
            yield hit(line.place("carbon"), **where(sheet, line))


@CHECKS.stop("MO-015", GUIDE)
def heat_value_missing(case: MonthCase) -> Iterator[Hit]:
    """MO-015: where carbon was not measured it follows from the heat value, which then has to be there (C.3).

    March: carbon 缺省值, heat value left empty → stop. Forms that take the guide's default by themselves are spared.
    """
    for sheet, line in burnt(case):
        if line.text("carbon_method") == DEFAULT and line.decimal("ncv") is None:
            yield hit(line.place("ncv"), **where(sheet, line))


@CHECKS.note("MO-016")
def all_nought(case: MonthCase) -> Iterator[Hit]:
    """MO-016: a line of noughts says that the unit stood still the whole month; the note asks to make sure.

    Unit 2, March: 0 MWh, 0 GJ, 0 h → note.
    """
    for sheet, line in case.rows():
        numbers = [line.decimal(column.key) for column in sheet.columns if is_figure(sheet, column.key)]
        filled = [number for number in numbers if number is not None]
        if sheet.required and "fuel" not in sheet.keys and filled and not any(filled):
            yield hit(line.place(sheet.keys[0]), **where(sheet, line))
