"""The lists that are public: the list of key emitting units, its public notice, outcomes, penalties, enterprises."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.listing import queries as listing
from domain.penalty import queries as penalty
from domain.records.lists import among
from domain.surrender import queries as surrender
from portal import lists
from portal.clock import current_year
from portal.page import done
from portal.words import say

Ask = Request[Actor, str, Any]
PENALTIES = "/public/penalties"


@get("/public/list", duty=Duty.PUBLIC)
async def newest_list(request: Ask) -> Response[Any]:
    """The list published last."""
    years = [one.year for one in await listing.public_years() if one.published]
    return done(request, f"/public/list/{next(iter(years), current_year())}")


@get("/public/list/{year:int}", duty=Duty.PUBLIC)
async def published_list(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The published list of one year."""
    years = await listing.public_years()
    view = await _list_view(request, f"/public/list/{year}", *listing.published_in(year))
    noticed = next((one for one in years if one.year == year and one.noticed), None)
    published = [one.year for one in years if one.published]
    return lists.list_page(request, "public/list.html", view, list_year=year, years=published, noticed=noticed)


@get("/public/list/{year:int}/export", duty=Duty.PUBLIC)
async def list_export(request: Ask, year: FromPath[int]) -> Response[Any]:
    name = f"{say('The list of key emitting units')}-{year}"
    return await lists.export(request, listing.PUBLIC_ROLL, name, *listing.published_in(year))


@get("/public/notice/{year:int}", duty=Duty.PUBLIC)
async def noticed_list(request: Ask, year: FromPath[int]) -> Response[Any]:
    """What is on public notice for a year, for as long as it is."""
    years = await listing.public_years()
    view = await _list_view(request, f"/public/notice/{year}", *listing.on_notice_in(year))
    noticed = next((one for one in years if one.year == year and one.noticed), None)
    return lists.list_page(request, "public/notice.html", view, list_year=year, noticed=noticed)


@get("/public/notice/{year:int}/export", duty=Duty.PUBLIC)
async def notice_export(request: Ask, year: FromPath[int]) -> Response[Any]:
    name = f"{say('List on public notice')}-{year}"
    return await lists.export(request, listing.PUBLIC_ROLL, name, *listing.on_notice_in(year))


async def _list_view(request: Ask, path: str, where: str, year: int) -> lists.View:
    roll = listing.PUBLIC_ROLL
    cities = await among(roll, "city", where, year)
    sectors = await among(roll, "sector_code", where, year)
    return await lists.view_of(request, roll, path, where, year, city=cities, sector_code=sectors)


@get("/public/surrender", duty=Duty.PUBLIC)
async def newest_outcomes(request: Ask) -> Response[Any]:
    """The year whose outcomes were published last."""
    years = [one.year for one in await surrender.public_years()]
    return done(request, f"/public/surrender/{next(iter(years), current_year())}")


@get("/public/surrender/{year:int}", duty=Duty.PUBLIC)
async def published_outcomes(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Who has surrendered in time, late, or not in full: as published."""
    roll, bounded = surrender.PUBLIC_ROLL, surrender.published_in(year)
    years = await surrender.public_years()
    cities = await among(roll, "city", *bounded)
    view = await lists.view_of(request, roll, f"/public/surrender/{year}", *bounded, city=cities)
    this = next((one for one in years if one.year == year), None)
    shown = [one.year for one in years]
    return lists.list_page(request, "public/surrender.html", view, list_year=year, years=shown, this=this)


@get("/public/surrender/{year:int}/export", duty=Duty.PUBLIC)
async def outcomes_export(request: Ask, year: FromPath[int]) -> Response[Any]:
    name = f"{say('Status of surrender')}-{year}"
    return await lists.export(request, surrender.PUBLIC_ROLL, name, *surrender.published_in(year))


@get(PENALTIES, duty=Duty.PUBLIC)
async def published_penalties(request: Ask) -> Response[Any]:
    """Published decisions, newest first."""
    roll = penalty.PUBLIC_ROLL
    years = await among(roll, "year", penalty.IS_PUBLIC)
    cities = await among(roll, "city", penalty.IS_PUBLIC)
    view = await lists.view_of(request, roll, PENALTIES, penalty.IS_PUBLIC, year=years, city=cities)
    return lists.list_page(request, "penalty/published.html", view)


@get(f"{PENALTIES}/export", duty=Duty.PUBLIC)
async def penalties_export(request: Ask) -> Response[Any]:
    return await lists.export(request, penalty.PUBLIC_ROLL, say("Penalty decisions"), penalty.IS_PUBLIC)


@get("/public/enterprises", duty=Duty.PUBLIC)
async def enterprises(request: Ask) -> Response[Any]:
    """One search over every enterprise that was ever on a published list: by name, pinyin initials or credit code."""
    roll = listing.ENTERPRISE_ROLL
    cities = await among(roll, "city", "TRUE")
    view = await lists.view_of(request, roll, "/public/enterprises", "TRUE", city=cities)
    return lists.list_page(request, "public/enterprises.html", view)


@get("/public/enterprises/export", duty=Duty.PUBLIC)
async def enterprises_export(request: Ask) -> Response[Any]:
    return await lists.export(request, listing.ENTERPRISE_ROLL, say("Enterprises"), "TRUE")


routes = [
    newest_list,
    published_list,
    list_export,
    noticed_list,
    notice_export,
    newest_outcomes,
    published_outcomes,
    outcomes_export,
    published_penalties,
    penalties_export,
    enterprises,
    enterprises_export,
]
