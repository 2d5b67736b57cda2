"""What must hold of the allocation of power for any facts, in every edition of the plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.allocation import rules
from domain.core.findings import Refused
from domain.core.formulas import replay
from domain.core.law import Law, NotInForce, last_day_of
from domain.core.workings import Explanation
from tests.law import edition

FIRST, LAST = 2019, 2026
ALL_YEARS = st.integers(FIRST, LAST)
OBLIGATION_YEARS, ALLOCATION_YEARS = st.integers(2019, 2022), st.integers(2023, LAST)
CLASSES = st.sampled_from(("I", "II", "III", "IV"))
COOLING = st.sampled_from(("water", "air", "back_pressure"))
OUTPUT = st.decimals(0, 50_000_000, places=3)
SHARE = st.decimals(0, 1, places=6)
TONNES = st.integers(0, 30_000_000)
UNITS = st.lists(st.tuples(CLASSES, TONNES, TONNES), min_size=1, max_size=6)
STEP = Decimal("0.000001")


def law(year: int) -> Law:
    return edition.law(last_day_of(year))


@st.composite
def a_unit(draw: st.DrawFn) -> rules.UnitFacts:
    """A unit with every fact that any edition may ask for."""
    return rules.UnitFacts(
        "1",
        draw(CLASSES),
        draw(OUTPUT),
        draw(OUTPUT),
        draw(SHARE),
        "report!D9",
        draw(OUTPUT),
        draw(SHARE),
        draw(COOLING),
        draw(st.booleans()),
    )


def more_of(unit: rules.UnitFacts, output: Decimal, heat: Decimal) -> rules.UnitFacts:
    """The same unit with more of everything that it puts out."""
    assert unit.generation_mwh is not None
    assert unit.supply_mwh is not None
    return rules.UnitFacts(
        unit.number,
        unit.unit_class,
        unit.generation_mwh + output,
        unit.heat_gj + heat,
        unit.load_factor,
        unit.origin,
        unit.supply_mwh + output,
        unit.heat_ratio,
        unit.cooling,
        unit.chp,
    )


def correction(year: int, load: Decimal, unit_class: str = "I", chp: bool = False) -> Decimal:
    facts = rules.UnitFacts(
        "1", unit_class, Decimal(1), load_factor=load, supply_mwh=Decimal(1), heat_ratio=Decimal(0), chp=chp
    )
    return rules.power_unit(law(year), facts).load_correction


@given(ALL_YEARS, a_unit(), OUTPUT, OUTPUT)
def test_more_output_never_means_fewer_allowances(
    year: int, unit: rules.UnitFacts, output: Decimal, heat: Decimal
) -> None:
    before = rules.power_unit(law(year), unit).allocation
    assert before >= 0
    assert rules.power_unit(law(year), more_of(unit, output, heat)).allocation >= before


@given(ALL_YEARS, a_unit())
def test_a_derivation_survives_being_stored_and_computes_again(year: int, unit: rules.UnitFacts) -> None:
    told = rules.power_unit(law(year), unit).explanation
    assert Explanation.from_json(told.as_json()) == told
    assert all(step.holds for step in replay(told))
    assert told.rests_on_draft == (year >= 2025)
    assert Decimal(told.result.unrounded) - 1 < told.value <= Decimal(told.result.unrounded)
    assert {used.key for used in told.provisions} >= {f"power.benchmark.{unit.unit_class}", "rounding.allocation.unit"}


@given(ALLOCATION_YEARS, a_unit())
def test_cooling_and_heat_ratio_change_nothing_from_2023(year: int, unit: rules.UnitFacts) -> None:
    without = rules.UnitFacts("1", unit.unit_class, unit.generation_mwh, unit.heat_gj, unit.load_factor)
    answer = rules.power_unit(law(year), unit)
    assert answer.allocation == rules.power_unit(law(year), without).allocation
    assert (answer.cooling_correction, answer.heat_correction) == (None, None)


@given(OBLIGATION_YEARS, SHARE, st.booleans())
def test_the_first_load_table_has_no_break_anywhere(year: int, load: Decimal, chp: bool) -> None:
    """Its steepest piece falls by less than 0.4 per unit of load: a millionth of load never moves it further."""
    here = correction(year, load, chp=chp)
    there = correction(year, min(load + STEP, Decimal(1)), chp=chp)
    assert here >= there >= 1
    assert here - there <= STEP * Decimal("0.4")


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022])
@pytest.mark.parametrize(("load", "factor"), [("0.85", "1"), ("0.80", "1.007"), ("0.75", "1.015")])
def test_the_pieces_of_the_first_load_table_meet(year: int, load: str, factor: str) -> None:
    assert correction(year, Decimal(load)) == Decimal(factor)
    assert abs(correction(year, Decimal(load) - STEP) - Decimal(factor)) < STEP


def test_cogeneration_is_corrected_by_load_from_2021_on() -> None:
    load = Decimal("0.60")
    assert [correction(year, load, chp=True) == 1 for year in range(FIRST, LAST + 1)] == [True] * 2 + [False] * 4 + [
        True
    ] * 2


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_power_of_2023_jumps_at_65_percent(year: int) -> None:
    assert correction(year, Decimal("0.64999999")).quantize(Decimal("0.000001")) == Decimal("1.045678")
    assert correction(year, Decimal("0.65")) == 1


@given(st.sampled_from((2023, 2024)), st.decimals(0, Decimal("0.649998"), places=6))
def test_below_65_percent_it_falls_without_a_break(year: int, load: Decimal) -> None:
    here, there = correction(year, load), correction(year, load + STEP)
    assert 0 < here - there <= STEP * Decimal("0.4")


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_curve_of_the_draft_jumps_at_half_load(year: int) -> None:
    assert correction(year, Decimal("0.4999")) == Decimal("1.100321")
    assert correction(year, Decimal("0.49999999")) == Decimal("1.100276")
    assert correction(year, Decimal("0.50")) == 1
    assert correction(year, Decimal(0)) == Decimal("7.254")


@given(st.sampled_from((2025, 2026)), SHARE, SHARE)
def test_the_curve_of_the_draft_never_rises_with_load(year: int, load: Decimal, other: Decimal) -> None:
    low, high = sorted((load, other))
    assert correction(year, low) >= correction(year, high) >= 1


@given(ALL_YEARS, SHARE, st.sampled_from(("III", "IV")))
def test_only_conventional_coal_is_corrected_by_load(year: int, load: Decimal, unit_class: str) -> None:
    assert correction(year, load, unit_class) == 1


@given(ALLOCATION_YEARS, UNITS)
def test_an_entity_is_never_worse_off_for_a_topup_and_never_below_the_floor(
    year: int, units: list[tuple[str, int, int]]
) -> None:
    rows = [rules.EntityUnit(str(number), *unit) for number, unit in enumerate(units)]
    answer = rules.power_entity(law(year), rows)
    assert answer.final == sum(unit.initial for unit in rows) + answer.gas_topup + answer.cap_topup
    assert answer.final >= answer.verified * Decimal("0.8") - 1
    assert all(topup == 0 for unit, topup in zip(rows, answer.unit_topups, strict=True) if unit.unit_class != "IV")
    assert answer.gas_topup >= 0
    assert answer.cap_topup >= 0
    if answer.cap_topup:
        assert answer.final == int(answer.verified * Decimal("0.8"))
    assert all(step.holds for step in replay(answer.explanation))


@given(OBLIGATION_YEARS, UNITS)
def test_until_2022_the_limits_work_on_the_obligation(year: int, units: list[tuple[str, int, int]]) -> None:
    rows = [rules.EntityUnit(str(number), *unit) for number, unit in enumerate(units)]
    answer = rules.power_entity(law(year), rows)
    free = sum(unit.initial for unit in rows)
    assert (answer.gas_topup, answer.cap_topup, answer.initial, answer.final) == (0, 0, free, free)
    owing = [rules.Owing(one.number, Decimal(one.verified), one.unit_class, one.initial) for one in rows]
    due = rules.obligation(law(year), owing)
    assert 0 <= due.due <= min(answer.verified, free + answer.verified * Decimal("0.2"))
    assert all(owed <= one.initial for owed, one in zip(due.owed, rows, strict=True) if one.unit_class == "IV")
    assert all(owed == one.verified for owed, one in zip(due.owed, rows, strict=True) if one.unit_class != "IV")
    assert due.due == sum(due.owed) or due.due == int(free + answer.verified * Decimal("0.2"))
    for told in (answer.explanation, due.explanation):
        assert all(step.holds for step in replay(told))


@given(ALLOCATION_YEARS, st.lists(st.decimals(0, 9_000_000, places=2), min_size=1, max_size=8))
def test_the_obligation_is_the_sum_of_whole_tonnes(year: int, emissions: list[Decimal]) -> None:
    told = rules.obligation(law(year), [rules.Owing(str(number), one) for number, one in enumerate(emissions)])
    assert told.due == sum(told.verified) == sum(told.owed)
    assert abs(told.due - sum(emissions)) <= Decimal(len(emissions)) / 2
    assert all(step.holds for step in replay(told.explanation))


@given(ALL_YEARS, st.decimals(0, 9_000_000, places=2), a_unit())
def test_a_gas_unit_alone_never_owes_more_than_it_receives(year: int, verified: Decimal, unit: rules.UnitFacts) -> None:
    gas = rules.UnitFacts(
        "1", "IV", unit.generation_mwh, unit.heat_gj, supply_mwh=unit.supply_mwh, heat_ratio=unit.heat_ratio
    )
    free = rules.power_unit(law(year), gas).allocation
    due = rules.obligation(law(year), [rules.Owing("1", verified, "IV", free)])
    answer = rules.power_entity(law(year), [rules.EntityUnit("1", "IV", free, due.verified[0])])
    assert answer.final >= due.due


@given(ALLOCATION_YEARS, TONNES, TONNES, TONNES, TONNES)
def test_deductions_conserve(year: int, pre: int, final: int, to_deduct: int, pre_deducted: int) -> None:
    taken_before = min(pre_deducted, pre)
    answer = rules.issue(law(year), pre, final, to_deduct, taken_before)
    issued = pre - taken_before + answer.final_issue
    deducted = taken_before + to_deduct - answer.still_to_deduct
    assert issued + deducted == final
    assert answer.still_to_deduct >= 0
    assert issued >= 0
    assert all(step.holds for step in replay(answer.explanation))


@given(st.integers(2021, LAST), st.decimals(0, 30_000_000, places=2), st.decimals(0, Decimal("0.5"), places=4))
def test_the_pre_allocation_is_never_more_than_its_share(year: int, verified: Decimal, share: Decimal) -> None:
    told = rules.pre_allocation(law(year), rules.PreFacts(verified, chosen_share=share))
    part = law(year).value("allocation.pre.share") if year < 2025 else share
    assert told.value <= verified * part < told.value + 1
    assert all(step.holds for step in replay(told))


@given(st.sampled_from((2021, 2022)), TONNES, TONNES)
def test_what_is_borrowed_is_at_most_half_the_gap(year: int, due: int, initial: int) -> None:
    answer = rules.borrowable(law(year), due, initial)
    gap = max(due - initial, 0)
    assert answer.borrowable in (0, gap // 2)
    assert (answer.borrowable == 0) == (gap < 2 or gap * 10 < due)
    assert all(step.holds for step in replay(answer.explanation))


@given(st.dates(date(2010, 1, 1), date(2035, 12, 31)), CLASSES)
def test_on_any_day_a_unit_is_allocated_to_or_no_law_is_named(day: date, unit_class: str) -> None:
    facts = rules.UnitFacts(
        "1", unit_class, Decimal(9), load_factor=Decimal("0.5"), supply_mwh=Decimal(9), heat_ratio=Decimal(0)
    )
    if FIRST <= day.year <= LAST:
        assert rules.power_unit(edition.law(day), facts).allocation >= 0
    else:
        with pytest.raises(NotInForce):
            rules.power_unit(edition.law(day), facts)


@given(ALL_YEARS, st.text("IVX.abcdefghijklmnopqrstuvwxyz", max_size=12).filter(lambda name: name not in "I II III IV"))
def test_a_class_that_is_none_is_refused_with_those_of_the_year(year: int, name: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.power_unit(law(year), rules.UnitFacts("1", name, Decimal(1)))
    assert refused.value.findings[0].code == "FACT-UNKNOWN"
    assert refused.value.findings[0].facts["known"] == "I, II, III, IV"
