"""Claiming a key before something is done, and keeping the answer afterwards. Each is one statement of its own.

claim → (the act) → answer      a success: the same key is answered so again
claim → (the act) → release     refused: nothing was done, and the key may be used again
"""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.core.actors import Actor
from domain.records.database import ask

# A key that has been under way for so long belongs to a worker that is no more.
ABANDONED_AFTER = timedelta(minutes=2)


async def claim(name: str, digest: str, *, actor: Actor, at: datetime, kept: timedelta) -> bool:
    """Claim a key for what is about to be done; of two at once one succeeds. False when it is taken.

    A key that has run out, or that was left under way with the same content, is claimed anew.
    """
    await ask("DELETE FROM machine_key WHERE kept_until <= {}", at)
    rows = await ask(
        "INSERT INTO machine_key AS k (account_id, key, digest, status, answer, claimed_at, kept_until) "
        "VALUES ({}, {}, {}, NULL, '', {}, {}) ON CONFLICT (account_id, key) DO UPDATE "
        "SET claimed_at = EXCLUDED.claimed_at, kept_until = EXCLUDED.kept_until "
        "WHERE k.status IS NULL AND k.digest = EXCLUDED.digest AND k.claimed_at <= {} RETURNING id",
        actor.account_id,
        name,
        digest,
        at,
        at + kept,
        at - ABANDONED_AFTER,
    )
    return bool(rows)


async def answer(name: str, status: int, text: str, *, actor: Actor) -> None:
    """Keep what was answered (`text` is JSON)."""
    await ask(
        "UPDATE machine_key SET status = {}, answer = {} WHERE account_id = {} AND key = {}",
        status,
        text,
        actor.account_id,
        name,
    )


async def release(name: str, *, actor: Actor) -> None:
    """Give a key back: nothing was done under it."""
    await ask("DELETE FROM machine_key WHERE account_id = {} AND key = {} AND status IS NULL", actor.account_id, name)
