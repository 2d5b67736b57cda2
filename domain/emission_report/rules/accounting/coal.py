"""Carbon of coal as received, oxidation measured by what stays in slag and ash, and the year from its months. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.core.facts import needed, not_negative, positive, share
from domain.core.findings import refuse
from domain.core.law import Law
from domain.core.workings import Explanation, Working

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)


@dataclass(frozen=True, slots=True)
class Sample:
    """A coal sample, in percent: carbon air-dried or dry, moisture as received and air-dried."""

    moisture_as_received: Decimal
    carbon_air_dried: Decimal | None = None
    moisture_air_dried: Decimal | None = None
    carbon_dry: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Residue:
    """A year's fuel and what was left of it: t, shares of carbon, the share of ash that the dust collector holds."""

    quantity: Decimal
    ncv: Decimal
    carbon_per_heat: Decimal
    slag_t: Decimal
    slag_carbon: Decimal
    ash_t: Decimal
    ash_carbon: Decimal
    collected: Decimal


@dataclass(frozen=True, slots=True)
class Month:
    """A month of one fuel: quantity in t (gases 10⁴Nm³), heat value in GJ and carbon in tC per unit."""

    quantity: Decimal
    ncv: Decimal | None = None
    carbon: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FuelYear:
    """A fuel's year: the sum of its quantities, and averages weighted by them. None: some month did not measure it."""

    quantity: Decimal
    ncv: Decimal | None
    carbon: Decimal | None
    carbon_per_heat: Decimal | None
    explanations: tuple[Explanation, ...]


def percent(name: str, value: Decimal) -> Decimal:
    """A percentage; refused (FACT-PERCENT) outside 0 to 100."""
    if not 0 <= value <= HUNDRED:
        raise refuse("FACT-PERCENT", field_name=name, fact=name, value=value)
    return value


def carbon_as_received(law: Law, sample: Sample) -> Explanation:
    """Laboratories report carbon air-dried or dry; what was burnt held the moisture it arrived with.

    Car = Cad × (100 − Mar)/(100 − Mad), or Cd × (100 − Mar)/100.
    Source: 企业温室气体排放核算与报告指南 发电设施（环办气候函〔2022〕485号）. It names no decimals for this step.

    Example: Cad 60 %, Mar 12 %, Mad 4 %: 60 × 88/96 = 55 %.
    """
    working = Working("emission.carbon_as_received", law)
    working.edition = working.provision("accounting.carbon_as_received.edition").value
    if sample.carbon_air_dried is not None and sample.carbon_dry is not None:
        facts = "carbon_air_dried, carbon_dry"
        raise refuse("FACT-ONLY-ONE", field_name="carbon_dry", facts=facts)
    moisture = percent("moisture_as_received", sample.moisture_as_received)
    working.given("moisture_as_received", moisture, "%")
    if sample.carbon_dry is not None:
        carbon = working.given("carbon_dry", percent("carbon_dry", sample.carbon_dry), "%")
        formula = "carbon_dry × (100 - moisture_as_received) ÷ 100"
        return working.result("carbon_as_received", formula, carbon * (HUNDRED - moisture) / HUNDRED, "%")
    return _from_air_dried(working, sample, moisture)


def _from_air_dried(working: Working, sample: Sample, moisture: Decimal) -> Explanation:
    carbon = percent("carbon_air_dried", needed("carbon_air_dried", sample.carbon_air_dried))
    dried = percent("moisture_air_dried", needed("moisture_air_dried", sample.moisture_air_dried))
    if dried == HUNDRED:  # a sample that is all water tells no carbon
        raise refuse("FACT-PERCENT", field_name="moisture_air_dried", fact="moisture_air_dried", value=dried)
    working.given("carbon_air_dried", carbon, "%")
    working.given("moisture_air_dried", dried, "%")
    formula = "carbon_air_dried × (100 - moisture_as_received) ÷ (100 - moisture_air_dried)"
    value = carbon * (HUNDRED - moisture) / (HUNDRED - dried)
    return working.result("carbon_as_received", formula, value, "%")


def measured_oxidation(law: Law, facts: Residue) -> Explanation:
    """What is found as carbon in slag and ash did not burn; ash is counted up by what the dust collector lets through.

    OF = 1 − (slag × Cslag + ash × Cash ÷ η) ÷ (FC × NCV × CC). The older guides write a factor of 10⁶ into it, which
    only turns kJ/kg and tC/TJ into the units used here. Source: the power guide of 发改办气候〔2013〕2526号.

    Example: 100,000 t × 20 GJ/t × 0.026 tC/GJ = 52,000 tC; 2,000 t of slag with 5 % and 9,000 t of ash with 3 %
    behind a collector of 90 %: 100 + 300 = 400 tC; 1 − 400/52,000 = 0.99231.
    """
    working = Working("emission.oxidation", law)
    working.edition = working.provision("accounting.oxidation.measured.edition").value
    fuel = positive("quantity", facts.quantity) * positive("ncv", facts.ncv)
    fuel *= positive("carbon_per_heat", facts.carbon_per_heat)
    for name, figure, unit in RESIDUE:
        bounded: Callable[[str, Decimal], Decimal] = share if unit == "share" else not_negative
        working.given(figure, bounded(name, getattr(facts, name)), unit)
    caught = facts.ash_t * facts.ash_carbon / positive("collected", facts.collected)
    left = facts.slag_t * facts.slag_carbon + caught
    working.step("residual_carbon", "slag_t × slag_carbon + ash_t × ash_carbon ÷ collected", left, "tC")
    working.step("fuel_carbon", "fuel_quantity × net_calorific_value × carbon_per_heat", fuel, "tC")
    if left > fuel:
        raise refuse("FACT-RESIDUE", field_name="ash_t", left=left, fuel=fuel)
    return working.result("oxidation", "1 - residual_carbon ÷ fuel_carbon", ONE - left / fuel, "share")


# Fact, figure and unit of what a measured oxidation follows from.
RESIDUE = (
    ("quantity", "fuel_quantity", "t"),
    ("ncv", "net_calorific_value", "GJ/t"),
    ("carbon_per_heat", "carbon_per_heat", "tC/GJ"),
    ("slag_t", "slag_t", "t"),
    ("slag_carbon", "slag_carbon", "share"),
    ("ash_t", "ash_t", "t"),
    ("ash_carbon", "ash_carbon", "share"),
    ("collected", "collected", "share"),
)


def fuel_year(law: Law, months: Sequence[Month]) -> FuelYear:
    """The year's heat value and carbon are those of its months, weighted by what was burnt in each.

    NCV = Σ (FCm × NCVm) ÷ Σ FCm, and so for carbon; a month that burnt nothing weighs nothing.
    Source: 企业温室气体排放核算与报告指南 发电设施（环办气候函〔2022〕485号）.

    Example: 30,000 t at 20 GJ/t and 10,000 t at 22 GJ/t: 20.500 GJ/t.
    """
    for number, month in enumerate(months, 1):
        not_negative(f"months[{number}].quantity", month.quantity)
    burnt = {str(number): month for number, month in enumerate(months, 1) if month.quantity}
    positive("quantity", sum((month.quantity for month in burnt.values()), ZERO))
    quantity = _total(law, burnt)
    ncv, carbon = (_weighted(law, burnt, name) for name in ("ncv", "carbon"))
    per_heat = _per_heat(law, ncv, carbon) if ncv and carbon and ncv.value else None
    told = tuple(one for one in (quantity, ncv, carbon, per_heat) if one)
    return FuelYear(quantity.value, _value(ncv), _value(carbon), _value(per_heat), told)


def _value(told: Explanation | None) -> Decimal | None:
    return told.value if told else None


def _total(law: Law, months: Mapping[str, Month]) -> Explanation:
    working = Working("emission.fuel_year", law)
    for index, month in months.items():
        working.given("fuel_quantity", month.quantity, "", index=index)
    total = sum((month.quantity for month in months.values()), ZERO)
    return working.result("year_quantity", "Σ fuel_quantity", total, "", rounding="rounding.quantity")


# Figure, unit and rounding of what is averaged; the guide names no decimals for carbon.
AVERAGED = {
    "ncv": ("net_calorific_value", "year_ncv", "GJ", "rounding.ncv"),
    "carbon": ("carbon_content", "year_carbon", "tC", ""),
}


def _weighted(law: Law, months: Mapping[str, Month], name: str) -> Explanation | None:
    figure, result, unit, rounding = AVERAGED[name]
    if any(getattr(month, name) is None for month in months.values()):
        return None
    working = Working("emission.fuel_year", law)
    working.edition = working.provision("accounting.weighting.edition").value
    total = weighed = ZERO
    for index, month in months.items():
        value = not_negative(f"months[{index}].{name}", getattr(month, name))
        total += working.given("fuel_quantity", month.quantity, "", index=index)
        weighed += month.quantity * working.given(figure, value, unit, index=index)
    formula = f"Σ (fuel_quantity × {figure}) ÷ Σ fuel_quantity"
    return working.result(result, formula, weighed / total, unit, rounding=rounding)


def _per_heat(law: Law, ncv: Explanation, carbon: Explanation) -> Explanation:
    """Carbon per heat follows from the two averages: CC = Car ÷ NCV."""
    working = Working("emission.fuel_year", law)
    value = working.given("year_carbon", carbon.value, "tC") / working.given("year_ncv", ncv.value, "GJ")
    return working.result("carbon_per_heat", "year_carbon ÷ year_ncv", value, "tC/GJ", "rounding.carbon_per_heat")
