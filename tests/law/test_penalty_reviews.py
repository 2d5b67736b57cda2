"""Open legal questions: each touches law that is in force, and figures that rest on it say so and answer nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from domain.core.formulas import replay
from domain.core.law import REVIEW, Provision, law_on, touched
from domain.core.workings import Explanation
from domain.penalty import rules
from domain.penalty.rules import When
from domain.trial.rules import ask
from portal import words
from tests.law import edition

ASKED_ON = date(2026, 11, 21)
FAR = date(2035, 12, 31)
REVIEWS = [one for one in edition.provisions() if one.key.startswith(REVIEW)]
THE_CODE = date(2026, 8, 15)


@pytest.mark.parametrize("review", REVIEWS, ids=lambda one: one.key)
def test_a_question_touches_keys_in_force_on_both_ends(review: Provision) -> None:
    assert review.unit == "keys"
    for day in (review.in_force_from, review.in_force_until or FAR):
        keys = [one.key for one in law_on(edition.provisions(), day)]
        assert [begins for begins in touched(review) if not any(key.startswith(begins) for key in keys)] == []


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("review", REVIEWS, ids=lambda one: one.key)
def test_a_question_is_asked_in_full(review: Provision, language: str) -> None:
    token = words.speaking.set(language)
    try:
        code = review.key.removeprefix(REVIEW)
        assert len(words.label("review", code)) > len(words.label("provision", review.key)) > len("?")
        assert words.label("review", code) != code
    finally:
        words.speaking.reset(token)


def told(day: date, shortfall: int = 10_000) -> dict[When, Explanation]:
    fine = rules.surrender_fine(edition.law(day), shortfall, Decimal(60))
    return {step.when: step.explanation for step in fine.steps}


def test_the_two_steps_of_the_code_carry_their_questions() -> None:
    before, after = told(date(2026, 8, 14)), told(THE_CODE)
    assert before[When.FAILED].reviews == ("lighter_law",)
    assert set(after[When.FAILED].reviews) == {"cumulative_fines", "lighter_law", "code_transcription"}
    assert {"cumulative_fines", "quantity_uncorrected", "deduction_decisions"} <= set(after[When.UNCORRECTED].reviews)


def test_the_price_and_the_first_fine_are_named_in_the_derivation() -> None:
    fine = rules.surrender_fine(edition.law(THE_CODE), 10_000, Decimal(60), still_open=4_000)
    alone, both, *open_still = (reading.explanation for reading in fine.readings)
    assert {("shortfall", "10000")} == {(one.inputs[0].name, one.inputs[0].value) for one in (alone, both)}
    assert {("still_open", "4000")} == {(one.inputs[0].name, one.inputs[0].value) for one in open_still}
    for one in (fine.step(When.UNCORRECTED).explanation, alone, both):
        assert "penalty.price.window_months" in {used.key for used in one.provisions}
    first, second = "penalty.surrender.failed.fine_max", "market_value × penalty.surrender.uncorrected.multiple_max"
    assert (alone.result.formula, both.result.formula) == (second, f"{first} + {second}")
    assert (alone.edition, both.edition) == ("second_alone", "both_fines")


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2021, 2, 1), date(2020, 1, 1)])
def test_what_is_long_decided_raises_no_question(day: date) -> None:
    assert {code for one in told(day).values() for code in one.reviews} == set()


@pytest.mark.parametrize(
    ("day", "what", "raised"),
    [
        (date(2026, 8, 14), "not_disclosed", set()),
        (THE_CODE, "not_disclosed", {"disclosure_articles", "code_transcription"}),
        (date(2026, 8, 14), "false", set()),
        (THE_CODE, "false", {"environmental_monitoring"}),
        (THE_CODE, "not_filed", {"code_transcription"}),
        (THE_CODE, "plan_not_followed", set()),
    ],
)
def test_breaches_of_reporting_carry_their_questions(day: date, what: str, raised: set[str]) -> None:
    fine = rules.report_fine(edition.law(day), what)
    assert set(fine.explanation.reviews) == raised
    assert bool(fine.readings) == bool(raised & {"disclosure_articles", "environmental_monitoring"})


def test_pilots_after_the_handbook_are_asked_about() -> None:
    def raised(day: date) -> tuple[str, ...]:
        return rules.surrender_fine(edition.law(day), 10, Decimal(20), "hubei").steps[0].explanation.reviews

    assert raised(date(2019, 12, 31)) == ()
    assert raised(date(2020, 1, 1)) == ("pilot_rules_replaced",)


def test_a_comparison_says_that_new_deductions_are_a_drafts_word() -> None:
    found = rules.compare(edition.law(date(2026, 1, 1)), edition.law(date(2026, 9, 1)), 10_000, Decimal(60))
    assert not found.new_deductions
    assert found.explanation is not None
    assert "deduction_decisions" in found.explanation.reviews
    assert found.explanation.rests_on_draft


def cases() -> list[Any]:
    paths = sorted((Path(__file__).parent.parent / "cases").glob("penalty*.yaml"))
    found = [case for path in paths for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
    return [pytest.param(case, id=case["case"]) for case in found if "refused" not in case["expect"]]


@pytest.mark.parametrize("case", cases())
def test_every_answer_computes_again_and_carries_its_questions(case: dict[str, Any]) -> None:
    answer = ask(case["ask"], case["given"], edition.book(), today=ASKED_ON, on=case.get("on"))
    for one in answer.explanations:
        assert all(step.holds for step in replay(one))
        law = edition.law(date.fromisoformat(one.law_day))
        assert one.reviews == law.reviews([used.key for used in one.provisions])
