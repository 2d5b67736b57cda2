"""Named questions to the help desk's register. What is not published is seen by who asked and by the province alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.core.actors import Actor
from domain.core.duties import Kind
from domain.help_desk.states import State
from domain.records.database import ask, ask_one
from domain.records.lists import like
from domain.records.standing import Subjects

PAGE = 20
# Words of one search; more are not asked for.
MOST_WORDS = 5
# Questions of one account that may wait at the same time.
MOST_WAITING = 20


@dataclass(frozen=True, slots=True)
class PublishedCard:
    """A question and its answer as everybody reads them; nothing tells who asked."""

    id: int
    topic: str
    title: str
    text: str
    answer: str
    citation: str
    answered_at: datetime
    published_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A question as who asked and the province see it. `own`: the reader, or the reader's organisation, asked it."""

    id: int
    topic: str
    title: str
    text: str
    state: str
    asker: str
    organisation: str
    asked_at: datetime
    answer: str
    citation: str
    answered_at: datetime | None
    public_title: str
    public_text: str
    published_at: datetime | None
    own: bool


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is told of the answer, and the names that a publication may not contain."""

    enterprise_id: int | None
    body_id: int | None
    names: tuple[str, ...]


_PUBLISHED = """SELECT q.id, q.topic, q.public_title AS title, q.public_text AS text, q.answer, q.citation,
    q.answered_at, q.published_at FROM help_question q"""
_SEARCHED = ("q.public_title", "q.public_text", "q.answer", "q.citation")
_JOINED = """help_question q JOIN account a ON a.id = q.asked_by LEFT JOIN enterprise e ON e.id = q.enterprise_id
    LEFT JOIN verification_body b ON b.id = q.body_id"""


def own(actor: Actor, alias: str = "q") -> str:
    """SQL that is true for what the actor, or the actor's organisation, has asked."""
    if actor.kind is Kind.ENTERPRISE and actor.enterprise_id is not None:
        return f"{alias}.enterprise_id = {int(actor.enterprise_id)}"
    if actor.kind is Kind.BODY and actor.body_id is not None:
        return f"{alias}.body_id = {int(actor.body_id)}"
    return f"{alias}.asked_by = {int(actor.account_id)}" if actor.account_id else "FALSE"


def seen(actor: Actor, alias: str = "q") -> str:
    """SQL that is true for what the actor may read before it is published: the province all, anyone else their own."""
    return "TRUE" if actor.kind is Kind.PROVINCE else own(actor, alias)


async def published(search: str = "", topic: str = "", after: int = 0, limit: int = PAGE) -> list[PublishedCard]:
    """Published questions, newest first, those after the one numbered `after`; every word of `search` is found."""
    words = search.split()[:MOST_WORDS]
    found = "".join(f" AND ({' OR '.join(f'{place} ILIKE {{}}' for place in _SEARCHED)})" for _ in words)
    rows = await ask(
        f"{_PUBLISHED} WHERE q.state = {{}} AND ({{}} = '' OR q.topic = {{}}) AND ({{}}::int = 0 OR "
        "(q.published_at, q.id) < (SELECT l.published_at, l.id FROM help_question l WHERE l.id = {}::int))"
        f"{found} ORDER BY q.published_at DESC, q.id DESC LIMIT {{}}",
        State.PUBLISHED.value,
        topic,
        topic,
        after,
        after,
        *[like(word) for word in words for _ in _SEARCHED],
        limit,
    )
    return [PublishedCard(**row) for row in rows]


async def published_counts() -> dict[str, int]:
    """How many are published of each topic."""
    rows = await ask("SELECT topic, count(*) AS count FROM help_question WHERE state = 'published' GROUP BY topic")
    return {row["topic"]: row["count"] for row in rows}


async def published_one(question_id: int) -> PublishedCard | None:
    row = await ask_one(f"{_PUBLISHED} WHERE q.id = {{}} AND q.state = {{}}", question_id, State.PUBLISHED.value)
    return PublishedCard(**row) if row else None


def _questions(actor: Actor) -> str:
    return f"""SELECT q.id, q.topic, q.title, q.text, q.state, a.name AS asker,
        COALESCE(e.name, b.name, a.city, '') AS organisation, q.asked_at, q.answer, q.citation, q.answered_at,
        q.public_title, q.public_text, q.published_at, ({own(actor)}) AS own FROM {_JOINED}"""


async def question(question_id: int, *, actor: Actor) -> QuestionCard | None:
    """One question, or None when there is none that the actor may see: the two cannot be told apart."""
    row = await ask_one(f"{_questions(actor)} WHERE q.id = {{}} AND {seen(actor)}", question_id)
    return QuestionCard(**row) if row else None


async def mine(*, actor: Actor, after: int = 0) -> list[QuestionCard]:
    """What the actor, or the actor's organisation, has asked; newest first, a page after the one numbered `after`."""
    rows = await ask(
        f"{_questions(actor)} WHERE {own(actor)} AND ({{}}::int = 0 OR q.id < {{}}::int) ORDER BY q.id DESC LIMIT {{}}",
        after,
        after,
        PAGE,
    )
    return [QuestionCard(**row) for row in rows]


async def queue(state: State, *, actor: Actor, after: int = 0) -> list[QuestionCard]:
    """Questions in one state for those who answer: what waits the oldest first, everything else the newest first."""
    order, beyond = ("ASC", ">") if state is State.ASKED else ("DESC", "<")
    rows = await ask(
        f"{_questions(actor)} WHERE {seen(actor)} AND q.state = {{}} AND ({{}}::int = 0 OR q.id {beyond} {{}}::int) "
        f"ORDER BY q.id {order} LIMIT {{}}",
        state.value,
        after,
        after,
        PAGE,
    )
    return [QuestionCard(**row) for row in rows]


async def counts(*, actor: Actor) -> dict[str, int]:
    """How many of the questions that the actor sees stand where."""
    rows = await ask(f"SELECT q.state, count(*) AS count FROM help_question q WHERE {seen(actor)} GROUP BY q.state")
    return {row["state"]: row["count"] for row in rows}


async def waiting_of(account_id: int) -> int:
    """How many questions of one account wait for an answer."""
    row = await ask_one("SELECT count(*) AS n FROM help_question WHERE asked_by = {} AND state = 'asked'", account_id)
    return int(row["n"]) if row else 0


async def asker(question_id: int) -> Asker | None:
    """Who asked: the addressee of the answer, and every name by which a reader would know them."""
    row = await ask_one(
        "SELECT q.enterprise_id, q.body_id, a.name, e.name AS plant, e.name_en, e.credit_code, b.name AS body, "
        f"b.credit_code AS body_code FROM {_JOINED} WHERE q.id = {{}}",
        question_id,
    )
    if row is None:
        return None
    names = ("name", "plant", "name_en", "credit_code", "body", "body_code")
    return Asker(row["enterprise_id"], row["body_id"], tuple(row[name] for name in names if row[name]))


def standing_subjects(actor: Actor) -> Sequence[Subjects]:
    """Questions by state. They belong to no year, and no law sets a day for their answer."""
    return (Subjects("question", "help_question x", seen(actor, "x"), year="0"),)
