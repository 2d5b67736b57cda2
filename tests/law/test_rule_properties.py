"""What must hold of the rules for any facts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.allocation import rules as allocation
from domain.core.law import last_day_of
from domain.core.workings import Explanation
from domain.penalty import rules as penalty
from domain.surrender import rules as surrender
from tests.law import edition

CLASSES = st.sampled_from(("I", "II", "III", "IV"))
YEARS = st.sampled_from((2023, 2024, 2025))
OUTPUT = st.decimals(0, 50_000_000, places=3)
SHARE = st.decimals(0, 1, places=6)
TONNES = st.integers(0, 30_000_000)
PRICE = st.decimals(Decimal("0.01"), 500, places=2)
# The last day of each legal period of a failure to surrender, and a day of the period of today's code.
CONDUCT_DAYS = st.sampled_from((date(2021, 1, 31), date(2024, 4, 30), date(2026, 8, 14), date(2027, 1, 1)))


def allocated(year: int, unit_class: str, generation: Decimal, heat: Decimal, load: Decimal) -> int:
    facts = allocation.UnitFacts("1", unit_class, generation, heat, load)
    return allocation.power_unit(edition.law(last_day_of(year)), facts).allocation


@given(YEARS, CLASSES, OUTPUT, OUTPUT, OUTPUT, OUTPUT, SHARE)
def test_more_output_never_means_fewer_allowances(
    year: int, unit_class: str, generation: Decimal, more: Decimal, heat: Decimal, more_heat: Decimal, load: Decimal
) -> None:
    before = allocated(year, unit_class, generation, heat, load)
    assert before >= 0
    assert allocated(year, unit_class, generation + more, heat + more_heat, load) >= before


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_load_correction_falls_steadily_and_jumps_at_65_percent(year: int) -> None:
    def correction(load: str) -> Decimal:
        facts = allocation.UnitFacts("1", "I", Decimal(1), Decimal(0), Decimal(load))
        return allocation.power_unit(edition.law(last_day_of(year)), facts).load_correction

    shares = [Decimal(number) / 1000 for number in range(300, 650)]
    factors = [correction(str(share)) for share in shares]
    assert factors == sorted(factors, reverse=True)
    # Without a break below the threshold: a thousandth of load never moves it by more than four ten-thousandths.
    assert max(high - low for high, low in pairwise(factors)) < Decimal("0.0004")
    assert correction("0.64999999").quantize(Decimal("0.00001")) == Decimal("1.04568")
    assert correction("0.65") == 1


@given(YEARS, st.lists(st.tuples(CLASSES, TONNES, TONNES), min_size=1, max_size=6))
def test_an_entity_is_never_worse_off_for_a_topup_and_never_below_the_floor(
    year: int, units: list[tuple[str, int, int]]
) -> None:
    rows = [allocation.EntityUnit(str(number), *unit) for number, unit in enumerate(units)]
    answer = allocation.power_entity(edition.law(last_day_of(year)), rows)
    assert answer.final == sum(unit.initial for unit in rows) + answer.gas_topup + answer.cap_topup
    assert answer.final >= answer.due * Decimal("0.8") - 1
    assert all(topup == 0 for unit, topup in zip(rows, answer.unit_topups, strict=True) if unit.unit_class != "IV")
    assert answer.gas_topup >= 0
    assert answer.cap_topup >= 0
    if answer.cap_topup:
        assert answer.final == int(answer.due * Decimal("0.8"))


@given(TONNES, TONNES, TONNES, TONNES)
def test_deductions_conserve(pre: int, final: int, to_deduct: int, pre_deducted: int) -> None:
    answer = allocation.issue(edition.law(last_day_of(2024)), pre, final, to_deduct, min(pre_deducted, pre))
    issued = pre - min(pre_deducted, pre) + answer.final_issue
    deducted = min(pre_deducted, pre) + to_deduct - answer.still_to_deduct
    assert issued + deducted == final
    assert answer.still_to_deduct >= 0
    assert issued >= 0


@given(st.lists(st.decimals(0, 9_000_000, places=2), min_size=1, max_size=8))
def test_the_obligation_is_the_sum_of_whole_tonnes(emissions: list[Decimal]) -> None:
    rows = [(str(number), tonnes) for number, tonnes in enumerate(emissions)]
    due = allocation.obligation(edition.law(last_day_of(2024)), rows).value
    assert due == int(due)
    assert abs(due - sum(emissions)) <= Decimal(len(emissions)) / 2


@given(st.decimals(0, 9_000_000, places=2), OUTPUT, OUTPUT, st.decimals(0, 1, places=4))
def test_a_gas_unit_alone_never_owes_more_than_it_receives(
    verified: Decimal, generation: Decimal, heat: Decimal, load: Decimal
) -> None:
    law = edition.law(last_day_of(2024))
    due = int(allocation.obligation(law, [("1", verified)]).value)
    unit = allocation.EntityUnit("1", "IV", allocated(2024, "IV", generation, heat, load), due)
    assert allocation.power_entity(law, [unit]).final >= due


@given(TONNES, st.lists(st.tuples(st.integers(0, 2_000_000), st.dates(date(2012, 1, 1), date(2026, 1, 1))), max_size=5))
def test_offsets_are_all_accounted_for_and_stay_under_the_cap(due: int, handed_in: list[tuple[int, date]]) -> None:
    law = edition.law(last_day_of(2024))
    offsets = [surrender.Offset(*one) for one in handed_in]
    taken = surrender.take_offsets(law, due, offsets)
    assert taken.tonnes <= taken.cap.value <= due * Decimal("0.05")
    assert taken.tonnes + taken.refused == sum(offset.tonnes for offset in offsets)
    assert all(
        accepted == 0
        for accepted, offset in zip(taken.accepted, offsets, strict=True)
        if offset.registered_on < date(2024, 1, 22)
    )


@given(TONNES, TONNES, st.integers(0, 1000), st.integers(-400, 400), st.integers(-400, 400))
def test_a_standing_is_one_of_four_and_short_only_after_the_deadline(
    due: int, surrendered: int, offsets: int, met: int, asked: int
) -> None:
    deadline = date(2025, 12, 31)
    met_on, as_of = deadline + timedelta(days=met), deadline + timedelta(days=asked)
    answer = surrender.standing(due, surrendered, offsets, deadline, met_on, as_of)
    assert answer.shortfall == max(due - surrendered - offsets, 0)
    assert (answer.status in (surrender.Status.SHORT, surrender.Status.OPEN)) == (answer.shortfall > 0)
    assert (answer.status is surrender.Status.OPEN) == (answer.shortfall > 0 and as_of <= deadline)
    assert (answer.status is surrender.Status.LATE) == (answer.shortfall == 0 and met_on > deadline)


def test_the_day_of_completion_is_that_of_the_last_tonne() -> None:
    hand_ins = [(date(2026, 1, 4), 5), (date(2025, 12, 1), 90), (date(2026, 2, 1), 7)]
    assert surrender.completed_on(100, 5, hand_ins) == date(2026, 1, 4)
    assert surrender.completed_on(100, 0, hand_ins) == date(2026, 2, 1)
    assert surrender.completed_on(103, 0, hand_ins) is None


@given(CONDUCT_DAYS, st.integers(1, 5_000_000), PRICE, st.decimals(0, 1, places=4))
def test_the_range_of_a_fine_contains_every_choice_within_it_and_nothing_else(
    day: date, shortfall: int, price: Decimal, choice: Decimal
) -> None:
    for step in penalty.surrender_fine(edition.law(day), shortfall, price).steps:
        if step.fine_min is None or step.fine_max is None:
            assert [finding.code for finding in penalty.within(None, None, price)] == ["PENALTY-NO-AMOUNT"]
            continue
        assert 0 <= step.fine_min <= step.fine_max
        fine = (step.fine_min + (step.fine_max - step.fine_min) * choice).quantize(Decimal("0.01"))
        assert list(penalty.within(step.fine_min, step.fine_max, fine)) == []
        for outside in (step.fine_min - Decimal("0.01"), step.fine_max + Decimal("0.01")):
            assert [finding.code for finding in penalty.within(step.fine_min, step.fine_max, outside)] == [
                "PENALTY-RANGE"
            ]
        assert 0 <= step.deduct <= shortfall


@given(st.decimals(0, 10_000_000, places=2), st.sampled_from(("false",)))
def test_a_gain_from_the_threshold_on_is_fined_by_multiples(gain: Decimal, what: str) -> None:
    answer = penalty.report_fine(edition.law(date(2025, 4, 1)), what, gain)
    assert answer.fine_min is not None
    assert answer.fine_max is not None
    if gain >= 500_000:
        assert (answer.fine_min, answer.fine_max) == (gain * 5, gain * 10)
    else:
        assert (answer.fine_min, answer.fine_max) == (500_000, 2_000_000)


def test_two_laws_are_laid_side_by_side_and_none_is_chosen() -> None:
    conduct, decision = edition.law(date(2025, 1, 1)), edition.law(date(2026, 9, 1))
    large = penalty.compare(conduct, decision, 10_000, Decimal(60))
    assert large.needs_review
    assert large.at_decision is not None
    assert (large.at_conduct.law, large.at_decision.law) == ("decree-775-art-24", "code-art-1226")
    assert large.failed is penalty.Lighter.DECISION
    assert large.uncorrected is penalty.Lighter.UNCLEAR
    assert penalty.compare(conduct, decision, 100, Decimal(60)).failed is penalty.Lighter.CONDUCT
    assert penalty.compare(conduct, decision, 5_000, Decimal(60)).failed is penalty.Lighter.UNCLEAR
    assert not penalty.compare(conduct, edition.law(date(2026, 1, 1)), 10_000, Decimal(60)).needs_review


def test_limitation_hearing_and_late_payment() -> None:
    law = edition.law(date(2025, 6, 1))
    assert penalty.limitation_ends(law, date(2025, 1, 1)) == date(2027, 1, 1)
    assert penalty.limitation_ends(law, date(2024, 2, 29), harmful=True) == date(2029, 2, 28)
    assert not penalty.hearing_offered(law, Decimal(200_000))
    assert penalty.hearing_offered(law, Decimal("200000.01"))
    assert penalty.late_addition(law, Decimal(100_000), 10).value == 30_000
    assert penalty.late_addition(law, Decimal(100_000), 60).value == 100_000
    assert penalty.late_addition(law, Decimal(100_000), -3).value == 0


@given(YEARS, CLASSES, OUTPUT, OUTPUT, SHARE)
def test_an_explanation_survives_being_stored(
    year: int, unit_class: str, generation: Decimal, heat: Decimal, load: Decimal
) -> None:
    facts = allocation.UnitFacts("1", unit_class, generation, heat, load, "report!D9")
    told = allocation.power_unit(edition.law(last_day_of(year)), facts).explanation
    assert Explanation.from_json(told.as_json()) == told
    assert told.rests_on_draft == (year == 2025)
    assert Decimal(told.result.unrounded) >= told.value
    assert {used.key for used in told.provisions} >= {f"power.benchmark.{unit_class}", "rounding.allocation.unit"}
