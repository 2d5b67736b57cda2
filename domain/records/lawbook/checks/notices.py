"""What is wrong with the State Council's holiday notice of a year as it was entered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from domain.core.calendar import WorkingCalendar
from domain.core.findings import Finding
from domain.records.lawbook.checks.writing import LONGEST, stop


def notice(
    year: int,
    holidays: Sequence[date],
    makeup_days: Sequence[date],
    citation: str,
    known: WorkingCalendar,
    today: date,
) -> Iterator[Finding]:
    """Days of the year, each of one kind, with their source; where the year is known already, its past stays.

    A notice may change the rest of a known year, as one did in 2020 when a holiday was made longer; whether a day that
    has passed was a working day is not changed any more.
    """
    if not holidays or any(day.year != year for day in (*holidays, *makeup_days)):
        yield stop("CALENDAR-YEAR", "holidays", year=year)
    if twice := set(holidays) & set(makeup_days):
        yield stop("CALENDAR-TWICE", "makeup_days", day=min(twice))
    if not citation.strip():
        yield stop("LAW-CITATION", "citation", key=year)
    if len(citation) > LONGEST["citation"]:
        yield stop("LAW-TOO-LONG", "citation", key=year, name="citation", most=LONGEST["citation"])
    if year <= known.known_until.year and (changed := _changed_past(holidays, makeup_days, known, today, year)):
        yield stop("CALENDAR-PAST", "holidays", day=min(changed), today=today)


def _changed_past(
    holidays: Sequence[date], makeup_days: Sequence[date], known: WorkingCalendar, today: date, year: int
) -> set[date]:
    """Days up to today that the notice would turn from working days into others, or the other way round."""
    noticed = WorkingCalendar(frozenset(holidays), frozenset(makeup_days), known.known_until)
    marked = {*holidays, *makeup_days, *known.holidays, *known.makeup_days}
    days = {day for day in marked if day.year == year and day <= today}
    return {day for day in days if noticed.is_working_day(day) != known.is_working_day(day)}
