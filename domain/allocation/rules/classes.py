"""Which class a generating unit belongs to, and what the law of a year holds for that class. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.core.facts import not_negative, one_of, share
from domain.core.findings import refuse
from domain.core.law import Law
from domain.core.workings import Explanation, Working

HUNDRED = Decimal(100)
BENCHMARK, BALANCE = "power.benchmark.", "power.balance."
COAL, GAS = "coal", "gas"
MAIN_FUELS = (COAL, GAS)
PER_MWH = "t/MWh"


@dataclass(frozen=True, slots=True)
class UnitClass:
    """The class a unit is put into; empty when it meets the criteria of none."""

    name: str
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A class's benchmarks for power and heat in a year, and how far they lie from the balance value, in percent.

    A year whose plan states no balance value has None for it and for the change.
    """

    benchmark: Decimal
    heat_benchmark: Decimal
    balance: Decimal | None
    heat_balance: Decimal | None
    change: Decimal | None
    heat_change: Decimal | None
    explanations: tuple[Explanation, ...]


def knows_class(law: Law, unit_class: str) -> bool:
    """Whether the law of that day has a benchmark for power of that class."""
    found = law.provisions.get(BENCHMARK + unit_class)
    return found is not None and found.unit == PER_MWH


def known_classes(law: Law) -> tuple[str, ...]:
    """The classes of that day's plan: those that have a benchmark for power."""
    return tuple(
        one.key.removeprefix(BENCHMARK) for one in law if one.key.startswith(BENCHMARK) and one.unit == PER_MWH
    )


def require_class(law: Law, field_name: str, unit_class: str) -> str:
    """The class; refused (FACT-UNKNOWN) with those of the year when it is none of them.

    NotInForce when that year's plan has no classes at all.
    """
    if not knows_class(law, unit_class):
        law.provision("allocation.power.edition")
        one_of(field_name, unit_class, known_classes(law))
    return unit_class


def fuel_of(working: Working, unit_class: str) -> str:
    """Whether a class burns gas or coal: heat and corrections go by it."""
    return GAS if unit_class in working.provision("power.class.gas").value.split(",") else COAL


def power_class(
    law: Law, main_fuel: str, rated_mw: Decimal, unconventional: Decimal = Decimal(0), other: Decimal = Decimal(0)
) -> UnitClass:
    """A unit's class by its main fuel, its rated power, and shares of the year's heat.

    Coal: more than half of the heat from gangue, slime or slurry is class III; otherwise 400 MW and more is class I,
    less is class II. Natural gas with at most a tenth of other fuels is class IV; with more it is none of the four.
    Source: 2023、2024年度全国碳排放权交易发电行业配额总量和分配方案 附1 表1.

    Example: bituminous coal, 400 MW: I; 399.9 MW: II; 50 % gangue: still by rated power; 50.1 %: III.
    """
    one_of("main_fuel", main_fuel, MAIN_FUELS)
    working = Working("allocation.power_class", law)
    working.fact("main_fuel", main_fuel)
    name = _gas_class(working, other) if main_fuel == GAS else _coal_class(working, rated_mw, unconventional)
    if not name:
        return UnitClass("", working.result("benchmark", "0", Decimal(0), PER_MWH))
    working.fact("unit_class", name)
    return UnitClass(name, _its_benchmark(working, name))


def merged_class(law: Law, classes: Sequence[str]) -> UnitClass:
    """Units that report together take the least favourable class (最不利原则): the lowest benchmark for power.

    Source: 2023、2024年度全国碳排放权交易发电行业配额总量和分配方案 附1 表1注1. That the lowest benchmark is the least
    favourable one is a reading of the plan, which does not say it.

    Example (2024): units of the classes II and III together: II, at 0.8049 t/MWh.
    """
    if not classes:
        raise refuse("FACT-MISSING", field_name="units", fact="units")
    working = Working("allocation.merged_class", law)
    working.edition = working.provision("power.class.merged").value
    for place, name in enumerate(classes, 1):
        require_class(law, f"units[{place}].class", name)
    least = min(classes, key=lambda name: working.law(BENCHMARK + name))
    formula = ", ".join(BENCHMARK + name for name in dict.fromkeys(classes))
    lowest = working.law(BENCHMARK + least)
    return UnitClass(least, working.result("benchmark", f"min({formula})", lowest, PER_MWH))


def power_benchmark(law: Law, unit_class: str) -> Benchmark:
    """A class's benchmarks of a year beside the balance values that they were set from.

    The balance value is where the allowances of a class equal its obligation; the change is
    (benchmark − balance) / balance.
    Source: 2023、2024年度全国碳排放权交易发电行业配额总量和分配方案 四（一）、附2.

    Example (2023, class I): 0.7950 against 0.7982: −0.40 %.
    """
    require_class(law, "class", unit_class)
    heat = f"heat.{fuel_of(Working('allocation.power_benchmark', law), unit_class)}"
    power, told = _against_balance(law, unit_class, PER_MWH)
    warmth, told_of_heat = _against_balance(law, heat, "t/GJ")
    return Benchmark(power[0], warmth[0], power[1], warmth[1], power[2], warmth[2], (told, told_of_heat))


def _coal_class(working: Working, rated_mw: Decimal, unconventional: Decimal) -> str:
    """Class III by more than half of the heat; I and II by rated power."""
    if unconventional:
        limit = working.law("power.class.unconventional_share")
        working.given("unconventional_share", share("unconventional_share", unconventional), "share")
        if unconventional > limit:
            return "III"
    boundary = working.law("power.class.rated_power_I")
    working.given("rated_mw", not_negative("rated_mw", rated_mw), "MW")
    return "I" if rated_mw >= boundary else "II"


def _gas_class(working: Working, other: Decimal) -> str:
    limit = working.law("power.class.gas_other_fuel_share")
    working.given("other_fuel_share", share("other_fuel_share", other), "share")
    return working.provision("power.class.gas").value if other <= limit else ""


def _its_benchmark(working: Working, unit_class: str) -> Explanation:
    key = BENCHMARK + unit_class
    return working.result("benchmark", key, working.law(key), PER_MWH)


def _against_balance(
    law: Law, name: str, unit: str
) -> tuple[tuple[Decimal, Decimal | None, Decimal | None], Explanation]:
    """Benchmark, balance value and change in percent, with their derivation."""
    working = Working("allocation.power_benchmark", law)
    key, balance_key = BENCHMARK + name, BALANCE + name
    benchmark = working.law(key)
    if not law.has(balance_key):
        return (benchmark, None, None), working.result("benchmark", key, benchmark, unit)
    balance = working.law(balance_key)
    working.step("benchmark", key, benchmark, unit)
    change = (benchmark - balance) / balance * HUNDRED
    told = working.result("change", f"({key} - {balance_key}) / {balance_key} × 100", change, "%")
    return (benchmark, balance, change), told
