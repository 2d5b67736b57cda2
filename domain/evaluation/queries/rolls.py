"""The list of enterprises: everyone the actor may see, with one year's state and figures of every room."""

from __future__ import annotations

from dataclasses import replace

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.emission_report.states import OWED
from domain.emission_report.states import State as ReportState
from domain.evaluation.queries.years import facts_of
from domain.records.facts import Span
from domain.records.lists import ENTERPRISE_COLUMNS, ENTERPRISE_MARKS, ENTERPRISE_SEARCHED, Column, Kind, Roll
from domain.records.people.bounds import bound
from domain.surrender.rules import Status

_OWES = ", ".join(f"'{state.value}'" for state in OWED)
_GAP = "(f.final - coalesce(f.due, f.allocation_due))"
# In time or late whatever became of it since; owed while nothing is on file.
_REPORTING = (
    f"CASE WHEN f.report_state = '{ReportState.DETERMINED.value}' THEN 'determined' "
    f"WHEN f.late THEN 'late' WHEN f.report_state IN ({_OWES}) THEN 'owed' "
    "WHEN f.report_id IS NOT NULL THEN 'in_time' END"
)
SIDES = ("surplus", "deficit")
REPORTING = ("in_time", "late", "owed", "determined")
# What the list may be narrowed by without its being offered, and how.
TRUTH = ("yes", "no")
QUIET = ("returned", "stopped", "corrected", "rechecked", "penalised")


def _seen_with(actor: Actor, duty: Duty, *columns: Column) -> tuple[Column, ...]:
    """What belongs to a room is for whoever may look into it."""
    return columns if actor.holds(duty) else ()


def _of_the_process(actor: Actor) -> tuple[Column, ...]:
    """Where the year stands in the rooms up to verification, and how well it was reported."""
    return (
        *_seen_with(actor, Duty.LISTING_SEE, _state("entry_state", "listing:entry")),
        *_seen_with(actor, Duty.PLAN_SEE, _state("plan_state", "monitoring_plan:plan")),
        *_seen_with(
            actor,
            Duty.REPORT_SEE,
            _state("report_state", "emission_report:report", shown=True),
            _choice("reporting", _REPORTING, REPORTING),
            _whether("returned", "f.returns > 0", "f.report_id IS NOT NULL"),
            _whether("stopped", "f.stopped_versions > 0", "f.report_id IS NOT NULL"),
            _tonnes("reported_tonnes", shown=False),
        ),
        *_seen_with(
            actor,
            Duty.VERIFICATION_SEE,
            _state("task_state", "verification:task"),
            _tonnes("verified_tonnes", shown=False),
            _whether("corrected", "f.verification_correction <> 0", "f.verified_tonnes IS NOT NULL"),
        ),
        *_seen_with(
            actor,
            Duty.RECHECK_SEE,
            _whether("rechecked", "f.recheck_correction <> 0", "f.confirmed_tonnes > 0"),
        ),
    )


def _of_the_outcome(actor: Actor) -> tuple[Column, ...]:
    """What was emitted, allocated and handed in, and what followed."""
    return (
        Column("emissions", "coalesce(f.confirmed_tonnes, f.known_tonnes)", Kind.TONNES),
        Column("pre", "f.pre", Kind.TONNES, shown=False),
        Column("final", "f.final", Kind.TONNES),
        Column("owed", "coalesce(f.due, f.allocation_due)", Kind.TONNES),
        Column("gap", _GAP, Kind.TONNES),
        _choice("side", f"CASE WHEN {_GAP} >= 0 THEN 'surplus' WHEN {_GAP} < 0 THEN 'deficit' END", SIDES),
        Column("surrendered", "f.surrendered", Kind.TONNES, shown=False),
        Column("offsets", "f.offsets", Kind.TONNES, shown=False),
        Column("missing", "f.missing", Kind.TONNES, shown=False),
        Column("status", "f.status", Kind.CODE, "status:surrender", filtered=True, choices=tuple(Status)),
        Column("shortfall", "f.shortfall", Kind.TONNES, shown=False),
        *_seen_with(
            actor,
            Duty.PENALTY_SEE,
            _whether("penalised", "f.cases > 0", "f.obligation_id IS NOT NULL"),
            Column("fine_yuan", "f.fine_yuan", Kind.YUAN, shown=False),
        ),
    )


def _state(code: str, words: str, *, shown: bool = False) -> Column:
    return Column(code, f"f.{code}", Kind.CODE, f"state:{words}", shown=shown)


def _choice(code: str, sql: str, choices: tuple[str, ...]) -> Column:
    """A column to narrow the list by."""
    return Column(code, sql, Kind.CODE, code, filtered=True, choices=choices, shown=False)


def _whether(code: str, condition: str, known: str) -> Column:
    """Yes or no. The list can be narrowed by it from where it is told; it is not offered among the many filters."""
    sql = f"CASE WHEN {condition} THEN 'yes' WHEN {known} THEN 'no' END"
    return Column(code, sql, Kind.CODE, "truth", filtered=True, shown=False)


def _tonnes(code: str, *, shown: bool = True) -> Column:
    return Column(code, f"f.{code}", Kind.TONNES, shown=shown)


def roll(actor: Actor, year: int) -> Roll:
    """The list for one compliance year. Enterprises of which the year knows nothing stand in it too."""
    facts = facts_of(actor, Span((year,)))
    columns = (
        *(replace(one, shown=one.code != "credit_code") for one in ENTERPRISE_COLUMNS),
        Column("sector", "e.sector", Kind.CODE, "sector", filtered=True, shown=False),
        Column("captive_industry", "e.captive_industry", filtered=True, shown=False),
        *_of_the_process(actor),
        *_of_the_outcome(actor),
        *ENTERPRISE_MARKS,
    )
    source = f"enterprise e LEFT JOIN ({facts}) f ON f.enterprise_id = e.id"
    return Roll("enterprises", source, "e.id", columns, ENTERPRISE_SEARCHED, "name")


def seen_by(actor: Actor) -> str:
    """The condition of the list: whom the actor may see."""
    return bound(actor, "e.id")
