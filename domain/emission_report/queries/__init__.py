"""Named questions about reports; answers are frozen cards."""

from domain.emission_report.queries.cards import FindingCard, ReportCard, UnitYear, VersionCard
from domain.emission_report.queries.facts import year_facts
from domain.emission_report.queries.lists import ROLL, of_year, opened, unopened
from domain.emission_report.queries.reports import (
    accepted,
    counts,
    explanation,
    figures_resting_on,
    in_states,
    known,
    report,
    report_of,
    standing_subjects,
    submittable,
    unusual_subjects,
)
from domain.emission_report.queries.versions import (
    finding,
    findings,
    lines,
    unit_explanation,
    unit_years,
    units_of_version,
    version,
    version_explanation,
    versions,
)

__all__ = [
    "ROLL",
    "FindingCard",
    "ReportCard",
    "UnitYear",
    "VersionCard",
    "accepted",
    "counts",
    "explanation",
    "figures_resting_on",
    "finding",
    "findings",
    "in_states",
    "known",
    "lines",
    "of_year",
    "opened",
    "report",
    "report_of",
    "standing_subjects",
    "submittable",
    "unit_explanation",
    "unit_years",
    "units_of_version",
    "unopened",
    "unusual_subjects",
    "version",
    "version_explanation",
    "versions",
    "year_facts",
]
