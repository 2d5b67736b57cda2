"""Opening notices, and the postman's work: writing letters, claiming them, and saying what became of each.

A notice is told in a journalled act and every end of a letter is journalled; that somebody has opened a notice is a
mark and no act. How often a letter may go out is told in docs/decisions/0011-letters.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.core.actors import THE_CLOCK, Actor
from domain.core.duties import POSTS, Duty, Kind, post
from domain.records.database import ask, ask_one, transaction
from domain.records.journal.writes import Note, move, move_many, require
from domain.records.notices import rules
from domain.records.notices.queries import addressed_to
from domain.records.notices.states import LETTER_MOVES, State
from domain.records.notices.tables import Letter

# A postman that has not come back after this time is thought dead, and its letters are claimed by another.
LEASE = timedelta(minutes=20)
LONGEST_TROUBLE = 200


@dataclass(frozen=True, slots=True)
class Envelope:
    """A claimed letter: the notice, and the person it goes to. `tries` counts this one too."""

    id: int
    account_id: int
    address: str
    name: str
    kind: Kind
    organisation: str
    language: str
    tries: int
    notice_id: int
    code: str
    facts: dict[str, str]
    link: str
    told_at: datetime


async def open_notice(notice_id: int, *, actor: Actor, at: datetime) -> str | None:
    """Mark a notice as read and answer its link; None when there is none, or it is somebody else's.

    The mark is the addressee's: whoever of an organisation opens a notice first has opened it for all.
    """
    require(actor, Duty.SIGNED_IN)
    addressed, values = addressed_to(actor)
    row = await ask_one(
        "UPDATE notice AS n SET read_at = COALESCE(n.read_at, {}::timestamptz) "
        f"WHERE n.id = {{}} AND {addressed} RETURNING n.link",
        at,
        notice_id,
        *values,
    )
    return str(row["link"]) if row else None


async def open_all(up_to: int, *, actor: Actor, at: datetime) -> int:
    """Mark every unread notice of the actor as read, up to the newest one that was on the page; answers how many."""
    require(actor, Duty.SIGNED_IN)
    addressed, values = addressed_to(actor)
    rows = await ask(
        "UPDATE notice AS n SET read_at = {} WHERE n.read_at IS NULL AND n.id <= {} "
        f"AND {addressed} RETURNING n.id",
        at,
        up_to,
        *values,
    )
    return len(rows)


async def write_letters(*, since: datetime, at: datetime) -> int:
    """Write a letter for each notice told since, to each account that is meant and wants letters; answers how many.

    One letter a notice and account, however many postmen there are: the unique index decides. Waiting letters of
    accounts that no longer want any are dropped.
    """
    await ask(
        "DELETE FROM letter l USING account a WHERE l.state = {} AND a.id = l.account_id AND NOT " + _WANTS,
        State.WAITING.value,
    )
    holders = [(duty.value, held.code) for held in POSTS for duty in held.duties]
    rows = await ask(
        "INSERT INTO letter (notice_id, account_id, address, state, tries, next_try_at, trouble) "
        "SELECT n.id, a.id, a.email, {}, 0, {}, '' FROM notice n JOIN account a ON a.enterprise_id = n.enterprise_id "
        "OR a.body_id = n.body_id OR (n.duty <> '' AND (n.duty, a.post) IN "
        "(SELECT * FROM unnest({}::text[], {}::text[]) AS held (duty, post))) "
        f"WHERE n.told_at >= {{}} AND {_WANTS} AND NOT EXISTS "
        "(SELECT 1 FROM letter l WHERE l.notice_id = n.id AND l.account_id = a.id) ORDER BY n.id, a.id "
        "ON CONFLICT (notice_id, account_id) DO NOTHING RETURNING id",
        State.WAITING.value,
        at,
        [duty for duty, _ in holders],
        [code for _, code in holders],
        since,
    )
    return len(rows)


_WANTS = "(a.letters AND a.email <> '' AND NOT a.disabled)"
_ENVELOPE = (
    "claimed.id, claimed.account_id, a.email AS address, a.name, a.post, COALESCE(e.name, b.name, a.city, '') "
    "AS organisation, a.language, claimed.tries, n.id AS notice_id, n.code, n.facts, n.link, n.told_at"
)


async def claim(*, at: datetime, accounts: int = 10, most: int = 500) -> list[Envelope]:
    """Take the waiting letters of some accounts that are due, by account, and put them off for the time of the lease.

    Another postman passes over what is being claimed; a claimed letter counts as tried. The address is the one that
    the account has now.
    """
    due = f"l.state = '{State.WAITING.value}' AND l.next_try_at <= {{}}"
    rows = await ask(
        f"WITH whose AS (SELECT DISTINCT l.account_id FROM letter l WHERE {due} ORDER BY l.account_id LIMIT {{}}), "
        f"due AS (SELECT l.id FROM letter l JOIN whose w ON w.account_id = l.account_id WHERE {due} "
        "ORDER BY l.account_id, l.id LIMIT {} FOR UPDATE OF l SKIP LOCKED), "
        "claimed AS (UPDATE letter AS l SET tries = l.tries + 1, next_try_at = {} FROM due WHERE l.id = due.id "
        f"RETURNING l.id, l.account_id, l.notice_id, l.tries) SELECT {_ENVELOPE} FROM claimed "
        "JOIN notice n ON n.id = claimed.notice_id JOIN account a ON a.id = claimed.account_id "
        "LEFT JOIN enterprise e ON e.id = a.enterprise_id LEFT JOIN verification_body b ON b.id = a.body_id "
        "ORDER BY claimed.account_id, claimed.id",
        at,
        accounts,
        at,
        most,
        at + LEASE,
    )
    return [_envelope(row) for row in rows]


def _envelope(row: dict[str, Any]) -> Envelope:
    held = post(row.pop("post"))
    return Envelope(**{**row, "facts": json.loads(row["facts"])}, kind=held.kind)


async def mark_sent(letters: Sequence[Envelope], *, at: datetime) -> None:
    """Say that these letters have gone out, in one message. Stale when another postman was there first."""
    async with transaction():
        ids = [letter.id for letter in letters]
        notes = {letter.id: Note(basis={"notice": letter.notice_id, "tries": letter.tries}) for letter in letters}
        await move_many(Letter, ids, LETTER_MOVES, "send", actor=THE_CLOCK, at=at, notes=notes)
        await ask(
            "UPDATE letter SET sent_at = {}, address = {}, trouble = '' WHERE id = ANY({})",
            at,
            letters[0].address,
            ids,
        )


async def mark_trouble(letters: Sequence[Envelope], trouble: str, *, at: datetime, for_good: bool = False) -> None:
    """Say what kept these letters back: they are tried again later, or given up after the last try or `for_good`."""
    async with transaction():
        for letter in letters:
            again = None if for_good else rules.next_try(letter.tries, at)
            if again is None:
                note = Note(reason=trouble, basis={"notice": letter.notice_id, "tries": letter.tries})
                await move(Letter, letter.id, LETTER_MOVES, "give_up", actor=THE_CLOCK, at=at, note=note)
            await ask(
                "UPDATE letter SET trouble = {}, address = {}, next_try_at = {} WHERE id = {}",
                trouble[:LONGEST_TROUBLE],
                letter.address,
                again,
                letter.id,
            )


async def try_again(letter_id: int, *, actor: Actor, at: datetime) -> None:
    """Let a failed letter be sent once more from the beginning (system administrator). Stale when it has not failed."""
    require(actor, Duty.PEOPLE_MANAGE)
    async with transaction():
        await move(Letter, letter_id, LETTER_MOVES, "try_again", actor=actor, at=at)
        await ask("UPDATE letter SET tries = 0, next_try_at = {} WHERE id = {}", at, letter_id)
