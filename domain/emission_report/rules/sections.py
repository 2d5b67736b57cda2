"""A report sent back for named sections: nothing else may differ in the version that follows. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from domain.core.findings import Finding, Place, Severity
from domain.core.workbook import Column, Content, Difference, KeptLine, Kind, Layout, Sheet, Workbook, by_position
from domain.core.workbook import differences as all_differences

ELSEWHERE, MORE = "RS-001", "RS-002"
MOST_FINDINGS = 100
CITATION = "碳排放权交易管理办法（试行） 第二十五条"


def elsewhere(workbook: Workbook, before: Content, after: Content, sections: Collection[str]) -> list[Finding]:
    """RS-001: a report returned for named sections is corrected in these alone (Order 19 art 25).

    Returned for 化石燃料; one figure of 生产数据 differs from the returned version → stop at its cell. What a formula
    of the form computes, whom to ask and when it was filled in may always differ. RS-002 counts the rest.
    """
    if not sections:
        return []
    found = [
        _finding(workbook, each, before, after)
        for each in all_differences(workbook, before, after)
        if each.sheet not in sections and not _free(workbook.sheet(each.sheet), each.column)
    ]
    if len(found) <= MOST_FINDINGS:
        return found
    more = {"more": str(len(found) - MOST_FINDINGS)}
    return [*found[:MOST_FINDINGS], Finding(MORE, Severity.STOP, facts=more, citation=CITATION)]


def _free(sheet: Sheet, key: str) -> bool:
    """Whether a field follows from others, or only says whom to ask and when."""
    column: Column = sheet.column(key)
    telling = sheet.layout is Layout.FIELDS and column.kind in (Kind.TEXT, Kind.DATE)
    return bool(column.formula) or (telling and not column.required and not column.locked)


def _finding(workbook: Workbook, one: Difference, before: Content, after: Content) -> Finding:
    sheet = workbook.sheet(one.sheet)
    column = sheet.column(one.column)
    facts = {
        "sheet": sheet.title_zh,
        "sheet_en": sheet.title_en,
        "line": " · ".join(part for part in one.line if part),
        "column": column.title_zh,
        "column_en": column.title_en,
        "before": one.before or "—",
        "after": one.after or "—",
    }
    return Finding(ELSEWHERE, Severity.STOP, _place(sheet, one, after), facts, CITATION)


def _place(sheet: Sheet, one: Difference, after: Content) -> Place:
    """The cell in the new version; the sheet where the line is no longer there."""
    for position, line in positions(sheet, after):
        if position == one.line:
            return Place(sheet.title_zh, line.cells.get(one.column, ""))
    return Place(sheet.title_zh)


def positions(sheet: Sheet, content: Content) -> Iterator[tuple[tuple[str, ...], KeptLine]]:
    """The lines of a sheet with what tells each apart."""
    return zip(by_position(sheet, content), content.get(sheet.key, ()), strict=True)
