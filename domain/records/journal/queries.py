"""Questions to the journal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.core.actors import Actor
from domain.core.duties import Kind
from domain.records.database import ask, ask_one
from domain.records.journal.chain import FIELDS, FIRST, Break, first_break
from domain.records.lists import Column, Roll
from domain.records.lists import Kind as ListKind
from domain.records.people.bounds import bound

_COLUMNS = ", ".join((*FIELDS, "previous_hash", "hash"))


# Acts of one person at one instant are one change, however many subjects they moved; so far back they are looked for.
LOOKED_BACK = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """What one act changed: its tag, how many subjects, and the first of them with its enterprise's name."""

    number: int
    at: datetime
    actor_id: int
    actor_name: str
    on_behalf: str
    tag: str
    count: int
    subject: str
    enterprise: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One line of the journal as pages show it."""

    number: int
    at: datetime
    actor_id: int
    actor_name: str
    on_behalf: str
    duty: str
    tag: str
    subject: str
    before: str
    after: str
    reason: str
    basis: dict[str, Any]
    evidence: str
    hash: str


def _card(row: dict[str, Any]) -> EntryCard:
    basis = row["basis"]
    fields = {name: row[name] for name in EntryCard.__slots__ if name != "basis"}
    return EntryCard(**fields, basis=json.loads(basis) if isinstance(basis, str) else basis)


# Rooms by which the journal is narrowed: the beginnings of its tags.
ROOMS = (
    "listing",
    "monitoring_plan",
    "monthly_evidence",
    "outside_data",
    "emission_report",
    "verification",
    "recheck",
    "allocation",
    "surrender",
    "penalty",
    "summary",
    "law",
    "market",
    "bulletin",
    "help_desk",
    "people",
)
# Too long to be sorted by anything but its number, which an index orders.
ROLL = Roll(
    "journal",
    "journal_entry j LEFT JOIN enterprise e ON e.id = j.enterprise_id",
    "j.number",
    (
        Column("number", "j.number", ListKind.NUMBER),
        Column("at", "j.at", ListKind.INSTANT, sortable=False),
        Column("tag", "j.tag", ListKind.CODE, "tag", filtered=True, begins=True, sortable=False),
        Column(
            "room",
            "split_part(j.tag, ':', 1)",
            ListKind.CODE,
            "room",
            filtered=True,
            choices=ROOMS,
            shown=False,
            sortable=False,
        ),
        Column("actor_name", "j.actor_name", filtered=True, begins=True, sortable=False),
        Column(
            "on_day",
            "(j.at AT TIME ZONE 'Asia/Shanghai')::date",
            ListKind.DAY,
            filtered=True,
            shown=False,
            sortable=False,
        ),
        Column("subject", "j.subject", sortable=False),
        Column("enterprise", "coalesce(e.name, '')", shown=False, sortable=False),
        Column("reason", "j.reason", sortable=False),
        Column("actor_id", "j.actor_id", ListKind.HIDDEN),
        Column("on_behalf", "j.on_behalf", ListKind.HIDDEN),
    ),
    ("j.subject", "j.reason", "j.actor_name", "j.on_behalf", "e.name", "e.initials", "e.credit_code"),
    "-number",
)


def times(tag: str, subject: str) -> str:
    """SQL: how often the journal tells of a subject under a tag. `subject` is an expression of the room that asks."""
    return f"(SELECT count(*) FROM journal_entry j WHERE j.subject = {subject} AND j.tag = '{tag}')"


async def latest_for(
    actor: Actor, tags: Sequence[str], *, limit: int = 12, within: Mapping[str, str] | None = None
) -> list[Change]:
    """The newest changes under tags that begin with one of these, bounded to what the actor may see; newest first.

    `within` narrows tags of a beginning by a condition over entries `j`. Administrators are bounded by tags alone.
    """
    seen = "TRUE" if actor.kind is Kind.ADMINISTRATOR else bound(actor, "j.enterprise_id")
    for beginning, condition in (within or {}).items():
        seen += f" AND (NOT starts_with(j.tag, '{beginning}') OR {condition})"
    rows = await ask(
        f"WITH looked AS (SELECT j.* FROM journal_entry j WHERE j.tag LIKE ANY({{}}::text[]) AND {seen} "
        "ORDER BY j.number DESC LIMIT {}), "
        "acted AS (SELECT max(number) AS number, at, actor_id, actor_name, on_behalf, tag, count(*) AS count, "
        "min(number) AS first FROM looked GROUP BY at, actor_id, actor_name, on_behalf, tag "
        "ORDER BY max(number) DESC LIMIT {}) "
        "SELECT a.number, a.at, a.actor_id, a.actor_name, a.on_behalf, a.tag, a.count, l.subject, "
        "coalesce(e.name, '') AS enterprise, l.after FROM acted a JOIN looked l ON l.number = a.first "
        "LEFT JOIN enterprise e ON e.id = l.enterprise_id ORDER BY a.number DESC",
        [tag.replace("_", "\\_") + "%" for tag in tags],
        LOOKED_BACK,
        limit,
    )
    return [Change(**row) for row in rows]


def times_by_subject(tag: str) -> str:
    """SQL: subject and `times`, how often the journal tells of each under a tag. The tag is the asking room's own."""
    return f"SELECT subject, count(*) AS times FROM journal_entry WHERE tag = '{tag}' GROUP BY subject"


async def entry(number: int) -> EntryCard | None:
    row = await ask_one(f"SELECT {_COLUMNS} FROM journal_entry WHERE number = {{}}", number)
    return _card(row) if row else None


async def of_subject(subject: str) -> list[EntryCard]:
    """The whole history of one subject, oldest first."""
    rows = await ask(f"SELECT {_COLUMNS} FROM journal_entry WHERE subject = {{}} ORDER BY number", subject)
    return [_card(row) for row in rows]


async def of_subjects(subjects: list[str]) -> list[EntryCard]:
    """The history of several subjects together (a report and its versions), oldest first."""
    rows = await ask(f"SELECT {_COLUMNS} FROM journal_entry WHERE subject = ANY({{}}) ORDER BY number", subjects)
    return [_card(row) for row in rows]


async def of_enterprise(enterprise_id: int, rooms: list[str], limit: int = 20) -> list[EntryCard]:
    """The newest entries about an enterprise under tags of these rooms, newest first; whoever asks has bounded it."""
    rows = await ask(
        f"SELECT {_COLUMNS} FROM journal_entry WHERE enterprise_id = {{}} AND split_part(tag, ':', 1) = ANY({{}}) "
        "ORDER BY number DESC LIMIT {}",
        enterprise_id,
        rooms,
        limit,
    )
    return [_card(row) for row in rows]


async def instants(tags: Sequence[str], subjects: Sequence[str]) -> dict[tuple[str, str], datetime]:
    """When an act of one of these tags was last done to each of these subjects, by (tag, subject). One statement."""
    rows = await ask(
        "SELECT tag, subject, max(at) AS at FROM journal_entry WHERE subject = ANY({}) AND tag = ANY({}) "
        "GROUP BY tag, subject",
        list(subjects),
        list(tags),
    )
    return {(row["tag"], row["subject"]): row["at"] for row in rows}


@dataclass(frozen=True, slots=True)
class Head:
    """Where the journal ends: its last hash, empty while nothing happened, and when acts were last done, by tag."""

    hash: str
    last: Mapping[str, datetime]


async def head(tags: Sequence[str]) -> Head:
    """The end of the journal, and the last instant of these tags. Read at the same end, every record is the same."""
    rows = await ask(
        "(SELECT hash, '' AS tag, at FROM journal_entry ORDER BY number DESC LIMIT 1) "
        "UNION ALL SELECT '', tag, max(at) FROM journal_entry WHERE tag = ANY({}) GROUP BY tag",
        list(tags),
    )
    last = {row["tag"]: row["at"] for row in rows if row["tag"]}
    return Head(next((row["hash"] for row in rows if not row["tag"]), ""), last)


async def verify() -> tuple[int, Break | None]:
    """Walk the whole chain in slices: how many entries hold, and the first break if there is one."""
    number, previous = 0, FIRST
    while True:
        rows = await ask(f"SELECT {_COLUMNS} FROM journal_entry WHERE number > {{}} ORDER BY number LIMIT 2000", number)
        if not rows:
            return number, None
        broken = first_break(rows, number, previous)
        if broken:
            return broken.number - 1, broken
        number, previous = rows[-1]["number"], rows[-1]["hash"]
