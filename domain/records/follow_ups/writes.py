"""Follow-ups are written in the transaction of the act that causes them."""

from __future__ import annotations

from datetime import datetime

from domain.records.database import ask
from domain.records.follow_ups.rules import CHANNEL, FOLLOW_UPS


async def follow_up(tag: str, subject: str, *, at: datetime, evidence: str = "") -> None:
    """Owe every act that the tag calls for. Owing the same act twice is owing it once."""
    for act in FOLLOW_UPS.get(tag, ()):
        await ask(
            "INSERT INTO follow_up (act, subject, due_at, attempts, trouble) VALUES ({}, {}, {}, 0, '') "
            "ON CONFLICT (act, subject) WHERE done_at IS NULL DO NOTHING",
            act,
            subject,
            at,
        )
        await ask("SELECT pg_notify({}, {})", CHANNEL, act)
