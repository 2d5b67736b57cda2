"""The worked cases of `tests/cases`: questions to the law with known answers, asked of the shipped edition.

They are read as `portal cases` reads any file, so that the format is tried with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.trial.rules import QUESTIONS, run
from portal.case_file import Case, cases_in
from tests.law import edition

FOLDER = Path(__file__).parent.parent / "cases"
# Where neither case nor facts name a day, the law of this one answers; a case is not to change with the calendar.
ASKED_ON = date(2026, 11, 21)
KINDS = ("official", "published", "constructed")


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.yaml")):
        yield from cases_in(path)


def named(case: Case) -> Any:
    return pytest.param(case, id=f"{Path(case.file).stem}:{case.line} {case.sentence}")


@pytest.mark.parametrize("case", list(map(named, cases())))
def test_worked_case(case: Case) -> None:
    assert case.faults == ()
    outcome = run(case.values, edition.book(), ASKED_ON)
    assert (outcome.faults, outcome.differences) == ((), ())
    assert case.values["kind"] in KINDS
    assert case.values["source"]


def test_every_question_has_worked_cases() -> None:
    asked = Counter(str(case.values["ask"]) for case in cases())
    assert set(QUESTIONS) - set(asked) == set()


def test_a_wrong_expectation_is_seen() -> None:
    case = {"case": "a case", "ask": "allocation.pre", "year": 2024}
    case |= {"given": {"sector": "power", "prior_verified": "1"}}
    assert run(case | {"expect": {"pre": "0"}}, edition.book(), ASKED_ON).holds
    assert not run(case | {"expect": {"pre": "1"}}, edition.book(), ASKED_ON).holds
    assert run(case | {"expect": {"prae": "0"}}, edition.book(), ASKED_ON).faults
