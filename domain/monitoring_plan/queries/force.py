"""The plan in force, as later rooms ask for it."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from domain.core.actors import Actor
from domain.monitoring_plan.queries.cards import PlanCard, PlanUnit
from domain.monitoring_plan.states import State
from domain.records.database import ask
from domain.records.facts import EVERY, Facts, Span
from domain.records.people.bounds import bound

# The lines of the plan that name other units to be reported with.
_TOGETHER = "jsonb_path_query_array(p.content, '$.units[*].values ? (exists(@.merged_with))') AS together"
# The production lines of the plan that say what they can make.
_CAPACITIES = "jsonb_path_query_array(p.content, '$.lines[*].values ? (exists(@.capacity))') AS capacities"
_UNIT = ", ".join(f"u.{name}" for name in PlanUnit.__slots__)


async def in_force(enterprise_id: int, year: int, *, actor: Actor) -> PlanCard | None:
    """The filed plan of an enterprise's year, with its generating units."""
    cards = await _in_force(year, "p.enterprise_id = {}", enterprise_id, actor=actor)
    return cards.get(enterprise_id)


async def plans_in_force(year: int, *, actor: Actor) -> dict[int, PlanCard]:
    """The filed plan of every enterprise the actor may see, by enterprise. One statement."""
    return await _in_force(year, "TRUE", actor=actor)


async def _in_force(year: int, condition: str, *values: object, actor: Actor) -> dict[int, PlanCard]:
    rows = await ask(
        "SELECT p.id, p.enterprise_id, p.year, p.version, p.filed_at, p.state, p.form, "
        f"{_TOGETHER}, {_CAPACITIES}, {_UNIT} "
        f"FROM plan p JOIN plan_unit u ON u.plan_id = p.id WHERE p.year = {{}} AND p.state = {{}} AND {condition} "
        f"AND {bound(actor, 'p.enterprise_id')} ORDER BY p.enterprise_id, u.id",
        year,
        State.FILED.value,
        *values,
    )
    grouped: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["enterprise_id"]].append(row)
    return {enterprise_id: _plan_card(own) for enterprise_id, own in grouped.items()}


def _plan_card(rows: list[dict[str, Any]]) -> PlanCard:
    head = {name: rows[0][name] for name in PlanCard.__slots__ if name not in ("units", "together", "capacities")}
    units = tuple(PlanUnit(**{name: row[name] for name in PlanUnit.__slots__}) for row in rows)
    named = json.loads(rows[0]["together"] or "[]")
    together = tuple((one["number"], one["merged_with"]) for one in named)
    return PlanCard(**head, units=units, together=together, capacities=_capacities(rows[0]["capacities"]))


def _capacities(kept: str | None) -> tuple[tuple[str, str, str], ...]:
    """Number, capacity and unit of each line that has them."""
    lines = json.loads(kept or "[]")
    return tuple((one.get("number", ""), one["capacity"], one.get("capacity_unit", "")) for one in lines)


def year_facts(actor: Actor, span: Span = EVERY) -> Facts:
    """The plan of each enterprise and year: the version in force, or the newest while none is."""
    return Facts(
        ("plan_id", "plan_state", "plan_version", "plan_late"),
        "SELECT DISTINCT ON (p.year, p.enterprise_id) p.enterprise_id, p.year, p.id AS plan_id, p.state AS plan_state, "
        f"p.version AS plan_version, p.late AS plan_late FROM plan p WHERE {bound(actor, 'p.enterprise_id')} "
        f"AND {span.of('p')} ORDER BY p.year, p.enterprise_id, p.state <> '{State.FILED.value}', p.id DESC",
    )
