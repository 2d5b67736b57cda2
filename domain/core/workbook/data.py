"""A report as JSON, laid out as the blank would be, so that one reader reads both and findings name the same cells.

    {"form": "emission_report.power", "edition": "A22",
     "sheets": {"enterprise": {"name": "示例电厂", …}, "fuels": [{"unit_number": "1", "month": 1, …}, …]}}

A sheet of fields is one object, any other an array of lines; keys are those of the description.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from domain.core.findings import Finding, Place, Refused
from domain.core.workbook.content import Content, typed
from domain.core.workbook.description import (
    COVER,
    COVER_EDITION,
    COVER_KEY,
    Column,
    Layout,
    Sheet,
    Workbook,
    column_letters,
)
from domain.core.workbook.grid import CellKind, CellText, Grid
from domain.core.workings import plain

# No cell of a spreadsheet holds more.
MOST_CELL = 32_767
# Signs that no text of a form holds, and that the database would not keep: controls, and halves of a character.
_UNTOLD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_FIGURE = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_CELL = re.compile(r"([A-Z]+)(\d+)", re.ASCII)
Sent = Mapping[str, Any]


def is_json(original: bytes) -> bool:
    """Whether an original is JSON rather than a workbook, told by its first sign."""
    return original.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")[:1] in (b"{", b"[")


def data_of(original: bytes) -> object:
    """The JSON of an original, numbers as exact decimals. Refused: SHEET-JSON with where it breaks off."""
    try:
        return json.loads(
            original.decode("utf-8-sig"), parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number
        )
    except (ValueError, RecursionError, ArithmeticError) as trouble:
        line = getattr(trouble, "lineno", 0)
        raise _refused("SHEET-JSON", "", line=str(line), column=str(getattr(trouble, "colno", 0))) from trouble


def _no_number(text: str) -> None:
    raise ValueError(text)


def grid_of_data(workbook: Workbook, data: object) -> Grid:
    """The grid that the filled blank would give.

    Refused, each with the JSON pointer as its place: SHEET-JSON-SHAPE (an object or an array is asked and something
    else stands there), SHEET-JSON-UNKNOWN (a key that the form does not have), SHEET-TOO-MANY-ROWS.
    """
    found = list(_shape_findings(workbook, data))
    if found:
        raise Refused(found[:100])
    assert isinstance(data, Mapping)
    cover = {where: _cell_text(None, data.get(name)) for name, where in _COVER.items()}
    sheets: dict[str, dict[tuple[int, int], CellText]] = {COVER: _held(cover)}
    for sheet in workbook:
        if sheet.key in data["sheets"]:
            cells = dict(_headings(sheet))
            for number, line in enumerate(_lines(sheet, data["sheets"])):
                cells |= _held({_where(sheet, number, key): _value(sheet, key, value) for key, value in line.items()})
            sheets[sheet.title_zh] = cells
    return Grid(sheets)


_COVER = {"form": COVER_KEY, "edition": COVER_EDITION}


def _held(cells: Mapping[tuple[int, int], CellText | None]) -> dict[tuple[int, int], CellText]:
    return {where: cell for where, cell in cells.items() if cell is not None}


def _headings(sheet: Sheet) -> Iterator[tuple[tuple[int, int], CellText]]:
    for number, column in enumerate(sheet.columns):
        if sheet.layout is Layout.FIELDS:
            yield (sheet.FIRST_FIELD + number, sheet.FIELD_TITLE), CellText(column.title_zh)
        else:
            yield (sheet.HEADER_ROW, number + 1), CellText(column.title_zh)


def _lines(sheet: Sheet, sheets: Sent) -> Sequence[Sent]:
    sent = sheets[sheet.key]
    lines: Sequence[Sent] = [sent] if sheet.layout is Layout.FIELDS else sent
    return lines


def _where(sheet: Sheet, line: int, key: str) -> tuple[int, int]:
    if sheet.layout is Layout.FIELDS:
        return sheet.FIRST_FIELD + sheet.index(key) - 1, sheet.FIELD_VALUE
    return sheet.FIRST_LINE + line, sheet.index(key)


def _value(sheet: Sheet, key: str, value: object) -> CellText | None:
    return _cell_text(sheet.column(key), value)


def _cell_text(column: Column | None, value: object) -> CellText | None:
    """What a cell with this value would hold. A figure may come as a text of digits: it then keeps every one."""
    if value is None:
        return None
    if isinstance(value, bool):
        return CellText(str(value).upper(), CellKind.BOOLEAN)
    if isinstance(value, Decimal):
        return CellText(str(value) if abs(value.adjusted()) > 40 else plain(value), CellKind.NUMBER)
    text = _UNTOLD.sub("", str(value))[:MOST_CELL]
    if column is not None and column.kind.is_number and _FIGURE.fullmatch(text):
        return CellText(text, CellKind.NUMBER)
    return CellText(text)


# ----------------------------------------------------------------------------------------------- the shape


def _shape_findings(workbook: Workbook, data: object) -> Iterator[Finding]:
    if not isinstance(data, Mapping):
        yield _finding("SHEET-JSON-SHAPE", "", wanted="object")
        return
    yield from _unknown(data, ("form", "edition", "sheets"), "")
    for name in _COVER:
        if not isinstance(data.get(name), str):
            yield _finding("SHEET-JSON-SHAPE", f"/{name}", wanted="string")
    sheets = data.get("sheets")
    if not isinstance(sheets, Mapping):
        yield _finding("SHEET-JSON-SHAPE", "/sheets", wanted="object")
        return
    yield from _unknown(sheets, [sheet.key for sheet in workbook], "/sheets")
    for sheet in workbook:
        if sheet.key in sheets:
            yield from _sheet_findings(sheet, sheets[sheet.key], f"/sheets/{sheet.key}")


def _sheet_findings(sheet: Sheet, sent: object, at: str) -> Iterator[Finding]:
    if sheet.layout is Layout.FIELDS:
        yield from _line_findings(sheet, sent, at)
    elif not isinstance(sent, list):
        yield _finding("SHEET-JSON-SHAPE", at, wanted="array")
    elif len(sent) > sheet.most_rows:
        yield _finding("SHEET-TOO-MANY-ROWS", at, rows=str(len(sent)), most=str(sheet.most_rows))
    else:
        for number, line in enumerate(sent):
            yield from _line_findings(sheet, line, f"{at}/{number}")


def _line_findings(sheet: Sheet, line: object, at: str) -> Iterator[Finding]:
    if not isinstance(line, Mapping):
        yield _finding("SHEET-JSON-SHAPE", at, wanted="object")
        return
    yield from _unknown(line, [column.key for column in sheet.columns], at)
    for key, value in line.items():
        if isinstance(value, Mapping | list):
            yield _finding("SHEET-JSON-SHAPE", f"{at}/{_escaped(key)}", wanted="value")


def _unknown(sent: Mapping[Any, Any], known: Sequence[str], at: str) -> Iterator[Finding]:
    for key in sent:
        if key not in known:
            yield _finding("SHEET-JSON-UNKNOWN", f"{at}/{_escaped(str(key))}", key=_UNTOLD.sub("", str(key))[:80])


def _finding(code: str, pointer: str, **facts: str) -> Finding:
    return Finding(code, place=Place(field=pointer or "/"), facts=facts)


def _refused(code: str, pointer: str, **facts: str) -> Refused:
    return Refused(_finding(code, pointer, **facts))


def _escaped(key: str) -> str:
    return _UNTOLD.sub("", key)[:80].replace("~", "~0").replace("/", "~1")


# -------------------------------------------------------------------------------------------- there and back


def pointer_of(workbook: Workbook, place: Place) -> str:
    """The JSON pointer of a place in a report that came as JSON; empty when the place is none of its values.

    化石燃料!D6 of a power report → /sheets/fuels/0/quantity
    """
    if place.field.startswith("/"):
        return place.field
    if place.sheet == COVER:
        names = {f"{column_letters(column)}{row}": name for name, (row, column) in _COVER.items()}
        return f"/{names[place.cell]}" if place.cell in names else ""
    sheet = next((each for each in workbook if each.title_zh == place.sheet), None)
    if sheet is None:
        return ""
    return f"/sheets/{sheet.key}{_within(sheet, place.cell)}"


def _within(sheet: Sheet, cell: str) -> str:
    found = _CELL.fullmatch(cell)
    if found is None:
        return ""
    row, number = int(found[2]), _number_of(found[1])
    if sheet.layout is Layout.FIELDS:
        index = row - sheet.FIRST_FIELD
        return f"/{sheet.columns[index].key}" if 0 <= index < len(sheet.columns) else ""
    line = row - sheet.FIRST_LINE
    if line < 0:
        return ""
    return f"/{line}/{sheet.columns[number - 1].key}" if number <= len(sheet.columns) else f"/{line}"


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def data_from(workbook: Workbook, lines: Mapping[str, Sequence[Mapping[str, object]]]) -> dict[str, Any]:
    """Lines by key of the sheet (as a blank is pre-filled with them) as the JSON that would be sent."""
    sheets = {
        sheet.key: _sent_lines(sheet, lines.get(sheet.key, ()))
        for sheet in workbook
        if sheet.required or lines.get(sheet.key)
    }
    return {"form": workbook.key, "edition": workbook.edition, "sheets": sheets}


def _sent_lines(sheet: Sheet, lines: Sequence[Mapping[str, object]]) -> object:
    sent = [
        {key: _sent(sheet.column(key), value) for key, value in line.items() if value is not None} for line in lines
    ]
    if sheet.layout is Layout.FIELDS:
        return sent[0] if sent else {}
    return sent


def _sent(column: Column, value: object) -> object:
    """Decimals go as texts, which keep every digit; a code and a day as they are written."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, bool | int):
        return value
    return str(value)


def data_of_content(workbook: Workbook, content: Content) -> dict[str, Any]:
    """What was read from a version, as the JSON that would have been sent."""
    lines = {
        sheet.key: [typed(sheet.columns, line.values) for line in content.get(sheet.key, ())] for sheet in workbook
    }
    return data_from(workbook, lines)


__all__ = ["data_from", "data_of", "data_of_content", "grid_of_data", "is_json", "pointer_of"]
