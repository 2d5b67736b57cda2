"""A year's rechecks and confirmations: the lists, and what is done with all of them at once."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.recheck import acts, queries
from domain.recheck.states import CONFIRMATION_MOVES, ConfirmationState, TaskState
from domain.records.lists import Line, whole
from portal import acting, lists
from portal.clock import current_year, now, today
from portal.page import done
from portal.verification.parts import Ask, known_year

KIND = ("recheck", "confirmation")
STEPS = ("prepare", "notify", "finalise")
# Whose days run in a state, and until when.
CLOCKS: dict[str, tuple[str, str]] = {
    ConfirmationState.PREPARED: ("notice", "notice_until"),
    ConfirmationState.OBJECTED: ("decision", "decide_until"),
}


@get("/recheck", duty=Duty.RECHECK_SEE)
async def this_year(request: Ask) -> Response[Any]:
    return done(request, f"/recheck/{current_year()}")


@get("/recheck/{year:int}", duty=Duty.RECHECK_SEE)
async def year_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """A year's draws, how many rechecks, the confirmations, and what may be done with all of them at once."""
    user = request.user
    bounded = queries.of_year(known_year(year), actor=user)
    view = await lists.view_of(request, queries.ROLL, f"/recheck/{year}", *bounded)
    counts = await queries.counts(year, actor=user)
    return lists.list_page(
        request,
        "recheck/year.html",
        view,
        year=year,
        counts=counts,
        states=[state.value for state in ConfirmationState if state.value in counts],
        overdue=_overdue,
        draws=await queries.draws(year),
        task_counts=await queries.task_counts(year, actor=user),
        steps=await _steps(request, year, counts),
    )


async def _steps(request: Ask, year: int, counts: dict[str, int]) -> list[str]:
    """The steps that would change something."""
    user = request.user
    found = [name for name in STEPS if user.holds(CONFIRMATION_MOVES[name].duty)]
    if "prepare" in found and not await queries.preparable(year, actor=user):
        found.remove("prepare")
    return [name for name in found if name == "prepare" or any(s in counts for s in CONFIRMATION_MOVES[name].before)]


def _overdue(line: Line) -> str:
    """The clock of the province that has run out, by its code; empty when none has."""
    code, column = CLOCKS.get(line["state"], ("", ""))
    return code if column and line[column] and line[column] < today() else ""


@get("/recheck/{year:int}/export", duty=Duty.RECHECK_SEE)
async def export(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The confirmations that the page shows, whole, as xlsx."""
    name = lists.file_name(request, "room:recheck", known_year(year))
    return await lists.export(request, queries.ROLL, name, *queries.of_year(year, actor=request.user))


@get("/recheck/{year:int}/tasks", duty=Duty.RECHECK_SEE)
async def tasks_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The rechecks of a year: whom, why, by which inspectors; an inspector may keep to the own ones."""
    user = request.user
    bounded = queries.tasks_in(known_year(year), actor=user)
    view = await lists.view_of(request, queries.task_roll(user), f"/recheck/{year}/tasks", *bounded)
    counts = await queries.task_counts(year, actor=user)
    states = [state.value for state in TaskState if state.value in counts]
    return lists.list_page(request, "recheck/tasks.html", view, year=year, counts=counts, states=states)


@get("/recheck/{year:int}/tasks/export", duty=Duty.RECHECK_SEE)
async def tasks_export(request: Ask, year: FromPath[int]) -> Response[Any]:
    user = request.user
    name = lists.file_name(request, "Rechecks", known_year(year))
    return await lists.export(request, queries.task_roll(user), name, *queries.tasks_in(year, actor=user))


@get("/recheck/{year:int}/preview/{name:str}", duty=Duty.RECHECK_SEE)
async def preview(request: Ask, year: FromPath[int], name: FromPath[str]) -> Response[Any]:
    """Whom a step affects, before it is made."""
    user, back = request.user, f"/recheck/{known_year(year)}"
    if name not in STEPS or not user.holds(CONFIRMATION_MOVES[name].duty):
        raise NotFoundException
    if name == "prepare":
        step = acting.Step(queries.READINESS, KIND, name, back, lambda line: str(line["hindrance"]))
        return acting.preview(request, step, await queries.readiness(year, actor=user))
    why_not = _unripe if name == "finalise" else acting.open_in(CONFIRMATION_MOVES[name].before)
    lines = await whole(queries.ROLL, *queries.of_year(year, actor=user))
    return acting.preview(request, acting.Step(queries.ROLL, KIND, name, back, why_not), lines)


def _unripe(line: Line) -> str:
    """A decision ends the matter; otherwise the last day for objections must be over."""
    if line["state"] not in CONFIRMATION_MOVES["finalise"].before:
        return acting.STATE
    runs = line["objection_until"] is None or line["objection_until"] >= today()
    return "days_run" if line["state"] == ConfirmationState.NOTIFIED and runs else ""


@post("/recheck/{year:int}/prepare", duty=Duty.RECHECK_DRAW)
async def prepare(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.prepare(known_year(year), actor=request.user, at=now())
    return done(request, f"/recheck/{year}", "recheck:prepared", count=count)


@post("/recheck/{year:int}/notify", duty=Duty.EMISSIONS_CONFIRM)
async def notify(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.notify(known_year(year), actor=request.user, at=now())
    return done(request, f"/recheck/{year}", "recheck:notified", count=count)


@post("/recheck/{year:int}/finalise", duty=Duty.RECHECK_DRAW)
async def finalise(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.finalise(known_year(year), actor=request.user, at=now())
    return done(request, f"/recheck/{year}", "recheck:finalised", count=count)


routes = [this_year, year_page, export, tasks_page, tasks_export, preview, prepare, notify, finalise]
