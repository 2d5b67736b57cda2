"""A year's reports: the list, what is done with all of them or with chosen ones."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.law import last_day_of
from domain.emission_report import acts, queries, rules
from domain.emission_report.states import OWED, REPORT_MOVES, State
from domain.listing import queries as listing
from domain.listing.states import State as Listed
from domain.records.lawbook.queries import as_of
from domain.records.lists import Line, whole
from portal import acting, lists
from portal.clock import current_year, now, today
from portal.emission_report.views import Ask, known_year
from portal.page import done

KIND = ("emission_report", "report")
STEPS = ("open", "urge")


@get("/reports", duty=Duty.REPORT_SEE)
async def this_year(request: Ask) -> Response[Any]:
    return done(request, f"/reports/{current_year()}")


@get("/reports/{year:int}", duty=Duty.REPORT_SEE)
async def year_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The year's reports, a line each; an enterprise is led straight to its own."""
    user = request.user
    if user.enterprise_id and (card := await queries.report_of(user.enterprise_id, known_year(year), actor=user)):
        return done(request, f"/reports/report/{card.id}")
    bounded = queries.of_year(known_year(year), actor=user)
    law = await as_of(last_day_of(year))
    view = await lists.view_of(request, queries.roll(law), f"/reports/{year}", *bounded)
    deadlines = rules.deadlines(law)
    counts = await queries.counts(year, actor=user)
    accepts = user.holds(Duty.REPORT_ACCEPT)
    return lists.list_page(
        request,
        "emission_report/list.html",
        view,
        year=year,
        counts=counts,
        states=[state.value for state in State if state.value in counts],
        deadlines=deadlines,
        steps=await _steps(request, year, counts) if accepts and deadlines else [],
        bulk=("accept", "return") if accepts and State.SUBMITTED in counts else (),
    )


async def _steps(request: Ask, year: int, counts: dict[str, int]) -> list[str]:
    """The steps that would change something."""
    found = ["open"] if await queries.unopened(year, actor=request.user) else []
    return [*found, "urge"] if any(state in counts for state in OWED) else found


@get("/reports/{year:int}/export", duty=Duty.REPORT_SEE)
async def export(request: Ask, year: FromPath[int]) -> Response[Any]:
    """What the page shows, whole, as xlsx."""
    name = lists.file_name(request, "room:emission_report", known_year(year))
    roll = queries.roll(await as_of(last_day_of(year)))
    return await lists.export(request, roll, name, *queries.of_year(year, actor=request.user))


@get("/reports/{year:int}/preview/{name:str}", duty=Duty.REPORT_ACCEPT)
async def preview(request: Ask, year: FromPath[int], name: FromPath[str]) -> Response[Any]:
    """For whom a report would be opened, or who would be urged."""
    if name not in STEPS:
        raise NotFoundException
    return await _preview(request, known_year(year), name)


async def _preview(request: Ask, year: int, name: str) -> Response[Any]:
    user, back = request.user, f"/reports/{year}"
    if name == "urge":
        roll = queries.roll(await as_of(last_day_of(year)))
        lines = await whole(roll, *queries.of_year(year, actor=user))
        return acting.preview(request, acting.Step(roll, KIND, name, back, _urged), lines)
    there = await queries.opened(year, actor=user)

    def why_not(line: Line) -> str:
        if line["state"] != Listed.PUBLISHED:
            return acting.STATE
        return "opened" if line["enterprise_id"] in there else ""

    lines = await whole(listing.ROLL, *listing.of_year(year, actor=user))
    return acting.preview(request, acting.Step(listing.ROLL, KIND, name, back, why_not), lines)


def _urged(line: Line) -> str:
    """Whoever owes a report is urged, once a day."""
    if line["state"] not in OWED:
        return acting.STATE
    return "urged_today" if line["urged_on"] == today() else ""


@post("/reports/{year:int}/open", duty=Duty.REPORT_ACCEPT)
async def open_year(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.open_year(known_year(year), actor=request.user, at=now())
    return done(request, f"/reports/{year}", "emission_report:opened", count=count)


@post("/reports/{year:int}/urge", duty=Duty.REPORT_ACCEPT)
async def urge(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.urge(known_year(year), actor=request.user, at=now())
    return done(request, f"/reports/{year}", "emission_report:urged", count=count)


@post("/reports/{year:int}/chosen", duty=Duty.REPORT_ACCEPT)
async def act_on_chosen(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Accept or return the chosen reports, each by itself."""
    actor = request.user

    async def accept(report_id: int, _reason: str) -> None:
        await acts.accept(report_id, actor=actor, at=now())

    async def send_back(report_id: int, reason: str) -> None:
        await acts.return_(report_id, reason, actor=actor, at=now())

    doings = (
        acting.Doing("accept", acting.open_in(REPORT_MOVES["accept"].before), accept),
        acting.Doing("return", acting.open_in(REPORT_MOVES["return"].before), send_back, reasoned=True),
    )
    bounded = queries.of_year(known_year(year), actor=actor)
    roll = queries.roll(await as_of(last_day_of(year)))
    return await acting.chosen(request, roll, KIND, f"/reports/{year}", doings, *bounded)


routes = [this_year, year_page, export, preview, open_year, urge, act_on_chosen]
