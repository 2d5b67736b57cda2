"""How a workbook is shown on a page: the form's own words for sheets, columns and choices, with findings at cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.core.findings import Finding
from domain.core.workbook import (
    Column,
    Content,
    Difference,
    KeptLine,
    Layout,
    Sheet,
    Workbook,
    by_position,
    differences,
)


@dataclass(frozen=True, slots=True)
class CellView:
    """One value in the reader's language; `severity` when a finding points at its cell."""

    text: str
    cell: str
    severity: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class SheetView:
    """One sheet as a table; a sheet of fields is one column of headings beside one of values."""

    key: str
    title: str
    fields: bool
    headings: tuple[str, ...]
    rows: tuple[tuple[CellView, ...], ...]


# The gravest finding of a cell colours it.
WEIGHTS = ("note", "warn", "stop")
Marks = Mapping[tuple[str, str], str]


def sheet_views(workbook: Workbook, content: Content, found: Iterable[Finding], language: str) -> list[SheetView]:
    """What was read, sheet by sheet in the order of the form; nothing when the file could not be read."""
    gravest = sorted(found, key=lambda finding: WEIGHTS.index(finding.severity.value))
    marks = {(finding.place.sheet, finding.place.cell): finding.severity.value for finding in gravest}
    return [
        SheetView(
            sheet.key,
            title(sheet, language),
            sheet.layout is Layout.FIELDS,
            tuple(heading(column, language) for column in sheet.columns),
            tuple(_line(sheet, line, marks, language) for line in content[sheet.key]),
        )
        for sheet in workbook
        if content.get(sheet.key)
    ]


def _line(sheet: Sheet, line: KeptLine, marks: Marks, language: str) -> tuple[CellView, ...]:
    return tuple(_cell(sheet, column, line, marks, language) for column in sheet.columns)


def _cell(sheet: Sheet, column: Column, line: KeptLine, marks: Marks, language: str) -> CellView:
    cell = line.cells.get(column.key, "")
    weight = marks.get((sheet.title_zh, cell), "") if cell else ""
    return CellView(said(column, line.values.get(column.key, ""), language), cell, weight, column.kind.is_number)


def difference_view(workbook: Workbook, difference: Difference, language: str) -> dict[str, str]:
    """A difference in the words of the form."""
    sheet = workbook.sheet(difference.sheet)
    column = sheet.column(difference.column)
    keys = [sheet.column(key) for key in sheet.keys]
    line = [said(each, value, language) for each, value in zip(keys, difference.line, strict=False)]
    return {
        "sheet": title(sheet, language),
        "line": " · ".join(line),
        "column": heading(column, language),
        "before": said(column, difference.before, language),
        "after": said(column, difference.after, language),
    }


def title(sheet: Sheet, language: str) -> str:
    return sheet.title_zh if language == "zh" else sheet.title_en


def heading(column: Column, language: str) -> str:
    text = column.title_zh if language == "zh" else column.title_en
    return f"{text} ({column.unit})" if column.unit else text


def said(column: Column, value: str, language: str) -> str:
    """The form's words for a choice; anything else as it was filed."""
    for choice in column.choices:
        if choice.code == value:
            return choice.title_zh if language == "zh" else choice.title_en
    return value


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A line that differs: what tells it apart, before and after of each column, and whether it is new or gone."""

    title: str
    cells: tuple[tuple[str, str], ...]
    kind: str


@dataclass(frozen=True, slots=True)
class SheetDifferences:
    """What differs in a sheet: the columns in which anything does, and the lines side by side."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[DifferenceRow, ...]
    count: int


def difference_sheets(
    workbook: Workbook, before: Content, after: Content, language: str
) -> tuple[SheetDifferences, ...]:
    """Every difference of two versions, by sheet and line, none left out."""
    by_sheet: dict[str, list[Difference]] = {}
    for one in differences(workbook, before, after):
        by_sheet.setdefault(one.sheet, []).append(one)
    return tuple(
        _sheet_differences(sheet, by_sheet[sheet.key], before, after, language)
        for sheet in workbook
        if sheet.key in by_sheet
    )


def _sheet_differences(
    sheet: Sheet, found: list[Difference], before: Content, after: Content, language: str
) -> SheetDifferences:
    touched = {one.column for one in found}
    columns = [column for column in sheet.columns if column.key in touched]
    old, new = by_position(sheet, before), by_position(sheet, after)
    lines: dict[tuple[str, ...], dict[str, Difference]] = {}
    for one in found:
        lines.setdefault(one.line, {})[one.column] = one
    rows = []
    for position, cells in lines.items():
        kind = "changed" if position in old and position in new else "new" if position in new else "gone"
        told = [said(sheet.column(key), value, language) for key, value in zip(sheet.keys, position, strict=False)]
        pairs = tuple(_pair(column, cells.get(column.key), language) for column in columns)
        rows.append(DifferenceRow(" · ".join(part for part in told if part) or "—", pairs, kind))
    headings = tuple(heading(column, language) for column in columns)
    return SheetDifferences(title(sheet, language), headings, tuple(rows), len(found))


def _pair(column: Column, one: Difference | None, language: str) -> tuple[str, str]:
    return (said(column, one.before, language), said(column, one.after, language)) if one else ("", "")
