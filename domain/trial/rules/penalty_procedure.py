"""Questions about the way of a penalty: limitation, hearing, late payment, leniency. Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.core.facts import not_negative
from domain.penalty import rules
from domain.trial.rules.question import Answer, Asked, Book, Facts, Field, Kind, Question, Value, day_of_asking

# Circumstances of Code art 1056; which of them an effect requires stands in the law.
CIRCUMSTANCES = (
    "slight",
    "corrected",
    "harmless",
    "first_time",
    "slight_harm",
    "malice",
    "refused",
    "grave_harm",
    "repeated",
    "harm_removed",
    "restored",
    "compensated",
)


def day_found(facts: Facts, year: int | None, today: date, book: Book) -> date:
    """The law of the day on which the breach was found; where none is named, of the day on which it ended."""
    day: date = facts.get("found_on", facts["ended_on"])
    return day


def _limitation(asked: Asked) -> Answer:
    """The last day on which a breach may be found, and whether it was found in time."""
    facts = asked.facts
    found = rules.limitation(asked.law, facts["ended_on"], harmful=facts.get("harmful", False))
    values: dict[str, Value] = {"limitation_years": found.explanation.value, "last_day": found.last_day}
    values["in_time"] = facts["found_on"] <= found.last_day if "found_on" in facts else None
    return Answer(values, (found.explanation,))


def _hearing(asked: Asked) -> Answer:
    """Whether a hearing is offered before a fine."""
    found = rules.hearing(asked.law, not_negative("fine", asked.facts["fine"]))
    return Answer({"hearing_offered": found.offered, "above": found.explanation.value}, (found.explanation,))


def _late(asked: Asked) -> Answer:
    """What late payment adds to a fine."""
    fine = not_negative("fine", asked.facts["fine"])
    days_late = not_negative("days_late", Decimal(asked.facts["days_late"]))
    told = rules.late_addition(asked.law, fine, int(days_late))
    return Answer({"late_addition": told.value}, (told,))


def _leniency(asked: Asked) -> Answer:
    """What the circumstances of a breach do to its penalty."""
    met = [name for name in CIRCUMSTANCES if asked.facts.get(name, False)]
    effects = rules.leniency(asked.law, met)
    return Answer({one.name: one.applies for one in effects}, tuple(one.explanation for one in effects))


QUESTIONS = (
    Question(
        "penalty.limitation",
        "penalty",
        (
            Field("ended_on", Kind.DAY),
            Field("found_on", Kind.DAY, needed=False),
            Field("harmful", Kind.YES, needed=False),
        ),
        {"limitation_years": "years", "last_day": "", "in_time": ""},
        _limitation,
        day_found,
        example={"ended_on": "2025-01-01", "found_on": "2026-11-20"},
    ),
    Question(
        "penalty.hearing",
        "penalty",
        (Field("fine", unit="yuan"),),
        {"hearing_offered": "", "above": "yuan"},
        _hearing,
        day_of_asking,
        example={"fine": "3000000"},
    ),
    Question(
        "penalty.late_addition",
        "penalty",
        (Field("fine", unit="yuan"), Field("days_late", Kind.COUNT, unit="days")),
        {"late_addition": "yuan"},
        _late,
        day_of_asking,
        example={"fine": "100000", "days_late": 10},
    ),
    Question(
        "penalty.leniency",
        "penalty",
        tuple(Field(name, Kind.YES, needed=False) for name in CIRCUMSTANCES),
        dict.fromkeys(rules.LENIENCY, ""),
        _leniency,
        day_of_asking,
        example={"slight": True, "corrected": True, "harmless": True},
    ),
)
