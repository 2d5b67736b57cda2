"""What an actor may see, as a condition to be put into every question about an enterprise."""

from __future__ import annotations

from domain.core.actors import Actor
from domain.core.duties import Kind
from domain.records.database import ask_one

NOTHING = "FALSE"


def bound(actor: Actor, column: str = "enterprise_id") -> str:
    """SQL that is true for rows the actor may see; `column` holds the enterprise's id.

    Only numbers and the fixed words of this function enter the SQL. Anyone unknown sees nothing.
    """
    if actor.sees_province:
        return "TRUE"
    if actor.kind is Kind.ENTERPRISE and actor.enterprise_id is not None:
        return f"{column} = {int(actor.enterprise_id)}"
    if actor.kind is Kind.BODY and actor.body_id is not None:
        mandates = f"SELECT enterprise_id FROM mandate WHERE body_id = {int(actor.body_id)} AND ended_at IS NULL"
        return f"{column} IN ({mandates})"
    if actor.kind is Kind.CITY and actor.city:
        city = f"SELECT city FROM account WHERE id = {int(actor.account_id)}"
        return f"{column} IN (SELECT id FROM enterprise WHERE city = ({city}))"
    return NOTHING


async def may_see(actor: Actor, enterprise_id: int) -> bool:
    row = await ask_one(
        f"SELECT 1 AS seen FROM enterprise e WHERE e.id = {{}} AND {bound(actor, 'e.id')}", enterprise_id
    )
    return row is not None
