"""Proposing values: one by itself, or many together as one batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import uuid4

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Finding, Place, Severity, refuse, stop_on
from domain.core.law import Provision
from domain.records.database import transaction
from domain.records.journal.writes import Note, record_many, require
from domain.records.lawbook import checks
from domain.records.lawbook.acts.rows import basis, insert, one_at_a_time, same_proposal
from domain.records.lawbook.queries import ProvisionCard, proposed, standing
from domain.records.lawbook.rules import Entry
from domain.records.lawbook.states import MOVES, State


async def enact(
    provision: Provision,
    subject: str,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    corrects: int | None = None,
    new_key: bool = False,
) -> int:
    """Propose a dated value; it is law when a second person confirms it. Refused (LAW-…) with all that is wrong.

    A key that the book does not know is refused with the nearest one, unless a new key is meant.
    """
    entry = Entry(subject, provision, corrects)
    async with transaction():
        (provision_id,) = await propose([entry], reason, actor=actor, at=at, new_keys=new_key)
    return provision_id


async def enact_together(
    entries: Sequence[Entry], *, reason: str, actor: Actor, at: datetime, evidence: str = ""
) -> str:
    """Propose values as one batch, all or none; answers its number. `evidence` is the sheet they were read from."""
    batch = uuid4().hex
    async with transaction():
        await propose(entries, reason, actor=actor, at=at, batch=batch, evidence=evidence)
    return batch


async def propose(
    entries: Sequence[Entry],
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    new_keys: bool = False,
    batch: str = "",
    evidence: str = "",
) -> list[int]:
    """Check, write and journal proposals inside the caller's transaction, one journal entry for each."""
    require(actor, Duty.LAW_ENACT)
    await one_at_a_time()
    found = await findings(entries, at, new_keys=new_keys)
    if not reason.strip():
        found.append(Finding("LAW-REASON", Severity.STOP, Place(field="reason")))
    stop_on(found)
    if not entries:
        raise refuse("LAW-NOTHING")
    ids = await insert(entries, State.PROPOSED, actor.account_id, at, batch=batch)
    move = MOVES["enact"]
    noted = [
        (f"provision:{number}", "", move.after.value, Note(reason, basis(entry, batch), evidence))
        for number, entry in zip(ids, entries, strict=True)
    ]
    await record_many(MOVES.tag("enact"), noted, actor=actor, at=at, duty=move.duty)
    return ids


async def findings(entries: Sequence[Entry], at: datetime, *, new_keys: bool = False) -> list[Finding]:
    """What is wrong with proposals as of now: against the book, against each other, against what waits already."""
    found = list(checks.together(entries, await standing(), legal_day(at), new_keys=new_keys))
    return [*found, *_already_proposed(entries, await proposed())]


def _already_proposed(entries: Iterable[Entry], waiting: Sequence[ProvisionCard]) -> Iterator[Finding]:
    by_key: dict[str, list[ProvisionCard]] = {}
    for card in waiting:
        by_key.setdefault(card.key, []).append(card)
    for entry in entries:
        one = entry.provision
        if any(same_proposal(card, entry) for card in by_key.get(one.key, ())):
            facts = {"key": one.key, "value": one.value, "begins": one.in_force_from.isoformat()}
            yield entry.at(Finding("LAW-ALREADY-PROPOSED", Severity.STOP, Place(field="value"), facts))
