"""A class of units beside its benchmark."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.core.law import last_day_of, law_on
from domain.evaluation.rules import intensity
from tests.law import edition

LAW = edition.law(last_day_of(2024))
MWH, GJ = Decimal(1_000_000), Decimal(1_000_000)


def test_without_heat_it_is_emissions_per_mwh() -> None:
    told = intensity(LAW, "II", Decimal(830_000), MWH, Decimal(0))
    assert told is not None
    assert told.power == Decimal("0.83")
    assert told.benchmark == LAW.value("power.benchmark.II")
    assert not told.draft


@pytest.mark.parametrize("unit_class", ["I", "II", "III", "IV"])
def test_a_unit_at_both_benchmarks_is_at_its_benchmark(unit_class: str) -> None:
    """Emissions that are exactly what the plan allocates for power and heat: neither above nor below."""
    heat = "gas" if unit_class == "IV" else "coal"
    benchmark = LAW.value(f"power.benchmark.{unit_class}")
    emissions = MWH * benchmark + GJ * LAW.value(f"power.benchmark.heat.{heat}")
    told = intensity(LAW, unit_class, emissions, MWH, GJ)
    assert told is not None
    assert told.power == told.benchmark == benchmark


@pytest.mark.parametrize(
    ("unit_class", "generation"), [("V", MWH), ("", MWH), ("balance", MWH), ("II", Decimal(0)), ("II", Decimal(-1))]
)
def test_nothing_is_said_of_what_cannot_be_compared(unit_class: str, generation: Decimal) -> None:
    assert intensity(LAW, unit_class, Decimal(1), generation, Decimal(0)) is None


def test_nothing_is_said_where_the_law_is_not_entered() -> None:
    assert intensity(law_on((), last_day_of(2024)), "II", Decimal(1), MWH, Decimal(0)) is None


def test_nothing_is_said_where_the_benchmark_multiplies_something_else() -> None:
    """Until 2022 the benchmark was set for what was supplied, not for what was generated."""
    assert intensity(edition.law(last_day_of(2021)), "II", Decimal(1), MWH, Decimal(0)) is None


def test_a_draft_is_said_to_be_one() -> None:
    told = intensity(edition.law(last_day_of(2025)), "II", Decimal(1), MWH, Decimal(0))
    assert told is not None
    assert told.draft
