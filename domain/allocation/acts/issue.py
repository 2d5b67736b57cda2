"""Issuing (发放): allowances enter the enterprise's account; on a mere draft of law nothing is issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.allocation import checks, queries
from domain.allocation.acts.advance import advance, standing_before
from domain.allocation.queries import AllocationCard, UnitRow
from domain.allocation.states import MOVES
from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.findings import Finding, Refused, stop_on
from domain.records.account.queries import holdings
from domain.records.account.rules import POOL, Entry, holding, movement
from domain.records.account.writes import post
from domain.records.database import ask, transaction
from domain.records.documents import writes as documents
from domain.records.documents.rules import about, table, texts
from domain.records.notices.writes import tell


@dataclass(frozen=True, slots=True)
class Issued:
    """How many enterprises were issued to, and who could not be."""

    count: int
    findings: tuple[Finding, ...]


async def issue_pre(year: int, *, actor: Actor, at: datetime) -> int:
    """Issue every approved pre-allocation into its account. Refused (ALLOCATION-DRAFT) where it rests on a draft."""
    async with transaction():
        cards = await standing_before("issue_pre", year, actor=actor)
        stop_on(checks.no_drafts(_draft_keys(cards)))
        day = legal_day(at)
        entries = [_entry(card, card.pre_issued, "pre_issue", day) for card in cards if card.pre_issued]
        await post(entries, at=at)
        await advance("issue_pre", cards, actor=actor, at=at, basis={card.id: {"t": card.pre_issued} for card in cards})
        for card in cards:
            await _tell("allocation.pre_issued", card, card.pre_issued, at)
        drafts = [documents.Draft(f"allocation:{card.id}", _pre_facts(card), card.enterprise_id) for card in cards]
        await documents.issue_many("pre_allocation", drafts, actor=actor, at=at)
    return len(cards)


async def issue_final(year: int, *, actor: Actor, at: datetime) -> Issued:
    """Issue, or take back, what the final allocation differs from the pre-allocation, and notify each enterprise.

    An enterprise that no longer holds what it must give back is left where it stands and named; the others go on.
    Refused: ALLOCATION-DRAFT on a draft; ALLOCATION-CANNOT-TAKE-BACK when nobody else is left.
    """
    async with transaction():
        cards = await standing_before("issue_final", year, actor=actor)
        stop_on(checks.no_drafts(_draft_keys(cards)))
        held = await holdings(actor=actor)
        missing = {card.id: -(card.final_issue or 0) - held.get((card.enterprise_id, year), 0) for card in cards}
        findings = [one for card in cards for one in checks.can_take_back(card.name, missing[card.id])]
        ready = [card for card in cards if missing[card.id] <= 0]
        if not ready:
            raise Refused(findings)
        day = legal_day(at)
        await post([_entry(card, card.final_issue, "final_issue", day) for card in ready if card.final_issue], at=at)
        basis = {card.id: {"t": card.final_issue, "still_to_deduct": card.still_to_deduct} for card in ready}
        await advance("issue_final", ready, actor=actor, at=at, basis=basis)
        await ask("UPDATE allocation SET issued_on = {} WHERE id = ANY({})", day, [card.id for card in ready])
        for card in ready:
            await _tell("allocation.final_issued", card, card.final or 0, at)
        units: dict[int, list[UnitRow]] = {}
        for unit in await queries.unit_rows(year, actor=actor):
            units.setdefault(unit.allocation_id, []).append(unit)
        drafts = [
            documents.Draft(f"allocation:{card.id}", _final_facts(card, units.get(card.id, ())), card.enterprise_id)
            for card in ready
        ]
        await documents.issue_many("final_allocation", drafts, actor=actor, at=at)
    return Issued(len(ready), tuple(findings))


def _pre_facts(card: AllocationCard) -> dict[str, str]:
    return about(
        card,
        year=card.year,
        pre_tonnes=card.pre,
        deducted_tonnes=card.pre_deducted,
        issued_tonnes=card.pre_issued,
        citation=MOVES["approve_pre"].citation,
    )


def _final_facts(card: AllocationCard, units: Sequence[UnitRow]) -> dict[str, str]:
    names = ("unit_number", "unit_class", "generation_mwh", "heat_gj", "initial", "topup", "final", "due")
    return about(
        card,
        year=card.year,
        pre_tonnes=card.pre,
        initial_tonnes=card.initial,
        gas_topup_tonnes=card.gas_topup,
        cap_topup_tonnes=card.cap_topup,
        final_tonnes=card.final,
        issued_tonnes=card.final_issue,
        still_to_deduct_tonnes=card.still_to_deduct,
        due_tonnes=card.due,
        reference=card.ministry_reference,
        citation=MOVES["issue_final"].citation,
        units=table([texts(**{name: getattr(unit, name) for name in names}) for unit in units]),
    )


def _draft_keys(cards: Sequence[AllocationCard]) -> list[str]:
    return sorted({key for card in cards for key in card.draft_keys.split(",") if key})


def _entry(card: AllocationCard, tonnes: int, why: str, day: date) -> Entry:
    reason = why if tonnes > 0 else "take_back"
    return movement(card.year, POOL, holding(card.enterprise_id), tonnes, day, reason, f"allocation:{card.id}")


async def _tell(code: str, card: AllocationCard, tonnes: int, at: datetime) -> None:
    facts = {"name": card.name, "year": str(card.year), "tonnes": f"{tonnes:,}", "due": f"{card.due or 0:,}"}
    link = f"/allocation/entries/{card.id}"
    await tell(code, at=at, facts=facts, enterprise_id=card.enterprise_id, link=link)
