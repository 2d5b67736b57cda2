"""What is still owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.records.database import ask
from domain.records.follow_ups.rules import MOST_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Owed:
    """A follow-up that is due."""

    id: int
    act: str
    subject: str
    attempts: int


async def owed(at: datetime, resend_after: timedelta, limit: int = 200) -> list[Owed]:
    """Due and not done; those already sent come again when `resend_after` has passed without their being done."""
    rows = await ask(
        "SELECT id, act, subject, attempts FROM follow_up WHERE done_at IS NULL AND due_at <= {} "
        "AND attempts < {} AND (sent_at IS NULL OR sent_at < {}) ORDER BY id LIMIT {}",
        at,
        MOST_ATTEMPTS,
        at - resend_after,
        limit,
    )
    return [Owed(**row) for row in rows]


async def owed_count() -> int:
    rows = await ask("SELECT count(*) AS owed FROM follow_up WHERE done_at IS NULL")
    return int(rows[0]["owed"])
