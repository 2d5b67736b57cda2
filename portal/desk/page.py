"""The page of the desk, and the few questions it asks: one a room that concerns the actor, whatever their number."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

from litestar import Request, Response, get

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.listing import queries as listing
from domain.records.lawbook import queries as lawbook
from domain.records.notices import queries as notices
from domain.records.people import queries as people
from domain.records.standing import Standing
from portal.clock import today
from portal.desk.items import DeskItem, coming, deadlines_of, waiting
from portal.desk.waits import rooms_for
from portal.page import page

Ask = Request[Actor, str, Any]


@get("/desk", duty=Duty.SIGNED_IN)
async def desk(request: Ask) -> Response[Any]:
    """What waits, the inbox, and the next days of the year."""
    actor, day = request.user, today()
    standings = {room: await standing_in(room, actor, day) for room in rooms_for(actor)}
    deadlines = deadlines_of(row.provision for row in await lawbook.standing())
    calendar = await lawbook.working_calendar()
    items = waiting(actor, standings, deadlines, day, calendar) + await others(actor)
    if Duty.PLAN_FILE in actor.duties and actor.enterprise_id is not None:
        items += await _plans_to_begin(actor, standings["monitoring_plan"], day)
    return page(
        request,
        "desk/desk.html",
        items=items,
        inbox=await notices.notices_for(actor, 8),
        coming=coming(deadlines, day, calendar),
    )


async def standing_in(room: str, actor: Actor, day: date) -> list[Standing]:
    """What stands where in a room. By name, because the desk looks into every room alike."""
    found: list[Standing] = await import_module(f"domain.{room}.queries").standing(day, actor=actor)
    return found


async def others(actor: Actor) -> list[DeskItem]:
    """What waits outside the rooms of the year: values of the law to confirm, accounts that fail to sign in."""
    found: list[DeskItem] = []
    if Duty.LAW_CONFIRM in actor.duties and (count := await lawbook.waiting()):
        found.append(DeskItem("law.confirm", 0, count, "/law/proposed"))
    if Duty.SECURITY_LOCK in actor.duties and (held := await people.held_back()):
        found.append(DeskItem("people.held_back", 0, len(held), "/security"))
    return found


async def _plans_to_begin(actor: Actor, standings: list[Standing], day: date) -> list[DeskItem]:
    """Years for which the enterprise is listed and has not begun its plan: this one and the next."""
    begun = {row.year for row in standings}
    found: list[DeskItem] = []
    for year in (day.year, day.year + 1):
        if year not in begun and await listing.published(year, actor=actor):
            found.append(DeskItem("plan.upload", year, 1, f"/plans/{year}/upload"))
    return found


routes = [desk]
