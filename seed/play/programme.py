"""The stages in the order in which they happen."""

from __future__ import annotations

from seed.play import (
    allocation,
    bulletin,
    emission_report,
    founding,
    history,
    industry,
    industry_months,
    listing,
    monitoring_plan,
    monthly_evidence,
    open_year,
    outside_data,
    penalty,
    prices,
    recheck,
    summary,
    surrender,
    today,
    verification,
)
from seed.play.scene import Stage

_FOUNDING = Stage("founding", founding.play)
_LISTING = Stage("listing", listing.play)
_PLANS = Stage("monitoring plans", monitoring_plan.play)
_HISTORY = Stage("history", history.play)
_PRICES = Stage("prices", prices.play)
_REPORTS = Stage("emission reports", emission_report.play)
_PRE_ALLOCATION = Stage("pre-allocation", allocation.play_pre)
_VERIFICATION = Stage("verification", verification.play)
_RECHECK = Stage("recheck", recheck.play)
_ALLOCATION = Stage("allocation", allocation.play)
_SURRENDER = Stage("surrender", surrender.play)
_PENALTY = Stage("penalty", penalty.play)
_SUMMARY = Stage("summary", summary.play)

# Compliance year 2024 from the list to the ministry's package.
YEAR: tuple[Stage, ...] = (
    _FOUNDING,
    _LISTING,
    _PLANS,
    _HISTORY,
    _PRICES,
    _REPORTS,
    _PRE_ALLOCATION,
    _VERIFICATION,
    _RECHECK,
    _ALLOCATION,
    _SURRENDER,
    _PENALTY,
    _SUMMARY,
)
# The same, with the lists and plans of the next years between, and 2025 up to today.
DEMONSTRATION: tuple[Stage, ...] = (
    _FOUNDING,
    _LISTING,
    _PLANS,
    _HISTORY,
    Stage("list and plans of 2025", open_year.play_list_2025),
    _PRICES,
    _REPORTS,
    _PRE_ALLOCATION,
    Stage("outside data", outside_data.play),
    _VERIFICATION,
    _RECHECK,
    Stage("months of 2025: June", monthly_evidence.play_june),
    _ALLOCATION,
    Stage("months of 2025: July", monthly_evidence.play_july),
    Stage("list and plans of 2026", open_year.play_list_2026),
    _SURRENDER,
    Stage("bulletins of the winter", bulletin.play_winter),
    _PENALTY,
    _SUMMARY,
    Stage("other sectors", industry.play),
    Stage("months of other sectors", industry_months.play),
    Stage("reports of 2025", open_year.play_reports),
    Stage("months of other sectors looked at", industry_months.play_judgement),
    Stage("verification of 2025", open_year.play_verification),
    Stage("recheck of 2025", open_year.play_recheck),
    Stage("2025 up to today", today.play),
    Stage("months of today", monthly_evidence.play_today),
    Stage("outside data of today", outside_data.play_today),
    Stage("bulletins of today", bulletin.play_today),
)
