"""When the clock reminds of a calibration. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from domain.core.law import Law

REMINDERS = "plan.calibration_reminders"


def reminder_days(law: Law) -> tuple[int, ...]:
    """Days before the day due, the first reminder first; negative ones come after it. None: the law names none."""
    if not law.has(REMINDERS):
        return ()
    return tuple(sorted((int(day) for day in law.text(REMINDERS).split(",")), reverse=True))


def reminder_due(due_on: date, today: date, days: tuple[int, ...]) -> int | None:
    """The latest reminder whose day has come, so that a clock that stood still makes up for it once.

    Due on 15 October, reminders 30 and 7 days before and 1 day after: on 10 October it is that of 7 days before, on
    20 October that of the day after; on 1 September there is none yet.
    >>> reminder_due(date(2025, 10, 15), date(2025, 10, 10), (30, 7, -1))
    7
    """
    come = [day for day in days if due_on - timedelta(days=day) <= today]
    return min(come) if come else None
