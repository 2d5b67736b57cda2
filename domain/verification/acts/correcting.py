"""Findings written down and sent, and the enterprise's answers to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse, stop_on
from domain.emission_report import queries as reports
from domain.records.database import ask, transaction
from domain.records.evidence.writes import keep
from domain.records.journal.writes import Note, move, record, require, subject_of
from domain.records.notices.writes import tell
from domain.verification import checks, queries
from domain.verification.acts.performing import known_task, meet_clocks, require_member, start_clock
from domain.verification.queries import TaskCard
from domain.verification.states import FINDING_OPEN, MOVES, Category, Clock, FindingStatus, Quantity, TaskState
from domain.verification.tables import VerificationFinding, VerificationTask


@dataclass(frozen=True, slots=True)
class NewFinding:
    """A finding as the group writes it. With a quantity it names the unit; `estimate` is the conservative value."""

    category: Category
    text: str
    unit_number: str = ""
    quantity: Quantity = Quantity.NONE
    estimate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with an answer; kept unaltered."""

    file_name: str
    media_type: str
    content: bytes


async def find(task_id: int, finding: NewFinding, *, actor: Actor, at: datetime) -> int:
    """Write down a finding (不符合项). Answers its id. It goes to the enterprise with `send_findings`.

    Refused: VERIFICATION-FINDING-TEXT, VERIFICATION-UNIT-…, VERIFICATION-ESTIMATE-PLACE.
    """
    require(actor, Duty.VERIFICATION_PERFORM)
    async with transaction():
        await ask("SELECT id FROM verification_task WHERE id = {} FOR UPDATE", task_id)
        task = await known_task(task_id, actor)
        await require_member(task, actor)
        if task.state not in FINDING_OPEN:
            raise Stale(subject_of(VerificationTask, task_id), "|".join(state.value for state in FINDING_OPEN))
        units = {unit.unit_number for unit in await reports.unit_years([task.report_id], actor=actor)}
        stop_on(checks.finding_findings(finding.text, finding.unit_number, finding.quantity, finding.estimate, units))
        number = len(await queries.findings(task_id, actor=actor)) + 1
        row = VerificationFinding(
            task_id=task_id,
            number=number,
            category=finding.category.value,
            unit_number=finding.unit_number,
            quantity=finding.quantity.value,
            text=finding.text,
            estimate=finding.estimate,
            status=FindingStatus.OPEN.value,
        )
        finding_id = int((await VerificationFinding.insert(row))[0]["id"])
        basis = {"number": number, "category": finding.category.value}
        note = Note(reason=finding.text, basis=basis, enterprise_id=task.enterprise_id)
        subject = subject_of(VerificationTask, task_id)
        tag = "verification:task:find"
        await record(tag, subject, actor=actor, at=at, duty=Duty.VERIFICATION_PERFORM, note=note)
    return finding_id


async def send_findings(task_id: int, *, actor: Actor, at: datetime) -> date:
    """Send the list of findings (不符合项清单) to the enterprise; answers the last day for its answers.

    Refused: VERIFICATION-NO-FINDINGS when there is none to send.
    """
    require(actor, Duty.VERIFICATION_PERFORM)
    day = legal_day(at)
    async with transaction():
        task = await known_task(task_id, actor)
        await require_member(task, actor)
        open_ones = [one for one in await queries.findings(task_id, actor=actor) if one.status == FindingStatus.OPEN]
        note = Note(basis={"findings": len(open_ones)}, enterprise_id=task.enterprise_id)
        await move(VerificationTask, task_id, MOVES, "send_findings", actor=actor, at=at, note=note)
        if not open_ones:
            raise refuse("VERIFICATION-NO-FINDINGS")
        await ask("DELETE FROM verification_clock WHERE task_id = {} AND code = {}", task_id, Clock.CONCLUSION.value)
        await meet_clocks(task_id, day, Clock.FINDINGS)
        until = await start_clock(task_id, Clock.CORRECTION, day)
        facts = {"year": str(task.year), "count": str(len(open_ones)), "until": until.isoformat()}
        link = f"/verification/tasks/{task_id}"
        await tell("verification.findings", at=at, facts=facts, enterprise_id=task.enterprise_id, link=link)
    return until


async def answer(
    finding_id: int,
    text: str,
    *,
    actor: Actor,
    at: datetime,
    corrected_value: Decimal | None = None,
    attachment: Attachment | None = None,
) -> None:
    """Answer a finding, as the enterprise; the answer to the last open one closes the correction.

    An answer may be given again until then. Refused: VERIFICATION-ANSWER, VERIFICATION-NEGATIVE.
    """
    require(actor, Duty.VERIFICATION_ANSWER)
    if not text.strip():
        raise refuse("VERIFICATION-ANSWER", field_name="text")
    if corrected_value is not None and corrected_value < 0:
        raise refuse("VERIFICATION-NEGATIVE", field_name="corrected_value")
    async with transaction():
        found = await queries.finding(finding_id, actor=actor)
        if found is None:
            raise refuse("VERIFICATION-UNKNOWN")
        await ask("SELECT id FROM verification_task WHERE id = {} FOR UPDATE", found.task_id)
        task = await known_task(found.task_id, actor)
        if task.state != TaskState.AWAITING_CORRECTION:
            raise Stale(subject_of(VerificationTask, task.id), TaskState.AWAITING_CORRECTION.value)
        evidence = await _keep(attachment, at) if attachment else found.evidence
        await ask(
            "UPDATE verification_finding SET status = {}, answer = {}, corrected_value = {}, evidence = {}, "
            "answered_by = {}, answered_at = {} WHERE id = {}",
            FindingStatus.ANSWERED.value,
            text,
            corrected_value,
            evidence,
            actor.account_id,
            at,
            finding_id,
        )
        await _journal_answer(task, found.number, text, evidence, actor=actor, at=at)


async def _keep(attachment: Attachment, at: datetime) -> str:
    return await keep(attachment.content, file_name=attachment.file_name, media_type=attachment.media_type, at=at)


async def _journal_answer(task: TaskCard, number: int, text: str, evidence: str, *, actor: Actor, at: datetime) -> None:
    """One entry: the answer; or, when it was the last one, the move that closes the correction."""
    note = Note(reason=text, basis={"finding": number}, evidence=evidence, enterprise_id=task.enterprise_id)
    left = [one for one in await queries.findings(task.id, actor=actor) if one.status == FindingStatus.OPEN]
    if left:
        subject = subject_of(VerificationTask, task.id)
        duty = Duty.VERIFICATION_ANSWER
        await record("verification:task:answer", subject, actor=actor, at=at, duty=duty, note=note)
        return
    await move(VerificationTask, task.id, MOVES, "correct", actor=actor, at=at, note=note)
    day = legal_day(at)
    await meet_clocks(task.id, day, Clock.CORRECTION)
    await start_clock(task.id, Clock.CONCLUSION, day)
    facts = {"year": str(task.year), "name": task.name}
    link = f"/verification/tasks/{task.id}"
    await tell("verification.corrected", at=at, facts=facts, body_id=task.body_id, link=link)
