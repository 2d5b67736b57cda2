"""The description of a workbook: its sheets, their columns, and where on the page each cell stands.

Titles are part of the form, as printed by the authority, and therefore stand here in both languages; they are not
messages of the portal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What a column holds. Codes and names are TEXT even when they consist of digits."""

    TEXT = "text"
    DECIMAL = "decimal"
    INTEGER = "integer"
    DATE = "date"
    CHOICE = "choice"

    @property
    def is_number(self) -> bool:
        return self in (Kind.DECIMAL, Kind.INTEGER)


class Layout(StrEnum):
    """FIELDS: label and value side by side. ROWS: one header, then one line per thing."""

    FIELDS = "fields"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Choice:
    """One permitted answer: the cell shows `title_zh`, the line carries `code`."""

    code: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of guidance printed on the form."""

    zh: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column (ROWS) or one labelled field (FIELDS).

    `minimum` and `maximum` are what the cell can hold at all (a share is not negative); what is plausible is the
    business of a room's checks. `locked` cells are pre-filled by the portal. `formula` is written into the blank:
    `{key}` stands for the cell of that column in the same line, `{sheet.key}` for that whole column of a sheet.
    """

    key: str
    title_zh: str
    title_en: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    places: int | None = None
    note: Note | None = None
    locked: bool = False
    formula: str = ""
    width: int = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `title_zh` is the name of its tab; `keys` are the columns that tell its lines apart."""

    key: str
    title_zh: str
    title_en: str
    layout: Layout
    columns: tuple[Column, ...]
    most_rows: int = 1
    notes: tuple[Note, ...] = ()
    required: bool = True
    keys: tuple[str, ...] = ()

    # Line 1 carries the title and line 2 the banner; then header in Chinese, in English, units; then the lines.
    HEADER_ROW = 3
    FIRST_LINE = 6
    # A field stands from line 4 on: title, English title, unit, value, note.
    FIRST_FIELD = 4
    FIELD_TITLE, FIELD_VALUE = 1, 4

    def column(self, key: str) -> Column:
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(f"{self.key}.{key}")

    def index(self, key: str) -> int:
        """Position of a column, from 1."""
        return 1 + [column.key for column in self.columns].index(key)


# The first sheet of every workbook: what it is, for whom, and how to fill it in.
COVER = "说明"
# The sheet that lists the findings in an annotated copy; a filer who corrects that copy sends it along.
REMARKS = "校验问题"
COVER_KEY, COVER_EDITION = (3, 2), (4, 2)
# Sheets that only show what is known already begin with this; reading passes over them.
REFERENCE = "参考"


@dataclass(frozen=True, slots=True)
class Reference:
    """A sheet that shows what is known already, such as the figures of the year before; nothing is read from it."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """A whole workbook. `key` and `edition` are printed on the cover, so that last year's form is recognised."""

    key: str
    edition: str
    title_zh: str
    title_en: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)

    def sheet(self, key: str) -> Sheet:
        for sheet in self.sheets:
            if sheet.key == key:
                return sheet
        raise KeyError(key)


@lru_cache(maxsize=1024)
def column_letters(number: int) -> str:
    """Letters of a column counted from 1.

    >>> column_letters(1), column_letters(27)
    ('A', 'AA')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"
