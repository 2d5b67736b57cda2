"""The grid of a workbook: each part is read once, as a stream, and nothing in it is believed that can be measured."""

from __future__ import annotations

import zipfile
import zlib
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

from domain.core.findings import refuse
from domain.core.workbook import Cells, Grid, Look
from domain.records.sheets.reader.container import Limits, opened
from domain.records.sheets.reader.parts import Book, book_of
from domain.records.sheets.reader.sheet import SheetReader

# What the parts underneath raise on a damaged file, and what its own references lead to: a sheet, a text, a format
# that is not there.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ExpatError,
    ElementTree.ParseError,
    KeyError,
    IndexError,
    ValueError,
    NotImplementedError,
    RecursionError,
    OverflowError,
)


def grid_of(original: bytes, *, limits: Limits) -> Grid:
    """The grid of an uploaded workbook. `Refused` with one coded finding when the file is not fit to be read.

    Codes: SHEET-EMPTY, -TOO-LARGE, -OLD-FORMAT, -WPS-FORMAT, -OTHER-OFFICE, -ZIPPED, -ENCRYPTED, -TEXT-FILE,
    -NOT-WORKBOOK, -TRUNCATED, -BOMB, -MACROS, -EXTERNAL-LINKS, -ACTIVE-CONTENT, -DOCTYPE, -TOO-MANY-SHEETS,
    -TOO-MANY-ROWS, -TOO-MANY-COLUMNS, -TOO-MANY-CELLS, -UNREADABLE.
    """
    with opened(original, limits) as archive:
        try:
            book = book_of(archive)
            if len(book.sheets) > limits.most_sheets:
                raise refuse("SHEET-TOO-MANY-SHEETS", sheets=len(book.sheets), most=limits.most_sheets)
            return _grid(archive, book, limits)
        except BROKEN as trouble:
            raise refuse("SHEET-UNREADABLE", trouble=type(trouble).__name__) from trouble


def _grid(archive: zipfile.ZipFile, book: Book, limits: Limits) -> Grid:
    sheets: dict[str, Cells] = {}
    looks: dict[str, Look] = {}
    room = limits.most_cells
    for part in book.sheets:
        reader = SheetReader(book, part, limits, room)
        with archive.open(part.part) as stream:
            looks[part.title] = reader.read(stream)
        sheets[part.title] = reader.cells
        room -= len(reader.cells)
    return Grid(sheets, looks)
