"""The page of the year: one track, or two years beside each other. Few questions, whatever the number of units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty, Kind
from domain.evaluation import queries as evaluation
from domain.evaluation.queries import Total
from domain.records.journal import queries as journal
from domain.records.journal.queries import EntryCard
from domain.records.lawbook import queries as lawbook
from domain.records.standing import standing_in
from portal.clock import current_year, today
from portal.desk.changes import may_read
from portal.desk.items import Ground, days_of_law, deadlines_of, for_others, waiting
from portal.desk.page import standing_subjects_of
from portal.desk.reach import rooms_of_the_year
from portal.page import done, page
from portal.subjects import path_of
from portal.year.track import StageCard, track_of

Ask = Request[Actor, str, Any]
ALONE = "none"
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)


@get("/year", duty=Duty.SIGNED_IN)
async def this_year(request: Ask) -> Response[Any]:
    """The year under way."""
    return done(request, f"/year/{current_year()}")


@get("/year/{year:int}", duty=Duty.SIGNED_IN)
async def track_page(request: Ask, year: FromPath[int], beside: FromQuery[str] = "") -> Response[Any]:
    """The track of a year and of the one beside it: by default the closing year and the one under way."""
    actor, day = request.user, today()
    years = years_shown(year, beside, current_year())
    enacted = [row.provision for row in await lawbook.standing()]
    rooms = {room: standing_subjects_of(room, actor, enacted) for room in rooms_counted(actor)}
    standings = await standing_in(rooms, day)
    ground = Ground(standings, deadlines_of(enacted), day, await lawbook.working_calendar())
    days, totals = days_of_law(enacted), await _totals(actor, years)
    mine, others = waiting(actor, ground), for_others(actor, ground)
    tracks = {each: track_of(actor, each, ground, days, totals.get(each), mine, others) for each in years}
    return page(
        request,
        "year/track.html",
        year=year,
        years=years,
        tracks=tracks,
        own=actor.kind is Kind.ENTERPRISE,
        told=await _history(actor, [card for track in tracks.values() for card in track]),
        path_of=path_of,
        current=current_year(),
        offered=range(current_year() - 2, current_year() + 2),
    )


def years_shown(year: int, beside: str, current: int) -> tuple[int, ...]:
    """The year asked for and the one beside it, in order: another one, none, or the closing with the running year.

    >>> years_shown(2024, "", 2025), years_shown(2025, "", 2025), years_shown(2023, "2021", 2025)
    ((2024, 2025), (2024, 2025), (2021, 2023))
    >>> years_shown(2024, "none", 2025), years_shown(2024, "x", 2025)
    ((2024,), (2024, 2025))
    """
    if beside == ALONE:
        return (year,)
    other = int(beside) if _YEAR.fullmatch(beside) else current if year != current else current - 1
    return tuple(sorted({year, other}))


def rooms_counted(actor: Actor) -> tuple[str, ...]:
    """The rooms of the year that the actor sees; an enterprise hears besides that it is listed."""
    seen = rooms_of_the_year(actor)
    return ("listing", *seen) if actor.kind is Kind.ENTERPRISE and "listing" not in seen else seen


async def _totals(actor: Actor, years: Sequence[int]) -> dict[int, Total]:
    """The sums of the years. A body sees tasks and no sums, an administrator neither."""
    if actor.kind in (Kind.BODY, Kind.ADMINISTRATOR):
        return {}
    return {total.year: total for total in await evaluation.totals(actor, years)}


async def _history(actor: Actor, cards: Sequence[StageCard]) -> dict[tuple[str, int], list[EntryCard]]:
    """What an enterprise's own papers went through, by stage and year: what was told to it, oldest first."""
    if actor.kind is not Kind.ENTERPRISE:
        return {}
    places = {
        f"{card.stage.table}:{stand.only_id}": (card.stage.code, card.year)
        for card in cards
        for stand in card.stands
        if stand.only_id
    }
    found: dict[tuple[str, int], list[EntryCard]] = {}
    for entry in await journal.of_subjects(list(places)) if places else ():
        if may_read(actor, entry.tag):
            found.setdefault(places[entry.subject], []).append(entry)
    return found


routes = [this_year, track_page]
