"""Lists of the room, each described once."""

from __future__ import annotations

from domain.core.actors import Actor
from domain.listing import queries as listing
from domain.listing.states import State as Listed
from domain.monitoring_plan.queries.versions import IN_FORCE, review_seen
from domain.monitoring_plan.states import ChangeState, State
from domain.records.database import ask
from domain.records.lists import ENTERPRISE_COLUMNS, ENTERPRISE_MARKS, ENTERPRISE_SEARCHED, Column, Kind, Roll
from domain.records.people.bounds import bound
from domain.records.standing import Subjects

NEWEST = "NOT EXISTS (SELECT 1 FROM plan n WHERE n.year = p.year AND n.enterprise_id = p.enterprise_id AND n.id > p.id)"
ROLL = Roll(
    "monitoring_plan",
    "plan p JOIN enterprise e ON e.id = p.enterprise_id",
    "p.id",
    (
        *ENTERPRISE_COLUMNS,
        Column("version", "nullif(p.version, 0)", Kind.NUMBER),
        Column(
            "state",
            "p.state",
            Kind.CODE,
            "state:monitoring_plan:plan",
            filtered=True,
            choices=tuple(State),
            formerly="standing",
        ),
        Column("in_force", f"({IN_FORCE})", Kind.NUMBER),
        Column("stops", "p.stops", Kind.NUMBER),
        Column("warnings", "p.warnings", Kind.NUMBER, shown=False),
        Column("submitted_at", "p.submitted_at", Kind.INSTANT),
        Column("late", "p.late", Kind.FLAG, filtered=True, choices=("true", "false"), shown=False),
        Column("filed_at", "p.filed_at", Kind.INSTANT, shown=False),
        *ENTERPRISE_MARKS,
    ),
    ENTERPRISE_SEARCHED,
    "credit_code",
)
# Who is on the published list and has submitted no plan.
MISSING = Roll(
    "plan_missing",
    listing.ROLL.source,
    listing.ROLL.key,
    (*ENTERPRISE_COLUMNS, Column("sector_code", "e.sector_code", filtered=True), *ENTERPRISE_MARKS),
    ENTERPRISE_SEARCHED,
    "credit_code",
)


def of_year(year: int, *, actor: Actor) -> tuple[str, int]:
    """The condition of a year's roll: the newest version of each enterprise that the actor may see."""
    return f"p.year = {{}} AND {NEWEST} AND {bound(actor, 'p.enterprise_id')}", year


def missing_in(year: int, *, actor: Actor) -> tuple[str, int]:
    """The condition of those of whom no version has ever been submitted."""
    listed, _ = listing.of_year(year, actor=actor)
    submitted = "p.year = l.year AND p.enterprise_id = l.enterprise_id AND p.submitted_at IS NOT NULL"
    return (
        f"{listed} AND l.state = '{Listed.PUBLISHED.value}' AND NOT EXISTS (SELECT 1 FROM plan p WHERE {submitted})",
        year,
    )


async def counts(year: int, *, actor: Actor) -> dict[str, int]:
    """In how many enterprises the newest version stands in each state."""
    rows = await ask(
        f"SELECT p.state, count(*) AS plans FROM plan p WHERE p.year = {{}} AND {NEWEST} "
        f"AND {bound(actor, 'p.enterprise_id')} GROUP BY p.state",
        year,
    )
    return {row["state"]: row["plans"] for row in rows}


METERS = Roll(
    "plan_meter",
    "plan_meter m JOIN enterprise e ON e.id = m.enterprise_id",
    "m.id",
    (
        Column("meter", "m.name"),
        Column("name", "e.name", sort="e.initials"),
        Column("unit", "m.unit"),
        Column("item", "m.item"),
        Column("parameter", "m.parameter", Kind.CODE, "choice:law", filtered=True),
        Column("place", "m.place", shown=False),
        Column("accuracy", "trim_scale(m.accuracy)", Kind.NUMBER, shown=False),
        Column("calibration_months", "m.calibration_months", Kind.NUMBER, shown=False),
        Column("calibrated_on", "m.calibrated_on", Kind.DAY),
        Column("due_on", "m.due_on", Kind.DAY),
        Column("city", "e.city", filtered=True, shown=False),
        Column("credit_code", "e.credit_code", shown=False),
        *ENTERPRISE_MARKS,
    ),
    ("m.name", "m.place", *ENTERPRISE_SEARCHED),
    "due_on",
)
CHANGES = Roll(
    "plan_change",
    "plan_change c JOIN enterprise e ON e.id = c.enterprise_id",
    "c.id",
    (
        *ENTERPRISE_COLUMNS,
        Column("year", "c.year", filtered=True),
        Column("trigger", "c.trigger", Kind.CODE, "choice:update_triggers", filtered=True),
        Column("since", "c.since", Kind.DAY),
        Column(
            "state", "c.state", Kind.CODE, "state:monitoring_plan:change", filtered=True, choices=tuple(ChangeState)
        ),
        Column("applied_at", "c.applied_at", Kind.INSTANT),
        Column("decided_at", "c.decided_at", Kind.INSTANT, shown=False),
        *ENTERPRISE_MARKS,
    ),
    ENTERPRISE_SEARCHED,
    "-applied_at",
)


def ledger(*, actor: Actor) -> tuple[str]:
    """The condition of the ledger: meters that a plan in force names, of whom the actor may see."""
    return (f"m.retired_on IS NULL AND {bound(actor, 'm.enterprise_id')}",)


def changes_of(*, actor: Actor) -> tuple[str]:
    """The condition of the applications that the actor may see."""
    return (bound(actor, "c.enterprise_id"),)


def standing_subjects(actor: Actor) -> tuple[Subjects, ...]:
    """The newest version of each enterprise's plan, applications and reviews by year and state; meters by their day."""
    newest = NEWEST.replace("p.", "x.")
    seen = bound(actor, "x.enterprise_id")
    return (
        Subjects("plan", "plan x", f"{seen} AND {newest}"),
        Subjects("change", "plan_change x", seen),
        Subjects(
            "review",
            "plan_review r JOIN plan x ON x.id = r.plan_id",
            f"{review_seen(actor)} AND {seen}",
            state="r.state",
        ),
        Subjects(
            "meter",
            "plan_meter x",
            f"{seen} AND x.retired_on IS NULL AND x.due_on IS NOT NULL",
            due="x.due_on",
            state="'in_use'",
            year="extract(year FROM x.due_on)",
        ),
    )
