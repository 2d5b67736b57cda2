"""Formulas are read back and computed again, and what they cannot say is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.core.formulas import NoFormula, Scope, chosen_by, compute, replay
from domain.core.law import Confidence, Law, Provision
from domain.core.workings import Explanation, Working

FIGURES = {
    ("a", ""): Decimal(7),
    ("b", ""): Decimal(2),
    ("x", "1"): Decimal(10),
    ("x", "2"): Decimal(20),
    ("y", "1"): Decimal(1),
    ("y", "2"): Decimal(5),
}
SCOPE = Scope(FIGURES, {"rate.of.II": Decimal("0.5")})


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("a - b - 1", "4"),
        ("a − b × 2", "3"),
        ("(a + b) × rate.of.II", "4.5"),
        ("a ÷ b / 2", "1.75"),
        ("b ^ 3", "8"),
        ("-a + 10", "3"),
        ("|b - a|", "5"),
        ("max(a, b, 9)", "9"),
        ("min(a - 9, 0)", "-2"),
        ("floor(a ÷ b)", "3"),
        ("exp(a - a)", "1"),
        ("sqrt(b + 2)", "2"),
        ("Σ x", "30"),
        ("Σ (x - y)", "24"),
        ("Σ (x × b)", "60"),
        ("a + Σ x", "37"),
        ("x[2] - y[1]", "19"),
        ("a ≥ 26000", "7"),
        ("Σ a", "7"),
    ],
)
def test_a_formula_is_computed(formula: str, value: str) -> None:
    assert compute(formula, SCOPE) == Decimal(value)


def test_inside_a_step_of_an_index_a_name_means_its_own() -> None:
    assert compute("x × b - y", Scope(FIGURES, {}, "2")) == 35


@pytest.mark.parametrize(
    "formula",
    ["", "a +", "a b", "(a", "max(a", "c", "x[3]", "a § b", "× a", "a ÷ (b - 2)", "rate.of.II[1]", "sqrt(b - 3)"],
)
def test_what_is_no_formula_is_told(formula: str) -> None:
    with pytest.raises(NoFormula):
        compute(formula, SCOPE)


def law() -> Law:
    told = {"share": ("0.7", "share"), "rounding": ("floor:0", "rounding")}
    provisions = {
        key: Provision(key, value, unit, date(2024, 1, 1), None, "a", Confidence.FOUND)
        for key, (value, unit) in told.items()
    }
    return Law(date(2024, 12, 31), provisions)


def explained(formula: str = "sum × share") -> Explanation:
    working = Working("planted", law())
    tonnes = [working.given("part", Decimal(part), "t", "", index) for index, part in (("1", 10), ("2", 5))]
    total = working.step("sum", "Σ part", Decimal(sum(tonnes)), "t")
    return working.result("out", formula, total * working.law("share"), "t", rounding="rounding")


def test_a_derivation_is_computed_again() -> None:
    told = Explanation.from_json(explained().as_json())
    assert [(again.value, again.holds) for again in replay(told)] == [(Decimal(15), True), (Decimal(10), True)]


def test_words_that_do_not_compute_the_figure_are_seen() -> None:
    assert [again.holds for again in replay(explained("sum × share × share"))] == [True, False]


def test_a_figure_is_computed_under_other_law() -> None:
    *_, result = replay(explained(), {"share": "0.5"})
    assert (result.unrounded, result.value, result.holds) == (Decimal("7.5"), Decimal(7), False)


def test_what_chose_the_way_is_told_from_what_was_computed_with() -> None:
    """A threshold decides which step is made; the same steps say nothing about another threshold."""
    told = {"rate": "2", "threshold": "0.5", "limit": "10", "unused": "1", "whole": "floor:0"}
    provisions = {
        key: Provision(key, value, "number", date(2024, 1, 1), None, "a", Confidence.FOUND)
        for key, value in told.items()
    }
    working = Working("planted", Law(date(2024, 12, 31), provisions))
    load = working.given("load", Decimal("0.6"), "share")
    assert load > working.law("threshold")
    assert load < working.law("limit")
    explained = working.result("out", "load × rate ≥ limit", load * working.law("rate"), "", rounding="whole")
    assert chosen_by(explained) == {"threshold", "limit"}


def test_an_open_question_is_told_with_the_figure_that_raises_it() -> None:
    review = Provision("review.doubt", "shar,other", "keys", date(2024, 1, 1), None, "a", Confidence.FOUND)
    silent = Provision("review.silent", "other", "keys", date(2024, 1, 1), None, "a", Confidence.FOUND)
    book = Law(date(2024, 12, 31), {**law().provisions, review.key: review, silent.key: silent})
    working = Working("planted", book)
    told = working.result("out", "share", working.law("share"), "")
    assert told.reviews == ("doubt",)
    assert Explanation.from_json(told.as_json()) == told
