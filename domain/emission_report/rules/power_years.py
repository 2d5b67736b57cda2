"""The supplementary data table of power before the market: a unit's year in one line. Pure."""

from __future__ import annotations

from decimal import Decimal

from domain.core.law import Law
from domain.core.workbook import Line, Lines
from domain.emission_report.rules.accounting.fuel import PER_ITEM
from domain.emission_report.rules.emissions import PowerResults, UnitResult, load_factor, results, unit_emissions
from domain.emission_report.rules.facts import (
    Filed,
    Known,
    KnownUnit,
    ProductionRow,
    TotalRow,
    fuel_row,
    share,
    total_row,
)
from domain.emission_report.rules.prefill import burnt, unmeasured
from domain.emission_report.rules.purchased import at_stated_factor, unfactored

EDITION = "power.S16"
Prefilled = dict[str, list[dict[str, object]]]


def filed(lines: Lines) -> Filed:
    """The table as typed facts: fuels and production have month 0, and carbon goes by heat value everywhere."""
    head = lines.fields("enterprise")
    return Filed(
        head.text("name"),
        head.text("credit_code"),
        head.integer("year"),
        head.text("plan_version"),
        tuple(fuel_row(line, {}) for line in lines.rows("fuels")),
        tuple(_production(line) for line in lines.rows("totals")),
        tuple(total_row(line) for line in lines.rows("totals")),
        head,
        lines,
    )


def _production(line: Line) -> ProductionRow:
    return ProductionRow(
        line.text("unit_number"),
        0,
        line.decimal("generation_mwh"),
        line.decimal("heat_gj"),
        line.decimal("hours"),
        share(line.decimal("load_factor")),
        line,
    )


def computed(facts: Filed, law: Law) -> PowerResults | None:
    """Fuels and purchased electricity of every unit, and their sum; None while a figure they need is missing.

    100,000 t × 20.000 GJ/t × 0.02618 tC/GJ × 98 % × 44/12 = 188,146.93 t and 1,000 MWh × 0.6101 = 610.10 t:
    188,757.03 t.
    """
    if not facts.totals or not all(row.computable for row in facts.fuels):
        return None
    if {row.unit_number for row in facts.fuels} - {total.unit_number for total in facts.totals}:
        return None
    if any(unfactored(law, total.line) for total in facts.totals):
        return None
    return results(facts, [_unit(facts, total, law) for total in facts.totals], law, EDITION)


def _unit(facts: Filed, total: TotalRow, law: Law) -> UnitResult:
    bought = at_stated_factor(law, total.line)
    fuels = facts.fuels_of(total.unit_number)
    emissions = unit_emissions(total.unit_number, fuels, law, edition=EDITION, purchased=bought, rounding=PER_ITEM)
    generation, heat, hours = (value or Decimal() for value in (total.generation_mwh, total.heat_gj, total.hours))
    return UnitResult(total, emissions, generation, heat, hours, load_factor(generation, total.capacity_mw, hours))


# What a unit is, as its last table said.
LASTING = ("age", "pressure", "cooling")


def prefill(known: Known, law: Law) -> Prefilled:
    """Lines of the blank: who reports, the units of the plan or the register, and what each burns."""
    head: dict[str, object] = {"name": known.name, "credit_code": known.credit_code, "year": known.year}
    fuels = [
        {"unit_number": unit.number, "fuel": fuel, **unmeasured(fuel, methods, law)}
        for unit in known.reported
        for fuel, methods in burnt(known, unit).items()
    ]
    return {"enterprise": [head], "totals": [_unit_line(known, unit) for unit in known.reported], "fuels": fuels}


def _unit_line(known: Known, unit: KnownUnit) -> dict[str, object]:
    lines = known.last.get("totals", ())
    last = next((line.values for line in lines if line.values.get("unit_number") == unit.number), {})
    return {
        **{key: last[key] for key in LASTING if last.get(key)},
        "unit_number": unit.number,
        "fuel": unit.fuel,
        "cogeneration": "yes" if unit.cogeneration else "no",
        "capacity_mw": unit.capacity_mw,
    }
