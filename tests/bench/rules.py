"""Rules with their whole derivations against the same arithmetic in plain `Decimal` without them."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal
from statistics import median

from domain.allocation.rules import UnitFacts, power_unit
from domain.core.law import Law, last_day_of
from domain.core.workings import many
from tests.bench.ground import Report
from tests.law import edition

UNITS, TIMES = 10_000, 7
LOOKED_UP = 200_000
YEAR = 2024
CLASSES = ("I", "II", "III", "IV")


def measure(report: Report) -> None:
    """10,000 generating units, and one value of the law."""
    law = edition.law(last_day_of(YEAR))
    facts = [_unit(number, random.Random(number)) for number in range(UNITS)]
    plain = _plain(law)
    assert [plain(one) for one in facts] == [power_unit(law, one).allocation for one in facts]
    bare = median(_taken(lambda: [plain(one) for one in facts]) for _ in range(TIMES))
    with many():  # as the act does that allocates a province
        ours = median(_taken(lambda: [power_unit(law, one) for one in facts]) for _ in range(TIMES))
    report.ratio(f"allocation of {UNITS} units explained, against plain Decimal", ours, bare)
    _look_up(report, law)


def _unit(number: int, chance: random.Random) -> UnitFacts:
    """A unit's year; four in ten stand below 65 % of load, as in the played province."""
    return UnitFacts(
        number=str(number),
        unit_class=chance.choice(CLASSES),
        generation_mwh=Decimal(chance.randint(10**6, 10**10)) / 1000,
        heat_gj=Decimal(chance.randint(0, 10**9)) / 1000,
        load_factor=Decimal(chance.randint(5000, 9000)) / 10000,
    )


def _plain(law: Law) -> Callable[[UnitFacts], int]:
    """The arithmetic of the plan for 2023 and 2024 with its values at hand, and nothing told of it."""
    power = {name: law.value(f"power.benchmark.{name}") for name in CLASSES}
    coal, gas = law.value("power.benchmark.heat.coal"), law.value("power.benchmark.heat.gas")
    base, constant, slope = (
        law.value(f"power.load_correction.{name}") for name in ("base", "exponent_constant", "exponent_slope")
    )
    threshold, one = law.value("power.load_correction.threshold"), Decimal(1)

    def allocation(unit: UnitFacts) -> int:
        corrected = unit.unit_class in ("I", "II") and unit.load_factor < threshold
        factor = base ** (constant - slope * unit.load_factor) if corrected else one
        assert unit.generation_mwh is not None
        for_power = unit.generation_mwh * power[unit.unit_class] * factor
        for_heat = unit.heat_gj * (gas if unit.unit_class == "IV" else coal)
        return int((for_power + for_heat).quantize(one, ROUND_FLOOR))

    return allocation


def _look_up(report: Report, law: Law) -> None:
    """`law.value` against a dictionary that holds the number already."""
    key = "power.benchmark.I"
    known = {key: law.value(key)}

    def ours() -> None:
        for _ in range(LOOKED_UP):
            law.value(key)

    def bare() -> None:
        for _ in range(LOOKED_UP):
            known[key]

    report.ratio(
        f"law.value {LOOKED_UP} times, against a dictionary",
        median(map(_taken, [ours] * TIMES)),
        median(map(_taken, [bare] * TIMES)),
    )


def _taken(work: Callable[[], object]) -> float:
    """Seconds of one run, with what earlier runs left behind collected first."""
    gc.collect()
    began = time.perf_counter()
    kept = work()
    taken = time.perf_counter() - began
    del kept
    return taken
