"""From a grid to typed lines. Nothing is guessed silently: what was read otherwise than written is a finding."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.core.findings import Finding, Place, Severity
from domain.core.workbook.cells import Trouble, told, value_of
from domain.core.workbook.description import (
    COVER,
    COVER_EDITION,
    COVER_KEY,
    REFERENCE,
    REMARKS,
    Column,
    Layout,
    Sheet,
    Workbook,
    cell_name,
)
from domain.core.workbook.grid import PLAIN, Cells, Grid, Look
from domain.core.workbook.lines import Line, Lines, Value

# A broken file can break a rule in every cell; beyond this many the rest is only counted.
MOST_FINDINGS = 1000
# So far down is the header sought of a table that somebody has pushed away from its line.
MOST_SHIFT = 30
# No title of a form is longer.
MOST_TITLE = 200
Where = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet as it is being read: what it should be, what stands in it, and what has been found so far."""

    sheet: Sheet
    cells: Cells
    look: Look = PLAIN
    findings: list[Finding] = field(default_factory=list)

    def find(
        self, code: str, where: tuple[int, int], facts: Mapping[str, str], severity: Severity = Severity.STOP
    ) -> None:
        self.findings.append(Finding(code, severity, Place(self.sheet.title_zh, cell_name(*where)), facts))


def read(description: Workbook, grid: Grid) -> tuple[Lines, list[Finding]]:
    """Typed lines and coded findings. Lines hold what could be read, whatever the findings say."""
    findings = [*_cover_findings(description, grid), *_unknown_sheets(description, grid)]
    sheets: dict[str, tuple[Line, ...]] = {}
    for sheet in description:
        title = sheet.title_zh
        if title not in grid.sheets:
            if sheet.required:
                findings.append(Finding("SHEET-MISSING", place=Place(title), facts={"sheet": title}))
            continue
        if grid.look(title).hidden:
            # What the signatory cannot see is not signed.
            findings.append(Finding("SHEET-HIDDEN", place=Place(title), facts={"sheet": title}))
        page = Page(sheet, grid.cells(title), grid.look(title), findings)
        sheets[sheet.key] = tuple((_fields if sheet.layout is Layout.FIELDS else _rows)(page))
    return Lines(sheets), _capped(findings)


def _cover_findings(description: Workbook, grid: Grid) -> Iterator[Finding]:
    """Another form, or the form of another edition, is recognised by its cover."""
    cells = grid.cells(COVER)
    for where, expected in ((COVER_KEY, description.key), (COVER_EDITION, description.edition)):
        found = cells.get(where)
        if found is not None and found.text.strip() != expected:
            facts = {"expected": expected, "found": told(found.text.strip())}
            yield Finding("SHEET-WRONG-EDITION", place=Place(COVER, cell_name(*where)), facts=facts)


def _unknown_sheets(description: Workbook, grid: Grid) -> Iterator[Finding]:
    known = {COVER, REMARKS, *(sheet.title_zh for sheet in description)}
    for name, cells in grid.sheets.items():
        if name not in known and cells and not name.startswith(REFERENCE):
            yield Finding("SHEET-UNKNOWN", Severity.NOTE, Place(told(name)), {"sheet": told(name)})


def _fields(page: Page) -> Iterator[Line]:
    """Fields are found by their label, so an inserted line does no harm."""
    sheet = page.sheet
    titles = {
        _label(cell.text): row
        for (row, column), cell in page.cells.items()
        if column == sheet.FIELD_TITLE and row >= sheet.HEADER_ROW
    }
    where: dict[str, tuple[int, int]] = {}
    for number, column in enumerate(sheet.columns):
        row = titles.get(_label(column.title_zh))
        if row is None:
            _wrong_header(page, column, (sheet.FIRST_FIELD + number, sheet.FIELD_TITLE))
        else:
            where[column.key] = (row, sheet.FIELD_VALUE)
            _check_unit(page, column, (row, sheet.FIELD_VALUE - 1))
    rows = sorted({row for row, _ in where.values()})
    yield _line(page, where, _merged(page, rows, (sheet.FIELD_VALUE,)))


def _rows(page: Page) -> Iterator[Line]:
    """Columns are found by their title in the header line, so a moved column does no harm."""
    sheet = page.sheet
    header = _header_row(page)
    titles = {_label(cell.text): column for (row, column), cell in page.cells.items() if row == header}
    places: dict[str, int] = {}
    for number, column in enumerate(sheet.columns, start=1):
        found = titles.get(_label(column.title_zh))
        if found is None:
            _wrong_header(page, column, (header, number))
        else:
            places[column.key] = found
            _check_unit(page, column, (header + 2, found))
    filled = _filled_rows(page, places, header + sheet.FIRST_LINE - sheet.HEADER_ROW)
    if len(filled) > sheet.most_rows:
        facts = {"rows": str(len(filled)), "most": str(sheet.most_rows)}
        page.find("SHEET-TOO-MANY-ROWS", (filled[sheet.most_rows], 1), facts)
    filled = filled[: sheet.most_rows]
    _check_hidden(page, places, filled)
    merged = _merged(page, filled, places.values())
    for row in filled:
        yield _line(page, {key: (row, column) for key, column in places.items()}, merged)


def _header_row(page: Page) -> int:
    """Where the header stands. One that was pushed down is followed and told once, instead of every column missing."""
    sheet = page.sheet
    titles = {_label(column.title_zh) for column in sheet.columns}
    hits: dict[int, int] = {}
    for (row, _), cell in page.cells.items():
        if row <= sheet.HEADER_ROW + MOST_SHIFT and _label(cell.text) in titles:
            hits[row] = hits.get(row, 0) + 1
    best = max(hits, key=lambda row: (hits[row], -row), default=sheet.HEADER_ROW)
    if hits.get(sheet.HEADER_ROW, 0) or hits.get(best, 0) * 2 <= len(titles):
        return sheet.HEADER_ROW
    page.find("SHEET-SHIFTED", (best, 1), {"expected": str(sheet.HEADER_ROW), "found": str(best)})
    return best


def _filled_rows(page: Page, places: Mapping[str, int], first: int) -> list[int]:
    """Rows in which something was entered; a formula that runs ahead of the entries does not count."""
    entered = {places[column.key] for column in page.sheet.columns if column.key in places and not column.formula}
    return sorted(
        {row for (row, column), cell in page.cells.items() if row >= first and column in entered and cell.text.strip()}
    )


def _check_unit(page: Page, column: Column, where: tuple[int, int]) -> None:
    """A heading whose unit was changed (thousand tonnes for tonnes) changes every figure under it."""
    found = page.cells.get(where)
    if found is not None and column.unit and _unit(found.text) != _unit(column.unit):
        facts = {"expected": column.unit, "found": told(found.text.strip())}
        page.find("SHEET-UNIT-CHANGED", where, _named(column) | facts)


def _unit(text: str) -> str:
    """A unit without spaces and looks; the tonne is written in either language."""
    return _label(unicodedata.normalize("NFKC", text)).casefold().replace("吨", "t")


def _check_hidden(page: Page, places: Mapping[str, int], filled: Sequence[int]) -> None:
    """Lines and columns that the reader of the workbook does not see are read, and said."""
    hidden = [row for row in filled if row in page.look.hidden_rows]
    if hidden:
        page.find("SHEET-HIDDEN-LINES", (hidden[0], 1), {"lines": str(len(hidden))}, Severity.WARN)
    for column in page.sheet.columns if filled else ():
        number = places.get(column.key)
        if number is not None and number in page.look.hidden_columns:
            page.find("SHEET-HIDDEN-COLUMN", (page.sheet.HEADER_ROW, number), _named(column), Severity.WARN)


def _merged(page: Page, rows: Sequence[int], columns: Collection[int]) -> frozenset[tuple[int, int]]:
    """Cells of the form that were merged into another one: their own value is gone. Told once for each merged area."""
    lost: set[tuple[int, int]] = set()
    for area in page.look.merged:
        covered = {
            (row, column)
            for row in rows[bisect_left(rows, area.first_row) : bisect_right(rows, area.last_row)]
            for column in columns
            if area.covers(row, column)
        } - {(area.first_row, area.first_column)}
        if covered:
            first, last = cell_name(area.first_row, area.first_column), cell_name(area.last_row, area.last_column)
            page.find("SHEET-MERGED", (area.first_row, area.first_column), {"area": f"{first}:{last}"})
            lost |= covered
    return frozenset(lost)


def _line(page: Page, where: Where, merged: Collection[tuple[int, int]]) -> Line:
    values: dict[str, Value] = {}
    title = page.sheet.title_zh
    for column in page.sheet.columns:
        at = where.get(column.key)
        if at is None or at in merged:
            continue
        typed, troubles = value_of(column, page.cells.get(at))
        if not troubles and typed is None:
            continue
        place = Place(title, cell_name(*at))
        page.findings.extend(_finding(trouble, column, place) for trouble in troubles)
        if typed is not None:
            values[column.key] = Value(typed, place)
    return Line(title, values, where)


def _finding(trouble: Trouble, column: Column, place: Place) -> Finding:
    return Finding(trouble.code, trouble.severity, place, {**_named(column), **trouble.facts})


def _named(column: Column) -> dict[str, str]:
    """Titles are the form's own, so they come in both languages; the front door says the reader's."""
    return {"column": column.title_zh, "column_en": column.title_en}


def _wrong_header(page: Page, column: Column, where: tuple[int, int]) -> None:
    found = page.cells.get(where)
    facts = {"expected": column.title_zh, "found": told(found.text) if found else ""}
    page.find("SHEET-HEADER", where, facts)


def _label(text: str) -> str:
    """Titles are compared without spaces and line breaks, which people add to make a column narrower."""
    return "".join(text[:MOST_TITLE].split())


def _capped(findings: list[Finding]) -> list[Finding]:
    if len(findings) <= MOST_FINDINGS:
        return findings
    # What stops comes first, so that the cut never hides the reason for a refusal.
    ordered = sorted(findings, key=lambda finding: not finding.stops)
    more = Finding("SHEET-MORE", ordered[0].severity, facts={"more": str(len(findings) - MOST_FINDINGS)})
    return [*ordered[:MOST_FINDINGS], more]
