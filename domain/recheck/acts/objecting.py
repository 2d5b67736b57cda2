"""An enterprise's objection to its confirmed emissions, and the province's decision."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse, stop_on
from domain.core.law import Law, last_day_of
from domain.core.workings import Explanation
from domain.recheck import checks, queries
from domain.recheck.acts.confirming import chain_json, chain_of, explanations_json
from domain.recheck.acts.drawing import as_json
from domain.recheck.queries import ConfirmationCard, ObjectionCard
from domain.recheck.rules.figures import (
    OBJECTION,
    ConfirmedUnitValue,
    Stage,
    UnitBase,
    UnitValue,
    confirmed_total,
    confirmed_units,
    decision_until,
)
from domain.recheck.states import CONFIRMATION_MOVES, OBJECTION_MOVES, Basis, ConfirmationState, ObjectionState
from domain.recheck.tables import Confirmation, Objection
from domain.records.database import ask, transaction
from domain.records.documents import writes as documents
from domain.records.documents.rules import about
from domain.records.evidence.writes import keep
from domain.records.journal.writes import Note, begin, move, require, subject_of
from domain.records.lawbook.queries import as_of, working_calendar
from domain.records.notices.writes import tell


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with an objection; kept unaltered."""

    file_name: str
    media_type: str
    content: bytes


async def object(  # noqa: A001
    confirmation_id: int, grounds: str, *, actor: Actor, at: datetime, attachment: Attachment | None = None
) -> int:
    """Object to confirmed emissions, as the enterprise's signatory. Answers the objection.

    Refused: RECHECK-GROUNDS; RECHECK-OBJECTION-LATE with the clock when the 7 working days are over.
    """
    require(actor, Duty.OBJECT)
    if not grounds.strip():
        raise refuse("RECHECK-GROUNDS", field_name="grounds")
    day = legal_day(at)
    async with transaction():
        card = await _known(confirmation_id, actor)
        if card.state != ConfirmationState.NOTIFIED:
            raise Stale(subject_of(Confirmation, confirmation_id), ConfirmationState.NOTIFIED.value)
        await _refuse_late(card, at)
        law, calendar = await as_of(day), await working_calendar()
        sent = ""
        if attachment:
            name, kind = attachment.file_name, attachment.media_type
            sent = await keep(attachment.content, file_name=name, media_type=kind, at=at)
        row = Objection(
            confirmation_id=confirmation_id,
            enterprise_id=card.enterprise_id,
            state=ObjectionState.FILED.value,
            grounds=grounds,
            evidence=sent,
            filed_by=actor.account_id,
            filed_on=day,
            decide_until=decision_until(day, law, calendar).on,
        )
        note = Note(reason=grounds, evidence=sent, enterprise_id=card.enterprise_id)
        await move(Confirmation, confirmation_id, CONFIRMATION_MOVES, "object", actor=actor, at=at, note=note)
        objection_id = int((await Objection.insert(row))[0]["id"])
        await begin(Objection, objection_id, OBJECTION_MOVES, "file", actor=actor, at=at, note=note)
        facts = {"year": str(card.year), "name": card.name, "until": row.decide_until.isoformat()}
        link = f"/recheck/confirmations/{confirmation_id}"
        await tell("recheck.objected", at=at, facts=facts, duty=Duty.OBJECTION_DECIDE, link=link)
    return objection_id


async def _known(confirmation_id: int, actor: Actor) -> ConfirmationCard:
    card = await queries.confirmation(confirmation_id, actor=actor)
    if card is None:
        raise refuse("RECHECK-UNKNOWN")
    return card


async def _refuse_late(card: ConfirmationCard, at: datetime) -> None:
    """The clock as it was started by the notice decides; the law of the notice's day says how many days it had."""
    if card.notified_on is None or card.objection_until is None:
        raise Stale(subject_of(Confirmation, card.id), ConfirmationState.NOTIFIED.value)
    law = await as_of(card.notified_on)
    days = int(law.value(OBJECTION))
    stop_on(checks.objection_findings(card.notified_on, card.objection_until, legal_day(at), days))


async def decide(
    objection_id: int,
    upheld: bool,
    unit_values: Sequence[UnitValue],
    reasons: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Decide on an objection: reject it, or uphold it with new values of generating units; always with reasons.

    Refused: RECHECK-REASONS, RECHECK-VALUES (upheld without a value, or rejected with one), RECHECK-UNIT….
    """
    require(actor, Duty.OBJECTION_DECIDE)
    if not reasons.strip():
        raise refuse("RECHECK-REASONS", field_name="reasons")
    if upheld != bool(unit_values):
        raise refuse("RECHECK-VALUES", field_name="upheld")
    async with transaction():
        filed = await queries.objection(objection_id, actor=actor)
        if filed is None:
            raise refuse("RECHECK-UNKNOWN")
        card = await _known(filed.confirmation_id, actor)
        bases = await _bases(card.id)
        stop_on(checks.value_findings(unit_values, {base.unit_number for base in bases}))
        note = Note(reason=reasons, basis={"upheld": upheld}, enterprise_id=card.enterprise_id)
        await move(Objection, objection_id, OBJECTION_MOVES, "decide", actor=actor, at=at, note=note)
        await move(Confirmation, card.id, CONFIRMATION_MOVES, "decide", actor=actor, at=at, note=note)
        await _keep_decision(objection_id, upheld, unit_values, reasons, actor=actor, at=at)
        total = card.emissions_tonnes
        if upheld:
            law = await as_of(last_day_of(card.year))
            total = (await _refigure(card, objection_id, unit_values, bases, law, actor)).value
        await _answer(card, upheld, _told(card, filed, upheld, reasons, total), actor, at)


async def _keep_decision(
    objection_id: int, upheld: bool, unit_values: Sequence[UnitValue], reasons: str, *, actor: Actor, at: datetime
) -> None:
    await ask(
        "UPDATE objection SET upheld = {}, unit_values = {}, reasons = {}, decided_by = {}, decided_on = {} "
        "WHERE id = {}",
        upheld,
        as_json(unit_values),
        reasons,
        actor.account_id,
        legal_day(at),
        objection_id,
    )


def _told(
    card: ConfirmationCard, filed: ObjectionCard, upheld: bool, reasons: str, total: Decimal
) -> Mapping[str, str]:
    """What the decision on the objection (复核决定) says: emissions before and after it in t."""
    return about(
        card,
        year=card.year,
        grounds=filed.grounds,
        filed_on=filed.filed_on,
        upheld=upheld,
        reasons=reasons,
        before_tonnes=card.emissions_tonnes,
        emissions_tonnes=total,
        citation=OBJECTION_MOVES["decide"].citation,
    )


async def _answer(card: ConfirmationCard, upheld: bool, told: Mapping[str, str], actor: Actor, at: datetime) -> None:
    """Tell the enterprise of the decision, and issue the document of it."""
    code = "recheck.upheld" if upheld else "recheck.rejected"
    facts = {"year": str(card.year), "tonnes": told["emissions_tonnes"]}
    subject, whose = subject_of(Confirmation, card.id), card.enterprise_id
    await tell(code, at=at, facts=facts, enterprise_id=whose, link=f"/recheck/confirmations/{card.id}")
    await documents.issue("objection_decision", subject=subject, facts=told, enterprise_id=whose, actor=actor, at=at)


async def _bases(confirmation_id: int) -> list[UnitBase]:
    """The units of a confirmation as they were before recheck and objection."""
    rows = await ask(
        "SELECT unit_number, base_emissions_tonnes, base_generation_mwh, base_heat_gj, base_load_factor, "
        "reported_tonnes FROM confirmed_unit WHERE confirmation_id = {} ORDER BY id",
        confirmation_id,
    )
    return [UnitBase(*row.values()) for row in rows]


async def _refigure(
    card: ConfirmationCard,
    objection_id: int,
    unit_values: Sequence[UnitValue],
    bases: Sequence[UnitBase],
    law: Law,
    actor: Actor,
) -> Explanation:
    """Compute the confirmation anew with the decision as its last stage, and keep it."""
    chain = chain_of(await queries.chain(card.id, actor=actor))
    stage = Stage(Basis.OBJECTION, tuple(unit_values), f"objection:{objection_id}")
    chain = replace(chain, stages=(*chain.stages, stage))
    units = confirmed_units(bases, chain, law)
    total = confirmed_total(card.verified_tonnes, bases, units, chain, law)
    await ask(
        "UPDATE confirmation SET basis = {}, chain = {}, emissions_tonnes = {}, explanation = {} WHERE id = {}",
        chain.basis.value,
        chain_json(chain),
        total.value,
        json.dumps(total.as_json(), ensure_ascii=False),
        card.id,
    )
    for unit in units:
        await _keep_unit(card.id, unit)
    return total


async def _keep_unit(confirmation_id: int, unit: ConfirmedUnitValue) -> None:
    await ask(
        "UPDATE confirmed_unit SET emissions_tonnes = {}, generation_mwh = {}, heat_gj = {}, load_factor = {}, "
        "explanations = {} WHERE confirmation_id = {} AND unit_number = {}",
        unit.emissions_tonnes,
        unit.generation_mwh,
        unit.heat_gj,
        unit.load_factor,
        explanations_json(unit),
        confirmation_id,
        unit.unit_number,
    )
