"""The worked cases of `tests/cases`: questions to the law with known answers, asked of the shipped edition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from domain.trial.rules import run
from tests.law import edition

FOLDER = Path(__file__).parent.parent / "cases"
# Where neither case nor facts name a day, the law of this one answers; a case is not to change with the calendar.
ASKED_ON = date(2026, 11, 21)


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
            yield pytest.param(case, id=f"{path.stem} {number}: {case['case']}")


@pytest.mark.parametrize("case", list(cases()))
def test_worked_case(case: dict[str, Any]) -> None:
    outcome = run(case, edition.book(), ASKED_ON)
    assert (outcome.faults, outcome.differences) == ((), ())
    assert {"kind", "source"} <= set(case)


def test_a_wrong_expectation_is_seen() -> None:
    case = {"case": "", "ask": "allocation.pre", "year": 2024, "given": {"sector": "power", "prior_verified": "1"}}
    assert run(case | {"expect": {"pre": "0"}}, edition.book(), ASKED_ON).holds
    assert not run(case | {"expect": {"pre": "1"}}, edition.book(), ASKED_ON).holds
    assert run(case | {"expect": {"prae": "0"}}, edition.book(), ASKED_ON).faults
