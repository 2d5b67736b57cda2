"""Reviews of plans by verification bodies."""

from __future__ import annotations

from domain.core.actors import Actor
from domain.core.law import last_day_of
from domain.monitoring_plan import rules
from domain.monitoring_plan.queries.cards import ReviewCard, VersionCard
from domain.monitoring_plan.queries.versions import REVIEW, review_seen
from domain.monitoring_plan.states import ReviewState
from domain.records.database import ask_one
from domain.records.lawbook.queries import as_of
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


async def called_for(card: VersionCard) -> rules.Called:
    """Whether a body looks at a version before it is filed, and whether it must, by the law of the plan's year."""
    earlier = await ask_one(
        "SELECT 1 AS one FROM plan WHERE enterprise_id = {} AND year < {} AND filing_serial > 0 LIMIT 1",
        card.enterprise_id,
        card.year,
    )
    law = await as_of(last_day_of(card.year))
    return rules.review_called_for(law, card.version, first_ever=earlier is None)
