"""Publishing who has met the obligation and who has not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.core.actors import Actor
from domain.core.findings import refuse
from domain.core.law import last_day_of
from domain.records.database import ask, transaction
from domain.records.documents import writes as documents
from domain.records.documents.rules import about
from domain.records.journal.writes import Note, move_many, require
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell
from domain.surrender import queries
from domain.surrender.acts.bulk import one_at_a_time
from domain.surrender.queries import OutcomeCard
from domain.surrender.rules import Status
from domain.surrender.states import DECREE_14, MOVES, ORDER_32, State
from domain.surrender.tables import Obligation


async def publish(year: int, *, actor: Actor, at: datetime) -> int:
    """Publish every result that has not been, and tell each enterprise its own; answers how many.

    Refused: SURRENDER-NOTHING-TO-PUBLISH, and SURRENDER-OWN-WORK for results the same person had computed.
    """
    require(actor, MOVES["publish"].duty)
    async with transaction():
        await one_at_a_time(year)
        cards = [card for card in await queries.outcomes(year, actor=actor) if card.state == State.SETTLED]
        if not cards:
            raise refuse("SURRENDER-NOTHING-TO-PUBLISH", citation=ORDER_32, year=year)
        ids = [card.obligation_id for card in cards]
        await _not_own_work(ids, actor=actor)
        notes = {card.obligation_id: _note(card) for card in cards}
        await move_many(Obligation, ids, MOVES, "publish", actor=actor, at=at, notes=notes)
        await ask("UPDATE obligation SET published_result_id = result_id WHERE id = ANY({})", ids)
        await ask(
            "UPDATE surrender_result SET published_at = {} WHERE published_at IS NULL "
            "AND id IN (SELECT result_id FROM obligation WHERE id = ANY({}))",
            at,
            ids,
        )
        for card in cards:
            await _tell(card, at)
        await _issue_documents(year, cards, actor=actor, at=at)
    return len(cards)


async def _issue_documents(year: int, cards: Sequence[OutcomeCard], *, actor: Actor, at: datetime) -> None:
    """The certificate of whoever has surrendered in full, in time or late; the notice to whoever has not."""
    deadline_on = (await as_of(last_day_of(year))).text("deadline.surrender")
    met = [_draft(card, deadline_on) for card in cards if card.status != Status.SHORT]
    short = [_draft(card, deadline_on) for card in cards if card.status == Status.SHORT]
    await documents.issue_many("surrender_certificate", met, actor=actor, at=at)
    await documents.issue_many("surrender_shortfall", short, actor=actor, at=at)


def _draft(card: OutcomeCard, deadline_on: str) -> documents.Draft:
    facts = about(
        card,
        year=card.year,
        due_tonnes=card.due,
        surrendered_tonnes=card.surrendered,
        offsets_tonnes=card.offsets,
        shortfall_tonnes=card.shortfall,
        deadline_shortfall_tonnes=card.deadline_shortfall,
        status=card.status,
        completed_on=card.completed_on,
        deadline_on=deadline_on,
        citation=DECREE_14,
    )
    return documents.Draft(f"obligation:{card.obligation_id}", facts, card.enterprise_id)


async def _not_own_work(ids: list[int], *, actor: Actor) -> None:
    rows = await ask(
        "SELECT 1 AS own FROM surrender_result r JOIN obligation o ON o.result_id = r.id "
        "WHERE o.id = ANY({}) AND r.settled_by = {} LIMIT 1",
        ids,
        actor.account_id,
    )
    if rows:
        raise refuse("SURRENDER-OWN-WORK", citation=ORDER_32)


def _note(card: OutcomeCard) -> Note:
    basis = {"status": card.status, "shortfall": card.shortfall}
    return Note(basis=basis, enterprise_id=card.enterprise_id)


async def _tell(card: OutcomeCard, at: datetime) -> None:
    """Each enterprise gets the words of its own result."""
    completed = card.completed_on.isoformat() if card.completed_on else ""
    facts = {"year": str(card.year), "due": f"{card.due:,}", "shortfall": f"{card.shortfall:,}", "day": completed}
    link = f"/surrender/obligations/{card.obligation_id}"
    if card.status == Status.SHORT:
        await tell("surrender.short", at=at, facts=facts, enterprise_id=card.enterprise_id, link=link)
    elif card.status == Status.LATE:
        await tell("surrender.late", at=at, facts=facts, enterprise_id=card.enterprise_id, link=link)
    else:
        await tell("surrender.on_time", at=at, facts=facts, enterprise_id=card.enterprise_id, link=link)
