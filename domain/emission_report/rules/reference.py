"""What the blank shows beside the cells to be filled in: the lines of the report of the year before. Pure."""

from __future__ import annotations

from domain.core.workbook import Column, Content, Reference, Sheet, Workbook


def last_year(workbook: Workbook, last: Content, year: int) -> tuple[Reference, ...]:
    """A sheet for each sheet in lines that was filed the year before, with its headings and figures.

    化石燃料 of 2023 → a sheet 上年-化石燃料, one line per unit, month and fuel.
    """
    return tuple(_reference(sheet, last, year) for sheet in workbook if sheet.keys and last.get(sheet.key))


def _reference(sheet: Sheet, last: Content, year: int) -> Reference:
    rows = tuple(
        tuple(_said(column, line.values.get(column.key, "")) for column in sheet.columns) for line in last[sheet.key]
    )
    return Reference(f"{year}-{sheet.title_zh}", tuple(_heading(column) for column in sheet.columns), rows)


def _heading(column: Column) -> str:
    return f"{column.title_zh} ({column.unit})" if column.unit else column.title_zh


def _said(column: Column, value: str) -> str:
    return next((choice.title_zh for choice in column.choices if choice.code == value), value)
