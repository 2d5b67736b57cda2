"""What must hold of days, clocks and deadlines for any day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.core.formulas import replay
from domain.core.law import NotInForce, last_day_of
from domain.trial.rules import QUESTIONS, ask
from domain.trial.rules.calendar import CLOCKS, DEADLINES
from domain.trial.rules.question import Answer
from tests.law import edition
from tests.law.test_cases import ASKED_ON

CASES = Path(__file__).parent.parent / "cases"
KNOWN_DAYS = st.dates(date(2005, 1, 1), date(2026, 10, 31))
FILES = ("calendar", "calendar_deadlines", "calendar_preparation")


def answer(code: str, given_facts: dict[str, object], **more: object) -> Answer:
    return ask(code, given_facts, edition.book(), today=ASKED_ON, **more)


@settings(deadline=None)
@given(KNOWN_DAYS, st.integers(1, 40))
def test_a_clock_ends_on_a_working_day_with_as_many_between(start: date, days: int) -> None:
    calendar = edition.book().calendar
    found = answer("calendar.working_days", {"from": start, "days": days})
    due = found.values["due_on"]
    assert isinstance(due, date)
    assert calendar.is_working_day(due)
    assert calendar.between(start, due) == days
    assert found.values["days_off"] == (due - start).days - days


@settings(deadline=None)
@given(st.dates(date(2026, 12, 31), date(2040, 12, 31)), st.integers(1, 40))
def test_beyond_the_known_notices_every_clock_is_provisional(start: date, days: int) -> None:
    assert answer("calendar.working_days", {"from": start, "days": days}).values["provisional"] is True


@settings(deadline=None)
@given(st.dates(date(2022, 1, 1), date(2030, 12, 31)))
def test_evidence_is_due_forty_days_after_the_month(day: date) -> None:
    found = answer("calendar.evidence", {"month": f"{day:%Y-%m}"}).values
    first_of_next = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    assert found["due_on"] == first_of_next + timedelta(days=39)
    assert found["next_working_day"] >= found["due_on"]  # type: ignore[operator]
    assert (found["next_working_day"] == found["due_on"]) == found["working_day"]


@pytest.mark.parametrize("what", DEADLINES)
def test_every_deadline_that_can_be_asked_is_law_in_some_year_and_in_none_before(what: str) -> None:
    answered = []
    for year in range(2012, 2030):
        try:
            answered.append((year, answer("calendar.deadline", {"deadline": what}, year=year).values["due_on"]))
        except NotInForce:
            continue
    assert answered
    assert answered[0][0] >= 2013
    days = [due for _, due in answered]
    assert days == sorted(days)  # type: ignore[type-var]


def test_every_deadline_of_the_law_can_be_asked() -> None:
    keys = {one.key.removeprefix("deadline.") for one in edition.provisions() if one.key.startswith("deadline.")}
    assert keys - set(DEADLINES) == {"evidence.backfill"}


@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.parametrize("suffix", ["", ".industry"])
def test_the_steps_of_a_year_follow_one_another(year: int, suffix: str) -> None:
    law = edition.law(last_day_of(year))
    names = [f"deadline.{name}{suffix}" for name in ("report", "verification", "final_tables", "final_issue")]
    days = [law.on(key) for key in names] + [law.on("deadline.surrender")]
    assert days == sorted(days)


@settings(deadline=None)
@given(st.sampled_from(tuple(CLOCKS)), st.dates(date(2021, 4, 1), date(2026, 10, 31)))
def test_a_clock_runs_forward(what: str, start: date) -> None:
    try:
        due = answer("calendar.clock", {"clock": what, "from": start}).values["due_on"]
    except NotInForce:
        return
    assert isinstance(due, date)
    assert due > start


def answered_cases() -> list[Any]:
    cases = [case for name in FILES for case in yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))]
    return [pytest.param(case, id=case["case"]) for case in cases if "refused" not in case["expect"]]


@pytest.mark.parametrize("case", answered_cases())
def test_the_workings_of_every_worked_case_compute_again(case: dict[str, Any]) -> None:
    found = answer(case["ask"], case["given"], year=case.get("year"), on=case.get("on"))
    assert found.explanations
    assert all(step.holds for told in found.explanations for step in replay(told))


def test_the_examples_of_these_questions_are_answered() -> None:
    rooms = ("calendar.", "verification.", "plan.", "listing.", "allocation.balance", "allocation.industry_entity")
    for code, question in QUESTIONS.items():
        if code.startswith(rooms):
            facts = dict(question.example)
            year, on = facts.pop("year", None), facts.pop("on", None)
            assert answer(code, facts, year=year, on=on).values
