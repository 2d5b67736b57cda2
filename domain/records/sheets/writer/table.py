"""A plain table for export, written row by row so that its length costs no memory."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook as Book
from openpyxl.cell import WriteOnlyCell

from domain.core.workbook import column_letters
from domain.records.sheets.writer import style
from domain.records.sheets.writer.cells import AnyCell, put

# A sheet's name is no longer in any spreadsheet program.
MOST_TITLE = 31


@dataclass(frozen=True, slots=True)
class Heading:
    """Heading of one exported column, in the reader's language."""

    title: str
    unit: str = ""
    width: int = 16


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of an exported workbook."""

    title: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[object]]


def table(headings: Sequence[Heading], rows: Sequence[Sequence[object]], *, title: str) -> bytes:
    """One sheet: heading, unit, rows. Decimals stay numbers, text stays text."""
    return tables([Leaf(title, headings, rows)])


def tables(leaves: Sequence[Leaf]) -> bytes:
    """Several sheets, one after the other, each a table."""
    book = Book(write_only=True)
    for leaf in leaves:
        _write(book.create_sheet(_sheet_name(leaf.title)), leaf)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _write(page: Any, leaf: Leaf) -> None:
    for number, heading in enumerate(leaf.headings, start=1):
        page.column_dimensions[column_letters(number)].width = heading.width
    page.freeze_panes = "A2"

    def made(value: object, *, head: bool = False) -> AnyCell:
        cell: AnyCell = WriteOnlyCell(page)
        put(cell, value)
        if head:
            cell.font, cell.fill = style.HEADER, style.HEADER_FILL
        return cell

    page.append([made(f"{h.title} ({h.unit})" if h.unit else h.title, head=True) for h in leaf.headings])
    for row in leaf.rows:
        page.append([made(value) for value in row])


def _sheet_name(title: str) -> str:
    """A title as a sheet may be called: without the signs that spreadsheet programs refuse, and not too long.

    >>> _sheet_name("Gap: 2024/2025 [t]")
    'Gap  2024 2025  t'
    """
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:MOST_TITLE] or "1"
