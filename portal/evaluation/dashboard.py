"""The leader's dashboard: years in sums, by sector and city, each number with the list behind it."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.evaluation import queries
from domain.evaluation.queries import Part
from portal import words
from portal.clock import current_year
from portal.evaluation.board import board_of
from portal.evaluation.figures import Figure, chosen, picture, table
from portal.evaluation.tiles import tiles_of
from portal.evaluation.view import YEARS, Asked, view_of
from portal.page import language_of, page, whole_number
from portal.words import label, say

Ask = Request[Actor, str, Any]
LONGEST = 40
# Compliance years are four figures; the first of the charts needs some before it.
FIRST_YEAR, LAST_YEAR = 2000, 2100


@get("/dashboard", duty=Duty.EVALUATION_SEE)
async def dashboard(request: Ask) -> Response[Any]:
    """Key numbers and charts of a year. What was chosen stands in the address, so that it can be kept and sent."""
    words.speaking.set(language_of(request))
    asked = _asked(request)
    view = await view_of(asked)
    parts = await queries.parts(request.user)
    newest = max(current_year(), asked.year)
    return page(
        request,
        "evaluation/dashboard.html",
        asked=asked,
        view=view,
        tiles=tiles_of(view, request.user),
        sections=board_of(view, request.user),
        cities=list(dict.fromkeys(one.city for one in parts if one.city)),
        sectors=list(dict.fromkeys(one.sector for one in parts if one.sector)),
        years=range(newest - YEARS + 1, newest + 1),
    )


@get("/dashboard/charts/{code:str}/picture", duty=Duty.EVALUATION_SEE)
async def chart_picture(request: Ask, code: FromPath[str]) -> Response[Any]:
    """A chart of the dashboard as a picture that stands alone."""
    figure, about = await _figure(request, code)
    return picture(figure, about)


@get("/dashboard/charts/{code:str}/table", duty=Duty.EVALUATION_SEE)
async def chart_table(request: Ask, code: FromPath[str]) -> Response[Any]:
    """What a chart of the dashboard shows, as xlsx."""
    figure, about = await _figure(request, code)
    return await table(figure, about)


def _asked(request: Ask) -> Asked:
    """What the address asks for; a year that cannot be one is as if it were not there."""
    given = {name: request.query_params.get(name, "").replace("\0", "") for name in ("sector", "city")}
    part = Part(**{name: value.strip()[:LONGEST] for name, value in given.items()})
    year = whole_number(request.query_params.get("year", ""))
    return Asked(year if FIRST_YEAR < year < LAST_YEAR else current_year(), part, request.user)


async def _figure(request: Ask, code: str) -> tuple[Figure, str]:
    """A chart of the dashboard by its code, and what it is about."""
    words.speaking.set(language_of(request))
    asked = _asked(request)
    view = await view_of(asked)
    figures = [one for _, section in board_of(view, request.user) for one in section]
    part = asked.part
    about = [str(asked.year), label("sector", part.sector) if part.sector else "", part.city or say("All cities")]
    return chosen(figures, code), " · ".join(filter(None, about))


routes = [dashboard, chart_picture, chart_table]
