"""Emissions of burning a fuel, by what was measured and the defaults of the sector's guide. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.core.facts import not_negative, one_of, share
from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.emission_report.rules.fuels import (
    COAL_CODES,
    default_carbon_key,
    default_ncv_key,
    default_oxidation_key,
    known_fuels,
    unit_of,
)

ZERO = Decimal(0)
PER_ITEM = "rounding.emissions.item"
PER_ENTITY = "rounding.emissions.entity"
CO2_PER_CARBON = "accounting.co2_per_carbon.numerator ÷ accounting.co2_per_carbon.denominator"


@dataclass(frozen=True, slots=True)
class FuelFacts:
    """A fuel burnt. Quantity in t (gases 10⁴Nm³), carbon in tC per unit, heat value in GJ per unit, tC/GJ, share.

    What is None was not measured. `facility` is where it burnt, for guides that tell kilns from boilers. `places`
    names the cell of a figure that was read from a workbook.
    """

    fuel: str
    quantity: Decimal
    carbon: Decimal | None = None
    ncv: Decimal | None = None
    carbon_per_heat: Decimal | None = None
    oxidation: Decimal | None = None
    facility: str = ""
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was counted for a fuel: measured figures, and defaults for what `defaults` names.

    Heat value and carbon per heat are None where carbon was measured, oxidation where the guide has none.
    """

    unit: str
    carbon: Decimal
    ncv: Decimal | None
    carbon_per_heat: Decimal | None
    oxidation: Decimal | None
    defaults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FuelEmissions:
    """The emissions of one fuel in t, what was taken, and the derivation."""

    tco2: Decimal
    taken: Taken
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class DefaultKeys:
    """The provisions that hold where something was not measured."""

    ncv: str
    carbon_per_heat: str
    oxidation: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One way of accounting a fuel: its defaults, whether oxidation counts, and how one fuel alone is rounded."""

    name: str
    defaults: Callable[[Law, FuelFacts], DefaultKeys]
    oxidised: bool = True
    rounding: str = PER_ITEM


def _general(law: Law, facts: FuelFacts) -> DefaultKeys:
    """The default table, fuel by fuel (CETS-AG-03.01 表A.1; oxidation of the older guides up to their end)."""
    family = f"accounting.fuel.{facts.fuel}"
    return DefaultKeys(f"{family}.ncv", f"{family}.carbon_per_heat", f"{family}.oxidation")


def _power(law: Law, facts: FuelFacts) -> DefaultKeys:
    """Coal that was not measured has one heat value and one carbon per heat, chosen high (power guide)."""
    fuel = facts.fuel
    return DefaultKeys(default_ncv_key(fuel), default_carbon_key(fuel), default_oxidation_key(fuel))


def _cement(law: Law, facts: FuelFacts) -> DefaultKeys:
    """Coal of cement works has heat values of its own, and oxidation by where it burns (CETS-AG-02.01)."""
    general = _general(law, facts)
    ncv = f"accounting.cement.fuel.{facts.fuel}.ncv"
    facility = f"accounting.cement.oxidation.{facts.facility or KILN}"
    own = law.has(facility) and facts.fuel in COAL_CODES
    return DefaultKeys(
        ncv if law.has(ncv) else general.ncv, general.carbon_per_heat, facility if own else general.oxidation
    )


KILN = "kiln"
# The one table of editions; a provision `accounting.fuel.edition.<sector>` names the one that rules a year.
EDITIONS: Mapping[str, Edition] = {
    edition.name: edition
    for edition in (
        Edition("fuel-general", _general),
        Edition("fuel-power", _power),
        Edition("fuel-cement", _cement),
        # A steelworks is accounted as one entity, whose total is whole tonnes.
        Edition("fuel-carbon-balance", _general, oxidised=False, rounding=PER_ENTITY),
    )
}


def edition_of(working: Working, sector: str) -> Edition:
    """The edition of the sector's guide, or the general one where the sector has none."""
    own = f"accounting.fuel.edition.{sector}"
    key = own if sector and working.law_of_day.has(own) else "accounting.fuel.edition.general"
    return EDITIONS[working.provision(key).value]


def default_keys(law: Law, facts: FuelFacts, sector: str = "") -> DefaultKeys:
    """The provisions that count for a fuel of which nothing was measured; NotInForce where the year has no guide."""
    return edition_of(Working("emission.fuel", law), sector).defaults(law, facts)


def fuel_emissions(law: Law, facts: FuelFacts, sector: str = "") -> FuelEmissions:
    """E = FC × Car × OF × 44/12; Car is measured as received, otherwise NCV × CC; defaults where nothing was measured.

    Sources: 企业温室气体排放核算与报告指南 发电设施（环办气候函〔2022〕485号）; CETS-AG-03.01-V01-2024 附录A; for other
    sectors the older guides (发改办气候〔2013〕2526号). Refused for negative figures and shares beyond 1.

    Example (power 2024): 100,000 t of bituminous coal at 20.000 GJ/t, carbon not measured:
    100,000 × 20.000 × 0.03085 × 0.99 × 44/12 = 223,971.00 t.
    """
    working = Working("emission.fuel", law)
    edition = edition_of(working, sector)
    working.edition = edition.name
    taken = _taken(working, edition, facts, "", "")
    formula, tco2 = _burnt(working, edition, taken, facts.quantity)
    explanation = working.result("tco2", formula, tco2, "t", rounding=edition.rounding)
    return FuelEmissions(explanation.value, taken, explanation)


def fuel_rows(working: Working, rows: Sequence[FuelFacts], sector: str, kind: str = "") -> Decimal:
    """The emissions of several fuels as steps of a larger working, each rounded as a source; their sum in t.

    `kind` tells two such sums in one working apart: `made` is what leaves as `made_tco2`.
    """
    edition = edition_of(working, sector)
    total = ZERO
    for number, facts in enumerate(rows, 1):
        index = f"{kind} {number} {facts.fuel}".strip()
        taken = _taken(working, edition, facts, index, f"{kind or 'fuels'}[{number}].")
        formula, tco2 = _burnt(working, edition, taken, facts.quantity)
        total += working.step(f"{kind or 'row'}_emissions", formula, tco2, "t", PER_ITEM, index)
    return working.step(f"{kind or 'fuel'}_tco2", f"Σ {kind or 'row'}_emissions", total, "t")


def _burnt(working: Working, edition: Edition, taken: Taken, quantity: Decimal) -> tuple[str, Decimal]:
    """The formula of one fuel and what it gives, unrounded."""
    above = working.law("accounting.co2_per_carbon.numerator")
    below = working.law("accounting.co2_per_carbon.denominator")
    if not edition.oxidised or taken.oxidation is None:
        return f"fuel_quantity × carbon_content × {CO2_PER_CARBON}", quantity * taken.carbon * above / below
    burnt = quantity * taken.carbon * taken.oxidation
    return f"fuel_quantity × carbon_content × oxidation × {CO2_PER_CARBON}", burnt * above / below


def _taken(working: Working, edition: Edition, facts: FuelFacts, index: str, path: str) -> Taken:
    """What is counted for one fuel: measured figures, and the provisions in force for what was not measured."""
    law = working.law_of_day
    one_of(f"{path}fuel", facts.fuel, known_fuels(law))
    unit = unit_of(law, facts.fuel)
    taking = _Taking(working, index, path, facts.places)
    keys = edition.defaults(law, facts)
    if not index:
        working.fact("fuel", facts.fuel)
    quantity = not_negative(f"{path}quantity", facts.quantity)
    working.given("fuel_quantity", quantity, unit, facts.places.get("quantity", ""), index)
    if facts.carbon is not None:
        bounded = share if unit == "t" else not_negative
        carbon = bounded(f"{path}carbon", facts.carbon)
        working.given("carbon_content", carbon, f"tC/{unit}", facts.places.get("carbon", ""), index)
        ncv = per_heat = None
    else:
        ncv = taking.one("ncv", facts.ncv, keys.ncv, f"GJ/{unit}")
        per_heat = taking.one("carbon_per_heat", facts.carbon_per_heat, keys.carbon_per_heat, "tC/GJ")
        formula = "net_calorific_value × carbon_per_heat"
        carbon = working.step("carbon_content", formula, ncv * per_heat, f"tC/{unit}", index=index)
    oxidation = taking.one("oxidation", facts.oxidation, keys.oxidation, "share") if edition.oxidised else None
    return Taken(unit, carbon, ncv, per_heat, oxidation, tuple(taking.defaults))


# What explanations call the figures, and which facts are shares.
FIGURES = {"ncv": "net_calorific_value"}
SHARES = ("oxidation",)


class _Taking:
    """Takes what was measured, or the default in force, and remembers which defaults were taken."""

    def __init__(self, working: Working, index: str, path: str, places: Mapping[str, str]) -> None:
        self.working, self.index, self.path, self.places = working, index, path, places
        self.defaults: list[str] = []

    def one(self, name: str, measured: Decimal | None, key: str, unit: str) -> Decimal:
        figure = FIGURES.get(name, name)
        if measured is None:
            self.defaults.append(name)
            return self.working.step(figure, key, self.working.law(key), unit, index=self.index)
        bounded = share if name in SHARES else not_negative
        taken = bounded(f"{self.path}{name}", measured)
        return self.working.given(figure, taken, unit, self.places.get(name, ""), self.index)
