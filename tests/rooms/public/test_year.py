"""Where the year stands on a day, by the days of the law. No database."""

from __future__ import annotations

from datetime import date

import pytest

from domain.core.law import Confidence, Provision
from portal.public.year import STAGES, Standing, coming, days_of, stages


def provision(key: str, on: str, year: int, confidence: Confidence = Confidence.FOUND) -> Provision:
    return Provision(f"deadline.{key}", on, "date", date(year, 1, 1), date(year, 12, 31), "x", confidence)


LAW = [
    provision("list", "2025-05-10", 2025),
    provision("plan", "2024-12-31", 2025, Confidence.MEMORY),
    provision("report", "2026-03-31", 2025),
    provision("verification", "2026-06-30", 2025),
    provision("final_issue", "2026-09-30", 2025),
    provision("surrender", "2026-12-31", 2025),
    provision("next_list", "2026-10-31", 2025),
    provision("list", "2026-10-31", 2027),
]
DAYS = days_of(LAW)


@pytest.mark.parametrize(
    ("today", "now"),
    [
        ("2025-05-10", "listing"),
        ("2025-05-11", "emission_report"),
        ("2026-06-30", "verification"),
        ("2026-07-01", "allocation"),
        ("2026-12-31", "surrender"),
        ("2027-01-01", "penalty"),
    ],
)
def test_the_stage_under_way_is_the_first_whose_day_is_not_over(today: str, now: str) -> None:
    found = stages(DAYS, 2025, date.fromisoformat(today))
    assert [stage.code for stage in found if stage.standing is Standing.NOW] == [now]
    place = [stage.code for stage in found].index(now)
    assert {stage.standing for stage in found[:place]} <= {Standing.PAST}
    assert {stage.standing for stage in found[place + 1 :]} <= {Standing.AHEAD}


def test_a_year_of_which_the_law_says_nothing_has_no_days() -> None:
    found = stages(DAYS, 1999, date(2026, 1, 1))
    assert [stage.code for stage in found] == [code for code, _ in STAGES]
    assert [stage.on for stage in found if stage.on] == []


def test_how_well_a_day_is_known_is_kept() -> None:
    assert {stage.code: stage.confidence for stage in stages(DAYS, 2025, date(2026, 1, 1))}[
        "monitoring_plan"
    ] == "memory"


def test_the_next_days_come_soonest_first_and_once() -> None:
    found = coming(DAYS, date(2026, 9, 30), 3)
    assert [(one.key, one.year, one.days) for one in found] == [
        ("deadline.final_issue", 2025, 0),
        ("deadline.list", 2027, 31),
        ("deadline.surrender", 2025, 92),
    ]
