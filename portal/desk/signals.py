"""What is unusual: signals that the rooms themselves know, each with the list behind it.

No threshold is made up here: where the law has a value the room counts by it, else presence counts.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.core.duties import Duty


@dataclass(frozen=True, slots=True)
class Signal:
    """Subjects of a room that are unusual by their kind, or by standing in one of `states`.

    `code` has its words under `signal:<code>`. Holders of `unless` have them waiting on their desk already.
    """

    code: str
    room: str
    kind: str
    many: str
    one: str = ""
    states: tuple[str, ...] = ()
    unless: Duty | None = None


ONE_MONTH = "/months/month/{id}"
ONE_REPORT = "/reports/report/{id}"
TASK = ("/verification/{year}?state=delivered&sort=-changed", "/verification/tasks/{id}")
OBLIGATION = ("/surrender/{year}?status=short", "/surrender/obligations/{id}")

SIGNALS: tuple[Signal, ...] = (
    Signal(
        "month.stopped",
        "monthly_evidence",
        "stopped",
        "/months/{year}/list?state=&sort=-stops",
        ONE_MONTH,
        unless=Duty.MONTH_FILE,
    ),
    Signal("month.late", "monthly_evidence", "late", "/months/{year}/list?standing=late", ONE_MONTH),
    Signal("month.flagged", "monthly_evidence", "flagged", "/months/{year}/list?looked=true", ONE_MONTH),
    Signal(
        "report.stopped",
        "emission_report",
        "stopped",
        "/reports/{year}?state=&sort=-stops",
        ONE_REPORT,
        unless=Duty.REPORT_FILE,
    ),
    Signal("report.warned", "emission_report", "warned", "/reports/{year}?state=&sort=-warns", ONE_REPORT),
    Signal("report.returned", "emission_report", "returned", "/reports/{year}?state=&sort=-version_number", ONE_REPORT),
    Signal("report.late", "emission_report", "late", "/reports/{year}?late=true", ONE_REPORT),
    Signal("report.determined", "emission_report", "determined", "/reports/{year}?state=determined", ONE_REPORT),
    Signal("verification.changed", "verification", "changed", *TASK),
    Signal("verification.many_findings", "verification", "many_findings", *TASK),
    Signal("verification.unresolved", "verification", "unresolved", *TASK),
    Signal(
        "recheck.committed",
        "recheck",
        "draw",
        "/recheck/{year}",
        "/recheck/draws/{id}",
        ("committed",),
        Duty.RECHECK_DRAW,
    ),
    Signal("surrender.difference", "surrender", "difference", "/surrender/{year}/differences"),
    Signal("surrender.short", "surrender", "short", *OBLIGATION),
    Signal(
        "summary.failed",
        "summary",
        "package",
        "/summary/{year}",
        "/summary/packages/{id}",
        ("failed",),
        Duty.SUMMARY_PREPARE,
    ),
)
