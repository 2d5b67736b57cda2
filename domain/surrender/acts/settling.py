"""Settling the year: on time, late or short, as of the deadline and again when more has come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.findings import refuse
from domain.core.law import last_day_of
from domain.records.database import ask, copy_rows, transaction
from domain.records.journal.writes import Note, move_many, require
from domain.records.lawbook.queries import as_of
from domain.surrender import queries
from domain.surrender.acts.bulk import new_ids, one_at_a_time, stored
from domain.surrender.queries import OutcomeCard
from domain.surrender.rules import Outcome
from domain.surrender.states import DECREE_14, MOVES
from domain.surrender.tables import Obligation, SurrenderResult

_COLUMNS = [
    "id",
    "obligation_id",
    "enterprise_id",
    "year",
    "as_of",
    "status",
    "surrendered",
    "offsets",
    "shortfall",
    "deadline_shortfall",
    "completed_on",
    "explanation",
    "settled_at",
    "settled_by",
]


@dataclass(frozen=True, slots=True)
class Settled:
    """How many results are new, and how many obligations of the year now stand how."""

    changed: int
    statuses: dict[str, int]


async def settle(year: int, *, actor: Actor, at: datetime) -> Settled:
    """Compute how every obligation of a year was met, from what is dated up to today.

    Only results that differ from the one in force are stored, so it can be done as often as one likes: what was handed
    in since turns short into late, with the day it was complete; a statement that came late may turn it into on time.
    Refused: SURRENDER-RUNNING while the deadline is not over, SURRENDER-NOT-OPENED without obligations.
    """
    require(actor, MOVES["settle"].duty)
    law, today = await as_of(last_day_of(year)), legal_day(at)
    if today <= (deadline_on := law.on("deadline.surrender")):
        raise refuse("SURRENDER-RUNNING", citation=DECREE_14, deadline=deadline_on.isoformat())
    async with transaction():
        await one_at_a_time(year)
        results = await queries.results_on(year, today, actor=actor)
        if not results:
            raise refuse("SURRENDER-NOT-OPENED", year=year)
        computed = {card.obligation_id: new for card, new in results}
        changed = [card for card, new in results if card.differs(new)]
        await _store(changed, computed, today, actor=actor, at=at)
        await _move(changed, computed, actor=actor, at=at)
    return Settled(len(changed), dict(Counter(one.standing.status.value for one in computed.values())))


async def _store(
    cards: Sequence[OutcomeCard], computed: Mapping[int, Outcome], today: date, *, actor: Actor, at: datetime
) -> None:
    """One COPY of the new results, and one update that puts them in force."""
    table = SurrenderResult._meta.tablename
    ids = await new_ids(table, len(cards))
    rows = []
    for result_id, card in zip(ids, cards, strict=True):
        new = computed[card.obligation_id]
        verdict = new.standing
        whose = (result_id, card.obligation_id, card.enterprise_id, card.year, today, verdict.status.value)
        sums = (new.surrendered, new.offsets, verdict.shortfall, new.deadline_shortfall)
        rows.append((*whose, *sums, verdict.completed_on, stored(new.explanation), at, actor.account_id))
    await copy_rows(table, _COLUMNS, rows)
    await ask(
        "UPDATE obligation SET result_id = given.result_id FROM unnest({}::int[], {}::int[]) "
        "AS given (id, result_id) WHERE obligation.id = given.id",
        [card.obligation_id for card in cards],
        ids,
    )


async def _move(cards: Sequence[OutcomeCard], computed: Mapping[int, Outcome], *, actor: Actor, at: datetime) -> None:
    for name in ("settle", "settle_again"):
        before = {state.value for state in MOVES[name].before}
        chosen = [card for card in cards if card.state in before]
        notes = {card.obligation_id: _note(card, computed[card.obligation_id]) for card in chosen}
        await move_many(Obligation, list(notes), MOVES, name, actor=actor, at=at, notes=notes)


def _note(card: OutcomeCard, new: Outcome) -> Note:
    day = new.standing.completed_on
    basis = {
        "status": new.standing.status.value,
        "shortfall": new.standing.shortfall,
        "deadline_shortfall": new.deadline_shortfall,
        "completed_on": day.isoformat() if day else "",
    }
    return Note(basis=basis, enterprise_id=card.enterprise_id)
