"""The public site: the year explained, and what the authority has published. Nothing else is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.listing import queries as listing
from domain.penalty import queries as penalty
from domain.records.lawbook import queries as lawbook
from domain.records.market import queries as market
from domain.surrender import queries as surrender
from domain.surrender.rules import Status
from portal.clock import current_year, today
from portal.desk.items import DEADLINE, deadlines_of
from portal.page import done, page

Ask = Request[Actor, str, Any]
PRICES_SHOWN = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the compliance year; `on` is the day that the law sets for it, where it sets one."""

    code: str
    on: date | None


STAGES = (
    ("listing", "list"),
    ("monitoring_plan", "plan"),
    ("emission_report", "report"),
    ("verification", "verification"),
    ("recheck", ""),
    ("allocation", "final_issue"),
    ("surrender", "surrender"),
    ("penalty", ""),
    ("summary", ""),
)


@get("/public", duty=Duty.PUBLIC)
async def landing(request: Ask) -> Response[Any]:
    """What the market is, how its year runs, and the way to everything that is published."""
    year = current_year()
    days = deadlines_of(row.provision for row in await lawbook.standing())
    counts = await listing.published_counts()
    return page(
        request,
        "public/landing.html",
        year=year,
        stages=[Stage(room, days.get((DEADLINE + key, year))) for room, key in STAGES],
        listed=counts,
        outcomes=await surrender.published_counts(),
        penalties=len(await penalty.published()),
        last_price=await market.latest(),
    )


@get("/public/list", duty=Duty.PUBLIC)
async def newest_list(request: Ask) -> Response[Any]:
    """The list published last."""
    years = await listing.published_counts()
    return done(request, f"/public/list/{next(iter(years), current_year())}")


@get("/public/list/{year:int}", duty=Duty.PUBLIC)
async def published_list(
    request: Ask, year: FromPath[int], after: FromQuery[str] = "", search: FromQuery[str] = ""
) -> Response[Any]:
    """The published list of one year, searched by name, code and city."""
    asked = search[:60]
    cards = await listing.public_page(year, after=after[:18], search=asked)
    further = ""
    if len(cards) == listing.PAGE:
        further = f"/public/list/{year}?" + urlencode({"after": cards[-1].credit_code, "search": asked})
    years = await listing.published_counts()
    return page(request, "public/list.html", year=year, years=years, cards=cards, search=asked, further=further)


@get("/public/surrender", duty=Duty.PUBLIC)
async def newest_outcomes(request: Ask) -> Response[Any]:
    """The year whose outcomes were published last."""
    years = await surrender.published_counts()
    return done(request, f"/public/surrender/{next(iter(years), current_year())}")


@get("/public/surrender/{year:int}", duty=Duty.PUBLIC)
async def published_outcomes(
    request: Ask, year: FromPath[int], after: FromQuery[str] = "", status: FromQuery[str] = ""
) -> Response[Any]:
    """Who has surrendered in time, late, or not in full: as published."""
    chosen = Status(status) if status in set(Status) else None
    cards = await surrender.published(year, status=chosen, after=after[:18])
    further = ""
    if len(cards) == surrender.PAGE:
        further = f"/public/surrender/{year}?" + urlencode({"after": cards[-1].credit_code, "status": chosen or ""})
    years = await surrender.published_counts()
    return page(
        request,
        "public/surrender.html",
        year=year,
        years=years,
        cards=cards,
        chosen=chosen or "",
        statuses=[each for each in Status if each is not Status.OPEN],
        further=further,
    )


@get("/public/prices", duty=Duty.PUBLIC)
async def prices(request: Ask) -> Response[Any]:
    """The last weeks of prices that the portal knows."""
    last = await market.latest()
    cards = await market.days(last.on_day - PRICES_SHOWN, last.on_day) if last else []
    return page(request, "public/prices.html", cards=cards[::-1], today=today())


routes = [landing, newest_list, published_list, newest_outcomes, published_outcomes, prices]
