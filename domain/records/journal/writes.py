"""What an act writes down: its entry, and the change of state. Nothing else in the house writes a state."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from piccolo.table import Table

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.core.moves import Move, Moves
from domain.records.database import ask
from domain.records.follow_ups.writes import follow_up
from domain.records.journal.chain import FIRST, hash_of
from domain.records.journal.tables import JournalEntry

# One writer at a time: the chain has one end.
CHAIN_LOCK = 775_2024


@dataclass(frozen=True, slots=True)
class Note:
    """What the journal shall keep of an act beside who, what and when."""

    reason: str = ""
    basis: Mapping[str, Any] = field(default_factory=dict)
    evidence: str = ""
    enterprise_id: int | None = None


def require(actor: Actor, duty: Duty) -> None:
    """Refuse an actor without the duty. The front door asks first; the house asks again."""
    if not actor.holds(duty):
        raise refuse("PEOPLE-DUTY", duty=duty.value)


def subject_of(table: type[Table], row_id: int) -> str:
    return f"{table._meta.tablename}:{row_id}"


async def record(
    tag: str,
    subject: str,
    *,
    actor: Actor,
    at: datetime,
    duty: Duty,
    before: str = "",
    after: str = "",
    note: Note | None = None,
) -> int:
    """Append one entry and return its number. Follow-ups that the tag calls for are written with it."""
    (number,) = await record_many(tag, [(subject, before, after, note or Note())], actor=actor, at=at, duty=duty)
    return number


async def record_many(
    tag: str,
    entries: Sequence[tuple[str, str, str, Note]],
    *,
    actor: Actor,
    at: datetime,
    duty: Duty,
) -> list[int]:
    """Append entries (subject, before, after, note) in one statement, chained in the order given."""
    if not entries:
        return []
    await ask("SELECT pg_advisory_xact_lock({})", CHAIN_LOCK)
    last = await ask("SELECT number, hash FROM journal_entry ORDER BY number DESC LIMIT 1")
    number, previous = (last[0]["number"], last[0]["hash"]) if last else (0, FIRST)
    rows: list[dict[str, Any]] = []
    for subject, before, after, note in entries:
        number += 1
        row = _row(tag, subject, before, after, note, actor, at, duty, number)
        row["previous_hash"], row["hash"] = previous, hash_of(row, previous)
        previous = row["hash"]
        rows.append(row)
    for start in range(0, len(rows), 1000):
        await JournalEntry.insert(*(JournalEntry(**row) for row in rows[start : start + 1000]))
    for row in rows:
        await follow_up(tag, row["subject"], at=at)
    return [row["number"] for row in rows]


def _row(
    tag: str,
    subject: str,
    before: str,
    after: str,
    note: Note,
    actor: Actor,
    at: datetime,
    duty: Duty,
    number: int,
) -> dict[str, Any]:
    return {
        "number": number,
        "at": at,
        "actor_id": actor.account_id,
        "actor_name": actor.name,
        "duty": duty.value,
        "on_behalf": actor.organisation,
        "tag": tag,
        "subject": subject,
        "enterprise_id": note.enterprise_id,
        "before": before,
        "after": after,
        "basis": json.dumps(dict(note.basis), ensure_ascii=False, sort_keys=True),
        "evidence": note.evidence,
        "reason": note.reason,
    }


async def begin(
    table: type[Table],
    row_id: int,
    moves: Moves,
    name: str,
    *,
    actor: Actor,
    at: datetime,
    note: Note | None = None,
) -> int:
    """Journal the birth of a subject: a move whose `before` is empty."""
    move = moves[name]
    require(actor, move.duty)
    subject = subject_of(table, row_id)
    tag = moves.tag(name)
    return await record(tag, subject, actor=actor, at=at, duty=move.duty, after=move.after.value, note=note)


async def move(
    table: type[Table],
    row_id: int,
    moves: Moves,
    name: str,
    *,
    actor: Actor,
    at: datetime,
    note: Note | None = None,
) -> int:
    """Make the move `name` on one row: duty held, state still one of the move's, entry and follow-ups written.

    Raises `Refused` (PEOPLE-DUTY) without the duty and `Stale` when the row is in no state the move starts from.
    """
    (number,) = await move_many(table, [row_id], moves, name, actor=actor, at=at, notes={row_id: note or Note()})
    return number


async def move_many(
    table: type[Table],
    row_ids: Sequence[int],
    moves: Moves,
    name: str,
    *,
    actor: Actor,
    at: datetime,
    notes: Mapping[int, Note] | None = None,
) -> list[int]:
    """The same move on many rows, all or none: `Stale` names the first row that was already elsewhere."""
    chosen = moves[name]
    require(actor, chosen.duty)
    if not row_ids:
        return []
    moved = await _update_states(table, row_ids, chosen)
    for row_id in row_ids:
        if row_id not in moved:
            raise Stale(subject_of(table, row_id), "|".join(state.value for state in chosen.before))
    given = notes or {}
    entries = [
        (subject_of(table, row_id), moved[row_id], chosen.after.value, given.get(row_id, Note())) for row_id in row_ids
    ]
    return await record_many(moves.tag(name), entries, actor=actor, at=at, duty=chosen.duty)


async def _update_states(table: type[Table], row_ids: Sequence[int], chosen: Move) -> dict[int, str]:
    """Guarded update; answers the state each moved row came from."""
    name = table._meta.tablename
    rows = await ask(
        f"UPDATE {name} AS now SET state = {{}} FROM "
        f"(SELECT id, state FROM {name} WHERE id = ANY({{}}) ORDER BY id FOR UPDATE) AS was "
        f"WHERE now.id = was.id AND was.state = ANY({{}}) RETURNING now.id AS id, was.state AS state",
        chosen.after.value,
        list(row_ids),
        [state.value for state in chosen.before],
    )
    return {row["id"]: row["state"] for row in rows}
