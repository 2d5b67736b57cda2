"""The journal at the front door: read, followed back to its basis, proved."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.records.journal import queries
from portal.page import page

Ask = Request[Actor, str, Any]


@get("/journal", duty=Duty.JOURNAL_SEE)
async def latest(request: Ask, before: FromQuery[int] = 0, tag: FromQuery[str] = "") -> Response[Any]:
    """The newest entries first; `tag` keeps those whose tag begins with it."""
    cards = await queries.latest(before or None, tag[:80])
    further = ""
    if len(cards) == queries.PAGE:
        further = "/journal?" + urlencode({"before": cards[-1].number, "tag": tag[:80]})
    return page(request, "journal/latest.html", cards=cards, tag=tag[:80], further=further, verified=None)


@get("/journal/{number:int}", duty=Duty.JOURNAL_SEE)
async def entry(request: Ask, number: FromPath[int]) -> Response[Any]:
    """One entry whole, with the history of its subject."""
    card = await queries.entry(number)
    if card is None:
        raise NotFoundException
    return page(request, "journal/entry.html", card=card, history=await queries.of_subject(card.subject))


@post("/journal/verify", duty=Duty.JOURNAL_SEE)
async def verify(request: Ask) -> Response[Any]:
    """Walk the whole chain and say whether it holds. Changes nothing."""
    holding, broken = await queries.verify()
    return page(request, "journal/verified.html", holding=holding, broken=broken)


routes = [latest, entry, verify]
