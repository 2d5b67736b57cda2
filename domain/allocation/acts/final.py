"""Final allocation (核定): computed by generating unit and enterprise, approved, confirmed by the ministry."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.allocation import checks, queries
from domain.allocation.acts.advance import advance, set_columns, standing_before, stored
from domain.allocation.rules import (
    EntityAllocation,
    EntityUnit,
    Issue,
    Obligation,
    Owing,
    UnitAllocation,
    UnitFacts,
    issue,
    obligation,
    power_entity,
    power_unit,
)
from domain.allocation.tables import AllocationUnit
from domain.core.actors import Actor
from domain.core.findings import Finding, refuse, stop_on
from domain.core.law import Law, last_day_of
from domain.core.workings import many
from domain.recheck import queries as recheck
from domain.recheck.queries import ConfirmedCard, ConfirmedUnit
from domain.records.database import ask, copy_rows, transaction
from domain.records.lawbook.queries import as_of

ONE = Decimal(1)
_FIGURES = {
    "initial": "bigint",
    "gas_topup": "bigint",
    "cap_topup": "bigint",
    "final": "bigint",
    "due": "bigint",
    "gap_rate": "numeric",
    "true_up": "bigint",
    "returned": "bigint",
    "final_issue": "bigint",
    "still_to_deduct": "bigint",
    "draft_keys": "varchar",
    "law_digest": "varchar",
    "explanations": "jsonb",
}
_UNIT_COLUMNS = (
    "allocation_id",
    "enterprise_id",
    "year",
    "unit_number",
    "unit_class",
    "fuel",
    "cogeneration",
    "capacity_mw",
    "generation_mwh",
    "heat_gj",
    "load_factor",
    "load_correction",
    "power",
    "heat",
    "initial",
    "topup",
    "final",
    "due",
    "explanation",
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a proposal came to: how many enterprises, and what should be looked at."""

    count: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Final:
    """The computed final allocation of one enterprise."""

    card: queries.AllocationCard
    units: tuple[tuple[ConfirmedUnit, UnitAllocation], ...]
    entity: EntityAllocation
    due: Obligation
    issue: Issue

    @property
    def drafts(self) -> str:
        told = [answer.explanation for _, answer in self.units]
        return ",".join(checks.drafts([*told, self.entity.explanation, self.due.explanation]))


async def propose_final(year: int, *, actor: Actor, at: datetime) -> Proposed:
    """Compute and propose the final allocation of every enterprise whose pre-allocation is issued.

    One read of confirmed emissions and units, one computation, one COPY of the units and one update. Enterprises
    without final emissions are left out and named. Refused with findings when a unit's facts cannot be computed with.
    """
    async with transaction():
        cards = await standing_before("propose_final", year, actor=actor)
        law = await as_of(last_day_of(year))
        confirmed = {card.enterprise_id: card for card in await recheck.confirmed(year, actor=actor)}
        units: dict[int, list[ConfirmedUnit]] = {}
        for unit in await recheck.confirmed_units(year, actor=actor):
            units.setdefault(unit.enterprise_id, []).append(unit)
        ready = [card for card in cards if card.enterprise_id in confirmed and units.get(card.enterprise_id)]
        findings = list(checks.coverage({card.enterprise_id: card.name for card in cards}, confirmed, units))
        for card in ready:
            findings += _facts_findings(law, card, confirmed[card.enterprise_id], units[card.enterprise_id])
        stop_on(findings)
        if not ready:
            raise refuse("ALLOCATION-NO-EMISSIONS", year=year)
        with many():
            computed = [_compute(law, card, units[card.enterprise_id]) for card in ready]
        await _store(computed, law, year)
        basis = {one.card.id: _basis(one, law) for one in computed}
        await advance("propose_final", ready, actor=actor, at=at, basis=basis)
        for one in computed:
            findings += checks.change_against_pre(law, one.card.name, one.card.pre, one.entity.final)
    return Proposed(len(computed), tuple(findings))


async def return_final(year: int, reason: str, *, actor: Actor, at: datetime) -> int:
    """Send the proposed final allocations back to the officer; they are computed anew when proposed again."""
    async with transaction():
        cards = await standing_before("return_final", year, actor=actor)
        if not reason.strip():
            raise refuse("ALLOCATION-REASON", field_name="reason")
        await advance("return_final", cards, actor=actor, at=at, reason=reason)
    return len(cards)


async def approve_final(year: int, *, actor: Actor, at: datetime) -> int:
    """Approve every proposed final allocation of the year."""
    async with transaction():
        cards = await standing_before("approve_final", year, actor=actor)
        await advance("approve_final", cards, actor=actor, at=at)
    return len(cards)


async def confirm_final(year: int, reference: str, *, actor: Actor, at: datetime) -> int:
    """Record the ministry's confirmation of the approved final allocations by its number."""
    async with transaction():
        cards = await standing_before("confirm_final", year, actor=actor)
        if not reference.strip():
            raise refuse("ALLOCATION-REFERENCE", field_name="reference")
        basis = {card.id: {"reference": reference.strip()} for card in cards}
        await advance("confirm_final", cards, actor=actor, at=at, basis=basis)
        ids = [card.id for card in cards]
        await ask("UPDATE allocation SET ministry_reference = {} WHERE id = ANY({})", reference.strip()[:60], ids)
    return len(cards)


def _facts(unit: ConfirmedUnit) -> UnitFacts:
    """A unit without a load factor is computed at full load: no correction."""
    load_factor = ONE if unit.load_factor is None else unit.load_factor
    return UnitFacts(
        unit.unit_number,
        unit.unit_class,
        unit.generation_mwh,
        unit.heat_gj,
        load_factor,
        f"recheck:{unit.unit_number}",
        chp=unit.cogeneration,
    )


def _facts_findings(
    law: Law, card: queries.AllocationCard, confirmed: ConfirmedCard, units: Sequence[ConfirmedUnit]
) -> Iterator[Finding]:
    for unit in units:
        yield from checks.unit_facts(law, card.name, _facts(unit), unit.load_factor is not None)
    yield from checks.sums_agree(card.name, confirmed.emissions_tonnes, [unit.emissions_tonnes for unit in units])


def _compute(law: Law, card: queries.AllocationCard, units: Sequence[ConfirmedUnit]) -> _Final:
    answers = [power_unit(law, _facts(unit)) for unit in units]
    both = tuple(zip(units, answers, strict=True))
    owing = [
        Owing(unit.unit_number, unit.emissions_tonnes, unit.unit_class, answer.allocation) for unit, answer in both
    ]
    due = obligation(law, owing)
    rows = [
        EntityUnit(unit.unit_number, unit.unit_class, answer.allocation, tonnes)
        for (unit, answer), tonnes in zip(both, due.verified, strict=True)
    ]
    entity = power_entity(law, rows)
    settled = issue(law, card.pre, entity.final, card.to_deduct, card.pre_deducted)
    return _Final(card, both, entity, due, settled)


async def _store(computed: Sequence[_Final], law: Law, year: int) -> None:
    ids, digest = [one.card.id for one in computed], law.digest()
    await ask("DELETE FROM allocation_unit WHERE allocation_id = ANY({})", ids)
    rows = [row for one in computed for row in _unit_rows(one, year)]
    await copy_rows(AllocationUnit._meta.tablename, _UNIT_COLUMNS, rows)
    await set_columns(_FIGURES, ids, [_figures(one, digest) for one in computed])


def _unit_rows(one: _Final, year: int) -> Iterator[tuple[object, ...]]:
    for (unit, answer), topup, owed in zip(one.units, one.entity.unit_topups, one.due.owed, strict=True):
        yield (
            one.card.id,
            one.card.enterprise_id,
            year,
            unit.unit_number,
            unit.unit_class,
            unit.fuel,
            unit.cogeneration,
            unit.capacity_mw,
            unit.generation_mwh,
            unit.heat_gj,
            unit.load_factor,
            answer.load_correction,
            answer.power,
            answer.heat,
            answer.allocation,
            topup,
            answer.allocation + topup,
            owed,
            stored(answer.explanation),
        )


def _figures(one: _Final, digest: str) -> tuple[object, ...]:
    entity, settled = one.entity, one.issue
    told = {"due": one.due.explanation, "final": entity.explanation, "final_issue": settled.explanation}
    return (
        entity.initial,
        entity.gas_topup,
        entity.cap_topup,
        entity.final,
        one.due.due,
        entity.gap_rate,
        settled.difference,
        settled.returned,
        settled.final_issue,
        settled.still_to_deduct,
        one.drafts,
        digest,
        json.dumps({name: figure.as_json() for name, figure in told.items()}, ensure_ascii=False),
    )


def _basis(one: _Final, law: Law) -> dict[str, object]:
    return {
        "initial": one.entity.initial,
        "final": one.entity.final,
        "due": one.due.due,
        "units": len(one.units),
        "law": law.digest(),
    }
