"""Whether heat value, carbon and oxidation are lawful and plausible: MO-020 to MO-029.

Bands and values in force are those of the annual report: what would be wrong there is said in the month it arises.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.core.workbook import Line
from domain.emission_report.checks.bands import band, carbon_band, ncv_band
from domain.emission_report.rules import (
    COAL_CODES,
    CONVENTIONAL_COALS,
    DEFAULT,
    Filed,
    FuelRow,
    default_carbon_key,
    default_ncv_key,
    default_oxidation_key,
)
from domain.monthly_evidence.checks.case import GUIDE, MonthCase, burnt, part_named, where

CHECKS = Register[MonthCase](owner="verification_officer", citation=GUIDE)
HUNDRED = 100


@CHECKS.stop("MO-020")
def magnitude(case: MonthCase) -> Iterator[Hit]:
    """MO-020: a value a thousand times too large or too small is in the wrong unit (verification guide, plausibility).

    20,934 in a column of GJ/t is kJ/kg → stop.
    """
    for sheet, line in burnt(case):
        fuel = line.text("fuel")
        for key, found in (("ncv", ncv_band(case.law, fuel)), ("carbon", carbon_band(case.law, fuel))):
            value = line.decimal(key)
            if found and value and found.holds_a_slip(value):
                facts = {**where(sheet, line), "value": value, "least": found.least, "most": found.most}
                yield hit(line.place(key), found.citation, **facts)


@CHECKS.warn("MO-021")
def heat_value(case: MonthCase) -> Iterator[Hit]:
    """MO-021: the heat value lies where that of the fuel does (verification guide, plausibility).

    Bituminous coal at 35 GJ/t → warning.
    """
    for sheet, line in burnt(case):
        found, value = ncv_band(case.law, line.text("fuel")), line.decimal("ncv")
        if found and value and not found.holds(value) and not found.holds_a_slip(value):
            facts = {**where(sheet, line), "value": value, "least": found.least, "most": found.most}
            yield hit(line.place("ncv"), found.citation, **facts)


@CHECKS.warn("MO-022")
def carbon(case: MonthCase) -> Iterator[Hit]:
    """MO-022: the carbon content lies where that of the fuel does (verification guide, plausibility).

    Coal with 0.9500 tC/t as received → warning.
    """
    for sheet, line in burnt(case):
        found, value = carbon_band(case.law, line.text("fuel")), line.decimal("carbon")
        if found and value and not found.holds(value) and not found.holds_a_slip(value):
            facts = {**where(sheet, line), "value": value, "least": found.least, "most": found.most}
            yield hit(line.place("carbon"), found.citation, **facts)


@CHECKS.warn("MO-023")
def carbon_per_heat(case: MonthCase) -> Iterator[Hit]:
    """MO-023: measured carbon fits the measured heat value: tC per GJ of coal lies in its band (verification guide).

    0.5400 tC/t at 30 GJ/t = 0.0180 tC/GJ, below the band → warning.
    """
    found = band(case.law, "check.carbon_per_heat.coal")
    for sheet, line in burnt(case):
        value, heat = line.decimal("carbon"), line.decimal("ncv")
        if found is None or value is None or not heat or line.text("fuel") not in CONVENTIONAL_COALS:
            continue
        if not found.holds(value / heat) and not _slipped(case, line):
            facts = {**where(sheet, line), "value": value / heat, "least": found.least, "most": found.most}
            yield hit(line.place("carbon"), found.citation, **facts)


def _slipped(case: MonthCase, line: Line) -> bool:
    """A wrong unit of one of the two is said once."""
    fuel, heat, carbon = line.text("fuel"), line.decimal("ncv"), line.decimal("carbon")
    bands = ((ncv_band(case.law, fuel), heat), (carbon_band(case.law, fuel), carbon))
    return any(found and value and found.holds_a_slip(value) for found, value in bands)


# ------------------------------------------------------------------------------------------------ power alone

POWER = Register[MonthCase](owner="verification_officer", citation=GUIDE)


def _rows(case: MonthCase) -> Iterator[FuelRow]:
    filed: Filed = case.filed
    return (row for row in filed.fuels if row.quantity)


@POWER.stop("MO-024")
def default_carbon(case: MonthCase) -> Iterator[Hit]:
    """MO-024: carbon per heat that was not measured is the value in force (power guide, unmeasured carbon).

    In force 0.03085 tC/GJ, filed 0.02618 → stop.
    """
    for row in _rows(case):
        key = default_carbon_key(row.fuel)
        if row.carbon_method != DEFAULT or row.carbon_per_heat is None or not case.law.has(key):
            continue
        if row.carbon_per_heat != case.law.value(key):
            facts: dict[str, object] = {
                **part_named(case, row.unit_number),
                "filed": row.carbon_per_heat,
                "law": case.law.value(key),
            }
            yield hit(row.line.place("carbon_per_heat"), case.law.provision(key).citation, **facts)


@POWER.stop("MO-025")
def default_ncv(case: MonthCase) -> Iterator[Hit]:
    """MO-025: a heat value that was not measured is the value in force (power guide, unmeasured heat value).

    In force 26.7 GJ/t, filed 20.9 as 缺省值 → stop.
    """
    for row in _rows(case):
        key = default_ncv_key(row.fuel)
        if row.ncv_method != DEFAULT or row.ncv is None or not case.law.has(key):
            continue
        if row.ncv != case.law.value(key):
            facts: dict[str, object] = {
                **part_named(case, row.unit_number),
                "filed": row.ncv,
                "law": case.law.value(key),
            }
            yield hit(row.line.place("ncv"), case.law.provision(key).citation, **facts)


@POWER.stop("MO-026")
def oxidation(case: MonthCase) -> Iterator[Hit]:
    """MO-026: oxidation is the value in force for the fuel (power guide: coal 99 %).

    In force 99 %, filed 98 % → stop.
    """
    for row in _rows(case):
        key = default_oxidation_key(row.fuel)
        if row.oxidation is not None and case.law.has(key) and row.oxidation != case.law.value(key):
            law = case.law.value(key) * HUNDRED
            facts: dict[str, object] = {
                **part_named(case, row.unit_number),
                "filed": row.oxidation * HUNDRED,
                "law": law,
            }
            yield hit(row.line.place("oxidation"), case.law.provision(key).citation, **facts)


@POWER.warn("MO-027")
def method(case: MonthCase) -> Iterator[Hit]:
    """MO-027: heat value and carbon of coal are determined as the plan in force says (plan and its execution).

    Plan: measured; March filed as 缺省值 → warning.
    """
    for row in _rows(case):
        unit = case.known.unit(row.unit_number)
        if unit is None or row.fuel not in COAL_CODES:
            continue
        for key, filed, planned in (
            ("carbon_method", row.carbon_method, unit.carbon_method),
            ("ncv_method", row.ncv_method, unit.heat_value_method),
        ):
            if planned and filed and filed != planned:
                yield hit(row.line.place(key), **part_named(case, row.unit_number))
