"""Pre-allocation (预分配): proposed from last year's verified emissions, approved, or sent back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.allocation import checks, queries
from domain.allocation.acts.advance import advance, new_ids, one_at_a_time, set_columns, standing_before, stored
from domain.allocation.rules import PreFacts, base_year, pre_allocation
from domain.allocation.states import MOVES, State
from domain.allocation.tables import Allocation, AllocationPreUnit
from domain.core.actors import Actor
from domain.core.findings import refuse
from domain.core.law import Law, last_day_of
from domain.core.workings import Explanation
from domain.listing import queries as listing
from domain.records.database import ask, copy_rows, transaction
from domain.records.emissions import queries as emissions
from domain.records.emissions.queries import KnownCard
from domain.records.journal.writes import Note, record_many, require
from domain.records.lawbook.queries import as_of

_PRE_COLUMNS = (
    "id",
    "year",
    "enterprise_id",
    "state",
    "pre",
    "pre_deducted",
    "pre_issued",
    "to_deduct",
    "draft_keys",
    "law_digest",
    "ministry_reference",
    "explanations",
)
_UNIT_COLUMNS = ("allocation_id", "enterprise_id", "year", "unit_number", "prior_verified", "pre", "explanation")


@dataclass(frozen=True, slots=True)
class _Pre:
    """The computed pre-allocation of one enterprise."""

    enterprise_id: int
    units: tuple[tuple[KnownCard, Explanation], ...]
    to_deduct: int

    @property
    def pre(self) -> int:
        return sum(int(told.value) for _, told in self.units)

    @property
    def deducted(self) -> int:
        """What is ordered to be deducted comes off the pre-allocation first, as far as it reaches."""
        return min(self.pre, self.to_deduct)

    @property
    def drafts(self) -> str:
        return ",".join(checks.drafts(told for _, told in self.units))


async def propose_pre(year: int, *, actor: Actor, at: datetime) -> int:
    """Compute and propose the pre-allocation of every listed power enterprise; answers how many.

    A newly listed one without emissions of the year before is proposed with nothing. Those sent back are computed anew.
    Refused (ALLOCATION-NOTHING) when all are proposed already or none is listed.
    """
    require(actor, MOVES["propose_pre"].duty)
    async with transaction():
        await one_at_a_time(year)
        law = await as_of(last_day_of(year))
        there = {card.enterprise_id: card for card in await queries.allocations(year, actor=actor, limit=None)}
        listed = [card for card in await listing.published(year, actor=actor) if card.sector == queries.POWER]
        again = [card for card in there.values() if card.state == State.PRE_RETURNED]
        fresh = [card.enterprise_id for card in listed if card.enterprise_id not in there]
        if not fresh and not again:
            raise refuse("ALLOCATION-NOTHING", year=year)
        computed = await _compute(law, year, [*fresh, *(card.enterprise_id for card in again)], actor=actor)
        await _insert([computed[enterprise_id] for enterprise_id in fresh], law, year, actor=actor, at=at)
        if again:
            await _replace(again, computed, law, year)
            await advance("propose_pre_again", again, actor=actor, at=at)
    return len(computed)


async def return_pre(year: int, reason: str, *, actor: Actor, at: datetime) -> int:
    """Send the proposed pre-allocations back to the officer."""
    async with transaction():
        cards = await standing_before("return_pre", year, actor=actor)
        if not reason.strip():
            raise refuse("ALLOCATION-REASON", field_name="reason")
        await advance("return_pre", cards, actor=actor, at=at, reason=reason)
    return len(cards)


async def approve_pre(year: int, *, actor: Actor, at: datetime) -> int:
    """Approve every proposed pre-allocation of the year."""
    async with transaction():
        cards = await standing_before("approve_pre", year, actor=actor)
        await advance("approve_pre", cards, actor=actor, at=at)
    return len(cards)


async def _compute(law: Law, year: int, enterprise_ids: Sequence[int], *, actor: Actor) -> dict[int, _Pre]:
    """One read of the base year's emissions and of the deductions, one computation."""
    known: dict[int, list[KnownCard]] = {enterprise_id: [] for enterprise_id in enterprise_ids}
    for card in await emissions.of_year(base_year(law), actor=actor):
        if card.enterprise_id in known:
            known[card.enterprise_id].append(card)
    ordered = await queries.deductions(year, actor=actor)
    return {
        enterprise_id: _Pre(
            enterprise_id,
            tuple((card, _pre_of(law, card)) for card in _by_unit(cards)),
            ordered.get(enterprise_id, 0),
        )
        for enterprise_id, cards in known.items()
    }


def _by_unit(cards: Sequence[KnownCard]) -> list[KnownCard]:
    """The units' rows; the enterprise's own only where no unit is known."""
    return [card for card in cards if card.unit_number] or list(cards)


def _pre_of(law: Law, card: KnownCard) -> Explanation:
    origin = f"{card.year} {card.origin} {card.unit_number}".strip()
    return pre_allocation(law, PreFacts(card.emissions_tonnes, origin=origin))


async def _insert(computed: Sequence[_Pre], law: Law, year: int, *, actor: Actor, at: datetime) -> None:
    ids = await new_ids(Allocation._meta.tablename, len(computed))
    digest, rows = law.digest(), []
    for allocation_id, one in zip(ids, computed, strict=True):
        issued, left = one.pre - one.deducted, one.to_deduct - one.deducted
        figures = (one.pre, one.deducted, issued, left, one.drafts, digest, "", "{}")
        rows.append((allocation_id, year, one.enterprise_id, MOVES["propose_pre"].after.value, *figures))
    await copy_rows(Allocation._meta.tablename, _PRE_COLUMNS, rows)
    await _insert_units(ids, computed, year)
    entries = [
        (f"allocation:{allocation_id}", "", State.PRE_PROPOSED.value, _note(one, digest))
        for allocation_id, one in zip(ids, computed, strict=True)
    ]
    duty = MOVES["propose_pre"].duty
    await record_many(MOVES.tag("propose_pre"), entries, actor=actor, at=at, duty=duty)


async def _replace(cards: Sequence[queries.AllocationCard], computed: Mapping[int, _Pre], law: Law, year: int) -> None:
    """What was sent back gets new figures and new unit rows; the old ones stay in the journal's basis."""
    ids = [card.id for card in cards]
    anew = [computed[card.enterprise_id] for card in cards]
    await ask("DELETE FROM allocation_pre_unit WHERE allocation_id = ANY({})", ids)
    columns = {"pre": "bigint", "pre_deducted": "bigint", "pre_issued": "bigint", "to_deduct": "bigint"}
    digest = law.digest()
    values = [
        (one.pre, one.deducted, one.pre - one.deducted, one.to_deduct - one.deducted, one.drafts, digest)
        for one in anew
    ]
    await set_columns({**columns, "draft_keys": "varchar", "law_digest": "varchar"}, ids, values)
    await _insert_units(ids, anew, year)


async def _insert_units(ids: Sequence[int], computed: Sequence[_Pre], year: int) -> None:
    rows = [
        (allocation_id, one.enterprise_id, year, card.unit_number, card.emissions_tonnes, int(told.value), stored(told))
        for allocation_id, one in zip(ids, computed, strict=True)
        for card, told in one.units
    ]
    await copy_rows(AllocationPreUnit._meta.tablename, _UNIT_COLUMNS, rows)


def _note(one: _Pre, digest: str) -> Note:
    basis = {"pre": one.pre, "deducted": one.deducted, "units": len(one.units), "law": digest}
    return Note(basis=basis, enterprise_id=one.enterprise_id)
