"""The lines of a workbook as they are kept with a version, shown and compared. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.core.workbook.description import Column, Kind, Sheet, Workbook
from domain.core.workbook.lines import Lines
from domain.core.workings import plain


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One line: values as text by key of the column, and the cell of every column, filled or not."""

    values: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)


# Lines by key of the sheet.
Content = Mapping[str, tuple[KeptLine, ...]]
# What tells a line of a sheet apart: the values of its key columns, and how often they stood there before.
Position = tuple[str, ...]
AGAIN = "′"


def content_of(lines: Lines) -> Content:
    """Everything that was read, as text, ready to be kept."""
    return {
        key: tuple(
            KeptLine(
                {name: _text(found.value) for name, found in line.values.items()},
                {name: line.place(name).cell for name in line.cells},
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


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs between two versions. `line` names the line; an absent value is an empty text."""

    sheet: str
    line: Position
    column: str
    before: str
    after: str


def differences(workbook: Workbook, before: Content, after: Content) -> list[Difference]:
    """Every value that differs, none left out, in the order of the form; lines new in `after` come last.

    Unit 1# had 0.5400 tC/t in March and now has 0.5500 → Difference("fuels", ("1#", "3", "bituminous"), "carbon",
    "0.54", "0.55").
    """
    return [found for sheet in workbook for found in _differences(sheet, before, after)]


def _differences(sheet: Sheet, before: Content, after: Content) -> Iterator[Difference]:
    old, new = by_position(sheet, before), by_position(sheet, after)
    for position in dict.fromkeys((*old, *new)):
        was, now = old.get(position, {}), new.get(position, {})
        for column in sheet.columns:
            if was.get(column.key, "") != now.get(column.key, ""):
                yield Difference(sheet.key, position, column.key, was.get(column.key, ""), now.get(column.key, ""))


def by_position(sheet: Sheet, content: Content) -> dict[Position, Mapping[str, str]]:
    """Values of the lines of a sheet by what tells them apart; a line that comes twice is marked, and none is lost."""
    found: dict[Position, Mapping[str, str]] = {}
    for line in content.get(sheet.key, ()):
        position = tuple(line.values.get(name, "") for name in sheet.keys)
        while position in found:
            position = (*position[:-1], f"{position[-1]}{AGAIN}") if position else (AGAIN,)
        found[position] = line.values
    return found


def typed(columns: Sequence[Column], values: Mapping[str, str]) -> dict[str, object]:
    """Kept texts as the writer of a workbook wants them: numbers and days are no text there."""
    kinds = {column.key: column.kind for column in columns}
    return {key: _as(kinds[key], text) for key, text in values.items() if key in kinds}


def _as(kind: Kind, text: str) -> object:
    if kind is Kind.DATE:
        return date.fromisoformat(text)
    if kind is Kind.INTEGER:
        return int(text)
    return Decimal(text) if kind is Kind.DECIMAL else text
