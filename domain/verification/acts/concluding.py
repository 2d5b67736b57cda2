"""The conclusion with verified values, and the technical review by another person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import refuse, stop_on
from domain.core.law import Law, last_day_of
from domain.core.workings import Explanation
from domain.emission_report import queries as reports
from domain.emission_report.queries import UnitYear
from domain.records.database import ask, ask_one, transaction
from domain.records.documents import writes as documents
from domain.records.documents.rules import about
from domain.records.journal.writes import Note, move, require, subject_of
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell
from domain.records.people.writes import end_mandate
from domain.verification import checks, queries
from domain.verification.acts.performing import known_task, meet_clocks, require_member, start_clock
from domain.verification.queries import FindingCard, TaskCard
from domain.verification.rules.values import (
    Judged,
    ReportedUnit,
    UnitValue,
    VerifiedUnitValue,
    entity_emissions,
    report_number,
    verified_units,
)
from domain.verification.states import MOVES, Clock, FindingStatus, Quantity, TaskState
from domain.verification.tables import VerificationTask, VerifiedUnitRow

PROVINCE = "province.abbreviation"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The group's judgement of one finding; unresolved ones about a quantity need a conservative `estimate`."""

    finding_id: int
    resolved: bool
    estimate: Decimal | None = None


async def conclude(
    task_id: int,
    statement: str,
    judgements: Sequence[Judgement] = (),
    unit_values: Sequence[UnitValue] = (),
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Issue the conclusion, as the group's leader: every finding judged, verified values of every unit explained.

    Findings that the enterprise left without an answer when its days had run out count as not corrected.
    Refused: VERIFICATION-STATEMENT, -AWAITING-ANSWER, -NOT-JUDGED, -NO-ESTIMATE, -VALUE-REASON, -UNIT-UNKNOWN.
    """
    require(actor, Duty.VERIFICATION_PERFORM)
    day = legal_day(at)
    async with transaction():
        task = await known_task(task_id, actor)
        await require_member(task, actor, leader=True)
        law = await as_of(last_day_of(task.year))
        cards = await queries.findings(task_id, actor=actor)
        days_over = task.state == TaskState.AWAITING_CORRECTION and task.overdue(day)
        judged = _judged(cards, judgements, days_over=days_over)
        units = await reports.unit_years([task.report_id], actor=actor)
        numbers = {unit.unit_number for unit in units}
        note = Note(reason=statement, basis={"findings": len(cards)}, enterprise_id=task.enterprise_id)
        await move(VerificationTask, task_id, MOVES, "conclude", actor=actor, at=at, note=note)
        stop_on(checks.conclusion_findings(judged, unit_values, units=numbers, statement=statement))
        await _keep_judgements(task_id, judged)
        total = await _keep_values(task, units, judged, unit_values, law)
        await ask(
            "UPDATE verification_task SET statement = {}, emissions_tonnes = {}, explanation = {}, concluded_by = {}, "
            "concluded_on = {} WHERE id = {}",
            statement,
            total.value,
            json.dumps(total.as_json(), ensure_ascii=False),
            actor.account_id,
            day,
            task_id,
        )
        await meet_clocks(task_id, day)


def _judged(cards: Sequence[FindingCard], judgements: Sequence[Judgement], *, days_over: bool) -> list[Judged]:
    """Findings with their judgement. One judged before a technical review sent it back keeps it unless judged anew."""
    by_id = {judgement.finding_id: judgement for judgement in judgements}
    found: list[Judged] = []
    for card in cards:
        judgement = by_id.get(card.id)
        status = FindingStatus(card.status)
        if status is FindingStatus.OPEN and days_over:
            status = FindingStatus.UNANSWERED
        elif judgement and status not in (FindingStatus.OPEN, FindingStatus.UNANSWERED):
            status = FindingStatus.RESOLVED if judgement.resolved else FindingStatus.UNRESOLVED
        estimate = judgement.estimate if judgement and judgement.estimate is not None else card.estimate
        found.append(
            Judged(card.number, card.unit_number, Quantity(card.quantity), status, card.corrected_value, estimate)
        )
    return found


async def _keep_judgements(task_id: int, judged: Sequence[Judged]) -> None:
    await ask(
        "UPDATE verification_finding AS f SET status = j.status, estimate = j.estimate "
        "FROM unnest({}::int[], {}::text[], {}::numeric[]) AS j (number, status, estimate) "
        "WHERE f.task_id = {} AND f.number = j.number",
        [one.number for one in judged],
        [one.status.value for one in judged],
        [one.estimate for one in judged],
        task_id,
    )


async def _keep_values(
    task: TaskCard, units: Sequence[UnitYear], judged: Sequence[Judged], own: Sequence[UnitValue], law: Law
) -> Explanation:
    """Compute and keep the verified values of every unit; answers the explained total of the enterprise."""
    origin = f"report_version:{task.version_id}"
    reported = [
        ReportedUnit(
            unit.unit_number,
            unit.emissions_tonnes,
            unit.generation_mwh,
            unit.heat_gj,
            unit.load_factor,
            f"report_unit:{unit.id}",
        )
        for unit in units
    ]
    verified = verified_units(reported, judged, own, law)
    await ask("DELETE FROM verified_unit WHERE task_id = {}", task.id)
    if units:
        await VerifiedUnitRow.insert(*(_row(task, unit, value) for unit, value in zip(units, verified, strict=True)))
    return entity_emissions(task.reported_tonnes, reported, verified, law, origin)


def _row(task: TaskCard, unit: UnitYear, value: VerifiedUnitValue) -> VerifiedUnitRow:
    told = {name: explanation.as_json() for name, explanation in value.explanations.items()}
    return VerifiedUnitRow(
        task_id=task.id,
        enterprise_id=task.enterprise_id,
        unit_number=unit.unit_number,
        unit_class=unit.unit_class,
        fuel=unit.fuel,
        cogeneration=unit.cogeneration,
        capacity_mw=unit.capacity_mw,
        emissions_tonnes=value.emissions_tonnes,
        generation_mwh=value.generation_mwh,
        heat_gj=value.heat_gj,
        load_factor=value.load_factor,
        explanations=json.dumps(told, ensure_ascii=False),
    )


async def review(task_id: int, agree: bool, text: str, *, actor: Actor, at: datetime) -> str:
    """Technical review by a person outside the group: deliver under a report number, or send back with the reason.

    Answers the report number, empty when sent back. Refused: VERIFICATION-SAME-PERSON, VERIFICATION-REASON.
    """
    require(actor, Duty.VERIFICATION_REVIEW)
    if not agree and not text.strip():
        raise refuse("VERIFICATION-REASON", field_name="text")
    async with transaction():
        task = await known_task(task_id, actor)
        group = {one.account_id for one in await queries.members(task_id, actor=actor)}
        stop_on(checks.reviewer_findings(actor.account_id, group, task.concluded_by or 0))
        note = Note(reason=text, enterprise_id=task.enterprise_id)
        if not agree:
            await move(VerificationTask, task_id, MOVES, "send_back", actor=actor, at=at, note=note)
            await _keep_review(task_id, text, actor)
            await start_clock(task_id, Clock.CONCLUSION, legal_day(at))
            return ""
        await move(VerificationTask, task_id, MOVES, "deliver", actor=actor, at=at, note=note)
        await _keep_review(task_id, text, actor)
        number = await _deliver(task, at)
        await _issue_conclusion(task, number, actor=actor, at=at)
        return number


async def _issue_conclusion(task: TaskCard, number: str, *, actor: Actor, at: datetime) -> None:
    """The notice of the conclusion (核查结论通知书) to the enterprise."""
    facts = about(
        task,
        year=task.year,
        body=task.body_name,
        report_number=number,
        reported_tonnes=task.reported_tonnes,
        emissions_tonnes=task.emissions_tonnes,
        statement=task.statement,
        concluded_on=task.concluded_on,
        citation=MOVES["deliver"].citation,
    )
    await documents.issue(
        "verification_conclusion",
        subject=subject_of(VerificationTask, task.id),
        facts=facts,
        enterprise_id=task.enterprise_id,
        body_id=task.body_id,
        actor=actor,
        at=at,
    )


async def _keep_review(task_id: int, text: str, actor: Actor) -> None:
    await ask(
        "UPDATE verification_task SET review_text = {}, reviewed_by = {} WHERE id = {}",
        text,
        actor.account_id,
        task_id,
    )


async def _deliver(task: TaskCard, at: datetime) -> str:
    """Number the report, end the body's mandate and tell the province and the enterprise."""
    law = await as_of(last_day_of(task.year))
    row = await ask_one(
        "SELECT count(*) AS before FROM verification_task WHERE report_id = {} AND report_number <> ''", task.report_id
    )
    version = int(row["before"]) + 1 if row else 1
    number = report_number(law.text(PROVINCE), task.body_name, task.body_code, task.year, version)
    await ask(
        "UPDATE verification_task SET report_number = {}, delivered_on = {} WHERE id = {}",
        number,
        legal_day(at),
        task.id,
    )
    await end_mandate(task.body_id, task.enterprise_id, task.year, at=at)
    facts = {"year": str(task.year), "name": task.name, "number": number}
    link = f"/verification/tasks/{task.id}"
    await tell("verification.delivered", at=at, facts=facts, enterprise_id=task.enterprise_id, link=link)
    await tell("verification.delivered", at=at, facts=facts, duty=Duty.RECHECK_DRAW, link=link)
    return number
