"""What goes wrong with a power report in particular: every sheet, every kind of cell, and figures that cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook as Book

from domain.emission_report.rules import KnownUnit
from tests.rooms.emission_report import sample
from tests.sheets.files import always, changed, members_of, with_members
from tests.sheets.honest import Honest
from tests.sheets.life import Good, Spoilt, raw_cell

FUELS, PRODUCTION, TOTALS, WHO = "化石燃料", "生产数据", "机组年度汇总", "单位信息"
Entries = dict[str, list[dict[str, Any]]]

# (code, what happened, sheet, cell, what stands there then)
CELLS: tuple[tuple[str, str, str, str, object], ...] = (
    ("SHEET-NOT-A-DATE", "day-in-words", WHO, "D11", "三月十日"),
    ("SHEET-NOT-A-DATE", "thirtieth-of-february", WHO, "D11", "2025-02-30"),
    ("SHEET-DATE-AS-NUMBER", "day-as-the-program-counts-it", WHO, "D11", 45726),
    ("SHEET-DATE-AS-NUMBER", "day-as-eight-digits", WHO, "D11", 20250310),
    ("SHEET-CODE-AS-NUMBER", "credit-code-as-a-number", WHO, "D5", 914200000000000018),
    ("SHEET-FORMULA-TEXT", "plus-with-a-program", WHO, "D10", "+cmd|' /C calc'!A0"),
    ("SHEET-TEXT-TOO-LONG", "a-letter-in-the-cell", WHO, "D9", "联系人" * 400),
    ("SHEET-UNIT-IN-CELL", "year-with-its-word", WHO, "D6", "2024年"),
    ("SHEET-NOT-WHOLE", "half-a-month", FUELS, "B6", 1.5),
    ("SHEET-ABOVE", "thirteenth-month", FUELS, "B6", 13),
    ("SHEET-BELOW", "month-nought", FUELS, "B6", 0),
    ("SHEET-UNKNOWN-CHOICE", "coal-of-its-own-name", FUELS, "C6", "神华混煤"),
    ("SHEET-NOT-A-NUMBER", "number-shown-as-a-day", FUELS, "E6", datetime(1900, 1, 20)),
    ("SHEET-NOT-A-NUMBER", "true-for-a-number", FUELS, "D6", True),
    ("SHEET-NOT-A-NUMBER", "european-commas", FUELS, "D6", "64.023,31"),
    ("SHEET-NOT-A-NUMBER", "a-dash-for-nothing", FUELS, "D7", "—"),
    ("SHEET-NUMBER-AS-TEXT", "with-spaces", FUELS, "D6", "64 023.31"),
    ("SHEET-UNIT-IN-CELL", "with-tonnes", FUELS, "D6", "64023.31吨"),
    ("SHEET-UNIT-IN-CELL", "share-in-percent-where-none-is", FUELS, "G6", "54%"),
    ("SHEET-ABOVE", "oxidation-over-hundred", FUELS, "J6", 990),
    ("SHEET-ERROR-VALUE", "reference-lost", PRODUCTION, "C6", "#REF!"),
    ("SHEET-ERROR-VALUE", "not-available", TOTALS, "F6", "#N/A"),
    ("SHEET-ERROR-VALUE", "no-such-name", PRODUCTION, "E6", "#NAME?"),
    ("SHEET-NOT-CALCULATED", "division-never-calculated", PRODUCTION, "E6", "=1/0"),
    ("SHEET-UNSAFE-FORMULA", "fetches-from-the-web", TOTALS, "F6", '=WEBSERVICE("http://example.invalid")'),
    ("SHEET-UNSAFE-FORMULA", "starts-a-program", TOTALS, "G6", "=cmd|' /C calc'!A0"),
    ("SHEET-UNSAFE-FORMULA", "leads-away", WHO, "D8", '=HYPERLINK("http://example.invalid","x")'),
    ("SHEET-UNSAFE-FORMULA", "another-file-by-path", PRODUCTION, "C7", "='C:\\\\[年报.xlsx]表1'!B2"),
    ("SHEET-NEGATIVE", "negative-heat", PRODUCTION, "D6", -200000),
    ("SHEET-REQUIRED", "no-fuel-named", FUELS, "C8", None),
    ("SHEET-REQUIRED", "no-generation", PRODUCTION, "C17", None),
    ("SHEET-REQUIRED", "no-name", WHO, "D4", None),
    ("SHEET-WRONG-EDITION", "form-of-2026", "说明", "B4", "A26"),
    ("SHEET-HEADER", "heading-of-a-field-renamed", WHO, "A5", "信用代码"),
    ("SHEET-HEADER", "heading-emptied", PRODUCTION, "C3", None),
    ("SHEET-UNIT-CHANGED", "ten-thousand-kilowatt-hours", PRODUCTION, "C5", "万kWh"),
    ("SHEET-UNIT-CHANGED", "kilocalories", FUELS, "E5", "kcal/kg"),
    ("ER-001", "of-another-enterprise", WHO, "D5", "91420000000000002N"),
    ("ER-002", "under-another-name", WHO, "D4", "另一家电厂"),
    ("ER-003", "of-another-year", WHO, "D6", 2023),
    ("ER-007", "of-another-version-of-the-plan", WHO, "D7", "9"),
    ("ER-032", "oxidation-as-a-share", FUELS, "J6", 0.99),
)


def cells(good: Good) -> Iterator[Spoilt]:
    for code, reason, sheet, cell, value in CELLS:

        def put(book: Book, sheet: str = sheet, cell: str = cell, value: object = value) -> None:
            book[sheet][cell].value = value  # type: ignore[assignment]
            if isinstance(value, datetime):
                book[sheet][cell].number_format = "yyyy-mm-dd"

        yield Spoilt(code, reason, changed(good.content, put), f"{sheet}!{cell}")


def every_sheet(good: Good) -> Iterator[Spoilt]:
    """Each sheet missing, with a space after its name, and hidden so that no menu shows it."""
    for sheet in (each for each in good.workbook if each.required):

        def remove(book: Book, title: str = sheet.title_zh) -> None:
            del book[title]

        def pad(book: Book, title: str = sheet.title_zh) -> None:
            book[title].title = f"{title} "

        def hide(book: Book, title: str = sheet.title_zh) -> None:
            book[title].sheet_state = "veryHidden"

        yield Spoilt("SHEET-MISSING", f"no-{sheet.key}", changed(good.content, remove), sheet.title_zh)
        yield Spoilt("SHEET-MISSING", f"{sheet.key}-with-a-space", changed(good.content, pad), sheet.title_zh)
        yield Spoilt("SHEET-HIDDEN", f"{sheet.key}-very-hidden", changed(good.content, hide), sheet.title_zh)


def looks(good: Good) -> Iterator[Spoilt]:
    """What is hidden, merged or filtered within a sheet."""

    def rows(book: Book) -> None:
        for row in (8, 9, 10):
            book[FUELS].row_dimensions[row].hidden = True

    def column(book: Book) -> None:
        book[FUELS].column_dimensions["D"].hidden = True

    def units(book: Book) -> None:
        book[PRODUCTION].merge_cells("A6:A17")

    def fields(book: Book) -> None:
        book[WHO].merge_cells("A9:D9")

    def copied(book: Book) -> None:
        book.copy_worksheet(book[FUELS])

    yield Spoilt("SHEET-HIDDEN-LINES", "three-lines-filtered-away", changed(good.content, rows), f"{FUELS}!A8")
    yield Spoilt("SHEET-HIDDEN-COLUMN", "quantities-hidden", changed(good.content, column), f"{FUELS}!D3")
    yield Spoilt("SHEET-MERGED", "unit-of-twelve-months", changed(good.content, units), f"{PRODUCTION}!A6")
    yield Spoilt("SHEET-MERGED", "label-over-its-field", changed(good.content, fields), f"{WHO}!A9")
    yield Spoilt("SHEET-UNKNOWN", "a-copy-of-a-sheet", changed(good.content, copied), f"{FUELS} Copy")


def moved(good: Good) -> Iterator[Spoilt]:
    """Figures in the wrong place: one line lower, one column further, the header once more in the middle."""

    def lower(book: Book) -> None:
        sheet = book[FUELS]
        for row in range(29, 5, -1):
            sheet.cell(row + 1, 4).value = sheet.cell(row, 4).value
        sheet["D6"].value = None

    def further(book: Book) -> None:
        sheet = book[FUELS]
        sheet["E6"].value, sheet["D6"].value = sheet["D6"].value, None

    def header(book: Book) -> None:
        sheet = book[PRODUCTION]
        for column in range(1, 7):
            sheet.cell(18, column).value = sheet.cell(3, column).value

    def many(book: Book) -> None:
        sheet = book[TOTALS]
        for row in range(8, 60):
            for column in range(1, 11):
                sheet.cell(row, column).value = sheet.cell(6, column).value

    yield Spoilt("SHEET-REQUIRED", "quantities-one-line-lower", changed(good.content, lower), f"{FUELS}!D6")
    yield Spoilt("SHEET-REQUIRED", "a-figure-one-column-further", changed(good.content, further), f"{FUELS}!D6")
    yield Spoilt("SHEET-NOT-A-NUMBER", "the-header-again", changed(good.content, header), f"{PRODUCTION}!B18")
    yield Spoilt("SHEET-TOO-MANY-ROWS", "more-units-than-the-form-has", changed(good.content, many), f"{TOTALS}!A47")


def other_programs(good: Good) -> Iterator[Spoilt]:
    """Cells as other programs write them."""
    fuels = good.workbook.sheet("fuels")
    quantity, oxidation = fuels.column("quantity"), fuels.column("oxidation")
    named = '<c r="{name}"'
    written = (
        ("SHEET-NUMBER-AS-TEXT", "text-in-the-cell", quantity, ' t="inlineStr"><is><t>64,023.31</t></is></c>'),
        ("SHEET-NUMBER-AS-TEXT", "text-of-a-formula", quantity, ' t="str"><f>TEXT(1,"0")</f><v>64023.31</v></c>'),
        ("SHEET-NOT-A-NUMBER", "not-a-number-of-a-program", quantity, "><v>NaN</v></c>"),
        ("SHEET-BEYOND", "exponent-of-999", quantity, "><v>1E+999</v></c>"),
        ("SHEET-ERROR-VALUE", "blocked-formula", quantity, ' t="e"><f>A1/0</f><v>#SPILL!</v></c>'),
        ("SHEET-UNSAFE-FORMULA", "stored-result-of-a-far-formula", quantity, "><f>[2]表!A1</f><v>64023.31</v></c>"),
        ("SHEET-NOT-CALCULATED", "shared-formula-without-results", oxidation, '><f t="shared" si="0"/></c>'),
    )
    who = good.workbook.sheet("enterprise")
    typed = '<c r="{name}" t="inlineStr"><is><t>=HYPERLINK("x")</t></is></c>'
    content, place = raw_cell(good, who, who.column("contact"), typed)
    yield Spoilt("SHEET-FORMULA-TEXT", "formula-typed-as-text", content, place)
    for code, reason, column, xml in written:
        content, place = raw_cell(good, fuels, column, named + xml)
        yield Spoilt(code, reason, content, place)


def percent(good: Good) -> Iterator[Spoilt]:
    """99 % typed where the form asks for percent: the cell shows 99% and stores 0.99."""

    def change(book: Book) -> None:
        book[FUELS]["J6"].value, book[FUELS]["J6"].number_format = 0.99, "0%"

    yield Spoilt("SHEET-PERCENT-FORMAT", "percent-format", changed(good.content, change), f"{FUELS}!J6")


def _scale(sheet: str, key: str, factor: str) -> Callable[[Entries], None]:
    def spoil(filled: Entries) -> None:
        for line in filled[sheet]:
            line[key] = line[key] * Decimal(factor)

    return spoil


def _line(sheet: str, line: int, **values: object) -> Callable[[Entries], None]:
    return lambda filled: filled[sheet][line].update(values)


def _twice(sheet: str, line: int) -> Callable[[Entries], None]:
    return lambda filled: filled[sheet].append(dict(filled[sheet][line]))


def _without(sheet: str, line: int) -> Callable[[Entries], None]:
    def spoil(filled: Entries) -> None:
        del filled[sheet][line]

    return spoil


ENTRIES: tuple[tuple[str, str, str, Callable[[Entries], object]], ...] = (
    ("ER-049", "coal-in-thousand-tonnes", f"{PRODUCTION}!C6", _scale("fuels", "quantity", "0.001")),
    ("ER-049", "coal-in-kilograms", f"{PRODUCTION}!C6", _scale("fuels", "quantity", "1000")),
    ("ER-021", "generation-in-ten-thousand-kwh", f"{TOTALS}!G6", _scale("production", "generation_mwh", "0.1")),
    ("ER-046", "generation-in-kwh", f"{PRODUCTION}!C6", _scale("production", "generation_mwh", "1000")),
    ("ER-038", "heat-value-in-kilojoules", f"{FUELS}!E6", _scale("fuels", "ncv", "1000")),
    ("ER-023", "hours-in-days", f"{TOTALS}!I6", _scale("production", "hours", "0.041666666667")),
    ("ER-010", "a-month-missing", f"{TOTALS}!A6", _without("fuels", 4)),
    ("ER-011", "production-of-a-month-missing", f"{TOTALS}!A6", _without("production", 4)),
    ("ER-012", "a-fuel-line-twice", f"{FUELS}!A30", _twice("fuels", 3)),
    ("ER-013", "a-production-line-twice", f"{PRODUCTION}!A30", _twice("production", 3)),
    ("ER-014", "a-unit-twice", f"{TOTALS}!A8", _twice("totals", 0)),
    ("ER-005", "a-unit-of-another-plant", f"{TOTALS}!A7", _line("totals", 1, unit_number="9")),
    ("ER-020", "another-sum-than-its-months", f"{TOTALS}!F6", _line("totals", 0, emissions_tonnes=Decimal(999))),
    ("ER-042", "more-hours-than-the-month-has", f"{PRODUCTION}!E6", _line("production", 0, hours=Decimal(800))),
)


def entered(plant: Honest) -> Iterator[Spoilt]:
    """What is wrong with the figures themselves."""
    for code, reason, place, spoil in ENTRIES:
        yield Spoilt(code, reason, plant.filled(spoil), place)


def older_days(good: Good) -> Iterator[Spoilt]:
    """Days counted from 1904, as a Macintosh did: the same number is another day."""
    members = members_of(always(good.content))
    book = re.sub(rb"<workbookPr[^>]*/>", b'<workbookPr date1904="1"/>', members["xl/workbook.xml"])
    content = with_members(good.content, replace={"xl/workbook.xml": book})

    def change(written: Book) -> None:
        written[FUELS]["D6"].value, written[FUELS]["D6"].number_format = 30000, "yyyy-mm-dd"

    yield Spoilt("SHEET-NOT-A-NUMBER", "days-counted-from-1904", changed(content, change), f"{FUELS}!D6")


WAYS = (cells, every_sheet, looks, moved, other_programs, percent, older_days)


def units(count: int) -> tuple[KnownUnit, ...]:
    """As many condensing units as are asked for: what a file of a large plant weighs."""
    return tuple(
        KnownUnit(str(n), Decimal(330), "II", "bituminous", False, "measured", "measured") for n in range(1, count + 1)
    )


def large(count: int = 4) -> bytes:
    """The honest report of so many units, twelve months each."""
    return sample.workbook(sample.entries(units=units(count)))
