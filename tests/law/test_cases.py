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

from domain.core.findings import Refused
from domain.core.formulas import replay
from domain.core.law import NotInForce
from domain.core.workings import Explanation
from domain.records.lawbook.checks import UNITS
from domain.trial.rules import QUESTIONS, ask, run
from portal import words
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


# Measures that are written the same in every language, beside the units of provisions.
SYMBOLS = {"", "MWh", "GJ", "%", "tC", "10⁴Nm³", "°C", "min", "days"}


def derivations() -> Iterator[Explanation]:
    """Everything that the answers of the worked cases are derived by."""
    for case in cases():
        asked = {name: case.values.get(name) for name in ("year", "on")}
        try:
            answer = ask(str(case.values["ask"]), case.values["given"], edition.book(), today=ASKED_ON, **asked)
        except (Refused, NotInForce):
            continue
        yield from answer.explanations


def has_words(key: str) -> bool:
    """Whether a label says more than its code; in English a word may be spelled like its code."""
    return words.say(key) != key or words.label(key) != key


def test_every_derivation_computes_again_and_speaks_known_words() -> None:
    """Its steps hold; its question, edition, figures and units are ones that a page has words for."""
    said: set[tuple[str, str]] = set()
    units: set[str] = set()
    for told in derivations():
        assert all(again.holds for again in replay(told)), told
        said |= {("question", told.question), ("edition", told.edition)}
        rows = (*told.inputs, *told.steps, told.result)
        said |= {("figure", row.name) for row in rows}
        units |= {row.unit for row in rows}
    for language in words.LANGUAGES:
        speaking = words.speaking.set(language)
        assert [f"{kind}:{code}" for kind, code in sorted(said) if code and not has_words(f"{kind}:{code}")] == []
        words.speaking.reset(speaking)
    assert units - {*UNITS, *SYMBOLS} == set()


def test_every_question_has_worked_cases() -> None:
    asked = Counter(str(case.values["ask"]) for case in cases())
    assert set(QUESTIONS) - set(asked) == set()


def test_a_wrong_expectation_is_seen() -> None:
    case = {"case": "a case", "ask": "allocation.pre", "year": 2024}
    case |= {"given": {"sector": "power", "prior_verified": "1"}}
    assert run(case | {"expect": {"pre": "0"}}, edition.book(), ASKED_ON).holds
    assert not run(case | {"expect": {"pre": "1"}}, edition.book(), ASKED_ON).holds
    assert run(case | {"expect": {"prae": "0"}}, edition.book(), ASKED_ON).faults
