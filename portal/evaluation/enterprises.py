"""The list of enterprises, and the page of one: everything the portal knows of it, year beside year."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty, Kind
from domain.core.law import last_day_of
from domain.evaluation import queries
from domain.records.account import queries as account
from domain.records.documents import queries as documents
from domain.records.journal import queries as journal
from domain.records.lawbook.queries import as_of_days
from domain.records.people import queries as people
from portal import lists, words
from portal.clock import current_year
from portal.evaluation.cells import rows_of
from portal.evaluation.figures import Figure, chosen, picture, table
from portal.evaluation.unit import MOST_YEARS, figures_of
from portal.page import done, language_of, page
from portal.words import say

Ask = Request[Actor, str, Any]
# Whose journal a reader may follow on the page of an enterprise. Allocation, recheck and penalty go on inside the
# province before they are told: their entries are for the province alone.
JOURNALS = {
    "listing": Duty.LISTING_SEE,
    "monitoring_plan": Duty.PLAN_SEE,
    "emission_report": Duty.REPORT_SEE,
    "verification": Duty.VERIFICATION_SEE,
    "surrender": Duty.SURRENDER_SEE,
}
INSIDE = {"recheck": Duty.RECHECK_SEE, "allocation": Duty.ALLOCATION_SEE, "penalty": Duty.PENALTY_SEE}


@get("/enterprises", duty=Duty.ENTERPRISE_SEE)
async def this_year(request: Ask) -> Response[Any]:
    """The list of this year; an enterprise goes straight to its own page."""
    if request.user.kind is Kind.ENTERPRISE:
        return done(request, f"/enterprises/{request.user.enterprise_id}")
    return done(request, f"/enterprises/in/{current_year()}")


@get("/enterprises/in/{year:int}", duty=Duty.ENTERPRISE_SEE)
async def list_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """All enterprises with their states and figures of one year: the list behind every sum of the dashboard."""
    roll, seen = queries.roll(request.user, year), queries.seen_by(request.user)
    quiet = {code: queries.TRUTH if request.query_params.get(code) else () for code in queries.QUIET}
    view = await lists.view_of(request, roll, f"/enterprises/in/{year}", seen, **quiet)
    return lists.list_page(request, "evaluation/enterprises.html", view, year=year)


@get("/enterprises/in/{year:int}/export", duty=Duty.ENTERPRISE_SEE)
async def export(request: Ask, year: FromPath[int]) -> Response[Any]:
    """What the page shows, whole, as xlsx."""
    words.speaking.set(language_of(request))
    name = f"{say('Enterprises')}-{year}"
    return await lists.export(request, queries.roll(request.user, year), name, queries.seen_by(request.user))


@get("/enterprises/{enterprise_id:int}", duty=Duty.ENTERPRISE_SEE)
async def enterprise_page(request: Ask, enterprise_id: FromPath[int]) -> Response[Any]:
    """One enterprise: facts, years, charts, units, account, contacts, documents, journal."""
    words.speaking.set(language_of(request))
    file = await _file(request, enterprise_id)
    user = request.user
    years = (await queries.years_of(enterprise_id, actor=user))[:MOST_YEARS]
    return page(
        request,
        "evaluation/enterprise.html",
        file=file,
        card=file.card,
        years=years,
        rows=rows_of(years, user),
        figures=await _figures(years, user),
        balances=await account.balances([enterprise_id], actor=user) if user.holds(Duty.ALLOCATION_SEE) else (),
        papers=await documents.of_enterprise(enterprise_id, actor=user),
        history=await journal.of_enterprise(enterprise_id, _journals(user)),
    )


@get("/enterprises/{enterprise_id:int}/charts/{code:str}/picture", duty=Duty.ENTERPRISE_SEE)
async def chart_picture(request: Ask, enterprise_id: FromPath[int], code: FromPath[str]) -> Response[Any]:
    """A chart of the page as a picture that stands alone."""
    figure, name = await _figure(request, enterprise_id, code)
    return picture(figure, name)


@get("/enterprises/{enterprise_id:int}/charts/{code:str}/table", duty=Duty.ENTERPRISE_SEE)
async def chart_table(request: Ask, enterprise_id: FromPath[int], code: FromPath[str]) -> Response[Any]:
    """What a chart of the page shows, as xlsx."""
    figure, name = await _figure(request, enterprise_id, code)
    return await table(figure, name)


async def _file(request: Ask, enterprise_id: int) -> people.EnterpriseFile:
    file = await people.enterprise_file(enterprise_id, actor=request.user)
    if file is None:
        raise NotFoundException
    return file


async def _figures(years: list[queries.EnterpriseYear], user: Actor) -> list[Figure]:
    return figures_of(years, await as_of_days([last_day_of(one.year) for one in years]), user)


async def _figure(request: Ask, enterprise_id: int, code: str) -> tuple[Figure, str]:
    """A chart of the page by its code, and whose it is."""
    words.speaking.set(language_of(request))
    file = await _file(request, enterprise_id)
    years = (await queries.years_of(enterprise_id, actor=request.user))[:MOST_YEARS]
    return chosen(await _figures(years, request.user), code), file.card.name


def _journals(user: Actor) -> list[str]:
    open_to = JOURNALS | (INSIDE if user.kind is Kind.PROVINCE else {})
    return [room for room, duty in open_to.items() if user.holds(duty)]


routes = [this_year, list_page, export, enterprise_page, chart_picture, chart_table]
