"""An actor's notices, and the letters that were made of notices."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.records.database import ask, ask_one
from domain.records.standing import Subjects

# How far unread notices are counted; beyond it the page says "more than".
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A notice as the inbox shows it; `code` and `facts` become words at the front door."""

    id: int
    code: str
    facts: dict[str, str]
    link: str
    told_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What of an inbox is to be shown: unread ones, of one topic (the code's first part), and a search.

    `codes` are the notices whose words the search fits; `text` is looked for among their facts as well.
    """

    unread: bool = False
    topic: str = ""
    text: str = ""
    codes: tuple[str, ...] = ()


EVERYTHING = Wish()


@dataclass(frozen=True, slots=True)
class LetterCard:
    """A letter that waits or failed, as the administrator sees it; `trouble` is a code and what the server said."""

    id: int
    sign_in_name: str
    name: str
    address: str
    code: str
    state: str
    tries: int
    next_try_at: datetime | None
    trouble: str


_NOTICE = "n.id, n.code, n.facts, n.link, n.told_at, n.read_at"


def addressed_to(actor: Actor) -> tuple[str, tuple[object, ...]]:
    """SQL that is true for notices `n` of the actor (enterprise, body, or a provincial duty), and its values."""
    parts, values = ["(n.duty <> '' AND n.duty = ANY({}))"], [sorted(duty.value for duty in actor.duties)]
    if actor.enterprise_id is not None:
        parts.append(f"n.enterprise_id = {int(actor.enterprise_id)}")
    if actor.body_id is not None:
        parts.append(f"n.body_id = {int(actor.body_id)}")
    return f"({' OR '.join(parts)})", tuple(values)


async def notices_for(actor: Actor, limit: int = 30) -> list[NoticeCard]:
    """Newest first, bounded to the actor's enterprise, body, or provincial duties."""
    return await inbox(actor=actor, limit=limit)


async def inbox(
    wish: Wish = EVERYTHING, *, actor: Actor, before: int | None = None, limit: int = 30
) -> list[NoticeCard]:
    """A page of the actor's notices, newest first; `before` is the last id of the page before."""
    addressed, values = addressed_to(actor)
    rows = await ask(
        f"SELECT {_NOTICE} FROM notice n WHERE {addressed} AND ({{}}::int IS NULL OR n.id < {{}}::int) "
        "AND (NOT {}::boolean OR n.read_at IS NULL) AND ({} = '' OR split_part(n.code, '.', 1) = {}) "
        "AND ({} = '' OR n.code = ANY({}) OR EXISTS (SELECT 1 FROM jsonb_each_text(n.facts) AS fact "
        "WHERE fact.value ILIKE {})) ORDER BY n.id DESC LIMIT {}",
        *values,
        before,
        before,
        wish.unread,
        wish.topic,
        wish.topic,
        wish.text,
        list(wish.codes),
        f"%{_literally(wish.text)}%",
        limit,
    )
    return [_card(row) for row in rows]


def _literally(text: str) -> str:
    """A text to look for with ILIKE, its own signs of the pattern meant as they are."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _card(row: dict[str, Any]) -> NoticeCard:
    return NoticeCard(**{**row, "facts": json.loads(row["facts"])})


async def notice(notice_id: int, *, actor: Actor) -> NoticeCard | None:
    """One notice of the actor; None when there is none, or it is somebody else's."""
    addressed, values = addressed_to(actor)
    row = await ask_one(f"SELECT {_NOTICE} FROM notice n WHERE n.id = {{}} AND {addressed}", notice_id, *values)
    return _card(row) if row else None


async def unread_count(*, actor: Actor) -> int:
    """How many of the actor's notices nobody has opened; counted no further than one above `MOST_COUNTED`."""
    addressed, values = addressed_to(actor)
    row = await ask_one(
        f"SELECT count(*) AS unread FROM (SELECT 1 FROM notice n WHERE n.read_at IS NULL AND {addressed} "
        f"LIMIT {MOST_COUNTED + 1}) AS found",
        *values,
    )
    return int(row["unread"]) if row else 0


async def letters(states: Collection[str], *, after: int = 0, limit: int = 50) -> list[LetterCard]:
    """Letters in these states by number, with whom they are for. For the system administrator."""
    rows = await ask(
        "SELECT l.id, a.sign_in_name, a.name, l.address, n.code, l.state, l.tries, l.next_try_at, l.trouble "
        "FROM letter l JOIN account a ON a.id = l.account_id JOIN notice n ON n.id = l.notice_id "
        "WHERE l.state = ANY({}) AND l.id > {} ORDER BY l.id LIMIT {}",
        sorted(states),
        after,
        limit,
    )
    return [LetterCard(**row) for row in rows]


def standing_subjects(actor: Actor) -> tuple[Subjects, ...]:
    """Letters by state, for whoever keeps the accounts. They belong to no year."""
    seen = "TRUE" if actor.holds(Duty.PEOPLE_MANAGE) else "FALSE"
    return (Subjects("letter", "letter x", seen, year="0"),)
