"""Bulletins at the front door: read by everybody, drafted by one person, published by another; a feed for readers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.bulletin import acts, queries
from domain.bulletin.checks import MOST, MOST_REASON
from domain.bulletin.rules import Topic, Wording
from domain.bulletin.states import MOVES
from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Refused
from domain.records.journal import queries as journal
from domain.records.lists import among
from portal import lists, words
from portal.bulletin_feed import ATOM, feed
from portal.clock import now
from portal.page import done, language_of, page, typed_text
from portal.public.landing import newest
from portal.settings import settings

Ask = Request[Actor, str, Any]
HOME = "/bulletins"
FEED_SHOWS = 50
NEW = Wording("", Topic.PORTAL.value, "", "", "", "")


@get(HOME, duty=Duty.PUBLIC)
async def public_list(request: Ask) -> Response[Any]:
    """What is published, newest first; above it, for those who draft and publish, what waits."""
    years = await among(queries.ROLL, "year", queries.PUBLISHED)
    view = await lists.view_of(request, queries.ROLL, HOME, queries.PUBLISHED, year=years[::-1])
    drafts = await queries.drafts(actor=request.user)
    return lists.list_page(request, "bulletin/list.html", view, drafts=drafts)


@get(f"{HOME}/export", duty=Duty.PUBLIC)
async def export(request: Ask) -> Response[Any]:
    return await lists.export(request, queries.ROLL, words.say("Bulletins"), queries.PUBLISHED)


@get(f"{HOME}/feed.xml", duty=Duty.PUBLIC)
async def news_feed(request: Ask, language: FromQuery[str] = "") -> Response[bytes]:
    """What is new in public as an Atom feed, in the language asked for."""
    chosen = language if language in words.LANGUAGES else language_of(request)
    words.speaking.set(chosen)
    province = settings().province if chosen == "zh" else settings().province_en
    found = feed(await newest(FEED_SHOWS), base=str(request.base_url), province=province, language=chosen)
    return Response(found, media_type=ATOM, headers={"Cache-Control": "public, no-cache", "Vary": "Cookie"})


@get(f"{HOME}/new", duty=Duty.BULLETIN_PREPARE)
async def new_form(request: Ask) -> Response[Any]:
    return _form(request, NEW)


@post(f"{HOME}/new", duty=Duty.BULLETIN_PREPARE)
async def draft(request: Ask) -> Response[Any]:
    """Keep a draft; refused, the form comes again with what was typed."""
    wording = _typed(await request.form())
    try:
        bulletin_id = await acts.draft(wording, actor=request.user, at=now())
    except Refused as refused:
        return _form(request, wording, 422, findings=refused.findings)
    return done(request, f"{HOME}/{bulletin_id}", "bulletin:drafted")


@get(f"{HOME}/{{bulletin_id:int}}", duty=Duty.PUBLIC)
async def bulletin_page(request: Ask, bulletin_id: FromPath[int]) -> Response[Any]:
    return await _page(request, bulletin_id)


async def _page(request: Ask, bulletin_id: int, status_code: int = 200, **context: Any) -> Response[Any]:
    """One bulletin; those who draft and publish see its history and what may be done."""
    card = await queries.bulletin(bulletin_id, actor=request.user)
    if card is None:
        raise NotFoundException
    moves = MOVES.open_to(card.state, request.user.duties)
    inside = request.user.holds(Duty.BULLETIN_PREPARE) or request.user.holds(Duty.BULLETIN_PUBLISH)
    history = await journal.of_subject(f"bulletin:{bulletin_id}") if inside else []
    return page(request, "bulletin/bulletin.html", status_code, card=card, moves=moves, history=history, **context)


@get(f"{HOME}/{{bulletin_id:int}}/edit", duty=Duty.BULLETIN_PREPARE)
async def edit_form(request: Ask, bulletin_id: FromPath[int]) -> Response[Any]:
    card = await queries.bulletin(bulletin_id, actor=request.user)
    if card is None or not MOVES.open_to(card.state, request.user.duties):
        raise NotFoundException
    return _form(request, card.wording, bulletin_id=bulletin_id, seen=card.digest)


@post(f"{HOME}/{{bulletin_id:int}}/edit", duty=Duty.BULLETIN_PREPARE)
async def revise(request: Ask, bulletin_id: FromPath[int]) -> Response[Any]:
    """Change the words of a draft, as they were when the form was opened."""
    form = await request.form()
    wording, seen = _typed(form), typed_text(form, "seen", 16)
    try:
        await acts.revise(bulletin_id, wording, seen, actor=request.user, at=now())
    except Refused as refused:
        return _form(request, wording, 422, findings=refused.findings, bulletin_id=bulletin_id, seen=seen)
    return done(request, f"{HOME}/{bulletin_id}", "bulletin:revised")


@post(f"{HOME}/{{bulletin_id:int}}/publish", duty=Duty.BULLETIN_PUBLISH)
async def publish(request: Ask, bulletin_id: FromPath[int]) -> Response[Any]:
    seen = typed_text(await request.form(), "seen", 16)
    return await _act(
        request,
        bulletin_id,
        "bulletin:published",
        lambda: acts.publish(bulletin_id, seen, actor=request.user, at=now()),
    )


@post(f"{HOME}/{{bulletin_id:int}}/withdraw", duty=Duty.BULLETIN_PUBLISH)
async def withdraw(request: Ask, bulletin_id: FromPath[int]) -> Response[Any]:
    reason = typed_text(await request.form(), "reason", MOST_REASON + 1)
    return await _act(
        request,
        bulletin_id,
        "bulletin:withdrawn",
        lambda: acts.withdraw(bulletin_id, reason, actor=request.user, at=now()),
        reason=reason,
    )


@post(f"{HOME}/{{bulletin_id:int}}/drop", duty=Duty.BULLETIN_PREPARE)
async def drop(request: Ask, bulletin_id: FromPath[int]) -> Response[Any]:
    work = lambda: acts.drop(bulletin_id, actor=request.user, at=now())  # noqa: E731
    return await _act(request, bulletin_id, "bulletin:dropped", work)


async def _act(
    request: Ask, bulletin_id: int, code: str, work: Callable[[], Awaitable[None]], **typed: str
) -> Response[Any]:
    """Do one act. Refused, the page of the bulletin comes again and says why."""
    try:
        await work()
    except Refused as refused:
        return await _page(request, bulletin_id, 422, findings=refused.findings, typed=typed)
    return done(request, f"{HOME}/{bulletin_id}", code)


def _form(request: Ask, wording: Wording, status_code: int = 200, **context: Any) -> Response[Any]:
    topics = [(one.value, words.label("topic", one.value)) for one in Topic]
    given = {"bulletin_id": 0, "seen": "", **context}
    return page(request, "bulletin/form.html", status_code, typed=asdict(wording), topics=topics, **given)


def _typed(form: Any) -> Wording:
    """The fields as typed; one sign more than a field holds is kept, so that what is too long is said to be."""
    given = {name: typed_text(form, name, most + 1) for name, most in MOST.items()}
    return Wording(topic=typed_text(form, "topic", 30), **given)


routes = [
    public_list,
    export,
    news_feed,
    new_form,
    draft,
    bulletin_page,
    edit_form,
    revise,
    publish,
    withdraw,
    drop,
]
