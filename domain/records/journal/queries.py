"""Questions to the journal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.records.database import ask, ask_one
from domain.records.journal.chain import FIELDS, FIRST, Break, first_break

PAGE = 50
_COLUMNS = ", ".join((*FIELDS, "previous_hash", "hash"))


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


async def latest(before_number: int | None = None, tag_prefix: str = "") -> list[EntryCard]:
    """A page of the newest entries, newest first, keyset by number."""
    rows = await ask(
        f"SELECT {_COLUMNS} FROM journal_entry WHERE ({{}}::bigint IS NULL OR number < {{}}::bigint) "
        "AND starts_with(tag, {}) ORDER BY number DESC LIMIT {}",
        before_number,
        before_number,
        tag_prefix,
        PAGE,
    )
    return [_card(row) for row in rows]


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
