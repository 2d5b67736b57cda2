"""The one register of questions, and the asking of one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches

from domain.core.findings import refuse
from domain.trial.rules import allocation, calendar
from domain.trial.rules.question import Answer, Asked, Book, Question
from domain.trial.rules.reading import of_year, on_day, read

QUESTIONS: Mapping[str, Question] = {one.code: one for group in (allocation, calendar) for one in group.QUESTIONS}


def question(code: str) -> Question:
    """The question of that code; refused (TRIAL-QUESTION) with the nearest one there is."""
    if code not in QUESTIONS:
        nearest = get_close_matches(code, QUESTIONS, 1, 0)
        raise refuse("TRIAL-QUESTION", field_name="ask", question=code[:80], nearest=nearest[0])
    return QUESTIONS[code]


def ask(
    code: str, given: Mapping[str, object], book: Book, *, today: date, year: object = None, on: object = None
) -> Answer:
    """The answer to a question, with its derivation. `year` and `on` as written, where the question has them.

    Refused (TRIAL-…, FACT-…) at the place of what is wrong; NotInForce where the law of the day says nothing.
    """
    chosen = question(code)
    facts = read(chosen, given)
    compliance_year = None if year in (None, "") else of_year(year, "year")
    picked = chosen.picks_day(facts, compliance_year, today, book)
    day = picked if on in (None, "") else on_day(on, "on")
    return chosen.answer(Asked(facts, day, compliance_year, today, book))
