"""Questions about keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.core.actors import Actor
from domain.records.database import ask_one


@dataclass(frozen=True, slots=True)
class KeyCard:
    """A key of the actor's: the digest of what was sent under it, and what was answered (JSON)."""

    digest: str
    status: int
    answer: str


async def key(name: str, at: datetime, *, actor: Actor) -> KeyCard | None:
    """The actor's key of that name, unless it has run out; an older edition has left some without an answer."""
    row = await ask_one(
        "SELECT digest, status, answer FROM machine_key "
        "WHERE account_id = {} AND key = {} AND kept_until > {} AND status IS NOT NULL",
        actor.account_id,
        name,
        at,
    )
    return KeyCard(**row) if row else None
