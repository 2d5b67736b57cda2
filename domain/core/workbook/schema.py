"""The description of a workbook as a JSON Schema (2020-12): what a program sends instead of the filled workbook."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from domain.core.workbook.cells import LARGEST, MOST_TEXT
from domain.core.workbook.description import Column, Kind, Layout, Note, Sheet, Workbook
from domain.core.workings import plain

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# A figure as a text keeps every digit, which some programs' numbers do not.
_FIGURE = r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$"
_WHOLE = r"^-?[0-9]{1,15}$"
Schema = dict[str, Any]


def schema(workbook: Workbook) -> Schema:
    """The schema of the JSON that `grid_of_data` lays out.

    Titles are the form's, Chinese and English, in `title` and `x-title-en`; units in `x-unit`. A figure is a number or
    a text of digits. What is required of a line is asked by the reader, as of a workbook: a line that lacks it is
    taken in and has a finding.
    """
    sheets = {sheet.key: _sheet(sheet) for sheet in workbook}
    return {
        "$schema": DIALECT,
        **_titles(workbook),
        "type": "object",
        "additionalProperties": False,
        "required": ["form", "edition", "sheets"],
        "properties": {
            "form": {"const": workbook.key},
            "edition": {"const": workbook.edition},
            "sheets": {
                "type": "object",
                "additionalProperties": False,
                "required": [sheet.key for sheet in workbook if sheet.required],
                "properties": sheets,
            },
        },
    }


def _titles(described: Workbook | Sheet | Column) -> Schema:
    return {"title": described.title_zh, "x-title-en": described.title_en}


def _sheet(sheet: Sheet) -> Schema:
    line: Schema = {
        "type": "object",
        "additionalProperties": False,
        "required": [column.key for column in sheet.columns if column.required],
        "properties": {column.key: _column(column) for column in sheet.columns},
    }
    if sheet.layout is Layout.FIELDS:
        return {**_titles(sheet), **_notes(sheet.notes), **line}
    rows = {"type": "array", "maxItems": sheet.most_rows, "items": line}
    return {**_titles(sheet), **_notes(sheet.notes), **rows, "x-keys": list(sheet.keys)}


def _notes(notes: tuple[Note, ...]) -> Schema:
    return {"description": "\n".join(f"{note.zh} {note.en}".strip() for note in notes)} if notes else {}


def _column(column: Column) -> Schema:
    """One value. A value that is not required may be null or left out."""
    found: Schema = {**_titles(column), **_notes((column.note,) if column.note else ())}
    if column.unit:
        found["x-unit"] = column.unit
    if column.locked:
        found["x-pre-filled"] = True
    kinds = [*_KINDS[column.kind](column), *([] if column.required else [{"type": "null"}])]
    return {**found, **(kinds[0] if len(kinds) == 1 else {"anyOf": kinds})}


def _text(_: Column) -> list[Schema]:
    return [{"type": "string", "maxLength": MOST_TEXT}]


def _number(column: Column) -> list[Schema]:
    return [{"type": "number", **_bounds(column)}, {"type": "string", "pattern": _FIGURE}]


def _whole(column: Column) -> list[Schema]:
    return [{"type": "integer", **_bounds(column)}, {"type": "string", "pattern": _WHOLE}]


def _bounds(column: Column) -> Mapping[str, int | Decimal]:
    """What the value can be at all; bounds that are no whole numbers stay exact."""
    least, most = column.minimum, column.maximum
    lower = {"minimum": _exact(least)} if least is not None else {"exclusiveMinimum": -_exact(LARGEST)}
    return {**lower, **({"maximum": _exact(most)} if most is not None else {"exclusiveMaximum": _exact(LARGEST)})}


def _exact(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else Decimal(plain(value))


def _date(_: Column) -> list[Schema]:
    return [{"type": "string", "format": "date"}]


def _choice(column: Column) -> list[Schema]:
    """The codes; each one's titles stand beside it, and the reader takes them as well."""
    return [
        {
            "oneOf": [
                {"const": each.code, "title": each.title_zh, "x-title-en": each.title_en} for each in column.choices
            ]
        }
    ]


_KINDS = {Kind.TEXT: _text, Kind.DECIMAL: _number, Kind.INTEGER: _whole, Kind.DATE: _date, Kind.CHOICE: _choice}
