"""The legal documents at the front door: what they are, from which text they were read, what is read from them."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.records.lawbook import queries
from portal.clock import today
from portal.law import lookup, tallies
from portal.law.reading import YAML, day_or
from portal.page import download, page

Ask = Request[Actor, str, Any]
# More keys than this are shown a subject at a time.
MOST = 120


@get("/law/instruments", duty=Duty.PUBLIC)
async def instruments_page(request: Ask, day: FromQuery[str] = "") -> Response[Any]:
    """Every legal document with how many values are read from it."""
    chosen = day_or(day, today())
    counted = tallies.by_instrument(await queries.standing(), await queries.instruments(), chosen)
    return page(request, "law/instruments.html", day=chosen, instruments=counted)


@get("/law/instruments/{instrument_id:int}", duty=Duty.PUBLIC)
async def instrument_page(
    request: Ask, instrument_id: FromPath[int], day: FromQuery[str] = "", subject: FromQuery[str] = ""
) -> Response[Any]:
    """One document and the provisions read from it, subject by subject."""
    card = next((one for one in await queries.instruments() if one.id == instrument_id), None)
    if card is None:
        raise NotFoundException
    chosen = day_or(day, today())
    rows = [row for row in await queries.standing() if row.provision.instrument == card.number]
    subjects = tallies.by_subject(rows, chosen)
    whole = sum(one.tally.keys for one in subjects) <= MOST
    shown = {
        one.subject: lookup.hits((row for row in rows if row.subject == one.subject), chosen)
        for one in subjects
        if whole or one.subject == subject
    }
    return page(request, "law/instrument.html", card=card, day=chosen, subjects=subjects, shown=shown, values=len(rows))


@get("/law/instruments/file", duty=Duty.PUBLIC)
async def instruments_file(request: Ask) -> Response[Any]:
    """The documents as YAML, the same bytes that they are loaded from."""
    return download((await queries.instruments_file()).encode(), "instruments.yaml", YAML)


routes = [instruments_page, instruments_file, instrument_page]
