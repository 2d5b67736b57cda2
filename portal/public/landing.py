"""The first page of the public site: what this is, where the year stands, what is new, and the way to everything."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get

from domain.bulletin import queries as bulletin
from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.listing import queries as listing
from domain.penalty import queries as penalty
from domain.records.journal import queries as journal
from domain.records.lawbook import queries as lawbook
from domain.records.market import queries as market
from domain.surrender import queries as surrender
from portal import words
from portal.clock import current_year, today
from portal.page import language_of, page
from portal.public.news import NOTICED, PUBLISHED, News, stream, subjects_of
from portal.public.year import coming, days_of, stages

Ask = Request[Actor, str, Any]
NEWS_SHOWN, DAYS_SHOWN, MOST_PENALTIES, NEWEST = 8, 5, 500, 10


@get("/public", duty=Duty.PUBLIC)
async def landing(request: Ask) -> Response[Any]:
    """What the market is, where its year stands today, and the way to everything that is published."""
    words.speaking.set(language_of(request))
    year, day = current_year(), today()
    days = days_of(row.provision for row in await lawbook.standing())
    lists, outcomes = await listing.public_years(), await surrender.public_years()
    penalties = await penalty.published(limit=MOST_PENALTIES)
    bulletins = await bulletin.published(NEWEST)
    instants = await journal.instants((NOTICED, PUBLISHED), subjects_of(lists[:NEWEST]))
    return page(
        request,
        "public/landing.html",
        running_year=year,
        stages=stages(days, year, day),
        coming=coming(days, day, DAYS_SHOWN),
        listed=next((one for one in lists if one.published), None),
        outcomes=outcomes[0] if outcomes else None,
        penalties=len(penalties),
        penalty_years=sorted({card.year for card in penalties}),
        last_price=await market.latest(),
        news=stream(bulletins, lists[:NEWEST], outcomes[:NEWEST], penalties[:NEWEST], instants, NEWS_SHOWN),
    )


async def newest(most: int) -> list[News]:
    """The newest of the stream, for the feed."""
    lists, outcomes = await listing.public_years(), await surrender.public_years()
    instants = await journal.instants((NOTICED, PUBLISHED), subjects_of(lists[:NEWEST]))
    penalties = await penalty.published(limit=most)
    return stream(await bulletin.published(most), lists[:NEWEST], outcomes[:NEWEST], penalties, instants, most)


routes = [landing]
