"""The grid: sheet, cell and text, as found in a file. It has no meaning yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class CellKind(StrEnum):
    """What the file says a cell is.

    PERCENT is a number that the cell shows a hundredfold with a percent sign. UNCALCULATED is a formula whose result
    was never stored; UNSAFE is one that reaches outside the workbook.
    """

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    UNCALCULATED = "uncalculated"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class CellText:
    """The text of one cell: numbers with at most 15 significant digits, days in ISO form."""

    text: str
    kind: CellKind = CellKind.TEXT


Cells = Mapping[tuple[int, int], CellText]


class Area(NamedTuple):
    """A rectangle of cells, corners included, rows and columns from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def covers(self, row: int, column: int) -> bool:
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


@dataclass(frozen=True, slots=True)
class Look:
    """How a sheet is shown, as far as it decides what a reader sees: what is hidden, and what is merged.

    `hidden_rows` names hidden rows that hold something, `hidden_columns` every hidden column.
    """

    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Grid:
    """All cells that hold anything, by name of the sheet, then by (row, column) from 1; and how the sheets look."""

    sheets: Mapping[str, Cells] = field(default_factory=dict)
    looks: Mapping[str, Look] = field(default_factory=dict)

    def cells(self, sheet: str) -> Cells:
        return self.sheets.get(sheet, {})

    def look(self, sheet: str) -> Look:
        return self.looks.get(sheet, PLAIN)
