"""Years in sums: of the province, of a sector, of a city. Each question is one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from domain.allocation import queries as allocation
from domain.core.actors import Actor
from domain.emission_report.states import SETTLED
from domain.emission_report.states import State as ReportState
from domain.evaluation.queries.cards import By, ClassYear, Part, Total
from domain.evaluation.queries.years import facts_of
from domain.monitoring_plan.states import State as PlanState
from domain.recheck import queries as recheck
from domain.records.database import ask
from domain.records.facts import Span
from domain.records.people.bounds import bound
from domain.surrender.rules import Status

WHOLE = Part()
_GROUPS = {By.SECTOR: "sector", By.CITY: "city", By.CAPTIVE: "captive_industry"}
_IN = ", ".join(f"'{state.value}'" for state in (ReportState.SUBMITTED, *SETTLED))
_OWED = "coalesce(f.due, f.allocation_due)"
_GAP = f"(f.final - {_OWED})"
# What was imported stands for a year before the portal; where anybody reports here, it is no confirmed figure.
_BEGUN = "bool_or(x.report_id IS NOT NULL) OVER (PARTITION BY x.year)"


def _count(condition: str) -> str:
    return f"count(*) FILTER (WHERE {condition})"


def _sum(expression: str, whole: bool = False) -> str:
    return f"sum({expression}){'::bigint' if whole else ''}"


def _some(expression: str) -> str:
    return f"coalesce(sum({expression}), 0)::bigint"


# In the order of the card.
_SUMS = {
    "enterprises": "count(*)",
    "listed": "count(f.entry_id)",
    "plans_filed": _count(f"f.plan_state = '{PlanState.FILED.value}'"),
    "plans_late": _count("f.plan_late"),
    "reports": "count(f.report_id)",
    "reports_in": _count(f"f.report_state IN ({_IN})"),
    "reports_late": _count("f.late"),
    "reports_determined": _count(f"f.report_state = '{ReportState.DETERMINED.value}'"),
    "returns": _some("f.returns"),
    "reports_returned": _count("f.returns > 0"),
    "versions": _some("f.versions"),
    "stopped_versions": _some("f.stopped_versions"),
    "stopping_findings": _some("f.stopping_findings"),
    "reported_tonnes": _sum("f.reported_tonnes"),
    "verified": "count(f.verified_tonnes)",
    "verified_tonnes": _sum("f.verified_tonnes"),
    "verification_findings": _some("f.verification_findings"),
    "corrected": _count("f.verification_correction <> 0"),
    "corrected_up": _sum("greatest(f.verification_correction, 0 * f.verification_correction)"),
    "corrected_down": _sum("greatest(-f.verification_correction, 0 * f.verification_correction)"),
    "confirmed": "count(f.confirmed_tonnes)",
    "confirmed_tonnes": _sum("f.confirmed_tonnes"),
    "rechecked_up": _sum("greatest(f.recheck_correction, 0 * f.recheck_correction)"),
    "rechecked_down": _sum("greatest(-f.recheck_correction, 0 * f.recheck_correction)"),
    "confirmed_mwh": _sum("f.confirmed_mwh"),
    "confirmed_gj": _sum("f.confirmed_gj"),
    "emissions_tonnes": _sum("coalesce(f.confirmed_tonnes, CASE WHEN NOT f.begun THEN f.known_tonnes END)"),
    "pre_allocated": "count(f.allocation_id)",
    "pre": _sum("f.pre", whole=True),
    "allocated": "count(f.final)",
    "final": _sum("f.final", whole=True),
    "owed": _sum(_OWED, whole=True),
    "with_surplus": _count(f"{_GAP} >= 0"),
    "surplus": _sum(f"CASE WHEN {_GAP} >= 0 THEN {_GAP} WHEN {_GAP} < 0 THEN 0 END", whole=True),
    "with_deficit": _count(f"{_GAP} < 0"),
    "deficit": _sum(f"CASE WHEN {_GAP} < 0 THEN -{_GAP} WHEN {_GAP} >= 0 THEN 0 END", whole=True),
    "obligations": "count(f.obligation_id)",
    "due": _sum("f.due", whole=True),
    "surrendered": _sum("f.surrendered", whole=True),
    "offsets": _sum("f.offsets", whole=True),
    "missing": _sum("f.missing", whole=True),
    "still_open": _count(f"f.status = '{Status.OPEN.value}'"),
    "on_time": _count(f"f.status = '{Status.ON_TIME.value}'"),
    "met_late": _count(f"f.status = '{Status.LATE.value}'"),
    "short": _count(f"f.status = '{Status.SHORT.value}'"),
    "shortfall": _sum("f.shortfall", whole=True),
    "cases": _some("f.cases"),
    "fined": "count(f.fine_yuan)",
    "fine_yuan": _sum("f.fine_yuan"),
}


# What has decimals; everything else is counted, or whole tonnes.
_DECIMALS = {field.name for field in fields(Total) if "Decimal" in str(field.type)}


async def totals(actor: Actor, years: Sequence[int], by: By = By.YEAR, part: Part = WHOLE) -> list[Total]:
    """These years in sums, of all that the actor may see or by sector, city or captive industry. One statement."""
    return (await totals_by(actor, years, (by,), part))[by]


async def totals_by(actor: Actor, years: Sequence[int], bys: Sequence[By], part: Part = WHOLE) -> dict[By, list[Total]]:
    """These years in sums by several groupings at once, each by year and key. One statement for all of them.

    The enterprises are summed once, by everything there is to group by; the groupings add up those few sums.
    """
    sums = ", ".join(f"{sql} AS {name}" for name, sql in _SUMS.items())
    added = ", ".join(f"sum(s.{name}){'::bigint' if name not in _DECIMALS else ''} AS {name}" for name in _SUMS)
    sets = ", ".join("(s.year)" if by is By.YEAR else f"(s.year, s.{_GROUPS[by]})" for by in bys)
    grouped = [by for by in bys if by is not By.YEAR]
    which = " ".join(f"WHEN GROUPING(s.{_GROUPS[by]}) = 0 THEN '{by.value}'" for by in grouped)
    key = " ".join(f"WHEN GROUPING(s.{_GROUPS[by]}) = 0 THEN s.{_GROUPS[by]}" for by in grouped)
    columns = ", ".join(_GROUPS.values())
    rows = await ask(
        f"SELECT s.year, CASE {which or 'WHEN FALSE THEN NULL'} ELSE '{By.YEAR.value}' END AS by, "
        f"CASE {key or 'WHEN FALSE THEN NULL'} ELSE '' END AS key, {added} FROM (SELECT f.year, {columns}, {sums} "
        f"FROM (SELECT x.*, {_BEGUN} AS begun FROM ({facts_of(actor, Span(tuple(years)))}) x) f "
        "JOIN enterprise e ON e.id = f.enterprise_id "
        f"WHERE {_PART} GROUP BY f.year, {columns}) s GROUP BY GROUPING SETS ({sets}) ORDER BY year, by, key",
        *_values(part),
    )
    found: dict[By, list[Total]] = {by: [] for by in bys}
    for row in rows:
        found[By(row["by"])].append(Total(**row))
    return found


_PART = "({} = '' OR e.sector = {}) AND ({} = '' OR e.city = {})"


def _values(part: Part) -> tuple[str, ...]:
    return part.sector, part.sector, part.city, part.city


async def classes(actor: Actor, years: Sequence[int], part: Part = WHOLE) -> list[ClassYear]:
    """Confirmed emissions and final allocation by class of generating unit and year. One statement."""
    columns, span = "x.year, x.unit_class", Span(tuple(years))
    where = f"JOIN enterprise e ON e.id = x.enterprise_id WHERE {_PART} GROUP BY {columns}"
    rows = await ask(
        f"SELECT c.*, a.final FROM (SELECT {columns}, count(*) AS units, sum(x.emissions_tonnes) AS emissions_tonnes, "
        f"sum(x.generation_mwh) AS generation_mwh, sum(x.heat_gj) AS heat_gj "
        f"FROM ({recheck.class_facts(actor, span)}) x {where}) c LEFT JOIN (SELECT {columns}, "
        f"sum(x.final)::bigint AS final FROM ({allocation.class_facts(actor, span)}) x {where}) a "
        "USING (year, unit_class) ORDER BY year, unit_class",
        *_values(part),
        *_values(part),
    )
    return [ClassYear(**row) for row in rows]


async def parts(actor: Actor) -> list[Part]:
    """The sectors and cities in which the actor sees any enterprise. One statement."""
    rows = await ask(f"SELECT DISTINCT e.sector, e.city FROM enterprise e WHERE {bound(actor, 'e.id')} ORDER BY 1, 2")
    return [Part(**row) for row in rows]
