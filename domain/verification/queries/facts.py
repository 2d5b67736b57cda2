"""What this room tells of an enterprise's year."""

from __future__ import annotations

from domain.core.actors import Actor
from domain.records.facts import EVERY, Facts, Span
from domain.verification.queries.tasks import task_bound
from domain.verification.states import ENDED, TaskState


def year_facts(actor: Actor, span: Span = EVERY) -> Facts:
    """The live task of each enterprise and year; what was verified once it is delivered."""
    ended = ", ".join(f"'{state.value}'" for state in ENDED)
    told = f"t.state = '{TaskState.DELIVERED.value}'"
    return Facts(
        ("task_id", "task_state", "verified_tonnes", "verification_correction", "verification_findings"),
        "SELECT t.enterprise_id, t.year, t.id AS task_id, t.state AS task_state, "
        f"CASE WHEN {told} THEN t.emissions_tonnes END AS verified_tonnes, "
        f"CASE WHEN {told} THEN t.emissions_tonnes - t.reported_tonnes END AS verification_correction, "
        f"CASE WHEN {told} THEN coalesce(f.findings, 0) END AS verification_findings FROM verification_task t "
        "LEFT JOIN (SELECT f.task_id, count(*) AS findings FROM verification_finding f JOIN verification_task x "
        f"ON x.id = f.task_id WHERE {span.of('x')} GROUP BY f.task_id) f ON f.task_id = t.id "
        f"WHERE t.state NOT IN ({ended}) AND {task_bound(actor)} AND {span.of('t')}",
    )
