"""Questions about the allocation of power. Pure."""

from __future__ import annotations

from domain.allocation import rules
from domain.trial.rules.question import Answer, Asked, Field, Kind, Question, end_of_year

SECTORS = ("power", "steel", "cement", "aluminium")


def _pre(asked: Asked) -> Answer:
    """The pre-allocation of a unit, line or entity."""
    told = rules.pre_allocation(asked.law, asked.facts["prior_verified"], asked.facts["sector"])
    return Answer({"pre": told.value}, (told,))


QUESTIONS = (
    Question(
        "allocation.pre",
        "allocation",
        (Field("sector", Kind.CHOICE, choices=SECTORS), Field("prior_verified", unit="t")),
        {"pre": "t"},
        _pre,
        end_of_year,
    ),
)
