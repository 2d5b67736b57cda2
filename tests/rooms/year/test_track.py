"""The track of a year, from what stands where. No database."""

from __future__ import annotations

from datetime import date

import pytest

from domain.core.actors import Actor
from domain.core.calendar import WorkingCalendar
from domain.core.duties import Kind, post
from domain.core.law import Confidence, Provision
from domain.records.standing import Standing
from portal.desk.items import Ground, days_of_law, deadlines_of
from portal.desk.reach import SEEN
from portal.year.page import years_shown
from portal.year.stages import STAGES, TRACK
from portal.year.track import Phase, StageCard, track_of

TODAY = date(2025, 6, 2)
PLAIN = WorkingCalendar(frozenset(), frozenset(), date(2030, 12, 31))


def provision(key: str, day: str, year: int = 2024, confidence: Confidence = Confidence.FOUND) -> Provision:
    return Provision(f"deadline.{key}", day, "date", date(year, 1, 1), date(year, 12, 31), "x", confidence)


LAW = (
    provision("list", "2023-10-31", confidence=Confidence.INFERRED),
    provision("plan", "2023-12-31"),
    provision("report", "2025-03-31"),
    provision("verification", "2025-06-30"),
    provision("pre_allocation", "2025-04-20"),
    provision("final_tables", "2025-07-31"),
    provision("final_issue", "2025-08-20"),
    provision("surrender", "2025-12-31"),
)


def actor(code: str) -> Actor:
    held = post(code)
    return Actor(1, "甲", held.kind, held.duties, code, enterprise_id=1 if held.kind is Kind.ENTERPRISE else None)


def rows(kind: str, year: int = 2024, **states: int) -> list[Standing]:
    return [Standing(kind, year, state, count, None, 0, None) for state, count in states.items()]


def track(code: str, year: int = 2024, asked: bool = True, **standings: list[Standing]) -> dict[str, StageCard]:
    known = {room: standings.get(room, []) for room in SEEN} if asked else standings
    ground = Ground(known, deadlines_of(LAW), TODAY, PLAIN)
    return {card.stage.code: card for card in track_of(actor(code), year, ground, days_of_law(LAW))}


THROUGH = {
    "listing": rows("entry", published=5),
    "monitoring_plan": rows("plan", filed=5),
    "emission_report": rows("report", accepted=4, determined=1),
}


def test_the_year_has_nine_stages_in_order() -> None:
    # Monthly evidence goes on all through the year and is no stage of it.
    assert [stage.code for stage in TRACK] == [room for room in SEEN if room != "monthly_evidence"]
    assert dict(STAGES)["allocation"] == "final_issue"
    assert dict(STAGES)["penalty"] == ""


def test_a_stage_says_its_days_and_how_well_they_are_known() -> None:
    cards = track("leader")
    (day,) = cards["listing"].days
    assert (day.on, day.confidence) == (date(2023, 10, 31), "inferred")
    assert day.days < 0
    assert cards["surrender"].days[0].days == 152
    assert [day.key for day in cards["allocation"].days] == [
        "deadline.pre_allocation",
        "deadline.final_tables",
        "deadline.final_issue",
    ]


def test_a_stage_whose_law_is_not_entered_says_so() -> None:
    cards = track("leader", 2031)
    assert cards["surrender"].lacks_law
    assert not cards["penalty"].lacks_law
    assert not track("leader")["surrender"].lacks_law


def test_states_stand_in_the_order_of_the_room_with_the_list_behind_them() -> None:
    card = track("leader", emission_report=rows("report", submitted=1, open=2, accepted=3))["emission_report"]
    assert [(one.state, one.count) for one in card.stands] == [("open", 2), ("submitted", 1), ("accepted", 3)]
    assert card.stands[0].href == "/reports/2024?state=open"
    assert card.href == "/reports/2024"


def test_late_is_what_missed_its_day_and_not_what_was_handed_in() -> None:
    standing = rows("report", submitted=1, accepted=3)
    standing.append(Standing("report", 2024, "returned", 3, date(2025, 3, 31), 2, None))
    card = track("leader", emission_report=standing)["emission_report"]
    assert {one.state: one.late for one in card.stands} == {"returned": 2, "submitted": 0, "accepted": 0}
    assert card.late == 2


def test_each_state_of_an_allocation_has_the_day_it_is_bound_by() -> None:
    standing = rows("allocation", pre_proposed=2, pre_issued=3)
    card = track("leader", **THROUGH, allocation=standing)["allocation"]
    assert {one.state: one.late for one in card.stands} == {"pre_proposed": 2, "pre_issued": 0}


def test_who_has_not_begun_is_counted() -> None:
    reports = rows("report", accepted=4, open=1)
    card = track("leader", **(THROUGH | {"emission_report": reports}), verification=rows("task", assigned=1))
    first = card["verification"].stands[0]
    assert (first.state, first.count, first.late) == ("", 3, 0)
    assert card["monitoring_plan"].stands[0].state == "filed"


def test_a_declined_task_stands_nowhere() -> None:
    card = track("leader", **THROUGH, verification=rows("task", declined=2, delivered=4))["verification"]
    assert [(one.state, one.count) for one in card.stands] == [("delivered", 4)]


def test_past_under_way_and_to_come() -> None:
    cards = track("leader", **THROUGH, verification=rows("task", delivered=3, visited=1))
    phases = {code: card.phase for code, card in cards.items()}
    assert phases == {
        "listing": Phase.PAST,
        "monitoring_plan": Phase.PAST,
        "emission_report": Phase.PAST,
        "verification": Phase.CURRENT,
        "recheck": Phase.CURRENT,
        "allocation": Phase.CURRENT,
        "surrender": Phase.TO_COME,
        "penalty": Phase.TO_COME,
        "summary": Phase.TO_COME,
    }


def test_all_delivered_is_not_past_while_a_report_is_missing() -> None:
    reports = rows("report", accepted=4, open=1)
    cards = track("leader", **(THROUGH | {"emission_report": reports}), verification=rows("task", delivered=4))
    assert cards["verification"].phase is Phase.CURRENT


def test_a_year_without_offenders_ends_without_cases_and_with_a_package() -> None:
    whole = THROUGH | {
        "verification": rows("task", delivered=4),
        "recheck": rows("confirmation", final=5),
        "allocation": rows("allocation", final_issued=5),
        "surrender": rows("obligation", published=5),
    }
    cards = track("leader", **whole)
    assert cards["penalty"].phase is Phase.PAST
    assert cards["summary"].phase is Phase.CURRENT
    handed = track("leader", **whole, summary=rows("package", failed=1, handed_over=1))
    assert handed["summary"].phase is Phase.PAST


def test_nothing_is_done_with_emissions_before_their_year_is_over() -> None:
    listed = {"listing": rows("entry", 2025, published=5), "monitoring_plan": rows("plan", 2025, filed=5)}
    cards = track("leader", 2025, **listed)
    assert cards["emission_report"].phase is Phase.TO_COME
    assert cards["emission_report"].stands == ()
    assert cards["monitoring_plan"].phase is Phase.PAST


@pytest.mark.parametrize("code", ["ministry", "audit_administrator", "verifier", "city_officer"])
def test_of_a_stage_that_is_not_theirs_they_learn_the_days_alone(code: str) -> None:
    held = actor(code).duties
    seen = {room: THROUGH.get(room, []) for room, duty in SEEN.items() if duty in held}
    for room, card in track(code, asked=False, **seen).items():
        if room not in seen:
            assert (card.stands, card.sums, card.href, card.late, card.counted) == ((), (), "", 0, False), room
            assert card.days or not card.stage.deadlines


def test_a_body_is_not_told_how_many_others_there_are() -> None:
    cards = track("verifier", asked=False, **THROUGH, verification=rows("task", accepted=1))
    assert [one.state for one in cards["verification"].stands] == ["accepted"]


@pytest.mark.parametrize(
    ("year", "beside", "shown"),
    [
        (2024, "", (2024, 2025)),
        (2025, "", (2024, 2025)),
        (2026, "", (2025, 2026)),
        (2025, "none", (2025,)),
        (2025, "2025", (2025,)),
        (2025, "2019", (2019, 2025)),
        (2025, "99999", (2024, 2025)),
        (2025, "'; --", (2024, 2025)),
        (2025, "٢٠٢٤", (2024, 2025)),
    ],
)
def test_two_years_at_once(year: int, beside: str, shown: tuple[int, ...]) -> None:
    assert years_shown(year, beside, 2025) == shown


def test_an_enterprise_hears_that_it_is_listed_and_not_that_it_may_be() -> None:
    assert track("filer", listing=rows("entry", proposed=1))["listing"].stands == ()
    assert [one.state for one in track("filer", listing=rows("entry", published=1))["listing"].stands] == ["published"]
