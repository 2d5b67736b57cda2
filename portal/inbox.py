"""The inbox: every notice of the reader, and how notices go out as letters."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Refused
from domain.records.notices import acts, queries
from domain.records.notices.queries import MOST_COUNTED, Wish
from domain.records.people import acts as people_acts
from domain.records.people import queries as people
from domain.records.people.queries import LettersCard
from domain.records.people.rules import LONGEST_ADDRESS
from portal import words
from portal.clock import now
from portal.front import own_path
from portal.page import done, language_of, page, typed_text, whole_number

Ask = Request[Actor, str, Any]
PAGE = 30
LONGEST_SEARCH = 60


def topics(language: str) -> tuple[str, ...]:
    """What notices are about: the first part of their codes."""
    return tuple(sorted({code.partition(".")[0] for code in words.notice_words(language)}))


def wish_of(request: Ask) -> Wish:
    """What the address asks for; what it names and the portal does not know is left out."""
    asked, language = request.query_params, language_of(request)
    text = typed_text(asked, "search", LONGEST_SEARCH)
    topic = asked.get("topic", "")
    fitting = (code for code, told in words.notice_words(language).items() if text.casefold() in told.casefold())
    return Wish(
        unread=asked.get("unread") == "1",
        topic=topic if topic in topics(language) else "",
        text=text,
        codes=tuple(fitting) if text else (),
    )


@get("/inbox", duty=Duty.SIGNED_IN)
async def inbox(request: Ask) -> Response[Any]:
    """The reader's notices, newest first, a page at a time."""
    wish = wish_of(request)
    before = whole_number(request.query_params.get("before", "")) or None
    cards = await queries.inbox(wish, actor=request.user, before=before, limit=PAGE)
    unread = await queries.unread_count(actor=request.user)
    return page(
        request,
        "inbox/list.html",
        cards=cards,
        wish=wish,
        topics=topics(language_of(request)),
        unread=unread if unread <= MOST_COUNTED else f"{MOST_COUNTED}+",
        narrowed=bool(wish.unread or wish.topic or wish.text),
        further=_further(wish, cards[-1].id) if len(cards) == PAGE else "",
        later=before is not None,
    )


def _further(wish: Wish, last: int) -> str:
    asked = {"unread": "1" if wish.unread else "", "topic": wish.topic, "search": wish.text, "before": str(last)}
    return "/inbox?" + urlencode({name: value for name, value in asked.items() if value})


@get("/inbox/{notice_id:int}", duty=Duty.SIGNED_IN)
async def open_notice(request: Ask, notice_id: FromPath[int]) -> Response[Any]:
    """Open a notice: it counts as read from now on, and what it tells of is shown."""
    link = await acts.open_notice(notice_id, actor=request.user, at=now())
    if link is None:
        raise NotFoundException
    return done(request, own_path(link) if link else "/inbox")


@post("/inbox/read", duty=Duty.SIGNED_IN)
async def open_all(request: Ask) -> Response[Any]:
    """Count every notice as read, up to the newest one that the reader has seen."""
    up_to = whole_number((await request.form()).get("up_to"))
    count = await acts.open_all(up_to, actor=request.user, at=now())
    return done(request, "/inbox", "inbox:read", count=count)


@get("/inbox/settings", duty=Duty.SIGNED_IN)
async def settings_form(request: Ask) -> Response[Any]:
    return await _settings(request)


async def _settings(request: Ask, status_code: int = 200, **context: Any) -> Response[Any]:
    card = await people.letters_of(actor=request.user) or LettersCard("", False, language_of(request))
    return page(request, "inbox/settings.html", status_code, card=card, longest=LONGEST_ADDRESS, **context)


@post("/inbox/settings", duty=Duty.SIGNED_IN)
async def choose(request: Ask) -> Response[Any]:
    """Keep the reader's own address and wishes; what is no address shows the form again."""
    form = await request.form()
    typed = {name: typed_text(form, name, LONGEST_ADDRESS + 1) for name in ("email", "letters", "language")}
    try:
        await people_acts.choose_letters(
            typed["email"], typed["letters"] == "1", typed["language"], actor=request.user, at=now()
        )
    except Refused as refused:
        return await _settings(request, 422, findings=refused.findings, typed=typed)
    on = typed["letters"] == "1" and typed["email"]
    return done(request, "/inbox/settings", "inbox:letters_on" if on else "inbox:letters_off", email=typed["email"])


routes = [inbox, open_notice, open_all, settings_form, choose]
