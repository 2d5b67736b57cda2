"""The body at work: accepting with a working group, documents, site, findings; and the enterprise's answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Refused, refuse, stop_on
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, move, require
from domain.records.lawbook.queries import as_of, working_calendar
from domain.records.notices.writes import tell
from domain.records.people import queries as people
from domain.records.people.writes import end_mandate
from domain.verification import checks, queries
from domain.verification.acts.assigning import exclusion_finding, ties_of
from domain.verification.queries import TaskCard
from domain.verification.rules.clocks import WAIVER_YEARS, due, visit_may_be_waived
from domain.verification.rules.eligibility import stands, tie_exclusion, tied_persons
from domain.verification.states import (
    MOVES,
    PROVINCE_WIDE,
    Approach,
    Clock,
    Role,
)
from domain.verification.tables import SiteItem, TaskMember, VerificationTask


@dataclass(frozen=True, slots=True)
class Team:
    """A working group: its leader and the others, by account."""

    leader_id: int
    member_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SiteQuestion:
    """A line of the site list before the visit: what to look into, and how."""

    approach: Approach
    text: str


@dataclass(frozen=True, slots=True)
class SiteAnswer:
    """What the visit found for one line of the site list."""

    number: int
    answer: str
    conforms: bool


async def known_task(task_id: int, actor: Actor) -> TaskCard:
    """The task, or a refusal that does not tell whether there is one."""
    card = await queries.task(task_id, actor=actor)
    if card is None:
        raise refuse("VERIFICATION-UNKNOWN")
    return card


async def require_member(task: TaskCard, actor: Actor, *, leader: bool = False) -> None:
    """Only the working group works on a task; what only its leader may do says so."""
    group = await queries.members(task.id, actor=actor)
    mine = [one.role for one in group if one.account_id == actor.account_id]
    if not mine:
        raise refuse("VERIFICATION-NOT-TEAM")
    if leader and Role.LEADER.value not in mine:
        raise refuse("VERIFICATION-NOT-LEADER")


async def start_clock(task_id: int, clock: Clock, started_on: date) -> date:
    """Start a clock, or start it again. Answers the due day."""
    law, calendar = await as_of(started_on), await working_calendar()
    day = due(clock, started_on, law, calendar)
    await ask(
        "INSERT INTO verification_clock (task_id, code, started_on, due_on, provisional) VALUES ({}, {}, {}, {}, {}) "
        "ON CONFLICT (task_id, code) DO UPDATE SET started_on = EXCLUDED.started_on, due_on = EXCLUDED.due_on, "
        "provisional = EXCLUDED.provisional, met_on = NULL",
        task_id,
        clock.value,
        started_on,
        day.on,
        day.provisional,
    )
    return day.on


async def meet_clocks(task_id: int, day: date, *codes: Clock) -> None:
    """These clocks have done their work; without naming any, all that still run."""
    await ask(
        "UPDATE verification_clock SET met_on = {} WHERE task_id = {} AND met_on IS NULL "
        "AND (cardinality({}::text[]) = 0 OR code = ANY({}::text[]))",
        day,
        task_id,
        [code.value for code in codes],
        [code.value for code in codes],
    )


async def accept(task_id: int, team: Team, *, actor: Actor, at: datetime) -> None:
    """Accept a task with a working group, which declares that neither the body nor its group is tied to the unit.

    Refused: VERIFICATION-TEAM-…, VERIFICATION-EXCLUDED when a tie was declared since the assignment.
    """
    require(actor, Duty.VERIFICATION_ACCEPT)
    day = legal_day(at)
    law = await as_of(day)
    async with transaction():
        task = await known_task(task_id, actor)
        ties = await ties_of([task.body_id])
        for tie in ties:
            meets = tie.kind in PROVINCE_WIDE or tie.enterprise_id in (None, task.enterprise_id)
            if meets and tie.person_id is None and stands(tie, task.year, day, law):
                raise Refused(exclusion_finding(tie_exclusion(tie)))
        verifiers = {card.id: card.name for card in await people.holders(["verifier"], task.body_id)}
        tied = tied_persons(task.enterprise_id, ties, year=task.year, day=day, law=law)
        least = int(law.value("verification.group.persons_min"))
        stop_on(checks.team_findings(team.leader_id, team.member_ids, verifiers=verifiers, tied=tied, least=least))
        rows = [TaskMember(task_id=task_id, account_id=team.leader_id, role=Role.LEADER.value)]
        rows += [TaskMember(task_id=task_id, account_id=one, role=Role.MEMBER.value) for one in team.member_ids]
        note = Note(
            basis={"leader": team.leader_id, "members": list(team.member_ids)}, enterprise_id=task.enterprise_id
        )
        await move(VerificationTask, task_id, MOVES, "accept", actor=actor, at=at, note=note)
        await TaskMember.insert(*rows)
        facts = {"year": str(task.year), "body": task.body_name}
        link = f"/verification/tasks/{task_id}"
        await tell("verification.accepted", at=at, facts=facts, enterprise_id=task.enterprise_id, link=link)


async def decline(task_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Hand a task back with the reason; the body is not asked again for this enterprise and year."""
    require(actor, Duty.VERIFICATION_ACCEPT)
    if not reason.strip():
        raise refuse("VERIFICATION-REASON", field_name="reason")
    async with transaction():
        task = await known_task(task_id, actor)
        note = Note(reason=reason, enterprise_id=task.enterprise_id)
        await move(VerificationTask, task_id, MOVES, "decline", actor=actor, at=at, note=note)
        await ask("UPDATE verification_task SET reason = {} WHERE id = {}", reason, task_id)
        await end_mandate(task.body_id, task.enterprise_id, task.year, at=at)
        facts = {"year": str(task.year), "name": task.name, "body": task.body_name}
        link = f"/verification/{task.year}"
        await tell("verification.declined", at=at, facts=facts, duty=Duty.VERIFICATION_ASSIGN, link=link)


async def review_documents(
    task_id: int, text: str, site_list: Sequence[SiteQuestion], *, actor: Actor, at: datetime
) -> None:
    """Record the document review and draw up the site list (文件评审表, 现场核查清单).

    Refused: VERIFICATION-DOCUMENTS without a text, VERIFICATION-SITE-LIST when nothing is to be looked into.
    """
    require(actor, Duty.VERIFICATION_PERFORM)
    questions = [question for question in site_list if question.text.strip()]
    if not text.strip():
        raise refuse("VERIFICATION-DOCUMENTS", field_name="text")
    if not questions:
        raise refuse("VERIFICATION-SITE-LIST", field_name="question-1")
    async with transaction():
        task = await known_task(task_id, actor)
        await require_member(task, actor)
        note = Note(basis={"site_list": len(questions)}, enterprise_id=task.enterprise_id)
        await move(VerificationTask, task_id, MOVES, "review_documents", actor=actor, at=at, note=note)
        await ask("UPDATE verification_task SET documents_text = {} WHERE id = {}", text, task_id)
        await SiteItem.insert(
            *(
                SiteItem(task_id=task_id, number=number, approach=question.approach.value, text=question.text)
                for number, question in enumerate(questions, 1)
            )
        )


async def visit(
    task_id: int, answers: Sequence[SiteAnswer], *, actor: Actor, at: datetime, visited_on: date | None = None
) -> None:
    """Hand back the filled site list after the visit; starts the days for findings and for the conclusion.

    Refused: VERIFICATION-SITE-OPEN while a line has no answer, VERIFICATION-VISIT-DAY for a day to come.
    """
    require(actor, Duty.VERIFICATION_PERFORM)
    day = legal_day(at)
    visited = visited_on or day
    if visited > day:
        raise refuse("VERIFICATION-VISIT-DAY", field_name="visited_on", day=visited)
    async with transaction():
        task = await known_task(task_id, actor)
        await require_member(task, actor)
        given = {answer.number: answer for answer in answers if answer.answer.strip()}
        items = await queries.site_items(task_id, actor=actor)
        missing = [item.number for item in items if item.number not in given]
        note = Note(basis={"visited_on": visited.isoformat()}, enterprise_id=task.enterprise_id)
        await move(VerificationTask, task_id, MOVES, "visit", actor=actor, at=at, note=note)
        if missing:
            raise refuse("VERIFICATION-SITE-OPEN", field_name=f"answer-{missing[0]}", number=missing[0])
        await ask("UPDATE verification_task SET visited_on = {} WHERE id = {}", visited, task_id)
        await ask(
            "UPDATE verification_site_item AS i SET answer = g.answer, conforms = g.conforms "
            "FROM unnest({}::int[], {}::text[], {}::bool[]) AS g (number, answer, conforms) "
            "WHERE i.task_id = {} AND i.number = g.number",
            list(given),
            [answer.answer for answer in given.values()],
            [answer.conforms for answer in given.values()],
            task_id,
        )
        await start_clock(task_id, Clock.SITE_LIST, visited)
        await meet_clocks(task_id, day, Clock.SITE_LIST)
        await start_clock(task_id, Clock.FINDINGS, day)
        await start_clock(task_id, Clock.CONCLUSION, day)


async def waive_visit(task_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Let a verification do without a site visit, which the province may where the guide's conditions hold.

    Refused: VERIFICATION-NO-WAIVER when a year before had findings or is not known, or this one has one already.
    """
    require(actor, Duty.VERIFICATION_ASSIGN)
    if not reason.strip():
        raise refuse("VERIFICATION-REASON", field_name="reason")
    day = legal_day(at)
    law = await as_of(day)
    years = int(law.value(WAIVER_YEARS))
    async with transaction():
        task = await known_task(task_id, actor)
        own = await queries.findings(task_id, actor=actor)
        before = await queries.clean_years(task.enterprise_id, task.year, actor=actor, years=years)
        if not visit_may_be_waived(before, len(own), law):
            raise refuse("VERIFICATION-NO-WAIVER", citation=law.provision(WAIVER_YEARS).citation, years=years)
        note = Note(reason=reason, enterprise_id=task.enterprise_id)
        await move(VerificationTask, task_id, MOVES, "waive_visit", actor=actor, at=at, note=note)
        await ask("UPDATE verification_task SET waived = TRUE WHERE id = {}", task_id)
        await start_clock(task_id, Clock.CONCLUSION, day)
