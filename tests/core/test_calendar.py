"""Working-day clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.core.calendar import WorkingCalendar, legal_day

SPRING = frozenset(date(2026, 2, day) for day in range(15, 24))
CALENDAR = WorkingCalendar(SPRING, frozenset((date(2026, 2, 14),)), date(2026, 12, 31))


def test_the_day_of_the_event_does_not_count() -> None:
    assert CALENDAR.after(date(2026, 3, 2), 7).on == date(2026, 3, 11)


def test_holidays_are_passed_over_and_makeup_days_count() -> None:
    assert CALENDAR.after(date(2026, 2, 13), 1).on == date(2026, 2, 14)
    assert CALENDAR.after(date(2026, 2, 14), 1).on == date(2026, 2, 24)


def test_beyond_the_known_years_a_due_day_is_provisional() -> None:
    assert not CALENDAR.after(date(2026, 12, 1), 3).provisional
    assert CALENDAR.after(date(2026, 12, 30), 3).provisional


@pytest.mark.parametrize(("end", "days"), [(date(2026, 3, 2), 0), (date(2026, 3, 11), 7), (date(2026, 2, 27), -1)])
def test_working_days_between(end: date, days: int) -> None:
    assert CALENDAR.between(date(2026, 3, 2), end) == days


def test_a_clock_of_no_days_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.after(date(2026, 3, 2), 0)


def test_the_legal_day_is_chinas() -> None:
    assert legal_day(datetime(2025, 12, 31, 16, 0, tzinfo=UTC)) == date(2026, 1, 1)
