"""Consequences on one page: which tag in the journal makes which act owed.

The act is named `room.act`; it is called with the number behind the colon of the subject, keyword `actor` (the
clock) and `at`.
"""

from __future__ import annotations

FOLLOW_UPS: dict[str, tuple[str, ...]] = {
    "emission_report:version:receive": ("emission_report.read",),
    "monitoring_plan:plan:receive": ("monitoring_plan.read",),
    "monthly_evidence:version:receive": ("monthly_evidence.read",),
    "summary:package:order": ("summary.build",),
}

# What the clock owes once on every legal day, for the compliance year under way: `room.act`, called with the year.
DAILY: tuple[str, ...] = (
    "emission_report.urge",
    "recheck.finalise",
    "monitoring_plan.remind",
    "monthly_evidence.open_months",
    "monthly_evidence.urge",
)

CHANNEL = "follow_ups"
MOST_ATTEMPTS = 5
