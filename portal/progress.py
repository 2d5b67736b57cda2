"""How far long work is, told as it goes on (server-sent events).

What is told is state of the database, asked anew each time: any web worker can tell it, a page that was left finds it
again, and no connection to the database is held between two questions.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import ServerSentEvent
from litestar.response.sse import ServerSentEventMessage

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.emission_report import queries as reports
from domain.emission_report.states import VersionState
from domain.monitoring_plan import queries as plans
from domain.monitoring_plan.states import State as PlanState
from domain.monthly_evidence import queries as months
from domain.monthly_evidence.states import VersionState as MonthVersionState
from domain.summary import queries as summary
from domain.summary.states import UNDER_WAY
from portal import words
from portal.page import language_of

Ask = Request[Actor, str, Any]
# A line that no reader takes for a message: one with empty data would be.
SILENCE = ServerSentEventMessage(comment="…", data=None)
EVERY_SECONDS = 1.0
# A browser asks again by itself when a stream ends; then it is also looked at again who is asking.
LONGEST_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a piece of work is: whether it goes on, and how many of how many parts are done where that is known."""

    under_way: bool
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of long work: the duty that may look at it, and the room's own bounded question."""

    duty: Duty
    look: Callable[[int, Actor], Awaitable[Stand | None]]


async def _report_version(number: int, actor: Actor) -> Stand | None:
    card = await reports.version(number, actor=actor)
    return Stand(card.state == VersionState.RECEIVED) if card else None


async def _month_version(number: int, actor: Actor) -> Stand | None:
    card = await months.version(number, actor=actor)
    return Stand(card.state == MonthVersionState.RECEIVED) if card else None


async def _plan(number: int, actor: Actor) -> Stand | None:
    card = await plans.plan(number, actor=actor)
    return Stand(card.state == PlanState.RECEIVED) if card else None


async def _package(number: int, actor: Actor) -> Stand | None:
    card = await summary.package(number, actor=actor)
    return Stand(card.state in UNDER_WAY, card.done, card.total) if card else None


WORKS: Mapping[str, Work] = {
    "report_version": Work(Duty.REPORT_SEE, _report_version),
    "month_version": Work(Duty.MONTH_SEE, _month_version),
    "plan": Work(Duty.PLAN_SEE, _plan),
    "package": Work(Duty.SUMMARY_SEE, _package),
}


@get("/progress/{kind:str}/{number:int}", duty=Duty.SIGNED_IN)
async def progress(request: Ask, kind: FromPath[str], number: FromPath[int]) -> ServerSentEvent:
    """Tell how far a piece of work is until it is done. What the actor may not see is not there."""
    work = WORKS.get(kind)
    if work is None or not request.user.holds(work.duty) or await work.look(number, request.user) is None:
        raise NotFoundException
    return ServerSentEvent(told(work, kind, number, request.user, language_of(request)))


async def told(
    work: Work, kind: str, number: int, actor: Actor, language: str
) -> AsyncIterator[ServerSentEventMessage]:
    """One message each time something has moved, `done` as the last; silent lines between keep the line open."""
    words.speaking.set(language)
    before: Stand | None = None
    for _ in range(int(LONGEST_SECONDS / EVERY_SECONDS)):
        stand = await work.look(number, actor)
        if stand is None or not stand.under_way:
            yield ServerSentEventMessage(data=json.dumps({"text": words.say("Done.")}), event="done")
            return
        yield _changed(kind, stand) if stand != before else SILENCE
        before = stand
        await asyncio.sleep(EVERY_SECONDS)


def _changed(kind: str, stand: Stand) -> ServerSentEventMessage:
    text = progress_text(kind, stand.done, stand.total)
    return ServerSentEventMessage(data=json.dumps({"text": text, "done": stand.done, "total": stand.total}))


def progress_text(kind: str, done: int, total: int) -> str:
    """How far a piece of work is, in words; the same on the page and in the stream."""
    counted = f" {done} / {total}" if total else ""
    return words.label("progress", kind) + counted


routes = [progress]
