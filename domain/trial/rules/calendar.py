"""Questions about days: working days, deadlines of a year, clocks that an act starts, keeping records. Pure.

A day that the law names stands even when it is no working day; the next working day is told beside it. What lies beyond
the last year whose holidays are known is provisional: whether it is a working day is not certain yet.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from domain.core.calendar import DueDay
from domain.core.facts import positive
from domain.core.workings import Working
from domain.trial.rules.question import Answer, Asked, Book, Facts, Field, Kind, Question, Value, end_of_year

INDUSTRIES = ("steel", "cement", "aluminium")
SECTORS = ("power", *INDUSTRIES)
# Every step of a year and every clock that may be asked for, by its key without the first part.
DEADLINES: Mapping[str, str] = {
    key.partition(".")[2]: key
    for key in (
        "deadline.report",
        "deadline.report.industry",
        "deadline.report.other",
        "deadline.plan",
        "deadline.plan.industry",
        "deadline.list",
        "deadline.list_proposal",
        "deadline.to_centre",
        "deadline.accounts",
        "deadline.verification",
        "deadline.verification.industry",
        "deadline.verification.unlisted",
        "deadline.verification.other",
        "deadline.allocation_tables",
        "deadline.pre_allocation",
        "deadline.pre_allocation.industry",
        "deadline.final_tables",
        "deadline.final_tables.industry",
        "deadline.final_issue",
        "deadline.final_issue.industry",
        "deadline.surrender",
        "deadline.surrender.stage",
        "deadline.evaluation",
        "deadline.next_list",
        "deadline.next_plan",
    )
}
CLOCKS: Mapping[str, str] = {
    key.partition(".")[2]: key
    for key in (
        "clock.objection",
        "clock.objection_decision",
        "clock.verification.site_list",
        "clock.verification.findings",
        "clock.verification.correction",
        "clock.verification.conclusion",
        "clock.verification.notice",
        "clock.listing.public_notice",
        "clock.allocation.recompute",
        "clock.penalty.correction",
        "clock.penalty.statement",
        "clock.penalty.hearing_request",
        "clock.penalty.hearing_notice",
        "clock.penalty.decision",
        "clock.penalty.service",
        "clock.penalty.payment",
        "clock.penalty.publication",
        "clock.penalty.reconsideration",
        "clock.penalty.lawsuit",
    )
}
# Who keeps records, and the provision that says how long.
KEEPERS: Mapping[str, str] = {
    "unit": "records.keep_years",
    "body": "records.keep_years.body",
    "province": "records.keep_years.province",
    "market": "records.keep_years.market",
}
# Facts of a deadline that only some have: of the first stage of a surrender, and the hour of the day.
STAGE_SHARE, HOUR = "surrender.stage.share", "surrender.hour"
BACKFILL = "deadline.evidence.backfill"


def _working_days(asked: Asked) -> Answer:
    """The day so many working days after a day; provisional while that year's holidays are not known."""
    start: date = asked.facts["from"]
    days = int(positive("days", Decimal(asked.facts["days"])))
    due = asked.book.calendar.after(start, days)
    working = Working("calendar.working_days", asked.law)
    working.fact("starts_on", start.isoformat())
    working.given("working_days", Decimal(days), "working_days")
    passed = working.given("calendar_days", Decimal((due.on - start).days), "calendar_days", due.on.isoformat())
    told = working.result("days_off", "calendar_days - working_days", passed - days, "days")
    return Answer({"due_on": due.on, "provisional": due.provisional, "days_off": int(told.value)}, (told,))


def _evidence(asked: Asked) -> Answer:
    """Evidence of a month is filed within 40 days after it. Power 2026-01 → 2026-03-12.

    Steel, cement and aluminium began with July 2025; January to June 2025 was filed later, together, by a day of its
    own (2025 work notice).
    """
    industry = asked.facts.get("sector") in INDUSTRIES
    ends = _last_of(asked.facts["month"])
    working = Working("calendar.evidence", asked.law)
    working.fact("month_ends_on", ends.isoformat())
    if industry and asked.law.has(BACKFILL):
        due = date.fromisoformat(working.provision(BACKFILL).value)
        told = working.result("days_to_file", "—", Decimal((due - ends).days), "days")
    else:
        key = "clock.evidence.industry" if industry else "clock.evidence"
        told = working.result("days_to_file", key, working.law(key), "days")
        due = ends + timedelta(days=int(told.value))
    return Answer({"due_on": due} | _around(asked.book, due), (told,))


def _deadline(asked: Asked) -> Answer:
    """The day that the law names for a step of a compliance year. Surrender of 2024 → 2025-12-31."""
    key = DEADLINES[asked.facts["deadline"]]
    working = Working("calendar.deadline", asked.law)
    due = date.fromisoformat(working.provision(key).value)
    surrender = key.startswith("deadline.surrender")
    share = _if_any(working, STAGE_SHARE) if key == "deadline.surrender.stage" else None
    hour = _if_any(working, HOUR) if surrender else None
    working.fact("due_on", due.isoformat())
    told = working.result("days_after_the_year", "—", Decimal((due - asked.day).days), "days")
    values: dict[str, Value] = {"due_on": due, "stage_share": share, "hour": hour if hour is None else int(hour)}
    return Answer(values | _around(asked.book, due), (told,))


def _clock(asked: Asked) -> Answer:
    """When a clock that starts on a day runs out. An objection to a notice of 2026-03-02 → 2026-03-11."""
    start: date = asked.facts["from"]
    key = CLOCKS[asked.facts["clock"]]
    working = Working("calendar.clock", asked.law)
    provision = working.provision(key)
    working.fact("starts_on", start.isoformat())
    days = working.law(key)
    told = working.result("days", key, days, provision.unit)
    due = _after(asked.book, start, int(days), provision.unit)
    return Answer(
        {"days": days, "counted_in": provision.unit, "due_on": due.on, "provisional": due.provisional}, (told,)
    )


def _keep_records(asked: Asked) -> Answer:
    """Until when records made on a day are kept at least. A unit's of 2026-03-31 → 2031-03-31."""
    made: date = asked.facts["made_on"]
    key = KEEPERS[asked.facts["who"]]
    working = Working("calendar.keep_records", asked.law)
    working.fact("made_on", made.isoformat())
    told = working.result("years_to_keep", key, working.law(key), "years")
    return Answer({"years": told.value, "keep_until": _years_after(made, int(told.value))}, (told,))


def _after(book: Book, start: date, length: int, unit: str) -> DueDay:
    """The day so many working days, days or months after a day."""
    if unit == "working_days":
        return book.calendar.after(start, length)
    due = _months_after(start, length) if unit == "months" else start + timedelta(days=length)
    return DueDay(due, due > book.calendar.known_until)


def _months_after(day: date, months: int) -> date:
    """The same day months later, or the last of a month that is shorter (民法典 第二百零二条)."""
    year, month = divmod(day.month - 1 + months, 12)
    last = _last_of(date(day.year + year, month + 1, 1))
    return last.replace(day=min(day.day, last.day))


def _around(book: Book, due: date) -> dict[str, Value]:
    """Whether a day is a working day, the next one that is, and whether that is certain."""
    following = due if book.calendar.is_working_day(due) else book.calendar.after(due, 1).on
    return {
        "working_day": following == due,
        "next_working_day": following,
        "provisional": following > book.calendar.known_until,
    }


def _if_any(working: Working, key: str) -> Decimal | None:
    return working.law(key) if working.law_of_day.has(key) else None


def _years_after(day: date, years: int) -> date:
    """The same day years later; 29 February becomes 1 March, so that nothing is thrown away early."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _last_of(month: date) -> date:
    return date(month.year, month.month, monthrange(month.year, month.month)[1])


def _end_of_month(facts: Facts, year: int | None, today: date, book: Book) -> date:
    return _last_of(facts["month"])


def _on_the_first_day(facts: Facts, year: int | None, today: date, book: Book) -> date:
    """The law of the day on which the clock starts."""
    day: date = facts["from"] if "from" in facts else facts["made_on"]
    return day


AROUND = {"working_day": "", "next_working_day": "", "provisional": ""}
QUESTIONS = (
    Question(
        "calendar.working_days",
        "law",
        (Field("from", Kind.DAY), Field("days", Kind.COUNT)),
        {"due_on": "", "provisional": "", "days_off": "days"},
        _working_days,
        example={"from": "2026-03-02", "days": 7},
    ),
    Question(
        "calendar.evidence",
        "law",
        (Field("month", Kind.MONTH), Field("sector", Kind.CHOICE, needed=False, choices=SECTORS)),
        {"due_on": ""} | AROUND,
        _evidence,
        _end_of_month,
        example={"month": "2026-01"},
    ),
    Question(
        "calendar.deadline",
        "law",
        (Field("deadline", Kind.CHOICE, choices=tuple(DEADLINES)),),
        {"due_on": "", "stage_share": "share", "hour": "hour"} | AROUND,
        _deadline,
        end_of_year,
        example={"year": 2025, "deadline": "surrender"},
    ),
    Question(
        "calendar.clock",
        "law",
        (Field("clock", Kind.CHOICE, choices=tuple(CLOCKS)), Field("from", Kind.DAY)),
        {"days": "", "counted_in": "", "due_on": "", "provisional": ""},
        _clock,
        _on_the_first_day,
        example={"clock": "objection", "from": "2026-03-02"},
    ),
    Question(
        "calendar.keep_records",
        "law",
        (Field("who", Kind.CHOICE, choices=tuple(KEEPERS)), Field("made_on", Kind.DAY)),
        {"years": "years", "keep_until": ""},
        _keep_records,
        _on_the_first_day,
        example={"who": "unit", "made_on": "2026-03-31"},
    ),
)
