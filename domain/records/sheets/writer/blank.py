"""The blank of a described workbook, pre-filled for one enterprise."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook as Book
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from domain.core.workbook import Column, Kind, Layout, Note, Reference, Sheet, Workbook, cell_name, column_letters
from domain.core.workbook.description import COVER, COVER_EDITION, COVER_KEY, REFERENCE
from domain.records.sheets.writer import style
from domain.records.sheets.writer.cells import AnyCell, put, put_text

# Values by key of the sheet, then line by line by key of the column. A choice is given by its code.
Prefill = Mapping[str, Sequence[Mapping[str, object]]]
_REFERENCE = re.compile(r"\{([a-z0-9_]+)(?:\.([a-z0-9_]+))?\}")
# Spreadsheets accept a written-out list of choices only up to this length.
_MOST_LIST = 250
# The columns of a sheet to look at, in places.
_NARROWEST, _WIDEST = 8, 30
_LINE_HEIGHT = 14
_FIELD_WIDTHS = (30, 28, 12, 40, 44)
_ROOM_FOR_NOTES = 70
# The banner of every sheet that the portal makes for an enterprise with invented figures, in both languages at once.
SYNTHETIC = "演示数据，运行数据均为虚构 synthetic figures"


def blank(
    description: Workbook,
    prefill: Prefill | None = None,
    *,
    banner: str = "",
    references: Sequence[Reference] = (),
) -> bytes:
    """The workbook as .xlsx. `banner` is printed in red on every sheet (demonstration data says so there).

    `references` come last, locked as a whole.
    """
    book = Book()
    assert book.active is not None
    book.remove(book.active)
    _cover(book.create_sheet(COVER), description, banner)
    for sheet in description:
        page = book.create_sheet(sheet.title_zh)
        _head(page, sheet, banner)
        lines = (prefill or {}).get(sheet.key, ())
        (_fields if sheet.layout is Layout.FIELDS else _rows)(page, description, sheet, lines)
    for reference in references:
        _reference(book.create_sheet(f"{REFERENCE}-{reference.title}"), reference, banner)
    book.active = 1
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cover(page: Worksheet, description: Workbook, banner: str) -> None:
    put_text(page.cell(1, 1), f"{description.title_zh}  {description.title_en}")
    page.cell(1, 1).font = style.TITLE
    _banner(page, banner)
    for (row, column), label, value in (
        (COVER_KEY, "表格编号 form", description.key),
        (COVER_EDITION, "版本 edition", description.edition),
    ):
        put_text(page.cell(row, column - 1), label)
        put_text(page.cell(row, column), value)
    for row, note in enumerate(description.notes, start=6):
        _note(page.cell(row, 1), note)
    page.column_dimensions["A"].width = 100
    page.column_dimensions["B"].width = 28
    page.protection.sheet = True
    style.print_set_up(page)


def _head(page: Worksheet, sheet: Sheet, banner: str) -> None:
    put_text(page.cell(1, 1), f"{sheet.title_zh}  {sheet.title_en}")
    page.cell(1, 1).font = style.TITLE
    _banner(page, banner)


def _banner(page: Worksheet, banner: str) -> None:
    if banner:
        put_text(page.cell(2, 1), banner)
        page.cell(2, 1).font = style.WARNING


def _note(cell: AnyCell, note: Note) -> None:
    put_text(cell, f"{note.zh}\n{note.en}" if note.en else note.zh)
    cell.font, cell.alignment = style.BODY, style.WRAPPED


def _fields(page: Worksheet, book: Workbook, sheet: Sheet, lines: Sequence[Mapping[str, object]]) -> None:
    values = lines[0] if lines else {}
    for number, label in enumerate(("项目", "Item", "单位 Unit", "填报内容 Value", "说明 Note"), start=1):
        _header_cell(page.cell(sheet.HEADER_ROW, number), label)
    for row, column in enumerate(sheet.columns, start=sheet.FIRST_FIELD):
        for number, text in enumerate((column.title_zh, column.title_en, column.unit), start=1):
            put_text(page.cell(row, number), text)
            page.cell(row, number).font = style.HEADER if number == 1 else style.ENGLISH
            page.cell(row, number).border, page.cell(row, number).alignment = style.BOX, style.WRAPPED
        value = page.cell(row, sheet.FIELD_VALUE)
        _value(value, column, values.get(column.key), _formula(book, sheet, column, row), locked=column.locked)
        _validation(page, column, f"{value.coordinate}")
        if column.note:
            _note(page.cell(row, sheet.FIELD_VALUE + 1), column.note)
        note = f"{column.note.zh}\n{column.note.en}" if column.note else ""
        first, second, *_, last = _FIELD_WIDTHS
        _height(page, row, ((column.title_zh, first), (column.title_en, _small(second)), (note, last)))
    for letters, width in zip("ABCDE", _FIELD_WIDTHS, strict=True):
        page.column_dimensions[letters].width = width
    _notes_below(page, sheet, sheet.FIRST_FIELD + len(sheet.columns) + 1)
    _finish(page, f"A{sheet.FIRST_FIELD}", sheet)


def _rows(page: Worksheet, book: Workbook, sheet: Sheet, lines: Sequence[Mapping[str, object]]) -> None:
    last = sheet.FIRST_LINE + max(len(lines), min(sheet.most_rows, 60)) - 1
    for number, column in enumerate(sheet.columns, start=1):
        _column_head(page, sheet, number, column)
        _validation(page, column, f"{cell_name(sheet.FIRST_LINE, number)}:{cell_name(last, number)}")
        for row in range(sheet.FIRST_LINE, last + 1):
            line = lines[row - sheet.FIRST_LINE] if row - sheet.FIRST_LINE < len(lines) else None
            # Formulas stand only where a line is pre-filled: an empty line shall stay empty.
            formula = _formula(book, sheet, column, row) if line is not None else ""
            locked = column.locked and line is not None
            _value(page.cell(row, number), column, (line or {}).get(column.key), formula, locked=locked)
    _height(page, sheet.HEADER_ROW, [(column.title_zh, column.width) for column in sheet.columns])
    _height(page, sheet.HEADER_ROW + 1, [(column.title_en, _small(column.width)) for column in sheet.columns])
    frozen = next((number for number, column in enumerate(sheet.columns) if not column.locked), 0)
    _notes_beside(page, sheet)
    _finish(page, cell_name(sheet.FIRST_LINE, frozen + 1), sheet)


def _column_head(page: Worksheet, sheet: Sheet, number: int, column: Column) -> None:
    head = page.cell(sheet.HEADER_ROW, number)
    _header_cell(head, column.title_zh)
    english = page.cell(sheet.HEADER_ROW + 1, number)
    _header_cell(english, column.title_en)
    english.font = style.ENGLISH
    _header_cell(page.cell(sheet.HEADER_ROW + 2, number), column.unit)
    page.column_dimensions[column_letters(number)].width = column.width


def _reference(page: Worksheet, reference: Reference, banner: str) -> None:
    put_text(page.cell(1, 1), reference.title)
    page.cell(1, 1).font = style.TITLE
    _banner(page, banner)
    widths = [_width(heading, column) for heading, *column in zip(reference.headings, *reference.rows, strict=True)]
    for number, (heading, width) in enumerate(zip(reference.headings, widths, strict=True), start=1):
        _header_cell(page.cell(Sheet.HEADER_ROW, number), heading)
        page.column_dimensions[column_letters(number)].width = width
    for row, texts in enumerate((reference.headings, *reference.rows), start=Sheet.HEADER_ROW):
        _height(page, row, zip(texts, widths, strict=True))
    for row, line in enumerate(reference.rows, start=Sheet.HEADER_ROW + 1):
        for number, text in enumerate(line, start=1):
            cell = page.cell(row, number)
            put_text(cell, text)
            cell.border, cell.font, cell.alignment = style.BOX, style.BODY, style.WRAPPED
    page.freeze_panes = cell_name(Sheet.HEADER_ROW + 1, 1)
    page.protection.sheet = True
    style.print_set_up(page, f"1:{Sheet.HEADER_ROW}")


def _width(heading: str, texts: Sequence[str]) -> int:
    """As wide as its longest text, within bounds; a heading goes on two lines. A Chinese sign takes two places."""
    longest = max((_places(text) for text in texts), default=0)
    return max(_NARROWEST, min(_WIDEST, max(longest, _places(heading) // 2 + 1) + 2))


def _height(page: Worksheet, row: int, texts: Iterable[tuple[str, int]]) -> None:
    """A row as high as its texts need within their widths: not every program finds that by itself."""
    lines = max(-(-_places(text) // max(1, width - 1)) for text, width in texts)
    if lines > 1:
        page.row_dimensions[row].height = lines * _LINE_HEIGHT


def _small(width: int) -> int:
    """How many places English titles have in a column: they are printed smaller."""
    return width * 5 // 4


def _places(text: str) -> int:
    return len(text) + sum(1 for sign in text if sign >= "\u2e80")


def _header_cell(cell: AnyCell, text: str) -> None:
    put_text(cell, text)
    cell.font, cell.fill, cell.border, cell.alignment = style.HEADER, style.HEADER_FILL, style.BOX, style.CENTRED


def _value(cell: AnyCell, column: Column, value: object, formula: str, *, locked: bool) -> None:
    cell.border, cell.font = style.BOX, style.BODY
    if locked:
        cell.fill = style.LOCKED_FILL
    else:
        cell.protection = style.OPEN
    if column.kind is Kind.INTEGER:
        cell.alignment = style.MIDDLE
    if column.kind in (Kind.TEXT, Kind.CHOICE):
        cell.number_format = "@"
    elif column.kind is Kind.DATE:
        cell.number_format = "yyyy-mm-dd"
    elif column.places is not None:
        cell.number_format = f"0.{'0' * column.places}" if column.places else "0"
    if value is not None:
        put(cell, _shown(column, value))
    elif formula:
        cell.value = formula
        cell.number_format = "General" if column.kind is Kind.TEXT else cell.number_format
        cell.fill = style.FORMULA_FILL


def _shown(column: Column, value: object) -> object:
    for choice in column.choices:
        if value == choice.code:
            return choice.title_zh
    return value


def _formula(book: Workbook, sheet: Sheet, column: Column, row: int) -> str:
    """The formula of a column for one line, with keys replaced by cells."""

    def cell_of(found: re.Match[str]) -> str:
        first, second = found.groups()
        if second is None:
            return _own_cell(sheet, first, row)
        other = book.sheet(first)
        letters = column_letters(other.index(second))
        return f"'{other.title_zh}'!${letters}${other.FIRST_LINE}:${letters}${other.FIRST_LINE + other.most_rows - 1}"

    return _REFERENCE.sub(cell_of, column.formula)


def _own_cell(sheet: Sheet, key: str, row: int) -> str:
    if sheet.layout is Layout.FIELDS:
        return cell_name(sheet.FIRST_FIELD + sheet.index(key) - 1, sheet.FIELD_VALUE)
    return cell_name(row, sheet.index(key))


def _validation(page: Worksheet, column: Column, cells: str) -> None:
    """What the spreadsheet itself refuses while it is being filled in; the portal checks all of it again."""
    rule = _list_rule(column) if column.kind is Kind.CHOICE else _number_rule(column)
    if rule is None or column.formula:
        return
    rule.error, rule.errorTitle = "请按表头要求填写 see the heading", "填写有误 not valid"
    rule.showErrorMessage = True
    if column.note:
        rule.prompt, rule.promptTitle, rule.showInputMessage = column.note.zh[:250], column.title_zh[:30], True
    page.add_data_validation(rule)
    rule.add(cells)


def _list_rule(column: Column) -> DataValidation | None:
    listed = ",".join(choice.title_zh for choice in column.choices)
    return DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True) if len(listed) <= _MOST_LIST else None


def _number_rule(column: Column) -> DataValidation | None:
    if not column.kind.is_number or (column.minimum is None and column.maximum is None):
        return None
    rule = DataValidation(type="whole" if column.kind is Kind.INTEGER else "decimal", allow_blank=True)
    if column.maximum is None:
        rule.operator, rule.formula1 = "greaterThanOrEqual", str(column.minimum)
    elif column.minimum is None:
        rule.operator, rule.formula1 = "lessThanOrEqual", str(column.maximum)
    else:
        rule.operator, rule.formula1, rule.formula2 = "between", str(column.minimum), str(column.maximum)
    return rule


def _notes_below(page: Worksheet, sheet: Sheet, row: int) -> None:
    for offset, note in enumerate(sheet.notes):
        _note(page.cell(row + offset, 5), note)


def _notes_beside(page: Worksheet, sheet: Sheet) -> None:
    """Notes of a sheet in rows stand to the right of the table, where they are in nobody's way."""
    column = len(sheet.columns) + 2
    if sheet.notes:
        page.column_dimensions[column_letters(column)].width = 70
    for offset, note in enumerate(sheet.notes):
        _note(page.cell(sheet.FIRST_LINE + offset, column), note)


def _finish(page: Worksheet, frozen: str, sheet: Sheet) -> None:
    page.freeze_panes = frozen
    # Without a password: the lock guards against a slip, not against a person.
    page.protection.sheet = True
    page.protection.formatColumns = False
    page.protection.formatRows = False
    page.protection.insertRows = False
    style.print_set_up(page, f"1:{sheet.FIRST_LINE - 1}" if sheet.layout is Layout.ROWS else "")
    wide = sum(column.width for column in sheet.columns) > _ROOM_FOR_NOTES
    if wide and sheet.layout is Layout.ROWS:
        # The notes beside a wide table would make it small on paper.
        page.print_area = f"A1:{cell_name(page.max_row, len(sheet.columns))}"
