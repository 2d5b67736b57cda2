"""Lines: typed values read from a grid, each remembering the cell it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.core.findings import Place
from domain.core.workbook.description import cell_name

Typed = str | Decimal | int | date


@dataclass(frozen=True, slots=True)
class Value:
    """A typed value and its cell."""

    value: Typed
    place: Place


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet in rows, or all fields of a sheet of fields.

    `cells` knows the cell of every column, also of those left empty, so that a finding can point at what is missing.
    """

    sheet: str
    values: Mapping[str, Value] = field(default_factory=dict)
    cells: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def place(self, key: str) -> Place:
        if key not in self.cells:
            return Place(self.sheet)
        return Place(self.sheet, cell_name(*self.cells[key]))

    def text(self, key: str) -> str:
        """The value as text; empty when the cell is."""
        found = self.values.get(key)
        return "" if found is None else str(found.value)

    def decimal(self, key: str) -> Decimal | None:
        """The value as a number; None when the cell was empty or held none."""
        found = self.values.get(key)
        if found is None or isinstance(found.value, str | date):
            return None
        return Decimal(found.value)

    def integer(self, key: str) -> int | None:
        found = self.decimal(key)
        return None if found is None else int(found)

    def day(self, key: str) -> date | None:
        found = self.values.get(key)
        return found.value if found is not None and isinstance(found.value, date) else None


@dataclass(frozen=True, slots=True)
class Lines:
    """Everything that was read: lines by key of the sheet. A sheet of fields has exactly one line."""

    sheets: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)

    def rows(self, sheet: str) -> tuple[Line, ...]:
        return self.sheets.get(sheet, ())

    def fields(self, sheet: str) -> Line:
        """The one line of a sheet of fields; an empty line when the sheet was missing."""
        rows = self.rows(sheet)
        return rows[0] if rows else Line(sheet)
