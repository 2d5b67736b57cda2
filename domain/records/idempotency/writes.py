"""A key held while something is done under it, and the answer kept with it in one transaction.

held → (the act) → keep      done: the act and its answer are committed together
held → (the act refuses)     nothing was done and nothing is kept; the key may be used again

A process that dies on the way leaves nothing behind: the database undoes what it had begun and lets the key go.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from domain.core.actors import Actor
from domain.records.database import around_an_act, ask

# Keys share the database's advisory locks with others: the first number says that it is one of them.
LOCKS = 775_2025


@asynccontextmanager
async def held(name: str, *, actor: Actor) -> AsyncIterator[bool]:
    """Hold the actor's key in a transaction for one act; False when somebody holds it now, whom nobody waits for here.

    The key is let go when the transaction ends, however it ends. Two names may share a lock: one then waits in vain.
    """
    async with around_an_act():
        rows = await ask(
            "SELECT pg_try_advisory_xact_lock({}, hashtext({})) AS alone", LOCKS, f"{actor.account_id} {name}"
        )
        yield bool(rows[0]["alone"])


async def keep(name: str, digest: str, status: int, text: str, *, actor: Actor, at: datetime, kept: timedelta) -> None:
    """Keep what is answered (`text` is JSON) to what was sent under a key that is held."""
    await ask(
        "INSERT INTO machine_key (account_id, key, digest, status, answer, claimed_at, kept_until) "
        "VALUES ({}, {}, {}, {}, {}, {}, {}) ON CONFLICT (account_id, key) DO UPDATE SET digest = EXCLUDED.digest, "
        "status = EXCLUDED.status, answer = EXCLUDED.answer, claimed_at = EXCLUDED.claimed_at, "
        "kept_until = EXCLUDED.kept_until",
        actor.account_id,
        name,
        digest,
        status,
        text,
        at,
        at + kept,
    )


async def forget(at: datetime) -> None:
    """Forget the keys that have run out, of whomever; those that another request forgets just now are left to it."""
    await ask(
        "DELETE FROM machine_key WHERE id IN (SELECT id FROM machine_key WHERE kept_until <= {} "
        "FOR UPDATE SKIP LOCKED)",
        at,
    )
