"""Reviews of plans by verification bodies."""

from __future__ import annotations

from domain.core.actors import Actor
from domain.monitoring_plan.queries.cards import ReviewCard
from domain.monitoring_plan.queries.versions import REVIEW, review_seen
from domain.monitoring_plan.states import ReviewState
from domain.records.database import ask_one
from domain.records.people.bounds import bound

_COLUMNS = ", ".join(f"{sql} AS {name}" for name, sql in REVIEW.items())


async def open_review(plan_id: int, *, actor: Actor) -> ReviewCard | None:
    """The review of a version that was asked for and not yet given; None without one that the actor may see."""
    row = await ask_one(
        f"SELECT {_COLUMNS} FROM plan_review r JOIN plan p ON p.id = r.plan_id "
        "JOIN verification_body b ON b.id = r.body_id LEFT JOIN account a ON a.id = r.given_by "
        f"WHERE r.plan_id = {{}} AND r.state = '{ReviewState.ASKED.value}' AND {review_seen(actor)} "
        f"AND {bound(actor, 'p.enterprise_id')}",
        plan_id,
    )
    return ReviewCard(**{**row, "parts": {}}) if row else None


async def last_opinion(plan_id: int, *, actor: Actor) -> bool | None:
    """Whether the newest opinion on a version says that it conforms; None without one."""
    row = await ask_one(
        f"SELECT r.conforms FROM plan_review r JOIN plan p ON p.id = r.plan_id WHERE r.plan_id = {{}} "
        f"AND r.state = '{ReviewState.GIVEN.value}' AND {bound(actor, 'p.enterprise_id')} ORDER BY r.id DESC LIMIT 1",
        plan_id,
    )
    return bool(row["conforms"]) if row else None
