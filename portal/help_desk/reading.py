"""What everybody reads: one search over answers, pages and terms; the glossary; a question with its answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.actors import THE_PUBLIC, Actor
from domain.core.duties import Duty, Kind
from domain.help_desk import queries
from domain.help_desk.queries import PublishedCard
from domain.help_desk.states import MOVES, Topic
from domain.records.journal import queries as journal
from portal import words
from portal.help_desk import glossary, page_help
from portal.page import language_of, page, whole_number

Ask = Request[Actor, str, Any]
LONGEST_SEARCH = 60
# Terms shown among the results; the glossary has them all.
MOST_TERMS = 6


def typed_search(text: str) -> str:
    return " ".join(text.replace("\0", "").split())[:LONGEST_SEARCH].strip()


@get("/help", duty=Duty.PUBLIC)
async def index(
    request: Ask, search: FromQuery[str] = "", topic: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Response[Any]:
    """Everything that answers, in one result; without a search the topics and the newest answers."""
    words.speaking.set(language_of(request))
    asked, room = typed_search(search), page_help.topic_of(topic)
    cards = await queries.published(asked, room, whole_number(after))
    user = request.user
    waiting = await queries.counts(actor=user) if user.holds(Duty.HELP_ANSWER) else {}
    return page(
        request,
        "help_desk/index.html",
        search=asked,
        topic=room,
        topics=tuple(Topic),
        counts=await queries.published_counts(),
        cards=cards,
        pages=page_help.found(asked, room, user) if asked or room else (),
        terms=glossary.best(asked, MOST_TERMS) if asked else (),
        waiting=waiting.get("asked", 0),
        further=_further(cards, asked, room),
    )


def _further(cards: list[PublishedCard], asked: str, room: str) -> str:
    if len(cards) < queries.PAGE:
        return ""
    return "/help?" + urlencode({"search": asked, "topic": room, "after": cards[-1].id})


@get("/help/glossary", duty=Duty.PUBLIC)
async def glossary_page(request: Ask, search: FromQuery[str] = "") -> Response[Any]:
    words.speaking.set(language_of(request))
    asked = typed_search(search)
    return page(request, "help_desk/glossary.html", search=asked, found=glossary.found(asked))


@get("/help/questions/{question_id:int}", duty=Duty.PUBLIC)
async def question_page(request: Ask, question_id: FromPath[int]) -> Response[Any]:
    return await show(request, question_id)


async def show(request: Ask, question_id: int, status_code: int = 200, **context: Any) -> Response[Any]:
    """One question: whole to who asked and to the province, as published to everyone else."""
    user = request.user
    card = None if user is THE_PUBLIC else await queries.question(question_id, actor=user)
    public = None if card else await queries.published_one(question_id)
    if card is None and public is None:
        raise NotFoundException
    history = await journal.of_subject(f"help_question:{question_id}") if card and user.kind is Kind.PROVINCE else []
    return page(
        request,
        "help_desk/question.html",
        status_code,
        card=card,
        public=public,
        moves=[move.name for move in MOVES.open_to(card.state, user.duties)] if card else [],
        history=history,
        **context,
    )


routes = [index, glossary_page, question_page]
