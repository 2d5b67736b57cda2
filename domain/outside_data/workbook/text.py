"""Tables as text (csv): from the bytes of a file to the same grid that a workbook gives. Pure.

Files come in UTF-8 with or without a mark at their beginning and in GB 18030, parted by commas, semicolons or tabs;
a form saved as text has its lines of titles in two languages and of units, a table of another system has one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from domain.core.findings import Finding, Place, Refused, refuse
from domain.core.workbook import CellKind, CellText, Grid, Line, Lines, Sheet, Value, cell_name
from domain.core.workbook.lines import Typed

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
# The heading stands among the first lines.
MOST_LINES_BEFORE = 10
# Longer numbers are codes, and stay text.
LONGEST_NUMBER = 14
SEPARATORS = (",", "\t", ";")
ENCODINGS = ("utf-8-sig", "gb18030")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Text:
    """A table of text: the grid as the description wants it, and where each of its lines stood in the file."""

    grid: Grid
    rows: Mapping[int, int]


def is_text(original: bytes) -> bool:
    """Whether a file is text rather than a workbook of any kind: it has no zero byte and begins like no container."""
    return bool(original) and b"\0" not in original[:4096] and not original.startswith((b"PK\x03\x04", b"\xd0\xcf\x11"))


def text_of(original: bytes, sheet: Sheet) -> Text:
    """The table. `Refused`: OD-TEXT-SIZE, OD-TEXT-ENCODING, OD-TEXT-HEADING, OD-TEXT-ROWS."""
    if len(original) > MOST_BYTES:
        raise refuse("OD-TEXT-SIZE", field_name="workbook", bytes=len(original), most=MOST_BYTES)
    text = _decoded(original)
    titles = {_label(column.title_zh) for column in sheet.columns if column.required}
    rows = _parted(text, titles)
    head = next((number for number, row in enumerate(rows) if titles <= set(map(_label, row))), None)
    if head is None:
        raise refuse("OD-TEXT-HEADING", field_name="workbook", titles="、".join(_required(sheet)))
    return _text(sheet, rows, head)


def _required(sheet: Sheet) -> list[str]:
    return [column.title_zh for column in sheet.columns if column.required]


def _decoded(original: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = original.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text):
            return text
    raise refuse("OD-TEXT-ENCODING", field_name="workbook")


def _parted(text: str, titles: set[str]) -> list[list[str]]:
    """The rows, parted by the sign that finds the heading; by commas where none does."""
    first = "\n".join(text.splitlines()[:MOST_LINES_BEFORE])
    for separator in SEPARATORS:
        if any(titles <= set(map(_label, row)) for row in _rows(first, separator)):
            return list(_rows(text, separator))
    return []


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    """Rows with their cells; a broken quotation ends the reading like a table that is too long."""
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            if number >= MOST_ROWS or len(row) > MOST_COLUMNS:
                raise _too_many()
            yield row
    except csv.Error as trouble:
        raise _too_many() from trouble


def _too_many() -> Refused:
    return refuse("OD-TEXT-ROWS", field_name="workbook", rows=MOST_ROWS, columns=MOST_COLUMNS)


def _text(sheet: Sheet, rows: list[list[str]], head: int) -> Text:
    """The heading moved to where the description has it, and behind it the lines that hold something."""
    numbers = {column.title_zh for column in sheet.columns if column.kind.is_number}
    numeric = {place for place, title in enumerate(rows[head]) if _label(title) in numbers}
    cells = {(sheet.HEADER_ROW, place + 1): CellText(title) for place, title in enumerate(rows[head])}
    where: dict[int, int] = {sheet.HEADER_ROW: head + 1}
    line = sheet.FIRST_LINE
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        if not any(map(str.strip, row)) or _is_of_the_form(sheet, row):
            continue
        where[line] = number
        for place, text in enumerate(row):
            if text.strip():
                cells[line, place + 1] = CellText(text.strip(), _kind(text.strip(), place in numeric))
        line += 1
    return Text(Grid({sheet.title_zh: cells}), where)


def _is_of_the_form(sheet: Sheet, row: list[str]) -> bool:
    """The form's lines of English titles and of units, and its title: none holds a value of a required column."""
    known = {_label(column.title_en) for column in sheet.columns} | {column.unit for column in sheet.columns}
    return all(_label(text) in known or not text.strip() for text in row)


def _kind(text: str, numeric: bool) -> CellKind:
    """In a text everything is text; what stands under the title of a number and reads as one is told as a number."""
    plain = numeric and bool(_NUMBER.fullmatch(text)) and len(text) <= LONGEST_NUMBER
    return CellKind.NUMBER if plain else CellKind.TEXT


def _label(text: str) -> str:
    return "".join(text.split())


def found_in(text: Text, lines: Lines, findings: list[Finding]) -> tuple[Lines, list[Finding]]:
    """Lines and findings with the places of the file instead of those of the grid."""
    told = {key: tuple(_line(text, line) for line in rows) for key, rows in lines.sheets.items()}
    return Lines(told), [replace(finding, place=_place(text, finding.place)) for finding in findings]


def _line(text: Text, line: Line) -> Line:
    cells = {key: (text.rows.get(row, row), column) for key, (row, column) in line.cells.items()}
    values: dict[str, Value] = {}
    for key, found in line.values.items():
        value: Typed = found.value
        values[key] = Value(value, Place(line.sheet, cell_name(*cells[key])))
    return Line(line.sheet, values, cells)


def _place(text: Text, place: Place) -> Place:
    parted = re.fullmatch(r"([A-Z]+)(\d+)", place.cell)
    if parted is None:
        return place
    row = int(parted[2])
    return replace(place, cell=f"{parted[1]}{text.rows.get(row, row)}")
