"""The plans of a year: an enterprise's own, everybody's as a list, who is missing, acts on many."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from domain.core.duties import Duty, Kind
from domain.monitoring_plan import acts, queries, rules
from domain.monitoring_plan.states import MOVES, State
from portal import acting, lists
from portal.clock import current_year, now, today
from portal.monitoring_plan.views import Ask, own
from portal.page import done, page


@get("/plans", duty=Duty.PLAN_SEE)
async def this_year(request: Ask) -> Response[Any]:
    return done(request, f"/plans/{current_year()}")


@get("/plans/{year:int}", duty=Duty.PLAN_SEE)
async def year_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """An enterprise finds what it has to do; everyone else the plans of the year, one line per enterprise."""
    user = request.user
    if user.kind is Kind.ENTERPRISE:
        return await _own_page(request, year)
    view = await lists.view_of(request, queries.ROLL, f"/plans/{year}", *queries.of_year(year, actor=user))
    counts = await queries.counts(year, actor=user)
    reviews = user.holds(Duty.PLAN_REVIEW) and State.SUBMITTED in counts
    states = [state.value for state in State if state.value in counts]
    bulk = ("file", "return") if reviews else ()
    return lists.list_page(
        request, "monitoring_plan/list.html", view, year=year, counts=counts, states=states, bulk=bulk
    )


async def _own_page(request: Ask, year: int) -> Response[Any]:
    """The enterprise's own plan of one year: what is due, what to do next, its versions."""
    mine = own(request)
    versions = await queries.versions(mine, year, actor=request.user)
    due = await queries.due(mine, year, versions[0].state if versions else "", today(), actor=request.user)
    newest = versions[0] if versions else None
    state, readable = (newest.state, newest.readable) if newest else ("", False)
    beside = await queries.beside(mine, year, actor=request.user)
    # A plan is filed before its year begins, so the next one is always for the calendar year to come.
    coming = today().year + 1
    return page(
        request,
        "monitoring_plan/own.html",
        year=year,
        versions=versions,
        due=due,
        coming=coming if coming != year else None,
        coming_by=await queries.deadline(coming),
        changes=beside.changes,
        in_force=any(card.state == State.FILED for card in versions),
        may_fill=rules.may_begin(state, readable),
        may_correct=rules.may_correct(state, readable),
        typed_on=beside.typed_on,
    )


@get("/plans/{year:int}/export", duty=Duty.PLAN_SEE)
async def export(request: Ask, year: FromPath[int]) -> Response[Any]:
    """What the page shows, whole, as xlsx."""
    name = lists.file_name(request, "room:monitoring_plan", year)
    return await lists.export(request, queries.ROLL, name, *queries.of_year(year, actor=request.user))


@get("/plans/{year:int}/missing", duty=Duty.PLAN_SEE)
async def missing_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Enterprises on the published list that have submitted no plan: whom to urge."""
    bounded = queries.missing_in(year, actor=request.user)
    view = await lists.view_of(request, queries.MISSING, f"/plans/{year}/missing", *bounded)
    return lists.list_page(request, "monitoring_plan/missing.html", view, year=year)


@get("/plans/{year:int}/missing/export", duty=Duty.PLAN_SEE)
async def missing_export(request: Ask, year: FromPath[int]) -> Response[Any]:
    name = lists.file_name(request, "Who has not submitted yet", year)
    return await lists.export(request, queries.MISSING, name, *queries.missing_in(year, actor=request.user))


@post("/plans/{year:int}/chosen", duty=Duty.PLAN_REVIEW)
async def act_on_chosen(request: Ask, year: FromPath[int]) -> Response[Any]:
    """File or return the chosen plans, each by itself."""
    actor = request.user

    async def enter(plan_id: int, _reason: str) -> None:
        await acts.file(plan_id, actor=actor, at=now())

    async def send_back(plan_id: int, reason: str) -> None:
        await acts.return_(plan_id, reason, actor=actor, at=now())

    doings = (
        acting.Doing("file", acting.open_in(MOVES["file"].before), enter),
        acting.Doing("return", acting.open_in(MOVES["return"].before), send_back, reasoned=True),
    )
    bounded = queries.of_year(year, actor=actor)
    return await acting.chosen(request, queries.ROLL, ("monitoring_plan", "plan"), f"/plans/{year}", doings, *bounded)


routes = [this_year, year_page, export, missing_page, missing_export, act_on_chosen]
