"""Giving reports to verification bodies: ties declared, the best assignment of the year, one task by hand."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Finding, Place, Refused, Severity, Stale, refuse
from domain.core.law import Law
from domain.emission_report import queries as reports
from domain.emission_report.queries import ReportCard
from domain.records.database import ask, ask_one, copy_rows, transaction
from domain.records.documents import writes as documents
from domain.records.documents.rules import texts
from domain.records.journal.writes import Note, begin, move, record, record_many, require, subject_of
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell
from domain.records.people import queries as people
from domain.records.people.writes import end_mandate, grant_mandate, grant_mandates
from domain.verification import queries
from domain.verification.rules.assignment import Assignment
from domain.verification.rules.assignment import assign as best
from domain.verification.rules.eligibility import Body, Enterprise, Excluded, Tie, exclusions
from domain.verification.states import MOVES, PROVINCE_WIDE, REPLACEABLE, TaskState, TieKind
from domain.verification.tables import AssignmentRun, BodyTie, VerificationTask


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a run of the assignment did: how many reports it placed, and the enterprises it could give to nobody."""

    run_id: int
    placed: int
    unplaced: tuple[int, ...]


def _declaring_duty(actor: Actor, body_id: int) -> Duty:
    """The province declares for any body, a body's manager for the own one."""
    if actor.holds(Duty.VERIFICATION_ASSIGN):
        return Duty.VERIFICATION_ASSIGN
    require(actor, Duty.VERIFICATION_ACCEPT)
    if actor.body_id != body_id:
        raise refuse("VERIFICATION-UNKNOWN")
    return Duty.VERIFICATION_ACCEPT


async def declare_tie(
    body_id: int,
    enterprise_id: int | None,
    kind: TieKind,
    since: date,
    *,
    actor: Actor,
    at: datetime,
    until: date | None = None,
    person_id: int | None = None,
    text: str = "",
) -> int:
    """Declare a tie of a body, or of one of its persons, to an enterprise. Answers its number.

    Refused: VERIFICATION-TIE-WITH (neither an enterprise nor a province-wide kind), VERIFICATION-TIE-DAYS.
    """
    duty = _declaring_duty(actor, body_id)
    if enterprise_id is None and kind not in PROVINCE_WIDE:
        raise refuse("VERIFICATION-TIE-WITH", field_name="enterprise_id")
    if until is not None and until < since:
        raise refuse("VERIFICATION-TIE-DAYS", field_name="until", since=since, until=until)
    async with transaction():
        if not any(card.id == body_id for card in await people.bodies()):
            raise refuse("VERIFICATION-UNKNOWN")
        if person_id is not None and person_id not in {card.id for card in await people.holders(_STAFF, body_id)}:
            raise refuse("VERIFICATION-TEAM-STRANGER", field_name="person_id", person=person_id)
        tie = BodyTie(
            body_id=body_id,
            enterprise_id=enterprise_id,
            kind=kind.value,
            since=since,
            until=until,
            person_id=person_id,
            text=text,
            declared_by=actor.account_id,
            declared_at=at,
        )
        tie_id = int((await BodyTie.insert(tie))[0]["id"])
        basis = {"body": body_id, "kind": kind.value, "since": since.isoformat()}
        note = Note(reason=text, basis=basis, enterprise_id=enterprise_id)
        await record("verification:tie:declare", f"body_tie:{tie_id}", actor=actor, at=at, duty=duty, note=note)
    return tie_id


_STAFF = ["body_manager", "verifier", "reviewer"]


async def end_tie(tie_id: int, until: date, *, actor: Actor, at: datetime) -> None:
    """Record the last day of a tie. What follows from a tie that has ended is the law's (`eligibility.stands`)."""
    async with transaction():
        row = await ask_one(
            "SELECT body_id, enterprise_id, since, until FROM body_tie WHERE id = {} FOR UPDATE", tie_id
        )
        if row is None:
            raise refuse("VERIFICATION-UNKNOWN")
        duty = _declaring_duty(actor, row["body_id"])
        if row["until"] is not None or until < row["since"]:
            raise refuse("VERIFICATION-TIE-DAYS", field_name="until", since=row["since"], until=until)
        await ask("UPDATE body_tie SET until = {} WHERE id = {}", until, tie_id)
        note = Note(basis={"until": until.isoformat()}, enterprise_id=row["enterprise_id"])
        await record("verification:tie:end", f"body_tie:{tie_id}", actor=actor, at=at, duty=duty, note=note)


async def ties_of(body_ids: list[int] | None = None) -> list[Tie]:
    """Ties as the rules take them, of all bodies or of some."""
    rows = await ask(
        "SELECT body_id, enterprise_id, kind, since, until, person_id FROM body_tie "
        "WHERE {}::int[] IS NULL OR body_id = ANY({}::int[]) ORDER BY id",
        body_ids,
        body_ids,
    )
    return [Tie(**{**row, "kind": TieKind(row["kind"])}) for row in rows]


async def _enterprises(year: int, cards: Sequence[ReportCard]) -> list[Enterprise]:
    """Enterprises of these reports with who verified them before and who declined them this year."""
    ids = [card.enterprise_id for card in cards]
    rows = await ask(
        "SELECT enterprise_id, year, body_id, state FROM verification_task WHERE enterprise_id = ANY({}) "
        "AND year <= {} AND (state = {} OR (state = {} AND year = {}))",
        ids,
        year,
        TaskState.DELIVERED.value,
        TaskState.DECLINED.value,
        year,
    )
    verified: dict[int, dict[int, int]] = defaultdict(dict)
    declined: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row["state"] == TaskState.DECLINED:
            declined[row["enterprise_id"]].add(row["body_id"])
        else:
            verified[row["enterprise_id"]][row["year"]] = row["body_id"]
    return [
        Enterprise(
            card.enterprise_id,
            card.credit_code,
            verified[card.enterprise_id],
            frozenset(declined[card.enterprise_id]),
        )
        for card in cards
    ]


async def _bodies(year: int, actor: Actor) -> list[Body]:
    return [
        Body(card.id, card.capacity, card.prepares_reports, card.tasks)
        for card in await queries.body_loads(year, actor=actor)
    ]


async def assign(year: int, *, actor: Actor, at: datetime) -> Assigned:
    """Give every accepted report of the year that has no live task to the best lawful body.

    Refused: VERIFICATION-NOTHING when no accepted report waits. Enterprises for which no body is left are answered in
    `unplaced`; their page says why.
    """
    require(actor, Duty.VERIFICATION_ASSIGN)
    day = legal_day(at)
    law = await as_of(day)
    async with transaction():
        await ask("LOCK TABLE verification_task IN SHARE ROW EXCLUSIVE MODE")
        waiting = [card.report for card in await queries.waiting(year, actor=actor)]
        if not waiting:
            raise refuse("VERIFICATION-NOTHING", year=year)
        enterprises, bodies = await _enterprises(year, waiting), await _bodies(year, actor)
        found = best(enterprises, bodies, await ties_of(), year=year, day=day, law=law)
        run_id = await _keep_run(year, found, law, at)
        await _give(year, run_id, waiting, found, actor=actor, at=at)
    return Assigned(run_id, len(found.body_of), found.unassigned)


async def _keep_run(year: int, found: Assignment, law: Law, at: datetime) -> int:
    """Keep the run with its digest, and every exclusion it found."""
    run = AssignmentRun(
        year=year,
        law_day=law.day,
        digest=found.digest,
        placed=len(found.body_of),
        unplaced=len(found.unassigned),
        loads=json.dumps(dict(found.loads)),
        at=at,
    )
    run_id = int((await AssignmentRun.insert(run))[0]["id"])
    rows = [
        (run_id, enterprise_id, body_id, reason.reason.value, reason.since, reason.citation)
        for (enterprise_id, body_id), reasons in sorted(found.excluded.items())
        for reason in reasons
    ]
    columns = ("run_id", "enterprise_id", "body_id", "reason", "since", "citation")
    await copy_rows("body_exclusion", columns, rows)
    return run_id


async def _give(
    year: int, run_id: int, waiting: Sequence[ReportCard], found: Assignment, *, actor: Actor, at: datetime
) -> None:
    """Make the tasks of a run: rows, journal, mandates, one notice a body."""
    given = [
        _new_task(card, found.body_of[card.enterprise_id], run_id=run_id)
        for card in waiting
        if card.enterprise_id in found.body_of
    ]
    ids: list[int] = []
    for start in range(0, len(given), 1000):
        ids += [int(row["id"]) for row in await VerificationTask.insert(*given[start : start + 1000])]
    notes = [Note(basis={"body": task.body_id, "run": run_id}, enterprise_id=task.enterprise_id) for task in given]
    entries = [
        (subject_of(VerificationTask, task_id), "", TaskState.ASSIGNED.value, note)
        for task_id, note in zip(ids, notes, strict=True)
    ]
    await record_many(MOVES.tag("assign"), entries, actor=actor, at=at, duty=MOVES["assign"].duty)
    await grant_mandates([(int(task.body_id), int(task.enterprise_id)) for task in given], year)
    for body_id in sorted({int(task.body_id) for task in given}):
        count = sum(task.body_id == body_id for task in given)
        facts = {"year": str(year), "count": str(count)}
        await tell("verification.assigned", at=at, facts=facts, body_id=body_id, link=f"/verification/{year}")
    cards = {card.enterprise_id: card for card in waiting}
    tasks = [(task_id, task, cards[int(task.enterprise_id)]) for task_id, task in zip(ids, given, strict=True)]
    await _issue_notices(tasks, actor=actor, at=at)


async def _issue_notices(
    tasks: Sequence[tuple[int, VerificationTask, ReportCard]], *, actor: Actor, at: datetime
) -> None:
    """The notices of task (核查任务通知书) to the bodies, one a task."""
    names = {card.id: card.name for card in await people.bodies()}
    drafts = [
        documents.Draft(
            subject_of(VerificationTask, task_id),
            texts(
                addressee=names[int(task.body_id)],
                enterprise=card.enterprise_name,
                credit_code=card.credit_code,
                city=card.city,
                year=card.year,
                reported_tonnes=card.emissions_tonnes,
                reason=task.reason,
                citation=MOVES["assign"].citation,
                synthetic=card.synthetic,
                fictional=card.fictional,
            ),
            card.enterprise_id,
            int(task.body_id),
        )
        for task_id, task, card in tasks
    ]
    await documents.issue_many("verification_task", drafts, actor=actor, at=at)


def _new_task(card: ReportCard, body_id: int, *, run_id: int | None = None, reason: str = "") -> VerificationTask:
    return VerificationTask(
        report_id=card.id,
        version_id=card.version_id,
        enterprise_id=card.enterprise_id,
        year=card.year,
        body_id=body_id,
        state=TaskState.ASSIGNED.value,
        reported_tonnes=card.emissions_tonnes,
        run_id=run_id,
        reason=reason,
    )


async def assign_one(report_id: int, body_id: int, reason: str, *, actor: Actor, at: datetime) -> int:
    """Give one report to one body by decision of a person, with the reason. Answers the task.

    A body's workload may be exceeded like this, a conflict rule never. A task that the body has not yet begun is
    withdrawn. Refused: VERIFICATION-REASON, VERIFICATION-UNKNOWN, VERIFICATION-BEGUN, VERIFICATION-EXCLUDED. Stale when
    the body has the task already for the same reason.
    """
    require(actor, Duty.VERIFICATION_ASSIGN)
    if not reason.strip():
        raise refuse("VERIFICATION-REASON", field_name="reason")
    law = await as_of(legal_day(at))
    async with transaction():
        await ask("LOCK TABLE verification_task IN SHARE ROW EXCLUSIVE MODE")
        card = await reports.report(report_id, actor=actor)
        if card is None or card.state != "accepted":
            raise refuse("VERIFICATION-UNKNOWN")
        await _refuse_excluded(card, body_id, law, actor)
        await _withdraw_unbegun(report_id, body_id, reason, actor=actor, at=at)
        task = _new_task(card, body_id, reason=reason)
        task_id = int((await VerificationTask.insert(task))[0]["id"])
        note = Note(reason=reason, basis={"body": body_id}, enterprise_id=card.enterprise_id)
        await begin(VerificationTask, task_id, MOVES, "assign", actor=actor, at=at, note=note)
        await grant_mandate(body_id, card.enterprise_id, card.year)
        facts = {"year": str(card.year), "count": "1"}
        await tell("verification.assigned", at=at, facts=facts, body_id=body_id, link=f"/verification/tasks/{task_id}")
        await _issue_notices([(task_id, task, card)], actor=actor, at=at)
    return task_id


async def _refuse_excluded(card: ReportCard, body_id: int, law: Law, actor: Actor) -> None:
    (enterprise,) = await _enterprises(card.year, [card])
    body = next((one for one in await _bodies(card.year, actor) if one.id == body_id), None)
    if body is None:
        raise refuse("VERIFICATION-UNKNOWN")
    reasons = exclusions(enterprise, body, await ties_of([body_id]), year=card.year, day=law.day, law=law)
    if reasons:
        raise Refused(exclusion_finding(reason) for reason in reasons)


def exclusion_finding(excluded: Excluded) -> Finding:
    """Why a body is shut out, as a finding that stops."""
    facts = {"since": excluded.since.isoformat()} if excluded.since else {}
    return Finding(excluded.reason.finding, Severity.STOP, Place(field="body"), facts, excluded.citation)


async def _withdraw_unbegun(report_id: int, body_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Take an unbegun task back. `Stale` when the same decision, body and reason, has come twice."""
    old = await queries.task_of_report(report_id, actor=actor)
    if old is None:
        return
    if old.state not in REPLACEABLE:
        raise refuse("VERIFICATION-BEGUN", body=old.body_name)
    if old.body_id == body_id and await ask_one(
        "SELECT 1 AS same FROM verification_task WHERE id = {} AND reason = {}", old.id, reason
    ):
        raise Stale(subject_of(VerificationTask, old.id), "")
    note = Note(reason=reason, enterprise_id=old.enterprise_id)
    await move(VerificationTask, old.id, MOVES, "withdraw", actor=actor, at=at, note=note)
    await end_mandate(old.body_id, old.enterprise_id, old.year, at=at)
    facts = {"year": str(old.year), "name": old.name}
    await tell("verification.withdrawn", at=at, facts=facts, body_id=old.body_id, link=f"/verification/tasks/{old.id}")
