"""What the portal fills in on the blank: the plan's units, twelve months each, and the values in force. Pure."""

from __future__ import annotations

from decimal import Decimal

from domain.core.law import Law
from domain.emission_report.rules.facts import DEFAULT, MEASURED, Known, KnownUnit
from domain.emission_report.rules.fuels import default_carbon_key, default_ncv_key, default_oxidation_key
from domain.emission_report.workbook.common import MONTHS

Lines = dict[str, list[dict[str, object]]]
PERCENT = Decimal(100)


def fuel_code(unit_fuel: str) -> str:
    """The fuel sheet's code of a unit's main fuel."""
    return "natural_gas" if unit_fuel == "gas" else unit_fuel


def prefill(known: Known, law: Law) -> Lines:
    """Lines of the blank by sheet: who reports, what the plan says, and every unit's months in order."""
    head = {
        "name": known.name,
        "credit_code": known.credit_code,
        "year": known.year,
        "plan_version": "" if known.plan_version is None else str(known.plan_version),
    }
    months = [{"unit_number": unit.number, "month": month} for unit in known.units for month in MONTHS]
    return {
        "enterprise": [head],
        "fuels": [_fuel_line(unit, month, law) for unit in known.units for month in MONTHS],
        "production": [dict(line) for line in months],
        "totals": [_total_line(unit) for unit in known.units],
    }


def _fuel_line(unit: KnownUnit, month: int, law: Law) -> dict[str, object]:
    """Methods as planned; where something is not measured, the value in force stands there already."""
    fuel = fuel_code(unit.fuel)
    carbon, heat_value = unit.carbon_method or MEASURED, unit.heat_value_method or MEASURED
    line: dict[str, object] = {"unit_number": unit.number, "month": month, "fuel": fuel}
    line |= {"carbon_method": carbon, "ncv_method": heat_value}
    for key, provision, wanted in (
        ("carbon_per_heat", default_carbon_key(fuel), carbon == DEFAULT),
        ("ncv", default_ncv_key(fuel), heat_value == DEFAULT),
    ):
        if wanted and law.has(provision):
            line[key] = law.value(provision)
    if law.has(default_oxidation_key(fuel)):
        line["oxidation"] = law.value(default_oxidation_key(fuel)) * PERCENT
    return line


def _total_line(unit: KnownUnit) -> dict[str, object]:
    return {
        "unit_number": unit.number,
        "unit_class": unit.unit_class,
        "capacity_mw": unit.capacity_mw,
        "fuel": unit.fuel,
        "cogeneration": "yes" if unit.cogeneration else "no",
    }
