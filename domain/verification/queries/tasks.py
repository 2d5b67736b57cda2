"""Questions about tasks: lists, one task, its group, clocks, site list and findings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from domain.core.actors import Actor
from domain.core.duties import Duty, Kind
from domain.core.law import Law
from domain.records.database import ask, ask_one
from domain.records.people.bounds import bound
from domain.records.standing import Subjects
from domain.verification.queries.cards import ClockCard, FindingCard, MemberCard, SiteItemCard, TaskCard
from domain.verification.states import ENDED, FINDING_OPEN, FindingStatus, TaskState

PAGE = 50


def task_bound(actor: Actor) -> str:
    """A body sees its own tasks, for as long as they are kept; everyone else by the enterprise."""
    if actor.kind is Kind.BODY and actor.body_id is not None:
        return f"t.body_id = {int(actor.body_id)}"
    return bound(actor, "t.enterprise_id")


_TASK = """SELECT t.id, t.report_id, t.version_id, t.enterprise_id, e.name, e.credit_code, e.city, e.synthetic,
    e.fictional, t.year, t.body_id, b.name AS body_name, b.credit_code AS body_code, t.state, t.reported_tonnes,
    t.emissions_tonnes, t.run_id, t.reason, t.waived, t.documents_text, t.visited_on, t.statement, t.concluded_by,
    t.concluded_on, t.review_text, t.report_number, t.delivered_on, c.code AS clock, c.due_on
    FROM verification_task t JOIN enterprise e ON e.id = t.enterprise_id
    JOIN verification_body b ON b.id = t.body_id
    LEFT JOIN LATERAL (SELECT code, due_on FROM verification_clock
        WHERE task_id = t.id AND met_on IS NULL ORDER BY due_on LIMIT 1) c ON TRUE"""


def _task_card(row: dict[str, Any], actor: Actor) -> TaskCard:
    """The enterprise and its city learn the conclusion when it is delivered, not while it is reviewed."""
    if actor.kind in (Kind.ENTERPRISE, Kind.CITY) and row["state"] != TaskState.DELIVERED:
        row = {**row, "emissions_tonnes": None, "statement": "", "review_text": "", "documents_text": ""}
    return TaskCard(**row)


async def tasks(year: int, *, actor: Actor, limit: int | None = None) -> list[TaskCard]:
    """The tasks of a year in the order they were given."""
    rows = await ask(f"{_TASK} WHERE t.year = {{}} AND {task_bound(actor)} ORDER BY t.id LIMIT {{}}", year, limit)
    return [_task_card(row, actor) for row in rows]


async def task(task_id: int, *, actor: Actor) -> TaskCard | None:
    row = await ask_one(f"{_TASK} WHERE t.id = {{}} AND {task_bound(actor)}", task_id)
    return _task_card(row, actor) if row else None


async def task_of_report(report_id: int, *, actor: Actor) -> TaskCard | None:
    """The live task of a report, if there is one that the actor may see."""
    ended = [state.value for state in ENDED]
    row = await ask_one(
        f"{_TASK} WHERE t.report_id = {{}} AND NOT t.state = ANY({{}}) AND {task_bound(actor)}", report_id, ended
    )
    return _task_card(row, actor) if row else None


async def counts(year: int, *, actor: Actor) -> dict[str, int]:
    """How many tasks of the year stand in each state."""
    rows = await ask(
        f"SELECT state, count(*) AS tasks FROM verification_task t WHERE year = {{}} AND {task_bound(actor)} "
        "GROUP BY state",
        year,
    )
    return {row["state"]: row["tasks"] for row in rows}


async def overdue(day: date, *, actor: Actor, limit: int = PAGE) -> list[TaskCard]:
    """Tasks with a clock that has run out, longest overdue first."""
    rows = await ask(
        f"{_TASK} WHERE c.due_on < {{}} AND {task_bound(actor)} ORDER BY c.due_on, t.id LIMIT {{}}", day, limit
    )
    return [_task_card(row, actor) for row in rows]


_MAY_SEE = "EXISTS (SELECT 1 FROM verification_task t WHERE t.id = {column} AND {bound})"


def _seen(actor: Actor, column: str = "task_id") -> str:
    return _MAY_SEE.format(column=column, bound=task_bound(actor))


async def members(task_id: int, *, actor: Actor) -> list[MemberCard]:
    """The working group, its leader first."""
    rows = await ask(
        "SELECT m.account_id, a.name, m.role FROM verification_member m JOIN account a ON a.id = m.account_id "
        f"WHERE m.task_id = {{}} AND {_seen(actor, 'm.task_id')} ORDER BY m.role, m.account_id",
        task_id,
    )
    return [MemberCard(**row) for row in rows]


async def group_and_clocks(task_id: int, *, actor: Actor) -> tuple[list[MemberCard], list[ClockCard]]:
    """The working group and the clocks of a task, in one statement: a page shows both."""
    rows = await ask(
        "SELECT m.account_id, a.name, m.role AS code, NULL::date AS started_on, NULL::date AS due_on, "
        "NULL::boolean AS provisional, NULL::date AS met_on FROM verification_member m "
        f"JOIN account a ON a.id = m.account_id WHERE m.task_id = {{}} AND {_seen(actor, 'm.task_id')} "
        "UNION ALL SELECT NULL, '', code, started_on, due_on, provisional, met_on FROM verification_clock "
        f"WHERE task_id = {{}} AND {_seen(actor)} ORDER BY started_on, due_on, code, account_id",
        task_id,
        task_id,
    )
    group = [MemberCard(row["account_id"], row["name"], row["code"]) for row in rows if row["account_id"]]
    clocks = ("code", "started_on", "due_on", "provisional", "met_on")
    return group, [ClockCard(*(row[name] for name in clocks)) for row in rows if not row["account_id"]]


async def site_items(task_id: int, *, actor: Actor) -> list[SiteItemCard]:
    rows = await ask(
        "SELECT number, approach, text, answer, conforms FROM verification_site_item "
        f"WHERE task_id = {{}} AND {_seen(actor)} ORDER BY number",
        task_id,
    )
    return [SiteItemCard(**row) for row in rows]


_FINDING = (
    "SELECT f.id, f.task_id, f.number, f.category, f.unit_number, f.quantity, f.text, f.estimate, f.status, f.answer, "
    "f.corrected_value, f.evidence, f.answered_at FROM verification_finding f"
)


def _finding_seen(actor: Actor) -> str:
    """The enterprise sees a finding once it was sent."""
    seen = _seen(actor, "f.task_id")
    if actor.kind not in (Kind.ENTERPRISE, Kind.CITY):
        return seen
    drafting = ", ".join(f"'{state.value}'" for state in FINDING_OPEN)
    unsent = f"SELECT id FROM verification_task WHERE state IN ({drafting})"
    return f"{seen} AND (f.status <> '{FindingStatus.OPEN.value}' OR f.task_id NOT IN ({unsent} AND id = f.task_id))"


async def findings(task_id: int, *, actor: Actor) -> list[FindingCard]:
    rows = await ask(f"{_FINDING} WHERE f.task_id = {{}} AND {_finding_seen(actor)} ORDER BY f.number", task_id)
    return [FindingCard(**row) for row in rows]


async def finding(finding_id: int, *, actor: Actor) -> FindingCard | None:
    row = await ask_one(f"{_FINDING} WHERE f.id = {{}} AND {_finding_seen(actor)}", finding_id)
    return FindingCard(**row) if row else None


_SOURCE = "verification_task x JOIN verification_task t ON t.id = x.id"
# The province's own values, by which a recheck finds out what is unusual.
CHANGED_SHARE, MANY_FINDINGS = "recheck.signal.changed_share", "recheck.signal.findings"


def standing_subjects(actor: Actor) -> tuple[Subjects, ...]:
    """Tasks by year and state, each due with the clock that runs on it; a verifier's are those of the own groups."""
    clock = "(SELECT min(k.due_on) FROM verification_clock k WHERE k.task_id = x.id AND k.met_on IS NULL)"
    return (Subjects("task", _SOURCE, f"{task_bound(actor)} AND {_own_work(actor)}", due=clock),)


def unusual_subjects(actor: Actor, law: Law) -> tuple[Subjects, ...]:
    """Delivered verifications that left findings open, had many, or changed what was reported by more than the law's
    share; where the law of the day has no such value, by anything at all.
    """
    delivered = f"{task_bound(actor)} AND x.state = '{TaskState.DELIVERED.value}'"
    findings = "(SELECT count(*) FROM verification_finding f WHERE f.task_id = x.id{})"
    unresolved = findings.format(f" AND f.status <> '{FindingStatus.RESOLVED.value}'")
    share = law.value(CHANGED_SHARE) if law.has(CHANGED_SHARE) else Decimal(0)
    changed = "x.reported_tonnes > 0 AND abs(x.emissions_tonnes - x.reported_tonnes) / x.reported_tonnes > {}::numeric"
    found = {"unresolved": (f"{unresolved} > 0", ()), "changed": (changed, (share,))}
    if law.has(MANY_FINDINGS):
        found["many_findings"] = (f"{findings.format('')} >= {{}}::numeric", (law.value(MANY_FINDINGS),))
    return tuple(
        Subjects(kind, _SOURCE, f"{delivered} AND {unusual}", state="''", values=values)
        for kind, (unusual, values) in found.items()
    )


def journalled(actor: Actor) -> str:
    """SQL that is true for entries `j` of the journal about tasks that the actor may see."""
    return f"j.subject IN (SELECT 'verification_task:' || t.id FROM verification_task t WHERE {task_bound(actor)})"


def _own_work(actor: Actor) -> str:
    """What the whole body does (accept, technical review) is everyone's; the rest is done by the working group."""
    if not actor.holds(Duty.VERIFICATION_PERFORM):
        return "TRUE"
    whole_body = f"'{TaskState.ASSIGNED.value}', '{TaskState.CONCLUDED.value}'"
    return (
        f"(x.state IN ({whole_body}) OR EXISTS (SELECT 1 FROM verification_member m "
        f"WHERE m.task_id = x.id AND m.account_id = {int(actor.account_id)}))"
    )
