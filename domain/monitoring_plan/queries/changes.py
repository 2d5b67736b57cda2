"""Applications to change the plan in force."""

from __future__ import annotations

from domain.core.actors import Actor
from domain.monitoring_plan.queries.cards import ChangeCard
from domain.monitoring_plan.states import ChangeState
from domain.records.database import ask, ask_one
from domain.records.people.bounds import bound

# A card's columns over `c` (the application), `e` (the enterprise) and `f` (the plan it was made against).
CHANGE = {
    "id": "c.id",
    "enterprise_id": "c.enterprise_id",
    "credit_code": "e.credit_code",
    "name": "e.name",
    "city": "e.city",
    "synthetic": "e.synthetic",
    "fictional": "e.fictional",
    "year": "c.year",
    "plan_id": "c.plan_id",
    "version": "v.version",
    "state": "c.state",
    "trigger": "c.trigger",
    "what": "c.what",
    "why": "c.why",
    "since": "c.since",
    "applied_at": "c.applied_at",
    "decided_at": "c.decided_at",
    "decision": "c.decision",
}
_COLUMNS = ", ".join(f"{sql} AS {name}" for name, sql in CHANGE.items())
_CHANGE = (
    f"SELECT {_COLUMNS} FROM plan_change c JOIN enterprise e ON e.id = c.enterprise_id JOIN plan v ON v.id = c.plan_id"
)

# Of an enterprise and a year, which fill it in this order.
CHANGES_OF_YEAR = f"{_CHANGE} WHERE c.enterprise_id = {{}} AND c.year = {{}}"


async def change(change_id: int, *, actor: Actor) -> ChangeCard | None:
    """One application, or None when there is none that the actor may see."""
    row = await ask_one(f"{_CHANGE} WHERE c.id = {{}} AND {bound(actor, 'c.enterprise_id')}", change_id)
    return ChangeCard(**row) if row else None


async def changes(enterprise_id: int, year: int, *, actor: Actor) -> list[ChangeCard]:
    """The applications of an enterprise's year, newest first."""
    seen = bound(actor, "c.enterprise_id")
    rows = await ask(f"{CHANGES_OF_YEAR} AND {seen} ORDER BY c.id DESC", enterprise_id, year)
    return [ChangeCard(**row) for row in rows]


async def granted(enterprise_id: int, year: int, *, actor: Actor) -> list[ChangeCard]:
    """The granted applications of which no revision has been filed yet, newest first."""
    return [card for card in await changes(enterprise_id, year, actor=actor) if card.state == ChangeState.GRANTED]
