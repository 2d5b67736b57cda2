"""The month's workbook, made from the report's form of the year: it is described nowhere else. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from domain.core.workbook import Column, Layout, Sheet, Workbook
from domain.emission_report.rules import FORMS
from domain.emission_report.rules.forms import Form

MONTH = "month"
KEY = "monthly_evidence"
MONTHS_OF_A_YEAR = 12
# Of the first sheet, beside what the portal fills in: who can be asked about the figures.
OF_THE_FILER = ("contact", "telephone", "filled_on")
_REFERENCE = re.compile(r"\{([a-z0-9_]+)\.[a-z0-9_]+\}")


def monthly_sheets(form: Form) -> tuple[Sheet, ...]:
    """The sheets of a report whose lines are told apart by month. Power: fuels and production."""
    return tuple(sheet for sheet in form.workbook if MONTH in sheet.keys)


@cache
def workbook_of(code: str) -> Workbook | None:
    """The workbook of a month under the report's form with this code; None when that form asks for no months."""
    form = FORMS[code]
    sheets = monthly_sheets(form)
    head = next((sheet for sheet in form.workbook if sheet.layout is Layout.FIELDS), None)
    if not sheets or head is None:
        return None
    known = {sheet.key for sheet in (head, *sheets)}
    month = sheets[0].column(MONTH)
    return Workbook(
        f"{KEY}.{form.sector}",
        form.workbook.edition,
        f"月度信息化存证（{form.workbook.title_zh}）",
        f"Monthly evidence ({form.workbook.title_en})",
        (_head(head, month), *(_of_a_month(sheet, known) for sheet in sheets)),
        form.workbook.notes,
    )


def _head(head: Sheet, month: Column) -> Sheet:
    """Whose month it is: what the portal fills in, the month, and whom to ask."""
    columns = tuple(column for column in head.columns if column.locked or column.key in OF_THE_FILER)
    locked = [column.locked for column in columns].count(True)
    return replace(head, columns=(*columns[:locked], month, *columns[locked:]))


def _of_a_month(sheet: Sheet, known: Iterable[str]) -> Sheet:
    """The same sheet with a month's share of its lines; a formula over sheets that are not here is left out."""
    columns = tuple(
        replace(column, formula="") if set(_REFERENCE.findall(column.formula)) - set(known) else column
        for column in sheet.columns
    )
    return replace(sheet, columns=columns, most_rows=max(1, sheet.most_rows // MONTHS_OF_A_YEAR))


def part_of(sheet: Sheet) -> str:
    """The column that names the generating unit, line or facility of a monthly sheet; empty when it has none."""
    first = sheet.keys[0]
    return "" if first == MONTH else first
