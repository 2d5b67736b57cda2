"""A year's cases: the list, and all of it as a workbook."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.penalty import queries
from domain.penalty.states import State
from portal import lists
from portal.clock import current_year
from portal.page import done
from portal.penalty.views import Ask


@get("/penalties", duty=Duty.PENALTY_SEE)
async def this_year(request: Ask) -> Response[Any]:
    return done(request, f"/penalties/{current_year()}")


@get("/penalties/{year:int}", duty=Duty.PENALTY_SEE)
async def list_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """A year's cases: how many stand where, and the cases, newest first."""
    user = request.user
    view = await lists.view_of(request, queries.roll(user), f"/penalties/{year}", *queries.of_year(year, actor=user))
    counts = await queries.counts(year, actor=user)
    shown = [state.value for state in State if state is not State.WITHDRAWN or state in counts]
    return lists.list_page(request, "penalty/list.html", view, year=year, counts=counts, states=shown)


@get("/penalties/{year:int}/export", duty=Duty.PENALTY_SEE)
async def export(request: Ask, year: FromPath[int]) -> Response[Any]:
    """What the page shows, whole, as xlsx."""
    user = request.user
    name = lists.file_name(request, "room:penalty", year)
    return await lists.export(request, queries.roll(user), name, *queries.of_year(year, actor=user))


routes = [this_year, list_page, export]
