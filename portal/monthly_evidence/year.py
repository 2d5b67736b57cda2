"""A year's months: the matrix and the list, what is done with all of them or with chosen ones, the own page."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.monthly_evidence import acts, queries
from domain.monthly_evidence.queries import ToOpen
from domain.monthly_evidence.states import MONTH_MOVES, OWED, Standing, State
from domain.records.lists import Column, Kind, Line, Roll, whole
from portal import acting, lists
from portal.clock import current_year, now, today
from portal.monthly_evidence.own import own_page
from portal.monthly_evidence.views import Ask, known_year
from portal.page import done

KIND = ("monthly_evidence", "month")
STEPS = ("open", "urge")
# What a preview of opening shows: a line for each month that would be opened.
TO_OPEN = Roll(
    "month_to_open",
    "",
    "",
    (
        Column("name", ""),
        Column("month", "", Kind.CODE),
        Column("due_on", "", Kind.DAY),
        Column("state", "", Kind.HIDDEN),
    ),
    (),
    "name",
)


@get("/months", duty=Duty.MONTH_SEE)
async def this_year(request: Ask) -> Response[Any]:
    return done(request, f"/months/{current_year()}")


@get("/months/{year:int}", duty=Duty.MONTH_SEE)
async def year_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Enterprises against months: in time, late, missing. An enterprise finds its own year instead."""
    user = request.user
    if user.enterprise_id is not None:
        return await own_page(request, known_year(year), user.enterprise_id)
    bounded = queries.matrix_of(known_year(year), today(), actor=user)
    view = await lists.view_of(request, queries.MATRIX, f"/months/{year}", *bounded)
    counts = await queries.counts(year, today(), actor=user)
    return lists.list_page(
        request,
        "monthly_evidence/matrix.html",
        view,
        year=year,
        counts=counts,
        standings=[each.value for each in Standing],
        months={name: f"{queries.NUMBER_OF}{name}" for name in queries.COLUMNS},
        steps=await _steps(request, year, counts) if user.holds(Duty.MONTH_REVIEW) else [],
    )


async def _steps(request: Ask, year: int, counts: dict[str, int]) -> list[str]:
    """The steps that would change something."""
    found = ["open"] if await queries.to_open(year, today(), actor=request.user) else []
    return [*found, "urge"] if any(f"state:{state}" in counts for state in OWED) else found


@get("/months/{year:int}/export", duty=Duty.MONTH_SEE)
async def export(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The matrix as it is seen, as xlsx."""
    name = lists.file_name(request, "room:monthly_evidence", known_year(year))
    return await lists.export(request, queries.MATRIX, name, *queries.matrix_of(year, today(), actor=request.user))


@get("/months/{year:int}/list", duty=Duty.MONTH_SEE)
async def list_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """A line for each month: what can be narrowed, and acted on many at once."""
    user = request.user
    bounded = queries.of_year(known_year(year), today(), actor=user)
    view = await lists.view_of(request, queries.ROLL, f"/months/{year}/list", *bounded)
    counts = await queries.counts(year, today(), actor=user)
    reviews = user.holds(Duty.MONTH_REVIEW) and f"state:{State.SUBMITTED}" in counts
    return lists.list_page(
        request,
        "monthly_evidence/list.html",
        view,
        year=year,
        counts={state.value: counts.get(f"state:{state}", 0) for state in State},
        states=[state.value for state in State if f"state:{state}" in counts],
        bulk=("accept", "return") if reviews else (),
    )


@get("/months/{year:int}/list/export", duty=Duty.MONTH_SEE)
async def export_list(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The list as it is seen, as xlsx."""
    name = lists.file_name(request, "room:monthly_evidence", known_year(year))
    return await lists.export(request, queries.ROLL, name, *queries.of_year(year, today(), actor=request.user))


@get("/months/{year:int}/preview/{name:str}", duty=Duty.MONTH_REVIEW)
async def preview(request: Ask, year: FromPath[int], name: FromPath[str]) -> Response[Any]:
    """For whom months would be opened, or who would be urged."""
    back, user = f"/months/{known_year(year)}", request.user
    if name == "open":
        lines = [_line(place, one) for place, one in enumerate(await queries.to_open(year, today(), actor=user), 1)]
        return acting.preview(request, acting.Step(TO_OPEN, KIND, name, back, lambda _: ""), lines)
    if name == "urge":
        lines = [_named(line) for line in await whole(queries.ROLL, *queries.of_year(year, today(), actor=user))]
        return acting.preview(request, acting.Step(queries.ROLL, KIND, name, back, _urged), lines)
    raise NotFoundException


def _named(line: Line) -> Line:
    return Line(line.id, {**line.values, "name": f"{line['name']} · {line['month']}"})


def _line(place: int, one: ToOpen) -> Line:
    values = {"name": f"{one.name} · {one.month}", "month": one.month, "due_on": one.due_on, "state": ""}
    return Line(place, values)


def _urged(line: Line) -> str:
    """Whoever owes a month is urged, once a day."""
    if line["state"] not in OWED:
        return acting.STATE
    return "urged_today" if line["urged_on"] == today() else ""


@post("/months/{year:int}/open", duty=Duty.MONTH_REVIEW)
async def open_months(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.open_months(known_year(year), actor=request.user, at=now())
    return done(request, f"/months/{year}", "monthly_evidence:opened", count=count)


@post("/months/{year:int}/urge", duty=Duty.MONTH_REVIEW)
async def urge(request: Ask, year: FromPath[int]) -> Response[Any]:
    count = await acts.urge(known_year(year), actor=request.user, at=now())
    return done(request, f"/months/{year}", "monthly_evidence:urged", count=count)


@post("/months/{year:int}/chosen", duty=Duty.MONTH_REVIEW)
async def act_on_chosen(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Accept or return the chosen months, each by itself."""
    actor = request.user

    async def accept(month_id: int, _reason: str) -> None:
        await acts.accept(month_id, actor=actor, at=now())

    async def send_back(month_id: int, reason: str) -> None:
        await acts.return_(month_id, reason, actor=actor, at=now())

    doings = (
        acting.Doing("accept", acting.open_in(MONTH_MOVES["accept"].before), accept),
        acting.Doing("return", acting.open_in(MONTH_MOVES["return"].before), send_back, reasoned=True),
    )
    bounded = queries.of_year(known_year(year), today(), actor=actor)
    return await acting.chosen(request, queries.ROLL, KIND, f"/months/{year}/list", doings, *bounded)


routes = [this_year, year_page, export, list_page, export_list, preview, open_months, urge, act_on_chosen]
