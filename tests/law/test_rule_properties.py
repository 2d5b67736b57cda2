"""What must hold of the rules for any facts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.core.law import last_day_of
from domain.penalty import rules as penalty
from domain.surrender import rules as surrender
from tests.law import edition

TONNES = st.integers(0, 30_000_000)
PRICE = st.decimals(Decimal("0.01"), 500, places=2)
# The last day of each legal period of a failure to surrender, and a day of the period of today's code.
CONDUCT_DAYS = st.sampled_from((date(2021, 1, 31), date(2024, 4, 30), date(2026, 8, 14), date(2027, 1, 1)))


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
