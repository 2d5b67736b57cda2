"""Questions about bodies, their ties and loads, the runs of the assignment and what they shut out."""

from __future__ import annotations

from collections import defaultdict

from domain.core.actors import Actor
from domain.core.duties import Kind
from domain.core.findings import refuse
from domain.emission_report import queries as reports
from domain.records.database import ask, ask_one
from domain.records.people.bounds import bound
from domain.verification.queries.cards import BodyLoadCard, ExclusionCard, RunCard, TieCard, WaitingCard
from domain.verification.states import ENDED, TaskState


def _register_bound(actor: Actor, column: str) -> str:
    """The register of ties and loads is the province's; a body sees itself."""
    if actor.sees_province:
        return "TRUE"
    if actor.kind is Kind.BODY and actor.body_id is not None:
        return f"{column} = {int(actor.body_id)}"
    return "FALSE"


async def ties(*, actor: Actor, body_ids: list[int] | None = None) -> list[TieCard]:
    """Declared ties, body by body."""
    rows = await ask(
        "SELECT t.id, t.body_id, b.name AS body_name, t.enterprise_id, e.name AS enterprise_name, t.kind, t.since, "
        "t.until, t.person_id, a.name AS person_name, t.text FROM body_tie t "
        "JOIN verification_body b ON b.id = t.body_id LEFT JOIN enterprise e ON e.id = t.enterprise_id "
        "LEFT JOIN account a ON a.id = t.person_id "
        f"WHERE {_register_bound(actor, 't.body_id')} AND ({{}}::int[] IS NULL OR t.body_id = ANY({{}}::int[])) "
        "ORDER BY t.body_id, t.id",
        body_ids,
        body_ids,
    )
    return [TieCard(**row) for row in rows]


async def body_loads(year: int, *, actor: Actor) -> list[BodyLoadCard]:
    """Bodies with their tasks of the year, declined and withdrawn ones not counted."""
    rows = await ask(
        "SELECT b.id, b.name, b.credit_code, b.capacity, b.prepares_reports, count(t.id) AS tasks, "
        "count(t.id) FILTER (WHERE t.state = {}) AS delivered FROM verification_body b LEFT JOIN verification_task t "
        f"ON t.body_id = b.id AND t.year = {{}} AND NOT t.state = ANY({{}}) WHERE {_register_bound(actor, 'b.id')} "
        "GROUP BY b.id ORDER BY b.id",
        TaskState.DELIVERED.value,
        year,
        [state.value for state in ENDED],
    )
    return [BodyLoadCard(**row) for row in rows]


async def exclusions(enterprise_id: int, year: int, *, actor: Actor) -> list[ExclusionCard]:
    """Why bodies were shut out from an enterprise in the latest run of the year that looked at it."""
    rows = await ask(
        "SELECT x.body_id, b.name AS body_name, x.reason, x.since, x.citation FROM body_exclusion x "
        "JOIN verification_body b ON b.id = x.body_id WHERE x.enterprise_id = {} AND x.run_id = (SELECT max(y.run_id) "
        "FROM body_exclusion y JOIN assignment_run r ON r.id = y.run_id WHERE y.enterprise_id = {} AND r.year = {}) "
        f"AND {bound(actor, 'x.enterprise_id')} ORDER BY x.body_id, x.id",
        enterprise_id,
        enterprise_id,
        year,
    )
    return [ExclusionCard(**row) for row in rows]


async def waiting(year: int, *, actor: Actor) -> list[WaitingCard]:
    """Accepted reports of the year without a live task, by credit code. Determined ones are not verified."""
    rows = await ask(
        "SELECT report_id FROM verification_task WHERE year = {} AND NOT state = ANY({})",
        year,
        [state.value for state in ENDED],
    )
    taken = {row["report_id"] for row in rows}
    accepted = await reports.accepted(year, actor=actor)
    cards = [card for card in accepted if card.state == "accepted" and card.id not in taken]
    rows = await ask(
        "SELECT x.enterprise_id, x.body_id, b.name AS body_name, x.reason, x.since, x.citation FROM body_exclusion x "
        "JOIN verification_body b ON b.id = x.body_id WHERE x.enterprise_id = ANY({}) "
        f"AND x.run_id = (SELECT max(id) FROM assignment_run WHERE year = {{}}) AND {bound(actor, 'x.enterprise_id')} "
        "ORDER BY x.body_id, x.id",
        [card.enterprise_id for card in cards],
        year,
    )
    shut: dict[int, list[ExclusionCard]] = defaultdict(list)
    for row in rows:
        shut[row.pop("enterprise_id")].append(ExclusionCard(**row))
    return [WaitingCard(card, tuple(shut[card.enterprise_id])) for card in cards]


async def enterprise_id_of(credit_code: str) -> int:
    """The enterprise a tie is declared with: a body may name one that it may not see. Refused when there is none."""
    row = await ask_one("SELECT id FROM enterprise WHERE credit_code = {}", credit_code)
    if row is None:
        raise refuse("VERIFICATION-CREDIT-CODE", field_name="credit_code", credit_code=credit_code)
    return int(row["id"])


async def runs(year: int, *, actor: Actor) -> list[RunCard]:
    """The runs of the assignment of a year, newest first."""
    if not actor.sees_province:
        return []
    rows = await ask(
        "SELECT id, year, law_day, digest, placed, unplaced, at FROM assignment_run WHERE year = {} ORDER BY id DESC",
        year,
    )
    return [RunCard(**row) for row in rows]
