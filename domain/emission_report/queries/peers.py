"""What a report is held against beside its own plan: the sector and itself in the year before; and, for other rooms,
what was reported.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from domain.core.actors import Actor
from domain.core.law import Law
from domain.emission_report.queries.cards import ReportCard
from domain.emission_report.rules import Known, Others, Told, Usual
from domain.emission_report.rules.sums import with_sums
from domain.emission_report.states import State
from domain.outside_data.rules import Tell, yearly
from domain.records.database import ask
from domain.records.figures import queries as figures
from domain.records.figures.queries import ToldCard
from domain.records.people.bounds import bound

LEAST, MOST, REPORTS = "outside.sector.quantile.least", "outside.sector.quantile.most", "outside.sector.reports.min"
# Figures of a version; what a unit's form tells by units alone is summed over them.
_FIGURES = """SELECT r.enterprise_id, r.id AS report_id, r.state, r.year, jsonb_strip_nulls(jsonb_build_object(
    'generation_mwh', nullif(sum(u.generation_mwh), 0)::text, 'heat_gj', nullif(sum(u.heat_gj), 0)::text))
    || v.figures AS figures FROM report r JOIN enterprise e ON e.id = r.enterprise_id
    JOIN report_version v ON v.id = r.version_id LEFT JOIN report_unit u ON u.version_id = v.id"""
_GROUPED = "GROUP BY r.enterprise_id, r.id, r.state, r.year, v.figures"
# Ratios that plants of any size can be compared by: emissions, fuel and electricity per MWh or per unit of a product.
_RATIOS = """SELECT n.key || '/' || d.key AS code, n.value::numeric / d.value::numeric AS ratio
    FROM sector, jsonb_each_text(sector.figures) n, jsonb_each_text(sector.figures) d
    WHERE (d.key = 'generation_mwh' OR starts_with(d.key, 'output.'))
    AND (n.key IN ('emissions_tonnes', 'electricity_mwh') OR starts_with(n.key, 'fuel.'))
    AND n.value::numeric > 0 AND d.value::numeric > 0"""


def others(told: Sequence[ToldCard]) -> Others:
    """Monthly evidence by part and month; what comes from outside as the enterprise's year by source.

    A source that tells of some months only is no year, and is left out.
    """
    monthly = {(each.code, each.number, each.month): each.value for each in told if each.source == figures.MONTHLY}
    tells = [
        Tell(each.source, each.code, each.month, each.value, each.unit)
        for each in told
        if each.source != figures.MONTHLY and not each.number
    ]
    outside: dict[str, tuple[Told, ...]] = {}
    for one in yearly(tells):
        if one.value is not None:
            outside[one.code] = (*outside.get(one.code, ()), Told(one.value, one.source, one.unit))
    return Others(monthly, outside)


async def with_peers(known: Known, card: ReportCard, law: Law) -> Known:
    """What is known, and beside it the year before: where the sector's figures lie, and the enterprise's own.

    Asked by the clock, and answered without a bound: no other enterprise's figure can be read from a quantile of as
    many reports as the law asks for. One statement.
    """
    rows = await ask(
        f"WITH own AS ({_FIGURES} WHERE r.enterprise_id = {{}} AND r.year = {{}} {_GROUPED}), "
        f"sector AS ({_FIGURES} WHERE e.sector = {{}} AND r.year = {{}} AND r.state = {{}} {_GROUPED}), "
        f"ratios AS ({_RATIOS}) "
        "SELECT code, (percentile_cont({}::numeric) WITHIN GROUP (ORDER BY ratio))::numeric AS least, "
        "(percentile_cont({}::numeric) WITHIN GROUP (ORDER BY ratio))::numeric AS most, count(*) AS reports "
        "FROM ratios GROUP BY code HAVING count(*) >= {} "
        "UNION ALL SELECT f.key, f.value::numeric, NULL, 0 FROM own, jsonb_each_text(own.figures) f",
        card.enterprise_id,
        card.year - 1,
        card.sector,
        card.year - 1,
        State.ACCEPTED.value,
        *_shares(law),
    )
    sector = {row["code"]: Usual(row["least"], row["most"], row["reports"]) for row in rows if row["reports"]}
    before = {row["code"]: row["least"] for row in rows if not row["reports"]}
    return replace(known, others=replace(known.others, sector=sector, before=before))


def _shares(law: Law) -> tuple[Decimal, Decimal, int]:
    """The quantiles and the fewest reports that the law names; none are enough where it names none."""
    if not (law.has(LEAST) and law.has(MOST) and law.has(REPORTS)):
        return Decimal(0), Decimal(1), MOST_REPORTS
    return law.value(LEAST), law.value(MOST), int(law.value(REPORTS))


MOST_REPORTS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Reported:
    """An enterprise's figures of a year as submitted, by the codes of the accounting, with sums of fuels."""

    enterprise_id: int
    report_id: int
    state: str
    figures: dict[str, Decimal]


async def reported(year: int, *, actor: Actor, enterprise_id: int | None = None) -> dict[int, Reported]:
    """What was submitted for a year, by enterprise: of everybody the actor may see, or of one. One statement."""
    which: tuple[str, tuple[int, ...]] = ("TRUE", ())
    if enterprise_id is not None:
        which = ("r.enterprise_id = {}", (enterprise_id,))
    rows = await ask(
        f"{_FIGURES} WHERE r.year = {{}} AND {bound(actor, 'r.enterprise_id')} AND {which[0]} {_GROUPED}",
        year,
        *which[1],
    )
    return {row["enterprise_id"]: _reported(row) for row in rows}


def _reported(row: dict[str, Any]) -> Reported:
    told = {code: Decimal(value) for code, value in json.loads(row["figures"]).items()}
    return Reported(row["enterprise_id"], row["report_id"], row["state"], with_sums(told))
