"""Follow-ups are written in the transaction of the act that causes them; the day itself causes some."""

from __future__ import annotations

from datetime import datetime

from domain.core.calendar import legal_day
from domain.records.database import ask
from domain.records.follow_ups.rules import CHANNEL, DAILY, FOLLOW_UPS


async def follow_up(tag: str, subject: str, *, at: datetime) -> None:
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


async def owe_daily(*, at: datetime) -> None:
    """Owe the clock's acts of this legal day, once however often the clock looks.

    The year is that of the emissions being settled: the calendar year before.
    """
    day = legal_day(at)
    for act in DAILY:
        await ask(
            "INSERT INTO follow_up (act, subject, due_at, attempts, trouble) SELECT {}, {}, {}, 0, '' "
            "WHERE NOT EXISTS (SELECT 1 FROM follow_up WHERE act = {} AND subject = {}) "
            "ON CONFLICT (act, subject) WHERE done_at IS NULL DO NOTHING",
            act,
            f"day:{day.isoformat()}:{day.year - 1}",
            at,
            act,
            f"day:{day.isoformat()}:{day.year - 1}",
        )
