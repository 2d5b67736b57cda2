"""A quick look through a sheet's XML before it is loaded: how far it reaches, which formulas were never calculated."""

from __future__ import annotations

import re
from typing import IO
from xml.parsers import expat

from domain.core.findings import refuse

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MOST_FORMULA = 200


def refuse_doctype(*_: object) -> None:
    """A workbook has no document type; whoever writes one wants entities expanded."""
    raise refuse("SHEET-DOCTYPE")


def plain_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    return parser


class SheetScan:
    """Reads one sheet's XML as a stream and remembers nothing but its reach and its uncalculated formulas."""

    def __init__(self) -> None:
        self.last_row = self.last_column = 0
        self.uncalculated: dict[tuple[int, int], str] = {}
        self._row = self._column = 0
        self._inside = ""
        self._holds = self._formula = self._is_text = False
        self._formula_text = ""

    def read(self, stream: IO[bytes]) -> SheetScan:
        parser = plain_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.ParseFile(stream)
        return self

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif name == "c":
            self._start_cell(attributes)
        elif name == "f":
            self._formula = True
        elif name == "is":
            self._holds = True
        self._inside = name

    def _start_cell(self, attributes: dict[str, str]) -> None:
        where = _CELL.fullmatch(attributes.get("r", ""))
        self._column = _number_of(where[1]) if where else self._column + 1
        # An empty text is a calculated result as well.
        self._is_text = attributes.get("t") == "str"
        self._holds = self._formula = False
        self._formula_text = ""

    def _characters(self, text: str) -> None:
        if self._inside == "v" and text.strip():
            self._holds = True
        elif self._inside == "f":
            self._formula_text = (self._formula_text + text)[:_MOST_FORMULA]

    def _end(self, name: str) -> None:
        self._inside = ""
        if name.rpartition(":")[2] != "c" or not (self._holds or self._formula):
            return
        self.last_row = max(self.last_row, self._row)
        self.last_column = max(self.last_column, self._column)
        if self._formula and not self._holds and not self._is_text:
            self.uncalculated[self._row, self._column] = f"={self._formula_text}"


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
