"""A generating unit's allowances, in every edition of the plan. Pure; every figure carries its derivation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.allocation.rules.classes import GAS, fuel_of, require_class
from domain.core.facts import needed, not_negative, one_of, share
from domain.core.law import Law
from domain.core.workings import Explanation, Working

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
# What the benchmark for power is multiplied with, by the word of the provision.
BASES: Mapping[str, str] = {"supply": "supply_mwh", "generation": "generation_mwh"}
WATER = "water"
COOLING, HEAT, LOAD = "power.cooling.", "power.heat_correction.", "power.load_correction."


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A generating unit's year: MWh generated or supplied, heat supplied in GJ, load factor and heat ratio as shares.

    A plan uses generation or supply, not both; what it does not use may be left out. Cooling that is not told is by
    water, which corrects nothing. `chp` left open: a unit that supplies heat is cogeneration.
    """

    number: str
    unit_class: str
    generation_mwh: Decimal | None = None
    heat_gj: Decimal = ZERO
    load_factor: Decimal | None = None
    origin: str = ""
    supply_mwh: Decimal | None = None
    heat_ratio: Decimal | None = None
    cooling: str = WATER
    chp: bool | None = None

    @property
    def cogeneration(self) -> bool:
        return bool(self.heat_gj or self.heat_ratio) if self.chp is None else self.chp


@dataclass(frozen=True, slots=True)
class UnitAllocation:
    """A unit's allowances: for power and for heat in tonnes as computed, `allocation` in whole tonnes.

    A correction that the edition does not have, or that gas units are spared, is None.
    """

    load_correction: Decimal
    power: Decimal
    heat: Decimal
    total: Decimal
    allocation: int
    explanation: Explanation
    cooling_correction: Decimal | None = None
    heat_correction: Decimal | None = None


def power_unit(law: Law, facts: UnitFacts) -> UnitAllocation:
    """A unit's allowances are those for power and those for heat: A = Ae + Ah, Ah = Qh × Bh.

    Until 2022 Ae = Qe × Be × Fl × Fr × Ff with the net supply Qe, the cooling factor Fl (coal), the heat factor Fr and
    the load factor Ff of conventional coal; from 2023 Ae = Qe × Be × Ff with the gross generation Qe. Be and Bh are the
    benchmarks of the unit's class. Which edition rules a year is `allocation.power.edition`.
    Source: 国环规气候〔2020〕3号, 国环规气候〔2023〕1号, 国环规气候〔2024〕1号 附3、附4, 征求意见稿 三（一）.

    Example (2023, class I, 3,200,000 MWh, 1,500,000 GJ, load 60 %): 3,200,000 × 0.7950 × 1.015⁴ = 2,700,108.87;
    1,500,000 × 0.1038 = 155,700; together 2,855,808 t.
    """
    working = Working("allocation.power_unit", law)
    edition = EDITIONS[working.provision("allocation.power.edition").value]
    working.edition = edition.name
    _within_the_domain(law, facts)
    working.fact("unit_class", facts.unit_class, facts.origin)
    fuel = fuel_of(working, facts.unit_class)
    name, output = _output(working, facts)
    key = f"power.benchmark.{facts.unit_class}"
    formula, power = f"{name} × {key}", output * working.law(key)
    found: dict[str, Decimal] = {}
    for correct in edition.corrections:
        if factor := correct(working, edition, facts, fuel):
            found[factor[0]] = factor[1]
            formula, power = f"{formula} × {factor[0]}", power * factor[1]
    power = working.step("power", formula, power, "t", edition.power_rounding)
    heat = _for_heat(working, edition, facts, fuel)
    told = working.result("allocation", "power + heat", power + heat, "t", rounding="rounding.allocation.unit")
    corrections = found["load_correction"], found.get("cooling_correction"), found.get("heat_correction")
    return UnitAllocation(corrections[0], power, heat, power + heat, int(told.value), told, *corrections[1:])


def _within_the_domain(law: Law, facts: UnitFacts) -> None:
    """Refused (FACT-…) when a fact cannot be, whether the edition uses it or not."""
    require_class(law, "class", facts.unit_class)
    not_negative("heat_gj", facts.heat_gj)
    if facts.generation_mwh is not None:
        not_negative("generation_mwh", facts.generation_mwh)
    if facts.supply_mwh is not None:
        not_negative("supply_mwh", facts.supply_mwh)
    if facts.load_factor is not None:
        share("load_factor", facts.load_factor)
    if facts.heat_ratio is not None:
        share("heat_ratio", facts.heat_ratio)


def _output(working: Working, facts: UnitFacts) -> tuple[str, Decimal]:
    """Net supply or gross generation, whichever the year's benchmark is per MWh of; refused (FACT-MISSING) without."""
    basis = BASES[working.provision("power.benchmark.basis").value]
    amount = facts.generation_mwh if basis == BASES["generation"] else facts.supply_mwh
    return basis, working.given(basis, needed(basis, amount), "MWh", facts.origin)


def _for_heat(working: Working, edition: Edition, facts: UnitFacts, fuel: str) -> Decimal:
    key = f"power.benchmark.heat.{fuel}"
    heat = working.given("heat_gj", facts.heat_gj, "GJ", facts.origin)
    return working.step("heat", f"heat_gj × {key}", heat * working.law(key), "t", edition.heat_rounding)


# A correction of the allowances for power: its name and value, or None where it does not concern the unit.
Correction = Callable[[Working, "Edition", UnitFacts, str], tuple[str, Decimal] | None]


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the power formulas: its corrections in their order, the curve of the load correction, whether
    cogeneration is corrected by load too, and where it rounds on the way (empty: nowhere).
    """

    name: str
    corrections: tuple[Correction, ...]
    load_curve: Callable[[Working, Decimal], tuple[str, Decimal]]
    cogeneration_by_load: bool = True
    correction_rounding: str = ""
    power_rounding: str = ""
    heat_rounding: str = ""


def _cooling(working: Working, edition: Edition, facts: UnitFacts, fuel: str) -> tuple[str, Decimal] | None:
    """Fl: air-cooled coal units receive 5 % more, others nothing; gas units have no such factor."""
    if fuel == GAS:
        return None
    law = working.law_of_day
    if not law.has(COOLING + facts.cooling):
        one_of("cooling", facts.cooling, [one.key.removeprefix(COOLING) for one in law if one.key.startswith(COOLING)])
    working.fact("cooling", facts.cooling, facts.origin)
    key = COOLING + facts.cooling
    return "cooling_correction", working.step("cooling_correction", key, working.law(key), "")


def _heat_ratio(working: Working, edition: Edition, facts: UnitFacts, fuel: str) -> tuple[str, Decimal]:
    """Fr: 1 − 0.22 × heat ratio for coal, 1 − 0.6 × heat ratio for gas, 1 for a condensing unit.

    Example: coal with a heat ratio of 0.30: 1 − 0.066 = 0.934.
    """
    name = "heat_correction"
    if not facts.cogeneration:
        key = f"{HEAT}condensing"
        return name, working.step(name, key, working.law(key), "")
    key = HEAT + fuel
    ratio = working.given("heat_ratio", needed("heat_ratio", facts.heat_ratio), "share", facts.origin)
    return name, working.step(name, f"1 - {key} × heat_ratio", ONE - working.law(key) * ratio, "")


def _load(working: Working, edition: Edition, facts: UnitFacts, fuel: str) -> tuple[str, Decimal]:
    """Ff: for conventional coal below the threshold of load; the editions differ in cogeneration and in the curve."""
    name = "load_correction"
    classes = working.provision(f"{LOAD}classes").value.split(",")
    corrected = facts.unit_class in classes and (edition.cogeneration_by_load or not facts.cogeneration)
    if corrected or facts.load_factor is not None:
        load_factor = needed("load_factor", facts.load_factor)
        working.given("load_factor", load_factor, "share", facts.origin)
        if corrected and load_factor < working.law(f"{LOAD}threshold"):
            formula, factor = edition.load_curve(working, load_factor)
            return name, working.step(name, formula, factor, "", edition.correction_rounding)
    key = f"{LOAD}otherwise"
    return name, working.step(name, key, working.law(key), "")


def _piecewise(working: Working, load_factor: Decimal) -> tuple[str, Decimal]:
    """From 0.80: 1 + 0.0014 × (85 − 100F); from 0.75: 1.007 + 0.0016 × (80 − 100F); below: 1.015^(16 − 20F).

    The pieces meet: 1.007 at 0.80, 1.015 at 0.75. Example: F = 0.78 gives 1.007 + 0.0016 × 2 = 1.0102.
    """
    for piece in (f"{LOAD}upper", f"{LOAD}lower"):
        if load_factor >= working.law(f"{piece}.from"):
            base, slope, level = (working.law(f"{piece}.{name}") for name in ("base", "slope", "level"))
            formula = f"{piece}.base + {piece}.slope × ({piece}.level - 100 × load_factor)"
            return formula, base + slope * (level - HUNDRED * load_factor)
    return _exponential(working, load_factor)


def _exponential(working: Working, load_factor: Decimal) -> tuple[str, Decimal]:
    """1.015^(16 − 20F) with the load factor F as a share (附3 表1). Example: F = 0.60 gives 1.061364.

    In 2023 and 2024 (国环规气候〔2024〕1号) it applies below 65 %; there it jumps from 1.045678 down to 1, which is the
    plan's own.
    """
    base, constant = working.law(f"{LOAD}base"), working.law(f"{LOAD}exponent_constant")
    slope = working.law(f"{LOAD}exponent_slope")
    formula = f"{LOAD}base ^ ({LOAD}exponent_constant - {LOAD}exponent_slope × load_factor)"
    return formula, base ** (constant - slope * load_factor)


def _curve(working: Working, load_factor: Decimal) -> tuple[str, Decimal]:
    """c − a(1 − e^(−F/b)) − d(1 − e^(−F/g)) with the load factor F in percent (征求意见稿 表2). F = 45: 1.126059.

    Below half load only: at 50 % the factor falls from 1.10 to 1.
    """
    curve = f"{LOAD}curve"
    names = ("constant", "amplitude_slow", "decay_slow", "amplitude_fast", "decay_fast")
    constant, slow, slow_decay, fast, fast_decay = (working.law(f"{curve}.{name}") for name in names)
    percent = load_factor * HUNDRED
    slow_part = slow * (1 - (-percent / slow_decay).exp())
    fast_part = fast * (1 - (-percent / fast_decay).exp())
    formula = (
        f"{curve}.constant - {curve}.amplitude_slow × (1 - exp(-load_factor × 100 / {curve}.decay_slow))"
        f" - {curve}.amplitude_fast × (1 - exp(-load_factor × 100 / {curve}.decay_fast))"
    )
    return formula, constant - slow_part - fast_part


# The one table of editions; which of them rules a year is the provision `allocation.power.edition`.
EDITIONS: Mapping[str, Edition] = {
    edition.name: edition
    for edition in (
        Edition("power-piecewise-condensing", (_cooling, _heat_ratio, _load), _piecewise, cogeneration_by_load=False),
        Edition("power-piecewise", (_cooling, _heat_ratio, _load), _piecewise),
        Edition("power-exponential", (_load,), _exponential),
        Edition(
            "power-curve",
            (_load,),
            _curve,
            correction_rounding="rounding.load_correction",
            power_rounding="rounding.allocation.power",
            heat_rounding="rounding.allocation.heat",
        ),
    )
}
