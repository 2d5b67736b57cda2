"""Questions about days. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from domain.core.workings import Working
from domain.trial.rules.question import Answer, Asked, Book, Facts, Field, Kind, Question


def _working_days(asked: Asked) -> Answer:
    """The day so many working days after a day; provisional while that year's holidays are not known."""
    due = asked.book.calendar.after(asked.facts["from"], asked.facts["days"])
    return Answer({"due_on": due.on, "provisional": due.provisional})


def _evidence(asked: Asked) -> Answer:
    """Evidence of a month is filed within 40 days after it. 2026-01 → 2026-03-12."""
    month: date = asked.facts["month"]
    ends = date(month.year, month.month, monthrange(month.year, month.month)[1])
    working = Working("calendar.evidence", asked.law)
    days = working.law("clock.evidence")
    working.fact("month_ends_on", ends.isoformat())
    told = working.result("days_to_file", "clock.evidence", days, "days")
    return Answer({"due_on": ends + timedelta(days=int(days))}, (told,))


def _end_of_month(facts: Facts, year: int | None, today: date, book: Book) -> date:
    month: date = facts["month"]
    return date(month.year, month.month, monthrange(month.year, month.month)[1])


QUESTIONS = (
    Question(
        "calendar.working_days",
        "law",
        (Field("from", Kind.DAY), Field("days", Kind.COUNT)),
        {"due_on": "", "provisional": ""},
        _working_days,
    ),
    Question("calendar.evidence", "law", (Field("month", Kind.MONTH),), {"due_on": ""}, _evidence, _end_of_month),
)
