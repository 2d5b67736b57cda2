"""Named questions about plans, their meters, changes and reviews."""

from domain.monitoring_plan.queries.cards import (
    CalibrationCard,
    ChangeCard,
    Due,
    MeterCard,
    PlanCard,
    PlanUnit,
    ReignCard,
    ReviewCard,
    VersionCard,
    VersionFile,
)
from domain.monitoring_plan.queries.changes import change, changes, granted
from domain.monitoring_plan.queries.force import in_force, plans_in_force, year_facts
from domain.monitoring_plan.queries.ground import deadline, due, form_for, known, prefill
from domain.monitoring_plan.queries.lists import (
    CHANGES,
    METERS,
    MISSING,
    ROLL,
    changes_of,
    counts,
    ledger,
    missing_in,
    of_year,
    standing_subjects,
)
from domain.monitoring_plan.queries.meters import calibration, calibrations, due_until, meter, meters_of
from domain.monitoring_plan.queries.reviews import last_opinion, open_review
from domain.monitoring_plan.queries.ruling import reigns, ruling_on
from domain.monitoring_plan.queries.versions import (
    content,
    filed_version,
    findings,
    plan,
    version_file,
    versions,
)

__all__ = [
    "CHANGES",
    "METERS",
    "MISSING",
    "ROLL",
    "CalibrationCard",
    "ChangeCard",
    "Due",
    "MeterCard",
    "PlanCard",
    "PlanUnit",
    "ReignCard",
    "ReviewCard",
    "VersionCard",
    "VersionFile",
    "calibration",
    "calibrations",
    "change",
    "changes",
    "changes_of",
    "content",
    "counts",
    "deadline",
    "due",
    "due_until",
    "filed_version",
    "findings",
    "form_for",
    "granted",
    "in_force",
    "known",
    "last_opinion",
    "ledger",
    "meter",
    "meters_of",
    "missing_in",
    "of_year",
    "open_review",
    "plan",
    "plans_in_force",
    "prefill",
    "reigns",
    "ruling_on",
    "standing_subjects",
    "version_file",
    "versions",
    "year_facts",
]
