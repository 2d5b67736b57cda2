"""The clocks of the guide, and when a site visit may be waived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.core.calendar import DueDay, WorkingCalendar
from domain.core.law import Law
from domain.verification.states import Clock

WAIVER_YEARS = "verification.waiver.years"


def due(clock: Clock, started_on: date, law: Law, calendar: WorkingCalendar) -> DueDay:
    """The due day of a clock of the guide (2021): site list 2 working days after the visit, findings 2 after the site
    list, correction 5 after the findings, conclusion 5 after the site list, the correction or the waiver.

    Findings sent on Friday 2025-05-16 are to be answered by Friday 2025-05-23.
    """
    return calendar.after(started_on, int(law.value(f"clock.verification.{clock.value}")))


def visit_may_be_waived(findings_by_year: Sequence[int | None], own_findings: int, law: Law) -> bool:
    """No site visit is needed when the unit had no finding in the two years before and the documents are clean.

    `findings_by_year` counts the findings of the years before, newest first; None where there was no verification.
    No findings in 2023 and 2022 and none so far: may be waived. Nothing known of 2022: may not.
    """
    years = int(law.value(WAIVER_YEARS))
    before = list(findings_by_year[:years])
    return own_findings == 0 and len(before) == years and all(count == 0 for count in before)
