"""Questions about keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.core.actors import Actor
from domain.records.database import ask_one


@dataclass(frozen=True, slots=True)
class KeyCard:
    """A key of the actor's: what was sent under it, and the answer, None while it is under way."""

    digest: str
    status: int | None
    answer: str
    claimed_at: datetime


async def key(name: str, at: datetime, *, actor: Actor) -> KeyCard | None:
    """The actor's key of that name, unless it has run out."""
    row = await ask_one(
        "SELECT digest, status, answer, claimed_at FROM machine_key "
        "WHERE account_id = {} AND key = {} AND kept_until > {}",
        actor.account_id,
        name,
        at,
    )
    return KeyCard(**row) if row else None
