"""Questions about reports as a whole. Every one is bounded by what the actor may see."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Protocol

from domain.core.actors import Actor
from domain.core.law import Law
from domain.core.workbook import Content, from_json
from domain.core.workings import Explanation
from domain.emission_report.queries.cards import ReportCard
from domain.emission_report.queries.days import last_day_sql
from domain.emission_report.queries.peers import others
from domain.emission_report.queries.versions import explained
from domain.emission_report.rules import Known, KnownUnit, LastDays, PastYear
from domain.emission_report.rules.metals import capacities
from domain.emission_report.rules.power_facts import groups
from domain.emission_report.states import OWED, REPORT_MOVES, SETTLED, State, VersionState
from domain.monitoring_plan import queries as plans
from domain.records.database import ask, ask_one
from domain.records.figures import queries as figures
from domain.records.journal import queries as journal
from domain.records.people import queries as people
from domain.records.people.bounds import bound
from domain.records.resting import Kept, Resting, resting_on, rests
from domain.records.standing import Subjects


class YearOf(Protocol):
    """An enterprise and the year it files for: a report has these, and so has a month's evidence."""

    @property
    def enterprise_id(self) -> int: ...
    @property
    def enterprise_name(self) -> str: ...
    @property
    def credit_code(self) -> str: ...
    @property
    def sector(self) -> str: ...
    @property
    def year(self) -> int: ...


# Without a look, whoever is submitted waits for one; where nothing is submitted there is nothing to look at.
LOOK = """CASE WHEN r.version_id IS NULL THEN '' ELSE coalesce(
    (SELECT CASE WHEN k.conforms THEN 'conforms' ELSE 'asks' END FROM report_look k
        WHERE k.version_id = r.version_id ORDER BY k.id DESC LIMIT 1),
    CASE WHEN r.state = 'submitted' THEN 'waiting' ELSE '' END) END"""
REPORT = f"""SELECT r.id, r.enterprise_id, e.name AS enterprise_name, e.name_en AS enterprise_name_en, e.credit_code,
    e.city, e.sector, e.sector_code, r.year, r.state, r.late, v.id AS version_id, v.number AS version_number,
    COALESCE(v.state, '') AS version_state, COALESCE(v.stops, 0) AS stops, COALESCE(v.warns, 0) AS warns,
    COALESCE(r.emissions_tonnes, v.emissions_tonnes) AS emissions_tonnes, v.plan_version, e.synthetic, e.fictional,
    r.submitted_at, r.urged_on, CASE WHEN r.version_id IS NULL THEN '' ELSE v.evidence END AS original,
    CASE WHEN r.version_id IS NULL THEN '' ELSE v.file_name END AS file_name,
    r.opened_until, r.sections, r.returned_version_id, {LOOK} AS look
    FROM report r JOIN enterprise e ON e.id = r.enterprise_id
    LEFT JOIN LATERAL (SELECT * FROM report_version x WHERE x.report_id = r.id
        AND (r.version_id IS NULL OR x.id = r.version_id) ORDER BY x.number DESC LIMIT 1) v ON TRUE"""


def card_of(row: dict[str, Any]) -> ReportCard:
    return ReportCard(**{**row, "sections": tuple(json.loads(row["sections"]))})


async def report(report_id: int, *, actor: Actor) -> ReportCard | None:
    row = await ask_one(f"{REPORT} WHERE r.id = {{}} AND {bound(actor, 'r.enterprise_id')}", report_id)
    return card_of(row) if row else None


async def report_of(enterprise_id: int, year: int, *, actor: Actor) -> ReportCard | None:
    row = await ask_one(
        f"{REPORT} WHERE r.enterprise_id = {{}} AND r.year = {{}} AND {bound(actor, 'r.enterprise_id')}",
        enterprise_id,
        year,
    )
    return card_of(row) if row else None


async def in_states(year: int, states: tuple[str, ...], *, actor: Actor) -> list[ReportCard]:
    """All reports of a year in one of these states, by credit code. For set-based work, not for pages."""
    rows = await ask(
        f"{REPORT} WHERE r.year = {{}} AND r.state = ANY({{}}) AND {bound(actor, 'r.enterprise_id')} "
        "ORDER BY e.credit_code",
        year,
        [str(state) for state in states],
    )
    return [card_of(row) for row in rows]


async def accepted(year: int, *, actor: Actor) -> list[ReportCard]:
    """Every report whose emissions are known: accepted or determined."""
    return await in_states(year, tuple(state.value for state in SETTLED), actor=actor)


async def counts(year: int, *, actor: Actor) -> dict[str, int]:
    """How many reports stand in each state."""
    rows = await ask(
        f"SELECT r.state, count(*) AS reports FROM report r WHERE r.year = {{}} AND {bound(actor, 'r.enterprise_id')} "
        "GROUP BY r.state",
        year,
    )
    return {row["state"]: row["reports"] for row in rows}


async def explanation(report_id: int, *, actor: Actor) -> Explanation | None:
    """How the enterprise's submitted or determined emissions came about."""
    row = await ask_one(
        f"SELECT r.explanation FROM report r WHERE r.id = {{}} AND {bound(actor, 'r.enterprise_id')}", report_id
    )
    return explained(row)


async def known(report_card: YearOf, *, actor: Actor) -> Known:
    """What the authority knows and the report is read against: plan in force or register, and the year before."""
    plan = await plans.in_force(report_card.enterprise_id, report_card.year, actor=actor)
    units = (
        tuple(KnownUnit(*(getattr(unit, name) for name in KnownUnit.__slots__)) for unit in plan.units)
        if plan
        else await _register_units(report_card.enterprise_id, actor=actor)
    )
    rows = await ask(
        "SELECT unit_number, emissions_tonnes, generation_mwh, heat_gj FROM known_emissions "
        f"WHERE enterprise_id = {{}} AND year = {{}} AND {bound(actor)}",
        report_card.enterprise_id,
        report_card.year - 1,
    )
    last, captive = await _of_before(report_card.enterprise_id, report_card.year - 1, actor=actor)
    return Known(
        report_card.enterprise_name,
        report_card.credit_code,
        report_card.year,
        units,
        plan.version if plan else None,
        {row["unit_number"]: PastYear(**row) for row in rows},
        report_card.sector,
        others(await figures.of_enterprise(report_card.enterprise_id, report_card.year, actor=actor)),
        last,
        merged=groups(plan.together) if plan else (),
        captive=captive,
        capacities=capacities(plan.capacities, report_card.year) if plan else {},
        plan=await plans.content(plan.id, actor=actor) if plan else {},
    )


async def _of_before(enterprise_id: int, year: int, *, actor: Actor) -> tuple[Content, bool | None]:
    """The lines of the version submitted for that year (empty: none), and whether the register has a captive plant."""
    row = await ask_one(
        "SELECT v.lines, e.captive_industry <> '' AS captive FROM enterprise e "
        "LEFT JOIN report x ON x.enterprise_id = e.id AND x.year = {} "
        "LEFT JOIN report_version v ON v.id = x.version_id "
        f"WHERE e.id = {{}} AND {bound(actor, 'e.id')}",
        year,
        enterprise_id,
    )
    if row is None:
        return {}, None
    return from_json(json.loads(row["lines"])) if row["lines"] else {}, row["captive"]


async def _register_units(enterprise_id: int, *, actor: Actor) -> tuple[KnownUnit, ...]:
    cards = await people.units_of([enterprise_id], actor=actor)
    return tuple(
        KnownUnit(card.number, card.capacity_mw, card.unit_class, card.fuel, card.cogeneration) for card in cards
    )


def submittable(card: ReportCard) -> bool:
    """Whether the newest version may be signed."""
    return card.version_state == VersionState.CLEAN


def standing_subjects(actor: Actor, days: LastDays = MappingProxyType({})) -> tuple[Subjects, ...]:
    """Reports by year and state (`report`), those still owed by the version last uploaded for them (`draft`), and the
    city's first looks at what is submitted (`look`).

    A version that was submitted and came back counts no more: the report waits for a new one, state `none`. With the
    `days` of the law (`rules.last_days`) each report that is owed is due on its own last day.
    """
    seen = bound(actor, "x.enterprise_id")
    newest = (
        "LEFT JOIN LATERAL (SELECT v.state FROM report_version v WHERE v.report_id = x.id "
        "AND (x.submitted_at IS NULL OR v.received_at > x.submitted_at) ORDER BY v.number DESC LIMIT 1) v ON TRUE"
    )
    owing = ", ".join(f"'{state.value}'" for state in OWED)
    owed, last = f"x.state IN ({owing})", last_day_sql(days, "x")
    report = "report x JOIN enterprise e ON e.id = x.enterprise_id"
    looked = LOOK.replace("r.", "x.")
    return (
        Subjects("report", report, seen, due=f"CASE WHEN {owed} THEN {last} END"),
        Subjects("draft", f"{report} {newest}", f"{seen} AND {owed}", due=last, state="coalesce(v.state, 'none')"),
        Subjects("look", "report x", f"{seen} AND x.state = '{State.SUBMITTED.value}'", state=looked),
    )


def unusual_subjects(actor: Actor, _: Law) -> tuple[Subjects, ...]:
    """Reports stopped by findings, standing with warnings, returned more than once, late, or determined."""
    seen = bound(actor, "x.enterprise_id")
    newest = "SELECT max(w.number) FROM report_version w WHERE w.report_id = x.id"
    last_version = f"report x JOIN report_version v ON v.report_id = x.id AND v.number = ({newest})"
    owed = ", ".join(f"'{state.value}'" for state in OWED)
    returned = journal.times(REPORT_MOVES.tag("return"), "'report:' || x.id")
    found = {
        "stopped": (last_version, f"v.stops > 0 AND x.state IN ({owed})"),
        "warned": ("report x JOIN report_version v ON v.id = x.version_id", "v.warns > 0"),
        "returned": ("report x", f"{returned} > 1"),
        "late": ("report x", "x.late"),
        "determined": ("report x", f"x.state = '{State.DETERMINED.value}'"),
    }
    return tuple(
        Subjects(kind, source, f"{seen} AND {unusual}", state="''") for kind, (source, unusual) in found.items()
    )


_ENTERPRISE = "JOIN enterprise e ON e.id = r.enterprise_id"
# Of units those of the version that stands; their sum is the enterprise's.
_STANDING = "x.report_id = r.id AND x.version_id IS NOT DISTINCT FROM r.version_id"
_KEPT = (
    Kept(
        "report",
        f"report r {_ENTERPRISE} JOIN report_unit x ON {_STANDING}",
        paper="r.id",
        year="r.year",
        place="x.unit_number",
        feeds="'unit_emissions'",
    ),
    Kept(
        "report",
        f"report r {_ENTERPRISE}",
        told="r.explanation",
        paper="r.id",
        year="r.year",
        through=f"EXISTS (SELECT 1 FROM report_unit x WHERE {_STANDING} AND {rests('x.explanation')})",
    ),
)


async def figures_resting_on(provisions: Sequence[tuple[str, date]], *, actor: Actor) -> Resting:
    """Emissions as reported or determined that rest on these provisions (key, first day): units' and enterprises'."""
    return await resting_on(_KEPT, provisions, actor=actor)
