"""Questions about what verification found: delivered verifications, verified units, explanations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from domain.core.actors import Actor
from domain.core.duties import Kind
from domain.core.workings import Explanation
from domain.records.database import ask, ask_one
from domain.records.resting import Kept, Resting, resting_on
from domain.verification.queries.cards import VerifiedCard, VerifiedUnit
from domain.verification.queries.tasks import task_bound
from domain.verification.states import FindingStatus, Quantity, TaskState

_VERIFIED = f"""SELECT t.id AS task_id, t.report_id, t.enterprise_id, e.credit_code, e.name, e.city, e.synthetic,
    e.fictional, t.year, t.body_id, b.name AS body_name, t.report_number, t.version_id, t.reported_tonnes,
    t.emissions_tonnes, COALESCE(f.findings, 0) AS findings, COALESCE(f.unresolved, 0) AS unresolved, t.delivered_on
    FROM verification_task t JOIN enterprise e ON e.id = t.enterprise_id JOIN verification_body b ON b.id = t.body_id
    LEFT JOIN (SELECT task_id, count(*) AS findings,
        count(*) FILTER (WHERE status <> '{FindingStatus.RESOLVED.value}') AS unresolved
        FROM verification_finding GROUP BY task_id) f ON f.task_id = t.id"""


async def delivered(year: int, *, actor: Actor) -> list[VerifiedCard]:
    """Every delivered verification of the year that the actor may see, by credit code. One statement."""
    rows = await ask(
        f"{_VERIFIED} WHERE t.year = {{}} AND t.state = {{}} AND {task_bound(actor)} ORDER BY e.credit_code",
        year,
        TaskState.DELIVERED.value,
    )
    return [VerifiedCard(**row) for row in rows]


_UNIT = ", ".join(f"v.{name}" for name in VerifiedUnit.__slots__)


async def verified_units(year: int, *, actor: Actor) -> list[VerifiedUnit]:
    """The verified values of every generating unit of the year's delivered verifications. One statement."""
    rows = await ask(
        f"SELECT {_UNIT} FROM verified_unit v JOIN verification_task t ON t.id = v.task_id "
        f"WHERE t.year = {{}} AND t.state = {{}} AND {task_bound(actor)} ORDER BY v.enterprise_id, v.id",
        year,
        TaskState.DELIVERED.value,
    )
    return [VerifiedUnit(**row) for row in rows]


def _conclusion_seen(actor: Actor) -> str:
    """Verified values are for the enterprise once they are delivered."""
    if actor.kind in (Kind.ENTERPRISE, Kind.CITY):
        return f"{task_bound(actor)} AND t.state = '{TaskState.DELIVERED.value}'"
    return task_bound(actor)


async def units_of_task(task_id: int, *, actor: Actor) -> list[VerifiedUnit]:
    rows = await ask(
        f"SELECT {_UNIT} FROM verified_unit v JOIN verification_task t ON t.id = v.task_id "
        f"WHERE v.task_id = {{}} AND {_conclusion_seen(actor)} ORDER BY v.id",
        task_id,
    )
    return [VerifiedUnit(**row) for row in rows]


async def explanation(task_id: int, *, actor: Actor) -> Explanation | None:
    """How the verified emissions of the enterprise came about."""
    row = await ask_one(
        f"SELECT explanation FROM verification_task t WHERE t.id = {{}} AND {_conclusion_seen(actor)}", task_id
    )
    told = json.loads(row["explanation"]) if row else None
    return Explanation.from_json(told) if told else None


async def unit_explanation(task_id: int, unit_number: str, quantity: Quantity, *, actor: Actor) -> Explanation | None:
    """How one verified value of one generating unit came about."""
    row = await ask_one(
        f"SELECT v.explanations FROM verified_unit v JOIN verification_task t ON t.id = v.task_id "
        f"WHERE v.task_id = {{}} AND v.unit_number = {{}} AND {_conclusion_seen(actor)}",
        task_id,
        unit_number,
    )
    told = json.loads(row["explanations"]).get(quantity.value) if row else None
    return Explanation.from_json(told) if told else None


async def clean_years(enterprise_id: int, year: int, *, actor: Actor, years: int) -> list[int | None]:
    """Numbers of findings of the years before, newest first; None where nothing was delivered."""
    rows = await ask(
        f"{_VERIFIED} WHERE t.enterprise_id = {{}} AND t.year < {{}} AND t.state = {{}} AND {task_bound(actor)}",
        enterprise_id,
        year,
        TaskState.DELIVERED.value,
    )
    found = {row["year"]: int(row["findings"]) for row in rows}
    return [found.get(year - back) for back in range(1, years + 1)]


_KEPT = (
    Kept(
        "verification_task",
        "verification_task t JOIN enterprise e ON e.id = t.enterprise_id JOIN verified_unit x ON x.task_id = t.id "
        "CROSS JOIN LATERAL jsonb_each(x.explanations) AS f (quantity, told)",
        told="f.told",
        paper="t.id",
        year="t.year",
        place="x.unit_number",
    ),
    Kept("verification_task", "verification_task x JOIN enterprise e ON e.id = x.enterprise_id"),
)


async def figures_resting_on(provisions: Sequence[tuple[str, date]], *, actor: Actor) -> Resting:
    """Verified emissions that rest on these provisions (key, first day), of units and of enterprises."""
    return await resting_on(_KEPT, provisions, actor=actor)
