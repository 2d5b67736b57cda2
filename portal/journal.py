"""The journal at the front door: read, followed back to its basis, proved."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.records.journal import queries
from portal import lists
from portal.page import page
from portal.subjects import path_of

Ask = Request[Actor, str, Any]


@get("/journal", duty=Duty.JOURNAL_SEE)
async def latest(request: Ask) -> Response[Any]:
    """The newest entries first, by room, tag, person and day."""
    view = await lists.view_of(request, queries.ROLL, "/journal", "TRUE")
    return lists.list_page(request, "journal/latest.html", view)


@get("/journal/export", duty=Duty.JOURNAL_SEE)
async def export(request: Ask) -> Response[Any]:
    """What the page shows, as xlsx; at most ten thousand entries, the newest ones."""
    return await lists.export(request, queries.ROLL, lists.file_name(request, "room:journal"), "TRUE")


@get("/journal/{number:int}", duty=Duty.JOURNAL_SEE)
async def entry(request: Ask, number: FromPath[int]) -> Response[Any]:
    """One entry whole, with the history of its subject."""
    card = await queries.entry(number)
    if card is None:
        raise NotFoundException
    history, its_page = await queries.of_subject(card.subject), path_of(card.subject, request.user)
    return page(request, "journal/entry.html", card=card, history=history, its_page=its_page)


@post("/journal/verify", duty=Duty.JOURNAL_SEE)
async def verify(request: Ask) -> Response[Any]:
    """Walk the whole chain and say whether it holds. Changes nothing."""
    holding, broken = await queries.verify()
    return page(request, "journal/verified.html", holding=holding, broken=broken)


routes = [latest, export, entry, verify]
