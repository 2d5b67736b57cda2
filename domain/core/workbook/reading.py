"""From a grid to typed lines. Nothing is guessed silently: what was read otherwise than written is a finding."""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.findings import Finding, Place, Severity
from domain.core.workbook.cells import Trouble, value_of
from domain.core.workbook.description import (
    COVER,
    COVER_EDITION,
    COVER_KEY,
    REMARKS,
    Column,
    Layout,
    Sheet,
    Workbook,
    cell_name,
)
from domain.core.workbook.grid import Cells, CellText, Grid
from domain.core.workbook.lines import Line, Lines, Value

# A broken file can break a rule in every cell; beyond this many the rest is only counted.
MOST_FINDINGS = 1000


def read(description: Workbook, grid: Grid) -> tuple[Lines, list[Finding]]:
    """Typed lines and coded findings. Lines hold what could be read, whatever the findings say."""
    findings = [*_cover_findings(description, grid), *_unknown_sheets(description, grid)]
    sheets: dict[str, tuple[Line, ...]] = {}
    for sheet in description:
        if sheet.title_zh not in grid.sheets:
            if sheet.required:
                findings.append(Finding("SHEET-MISSING", place=Place(sheet.title_zh), facts={"sheet": sheet.title_zh}))
            continue
        reader = _fields if sheet.layout is Layout.FIELDS else _rows
        sheets[sheet.key] = tuple(reader(sheet, grid.cells(sheet.title_zh), findings))
    return Lines(sheets), _capped(findings)


def _cover_findings(description: Workbook, grid: Grid) -> Iterator[Finding]:
    """Another form, or the form of another edition, is recognised by its cover."""
    cells = grid.cells(COVER)
    for where, expected in ((COVER_KEY, description.key), (COVER_EDITION, description.edition)):
        found = cells.get(where)
        if found is not None and found.text.strip() != expected:
            facts = {"expected": expected, "found": found.text.strip()}
            yield Finding("SHEET-WRONG-EDITION", place=Place(COVER, cell_name(*where)), facts=facts)


def _unknown_sheets(description: Workbook, grid: Grid) -> Iterator[Finding]:
    known = {COVER, REMARKS, *(sheet.title_zh for sheet in description)}
    for name, cells in grid.sheets.items():
        if name not in known and cells:
            yield Finding("SHEET-UNKNOWN", Severity.NOTE, Place(name), {"sheet": name})


def _fields(sheet: Sheet, cells: Cells, findings: list[Finding]) -> Iterator[Line]:
    """Fields are found by their label, so an inserted line does no harm."""
    titles = {
        _label(cell.text): row
        for (row, column), cell in cells.items()
        if column == sheet.FIELD_TITLE and row >= sheet.HEADER_ROW
    }
    where: dict[str, tuple[int, int]] = {}
    for number, column in enumerate(sheet.columns):
        row = titles.get(_label(column.title_zh))
        if row is None:
            expected = (sheet.FIRST_FIELD + number, sheet.FIELD_TITLE)
            findings.append(_wrong_header(sheet, column, expected, cells.get(expected)))
        else:
            where[column.key] = (row, sheet.FIELD_VALUE)
    yield _line(sheet, where, cells, findings)


def _rows(sheet: Sheet, cells: Cells, findings: list[Finding]) -> Iterator[Line]:
    """Columns are found by their title in the header line, so a moved column does no harm."""
    titles = {_label(cell.text): column for (row, column), cell in cells.items() if row == sheet.HEADER_ROW}
    places: dict[str, int] = {}
    for number, column in enumerate(sheet.columns, start=1):
        if (found := titles.get(_label(column.title_zh))) is not None:
            places[column.key] = found
        else:
            expected = (sheet.HEADER_ROW, number)
            findings.append(_wrong_header(sheet, column, expected, cells.get(expected)))
    filled = _filled_rows(sheet, cells, places)
    if len(filled) > sheet.most_rows:
        facts = {"rows": str(len(filled)), "most": str(sheet.most_rows)}
        place = Place(sheet.title_zh, cell_name(filled[sheet.most_rows], 1))
        findings.append(Finding("SHEET-TOO-MANY-ROWS", place=place, facts=facts))
    for row in filled[: sheet.most_rows]:
        where = {key: (row, column) for key, column in places.items()}
        yield _line(sheet, where, cells, findings)


def _filled_rows(sheet: Sheet, cells: Cells, places: dict[str, int]) -> list[int]:
    """Rows in which something was entered; a formula that runs ahead of the entries does not count."""
    entered = {places[column.key] for column in sheet.columns if column.key in places and not column.formula}
    return sorted(
        {
            row
            for (row, column), cell in cells.items()
            if row >= sheet.FIRST_LINE and column in entered and cell.text.strip()
        }
    )


def _line(sheet: Sheet, where: dict[str, tuple[int, int]], cells: Cells, findings: list[Finding]) -> Line:
    values: dict[str, Value] = {}
    for column in sheet.columns:
        if column.key not in where:
            continue
        place = Place(sheet.title_zh, cell_name(*where[column.key]))
        typed, troubles = value_of(column, cells.get(where[column.key]))
        findings.extend(_finding(trouble, column, place) for trouble in troubles)
        if typed is not None:
            values[column.key] = Value(typed, place)
    return Line(sheet.title_zh, values, where)


def _finding(trouble: Trouble, column: Column, place: Place) -> Finding:
    # Titles are the form's own, so they come in both languages; the front door says the reader's.
    facts = {"column": column.title_zh, "column_en": column.title_en, **trouble.facts}
    return Finding(trouble.code, trouble.severity, place, facts)


def _wrong_header(sheet: Sheet, column: Column, where: tuple[int, int], found: CellText | None) -> Finding:
    facts = {"expected": column.title_zh, "found": found.text if found else ""}
    return Finding("SHEET-HEADER", place=Place(sheet.title_zh, cell_name(*where)), facts=facts)


def _label(text: str) -> str:
    """Titles are compared without spaces and line breaks, which people add to make a column narrower."""
    return "".join(text.split())


def _capped(findings: list[Finding]) -> list[Finding]:
    if len(findings) <= MOST_FINDINGS:
        return findings
    # What stops comes first, so that the cut never hides the reason for a refusal.
    ordered = sorted(findings, key=lambda finding: not finding.stops)
    more = Finding("SHEET-MORE", ordered[0].severity, facts={"more": str(len(findings) - MOST_FINDINGS)})
    return [*ordered[:MOST_FINDINGS], more]
