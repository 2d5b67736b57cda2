"""One sheet's XML, read once as a stream: its cells as the file stores them, what is hidden, what is merged."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from math import isinf
from typing import IO

from domain.core.findings import refuse
from domain.core.workbook import Area, CellKind, CellText, Look
from domain.records.sheets.reader.container import Limits
from domain.records.sheets.reader.parts import MOST_TEXT, Book, SheetPart, Shown, plain_parser
from domain.records.sheets.rules import reaches_outside

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_WHOLE = re.compile(r"-?[0-9]{1,30}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
# How spreadsheet programs write a sign that XML has no place for.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_FORMULA, _MOST_AREAS = 200, 2_000
# Day 0 as written, and the day from which the year 1900 no longer counts a leap day that it never had.
_FROM_1900, _FROM_1904, _LEAP = date(1899, 12, 30), date(1904, 1, 1), 60
_LAST_DAY = 2_958_465
_HIDDEN = ("1", "true")
Cells = dict[tuple[int, int], CellText]


class SheetReader:
    """Reads one sheet. Nothing is kept of a cell that holds nothing, so a million empty rows cost time alone."""

    def __init__(self, book: Book, part: SheetPart, limits: Limits, room: int) -> None:
        self._book, self._part, self._limits, self._room = book, part, limits, room
        self.cells: Cells = {}
        self._areas: list[Area] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._row = self._column = 0
        self._row_hidden = False
        self._kind = self._format = ""
        self._pieces: list[str] | None = None
        self._value: str | None = None
        self._formula: str | None = None
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._gather,
            "t": self._gather,
            "f": self._gather,
            "rPh": self._start_reading,
            "col": self._start_column,
            "mergeCell": self._start_area,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "v": self._end_value,
            "t": self._end_text,
            "f": self._end_formula,
            "c": self._end_cell,
            "rPh": self._end_reading,
        }
        self._reading = False
        self._columns: dict[str, int] = {}

    def read(self, stream: IO[bytes]) -> Look:
        """Fill `cells`; answers how the sheet looks. Raises `expat` errors and ValueError on a damaged part."""
        parser = plain_parser()
        starts, ends = self._starts, self._ends

        def start(name: str, attributes: dict[str, str]) -> None:
            found = starts.get(name) or (starts.get(name.rpartition(":")[2]) if ":" in name else None)
            if found is not None:
                found(attributes)

        def end(name: str) -> None:
            found = ends.get(name) or (ends.get(name.rpartition(":")[2]) if ":" in name else None)
            if found is not None:
                found()

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = self._characters
        parser.ParseFile(stream)
        return Look(
            self._part.hidden, frozenset(self._hidden_rows), frozenset(self._hidden_columns), tuple(self._areas)
        )

    # ------------------------------------------------------------------------------------------- elements

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
        self._column = 0
        self._row_hidden = attributes.get("hidden") in _HIDDEN

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column = self._column_of(attributes["r"]) if "r" in attributes else self._column + 1
        self._kind, self._format = attributes.get("t", "n"), attributes.get("s", "")
        self._value = self._formula = None

    def _column_of(self, name: str) -> int:
        """The column that a cell's name tells; its row is the one it stands in."""
        letters = name.rstrip("0123456789")
        known = self._columns.get(letters)
        if known is None:
            if not _CELL.fullmatch(name):
                raise ValueError(name)
            known = self._columns[letters] = _number_of(letters)
        return known

    def _start_column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _HIDDEN:
            first, last = int(attributes.get("min", "0")), int(attributes.get("max", "0"))
            # The columns behind the table, hidden as a block, are nobody's business.
            self._hidden_columns.update(range(first, min(last, self._limits.most_columns) + 1))

    def _start_area(self, attributes: dict[str, str]) -> None:
        found = _AREA.fullmatch(attributes.get("ref", ""))
        if found is None or len(self._areas) >= _MOST_AREAS:
            return
        left, top, right, bottom = found.groups()
        self._areas.append(Area(int(top), _number_of(left), int(bottom or top), _number_of(right or left)))

    def _gather(self, _: dict[str, str]) -> None:
        self._pieces = None if self._reading else []

    def _start_reading(self, _: dict[str, str]) -> None:
        self._reading = True

    def _end_reading(self) -> None:
        self._reading = False

    def _characters(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)

    def _gathered(self, most: int) -> str:
        pieces, self._pieces = self._pieces or (), None
        return "".join(pieces)[:most]

    def _end_value(self) -> None:
        self._value = self._gathered(MOST_TEXT)

    def _end_text(self) -> None:
        # A text of several looks comes in several runs.
        self._value = ((self._value or "") + self._gathered(MOST_TEXT))[:MOST_TEXT]

    def _end_formula(self) -> None:
        self._formula = self._gathered(_MOST_FORMULA)

    def _end_cell(self) -> None:
        if self._value is None and self._formula is None:
            return
        found = self._cell()
        if found is None:
            return
        where = (self._row, self._column)
        self._check_reach(*where)
        self.cells[where] = found
        if self._row_hidden:
            self._hidden_rows.add(self._row)

    def _check_reach(self, row: int, column: int) -> None:
        if not 1 <= row <= _LAST_ROW or not 1 <= column <= _LAST_COLUMN:
            raise ValueError(f"no sheet has a row {row}, column {column}")
        limits, title = self._limits, self._part.title
        if row > limits.most_rows:
            raise refuse("SHEET-TOO-MANY-ROWS", sheet=title, rows=row, most=limits.most_rows)
        if column > limits.most_columns:
            raise refuse("SHEET-TOO-MANY-COLUMNS", sheet=title, columns=column, most=limits.most_columns)
        if len(self.cells) >= self._room:
            raise refuse("SHEET-TOO-MANY-CELLS", most=limits.most_cells)

    # --------------------------------------------------------------------------------------------- values

    def _cell(self) -> CellText | None:
        """What the cell holds; None when it is nothing but space."""
        formula, value, kind = self._formula, self._value, self._kind
        if formula and reaches_outside(formula):
            return CellText(f"={formula}", CellKind.UNSAFE)
        if not value or value.isspace():
            # An empty text is a calculated result as well.
            calculated = formula is None or kind == "str"
            return None if calculated else CellText(f"={formula}", CellKind.UNCALCULATED)
        if kind == "n":
            return self._number(value)
        if kind == "s":
            value = self._book.texts[_index(value)]
        elif kind == "b":
            return CellText("TRUE" if value.strip() in _HIDDEN else "FALSE", CellKind.BOOLEAN)
        elif kind == "e":
            return CellText(value, CellKind.ERROR)
        elif kind == "d":
            return CellText(value[:10], CellKind.DATE)
        text = _ESCAPED.sub(_unescaped, value) if "_x" in value else value
        return None if not text or text.isspace() else CellText(text)

    def _number(self, value: str) -> CellText:
        value = value.strip()
        if not _NUMBER.fullmatch(value):
            return CellText(value)
        # A spreadsheet computes with 15 significant digits; what lies beyond them is noise of the binary fraction.
        number = float(value)
        text = value if _WHOLE.fullmatch(value) or isinf(number) else f"{number:.15g}"
        text = "0" if number == 0 else text
        if not self._format:
            return CellText(text, CellKind.NUMBER)
        shown = self._book.formats[_index(self._format)]
        if shown is Shown.NUMBER:
            return CellText(text, CellKind.NUMBER)
        if shown is Shown.SHARE:
            return CellText(text, CellKind.PERCENT)
        return self._moment(value, shown)

    def _moment(self, value: str, shown: Shown) -> CellText:
        """A number shown as a day or as a time: the reader of the sheet sees that, not the number."""
        number = float(value)
        if not 0 <= number <= _LAST_DAY:
            return CellText("#####", CellKind.ERROR)
        if shown is Shown.TIME:
            minutes = round(number * 1440)
            return CellText(f"{minutes // 60}:{minutes % 60:02}", CellKind.DATE)
        days = int(number)
        if self._book.from_1904:
            return CellText((_FROM_1904 + timedelta(days)).isoformat(), CellKind.DATE)
        return CellText((_FROM_1900 + timedelta(days + (days < _LEAP))).isoformat(), CellKind.DATE)


def _index(text: str) -> int:
    """A number of a text or a format; what is negative names none."""
    number = int(text)
    if number < 0:
        raise IndexError(number)
    return number


def _unescaped(found: re.Match[str]) -> str:
    sign = chr(int(found[1], 16))
    return sign if sign.isprintable() else " " if sign.isspace() else ""


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
