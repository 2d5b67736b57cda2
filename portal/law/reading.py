"""Reading the lawbook at the front door: what is law on a day, by room, by subject, by a word."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.law import Confidence, last_day_of
from domain.records.lawbook import queries
from portal.clock import today
from portal.law import lookup, tallies
from portal.page import download, page

Ask = Request[Actor, str, Any]
YAML = "application/yaml"


@get("/law", duty=Duty.PUBLIC)
async def law_page(request: Ask, day: FromQuery[str] = "", search: FromQuery[str] = "") -> Response[Any]:
    """How much is law on a day, by confidence, room and document; or what was searched for."""
    chosen, asked = day_or(day, today()), search.strip()[: lookup.LONGEST]
    rows = await queries.standing()
    found = lookup.find(rows, asked, chosen) if asked else []
    return page(
        request,
        "law/list.html",
        day=chosen,
        asked=asked,
        found=found[: lookup.MOST],
        more=max(len(found) - lookup.MOST, 0),
        tally=tallies.tally(rows, chosen),
        confidences=list(Confidence),
        rooms=tallies.by_room(rows, chosen),
        instruments=tallies.by_instrument(rows, await queries.instruments(), chosen),
    )


@get("/law/rooms/{room:str}", duty=Duty.PUBLIC)
async def room_page(request: Ask, room: FromPath[str], day: FromQuery[str] = "") -> Response[Any]:
    """The subjects that a room reads, each with its counts and the way to all of it."""
    chosen = day_or(day, today())
    subjects = tallies.by_room(await queries.standing(), chosen).get(room)
    if subjects is None:
        raise NotFoundException
    numbers = await queries.instruments()
    return page(request, "law/room.html", room=room, day=chosen, subjects=subjects, instruments=by_number(numbers))


@get("/law/subjects/{subject:str}", duty=Duty.PUBLIC)
async def subject_page(request: Ask, subject: FromPath[str], day: FromQuery[str] = "") -> Response[Any]:
    """The provisions of one subject in force on a day, and those that have values for other days only."""
    chosen = day_or(day, today())
    rows = [row for row in await queries.standing() if row.subject == subject]
    if not rows:
        raise NotFoundException
    hits = lookup.hits(rows, chosen)
    return page(
        request,
        "law/subject.html",
        subject=subject,
        room=tallies.room_of(subject),
        day=chosen,
        in_force=[hit for hit in hits if hit.on_day],
        others=[hit for hit in hits if not hit.on_day],
        tally=tallies.tally(rows, chosen),
        instruments=by_number(await queries.instruments()),
    )


@get("/law/files/{subject:str}", duty=Duty.PUBLIC)
async def subject_file(request: Ask, subject: FromPath[str]) -> Response[Any]:
    """One subject as YAML, the same bytes that an edition is loaded from."""
    files = await queries.edition()
    if subject not in files:
        raise NotFoundException
    return download(files[subject].encode(), f"{subject}.yaml", YAML)


def day_or(written: str, otherwise: date) -> date:
    """The day as written in ISO form, the last day of a year that is written alone, otherwise the other one.

    >>> day_or("2024", date(2026, 1, 1)), day_or("soon", date(2026, 1, 1))
    (datetime.date(2024, 12, 31), datetime.date(2026, 1, 1))
    """
    written = written.strip()
    try:
        if len(written) == 4 and written.isascii() and written.isdigit():
            return last_day_of(int(written))
        return date.fromisoformat(written)
    except ValueError:
        return otherwise


def by_number(cards: list[queries.InstrumentCard]) -> dict[str, queries.InstrumentCard]:
    return {card.number: card for card in cards}


routes = [law_page, room_page, subject_page, subject_file]
