"""The grid of a workbook: openpyxl reads the stored values, the scan tells where a stored value is missing."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable
from datetime import date, datetime
from numbers import Real
from typing import Any
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from domain.core.findings import refuse
from domain.core.workbook import CellKind, CellText, Grid
from domain.records.sheets.reader.container import Limits, opened
from domain.records.sheets.reader.scan import SheetScan, plain_parser

# What the parts underneath raise on a damaged file. They promise no exception of their own, so the list is long.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ExpatError,
    ElementTree.ParseError,
    InvalidFileException,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    RecursionError,
    OverflowError,
)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


def grid_of(original: bytes, *, limits: Limits) -> Grid:
    """The grid of an uploaded workbook. `Refused` with one coded finding when the file is not fit to be read.

    Codes: SHEET-EMPTY, -TOO-LARGE, -OLD-FORMAT, -ENCRYPTED, -TEXT-FILE, -NOT-WORKBOOK, -TRUNCATED, -BOMB, -MACROS,
    -EXTERNAL-LINKS, -ACTIVE-CONTENT, -DOCTYPE, -TOO-MANY-SHEETS, -TOO-MANY-ROWS, -TOO-MANY-COLUMNS, -UNREADABLE.
    """
    with opened(original, limits) as archive:
        try:
            _check_parts(archive)
            scans = _scans(archive, limits)
            return _load(original, scans)
        except BROKEN as trouble:
            raise refuse("SHEET-UNREADABLE", trouble=type(trouble).__name__) from trouble


def _check_parts(archive: zipfile.ZipFile) -> None:
    """No part but the sheets (which the scan reads) may carry a document type; macros may hide under another name."""
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") or not name.endswith((".xml", ".rels")):
            continue
        with archive.open(name) as stream:
            plain_parser().ParseFile(stream)
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise refuse("SHEET-MACROS")


def _scans(archive: zipfile.ZipFile, limits: Limits) -> dict[str, SheetScan]:
    parts = _sheet_parts(archive)
    if len(parts) > limits.most_sheets:
        raise refuse("SHEET-TOO-MANY-SHEETS", sheets=len(parts), most=limits.most_sheets)
    scans: dict[str, SheetScan] = {}
    for title, part in parts.items():
        with archive.open(part) as stream:
            scan = SheetScan().read(stream)
        if scan.last_row > limits.most_rows:
            raise refuse("SHEET-TOO-MANY-ROWS", sheet=title, rows=scan.last_row, most=limits.most_rows)
        if scan.last_column > limits.most_columns:
            raise refuse("SHEET-TOO-MANY-COLUMNS", sheet=title, columns=scan.last_column, most=limits.most_columns)
        scans[title] = scan
    return scans


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Title of each sheet → its part of the zip."""
    relations = _tree(archive, "xl/_rels/workbook.xml.rels")
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    book = _tree(archive, "xl/workbook.xml")
    parts: dict[str, str] = {}
    for sheet in (*book.iter(f"{_MAIN}sheet"), *book.iter(f"{_STRICT}sheet")):
        relation = next((sheet.get(name) for name in _RELATION_IDS if sheet.get(name)), None)
        target = targets.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        # A sheet of charts holds no cells.
        if part.startswith("xl/worksheets/"):
            parts[sheet.get("name", "")] = part
    return parts


def _tree(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    """A small part as a tree. `_check_parts` has made sure that it declares no entities."""
    return ElementTree.fromstring(archive.read(part))  # noqa: S314


def _load(original: bytes, scans: dict[str, SheetScan]) -> Grid:
    book = load_workbook(io.BytesIO(original), read_only=True, data_only=True, keep_links=False)
    try:
        return Grid({title: _cells(book[title], scan) for title, scan in scans.items()})
    finally:
        book.close()


def _cells(sheet: Any, scan: SheetScan) -> dict[tuple[int, int], CellText]:
    cells = {where: CellText(text, CellKind.UNCALCULATED) for where, text in scan.uncalculated.items()}
    if scan.last_row == 0:
        return cells
    # The file's own statement of its size is not believed: the scan has measured it.
    sheet.reset_dimensions()
    rows: Iterable[tuple[Any, ...]] = sheet.iter_rows(max_row=scan.last_row, max_col=scan.last_column)
    for row in rows:
        for cell in row:
            if cell.value is not None:
                cells[cell.row, cell.column] = _cell_text(cell.value, cell.data_type)
    return cells


def _cell_text(value: object, data_type: str) -> CellText:
    if data_type == "e":
        return CellText(str(value), CellKind.ERROR)
    if isinstance(value, bool):
        return CellText(str(value).upper(), CellKind.BOOLEAN)
    if isinstance(value, int):
        return CellText(str(value), CellKind.NUMBER)
    if isinstance(value, Real):
        # A spreadsheet computes with 15 significant digits; what lies beyond them is noise of the binary fraction.
        return CellText(f"{value:.15g}", CellKind.NUMBER)
    if isinstance(value, datetime | date):
        return CellText(value.isoformat()[:10], CellKind.DATE)
    return CellText(str(value), CellKind.TEXT)
