"""A year's obligations: the list, how everybody stood on a day, and the steps of the whole year."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.allocation import queries as allocation
from domain.allocation.states import SETTLED
from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.law import Law, last_day_of
from domain.records.lawbook.queries import as_of, working_calendar
from domain.records.lists import Line, whole
from domain.surrender import acts, queries
from domain.surrender.rules import Status
from domain.surrender.states import MOVES, State
from portal import acting, lists
from portal.clock import current_year, now, today
from portal.page import done

Ask = Request[Actor, str, Any]
KIND = ("surrender", "obligation")


@get("/surrender", duty=Duty.SURRENDER_SEE)
async def this_year(request: Ask) -> Response[Any]:
    return done(request, f"/surrender/{current_year()}")


@get("/surrender/{year:int}", duty=Duty.SURRENDER_SEE)
async def list_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """One year's obligations: sums, what may be done next, who stands how."""
    user = request.user
    view = await lists.view_of(request, queries.ROLL, f"/surrender/{year}", *queries.of_year(year, actor=user))
    totals = await queries.totals(year, actor=user)
    deadline_on = await deadline(year)
    return lists.list_page(
        request,
        "surrender/list.html",
        view,
        year=year,
        totals=totals,
        steps=await _steps(user, year, totals, deadline_on),
        deadline_on=deadline_on,
        days_left=await days_left(deadline_on),
    )


async def _steps(user: Actor, year: int, totals: queries.Totals, deadline_on: date | None) -> list[str]:
    """The steps that would change something today."""
    found = []
    over = deadline_on is not None and today() > deadline_on
    if user.holds(Duty.SURRENDER_RECORD):
        if await queries.unopened(year, actor=user):
            found.append("open_year")
        if over and totals.states.get(State.OPEN):
            found.append("settle")
        elif over and totals.outdated:
            found.append("settle_again")
    if user.holds(Duty.SURRENDER_PUBLISH) and totals.states.get(State.SETTLED):
        found.append("publish")
    return found


async def deadline(year: int) -> date | None:
    """The last day for surrender, where the law of the year knows one yet."""
    return deadline_in(await as_of(last_day_of(year)))


def deadline_in(law: Law) -> date | None:
    return law.on("deadline.surrender") if law.has("deadline.surrender") else None


async def days_left(deadline_on: date | None) -> int | None:
    """Working days from today to the deadline; None when it is over or not known."""
    if deadline_on is None or today() > deadline_on:
        return None
    return (await working_calendar()).between(today(), deadline_on)


@get("/surrender/{year:int}/export", duty=Duty.SURRENDER_SEE)
async def export(request: Ask, year: FromPath[int]) -> Response[Any]:
    """What the page shows, whole, as xlsx."""
    name = lists.file_name(request, "room:surrender", year)
    return await lists.export(request, queries.ROLL, name, *queries.of_year(year, actor=request.user))


@get("/surrender/{year:int}/preview/{name:str}", duty=Duty.SURRENDER_SEE)
async def preview(request: Ask, year: FromPath[int], name: FromPath[str]) -> Response[Any]:
    """Whom a step affects, before it is made."""
    move = next((one for one in MOVES if one.name == name), None)
    if move is None or not request.user.holds(move.duty):
        raise NotFoundException
    user, back = request.user, f"/surrender/{year}"
    if name == "open_year":
        return await _preview_opening(request, year)
    if name == "publish":
        lines = await whole(queries.ROLL, *queries.of_year(year, actor=user))
        step = acting.Step(queries.ROLL, KIND, name, back, acting.open_in(move.before))
        return acting.preview(request, step, lines)
    deadline_on = await deadline(year)
    running = deadline_on is None or today() <= deadline_on

    def why_not(line: Line) -> str:
        return "running" if running else "" if line["differs"] else "same"

    results = queries.settling_lines(await queries.results_on(year, today(), actor=user))
    step = acting.Step(queries.SETTLING, KIND, name, back, why_not, path="settle")
    return acting.preview(request, step, results)


async def _preview_opening(request: Ask, year: int) -> Response[Any]:
    user = request.user
    there = await queries.opened(year, actor=user)

    def why_not(line: Line) -> str:
        if line["state"] not in SETTLED or line["due"] is None:
            return acting.STATE
        return "opened" if line["enterprise_id"] in there else ""

    roll = allocation.roll(user)
    lines = await whole(roll, *allocation.of_year(year, actor=user))
    step = acting.Step(roll, KIND, "open_year", f"/surrender/{year}", why_not, figures=("due",))
    return acting.preview(request, step, lines)


@get("/surrender/{year:int}/on", duty=Duty.SURRENDER_SEE)
async def on_day(request: Ask, year: FromPath[int], day: FromQuery[str] = "") -> Response[Any]:
    return done(request, f"/surrender/{year}/on/{(day_of(day) or today()).isoformat()}")


@get("/surrender/{year:int}/on/{day:str}", duty=Duty.SURRENDER_SEE)
async def standings(request: Ask, year: FromPath[int], day: FromPath[str]) -> Response[Any]:
    """How everybody stood at the end of a day, from what is dated up to it."""
    chosen = _known_day(day)
    lines = queries.standing_lines(await queries.status_as_of(year, chosen, actor=request.user))
    view = lists.view_over(request, queries.STANDINGS, f"/surrender/{year}/on/{day}", lines)
    return lists.list_page(request, "surrender/on_day.html", view, year=year, day=chosen)


@get("/surrender/{year:int}/on/{day:str}/export", duty=Duty.SURRENDER_SEE)
async def standings_export(request: Ask, year: FromPath[int], day: FromPath[str]) -> Response[Any]:
    lines = queries.standing_lines(await queries.status_as_of(year, _known_day(day), actor=request.user))
    name = lists.file_name(request, "Status as of a day", year, day)
    return await lists.export_over(request, queries.STANDINGS, name, lines)


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _known_day(text: str) -> date:
    found = day_of(text)
    if found is None:
        raise NotFoundException
    return found


@post("/surrender/{year:int}/open_year", duty=Duty.SURRENDER_RECORD)
async def open_year(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.open_year(year, actor=request.user, at=now())
    return done(request, f"/surrender/{year}", "surrender:opened", count=count)


@post("/surrender/{year:int}/settle", duty=Duty.SURRENDER_RECORD)
async def settle(request: Ask, year: FromPath[int]) -> Response[Any]:
    settled = await acts.settle(year, actor=request.user, at=now())
    facts = {each.value: settled.statuses.get(each.value, 0) for each in Status}
    return done(request, f"/surrender/{year}", "surrender:settled", changed=settled.changed, **facts)


@post("/surrender/{year:int}/publish", duty=Duty.SURRENDER_PUBLISH)
async def publish(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.publish(year, actor=request.user, at=now())
    return done(request, f"/surrender/{year}", "surrender:published", count=count)


routes = [this_year, list_page, export, preview, on_day, standings, standings_export, open_year, settle, publish]
