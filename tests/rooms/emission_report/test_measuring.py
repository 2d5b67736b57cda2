"""Defaults, and what measuring would have given. No database."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.core.formulas import replay
from domain.core.workbook import Content, content_of
from domain.emission_report.rules.measuring import Burnt, burnt, measuring, reference_key
from domain.emission_report.workbook.power import WORKBOOK
from tests.rooms.emission_report.sample import entries, law, lines, places, without

COAL = Burnt(
    "1 3",
    "bituminous",
    Decimal(100_000),
    {"ncv": Decimal(20), "carbon_per_heat": Decimal("0.03085")},
    Decimal("0.99"),
    ("carbon_per_heat",),
)


def content() -> Content:
    return content_of(lines(entries()))


def test_the_example_of_the_docstring() -> None:
    (told,) = measuring([COAL], law(), "power")
    assert (told.by_default, told.by_reference, told.more) == (
        Decimal("223971.00"),
        Decimal("190066.80"),
        Decimal("33904.20"),
    )
    assert told.explanation.value == told.more
    assert all(step.holds for step in replay(told.explanation))
    assert "check.carbon_per_heat.bituminous.reference" in {used.key for used in told.explanation.provisions}


def test_of_a_report_only_what_was_not_measured_is_told() -> None:
    found = burnt(WORKBOOK, content())
    assert {one.index for one in found} == {f"2 {month}" for month in range(1, 13)}
    assert found[0].place.startswith("化石燃料!")
    (told,) = measuring(found, law(), "power")
    assert (told.fuel, told.lines, told.defaults) == ("bituminous", 12, ("carbon_per_heat",))
    assert told.more > 0
    assert all(step.holds for step in replay(told.explanation))


def test_a_heat_value_by_default_is_replaced_too() -> None:
    both = replace(
        COAL,
        figures={"ncv": None, "carbon_per_heat": None},
        defaults=("ncv", "carbon_per_heat"),
        oxidation=None,
    )
    (told,) = measuring([both], law(), "power")
    assert told.by_default == places(100_000 * Decimal("26.7") * Decimal("0.03085") * Decimal("0.99") * 44 / 12, 2)
    reference = law().value("accounting.fuel.bituminous.ncv")
    assert told.by_reference == places(100_000 * reference * Decimal("0.02618") * Decimal("0.99") * 44 / 12, 2)


def test_without_a_reference_the_default_table_serves_and_without_that_nothing_is_told() -> None:
    key = "check.carbon_per_heat.bituminous.reference"
    assert reference_key(law(), "bituminous") == key
    bare = without(law(), key)
    assert reference_key(bare, "bituminous") == "accounting.fuel.bituminous.carbon_per_heat"
    assert measuring([COAL], bare, "power")
    assert measuring([COAL], without(law(), key, "accounting.fuel.bituminous.carbon_per_heat"), "power") == []
    assert measuring([replace(COAL, fuel="planted")], law(), "power") == []


def test_lines_that_stand_twice_are_told_apart_and_a_carbon_balance_has_no_oxidation() -> None:
    (told,) = measuring([COAL, COAL], law(), "power")
    assert told.by_default == 2 * Decimal("223971.00")
    assert all(step.holds for step in replay(told.explanation))
    (steel,) = measuring([COAL], law(), "steel")
    assert steel.by_default == Decimal("226233.33")
