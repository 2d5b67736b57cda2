"""One cell: from the text of a grid to a typed value, or to what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from domain.core.findings import Severity
from domain.core.workbook.description import Column, Kind
from domain.core.workbook.grid import CellKind, CellText
from domain.core.workbook.lines import Typed
from domain.core.workings import plain

# Numbers in a workbook carry 15 significant digits: a longer code typed as a number has lost its end.
SAFE_DIGITS = 15
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with one cell, before it is known where the cell stands."""

    code: str
    severity: Severity = Severity.STOP
    facts: Mapping[str, str] = field(default_factory=dict)


Read = tuple[Typed | None, tuple[Trouble, ...]]


def value_of(column: Column, cell: CellText | None) -> Read:
    """The typed value of a cell under a column, and the troubles met on the way."""
    if cell is None or (cell.kind is CellKind.TEXT and not cell.text.strip()):
        return None, ((Trouble("SHEET-REQUIRED"),) if column.required else ())
    if cell.kind is CellKind.ERROR:
        return None, (Trouble("SHEET-ERROR-VALUE", facts={"text": cell.text}),)
    if cell.kind is CellKind.UNCALCULATED:
        return None, (Trouble("SHEET-NOT-CALCULATED", facts={"text": cell.text}),)
    return _READERS[column.kind](column, cell)


def _text(_: Column, cell: CellText) -> Read:
    number = _parse(cell.text) if cell.kind is CellKind.NUMBER else None
    if number is None:
        return cell.text.strip(), ()
    text = plain(number)
    if number.adjusted() + 1 >= SAFE_DIGITS:
        return text, (Trouble("SHEET-CODE-AS-NUMBER", facts={"text": text}),)
    return text, ()


def _number(column: Column, cell: CellText) -> Read:
    if cell.kind in (CellKind.DATE, CellKind.BOOLEAN):
        return None, (Trouble("SHEET-NOT-A-NUMBER", facts={"text": cell.text}),)
    value, troubles = (_parse(cell.text), ()) if cell.kind is CellKind.NUMBER else _number_from_text(column, cell.text)
    if value is None:
        return None, (Trouble("SHEET-NOT-A-NUMBER", facts={"text": cell.text}),)
    return value, (*troubles, *_range_troubles(column, value))


def _number_from_text(column: Column, text: str) -> tuple[Decimal | None, tuple[Trouble, ...]]:
    """A number written as text is accepted when it can be read in one way only, and the filer is told how."""
    normal = unicodedata.normalize("NFKC", text).strip().replace(" ", "")
    if column.unit == "%":
        normal = normal.removesuffix("%")
    if _THOUSANDS.fullmatch(normal):
        normal = normal.replace(",", "")
    value = _parse(normal)
    if value is None:
        return None, ()
    return value, (Trouble("SHEET-NUMBER-AS-TEXT", Severity.NOTE, {"text": text, "read_as": plain(value)}),)


def _parse(text: str) -> Decimal | None:
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _range_troubles(column: Column, value: Decimal) -> tuple[Trouble, ...]:
    facts = {"value": plain(value)}
    if column.minimum is not None and value < column.minimum:
        if value < 0 and column.minimum >= 0:
            return (Trouble("SHEET-NEGATIVE", facts=facts),)
        return (Trouble("SHEET-BELOW", facts={**facts, "least": plain(column.minimum)}),)
    if column.maximum is not None and value > column.maximum:
        return (Trouble("SHEET-ABOVE", facts={**facts, "most": plain(column.maximum)}),)
    return ()


def _integer(column: Column, cell: CellText) -> Read:
    value, troubles = _number(column, cell)
    if not isinstance(value, Decimal):
        return None, troubles
    if value != value.to_integral_value():
        return None, (Trouble("SHEET-NOT-WHOLE", facts={"value": plain(value)}),)
    return int(value), troubles


def _date(_: Column, cell: CellText) -> Read:
    wrong = (Trouble("SHEET-NOT-A-DATE", facts={"text": cell.text}),)
    written = _DAY.fullmatch(unicodedata.normalize("NFKC", cell.text).strip())
    if written is None or cell.kind is CellKind.NUMBER:
        return None, wrong
    try:
        return date(*(int(part) for part in written.groups())), ()
    except ValueError:
        return None, wrong


def _choice(column: Column, cell: CellText) -> Read:
    text = cell.text.strip()
    for choice in column.choices:
        if text in (choice.code, choice.title_zh, choice.title_en):
            return choice.code, ()
    known = "、".join(choice.title_zh for choice in column.choices)
    known_en = ", ".join(choice.title_en for choice in column.choices)
    facts = {"text": text, "known": known, "known_en": known_en}
    return None, (Trouble("SHEET-UNKNOWN-CHOICE", facts=facts),)


_READERS: dict[Kind, Callable[[Column, CellText], Read]] = {
    Kind.TEXT: _text,
    Kind.DECIMAL: _number,
    Kind.INTEGER: _integer,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
}
