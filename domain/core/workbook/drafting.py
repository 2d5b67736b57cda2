"""A report typed on screen: what was typed as texts, what a formula of the form gives, and what goes into the workbook.

Nothing typed is thrown away: what is no value of its column goes into the workbook as it is, and reading it says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from domain.core.workbook import CellText, Column, Content, KeptLine, Kind, Sheet, Workbook
from domain.core.workbook.cells import Trouble, value_of
from domain.core.workbook.spreadsheet import Uncomputable, computed_cell
from domain.core.workings import plain

# More than a cell may hold, so that reading tells what is too long instead of its end being lost here.
MOST_TEXT = 4000
Rows = dict[str, list[dict[str, object]]]


def as_kept(column: Column, typed: str) -> str:
    """What was typed, as it is kept: a value in its plain form, anything else as typed.

    "1,234.50" in a column of numbers → "1234.5"; "约一千" stays, and so does a new line.
    """
    text = "".join(sign for sign in typed if sign.isprintable() or sign == "\n").strip()[:MOST_TEXT]
    value, _ = value_of(column, CellText(text)) if text else (None, ())
    if value is None:
        return text
    return plain(value) if isinstance(value, Decimal) else str(value)


def troubles(column: Column, kept: str) -> tuple[Trouble, ...]:
    """What is wrong with a value as it stands, apart from its being missing."""
    found = value_of(column, CellText(kept))[1] if kept else ()
    return tuple(one for one in found if one.severity.value == "stop")


def from_values(rows: Mapping[str, Sequence[Mapping[str, object]]]) -> Content:
    """Prefilled values as texts."""
    return {key: tuple(_line(one) for one in lines) for key, lines in rows.items()}


def _line(values: Mapping[str, object]) -> KeptLine:
    return KeptLine({name: _text(value) for name, value in values.items() if value not in (None, "")})


def _text(value: object) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


def edited(
    sheet: Sheet,
    lines: Collection[KeptLine],
    edits: Mapping[int, Mapping[str, str]],
    removed: Collection[int],
    open_cells: Collection[tuple[int, str]] = (),
) -> tuple[KeptLine, ...]:
    """The lines of a sheet after edits by number of the line; numbers beyond the last are new lines.

    Locked columns of lines that were there before stay as they are, unless the cell is open.
    """
    before = list(lines)
    found: list[KeptLine] = []
    for number, line in enumerate(before):
        if number not in removed:
            typed = {
                key: text
                for key, text in edits.get(number, {}).items()
                if not sheet.column(key).locked or (number, key) in open_cells or not line.values.get(key)
            }
            found.append(_with(sheet, line, typed))
    for number in sorted(set(edits) - set(range(len(before)))):
        fresh = _with(sheet, KeptLine(), edits[number])
        if fresh.values:
            found.append(fresh)
    return tuple(found[: sheet.most_rows])


def _with(sheet: Sheet, line: KeptLine, typed: Mapping[str, str]) -> KeptLine:
    values = dict(line.values)
    for key, text in typed.items():
        values[key] = as_kept(sheet.column(key), text)
    return KeptLine({key: text for key, text in values.items() if text}, line.cells)


def calculated(workbook: Workbook, content: Content) -> Content:
    """The content with every formula of the form computed; one that cannot be is left as it stands."""
    columns: dict[str, list[str]] = {}
    return {
        sheet.key: tuple(
            _computed(workbook, content, sheet, number, _formulas(sheet), columns)
            for number in range(len(content.get(sheet.key, ())))
        )
        for sheet in workbook
    }


def _formulas(sheet: Sheet) -> list[Column]:
    return [column for column in sheet.columns if column.formula]


def calculated_line(workbook: Workbook, content: Content, sheet: Sheet, number: int) -> KeptLine:
    """One line with its formulas computed."""
    return _computed(workbook, content, sheet, number, _formulas(sheet), {})


def _computed(
    workbook: Workbook,
    content: Content,
    sheet: Sheet,
    number: int,
    formulas: Collection[Column],
    columns: dict[str, list[str]],
) -> KeptLine:
    line = content[sheet.key][number]
    values = dict(line.values)
    for column in formulas:
        try:
            values[column.key] = plain(computed_cell(workbook, content, sheet, number, column.key, columns))
        except Uncomputable:
            continue
    return KeptLine(values, line.cells)


def rows_of(workbook: Workbook, content: Content) -> Rows:
    """What the writer of the workbook takes: values by their kind, and texts where something else was typed."""
    return {
        sheet.key: [
            {column.key: _written(column, line.values.get(column.key, "")) for column in sheet.columns}
            for line in content.get(sheet.key, ())
            if line.values
        ]
        for sheet in workbook
    }


def _written(column: Column, kept: str) -> object:
    """Empty cells stay empty; those of a formula get an empty text, so that no formula is written there."""
    if not kept:
        return "" if column.formula else None
    if column.kind is Kind.TEXT:
        return kept
    value, _ = value_of(column, CellText(kept))
    return kept if value is None else value
