"""The grid: sheet, cell and text, as found in a file. It has no meaning yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class CellKind(StrEnum):
    """What the file says a cell is. UNCALCULATED is a formula whose result was never stored."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    UNCALCULATED = "uncalculated"


@dataclass(frozen=True, slots=True)
class CellText:
    """The text of one cell: numbers with at most 15 significant digits, days in ISO form."""

    text: str
    kind: CellKind = CellKind.TEXT


Cells = Mapping[tuple[int, int], CellText]


@dataclass(frozen=True, slots=True)
class Grid:
    """All cells that hold anything, by name of the sheet, then by (row, column) from 1."""

    sheets: Mapping[str, Cells] = field(default_factory=dict)

    def cells(self, sheet: str) -> Cells:
        return self.sheets.get(sheet, {})
