"""Heat supplied, heat ratio, coal for power and heat, intensities: ER-082 to ER-092."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.workbook import Line
from domain.emission_report.checks.bands import band
from domain.emission_report.checks.case import GUIDE, PowerCase
from domain.emission_report.checks.power.lines import (
    POWER,
    ZERO,
    apart,
    energy,
    fuels,
    month_of,
    named,
    outside,
    production,
    rows,
    source,
    tolerance,
)
from domain.emission_report.checks.power.operation import COGENERATION, GIGAJOULES_PER_MWH
from domain.emission_report.rules import ProductionRow
from domain.emission_report.rules.power import biomass_heat, stated_share, supplied

CHECKS = Register[PowerCase](owner="verification_officer", citation=GUIDE)


def _heat_of_flows(case: PowerCase, row: ProductionRow) -> Decimal | None:
    told = supplied(case.filed, row.unit_number, case.law, row.month)
    return told.value if told else None


def _auxiliary(case: PowerCase) -> Iterator[tuple[Line, ProductionRow]]:
    """Months that tell auxiliary parameters, with their production."""
    made = production(case)
    return ((line, made[month_of(line)]) for line in rows(case, "auxiliary") if month_of(line) in made)


@CHECKS.warn("ER-082")
def efficiency_by_flows(case: PowerCase) -> Iterator[Hit]:
    """ER-082: power and heat as it follows from steam and water hold less energy than the fuel (verification guide).

    (1,000 MWh × 3.6 + 3,000 GJ by flows) ÷ 6,000 GJ = 110 % → warning.
    """
    for row in case.filed.production:
        heat, put_in = _heat_of_flows(case, row), energy(fuels(case, row.line))
        if heat is None or not put_in or not case.law.has(COGENERATION):
            continue
        put_in += sum((biomass_heat(one) for one in rows(case, "biomass") if month_of(one) == month_of(row.line)), ZERO)
        reached, most = (
            ((row.generation_mwh or ZERO) * GIGAJOULES_PER_MWH + heat) / put_in,
            case.law.value(COGENERATION),
        )
        if reached >= most:
            facts = {"unit": row.unit_number, "month": row.month, "value": reached * 100, "most": most * 100}
            yield hit(row.line.place("heat_gj"), case.law.provision(COGENERATION).citation, **facts)


@CHECKS.warn("ER-083")
def heat_of_flows(case: PowerCase) -> Iterator[Hit]:
    """ER-083: heat supplied is what follows from its flows (verification guide: t × (h − 83.74) ÷ 1000).

    1,000 t of steam with 2,883.74 kJ/kg = 2,800 GJ; filed 3,500 GJ → warning.
    """
    most = tolerance(case, "heat_tolerance")
    for row in case.filed.production:
        heat = _heat_of_flows(case, row)
        if heat is not None and most is not None and row.heat_gj is not None and apart(row.heat_gj, heat, most):
            facts = {"unit": row.unit_number, "month": row.month, "stated": row.heat_gj, "computed": heat}
            yield hit(row.line.place("heat_gj"), source(case, "heat_tolerance"), **facts)


@CHECKS.stop("ER-084")
def flow_incomplete(case: PowerCase) -> Iterator[Hit]:
    """ER-084: steam has an enthalpy, hot water a temperature (power guide, heat supplied).

    蒸汽 5,000 t, enthalpy empty → stop.
    """
    for line in rows(case, "heat"):
        key = "enthalpy" if line.text("medium") == "steam" else "temperature"
        if line.decimal("tonnes") and line.decimal(key) is None:
            yield hit(line.place(key), **named(line))


@CHECKS.warn("ER-085")
def flow_plausible(case: PowerCase) -> Iterator[Hit]:
    """ER-085: steam and water that leave a plant have an enthalpy and a temperature within bounds.

    Steam 2,400 to 3,700 kJ/kg; filed 688 (kcal/kg) → warning.
    """
    for line in rows(case, "heat"):
        key, name = ("enthalpy", "enthalpy") if line.text("medium") == "steam" else ("temperature", "water_temperature")
        if line.decimal("tonnes"):
            yield from outside(case, line, key, name, line.decimal(key))


@CHECKS.warn("ER-086")
def heat_ratio_and_heat(case: PowerCase) -> Iterator[Hit]:
    """ER-086: a month that supplies heat has a heat ratio, and one that supplies none has 0 (power guide).

    Heat 200,000 GJ, heat ratio 0 → warning.
    """
    for line, row in _auxiliary(case):
        ratio = line.decimal("heat_ratio")
        if ratio is not None and row.heat_gj is not None and (ratio > 0) is not (row.heat_gj > 0):
            yield hit(line.place("heat_ratio"), **named(line), value=ratio, heat=row.heat_gj)


@CHECKS.warn("ER-087")
def heat_ratio_follows(case: PowerCase) -> Iterator[Hit]:
    """ER-087: the heat ratio is heat supplied ÷ heat of the boiler (power guide, heat ratio).

    300,000 GJ of 1,200,000 GJ = 25 %; filed 32 % → warning.
    """
    most = tolerance(case, "heat_ratio_tolerance")
    for line, row in _auxiliary(case):
        whole, stated = line.decimal("total_heat_gj"), stated_share(line, "heat_ratio")
        if most is None or not whole or stated is None or row.heat_gj is None or row.heat_gj > whole:
            continue
        if abs(stated - row.heat_gj / whole) > most:
            facts = {"stated": stated * 100, "computed": row.heat_gj / whole * 100}
            yield hit(line.place("heat_ratio"), source(case, "heat_ratio_tolerance"), **named(line), **facts)


@CHECKS.stop("ER-088")
def more_heat_than_made(case: PowerCase) -> Iterator[Hit]:
    """ER-088: a plant supplies no more heat than its boiler gives: the ratio stays within 0 and 1 (power guide).

    Supplied 300,000 GJ, boiler 250,000 GJ → stop.
    """
    for line, row in _auxiliary(case):
        whole = line.decimal("total_heat_gj")
        if whole and row.heat_gj is not None and row.heat_gj > whole:
            yield hit(line.place("total_heat_gj"), **named(line), value=row.heat_gj, most=whole)


@CHECKS.warn("ER-089")
def coal_for_power(case: PowerCase) -> Iterator[Hit]:
    """ER-089: coal for power lies where it does for plants (province's band, tce/MWh).

    0.15 to 0.45 tce/MWh; filed 305 (g/kWh) → warning.
    """
    for line in rows(case, "auxiliary"):
        if line.decimal("coal_power"):
            yield from outside(case, line, "coal_power", "coal_power", line.decimal("coal_power"))


@CHECKS.warn("ER-090")
def coal_for_heat(case: PowerCase) -> Iterator[Hit]:
    """ER-090: coal for heat lies where it does for plants (province's band, tce/GJ).

    0.030 to 0.055 tce/GJ; filed 38.5 (kg/GJ) → warning.
    """
    for line in rows(case, "auxiliary"):
        if line.decimal("coal_heat"):
            yield from outside(case, line, "coal_heat", "coal_heat", line.decimal("coal_heat"))


@CHECKS.warn("ER-091")
def coal_balance(case: PowerCase) -> Iterator[Hit]:
    """ER-091: the rates of power and heat give back the fuel of the month in coal equivalent (power guide).

    100,000 MWh × 0.300 + 200,000 GJ × 0.040 = 38,000 tce; burnt 52,000 tce → warning.
    """
    most, each = tolerance(case, "coal_balance"), tolerance(case, "gj_per_tce")
    for line, row in _auxiliary(case):
        put_in, rate = energy(fuels(case, line)), line.decimal("coal_power")
        heat_rate = line.decimal("coal_heat") or ZERO
        if most is None or not each or not put_in or not rate or _implausible(case, rate, heat_rate):
            continue
        by_rates = (row.generation_mwh or ZERO) * rate + (row.heat_gj or ZERO) * heat_rate
        burnt = put_in / each
        if apart(by_rates, burnt, most):
            facts = {"stated": by_rates, "computed": burnt}
            yield hit(line.place("coal_power"), source(case, "coal_balance"), **named(line), **facts)


def _implausible(case: PowerCase, rate: Decimal, heat_rate: Decimal) -> bool:
    """A rate in the wrong unit has its own finding."""
    judged = ((rate, "coal_power"), (heat_rate, "coal_heat"))
    bands = [(value, band(case.law, f"{POWER}.{name}")) for value, name in judged if value]
    return any(found and not found.holds(value) for value, found in bands)


@CHECKS.warn("ER-092")
def intensities(case: PowerCase) -> Iterator[Hit]:
    """ER-092: the intensities of the month follow from its emissions, heat ratio and output (power guide).

    80,000 t, heat ratio 20 %, 80,000 MWh: 0.8000 t/MWh; filed 0.6500 → warning.
    """
    most = tolerance(case, "intensity_tolerance")
    for line, row in _auxiliary(case):
        emitted, ratio = _emitted(case, line), stated_share(line, "heat_ratio") or ZERO
        if most is None or emitted is None:
            continue
        for key, made, part in (
            ("power_intensity", row.generation_mwh, 1 - ratio),
            ("heat_intensity", row.heat_gj, ratio),
        ):
            stated = line.decimal(key)
            if stated and made and part and apart(stated, emitted * part / made, most):
                facts = {"stated": stated, "computed": emitted * part / made}
                yield hit(line.place(key), source(case, "intensity_tolerance"), **named(line), **facts)


def _emitted(case: PowerCase, line: Line) -> Decimal | None:
    """Tonnes of the month's fuels; None where a figure is missing."""
    burnt = fuels(case, line)
    if not burnt or not all(row.computable for row in burnt):
        return None
    above = case.law.value("accounting.co2_per_carbon.numerator")
    below = case.law.value("accounting.co2_per_carbon.denominator")
    carbon = sum(
        ((row.quantity or ZERO) * (row.carbon_content or ZERO) * (row.oxidation or ZERO) for row in burnt), ZERO
    )
    return carbon * above / below
