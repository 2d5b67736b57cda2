"""Questions about a shortfall: fines by the law of its day, deductions, and two laws side by side. Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.core.facts import not_negative, whole
from domain.core.workings import Explanation
from domain.penalty import rules
from domain.penalty.rules import FineStep, SurrenderFine
from domain.trial.rules.question import Answer, Asked, Book, Facts, Field, Kind, Question, Value, fields_of

MARKET = Field("market", Kind.CHOICE, needed=False, choices=rules.MARKETS)
SHORTFALL = (
    Field("deadline_on", Kind.DAY),
    Field("due", unit="t"),
    Field("surrendered", unit="t"),
    Field("average_price", unit="yuan/t", needed=False),
    Field("still_open", unit="t", needed=False),
)


def day_after_deadline(facts: Facts, year: int | None, today: date, book: Book) -> date:
    """A failure to surrender is committed on the day after the deadline."""
    return rules.conduct_day(facts["deadline_on"])


def _surrender(asked: Asked) -> Answer:
    """A shortfall by the law of one day, of the nation or of a pilot."""
    facts = asked.facts
    shortfall, price, still_open = _short(facts)
    fine = rules.surrender_fine(asked.law, shortfall, price, _market(facts), still_open)
    values: dict[str, Value] = {
        "law": fine.law,
        "shortfall": fine.shortfall,
        "steps": _steps(fine),
        "measures": [{"when": step.when.value, "measure": code} for step in fine.steps for code in step.measures],
        "readings": _readings(fine),
    }
    return Answer(values, _told(fine))


def _short(facts: Facts) -> tuple[int, Decimal | None, int | None]:
    """Tonnes not surrendered, the price and the tonnes still open, where they were stated."""
    due, surrendered = (whole(name, facts[name]) for name in ("due", "surrendered"))
    price = not_negative("average_price", facts["average_price"]) if "average_price" in facts else None
    still_open = whole("still_open", facts["still_open"]) if "still_open" in facts else None
    return max(due - surrendered, 0), price, still_open


def _market(facts: Facts) -> str:
    return str(facts.get("market", rules.NATIONAL))


def _steps(fine: SurrenderFine) -> list[dict[str, Value]]:
    return [_step(step) for step in fine.steps]


def _step(step: FineStep) -> dict[str, Value]:
    return {"when": step.when.value} | fields_of(step, "fine_min", "fine_max", "deduct")


def _readings(fine: SurrenderFine) -> list[dict[str, Value]]:
    """Both ways to read an open point; the portal takes neither."""
    return [
        {"fines": one.fines.value, "quantity": one.quantity.value, "fine_min": one.fine_min, "fine_max": one.fine_max}
        for one in fine.readings
    ]


def _told(fine: SurrenderFine) -> tuple[Explanation, ...]:
    return tuple(step.explanation for step in fine.steps) + tuple(one.explanation for one in fine.readings)


def _compare(asked: Asked) -> Answer:
    """The laws of the conduct and of the decision on one shortfall."""
    facts = asked.facts
    found = rules.compare(asked.law, asked.book.as_of(facts["decided_on"]), *_short(facts))
    at_decision = found.at_decision
    verdicts = {"failed": found.failed, "uncorrected": found.uncorrected}
    values: dict[str, Value] = {
        "shortfall": found.at_conduct.shortfall,
        "needs_review": found.needs_review,
        "conduct_law": found.at_conduct.law,
        "conduct": _steps(found.at_conduct),
        "decision_law": at_decision.law if at_decision else found.at_conduct.law,
        "decision": _steps(at_decision or found.at_conduct),
        "lighter": [{"when": when, "lighter": verdict.value} for when, verdict in verdicts.items()],
        "new_deductions": found.new_deductions,
        "lighter_undeducted": found.undeducted.value if found.undeducted else None,
        "readings": _readings(at_decision) if at_decision else _readings(found.at_conduct),
    }
    told = _told(found.at_conduct) + (_told(at_decision) if at_decision else ())
    return Answer(values, told + ((found.explanation,) if found.explanation else ()))


QUESTIONS = (
    Question(
        "penalty.surrender",
        "penalty",
        (MARKET, *SHORTFALL),
        {"law": "", "shortfall": "t", "steps": "", "measures": "", "readings": ""},
        _surrender,
        day_after_deadline,
        example={
            "deadline_on": "2026-12-31",
            "due": "1000000",
            "surrendered": "990000",
            "average_price": "60",
            "still_open": "4000",
        },
    ),
    Question(
        "penalty.compare",
        "penalty",
        (*SHORTFALL, Field("decided_on", Kind.DAY)),
        {
            "shortfall": "t",
            "needs_review": "",
            "conduct_law": "",
            "conduct": "",
            "decision_law": "",
            "decision": "",
            "lighter": "",
            "new_deductions": "",
            "lighter_undeducted": "",
            "readings": "",
        },
        _compare,
        day_after_deadline,
        example={
            "deadline_on": "2025-12-31",
            "decided_on": "2026-09-01",
            "due": "1000000",
            "surrendered": "990000",
            "average_price": "60",
        },
    ),
)
