"""A year's tasks as a list, what waits for a body, and the bodies themselves."""

from __future__ import annotations

from collections.abc import Sequence

from domain.core.actors import Actor
from domain.core.duties import Kind as Reader
from domain.emission_report import queries as reports
from domain.emission_report.states import State as Reported
from domain.records.computed import computed
from domain.records.database import ask
from domain.records.lists import ENTERPRISE_BRIEF, ENTERPRISE_MARKS, ENTERPRISE_SEARCHED, Column, Kind, Line, Roll
from domain.verification.queries.cards import BodyLoadCard
from domain.verification.queries.tasks import task_bound
from domain.verification.states import ENDED, TaskState

_SOURCE = """verification_task t JOIN enterprise e ON e.id = t.enterprise_id
    JOIN verification_body b ON b.id = t.body_id
    LEFT JOIN LATERAL (SELECT code, due_on FROM verification_clock
        WHERE task_id = t.id AND met_on IS NULL ORDER BY due_on LIMIT 1) c ON TRUE"""
_ENDED = ", ".join(f"'{state.value}'" for state in ENDED)


def roll(actor: Actor) -> Roll:
    """The tasks. The enterprise and its city learn what was verified when it is delivered."""
    verified = "t.emissions_tonnes"
    if actor.kind in (Reader.ENTERPRISE, Reader.CITY):
        verified = f"CASE WHEN t.state = '{TaskState.DELIVERED.value}' THEN {verified} END"
    return Roll(
        "verification",
        _SOURCE,
        "t.id",
        (
            *ENTERPRISE_BRIEF,
            Column("body_name", "b.name", filtered=True),
            Column("state", "t.state", Kind.CODE, "state:verification:task", filtered=True, choices=tuple(TaskState)),
            Column("reported_tonnes", "t.reported_tonnes", Kind.TONNES),
            Column("emissions_tonnes", verified, Kind.TONNES),
            Column("changed", f"abs({verified} - t.reported_tonnes)", Kind.TONNES, shown=False),
            Column("due_on", "c.due_on", Kind.DAY),
            Column("delivered_on", "t.delivered_on", Kind.DAY, shown=False),
            *ENTERPRISE_MARKS,
            Column("report_id", "t.report_id", Kind.HIDDEN),
            Column("clock", "c.code", Kind.HIDDEN),
        ),
        (*ENTERPRISE_SEARCHED, "b.name"),
        "credit_code",
    )


def of_year(year: int, *, actor: Actor) -> tuple[str, int]:
    """The condition of a year's roll, bounded by what the actor may see, and what fills it."""
    return f"t.year = {{}} AND {task_bound(actor)}", year


# Accepted reports without a live task. `shut_out` are the bodies that the latest run found in the way.
WAITING = Roll(
    "verification_waiting",
    reports.ROLL.source,
    reports.ROLL.key,
    (
        *ENTERPRISE_BRIEF,
        Column("emissions_tonnes", "r.emissions_tonnes", Kind.TONNES),
        Column("submitted_at", "r.submitted_at", Kind.INSTANT),
        Column(
            "shut_out",
            "(SELECT count(DISTINCT x.body_id) FROM body_exclusion x WHERE x.enterprise_id = r.enterprise_id "
            "AND x.run_id = (SELECT max(a.id) FROM assignment_run a WHERE a.year = r.year))",
            Kind.NUMBER,
        ),
        *ENTERPRISE_MARKS,
    ),
    ENTERPRISE_SEARCHED,
    "credit_code",
)


def waiting_in(year: int, *, actor: Actor) -> tuple[str, int]:
    """The condition of the reports of a year that wait for a body. Determined ones are not verified."""
    seen, _ = reports.of_year(year, actor=actor)
    live = f"SELECT 1 FROM verification_task t WHERE t.report_id = r.id AND t.state NOT IN ({_ENDED})"
    return f"{seen} AND r.state = '{Reported.ACCEPTED.value}' AND NOT EXISTS ({live})", year


async def given(year: int, *, actor: Actor) -> set[int]:
    """The reports of a year that a body has."""
    rows = await ask(
        f"SELECT t.report_id FROM verification_task t WHERE t.year = {{}} AND t.state NOT IN ({_ENDED}) "
        f"AND {task_bound(actor)}",
        year,
    )
    return {row["report_id"] for row in rows}


BODIES = computed(
    "verification_bodies",
    (
        Column("name", ""),
        Column("credit_code", ""),
        Column("tasks", "", Kind.NUMBER),
        Column("capacity", "", Kind.NUMBER),
        Column("delivered", "", Kind.NUMBER),
        Column("prepares_reports", "", Kind.FLAG, filtered=True, choices=("true", "false")),
    ),
    ("name", "credit_code"),
    "name",
)


def body_lines(loads: Sequence[BodyLoadCard]) -> list[Line]:
    """Bodies with their load as lines of a list."""
    return [Line(one.id, {name: getattr(one, name) for name in BodyLoadCard.__slots__}) for one in loads]
