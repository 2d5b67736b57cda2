"""A plain table for export, written row by row so that its length costs no memory."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook as Book
from openpyxl.cell import WriteOnlyCell

from domain.core.workbook import column_letters
from domain.records.sheets.writer import style
from domain.records.sheets.writer.cells import AnyCell, put


@dataclass(frozen=True, slots=True)
class Heading:
    """Heading of one exported column, in the reader's language."""

    title: str
    unit: str = ""
    width: int = 16


def table(headings: Sequence[Heading], rows: Sequence[Sequence[object]], *, title: str) -> bytes:
    """One sheet: heading, unit, rows. Decimals stay numbers, text stays text."""
    book = Book(write_only=True)
    page = book.create_sheet(title[:31])
    for number, heading in enumerate(headings, start=1):
        page.column_dimensions[column_letters(number)].width = heading.width
    page.freeze_panes = "A2"

    def made(value: object, *, head: bool = False) -> AnyCell:
        cell: AnyCell = WriteOnlyCell(page)
        put(cell, value)
        if head:
            cell.font, cell.fill = style.HEADER, style.HEADER_FILL
        return cell

    page.append([made(f"{h.title} ({h.unit})" if h.unit else h.title, head=True) for h in headings])
    for row in rows:
        page.append([made(value) for value in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
