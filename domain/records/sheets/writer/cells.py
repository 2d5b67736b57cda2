"""How one cell is written: text always as text, never as a formula that somebody typed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# A cell beginning so is run as a formula by spreadsheets, also when it arrives by way of a text export.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST_TEXT = 32_000

# A cell, a merged cell or a cell written once: openpyxl's types do not agree with each other about them.
AnyCell = Any


def put(cell: AnyCell, value: object) -> None:
    """Write a value by its type. Text is cleaned of control characters and stays text whatever it begins with."""
    if isinstance(value, str):
        put_text(cell, value)
    elif isinstance(value, datetime):
        # A spreadsheet knows no time zones: the instant is written as it reads where it was made.
        put_text(cell, value.isoformat(sep=" ", timespec="seconds"))
    elif value is None or isinstance(value, bool | int | Decimal | date):
        cell.value = value
    else:
        put_text(cell, str(value))


def put_text(cell: AnyCell, text: str) -> None:
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:MOST_TEXT]
    cell.data_type = "s"
    if text.startswith(DANGEROUS):
        # Excel's own mark for "this is text": it shows nothing and is kept when the cell is edited.
        cell.quotePrefix = True
