"""The filer's own workbook, given back with each finding written at its cell."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import groupby

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.utils.exceptions import CellCoordinatesException
from openpyxl.worksheet.worksheet import Worksheet

from domain.core.findings import Place
from domain.core.workbook import column_letters
from domain.core.workbook.description import REMARKS
from domain.records.sheets.rules import is_safe_formula
from domain.records.sheets.writer import style
from domain.records.sheets.writer.cells import AnyCell, put_text

# Where a finding points, and its sentence in the reader's language.
Remark = tuple[Place, str]
_MOST_COMMENT = 2000


def annotated(original: bytes, remarks: Sequence[Remark], *, author: str = "portal") -> bytes:
    """A copy with a comment and red fill at each named cell and a first sheet that lists all remarks.

    The original must have passed `grid_of`. Formulas that reach outside the workbook come back as text.
    """
    book = load_workbook(io.BytesIO(original), keep_vba=False, keep_links=False)
    if REMARKS in book.sheetnames:
        del book[REMARKS]
    for sheet in book.worksheets:
        _disarm(sheet)
    _comment(book, remarks, author)
    _list(book.create_sheet(REMARKS, 0), remarks)
    book.active = 0
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _disarm(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if not isinstance(cell, Cell) or cell.value is None:
                continue
            if cell.data_type == "f":
                text = str(getattr(cell.value, "text", cell.value) or "")
                if not is_safe_formula(text):
                    put_text(cell, text)
            elif isinstance(cell.value, str):
                put_text(cell, cell.value)
            cell.hyperlink = None


def _comment(book: Book, remarks: Sequence[Remark], author: str) -> None:
    placed = sorted((remark for remark in remarks if remark[0].cell), key=_key)
    for (title, name), group in groupby(placed, key=_key):
        cell = _cell(book, title, name)
        if cell is None:
            continue
        text = "\n".join(text for _, text in group)
        cell.comment = Comment(text[:_MOST_COMMENT], author, height=140, width=360)
        cell.fill = style.STOP_FILL


def _key(remark: Remark) -> tuple[str, str]:
    return remark[0].sheet, remark[0].cell


def _cell(book: Book, title: str, name: str) -> AnyCell | None:
    if title not in book.sheetnames:
        return None
    try:
        coordinate_from_string(name)
    except CellCoordinatesException:
        return None
    found: AnyCell = book[title][name]
    # Of merged cells only the first can carry a comment.
    return found if isinstance(found, Cell) else None


# Heads and widths of the list of remarks.
LIST_COLUMNS = (("#", 6), ("工作表 Sheet", 24), ("单元格 Cell", 12), ("校验问题 Finding", 110))


def _list(page: Worksheet, remarks: Iterable[Remark]) -> None:
    put_text(page.cell(1, 1), REMARKS)
    page.cell(1, 1).font = style.TITLE
    for column, (label, width) in enumerate(LIST_COLUMNS, start=1):
        head: AnyCell = page.cell(3, column)
        put_text(head, label)
        head.font, head.fill, head.border = style.HEADER, style.HEADER_FILL, style.BOX
        page.column_dimensions[column_letters(column)].width = width
    for row, (place, text) in enumerate(remarks, start=4):
        page.cell(row, 1).value = row - 3
        for column, value in ((2, place.sheet), (3, place.cell), (4, text)):
            put_text(page.cell(row, column), value)
            page.cell(row, column).alignment = style.WRAPPED
    page.freeze_panes = "A4"
    style.print_set_up(page, "1:3")
