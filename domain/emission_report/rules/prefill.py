"""What the portal fills in on the blank of power: the plan's units by month, what was told of them, values in force.

Pure. What the plan in force says goes before what last year's report said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from domain.core.law import Law
from domain.core.workbook import Column, Content, Kind, typed
from domain.emission_report.rules.facts import DEFAULT, MEASURED, Known, KnownUnit
from domain.emission_report.rules.fuels import COAL_CODES, default_carbon_key, default_ncv_key, default_oxidation_key
from domain.emission_report.rules.power import database_key
from domain.emission_report.rules.power_facts import NOT_MEASURED, numbers_of
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
        "fuels": [
            _fuel_line(unit.number, fuel, methods, month, law)
            for unit in units
            for fuel, methods in burnt(known, unit).items()
            for month in MONTHS
        ],
        "production": [dict(line) for line in months],
        "totals": [_total_line(unit) for unit in units],
        "units": [{**_facility(known, unit), "unit_number": unit.number} for unit in units],
        "electricity": [dict(line) for line in months],
        "determination": [_test_line(unit, month) for unit in units if _is_coal(unit) for month in MONTHS],
        "auxiliary": [dict(line) for line in months],
    }


def prefill_2026(known: Known, law: Law) -> Lines:
    """The blank of 2026: where the plant stands, and oxidation of the database where the law has it."""
    lines = prefill(known, law)
    last, planned = _first(known.last), _first(known.plan)
    told = {key: planned[name] for key, name in PLANNED_PLACE.items() if planned.get(name)}
    place = typed(LOCATION, {key: text for key, text in {**last, **told}.items() if key in PLACES})
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
# What the plan calls otherwise: on its first sheet, and of a unit.
PLANNED_HEAD = {"legal_person": "legal_person", "contact": "contact", "permit_code": "permit"}
PLANNED_PLACE = {
    "production_site": "address",
    "longitude": "longitude",
    "latitude": "latitude",
    "altitude_m": "altitude",
}
PLANNED_UNIT = {
    "boiler": "boiler",
    "boiler_type": "boiler_type",
    "turbine": "turbine",
    "facility_code": "permit_code",
}
PLACES = tuple(column.key for column in LOCATION)


def _head(known: Known) -> dict[str, object]:
    """Who reports; whom to ask and what the plant is as last year, else as the plan says."""
    last, planned = _first(known.last), _first(known.plan)
    again: dict[str, object] = {key: planned[name] for key, name in PLANNED_HEAD.items() if planned.get(name)}
    again |= {key: last[key] for key in LASTING if last.get(key)}
    captive = {} if known.captive is None else {"captive": "yes" if known.captive else "no"}
    return {
        **again,
        **captive,
        "name": known.name,
        "credit_code": known.credit_code,
        "year": known.year,
        "plan_version": "" if known.plan_version is None else str(known.plan_version),
    }


def _first(content: Content) -> Mapping[str, str]:
    """The first sheet of a report or a plan; empty when there is none."""
    return next((line.values for line in content.get("enterprise", ())), {})


def _facility(known: Known, unit: KnownUnit) -> dict[str, object]:
    """What a unit is made of: as the plan has it, and what it does not say as last year.

    Of units that are reported together the plan's first is told.
    """
    lines = known.last.get("units", ())
    last = next((line.values for line in lines if line.values.get("unit_number") == unit.number), {})
    numbers = numbers_of(unit.number)
    planned = next((line.values for line in known.plan.get("units", ()) if line.values.get("number") in numbers), {})
    told = {key: planned.get(name, "") for key, name in PLANNED_UNIT.items()}
    sure = {key: text for key, text in told.items() if text and _offered(FACILITIES.column(key), text)}
    return typed(FACILITIES.columns, {**last, **sure})


def _offered(column: Column, text: str) -> bool:
    return column.kind is not Kind.CHOICE or text in {choice.code for choice in column.choices}


Methods = tuple[str, str]


def burnt(known: Known, unit: KnownUnit) -> dict[str, Methods]:
    """The fuels of a unit, each with how its carbon and its heat value are determined: the plan's main fuel, and what
    last year's report had beside it.
    """
    found = {fuel_code(unit.fuel): (unit.carbon_method or MEASURED, unit.heat_value_method or MEASURED)}
    for line in _of_unit(known, unit.number):
        methods = (line.get("carbon_method", DEFAULT), line.get("ncv_method", DEFAULT))
        if fuel := line.get("fuel", ""):
            found.setdefault(fuel, methods)
    return found


def _of_unit(known: Known, number: str) -> Iterator[Mapping[str, str]]:
    return (line.values for line in known.last.get("fuels", ()) if line.values.get("unit_number") == number)


def _is_coal(unit: KnownUnit) -> bool:
    return unit.fuel in COAL_CODES


def _test_line(unit: KnownUnit, month: int) -> dict[str, object]:
    """Where the plan measures nothing, the way stands there already."""
    line: dict[str, object] = {"unit_number": unit.number, "month": month, "fuel": unit.fuel}
    planned = (("carbon_how", unit.carbon_method), ("ncv_how", unit.heat_value_method))
    return line | {key: NOT_MEASURED for key, method in planned if method == DEFAULT}


def _fuel_line(number: str, fuel: str, methods: Methods, month: int, law: Law) -> dict[str, object]:
    """Methods as planned; where something is not measured, the value in force stands there already."""
    line: dict[str, object] = {"unit_number": number, "month": month, "fuel": fuel}
    line |= {"carbon_method": methods[0], "ncv_method": methods[1]}
    return line | unmeasured(fuel, methods, law)


def unmeasured(fuel: str, methods: Methods, law: Law) -> dict[str, object]:
    """The values in force of a fuel for what is not measured of it; its oxidation is measured by nobody."""
    carbon, heat_value = methods
    line: dict[str, object] = {}
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
