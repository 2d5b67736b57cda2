"""Named questions about the summary: what the year of each enterprise holds, and the packages made of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.allocation import queries as allocation
from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.emission_report import queries as reports
from domain.listing import queries as listing
from domain.monitoring_plan import queries as plans
from domain.penalty import queries as penalties
from domain.recheck import queries as recheck
from domain.records.computed import computed
from domain.records.database import ask, ask_one
from domain.records.lists import Column, Kind, Line, Roll
from domain.records.people.writes import initials_of
from domain.records.standing import Subjects
from domain.summary.rules import (
    AllocationFacts,
    Bundle,
    Completeness,
    ConclusionFacts,
    ConfirmedFacts,
    Explained,
    OriginalFacts,
    PenaltyFacts,
    PlanFacts,
    PlanUnitFacts,
    ReportFacts,
    SurrenderFacts,
    UnitFacts,
)
from domain.summary.rules import completeness as completeness_of
from domain.summary.states import Part, State
from domain.surrender import queries as surrender
from domain.verification import queries as verification

PAGE = 50
# What there is of a part: what lacks first, then what cannot exist.
PRESENCES = ("lacking", "excused", "there")
MOST_KEYS = 20


@dataclass(frozen=True, slots=True)
class PackageCard:
    """A package as pages and the builder see it."""

    id: int
    number: str
    year: int
    state: str
    reason: str
    replaces: str
    lacking: dict[str, int]
    authority: str
    ordered_by: int
    ordered_at: datetime
    done: int
    total: int
    progress_at: datetime | None
    trouble: dict[str, Any]
    sha256: str
    size: int
    manifest_sha256: str
    built_at: datetime | None
    signature: str
    public_key: str
    signed_by: int | None
    signed_at: datetime | None
    receipt: str
    handed_over_at: datetime | None


_COLUMNS = ", ".join(PackageCard.__slots__)


def _card(row: dict[str, Any]) -> PackageCard:
    return PackageCard(**{**row, "lacking": json.loads(row["lacking"]), "trouble": json.loads(row["trouble"])})


ROLL = Roll(
    "summary",
    "package p",
    "p.id",
    (
        Column("number", "p.number", sort="lpad(p.serial::text, 9, '0')"),
        Column("state", "p.state", Kind.CODE, "state:summary:package", filtered=True, choices=tuple(State)),
        Column("ordered_at", "p.ordered_at", Kind.INSTANT),
        Column("files", "p.total", Kind.NUMBER),
        Column("replaces", "p.replaces"),
        Column("receipt", "p.receipt"),
        Column("reason", "p.reason", shown=False),
        Column("signed_at", "p.signed_at", Kind.INSTANT, shown=False),
        Column("handed_over_at", "p.handed_over_at", Kind.INSTANT, shown=False),
        Column("done", "p.done", Kind.HIDDEN),
    ),
    ("p.number", "p.reason", "p.receipt"),
    "-number",
)


def of_year(year: int, *, actor: Actor) -> tuple[str, int]:
    """The condition of a year's packages. Only those who see the province see any."""
    return f"p.year = {{}} AND {'TRUE' if actor.sees_province else 'FALSE'}", year


COMPLETENESS = computed(
    "summary_completeness",
    (
        Column("name", "", sort="initials"),
        Column("credit_code", "", shown=False),
        Column("city", "", filtered=True),
        Column("lacking", "", Kind.NUMBER),
        Column("complete", "", Kind.FLAG, filtered=True, choices=("true", "false"), shown=False),
        *(
            Column(part.value, "", Kind.CODE, "presence:summary", filtered=True, choices=PRESENCES, quiet=True)
            for part in Part
        ),
    ),
    ("name", "initials", "credit_code", "city"),
    "-lacking",
)


def completeness_lines(rows: Sequence[Completeness]) -> list[Line]:
    """The completeness report as lines of a list."""
    return [
        Line(
            row.enterprise_id,
            {name: getattr(row, name) for name in ("name", "credit_code", "city", "synthetic", "complete")}
            | {"initials": initials_of(row.name), "fictional": False, "lacking": len(row.lacking)}
            | {part.value: _presence(part, row) for part in Part},
        )
        for row in rows
    ]


def _presence(part: Part, row: Completeness) -> str:
    return "lacking" if part in row.lacking else "excused" if part in row.excused else "there"


async def packages(year: int, *, actor: Actor, limit: int = PAGE) -> list[PackageCard]:
    """Packages of a year, newest first. Only those who see the province see any."""
    if not actor.sees_province:
        return []
    rows = await ask(f"SELECT {_COLUMNS} FROM package WHERE year = {{}} ORDER BY serial DESC LIMIT {{}}", year, limit)
    return [_card(row) for row in rows]


async def package(package_id: int, *, actor: Actor) -> PackageCard | None:
    if not actor.sees_province:
        return None
    row = await ask_one(f"SELECT {_COLUMNS} FROM package WHERE id = {{}}", package_id)
    return _card(row) if row else None


async def public_keys() -> list[str]:
    """The public keys under which packages were signed, newest first, as PEM. They are for everyone."""
    rows = await ask(
        "SELECT public_key, max(signed_at) AS last FROM package WHERE public_key <> '' GROUP BY public_key "
        "ORDER BY last DESC LIMIT {}",
        MOST_KEYS,
    )
    return [row["public_key"] for row in rows]


async def completeness(year: int, *, actor: Actor) -> list[Completeness]:
    """What each published enterprise of the year has and lacks, by credit code."""
    return [completeness_of(bundle) for bundle in await bundles(year, actor=actor, whole=False)]


async def bundles(year: int, *, actor: Actor, whole: bool = True) -> list[Bundle]:
    """Everything the rooms hold of the year, enterprise by enterprise, by credit code. Each room is asked once.

    Without `whole` units and penalties are left out: what lacks can be told without them.
    """
    listed = await listing.published(year, actor=actor)
    reported, originals = await _reports(year, actor=actor, whole=whole)
    filed = await plans.plans_in_force(year, actor=actor)
    delivered = {row.enterprise_id: row for row in await verification.delivered(year, actor=actor)}
    confirmed = await _confirmed(year, actor=actor, whole=whole)
    finals = {row.enterprise_id: row for row in await allocation.finals(year, actor=actor)}
    outcomes = {row.enterprise_id: row for row in await surrender.outcomes(year, actor=actor)}
    cases = await _penalties(year, actor=actor) if whole else {}
    return [
        Bundle(
            card.enterprise_id,
            card.credit_code,
            card.name,
            card.city,
            card.sector,
            card.sector_code,
            card.captive_industry,
            card.synthetic,
            reported.get(card.enterprise_id),
            originals.get(card.enterprise_id),
            _plan(filed.get(card.enterprise_id)),
            _conclusion(delivered.get(card.enterprise_id)),
            confirmed.get(card.enterprise_id),
            _allocation(finals.get(card.enterprise_id)),
            _surrender(outcomes.get(card.enterprise_id)),
            tuple(cases.get(card.enterprise_id, ())),
        )
        for card in listed
    ]


async def explained(bundle: Bundle, *, actor: Actor) -> Explained:
    """The stored derivations behind one enterprise's line. For the builder, which has time."""
    confirmed = bundle.confirmed
    units = {}
    for unit in bundle.report.units if bundle.report is not None else ():
        found = await reports.unit_explanation(unit.reported_id, actor=actor)
        if found is not None:
            units[unit.number] = found[1]
    return Explained(
        None if confirmed is None else await recheck.explanation(confirmed.confirmation_id, actor=actor),
        None if bundle.report is None else await reports.explanation(bundle.report.report_id, actor=actor),
        units,
    )


async def _reports(year: int, *, actor: Actor, whole: bool) -> tuple[dict[int, ReportFacts], dict[int, OriginalFacts]]:
    """What was reported or determined, and the workbooks behind what was reported, by enterprise."""
    cards = await reports.accepted(year, actor=actor)
    units: dict[int, list[UnitFacts]] = defaultdict(list)
    for row in await reports.unit_years([card.id for card in cards], actor=actor) if whole else ():
        units[row.report_id].append(_unit(row))
    originals = {card.enterprise_id: OriginalFacts(card.original, card.file_name) for card in cards if card.original}
    return {
        card.enterprise_id: ReportFacts(
            card.id,
            card.state,
            card.version_number or 0,
            card.emissions_tonnes,
            card.plan_version,
            card.late,
            tuple(units[card.id]),
        )
        for card in cards
        if card.emissions_tonnes is not None
    }, originals


def _unit(row: reports.UnitYear | recheck.ConfirmedUnit) -> UnitFacts:
    return UnitFacts(
        row.unit_number,
        row.unit_class,
        row.fuel,
        row.cogeneration,
        row.capacity_mw,
        row.emissions_tonnes,
        row.generation_mwh,
        row.heat_gj,
        row.load_factor,
        row.id if isinstance(row, reports.UnitYear) else 0,
    )


async def _confirmed(year: int, *, actor: Actor, whole: bool) -> dict[int, ConfirmedFacts]:
    units: dict[int, list[UnitFacts]] = defaultdict(list)
    for row in await recheck.confirmed_units(year, actor=actor) if whole else ():
        units[row.enterprise_id].append(_unit(row))
    return {
        card.enterprise_id: ConfirmedFacts(
            card.confirmation_id,
            card.emissions_tonnes,
            card.notified_on,
            card.basis,
            tuple(units[card.enterprise_id]),
        )
        for card in await recheck.confirmed(year, actor=actor)
    }


async def _penalties(year: int, *, actor: Actor) -> dict[int, list[PenaltyFacts]]:
    found: dict[int, list[PenaltyFacts]] = defaultdict(list)
    for card in await penalties.cases(year, actor=actor):
        found[card.enterprise_id].append(
            PenaltyFacts(card.id, card.number, card.ground, card.state, card.fine_yuan, card.decided_on)
        )
    return found


def _plan(card: plans.PlanCard | None) -> PlanFacts | None:
    return None if card is None else PlanFacts(card.id, card.version, _day(card.filed_at), _plan_units(card.units))


def _plan_units(units: Iterable[plans.PlanUnit]) -> tuple[PlanUnitFacts, ...]:
    return tuple(
        PlanUnitFacts(
            unit.number,
            unit.capacity_mw,
            unit.unit_class,
            unit.fuel,
            unit.cogeneration,
            unit.carbon_method,
            unit.heat_value_method,
        )
        for unit in units
    )


def _conclusion(card: verification.VerifiedCard | None) -> ConclusionFacts | None:
    if card is None:
        return None
    return ConclusionFacts(
        card.task_id,
        card.body_name,
        card.report_number,
        card.emissions_tonnes,
        card.findings,
        card.unresolved,
        _day(card.delivered_on),
    )


def _allocation(card: allocation.AllocationCard | None) -> AllocationFacts | None:
    if card is None or card.final is None:
        return None
    return AllocationFacts(card.id, card.state, card.final, card.true_up or 0, card.due or 0)


def _surrender(card: surrender.OutcomeCard | None) -> SurrenderFacts | None:
    if card is None:
        return None
    return SurrenderFacts(
        card.obligation_id,
        card.status,
        card.due,
        card.surrendered,
        card.offsets,
        card.shortfall,
        card.completed_on,
    )


def _day(value: date | datetime | None) -> date | None:
    return legal_day(value) if isinstance(value, datetime) else value


def standing_subjects(actor: Actor) -> tuple[Subjects, ...]:
    """Packages by year and state."""
    return (Subjects("package", "package x", "TRUE" if actor.sees_province else "FALSE"),)
