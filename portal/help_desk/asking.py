"""Asking, answering, publishing and taking back."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Refused
from domain.help_desk import acts, queries
from domain.help_desk.checks import LONGEST_CITATION, LONGEST_TEXT, LONGEST_TITLE
from domain.help_desk.queries import QuestionCard
from domain.help_desk.states import State, Topic
from portal.clock import now
from portal.help_desk.page_help import topic_of
from portal.help_desk.reading import show
from portal.page import done, page, typed_text, whole_number

Ask = Request[Actor, str, Any]
# One sign more than may be kept: what is too long is said to be, never cut.
FIELDS = {"topic": 30, "title": LONGEST_TITLE + 1, "text": LONGEST_TEXT + 1}
ANSWER_FIELDS = {"answer": LONGEST_TEXT + 1, "citation": LONGEST_CITATION + 1}


async def _typed(request: Ask, fields: dict[str, int]) -> dict[str, str]:
    form = await request.form()
    return {name: typed_text(form, name, most) for name, most in fields.items()}


@get("/help/ask", duty=Duty.HELP_ASK)
async def ask_form(request: Ask, topic: FromQuery[str] = "") -> Response[Any]:
    return page(request, "help_desk/ask.html", topics=tuple(Topic), typed={"topic": topic_of(topic)})


@post("/help/ask", duty=Duty.HELP_ASK)
async def ask(request: Ask) -> Response[Any]:
    """Put a question; a refusal shows the form again with what was typed."""
    typed = await _typed(request, FIELDS)
    try:
        number = await acts.ask(typed["topic"], typed["title"], typed["text"], actor=request.user, at=now())
    except Refused as refused:
        context = {"topics": tuple(Topic), "typed": typed, "findings": refused.findings}
        return page(request, "help_desk/ask.html", 422, **context)
    return done(request, f"/help/questions/{number}", "help:asked")


@get("/help/mine", duty=Duty.HELP_ASK)
async def mine(request: Ask, after: FromQuery[str] = "") -> Response[Any]:
    cards = await queries.mine(actor=request.user, after=whole_number(after))
    return page(request, "help_desk/mine.html", cards=cards, further=_further("/help/mine?", cards))


@get("/help/queue", duty=Duty.HELP_ANSWER)
async def queue(request: Ask, after: FromQuery[str] = "") -> Response[Any]:
    """What waits for an answer, or what stands in another state."""
    named = request.query_params.get("state", "")
    chosen = State(named) if named in set(State) else State.ASKED
    cards = await queries.queue(chosen, actor=request.user, after=whole_number(after))
    counts = await queries.counts(actor=request.user)
    further = _further(f"/help/queue?state={chosen.value}&", cards)
    return page(
        request, "help_desk/queue.html", cards=cards, chosen=chosen, states=tuple(State), counts=counts, further=further
    )


def _further(path: str, cards: list[QuestionCard]) -> str:
    return f"{path}after={cards[-1].id}" if len(cards) == queries.PAGE else ""


async def _made(request: Ask, question_id: int, act: Awaitable[None], onward: Redirect, **typed: str) -> Response[Any]:
    """Do the act and go onward; or the question's page, with what stands against it and what was typed."""
    try:
        await act
    except Refused as refused:
        if any(finding.code == "HELP-UNKNOWN" for finding in refused.findings):
            raise NotFoundException from refused
        return await show(request, question_id, 422, findings=refused.findings, typed=typed)
    return onward


@post("/help/questions/{question_id:int}/answer", duty=Duty.HELP_ANSWER)
async def answer(request: Ask, question_id: FromPath[int]) -> Response[Any]:
    typed = await _typed(request, ANSWER_FIELDS)
    act = acts.answer(question_id, typed["answer"], typed["citation"], actor=request.user, at=now())
    onward = done(request, f"/help/questions/{question_id}", "help:answered")
    return await _made(request, question_id, act, onward, **typed)


@post("/help/questions/{question_id:int}/amend", duty=Duty.HELP_ANSWER)
async def amend(request: Ask, question_id: FromPath[int]) -> Response[Any]:
    typed = await _typed(request, ANSWER_FIELDS)
    act = acts.amend(question_id, typed["answer"], typed["citation"], actor=request.user, at=now())
    onward = done(request, f"/help/questions/{question_id}", "help:amended")
    return await _made(request, question_id, act, onward, **typed)


@post("/help/questions/{question_id:int}/publish", duty=Duty.HELP_ANSWER)
async def publish(request: Ask, question_id: FromPath[int]) -> Response[Any]:
    typed = await _typed(request, FIELDS)
    act = acts.publish(question_id, typed["title"], typed["text"], actor=request.user, at=now())
    onward = done(request, f"/help/questions/{question_id}", "help:published")
    return await _made(request, question_id, act, onward, **typed)


@post("/help/questions/{question_id:int}/take_back", duty=Duty.HELP_ANSWER)
async def take_back(request: Ask, question_id: FromPath[int]) -> Response[Any]:
    typed = await _typed(request, {"reason": 500})
    act = acts.take_back(question_id, typed["reason"], actor=request.user, at=now())
    onward = done(request, f"/help/questions/{question_id}", "help:taken_back")
    return await _made(request, question_id, act, onward, **typed)


@post("/help/questions/{question_id:int}/close", duty=Duty.HELP_ASK)
async def close(request: Ask, question_id: FromPath[int]) -> Response[Any]:
    act = acts.close(question_id, actor=request.user, at=now())
    onward = done(request, "/help/mine", "help:closed")
    return await _made(request, question_id, act, onward)


routes = [ask_form, ask, mine, queue, answer, amend, publish, take_back, close]
