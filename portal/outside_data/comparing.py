"""What others tell beside what was reported: the largest deviations of a year, and one enterprise's figures."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.law import last_day_of
from domain.emission_report import queries as reports
from domain.emission_report.queries import Reported
from domain.outside_data import queries
from domain.outside_data.queries import EnterpriseTold
from domain.outside_data.rules import Comparison, compare
from domain.records.lawbook.queries import as_of
from domain.records.sheets.writer import Heading, table_in_thread
from portal import lists, words
from portal.outside_data.imports import HOME
from portal.page import LONGEST_NUMBER, XLSX, download, language_of, page

Ask = Request[Actor, str, Any]
# Years that a table can hold and a compliance year can be.
FIRST_YEAR, LAST_YEAR = 1990, 2100
HEADINGS = ("source", "figure", "told", "reported", "unit", "difference", "beyond")


def _known_year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFoundException
    return year


async def _compared(
    request: Ask, year: int, enterprise_id: int | None = None
) -> tuple[list[EnterpriseTold], dict[int, Reported], dict[int, list[Comparison]]]:
    """Whom sources tell of, what was reported, and both beside each other: three statements."""
    told = await queries.told_in(_known_year(year), actor=request.user, enterprise_id=enterprise_id)
    reported = await reports.reported(year, actor=request.user, enterprise_id=enterprise_id)
    law = await as_of(last_day_of(year))
    figures = {one.enterprise_id: reported[one.enterprise_id].figures for one in told if one.enterprise_id in reported}
    compared = {one.enterprise_id: compare(one.told, figures.get(one.enterprise_id, {}), law) for one in told}
    return told, reported, compared


@get(f"{HOME}/{{year:int}}", duty=Duty.OUTSIDE_SEE)
async def year_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The year's figures that both a source and a report tell, the largest deviations first."""
    told, _, compared = await _compared(request, year)
    lines = queries.deviation_lines(told, compared)
    view = lists.view_over(request, queries.DEVIATIONS, f"{HOME}/{year}", lines)
    beyond = sum(bool(line["beyond"]) for line in lines)
    counts = {"enterprises": len(told), "lines": len(lines), "beyond": beyond}
    return lists.list_page(request, "outside_data/year.html", view, year=year, counts=counts)


@get(f"{HOME}/{{year:int}}/export", duty=Duty.OUTSIDE_SEE)
async def year_export(request: Ask, year: FromPath[int]) -> Response[Any]:
    told, _, compared = await _compared(request, year)
    name = lists.file_name(request, "room:outside_data", year)
    return await lists.export_over(request, queries.DEVIATIONS, name, queries.deviation_lines(told, compared))


async def _one(request: Ask, year: int, enterprise_id: int) -> tuple[EnterpriseTold, Reported | None, list[Comparison]]:
    """One enterprise's year; nobody of whom nothing is told, or whom the reader may not see, has a page."""
    if not 0 < enterprise_id < 10**LONGEST_NUMBER:
        raise NotFoundException
    told, reported, compared = await _compared(request, year, enterprise_id)
    if not told:
        raise NotFoundException
    return told[0], reported.get(enterprise_id), compared[enterprise_id]


@get(f"{HOME}/{{year:int}}/enterprises/{{enterprise_id:int}}", duty=Duty.OUTSIDE_SEE)
async def enterprise_page(request: Ask, year: FromPath[int], enterprise_id: FromPath[int]) -> Response[Any]:
    """Every figure that a source tells of one enterprise's year, beside the report's."""
    card, reported, compared = await _one(request, year, enterprise_id)
    return page(request, "outside_data/enterprise.html", card=card, reported=reported, compared=compared, year=year)


@get(f"{HOME}/{{year:int}}/enterprises/{{enterprise_id:int}}/export", duty=Duty.OUTSIDE_SEE)
async def enterprise_export(request: Ask, year: FromPath[int], enterprise_id: FromPath[int]) -> Response[Any]:
    """The same as a table."""
    card, _, compared = await _one(request, year, enterprise_id)
    words.speaking.set(language_of(request))
    headings = [Heading(words.label("column", "outside_deviation", name), width=18) for name in HEADINGS]
    name = f"{words.say('room:outside_data')}-{card.name}-{year}"
    content = await table_in_thread(headings, [_row(one) for one in compared], title=name)
    return download(content, f"{name}.xlsx", XLSX)


def _row(one: Comparison) -> list[object]:
    return [
        words.label("choice", "outside_source", one.told.source),
        words.label("told_figure", one.told.code),
        one.told.value if one.told.value is not None else words.say("months told only in part"),
        one.reported,
        one.told.unit,
        None if one.difference is None else round(one.difference * 100, 2),
        words.say("yes") if one.beyond else "",
    ]


routes = [year_page, year_export, enterprise_page, enterprise_export]
