"""The second person's verdict: on one value, or on a whole batch in one step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Place, Stale, refuse, stop_on
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, move_many, require
from domain.records.lawbook import checks
from domain.records.lawbook.acts.rows import basis, entry_of, one_at_a_time
from domain.records.lawbook.queries import ProvisionCard, batch_cards, provision_card, standing
from domain.records.lawbook.rules import Entry
from domain.records.lawbook.states import MOVES, State
from domain.records.lawbook.tables import ProvisionRow


async def confirm(provision_id: int, *, actor: Actor, at: datetime) -> None:
    """Make a proposed value law. Refused (LAW-SAME-PERSON) to whoever enacted it; checked against the book of now."""
    async with transaction():
        cards = await _to_judge([await _one(provision_id, actor)], actor)
        await _confirm(cards, actor=actor, at=at)


async def decline(provision_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """Turn a proposed value down; it stays in the book's history and never becomes law."""
    async with transaction():
        cards = await _to_judge([await _one(provision_id, actor)], actor)
        await _decline(cards, reason, actor=actor, at=at)


async def confirm_batch(batch: str, count: int, *, actor: Actor, at: datetime) -> int:
    """Make all values of a batch that still wait law, or none of them; answers how many.

    `count` is how many the person saw: `Stale` when that is no longer what waits.
    """
    async with transaction():
        cards = await _to_judge(await _of_batch(batch, count, actor), actor)
        await _confirm(cards, actor=actor, at=at)
    return len(cards)


async def decline_batch(batch: str, count: int, *, reason: str, actor: Actor, at: datetime) -> int:
    """Turn down all values of a batch that still wait; answers how many."""
    async with transaction():
        cards = await _to_judge(await _of_batch(batch, count, actor), actor)
        await _decline(cards, reason, actor=actor, at=at)
    return len(cards)


async def _one(provision_id: int, actor: Actor) -> ProvisionCard:
    """The proposed value. Refused (LAW-UNKNOWN), or `Stale` when it is proposed no longer."""
    require(actor, Duty.LAW_CONFIRM)
    await one_at_a_time()
    card = await provision_card(provision_id)
    if card is None:
        raise refuse("LAW-UNKNOWN", provision=provision_id)
    if card.state != State.PROPOSED:
        raise Stale(f"provision:{provision_id}", State.PROPOSED.value)
    return card


async def _of_batch(batch: str, count: int, actor: Actor) -> list[ProvisionCard]:
    require(actor, Duty.LAW_CONFIRM)
    await one_at_a_time()
    cards = await batch_cards(batch) if batch else []
    if not cards:
        raise refuse("LAW-UNKNOWN", provision=batch)
    waiting = [card for card in cards if card.state == State.PROPOSED]
    if not waiting or len(waiting) != count:
        raise Stale(f"batch:{batch}", State.PROPOSED.value)
    return waiting


async def _to_judge(cards: Sequence[ProvisionCard], actor: Actor) -> Sequence[ProvisionCard]:
    """The same values, when this person enacted none of them."""
    own = await ask(
        "SELECT key FROM provision WHERE id = ANY({}) AND enacted_by = {} LIMIT 1",
        [card.id for card in cards],
        actor.account_id,
    )
    if own:
        raise refuse("LAW-SAME-PERSON", key=own[0]["key"])
    return cards


async def _confirm(cards: Sequence[ProvisionCard], *, actor: Actor, at: datetime) -> None:
    # What was proposed as a new key was said to be one then.
    entries = [_told(entry_of(card)) for card in cards]
    stop_on(checks.together(entries, await standing(), legal_day(at), new_keys=True))
    notes = {card.id: Note(card.subject, basis(entry_of(card), card.batch)) for card in cards}
    ids = [card.id for card in cards]
    await move_many(ProvisionRow, ids, MOVES, "confirm", actor=actor, at=at, notes=notes)
    await ask("UPDATE provision SET confirmed_by = {}, confirmed_at = {} WHERE id = ANY({})", actor.account_id, at, ids)


def _told(entry: Entry) -> Entry:
    """With its key as the place of whatever is wrong: there is no form any more."""
    return Entry(entry.subject, entry.provision, entry.corrects, {"key": Place(entry.provision.key)})


async def _decline(cards: Sequence[ProvisionCard], reason: str, *, actor: Actor, at: datetime) -> None:
    if not reason.strip():
        raise refuse("LAW-REASON", field_name="reason")
    notes = {card.id: Note(reason, basis(entry_of(card), card.batch)) for card in cards}
    await move_many(ProvisionRow, [card.id for card in cards], MOVES, "decline", actor=actor, at=at, notes=notes)
