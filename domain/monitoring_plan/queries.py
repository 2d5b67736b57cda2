"""Named questions about plans."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.core.actors import Actor
from domain.core.findings import Finding, Place, Severity
from domain.core.law import last_day_of
from domain.core.workbook import Content, from_json
from domain.listing import queries as listing
from domain.listing.states import State as Listed
from domain.monitoring_plan import rules
from domain.monitoring_plan.rules import Known, RegisterUnit
from domain.monitoring_plan.states import ONCE_FILED, State
from domain.monitoring_plan.workbook import WORKBOOK
from domain.records.database import ask, ask_one
from domain.records.facts import EVERY, Facts, Span
from domain.records.lawbook.queries import as_of
from domain.records.lists import ENTERPRISE_COLUMNS, ENTERPRISE_MARKS, ENTERPRISE_SEARCHED, Column, Kind, Roll
from domain.records.people import queries as people
from domain.records.people.bounds import bound
from domain.records.people.queries import EnterpriseCard
from domain.records.standing import Subjects


@dataclass(frozen=True, slots=True)
class PlanUnit:
    """A generating unit as the plan describes it. Methods are `measured` or `default`."""

    number: str
    capacity_mw: Decimal
    unit_class: str
    fuel: str
    cogeneration: bool
    carbon_method: str
    heat_value_method: str


@dataclass(frozen=True, slots=True)
class PlanCard:
    """The plan in force for an enterprise's year, as a report is read against it."""

    id: int
    enterprise_id: int
    year: int
    version: int
    filed_at: datetime
    state: str
    units: tuple[PlanUnit, ...]


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version with the enterprise it belongs to. `in_force` is the version number on file, 0 when there is none."""

    id: int
    enterprise_id: int
    credit_code: str
    name: str
    city: str
    synthetic: bool
    fictional: bool
    year: int
    state: str
    version: int
    in_force: int
    late: bool
    stops: int
    warnings: int
    original: str
    file_name: str
    received_at: datetime
    received_by: int
    submitted_at: datetime | None
    submitted_by: int | None
    filed_at: datetime | None
    readable: bool


@dataclass(frozen=True, slots=True)
class Due:
    """What the law and the list say of an enterprise's plan of one year. `deadline` is None when none is in force."""

    year: int
    listed: bool
    deadline: date | None
    next: rules.Next
    overdue: bool


# ------------------------------------------------------------------------------------- what later rooms ask

_UNIT = ", ".join(f"u.{name}" for name in PlanUnit.__slots__)


async def in_force(enterprise_id: int, year: int, *, actor: Actor) -> PlanCard | None:
    """The filed plan of an enterprise's year, with its generating units."""
    cards = await _in_force(year, "p.enterprise_id = {}", enterprise_id, actor=actor)
    return cards.get(enterprise_id)


async def plans_in_force(year: int, *, actor: Actor) -> dict[int, PlanCard]:
    """The filed plan of every enterprise the actor may see, by enterprise. One statement."""
    return await _in_force(year, "TRUE", actor=actor)


async def _in_force(year: int, condition: str, *values: object, actor: Actor) -> dict[int, PlanCard]:
    rows = await ask(
        f"SELECT p.id, p.enterprise_id, p.year, p.version, p.filed_at, p.state, {_UNIT} "
        f"FROM plan p JOIN plan_unit u ON u.plan_id = p.id WHERE p.year = {{}} AND p.state = {{}} AND {condition} "
        f"AND {bound(actor, 'p.enterprise_id')} ORDER BY p.enterprise_id, u.id",
        year,
        State.FILED.value,
        *values,
    )
    grouped: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["enterprise_id"]].append(row)
    return {enterprise_id: _plan_card(own) for enterprise_id, own in grouped.items()}


def _plan_card(rows: list[dict[str, Any]]) -> PlanCard:
    head = {name: rows[0][name] for name in PlanCard.__slots__ if name != "units"}
    units = tuple(PlanUnit(**{name: row[name] for name in PlanUnit.__slots__}) for row in rows)
    return PlanCard(**head, units=units)


# ------------------------------------------------------------------------------------------------- versions

_IN_FORCE = (
    "SELECT f.version FROM plan f WHERE f.enterprise_id = p.enterprise_id AND f.year = p.year "
    f"AND f.state = '{State.FILED.value}'"
)
_VERSION = f"""SELECT p.id, p.enterprise_id, e.credit_code, e.name, e.city, e.synthetic, e.fictional, p.year, p.state,
    p.version, COALESCE(({_IN_FORCE}), 0) AS in_force, p.late, p.stops, p.warnings, p.original, p.file_name,
    p.received_at, p.received_by, p.submitted_at, p.submitted_by, p.filed_at, p.readable
    FROM plan p JOIN enterprise e ON e.id = p.enterprise_id"""
_NEWEST = (
    "NOT EXISTS (SELECT 1 FROM plan n WHERE n.year = p.year AND n.enterprise_id = p.enterprise_id AND n.id > p.id)"
)


async def plan(plan_id: int, *, actor: Actor) -> VersionCard | None:
    """One version, or None when there is none that the actor may see."""
    row = await ask_one(f"{_VERSION} WHERE p.id = {{}} AND {bound(actor, 'p.enterprise_id')}", plan_id)
    return VersionCard(**row) if row else None


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
        Column("in_force", f"({_IN_FORCE})", Kind.NUMBER),
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
    return f"p.year = {{}} AND {_NEWEST} AND {bound(actor, 'p.enterprise_id')}", year


def missing_in(year: int, *, actor: Actor) -> tuple[str, int]:
    """The condition of those of whom no version has ever been submitted."""
    listed, _ = listing.of_year(year, actor=actor)
    submitted = "p.year = l.year AND p.enterprise_id = l.enterprise_id AND p.submitted_at IS NOT NULL"
    return (
        f"{listed} AND l.state = '{Listed.PUBLISHED.value}' AND NOT EXISTS (SELECT 1 FROM plan p WHERE {submitted})",
        year,
    )


async def versions(enterprise_id: int, year: int, *, actor: Actor) -> list[VersionCard]:
    """All versions of an enterprise's year, newest first."""
    rows = await ask(
        f"{_VERSION} WHERE p.enterprise_id = {{}} AND p.year = {{}} AND {bound(actor, 'p.enterprise_id')} "
        "ORDER BY p.id DESC",
        enterprise_id,
        year,
    )
    return [VersionCard(**row) for row in rows]


async def counts(year: int, *, actor: Actor) -> dict[str, int]:
    """In how many enterprises the newest version stands in each state."""
    rows = await ask(
        f"SELECT p.state, count(*) AS plans FROM plan p WHERE p.year = {{}} AND {_NEWEST} "
        f"AND {bound(actor, 'p.enterprise_id')} GROUP BY p.state",
        year,
    )
    return {row["state"]: row["plans"] for row in rows}


async def content(plan_id: int, *, actor: Actor) -> Content:
    """What the version says, sheet by sheet; empty when it could not be read."""
    row = await ask_one(
        f"SELECT content FROM plan WHERE id = {{}} AND {bound(actor)}",
        plan_id,
    )
    return from_json(json.loads(row["content"])) if row else {}


async def findings(plan_id: int, *, actor: Actor) -> list[Finding]:
    """The findings of a version in the order found."""
    rows = await ask(
        "SELECT f.code, f.severity, f.sheet, f.cell, f.facts, f.citation FROM plan_finding f "
        f"JOIN plan p ON p.id = f.plan_id WHERE f.plan_id = {{}} AND {bound(actor, 'p.enterprise_id')} "
        "ORDER BY f.position",
        plan_id,
    )
    return [
        Finding(
            row["code"],
            Severity(row["severity"]),
            Place(row["sheet"], row["cell"]),
            json.loads(row["facts"]),
            row["citation"],
        )
        for row in rows
    ]


async def filed_version(enterprise_id: int, year: int, *, actor: Actor) -> int:
    """The highest version number ever filed for the year; 0 before the first."""
    row = await ask_one(
        "SELECT COALESCE(max(version), 0) AS version FROM plan WHERE enterprise_id = {} AND year = {} "
        f"AND state = ANY({{}}) AND {bound(actor)}",
        enterprise_id,
        year,
        [state.value for state in ONCE_FILED],
    )
    return int(row["version"]) if row else 0


# ---------------------------------------------------------------------------------- what a plan is held against


async def known(enterprise: EnterpriseCard, year: int, today: date, *, actor: Actor) -> Known:
    """Register, filed versions and the law of the year. Class, required parameters and deadline go by that year."""
    units = await people.units_of([enterprise.id], actor=actor)
    return Known(
        year,
        enterprise.credit_code,
        enterprise.name,
        tuple(
            RegisterUnit(unit.number, unit.capacity_mw, unit.unit_class, unit.fuel, unit.cogeneration) for unit in units
        ),
        await filed_version(enterprise.id, year, actor=actor),
        today,
        await as_of(last_day_of(year)),
    )


async def due(enterprise_id: int, year: int, newest_state: str, today: date, *, actor: Actor) -> Due:
    """What is due of an enterprise for the year, and what it does next."""
    listed = any(card.enterprise_id == enterprise_id for card in await listing.published(year, actor=actor))
    by = await deadline(year)
    step = rules.next_step(newest_state)
    with_us = step in (rules.Next.WAIT_FOR_REVIEW, rules.Next.FOLLOW)
    return Due(year, listed, by, step, by is not None and today > by and not with_us)


async def deadline(year: int) -> date | None:
    """The day by which the first plan for the year is filed; None while no provision says so."""
    law = await as_of(last_day_of(year))
    return law.on("deadline.plan") if law.has("deadline.plan") else None


async def prefill(enterprise_id: int, year: int, today: date, *, actor: Actor) -> rules.Filled | None:
    """The next version's form with all that is known: register, then the newest plan of this or the year before."""
    enterprise = await people.enterprise(enterprise_id, actor=actor)
    if enterprise is None:
        return None
    row = await ask_one(
        f"SELECT id FROM plan WHERE enterprise_id = {{}} AND year IN ({{}}, {{}}) AND state = ANY({{}}) "
        f"AND {bound(actor)} ORDER BY year DESC, id DESC LIMIT 1",
        enterprise_id,
        year,
        year - 1,
        [state.value for state in State if state is not State.RECEIVED],
    )
    previous = await content(row["id"], actor=actor) if row else {}
    names = ("name", "credit_code", "address", "sector_code", "legal_person")
    facts = {name: getattr(enterprise, name) for name in names if getattr(enterprise, name)}
    return rules.prefill(WORKBOOK, await known(enterprise, year, today, actor=actor), facts, previous)


def standing_subjects(actor: Actor) -> tuple[Subjects, ...]:
    """The newest version of each enterprise's plan, by year and state."""
    newest = _NEWEST.replace("p.", "x.")
    return (Subjects("plan", "plan x", f"{bound(actor, 'x.enterprise_id')} AND {newest}"),)


def year_facts(actor: Actor, span: Span = EVERY) -> Facts:
    """The plan of each enterprise and year: the version in force, or the newest while none is."""
    return Facts(
        ("plan_id", "plan_state", "plan_version", "plan_late"),
        "SELECT DISTINCT ON (p.year, p.enterprise_id) p.enterprise_id, p.year, p.id AS plan_id, p.state AS plan_state, "
        f"p.version AS plan_version, p.late AS plan_late FROM plan p WHERE {bound(actor, 'p.enterprise_id')} "
        f"AND {span.of('p')} ORDER BY p.year, p.enterprise_id, p.state <> '{State.FILED.value}', p.id DESC",
    )
