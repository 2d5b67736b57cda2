"""The one register of questions, and the asking of one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from domain.core.findings import refuse
from domain.trial.rules import (
    allocation,
    allocation_cases,
    calendar,
    emission,
    emission_data,
    emission_processes,
    industry,
    listing,
    market,
    penalty,
    penalty_breach,
    penalty_procedure,
    preparation,
    surrender,
)
from domain.trial.rules.question import Answer, Asked, Book, Question
from domain.trial.rules.reading import read_question

GROUPS = (
    allocation,
    allocation_cases,
    calendar,
    emission,
    emission_data,
    emission_processes,
    industry,
    listing,
    market,
    penalty,
    penalty_breach,
    penalty_procedure,
    preparation,
    surrender,
)
QUESTIONS: Mapping[str, Question] = {one.code: one for group in GROUPS for one in group.QUESTIONS}


def question(code: str) -> Question:
    """The question of that code; refused (TRIAL-QUESTION) with the nearest one there is."""
    if code not in QUESTIONS:
        nearest = get_close_matches(code[:80], QUESTIONS, 1, 0)
        raise refuse("TRIAL-QUESTION", field_name="ask", question=code[:80], nearest=nearest[0])
    return QUESTIONS[code]


def ask(
    code: str, given: Mapping[str, object], book: Book, *, today: date, year: object = None, on: object = None
) -> Answer:
    """The answer to a question, with its derivation. `year` and `on` as written, where the question has them.

    Refused (TRIAL-…, FACT-…) at the place of what is wrong; NotInForce where the law of the day says nothing.
    Figures that no computation holds, such as a product of thirty digits, are refused too (TRIAL-BEYOND).
    """
    chosen = question(code)
    facts, compliance_year, named = read_question(chosen, given, year, on)
    try:
        picked = chosen.picks_day(facts, compliance_year, today, book)
        day = named or picked
        return replace(chosen.answer(Asked(facts, day, compliance_year, today, book)), law_day=day)
    except ArithmeticError as trouble:
        raise refuse("TRIAL-BEYOND", trouble=type(trouble).__name__) from trouble
