"""Emissions, days, differences: the arithmetic of a report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.law import last_day_of
from domain.core.workbook import as_json, by_position, content_of, differences, from_json
from domain.emission_report import rules
from domain.emission_report.rules import DeterminedUnit, FuelRow
from domain.emission_report.workbook.power import WORKBOOK
from tests.law import edition
from tests.rooms.emission_report.sample import UNITS, emissions_of, entries, known, law, lines, without

TONNES = st.decimals(min_value=0, max_value=10**7, places=2)
CARBON = st.decimals(min_value=0, max_value=1, places=4)


def coal(quantity: str, *, carbon: str = "", ncv: str = "", per_heat: str = "", month: int = 1) -> FuelRow:
    return FuelRow(
        "1",
        month,
        "bituminous",
        Decimal(quantity),
        Decimal(ncv) if ncv else None,
        "measured",
        Decimal(carbon) if carbon else None,
        Decimal(per_heat) if per_heat else None,
        "measured" if carbon else "default",
        Decimal("0.99"),
    )


def test_measured_carbon() -> None:
    """1,000,000 t × 0.5400 × 0.99 × 44/12 = 1,960,200 t."""
    assert rules.unit_emissions("1", [coal("1000000", carbon="0.5400")], law()).value == Decimal(1960200)


def test_carbon_by_heat_value() -> None:
    """100,000 t × 20.000 × 0.03085 × 0.99 × 44/12 = 223,971 t."""
    told = rules.unit_emissions("1", [coal("100000", ncv="20.000", per_heat="0.03085")], law())
    assert told.value == Decimal(223971)
    assert [step.name for step in told.steps] == ["carbon_content", "row_emissions"]


def test_the_working_names_law_rounding_and_what_was_rounded() -> None:
    told = rules.unit_emissions("1", [coal("1000.01", carbon="0.5401")], law())
    assert {used.key for used in told.provisions} == {
        "accounting.co2_per_carbon.numerator",
        "accounting.co2_per_carbon.denominator",
        "rounding.emissions.unit",
    }
    assert (told.result.value, told.result.unrounded) == ("1961", "1960.58260563")
    assert told.edition == rules.EDITION


def test_a_month_out_of_service_needs_no_carbon() -> None:
    idle = FuelRow("1", 2, "bituminous", Decimal(0), None, "measured", None, None, "measured", None)
    assert idle.computable
    assert rules.unit_emissions("1", [coal("100", carbon="0.5"), idle], law()).value == Decimal(182)


def test_the_enterprise_is_the_sum_of_its_units() -> None:
    facts = rules.filed(lines(entries()))
    results = rules.computed(facts, law())
    assert results is not None
    by_hand = [emissions_of([row for row in entries()["fuels"] if row["unit_number"] == unit.number]) for unit in UNITS]
    assert [unit.emissions.value for unit in results.units] == by_hand
    assert results.enterprise.value == sum(by_hand)
    assert [unit.load_factor for unit in results.units] == [Decimal("0.75"), Decimal("0.70")]


def test_nothing_is_computed_while_a_figure_is_missing() -> None:
    filled = entries()
    filled["fuels"][3]["quantity"] = None
    assert rules.computed(rules.filed(lines(filled)), law()) is None
    assert rules.computed(rules.filed(lines({})), law()) is None


@given(st.lists(st.tuples(TONNES, CARBON), min_size=1, max_size=12), st.randoms())
def test_the_order_of_lines_changes_nothing(months: list[tuple[Decimal, Decimal]], chance: object) -> None:
    rows = [coal(str(quantity), carbon=str(carbon)) for quantity, carbon in months]
    shuffled = sorted(rows, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert rules.unit_emissions("1", rows, law()).value == rules.unit_emissions("1", shuffled, law()).value


@given(TONNES, CARBON)
def test_more_fuel_never_means_fewer_emissions(quantity: Decimal, carbon: Decimal) -> None:
    less = rules.unit_emissions("1", [coal(str(quantity), carbon=str(carbon))], law()).value
    more = rules.unit_emissions("1", [coal(str(quantity + 1), carbon=str(carbon))], law()).value
    assert 0 <= less <= more


def test_the_deadline_is_the_laws() -> None:
    assert not rules.is_late(date(2025, 3, 31), law())
    assert rules.is_late(date(2025, 4, 1), law())
    assert rules.is_late(date(2024, 4, 1), edition.law(last_day_of(2023)))


@pytest.mark.parametrize(
    ("day", "urges"),
    [(date(2025, 3, 1), True), (date(2025, 3, 24), True), (date(2025, 3, 25), False), (date(2025, 4, 1), True)],
)
def test_the_clock_urges_on_the_named_days(day: date, urges: bool) -> None:
    assert rules.is_urging_day(day, law()) is urges


def test_determined_emissions_carry_their_reason() -> None:
    unit = DeterminedUnit("1", Decimal("1000000"), Decimal(1), Decimal(0), Decimal(1))
    told = rules.determined_emissions(unit, "拒不报告，按上年核查值与发电量测算", law(), "power.A22")
    assert (told.value, told.edition) == (Decimal(1000000), "power.A22")
    assert "拒不报告" in told.inputs[-1].origin


def test_two_versions_are_compared_cell_by_cell() -> None:
    old, new = entries(), entries()
    new["fuels"][0]["quantity"] = Decimal("1.5")
    del new["production"][23]
    new["fuels"].append({**new["fuels"][0], "fuel": "diesel"})
    found = differences(WORKBOOK, *(content_of(lines(each)) for each in (old, new)))
    changed = [each for each in found if each.line == ("1", "1", "bituminous")]
    assert [(each.sheet, each.column, each.after) for each in changed] == [("fuels", "quantity", "1.5")]
    assert {each.line for each in found if not each.after} == {("2", "12")}
    assert {each.line for each in found if not each.before} == {("1", "1", "diesel")}


def test_a_line_filed_twice_is_compared_too() -> None:
    twice = entries()
    twice["fuels"].append({**twice["fuels"][0], "quantity": Decimal(7)})
    texts = by_position(WORKBOOK.sheet("fuels"), content_of(lines(twice)))
    assert texts["1", "1", "bituminous′"]["quantity"] == "7"


def test_content_survives_being_kept() -> None:
    content = content_of(lines(entries()))
    assert from_json(as_json(content)) == content  # type: ignore[arg-type]


def test_the_blank_is_filled_with_what_is_known() -> None:
    filled = rules.prefill(known(), law())
    assert len(filled["fuels"]) == len(filled["production"]) == 24
    assert filled["fuels"][0] == {
        "unit_number": "1",
        "month": 1,
        "fuel": "bituminous",
        "carbon_method": "measured",
        "ncv_method": "measured",
        "oxidation": Decimal("99.00"),
    }
    assert filled["fuels"][12]["carbon_per_heat"] == Decimal("0.03085")
    assert filled["totals"][1]["cogeneration"] == "yes"


def test_a_year_without_defaults_has_a_blank_all_the_same() -> None:
    bare = without(law(), *(key for key in law().provisions if key.startswith("accounting.")))
    assert "oxidation" not in rules.prefill(known(), bare)["fuels"][0]
