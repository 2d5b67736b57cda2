"""Process emissions of cement clinker: by clinker factor and deductions, and by the older way of its oxides. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from domain.core.facts import not_negative, one_of, share
from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.emission_report.rules.accounting.fuel import CO2_PER_CARBON, PER_ITEM, FuelFacts, fuel_rows
from domain.emission_report.rules.accounting.known import members

ZERO = Decimal(0)
CLINKER, SUBSTITUTE = "accounting.cement.clinker", "accounting.cement.substitute"
SUBSTITUTION = "accounting.cement.substitution.material"


@dataclass(frozen=True, slots=True)
class Substitute:
    """A raw material that holds no carbonate, dry tonnes. `places` names the cell of a figure that was read."""

    material: str
    tonnes: Decimal
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clinker:
    """Clinker of one month in t, told apart by `index`; `origin` is its cell."""

    index: str
    tonnes: Decimal
    origin: str = ""


@dataclass(frozen=True, slots=True)
class ClinkerProcess:
    """Process emissions in t, and the share of them that the slag of the plan saves.

    The rate is None without clinker, and where no plan tells how it is computed."""

    tco2: Decimal
    substitution_rate: Decimal | None
    explanations: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class Oxides:
    """Clinker and dust in t, shares of CaO and MgO, what of these came from elsewhere than carbonate, raw meal.

    `places` names the cell of a figure that was read from a workbook.
    """

    clinker_t: Decimal
    cao: Decimal
    mgo: Decimal
    cao_not_carbonate: Decimal = ZERO
    mgo_not_carbonate: Decimal = ZERO
    dust_t: Decimal = ZERO
    raw_meal_t: Decimal = ZERO
    raw_meal_carbon: Decimal | None = None
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Emissions in t: at least and at most, where the carbon of raw meal was not measured; else both are the same."""

    least: Explanation
    most: Explanation

    @property
    def tco2(self) -> Decimal | None:
        return self.least.value if self.least.value == self.most.value else None


def clinker_process(
    law: Law, clinker_t: Decimal, kind: str, substitutes: Sequence[Substitute] = (), months: Sequence[Clinker] = ()
) -> ClinkerProcess:
    """Clinker × its factor, less what raw materials without carbonate save; never below nought.

    Where months are given, their sum is the clinker. Source: 企业温室气体排放核算与报告指南 水泥行业
    （CETS-AG-02.01-V01-2024）. The substitution rate is
    (slag × its deduction) ÷ (clinker × its factor), 配额总量和分配方案（征求意见稿）表2-3.

    Example: 2,000,000 t of Portland clinker with 100,000 t of carbide slag:
    2,000,000 × 0.535 − 100,000 × 0.480 = 1,022,000.00 t; rate 48,000/1,070,000 = 0.04486.
    """
    working = Working("emission.cement_process", law)
    working.edition = working.provision("accounting.cement.process.edition").value
    factor = f"{CLINKER}.{one_of('clinker_type', kind, members(law, CLINKER))}"
    clinker = _clinker(working, clinker_t, months)
    gross = working.step("gross_tco2", f"clinker_t × {factor}", clinker * working.law(factor), "t")
    saved = _saved(working, substitutes)
    formula = "max(gross_tco2 - saved_tco2, 0)"
    told = working.result("tco2", formula, max(gross - saved, ZERO), "t", rounding=PER_ITEM)
    told_of = clinker and law.has(SUBSTITUTION)
    rate = _substitution_rate(law, clinker, factor, substitutes) if told_of else None
    return ClinkerProcess(told.value, rate.value if rate else None, (told, rate) if rate else (told,))


def _clinker(working: Working, clinker_t: Decimal, months: Sequence[Clinker]) -> Decimal:
    """The clinker of the year: as given, or the sum of its months."""
    if not months:
        return working.given("clinker_t", not_negative("clinker_t", clinker_t), "t")
    total = ZERO
    for number, month in enumerate(months, 1):
        tonnes = not_negative(f"months[{number}].tonnes", month.tonnes)
        total += working.given("clinker_month_t", tonnes, "t", month.origin, month.index)
    return working.step("clinker_t", "Σ clinker_month_t", total, "t")


def cement_line(law: Law, fuels: Sequence[FuelFacts], processes: Sequence[tuple[str, Explanation]]) -> Explanation:
    """What a clinker line emits: its fuels and the process of each kind of clinker that it burns.

    Source: 企业温室气体排放核算与报告指南 水泥行业（CETS-AG-02.01-V01-2024）; 配额总量和分配方案（征求意见稿） 表2-3:
    排放量 = 燃烧排放 + 过程排放. Electricity does not count.

    Example: fuels of 250,000.00 t and clinker of 1,022,000.00 t: 1,272,000.00 t.
    """
    working = Working("emission.cement_line", law)
    working.edition = working.provision("accounting.cement.process.edition").value
    fuel = fuel_rows(working, fuels, "cement")
    total = ZERO
    for kind, told in processes:
        total += working.given("clinker_tco2", told.value, "t", told.question, kind)
    process = working.step("process_tco2", "Σ clinker_tco2", total, "t")
    return working.result("tco2", "fuel_tco2 + process_tco2", fuel + process, "t", rounding=PER_ITEM)


def alternative_rate(
    law: Law, kiln: Sequence[FuelFacts], alternatives: Sequence[tuple[str, Decimal, str]]
) -> Explanation:
    """The share of a kiln's heat that alternative fuels give (燃料替代率); told, and no part of any sum.

    `alternatives`: index, GJ and cell. Fossil fuels by their heat value, or its default. That the rate goes by heat is
    inferred from the supplementary table of the years 2020 and 2021.

    Example: 100 GJ of refuse beside 10 t of coal with 20 GJ/t: 100 ÷ 300 = 0.3333.
    """
    working = Working("emission.alternative_rate", law)
    working.edition = working.provision("accounting.cement.process.edition").value
    other = fossil = ZERO
    for index, heat, origin in alternatives:
        other += working.given("alternative_row_gj", not_negative("alternatives", heat), "GJ", origin, index)
    for number, row in enumerate(kiln, 1):
        heat = row.quantity * (row.ncv if row.ncv is not None else law.value(heat_key(law, row)))
        origin = row.places.get("quantity", "")
        fossil += working.given("fossil_row_gj", heat, "GJ", origin, f"{number} {row.fuel}")
    working.step("alternative_gj", "Σ alternative_row_gj", other, "GJ")
    working.step("fossil_gj", "Σ fossil_row_gj" if kiln else "0", fossil, "GJ")
    formula = "alternative_gj ÷ (alternative_gj + fossil_gj)"
    rate = other / (other + fossil) if other + fossil else ZERO
    return working.result("alternative_rate", formula, rate, "share", rounding="rounding.emissions.intensity")


def heat_key(law: Law, row: FuelFacts) -> str:
    """The provision of a fuel's heat value that was not measured, as the sector's guide has it."""
    own = f"accounting.cement.fuel.{row.fuel}.ncv"
    return own if law.has(own) else f"accounting.fuel.{row.fuel}.ncv"


def _saved(working: Working, substitutes: Sequence[Substitute]) -> Decimal:
    """What all substitutes together save, each by the deduction of its kind."""
    known = members(working.law_of_day, SUBSTITUTE)
    total = ZERO
    for number, row in enumerate(substitutes, 1):
        place = f"substitutes[{number}]"
        key = f"{SUBSTITUTE}.{one_of(f'{place}.material', row.material, known)}"
        index = f"{number} {row.material}"
        used = not_negative(f"{place}.tonnes", row.tonnes)
        tonnes = working.given("substitute_t", used, "t", row.places.get("tonnes", ""), index)
        total += working.step("saved_row", f"substitute_t × {key}", tonnes * working.law(key), "t", index=index)
    return working.step("saved_tco2", "Σ saved_row", total, "t")


def _substitution_rate(law: Law, clinker: Decimal, factor: str, substitutes: Sequence[Substitute]) -> Explanation:
    """The share that the slag of the plan saves. It rests on the plan, so it is told apart from the emissions."""
    working = Working("emission.substitution_rate", law)
    material = working.provision(SUBSTITUTION).value
    deduction = f"{SUBSTITUTE}.{material}"
    slag = sum((row.tonnes for row in substitutes if row.material == material), ZERO)
    working.given("slag_t", slag, "t")
    working.given("clinker_t", clinker, "t")
    rate = slag * working.law(deduction) / (clinker * working.law(factor))
    formula = f"slag_t × {deduction} ÷ (clinker_t × {factor})"
    return working.result("substitution_rate", formula, rate, "share")


def decomposition(law: Law, facts: Oxides) -> Decomposition:
    """The older way: what CaO and MgO of clinker tell about the carbonate they came from, and carbon of raw meal.

    [(CaO − CaO₀) × 44/56 + (MgO − MgO₀) × 44/40] × (clinker + dust) + raw meal × carbon × 44/12; where the carbon of
    raw meal was not measured it lies between 0.1 and 0.3 %. Source: the cement guide of 发改办气候〔2013〕2526号.

    Example: 1,000,000 t with 65 % CaO and 2 % MgO, none of it from elsewhere:
    (0.65 × 44/56 + 0.02 × 44/40) × 1,000,000 = 532,714.29 t.
    """
    ends = [facts.raw_meal_carbon] * 2 if facts.raw_meal_carbon is not None or not facts.raw_meal_t else [None, None]
    least, most = (_decomposed(law, facts, carbon, end) for carbon, end in zip(ends, ("min", "max"), strict=True))
    return Decomposition(least, most)


def _decomposed(law: Law, facts: Oxides, carbon: Decimal | None, end: str) -> Explanation:
    working = Working("emission.cement_decomposition", law)
    working.edition = working.provision("accounting.cement.decomposition.edition").value
    at = facts.places
    cao = _from_carbonate(working, "cao", facts.cao, facts.cao_not_carbonate, at)
    mgo = _from_carbonate(working, "mgo", facts.mgo, facts.mgo_not_carbonate, at)
    calcined = working.given("clinker_t", not_negative("clinker_t", facts.clinker_t), "t", at.get("clinker_t", ""))
    calcined += working.given("dust_t", not_negative("dust_t", facts.dust_t), "t", at.get("dust_t", ""))
    formula = "(cao_factor + mgo_factor) × (clinker_t + dust_t)"
    value = working.step("carbonate_tco2", formula, (cao + mgo) * calcined, "t")
    formula = "carbonate_tco2"
    if facts.raw_meal_t:
        value += _raw_meal(working, facts, carbon, end)
        formula = "carbonate_tco2 + raw_meal_tco2"
    return working.result("tco2", formula, value, "t", rounding=PER_ITEM)


def _from_carbonate(working: Working, oxide: str, found: Decimal, elsewhere: Decimal, at: Mapping[str, str]) -> Decimal:
    """CO2 per tonne of clinker that an oxide stands for, less what did not come from carbonate."""
    other = f"{oxide}_not_carbonate"
    working.given(oxide, share(oxide, found), "share", at.get(oxide, ""))
    working.given(f"{oxide}_not_carbonate", share(other, elsewhere), "share", at.get(other, ""))
    left = not_negative(oxide, found - elsewhere)
    above, mass = working.law("accounting.co2_per_carbon.numerator"), f"accounting.cement.{oxide}_mass"
    formula = f"({oxide} - {oxide}_not_carbonate) × accounting.co2_per_carbon.numerator ÷ {mass}"
    return working.step(f"{oxide}_factor", formula, left * above / working.law(mass), "t/t")


def _raw_meal(working: Working, facts: Oxides, carbon: Decimal | None, end: str) -> Decimal:
    """Carbon of raw meal that is no fuel, measured or at one end of the range in force."""
    at = facts.places
    tonnes = working.given("raw_meal_t", not_negative("raw_meal_t", facts.raw_meal_t), "t", at.get("raw_meal_t", ""))
    if carbon is None:
        key = f"accounting.cement.raw_meal_carbon.{end}"
        held = working.step("raw_meal_carbon", key, working.law(key), "share")
    else:
        held = share("raw_meal_carbon", carbon)
        working.given("raw_meal_carbon", held, "share", at.get("raw_meal_carbon", ""))
    above = working.law("accounting.co2_per_carbon.numerator")
    value = tonnes * held * above / working.law("accounting.co2_per_carbon.denominator")
    return working.step("raw_meal_tco2", f"raw_meal_t × raw_meal_carbon × {CO2_PER_CARBON}", value, "t")
