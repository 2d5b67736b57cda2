"""Reminders, days of ruling, filing numbers, which plans call for a review: pure."""

from __future__ import annotations

from datetime import date

import pytest

from domain.core.law import NotInForce
from domain.monitoring_plan import rules
from domain.monitoring_plan.rules import Filed
from tests.law import edition

DUE = date(2025, 10, 15)
DAYS = (30, 7, -1, -30)


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2025, 9, 14), None),
        (date(2025, 9, 15), 30),
        (date(2025, 10, 7), 30),
        (date(2025, 10, 8), 7),
        (date(2025, 10, 15), 7),
        (date(2025, 10, 16), -1),
        (date(2025, 11, 14), -30),
        (date(2027, 1, 1), -30),
    ],
)
def test_the_latest_reminder_that_has_come_is_owed(today: date, told: int | None) -> None:
    assert rules.reminder_due(DUE, today, DAYS) == told


def test_the_days_of_reminding_are_those_of_the_law() -> None:
    assert rules.reminder_days(edition.law(date(2025, 1, 1))) == DAYS
    assert rules.reminder_days(edition.law(date(2010, 1, 1))) == ()


@pytest.mark.parametrize(
    ("filed_on", "since", "before", "first"),
    [
        (date(2023, 12, 19), None, None, date(2024, 1, 1)),
        (date(2024, 1, 5), None, None, date(2024, 1, 5)),
        (date(2024, 5, 20), None, date(2024, 1, 1), date(2024, 5, 20)),
        (date(2024, 5, 20), date(2024, 5, 6), date(2024, 1, 1), date(2024, 5, 6)),
        (date(2024, 5, 20), date(2024, 6, 1), date(2024, 1, 1), date(2024, 5, 20)),
        (date(2024, 9, 1), date(2024, 2, 1), date(2024, 5, 6), date(2024, 5, 6)),
    ],
)
def test_a_version_rules_from_a_day(filed_on: date, since: date | None, before: date | None, first: date) -> None:
    assert rules.rules_from(2024, filed_on, since, before) == first


def test_reigns_follow_one_another_and_end_with_the_year() -> None:
    filed = [
        Filed(3, 2025, 1, date(2025, 1, 1)),
        Filed(2, 2024, 2, date(2024, 5, 6)),
        Filed(1, 2024, 1, date(2024, 1, 1)),
    ]
    told = [(reign.plan_id, reign.since, reign.until) for reign in rules.reigns(filed)]
    assert told == [
        (1, date(2024, 1, 1), date(2024, 5, 5)),
        (2, date(2024, 5, 6), date(2024, 12, 31)),
        (3, date(2025, 1, 1), date(2025, 12, 31)),
    ]


def test_one_replaced_on_its_first_day_never_ruled() -> None:
    first, second = rules.reigns([Filed(1, 2024, 1, date(2024, 1, 1)), Filed(2, 2024, 2, date(2024, 1, 1))])
    assert not first.ruled
    assert second.rules_on(date(2024, 1, 1))


def test_the_number_follows_the_pattern_of_the_day() -> None:
    assert rules.filing_number(edition.law(date(2024, 1, 2)), "鄂", 2024, 17) == "鄂环碳案〔2024〕0017号"
    with pytest.raises(NotInForce):
        rules.filing_number(edition.law(date(2010, 1, 2)), "鄂", 2010, 1)


@pytest.mark.parametrize(
    ("version", "first_ever", "called"), [(1, True, "new"), (1, False, ""), (2, False, "revised"), (2, True, "revised")]
)
def test_new_and_revised_plans_call_for_a_review(version: int, first_ever: bool, called: str) -> None:
    for year in (2017, 2018, 2019, 2021):
        found = rules.review_called_for(edition.law(date(year, 12, 31)), version, first_ever)
        assert (found.case, found.required) == (called, called != "")
    later = rules.review_called_for(edition.law(date(2022, 12, 31)), version, first_ever)
    assert (later.case, later.required) == (called, False)
    assert rules.review_called_for(edition.law(date(2010, 12, 31)), version, first_ever) == rules.Called()


def test_three_sectors_had_a_later_day_in_2025() -> None:
    law = edition.law(date(2025, 12, 31))
    assert rules.is_late(date(2025, 2, 1), 0, law, "power")
    assert not rules.is_late(date(2025, 2, 1), 0, law, "steel")
    assert rules.is_late(date(2025, 7, 1), 0, law, "steel")
