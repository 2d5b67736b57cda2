"""Confirming emissions: preparing, notifying, making final."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.core.actors import Actor
from domain.core.calendar import WorkingCalendar, legal_day
from domain.core.duties import Duty
from domain.core.findings import refuse
from domain.core.law import Law, last_day_of
from domain.core.workings import Explanation
from domain.emission_report import queries as reports
from domain.emission_report.queries import UnitYear
from domain.recheck import queries
from domain.recheck.acts.drawing import as_json
from domain.recheck.queries import ConfirmationCard, RecheckCard
from domain.recheck.rules.figures import (
    OBJECTION,
    Chain,
    ConfirmedUnitValue,
    Stage,
    UnitBase,
    UnitValue,
    confirmed_total,
    confirmed_units,
    notice_until,
    objection_until,
)
from domain.recheck.states import CONFIRMATION_MOVES, Basis, ConfirmationState
from domain.recheck.tables import Confirmation, ConfirmedUnitRow
from domain.records.database import ask, transaction
from domain.records.documents import writes as documents
from domain.records.documents.rules import about, clock
from domain.records.emissions.writes import Known, enter
from domain.records.journal.writes import Note, move_many, record_many, require, subject_of
from domain.records.lawbook.queries import as_of, working_calendar
from domain.records.notices.writes import tell
from domain.verification import queries as verification
from domain.verification.queries import VerifiedCard, VerifiedUnit


@dataclass(frozen=True, slots=True)
class Base:
    """What a confirmation starts from: a verified or a determined report."""

    enterprise_id: int
    report_id: int
    total: Decimal
    chain: Chain
    units: Sequence[VerifiedUnit | UnitYear]
    reported: Mapping[str, Decimal]
    ended_on: date


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one confirmation, computed."""

    units: Sequence[ConfirmedUnitValue]
    total: Explanation


def chain_json(chain: Chain) -> str:
    stages = [
        {"basis": stage.basis.value, "origin": stage.origin, "values": json.loads(as_json(stage.values))}
        for stage in chain.stages
    ]
    told = {"base": chain.base.value, "base_origin": chain.base_origin, "report_origin": chain.report_origin}
    return json.dumps({**told, "stages": stages}, ensure_ascii=False)


def chain_of(told: Mapping[str, Any]) -> Chain:
    stages = tuple(
        Stage(Basis(stage["basis"]), tuple(unit_value(one) for one in stage["values"]), stage["origin"])
        for stage in told["stages"]
    )
    return Chain(Basis(told["base"]), told["base_origin"], told["report_origin"], stages)


def unit_value(told: Mapping[str, Any]) -> UnitValue:
    """A stored unit value, its numbers read back from text."""
    numbers = {
        name: Decimal(told[name]) if told[name] is not None else None
        for name in ("emissions_tonnes", "generation_mwh", "heat_gj")
    }
    return UnitValue(told["unit_number"], **numbers)


def base_units(base: Base) -> list[UnitBase]:
    return [
        UnitBase(
            unit.unit_number,
            unit.emissions_tonnes,
            unit.generation_mwh,
            unit.heat_gj,
            unit.load_factor,
            base.reported.get(unit.unit_number),
        )
        for unit in base.units
    ]


async def prepare(year: int, *, actor: Actor, at: datetime) -> int:
    """Prepare the confirmation of every enterprise that can be confirmed; answers how many.

    That is: verified and drawn or spared by a draw, with no recheck open; or determined by the authority.
    Refused: RECHECK-NOTHING when there is none.
    """
    require(actor, Duty.RECHECK_DRAW)
    law, calendar = await as_of(last_day_of(year)), await working_calendar()
    law_of_day = await as_of(legal_day(at))
    async with transaction():
        await ask("LOCK TABLE confirmation IN SHARE ROW EXCLUSIVE MODE")
        bases = await _bases(year, actor, legal_day(at))
        if not bases:
            raise refuse("RECHECK-NOTHING", year=year)
        figures = [_figures(base, law) for base in bases]
        rows = [
            _row(year, base, found, law_of_day, calendar, actor) for base, found in zip(bases, figures, strict=True)
        ]
        ids: list[int] = []
        for start in range(0, len(rows), 1000):
            ids += [int(row["id"]) for row in await Confirmation.insert(*rows[start : start + 1000])]
        await _insert_units(ids, bases, figures)
        entries = [
            (
                subject_of(Confirmation, confirmation_id),
                "",
                ConfirmationState.PREPARED.value,
                Note(
                    basis={"emissions_tonnes": str(found.total.value), "basis": base.chain.basis.value},
                    enterprise_id=base.enterprise_id,
                ),
            )
            for confirmation_id, base, found in zip(ids, bases, figures, strict=True)
        ]
        move = CONFIRMATION_MOVES["prepare"]
        await record_many(CONFIRMATION_MOVES.tag("prepare"), entries, actor=actor, at=at, duty=move.duty)
        facts = {"year": str(year), "count": str(len(ids))}
        await tell("recheck.prepared", at=at, facts=facts, duty=Duty.EMISSIONS_CONFIRM, link=f"/recheck/{year}")
    return len(ids)


async def _bases(year: int, actor: Actor, day: date) -> list[Base]:
    """What can be confirmed now, by credit code, in a fixed number of questions."""
    way = await queries.ready(year, actor=actor)
    rechecks = {card.enterprise_id: card for card in await queries.tasks(year, actor=actor)}
    accepted = await reports.accepted(year, actor=actor)
    reported = await _by_report(await reports.unit_years([card.id for card in accepted], actor=actor))
    verified_units: dict[int, list[VerifiedUnit]] = defaultdict(list)
    for unit in await verification.verified_units(year, actor=actor):
        verified_units[unit.enterprise_id].append(unit)
    bases = [
        _verified_base(card, rechecks.get(card.enterprise_id), verified_units[card.enterprise_id], reported)
        for card in await verification.delivered(year, actor=actor)
    ]
    bases += [
        Base(
            card.enterprise_id,
            card.id,
            card.emissions_tonnes,
            Chain(Basis.DETERMINED, f"report:{card.id}", f"report:{card.id}"),
            reported[card.id],
            {},
            day,
        )
        for card in accepted
        if card.state == "determined" and card.emissions_tonnes is not None
    ]
    return [base for base in bases if not way.hindrance(base.enterprise_id, base.chain.base)]


async def _by_report(units: Sequence[UnitYear]) -> dict[int, list[UnitYear]]:
    found: dict[int, list[UnitYear]] = defaultdict(list)
    for unit in units:
        found[unit.report_id].append(unit)
    return found


def _verified_base(
    card: VerifiedCard,
    recheck: RecheckCard | None,
    units: Sequence[VerifiedUnit],
    reported: Mapping[int, Sequence[UnitYear]],
) -> Base:
    stages: tuple[Stage, ...] = ()
    if recheck:
        values = tuple(
            UnitValue(one.unit_number, one.emissions_tonnes, one.generation_mwh, one.heat_gj)
            for one in recheck.unit_values
        )
        stages = (Stage(Basis.RECHECKED, values, f"recheck_task:{recheck.id}"),)
    origin = f"report_version:{card.version_id}"
    chain = Chain(Basis.VERIFIED, f"verification_task:{card.task_id}", origin, stages)
    return Base(
        card.enterprise_id,
        card.report_id,
        card.emissions_tonnes,
        chain,
        units,
        {unit.unit_number: unit.emissions_tonnes for unit in reported.get(card.report_id, ())},
        (recheck.done_on if recheck else None) or card.delivered_on,
    )


def _figures(base: Base, law: Law) -> Figures:
    units = base_units(base)
    confirmed = confirmed_units(units, base.chain, law)
    return Figures(confirmed, confirmed_total(base.total, units, confirmed, base.chain, law))


def _row(year: int, base: Base, found: Figures, law: Law, calendar: WorkingCalendar, actor: Actor) -> Confirmation:
    return Confirmation(
        year=year,
        enterprise_id=base.enterprise_id,
        report_id=base.report_id,
        state=ConfirmationState.PREPARED.value,
        basis=base.chain.basis.value,
        chain=chain_json(base.chain),
        verified_tonnes=base.total,
        emissions_tonnes=found.total.value,
        explanation=json.dumps(found.total.as_json(), ensure_ascii=False),
        prepared_by=actor.account_id,
        notice_until=notice_until(base.ended_on, law, calendar).on,
    )


async def _insert_units(ids: Sequence[int], bases: Sequence[Base], figures: Sequence[Figures]) -> None:
    rows = [
        ConfirmedUnitRow(
            confirmation_id=confirmation_id,
            enterprise_id=base.enterprise_id,
            unit_number=unit.unit_number,
            unit_class=unit.unit_class,
            fuel=unit.fuel,
            cogeneration=unit.cogeneration,
            capacity_mw=unit.capacity_mw,
            base_emissions_tonnes=unit.emissions_tonnes,
            base_generation_mwh=unit.generation_mwh,
            base_heat_gj=unit.heat_gj,
            base_load_factor=unit.load_factor,
            reported_tonnes=base.reported.get(unit.unit_number),
            emissions_tonnes=value.emissions_tonnes,
            generation_mwh=value.generation_mwh,
            heat_gj=value.heat_gj,
            load_factor=value.load_factor,
            explanations=explanations_json(value),
        )
        for confirmation_id, base, found in zip(ids, bases, figures, strict=True)
        for unit, value in zip(base.units, found.units, strict=True)
    ]
    for start in range(0, len(rows), 1000):
        await ConfirmedUnitRow.insert(*rows[start : start + 1000])


def explanations_json(value: ConfirmedUnitValue) -> str:
    return json.dumps({name: told.as_json() for name, told in value.explanations.items()}, ensure_ascii=False)


async def notify(year: int, *, actor: Actor, at: datetime) -> int:
    """Confirm what is prepared and tell each enterprise; starts the 7 working days for objections.

    Refused: RECHECK-NOTHING, RECHECK-OWN-WORK when the actor prepared any of it.
    """
    require(actor, Duty.EMISSIONS_CONFIRM)
    day = legal_day(at)
    law, calendar = await as_of(day), await working_calendar()
    due = objection_until(day, law, calendar)
    async with transaction():
        cards = await queries.in_states(year, (ConfirmationState.PREPARED,), actor=actor)
        if not cards:
            raise refuse("RECHECK-NOTHING", year=year)
        ids = [card.id for card in cards]
        own = "SELECT id FROM confirmation WHERE id = ANY({}) AND prepared_by = {}"
        if await ask(own, ids, actor.account_id):
            raise refuse("RECHECK-OWN-WORK")
        basis = {"until": due.on.isoformat()}
        notes = {card.id: Note(basis=basis, enterprise_id=card.enterprise_id) for card in cards}
        await move_many(Confirmation, ids, CONFIRMATION_MOVES, "notify", actor=actor, at=at, notes=notes)
        await ask(
            "UPDATE confirmation SET notified_on = {}, objection_until = {}, provisional = {} WHERE id = ANY({})",
            day,
            due.on,
            due.provisional,
            ids,
        )
        for card in cards:
            facts = {"year": str(year), "tonnes": str(card.emissions_tonnes), "until": due.on.isoformat()}
            link = f"/recheck/confirmations/{card.id}"
            await tell("recheck.notified", at=at, facts=facts, enterprise_id=card.enterprise_id, link=link)
        drafts = [
            documents.Draft(subject_of(Confirmation, card.id), _told(card, due.on, law), card.enterprise_id)
            for card in cards
        ]
        await documents.issue_many("emissions_notice", drafts, actor=actor, at=at)
    return len(cards)


def _told(card: ConfirmationCard, until: date, law: Law) -> dict[str, str]:
    """What the notice of the emissions (核定结果告知书) says, with the right to object and its days."""
    return about(
        card,
        year=card.year,
        verified_tonnes=card.verified_tonnes,
        emissions_tonnes=card.emissions_tonnes,
        basis=card.basis,
        until_on=until,
        citation=CONFIRMATION_MOVES["notify"].citation,
        **clock("objection", law, OBJECTION),
    )


async def finalise(year: int, *, actor: Actor, at: datetime) -> int:
    """Make confirmations final: decided ones at once, the others when the days for objections have run out.

    Writes the confirmed emissions of enterprise and units. By the clock, or by the verification officer. Answers how
    many. Refused (officer only): RECHECK-NOTHING, RECHECK-CLOCK with the last day while days still run.
    """
    by_clock = actor.holds(Duty.CLOCK)
    require(actor, Duty.CLOCK if by_clock else Duty.RECHECK_DRAW)
    day = legal_day(at)
    async with transaction():
        states = (ConfirmationState.NOTIFIED, ConfirmationState.DECIDED)
        waiting = await queries.in_states(year, states, actor=actor)
        ripe = [card for card in waiting if _ripe(card, day)]
        if not ripe and by_clock:
            return 0
        if not ripe:
            raise _not_ripe(year, waiting)
        notes = {
            card.id: Note(basis={"emissions_tonnes": str(card.emissions_tonnes)}, enterprise_id=card.enterprise_id)
            for card in ripe
        }
        ids = [card.id for card in ripe]
        name = "run_out" if by_clock else "finalise"
        await move_many(Confirmation, ids, CONFIRMATION_MOVES, name, actor=actor, at=at, notes=notes)
        await ask("UPDATE confirmation SET finalised_on = {} WHERE id = ANY({})", day, ids)
        await enter(await _known(year, ripe), origin="confirmed", at=at)
        for card in ripe:
            facts = {"year": str(year), "tonnes": str(card.emissions_tonnes)}
            link = f"/recheck/confirmations/{card.id}"
            await tell("recheck.final", at=at, facts=facts, enterprise_id=card.enterprise_id, link=link)
    return len(ripe)


def _ripe(card: ConfirmationCard, day: date) -> bool:
    """A decision ends the matter; otherwise the last day for objections must be over."""
    if card.state == ConfirmationState.DECIDED:
        return True
    return card.objection_until is not None and card.objection_until < day


def _not_ripe(year: int, waiting: Sequence[ConfirmationCard]) -> Exception:
    days = [card.objection_until for card in waiting if card.objection_until]
    return refuse("RECHECK-CLOCK", until=max(days)) if days else refuse("RECHECK-NOTHING", year=year)


async def _known(year: int, cards: Sequence[ConfirmationCard]) -> list[Known]:
    """Confirmed emissions as the record of past years takes them: enterprises, then their units."""
    rows = await ask(
        "SELECT enterprise_id, unit_number, emissions_tonnes, generation_mwh, heat_gj FROM confirmed_unit "
        "WHERE confirmation_id = ANY({}) ORDER BY enterprise_id, id",
        [card.id for card in cards],
    )
    units: dict[int, list[Known]] = defaultdict(list)
    for row in rows:
        units[row["enterprise_id"]].append(Known(year=year, **row))
    found: list[Known] = []
    for card in cards:
        own = units[card.enterprise_id]
        generation = sum((unit.generation_mwh or Decimal(0) for unit in own), Decimal(0))
        heat = sum((unit.heat_gj or Decimal(0) for unit in own), Decimal(0))
        found += [Known(card.enterprise_id, year, "", card.emissions_tonnes, generation, heat), *own]
    return found
