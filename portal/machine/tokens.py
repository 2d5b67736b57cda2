"""Tokens of an enterprise's programs: made with a name and a last day, shown once, ended when no longer needed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, Place, Refused
from domain.records.people import acts, queries
from domain.records.people.rules import LONGEST_TOKEN_DAYS, LONGEST_TOKEN_NAME
from portal.clock import now, today
from portal.guards import token_for
from portal.page import done, page, typed_text

Ask = Request[Actor, str, Any]


@get("/machine/tokens", duty=Duty.REPORT_FILE)
async def tokens(request: Ask) -> Response[Any]:
    """The tokens of the enterprise, and the form for a new one."""
    return await _tokens(request)


async def _tokens(request: Ask, status: int = 200, **context: Any) -> Response[Any]:
    cards = await queries.tokens(actor=request.user)
    bounds = {
        "first": today(),
        "last": today() + timedelta(days=LONGEST_TOKEN_DAYS),
        "usual": today() + acts.MACHINE_SESSION_LASTS,
    }
    return page(request, "machine/tokens.html", status, cards=cards, now=now(), bounds=bounds, **context)


@post("/machine/tokens", duty=Duty.REPORT_FILE)
async def make(request: Ask) -> Response[Any]:
    """Make a token and show it, once. A refusal shows the form again with what was typed."""
    form = await request.form()
    typed = {"name": typed_text(form, "name", LONGEST_TOKEN_NAME), "until": typed_text(form, "until", 10)}
    try:
        if not typed["name"]:
            raise Refused(Finding("PEOPLE-TOKEN-NAME", place=Place(field="name")))
        opened = await acts.open_machine_session(
            actor=request.user, at=now(), name=typed["name"], until=_day(typed["until"])
        )
    except Refused as refused:
        return await _tokens(request, 422, findings=refused.findings, typed=typed)
    last = (opened.expires_at - timedelta(seconds=1)).date()
    return page(request, "machine/token.html", token=token_for(opened), name=typed["name"], last=last)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        facts = {"days": str(LONGEST_TOKEN_DAYS)}
        raise Refused(Finding("PEOPLE-TOKEN-DAY", place=Place(field="until"), facts=facts)) from None


@post("/machine/tokens/{token_id:int}/end", duty=Duty.REPORT_FILE)
async def end(request: Ask, token_id: FromPath[int]) -> Response[Any]:
    """End a token now: no program can use it from this moment on."""
    await acts.end_machine_session(token_id, actor=request.user, at=now())
    return done(request, "/machine/tokens", "machine:ended")


routes = [tokens, make, end]
