"""The verdict on an obligation, and how it is explained. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.law import last_day_of
from domain.surrender.rules import HandIn, Status, cost, obligation, outcome
from tests.law import edition

LAW = edition.law(last_day_of(2024))
DEADLINE = date(2025, 12, 31)
DAYS = st.dates(date(2025, 11, 1), date(2026, 3, 1))
HAND_INS = st.lists(st.builds(HandIn, DAYS, st.integers(1, 500), st.booleans()), max_size=8)


@pytest.mark.parametrize(
    ("hand_ins", "as_of", "status", "shortfall", "completed_on", "at_deadline"),
    [
        ([], date(2025, 12, 31), Status.OPEN, 100, None, 100),
        ([], date(2026, 1, 1), Status.SHORT, 100, None, 100),
        ([(DEADLINE, 100)], date(2026, 1, 5), Status.ON_TIME, 0, DEADLINE, 0),
        ([(date(2025, 12, 20), 90)], date(2026, 1, 5), Status.SHORT, 10, None, 10),
        ([(date(2025, 12, 20), 90), (date(2026, 1, 8), 10)], date(2026, 1, 7), Status.SHORT, 10, None, 10),
        ([(date(2025, 12, 20), 90), (date(2026, 1, 8), 10)], date(2026, 1, 8), Status.LATE, 0, date(2026, 1, 8), 10),
        ([(date(2025, 12, 20), 150)], date(2026, 1, 5), Status.ON_TIME, 0, date(2025, 12, 20), 0),
    ],
)
def test_the_verdict_as_of_a_day(
    hand_ins: list[tuple[date, int]],
    as_of: date,
    status: Status,
    shortfall: int,
    completed_on: date | None,
    at_deadline: int,
) -> None:
    answer = outcome(LAW, 100, [HandIn(*one) for one in hand_ins], as_of)
    verdict = answer.standing
    assert (verdict.status, verdict.shortfall, verdict.completed_on) == (status, shortfall, completed_on)
    assert answer.deadline_shortfall == at_deadline


def test_reductions_count_from_the_day_they_were_handed_in() -> None:
    late = [HandIn(date(2025, 12, 1), 95), HandIn(date(2026, 1, 3), 5, offset=True)]
    answer = outcome(LAW, 100, late, date(2026, 1, 5))
    assert (answer.standing.status, answer.standing.completed_on) == (Status.LATE, date(2026, 1, 3))
    assert (answer.surrendered, answer.offsets, answer.deadline_shortfall) == (95, 5, 5)


def test_who_owes_nothing_is_on_time() -> None:
    assert outcome(LAW, 0, [], date(2026, 2, 1)).standing.status is Status.ON_TIME


@given(st.integers(0, 2000), HAND_INS, DAYS)
def test_the_explanation_gives_the_shortfall(due: int, hand_ins: list[HandIn], as_of: date) -> None:
    answer = outcome(LAW, due, hand_ins, as_of)
    assert answer.explanation.value == answer.standing.shortfall
    assert answer.standing.shortfall == max(due - answer.surrendered - answer.offsets, 0)
    assert answer.standing.shortfall <= answer.deadline_shortfall or as_of <= DEADLINE


@given(st.integers(1, 2000), HAND_INS)
def test_no_day_turns_late_into_on_time(due: int, hand_ins: list[HandIn]) -> None:
    """What is dated does not change as days go by: once short, never on time any more."""
    days = [DEADLINE + timedelta(days=number) for number in (1, 30, 60)]
    verdicts = [outcome(LAW, due, hand_ins, day).standing.status for day in days]
    if verdicts[0] is Status.SHORT:
        assert Status.ON_TIME not in verdicts


def test_the_obligation_is_told_unit_by_unit() -> None:
    told = obligation(LAW, 432912, [("1", 400001), ("2", 32911)], "allocation")
    assert told.value == 432912
    assert [one.origin for one in told.inputs] == ["1", "2"]


def test_units_that_do_not_add_up_are_not_told() -> None:
    told = obligation(LAW, 100, [("1", 60)], "allocation")
    assert told.value == 100
    assert [one.origin for one in told.inputs] == ["allocation"]


def test_the_cost_of_what_is_missing() -> None:
    assert cost(LAW, 1200, Decimal("96.50"), date(2025, 12, 1)).value == Decimal("115800")
