"""How reports are shown: who asks for what, and the form's own words for sheets, columns and choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR
from typing import Any

from litestar import Request
from litestar.exceptions import NotFoundException

from domain.core.actors import Actor
from domain.core.workbook import Column, Layout, Sheet
from domain.emission_report import queries
from domain.emission_report.queries import FindingCard, ReportCard, VersionCard
from domain.emission_report.rules import Content, Difference
from domain.emission_report.workbook import WORKBOOK

Ask = Request[Actor, str, Any]
# Numbers that no row of the database can have are no page, rather than trouble.
MOST_ID = 2**31 - 1


async def report_card(request: Ask, report_id: int) -> ReportCard:
    """The report, or no page: one that the reader may not see is like one that does not exist."""
    card = await queries.report(known_id(report_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


async def version_card(request: Ask, version_id: int) -> VersionCard:
    card = await queries.version(known_id(version_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


def known_id(number: int) -> int:
    if not 0 < number <= MOST_ID:
        raise NotFoundException
    return number


def known_year(year: int) -> int:
    if not MINYEAR < year < MAXYEAR:
        raise NotFoundException
    return year


@dataclass(frozen=True, slots=True)
class CellView:
    """One value in the reader's language; `severity` when a finding points at its cell."""

    text: str
    cell: str
    severity: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class SheetView:
    """One sheet as a table; fields are shown as one line."""

    title: str
    fields: bool
    headings: tuple[str, ...]
    rows: tuple[tuple[CellView, ...], ...]


def sheet_views(content: Content, found: Sequence[FindingCard], language: str) -> list[SheetView]:
    """What was read, sheet by sheet in the order of the form."""
    # The gravest finding of a cell colours it: findings come gravest first, and the last one written stays.
    marks = {(each.finding.place.sheet, each.finding.place.cell): each.finding.severity.value for each in found[::-1]}
    views = []
    for sheet in WORKBOOK:
        rows = tuple(
            tuple(
                CellView(
                    said(column, line.values.get(column.key, ""), language),
                    line.cells.get(column.key, ""),
                    marks.get((sheet.title_zh, line.cells.get(column.key, "-")), ""),
                    column.kind.is_number,
                )
                for column in sheet.columns
            )
            for line in content.get(sheet.key, ())
        )
        if rows:
            headings = tuple(heading(column, language) for column in sheet.columns)
            views.append(SheetView(title(sheet, language), sheet.layout is Layout.FIELDS, headings, rows))
    return views


def difference_view(difference: Difference, language: str) -> dict[str, str]:
    """A difference in the words of the form."""
    sheet = WORKBOOK.sheet(difference.sheet)
    column = sheet.column(difference.column)
    names = difference.line.split("/")
    columns = [each for each in sheet.columns if each.key in ("unit_number", "month", "fuel")]
    line = [said(each, name, language) for each, name in zip(columns, names, strict=False)]
    return {
        "sheet": title(sheet, language),
        "line": " · ".join(line),
        "column": heading(column, language),
        "before": said(column, difference.old, language),
        "after": said(column, difference.new, language),
    }


def title(sheet: Sheet, language: str) -> str:
    return sheet.title_zh if language == "zh" else sheet.title_en


def heading(column: Column, language: str) -> str:
    text = column.title_zh if language == "zh" else column.title_en
    return f"{text} ({column.unit})" if column.unit else text


def said(column: Column, value: str, language: str) -> str:
    """The form's words for a choice; anything else as it was filed."""
    for choice in column.choices:
        if choice.code == value:
            return choice.title_zh if language == "zh" else choice.title_en
    return value
