"""One enterprise across the years."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

from domain.allocation import queries as allocation
from domain.core.actors import Actor
from domain.emission_report import queries as emission_report
from domain.evaluation.queries.cards import ClassSum, EnterpriseYear
from domain.listing import queries as listing
from domain.monitoring_plan import queries as monitoring_plan
from domain.penalty import queries as penalty
from domain.recheck import queries as recheck
from domain.records.database import ask
from domain.records.emissions import queries as emissions
from domain.records.facts import Facts, Span, joined
from domain.surrender import queries as surrender
from domain.verification import queries as verification

# In the order of the year.
ROOMS: tuple[Callable[[Actor, Span], Facts], ...] = (
    listing.year_facts,
    monitoring_plan.year_facts,
    emission_report.year_facts,
    verification.year_facts,
    recheck.year_facts,
    allocation.year_facts,
    surrender.year_facts,
    penalty.year_facts,
    emissions.year_facts,
)


def facts_of(actor: Actor, span: Span) -> str:
    """SQL: what all rooms know, one row per enterprise and year."""
    return joined([room(actor, span) for room in ROOMS])


async def years_of(enterprise_id: int, *, actor: Actor) -> list[EnterpriseYear]:
    """Every year of which a room knows something about the enterprise, newest first. One statement."""
    span = Span(enterprise_id=enterprise_id)
    # Figures as text: they are read back as decimals.
    figures = ", ".join(f"sum(x.{name})::text" for name in ("emissions_tonnes", "generation_mwh", "heat_gj"))
    rows = await ask(
        f"SELECT f.*, c.classes FROM ({facts_of(actor, span)}) f LEFT JOIN (SELECT k.year, "
        f"jsonb_agg(k.told) AS classes FROM (SELECT x.year, jsonb_build_array(x.unit_class, {figures}) AS told FROM "
        f"({recheck.class_facts(actor, span)}) x GROUP BY x.year, x.unit_class) k GROUP BY k.year) c USING (year) "
        "ORDER BY f.year DESC"
    )
    return [EnterpriseYear(**{**row, "classes": _classes(row["classes"])}) for row in rows]


def _classes(kept: str | None) -> tuple[ClassSum, ...]:
    return tuple(ClassSum(unit_class, *map(Decimal, figures)) for unit_class, *figures in json.loads(kept or "[]"))
