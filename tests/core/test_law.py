"""Provisions, days and rounding."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.core.law import Confidence, NotInForce, Provision, Rounding, law_on


def provision(value: str, start: date, end: date | None = None) -> Provision:
    return Provision("a.key", value, "t", start, end, "某办法 第一条", Confidence.FOUND)


OLD = provision("1", date(2023, 1, 1), date(2023, 12, 31))
NEW = provision("2", date(2024, 1, 1))


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2023, 1, 1), "1"), (date(2023, 12, 31), "1"), (date(2024, 1, 1), "2"), (date(2099, 1, 1), "2")],
)
def test_each_day_has_its_value(day: date, value: str) -> None:
    assert law_on([OLD, NEW], day).value("a.key") == Decimal(value)


def test_before_the_first_day_there_is_no_answer() -> None:
    with pytest.raises(NotInForce) as caught:
        law_on([OLD, NEW], date(2022, 12, 31)).value("a.key")
    assert (caught.value.key, caught.value.day) == ("a.key", date(2022, 12, 31))


def test_two_values_on_one_day_are_a_mistake_of_the_book() -> None:
    with pytest.raises(ValueError, match="two provisions"):
        law_on([OLD, provision("3", date(2023, 6, 1))], date(2023, 7, 1))


@pytest.mark.parametrize(
    ("rounding", "value", "rounded"),
    [
        ("half_up:6", "1.0302245", "1.030225"),
        ("half_up:2", "97.9965", "98.00"),
        ("half_up:2", "0.005", "0.01"),
        ("floor:0", "864196.9", "864196"),
        ("floor:0", "-0.5", "-1"),
    ],
)
def test_rounding_is_law(rounding: str, value: str, rounded: str) -> None:
    assert str(Rounding.parse(rounding)(Decimal(value))) == rounded


def test_a_rounding_that_nobody_wrote_is_refused() -> None:
    with pytest.raises(ValueError, match="not a rounding"):
        Rounding.parse("bankers:2")
