"""What the portal fills in on the blank: the plan's units, twelve months each, and the values in force. Pure."""

from __future__ import annotations

from decimal import Decimal

from domain.core.law import Law
from domain.core.workbook import typed
from domain.emission_report.rules.facts import DEFAULT, MEASURED, Known, KnownUnit
from domain.emission_report.rules.fuels import COAL_CODES, default_carbon_key, default_ncv_key, default_oxidation_key
from domain.emission_report.rules.power import database_key
from domain.emission_report.rules.power_facts import NOT_MEASURED
from domain.emission_report.workbook.common import MONTHS
from domain.emission_report.workbook.power_sheets import FACILITIES, LOCATION

Lines = dict[str, list[dict[str, object]]]
PERCENT = Decimal(100)


def fuel_code(unit_fuel: str) -> str:
    """The fuel sheet's code of a unit's main fuel."""
    return "natural_gas" if unit_fuel == "gas" else unit_fuel


def prefill(known: Known, law: Law) -> Lines:
    """Lines of the blank by sheet: who reports, what the plan says, and every unit's months in order."""
    units = known.reported
    months = [{"unit_number": unit.number, "month": month} for unit in units for month in MONTHS]
    return {
        "enterprise": [_head(known)],
        "fuels": [_fuel_line(unit, month, law) for unit in units for month in MONTHS],
        "production": [dict(line) for line in months],
        "totals": [_total_line(unit) for unit in units],
        "units": [{"unit_number": unit.number} | _again(known, "units", unit.number) for unit in units],
        "electricity": [dict(line) for line in months],
        "determination": [_test_line(unit, month) for unit in units if _is_coal(unit) for month in MONTHS],
        "auxiliary": [dict(line) for line in months],
    }


def prefill_2026(known: Known, law: Law) -> Lines:
    """The blank of 2026: where the plant stands as last year, and oxidation of the database where the law has it."""
    lines = prefill(known, law)
    last = known.last.get("enterprise", ())
    place = typed(LOCATION, last[0].values) if last else {}
    lines["enterprise"][0] |= place
    boilers = {str(line["unit_number"]): str(line.get("boiler_type", "")) for line in lines["units"]}
    metres = place.get("altitude_m")
    for line in lines["fuels"]:
        boiler = boilers[str(line["unit_number"])]
        if line["fuel"] in COAL_CODES and boiler and isinstance(metres, Decimal):
            key = database_key(law, boiler, metres)
            if law.has(key):
                line["oxidation"] = law.value(key) * PERCENT
    return lines


# Of the first sheet, what rarely changes from year to year.
LASTING = ("legal_person", "contact", "telephone", "captive", "captive_industry", "permit_code", "technical_body")


def _head(known: Known) -> dict[str, object]:
    """Who reports; whom to ask and what the plant is as last year."""
    last = known.last.get("enterprise", ())
    again = {key: last[0].values[key] for key in LASTING if last and key in last[0].values}
    captive = {} if known.captive is None else {"captive": "yes" if known.captive else "no"}
    return {
        **again,
        **captive,
        "name": known.name,
        "credit_code": known.credit_code,
        "year": known.year,
        "plan_version": "" if known.plan_version is None else str(known.plan_version),
    }


def _again(known: Known, sheet: str, number: str) -> dict[str, object]:
    """A unit's line of the last report, typed for the writer of the blank."""
    for line in known.last.get(sheet, ()):
        if line.values.get("unit_number") == number:
            return typed(FACILITIES.columns, line.values)
    return {}


def _is_coal(unit: KnownUnit) -> bool:
    return unit.fuel in COAL_CODES


def _test_line(unit: KnownUnit, month: int) -> dict[str, object]:
    """Where the plan measures nothing, the way stands there already."""
    line: dict[str, object] = {"unit_number": unit.number, "month": month, "fuel": unit.fuel}
    planned = (("carbon_how", unit.carbon_method), ("ncv_how", unit.heat_value_method))
    return line | {key: NOT_MEASURED for key, method in planned if method == DEFAULT}


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
