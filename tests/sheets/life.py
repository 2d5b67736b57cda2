"""What goes wrong in life, for any form: each way takes the honest workbook and spoils it in one place.

A way is asked for a form and answers nothing where the form has no such place (no column of days, say).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from openpyxl import Workbook as Book
from openpyxl import load_workbook

from domain.core.workbook import Column, Kind, Layout, Sheet, Workbook, cell_name
from tests.sheets.files import always, changed, members_of, with_members

LINE = 0


@dataclass(frozen=True, slots=True)
class Spoilt:
    """One spoilt workbook: what it is called, its content, and the finding that it must give."""

    code: str
    reason: str
    content: bytes
    place: str


@dataclass(frozen=True, slots=True)
class Good:
    """An honest workbook of a form."""

    name: str
    workbook: Workbook
    content: bytes

    @property
    def tables(self) -> list[Sheet]:
        """Sheets in rows that the form cannot do without and that have something to count."""
        rows = [sheet for sheet in self.workbook if sheet.layout is Layout.ROWS and sheet.required]
        return [sheet for sheet in rows if self._filled(sheet)]

    def _filled(self, sheet: Sheet) -> bool:
        column = _figure(sheet)
        return column is not None and self.value(sheet, column, LINE) is not None

    def value(self, sheet: Sheet, column: Column, line: int) -> Any:
        return _opened(self.content)[sheet.title_zh].cell(*where(sheet, column, line)).value

    def spoil(self, sheet: Sheet, column: Column, value: object, line: int = LINE) -> tuple[bytes, str]:
        """Another value in one cell; answers the content and the place."""
        at = where(sheet, column, line)

        def put(book: Book) -> None:
            cell = book[sheet.title_zh].cell(*at)
            cell.value = value  # type: ignore[assignment]

        return changed(self.content, put), f"{sheet.title_zh}!{cell_name(*at)}"


@lru_cache(maxsize=2)
def _opened(content: bytes) -> Book:
    """To look into; nobody changes it."""
    return load_workbook(io.BytesIO(content))


Way = Callable[[Good], Iterator[Spoilt]]


def where(sheet: Sheet, column: Column, line: int = LINE) -> tuple[int, int]:
    if sheet.layout is Layout.FIELDS:
        return sheet.FIRST_FIELD + sheet.index(column.key) - 1, sheet.FIELD_VALUE
    return sheet.FIRST_LINE + line, sheet.index(column.key)


def _figure(sheet: Sheet) -> Column | None:
    """A figure that must be there and cannot be negative."""
    wanted = (
        column
        for column in sheet.columns
        if column.kind is Kind.DECIMAL and column.required and column.minimum is not None and not column.formula
    )
    return next(wanted, None)


def figure(good: Good) -> tuple[Sheet, Column]:
    sheet = good.tables[0]
    column = _figure(sheet)
    assert column is not None
    return sheet, column


# ------------------------------------------------------------------------------------------------- one cell

CELLS: tuple[tuple[str, str, object], ...] = (
    ("SHEET-NUMBER-AS-TEXT", "thousands-with-commas", "85,000.25"),
    ("SHEET-NUMBER-AS-TEXT", "full-width-digits", "８５０００．２５"),
    ("SHEET-NOT-A-NUMBER", "about-so-much", "约八万"),
    ("SHEET-UNIT-IN-CELL", "ten-thousand-tonnes-in-the-cell", "8.5万吨"),
    ("SHEET-NEGATIVE", "negative", -1),
    ("SHEET-BEYOND", "twenty-zeros", 10**20),
    ("SHEET-ERROR-VALUE", "division-by-zero", "#DIV/0!"),
    ("SHEET-NOT-CALCULATED", "formula-never-calculated", "=SUM(1,2)"),
    ("SHEET-UNSAFE-FORMULA", "from-another-workbook", "=[1]年报!B2"),
    ("SHEET-REQUIRED", "left-empty", None),
)


def cells(good: Good) -> Iterator[Spoilt]:
    """One figure, wrong in the ways in which figures are wrong."""
    sheet, column = figure(good)
    for code, reason, value in CELLS:
        content, place = good.spoil(sheet, column, value)
        yield Spoilt(code, reason, content, place)


# ------------------------------------------------------------------------------------------------ one sheet


def missing(good: Good) -> Iterator[Spoilt]:
    sheet = good.tables[-1]

    def remove(book: Book) -> None:
        del book[sheet.title_zh]

    yield Spoilt("SHEET-MISSING", f"without-{sheet.key}", changed(good.content, remove), sheet.title_zh)


def renamed(good: Good) -> Iterator[Spoilt]:
    sheet = good.tables[0]

    def rename(book: Book) -> None:
        book[sheet.title_zh].title = f"{sheet.title_zh}(新)"[:31]

    yield Spoilt("SHEET-MISSING", f"{sheet.key}-renamed", changed(good.content, rename), sheet.title_zh)


def hidden(good: Good) -> Iterator[Spoilt]:
    sheet = good.tables[0]

    def hide(book: Book) -> None:
        book[sheet.title_zh].sheet_state = "hidden"

    yield Spoilt("SHEET-HIDDEN", f"{sheet.key}-hidden", changed(good.content, hide), sheet.title_zh)


def merged(good: Good) -> Iterator[Spoilt]:
    """The one figure of two lines merged, as people do who type it once."""
    sheet, column = figure(good)
    if sheet.most_rows < 2 or good.value(sheet, column, 1) is None:
        return
    first, second = cell_name(*where(sheet, column)), cell_name(*where(sheet, column, 1))

    def merge(book: Book) -> None:
        book[sheet.title_zh].merge_cells(f"{first}:{second}")

    place = f"{sheet.title_zh}!{first}"
    yield Spoilt("SHEET-MERGED", "figure-of-two-lines", changed(good.content, merge), place)


def heading(good: Good) -> Iterator[Spoilt]:
    sheet, column = figure(good)
    at = (sheet.HEADER_ROW, sheet.index(column.key))

    def rename(book: Book) -> None:
        book[sheet.title_zh].cell(*at).value = "自行命名"

    place = f"{sheet.title_zh}!{cell_name(*at)}"
    yield Spoilt("SHEET-HEADER", "heading-renamed", changed(good.content, rename), place)


def shifted(good: Good) -> Iterator[Spoilt]:
    sheet = good.tables[0]

    def insert(book: Book) -> None:
        book[sheet.title_zh].insert_rows(sheet.HEADER_ROW, 2)

    place = f"{sheet.title_zh}!A{sheet.HEADER_ROW + 2}"
    yield Spoilt("SHEET-SHIFTED", "two-lines-above-the-header", changed(good.content, insert), place)


def unit(good: Good) -> Iterator[Spoilt]:
    for sheet in good.tables:
        column = _figure(sheet)
        if column is not None and column.unit:
            at = (sheet.HEADER_ROW + 2, sheet.index(column.key))
            content = changed(good.content, partial(_put, sheet, at, f"千{column.unit}"))
            yield Spoilt(
                "SHEET-UNIT-CHANGED", "thousands-in-the-heading", content, f"{sheet.title_zh}!{cell_name(*at)}"
            )
            return


def _put(sheet: Sheet, at: tuple[int, int], value: object, book: Book) -> None:
    book[sheet.title_zh].cell(*at).value = value  # type: ignore[assignment]


def edition(good: Good) -> Iterator[Spoilt]:
    for cell, value, reason in (("B4", "1999", "of-an-older-edition"), ("B3", "another.form", "of-another-form")):

        def change(book: Book, cell: str = cell, value: str = value) -> None:
            book["说明"][cell].value = value

        yield Spoilt("SHEET-WRONG-EDITION", reason, changed(good.content, change), f"说明!{cell}")


def choice(good: Good) -> Iterator[Spoilt]:
    for sheet in good.workbook:
        for column in sheet.columns:
            if (
                column.kind is Kind.CHOICE
                and column.required
                and (sheet.layout is Layout.FIELDS or sheet in good.tables)
            ):
                content, place = good.spoil(sheet, column, "其他情况")
                yield Spoilt("SHEET-UNKNOWN-CHOICE", f"unknown-{column.key.replace('_', '-')}", content, place)
                return


# What every form of every sector is spoilt by.
EVERY: tuple[Way, ...] = (cells, missing, renamed, hidden, merged, heading, shifted, unit, edition, choice)

# What every further form is spoilt by as well: the ways that depend on the form.
FURTHER: tuple[Way, ...] = (missing, hidden, merged, shifted, unit)


def raw_cell(good: Good, sheet: Sheet, column: Column, xml: str, line: int = LINE) -> tuple[bytes, str]:
    """A cell as another program writes it: its XML in the place of the cell that is there."""
    number = 1 + _opened(good.content).sheetnames.index(sheet.title_zh)
    part = f"xl/worksheets/sheet{number}.xml"
    name = cell_name(*where(sheet, column, line))
    members = members_of(always(good.content))
    pattern = re.compile(rf'<c r="{name}"(?: [^>]*)?(?:/>|>.*?</c>)'.encode())
    written = xml.replace("{name}", name).encode()
    replaced, count = pattern.subn(lambda _: written, members[part], count=1)
    assert count == 1, f"{name} is not in {part}"
    return with_members(good.content, replace={part: replaced}), f"{sheet.title_zh}!{name}"
