"""A calculation written down as a worked case, so that it can be kept and proved again."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from domain.trial.rules import Answer, Question
from portal import words
from portal.told import as_plain

WIDTH = 120


def as_case(question: Question, given: Mapping[str, object], year: str, answer: Answer) -> str:
    """The case in YAML: the facts as given, every figure of the answer, the day whose law answered.

    Whoever keeps it says where the expectation comes from: `source` stays empty.
    """
    case: dict[str, object] = {"case": words.label("question", question.code), "ask": question.code}
    if year:
        case["year"] = year
    if not question.yearly:
        case["on"] = str(answer.law_day)
    case |= {"given": dict(given), "expect": as_plain(answer.values), "kind": "constructed", "source": ""}
    return str(yaml.safe_dump([case], allow_unicode=True, sort_keys=False, width=WIDTH))
