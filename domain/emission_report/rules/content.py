"""The lines of a version as they are kept, shown and compared. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.core.workbook import Lines
from domain.core.workings import plain
from domain.emission_report.rules.reporting import Texts
from domain.emission_report.workbook import WORKBOOK

# What tells the lines of a sheet apart; the sheet of the enterprise has one line.
LINE_KEYS: Mapping[str, tuple[str, ...]] = {
    "fuels": ("unit_number", "month", "fuel"),
    "production": ("unit_number", "month"),
    "totals": ("unit_number",),
}


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One line: values as text by key of the column, and the cell each stands in."""

    values: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)


# Lines by key of the sheet, in the order of the workbook.
Content = Mapping[str, tuple[KeptLine, ...]]


def content_of(lines: Lines) -> Content:
    """What was read, as text, with the cells of what was filled in."""
    return {
        key: tuple(
            KeptLine(
                {name: _text(found.value) for name, found in line.values.items()},
                {name: found.place.cell for name, found in line.values.items()},
            )
            for line in rows
        )
        for key, rows in lines.sheets.items()
    }


def _text(value: object) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


def as_json(content: Content) -> dict[str, list[dict[str, Mapping[str, str]]]]:
    return {key: [{"values": line.values, "cells": line.cells} for line in lines] for key, lines in content.items()}


def from_json(data: Mapping[str, list[dict[str, dict[str, str]]]]) -> Content:
    return {key: tuple(KeptLine(line["values"], line["cells"]) for line in lines) for key, lines in data.items()}


def texts(content: Content) -> Texts:
    """Every filled cell by sheet, line and column. Lines filed twice keep their place in the order."""
    found: dict[tuple[str, str, str], str] = {}
    for sheet in WORKBOOK:
        for line in content.get(sheet.key, ()):
            name = "/".join(line.values.get(key, "") for key in LINE_KEYS.get(sheet.key, ()))
            while any((sheet.key, name, column.key) in found for column in sheet.columns):
                name += "′"
            found |= {(sheet.key, name, key): value for key, value in line.values.items()}
    return found
