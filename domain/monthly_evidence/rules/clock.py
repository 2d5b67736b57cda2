"""Which months are owed, by when, what a day says of one, and what may be set aside. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from domain.core.law import Law
from domain.emission_report.rules import form_key
from domain.monthly_evidence.states import FILED, Standing, State

POWER = "power"
# Findings of reading and of the law of the year, and those that say whose month it is: without what they miss there is
# nothing to be judged.
NEVER_SET_ASIDE = ("SHEET-", "MONTH-")
IDENTITY = ("MO-001", "MO-002", "MO-003", "MO-004", "MO-005", "MO-006", "MO-007")


def last_day(year: int, month: int) -> date:
    """The last day of a month, which is the day that picks the law of its evidence."""
    return date(year, month, monthrange(year, month)[1])


def has_ended(year: int, month: int, day: date) -> bool:
    """Evidence of a month is kept once the month is over: on 31 January nothing is owed, on 1 February January is."""
    return last_day(year, month) < day


def owes(law: Law, sector: str) -> bool:
    """Whether a sector keeps evidence of the month that the law is of.

    Power from January 2022; steel, cement and aluminium from January 2025, back-filled until June (2025 work notice).
    """
    sectors = law.text("monthly.sectors").split(",") if law.has("monthly.sectors") else []
    return sector in sectors


def has_form(law: Law, sector: str) -> bool:
    """Whether the year of the law has a report's form for the sector, from which the month's workbook is made."""
    return law.has(form_key(sector))


def due_on(law: Law, sector: str, year: int, month: int) -> date:
    """The last day on which a month is in time: so many calendar days after its end, of the law of its last day.

    Power, January 2026: 31 January + 40 days = 12 March. Steel, March 2025: 31 October 2025, the day of back-filling.
    """
    if sector != POWER and law.has("deadline.evidence.backfill"):
        return law.on("deadline.evidence.backfill")
    days = law.value("clock.evidence" if sector == POWER else "clock.evidence.industry")
    return last_day(year, month) + timedelta(days=int(days))


def is_urging_day(day: date, due: date, law: Law) -> bool:
    """Whether the clock urges on this day: as many days before the due day, or after it, as the province has set.

    Set 10, 3, 1; due 12 March: 2 March and 15 March.
    """
    return str(abs((due - day).days)) in law.text("monthly.urging.days").split(",")


def standing(state: str, late: bool, due: date, day: date) -> Standing:
    """What a day says of a month: submitted in time → on time; open the day after the due day → missing."""
    if state in FILED:
        return Standing.LATE if late else Standing.ON_TIME
    if state == State.RETURNED:
        return Standing.RETURNED
    return Standing.MISSING if due < day else Standing.DUE


def named(months: Sequence[tuple[int, int]]) -> str:
    """Months as a notice names them: `2025-03, 2025-04`."""
    return ", ".join(f"{year}-{month:02}" for year, month in sorted(months))


def waivable(code: str) -> bool:
    """Checks of the figures may be set aside with a reason; a workbook that cannot be read or is another's may not.

    A jump from last month (MO-042) may; another enterprise's credit code (MO-001) may not.
    """
    return code not in IDENTITY and not code.startswith(NEVER_SET_ASIDE)
