"""The way round the portal: one entry a room, shown to whoever holds its duty."""

from __future__ import annotations

from dataclasses import dataclass

from domain.core.actors import Actor
from domain.core.duties import Duty


@dataclass(frozen=True, slots=True)
class Entry:
    """A navigation entry: its path, its message id, and the duty that opens it."""

    path: str
    words: str
    duty: Duty


ENTRIES = (
    Entry("/desk", "room:desk", Duty.SIGNED_IN),
    Entry("/listing", "room:listing", Duty.LISTING_SEE),
    Entry("/plans", "room:monitoring_plan", Duty.PLAN_SEE),
    Entry("/reports", "room:emission_report", Duty.REPORT_SEE),
    Entry("/verification", "room:verification", Duty.VERIFICATION_SEE),
    Entry("/recheck", "room:recheck", Duty.RECHECK_SEE),
    Entry("/allocation", "room:allocation", Duty.ALLOCATION_SEE),
    Entry("/surrender", "room:surrender", Duty.SURRENDER_SEE),
    Entry("/penalties", "room:penalty", Duty.PENALTY_SEE),
    Entry("/summary", "room:summary", Duty.SUMMARY_SEE),
    Entry("/accounts", "room:people", Duty.PEOPLE_MANAGE),
    Entry("/security", "room:security", Duty.SECURITY_LOCK),
    Entry("/journal", "room:journal", Duty.JOURNAL_SEE),
    Entry("/trial", "room:trial", Duty.PUBLIC),
    Entry("/law", "room:law", Duty.PUBLIC),
    Entry("/public", "room:public", Duty.PUBLIC),
)


def entries_for(user: Actor) -> tuple[Entry, ...]:
    return tuple(entry for entry in ENTRIES if user.holds(entry.duty))
