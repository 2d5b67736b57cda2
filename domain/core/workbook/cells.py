"""One cell: from the text of a grid to a typed value, or to what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from domain.core.findings import Severity
from domain.core.workbook.description import Column, Kind
from domain.core.workbook.grid import CellKind, CellText
from domain.core.workbook.lines import Typed
from domain.core.workings import plain

# Numbers in a workbook carry 15 significant digits: a longer code typed as a number has lost its end.
SAFE_DIGITS = 15
# Beyond these nothing is measured in any unit, and no column of the database would hold what is computed from it.
LARGEST, SMALLEST_EXPONENT = Decimal(10) ** 15, -30
# A text of the form is a name, a code or a sentence; so much of a cell is told in a finding.
MOST_TEXT, MOST_TOLD = 1000, 80
HUNDRED = Decimal(100)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?")
_WITH_UNIT = re.compile(r"[+-]?[\d,]*\.?\d+\s*([^\d\s.,+()-][^\d,]{0,15}\d?)")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_DIGITS_OF_DAY = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
# How a spreadsheet counts days; numbers outside these years are no day that somebody meant.
_DAY_ZERO, _FIRST_DAY, _LAST_DAY = date(1899, 12, 30), 20_000, 80_000
# A text that a spreadsheet would run as a formula, were it typed instead of stored.
_FORMULA_TEXT = re.compile(r"\s*(=|@|[+-].*[(|!])", re.DOTALL)


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
    if cell.kind in _UNFIT:
        return None, (Trouble(_UNFIT[cell.kind], facts={"text": told(cell.text)}),)
    return _READERS[column.kind](column, cell)


# Cells that hold no value of any kind.
_UNFIT = {
    CellKind.ERROR: "SHEET-ERROR-VALUE",
    CellKind.UNCALCULATED: "SHEET-NOT-CALCULATED",
    CellKind.UNSAFE: "SHEET-UNSAFE-FORMULA",
}
_NUMBERS = (CellKind.NUMBER, CellKind.PERCENT)


def told(text: str) -> str:
    """As much of a cell's text as a finding tells.

    >>> told("x" * 100)[-3:]
    'xx…'
    """
    return text if len(text) <= MOST_TOLD else f"{text[: MOST_TOLD - 1]}…"


def _text(_: Column, cell: CellText) -> Read:
    number = _parse(cell.text) if cell.kind in _NUMBERS else None
    if number is None or abs(number.adjusted()) > MOST_TOLD:
        return _plain_text(cell.text.strip())
    text = plain(number)
    if number.adjusted() + 1 >= SAFE_DIGITS:
        return text, (Trouble("SHEET-CODE-AS-NUMBER", facts={"text": text}),)
    return text, ()


def _plain_text(text: str) -> Read:
    if len(text) > MOST_TEXT:
        facts = {"characters": str(len(text)), "most": str(MOST_TEXT)}
        return None, (Trouble("SHEET-TEXT-TOO-LONG", facts=facts),)
    if _FORMULA_TEXT.match(text):
        return text, (Trouble("SHEET-FORMULA-TEXT", Severity.WARN, {"text": told(text)}),)
    return text, ()


def _number(column: Column, cell: CellText) -> Read:
    value, troubles = _number_in(column, cell)
    if value is None:
        return None, troubles or (Trouble("SHEET-NOT-A-NUMBER", facts={"text": told(cell.text)}),)
    if _beyond(value):
        return None, (Trouble("SHEET-BEYOND", facts={"text": told(cell.text)}),)
    return value, (*troubles, *_range_troubles(column, value))


def _number_in(column: Column, cell: CellText) -> tuple[Decimal | None, tuple[Trouble, ...]]:
    """The number that a cell shows its reader, whatever the file stores it as."""
    if cell.kind in (CellKind.DATE, CellKind.BOOLEAN):
        return None, ()
    if cell.kind is CellKind.TEXT:
        return _number_from_text(column, cell.text)
    value = _parse(cell.text)
    if value is None or cell.kind is CellKind.NUMBER or column.unit != "%":
        return value, ()
    # The cell shows 99% and stores 0.99; the form asks for percent.
    value *= HUNDRED
    return value, (Trouble("SHEET-PERCENT-FORMAT", Severity.NOTE, {"text": cell.text, "read_as": _short(value)}),)


def _number_from_text(column: Column, text: str) -> tuple[Decimal | None, tuple[Trouble, ...]]:
    """A number written as text is accepted when it can be read in one way only, and the filer is told how."""
    normal = unicodedata.normalize("NFKC", text).strip().replace(" ", "")
    if column.unit == "%":
        normal = normal.removesuffix("%")
    if _THOUSANDS.fullmatch(normal):
        normal = normal.replace(",", "")
    value = _parse(normal)
    if value is None:
        with_unit = _WITH_UNIT.fullmatch(normal[:MOST_TOLD])
        facts = {"text": told(text), "unit": with_unit[1] if with_unit else "", "wanted": column.unit or "—"}
        return None, ((Trouble("SHEET-UNIT-IN-CELL", facts=facts),) if with_unit else ())
    facts = {"text": told(text), "read_as": _short(value)}
    return value, (Trouble("SHEET-NUMBER-AS-TEXT", Severity.NOTE, facts),)


def _parse(text: str) -> Decimal | None:
    if len(text) > MOST_TEXT or not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _beyond(value: Decimal) -> bool:
    """Whether a number is larger or finer than anything that is measured."""
    return abs(value) >= LARGEST or (value != 0 and value.adjusted() < SMALLEST_EXPONENT)


def _short(value: Decimal) -> str:
    """A number as text that stays short whatever its exponent."""
    return plain(value) if abs(value.adjusted()) <= MOST_TOLD else str(value)


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
    # A thirteenth month is no month: what counts things is taken within its bounds alone.
    return (None if _range_troubles(column, value) else int(value)), troubles


def _date(_: Column, cell: CellText) -> Read:
    text = unicodedata.normalize("NFKC", cell.text).strip()
    written = _DAY.fullmatch(text) if cell.kind not in _NUMBERS else None
    try:
        day = date(*(int(part) for part in written.groups())) if written else None
        counted = None if day or cell.kind is CellKind.PERCENT else _day_in_digits(text, cell.kind)
    except ValueError:
        day = counted = None
    if counted is not None:
        facts = {"text": told(cell.text), "read_as": counted.isoformat()}
        return counted, (Trouble("SHEET-DATE-AS-NUMBER", Severity.NOTE, facts),)
    return (day, ()) if day else (None, (Trouble("SHEET-NOT-A-DATE", facts={"text": told(cell.text)}),))


def _day_in_digits(text: str, kind: CellKind) -> date | None:
    """20250310 as people type a day, or 45726 as a spreadsheet counts it. ValueError for the 30th of February."""
    if digits := _DIGITS_OF_DAY.fullmatch(text):
        return date(*(int(part) for part in digits.groups()))
    if kind is CellKind.NUMBER and text.isdigit() and len(text) <= len(str(_LAST_DAY)):
        days = int(text)
        return _DAY_ZERO + timedelta(days) if _FIRST_DAY <= days <= _LAST_DAY else None
    return None


def _choice(column: Column, cell: CellText) -> Read:
    text = cell.text.strip()
    for choice in column.choices:
        if text in (choice.code, choice.title_zh, choice.title_en):
            return choice.code, ()
    known = "、".join(choice.title_zh for choice in column.choices)
    known_en = ", ".join(choice.title_en for choice in column.choices)
    facts = {"text": told(text), "known": known, "known_en": known_en}
    return None, (Trouble("SHEET-UNKNOWN-CHOICE", facts=facts),)


_READERS: dict[Kind, Callable[[Column, CellText], Read]] = {
    Kind.TEXT: _text,
    Kind.DECIMAL: _number,
    Kind.INTEGER: _integer,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
}
