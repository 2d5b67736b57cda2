"""What waits for whom, from what stands where. No database."""

from __future__ import annotations

from datetime import date

import pytest

from domain.core.actors import Actor
from domain.core.calendar import WorkingCalendar
from domain.core.duties import CLOCK, POSTS, Duty, Kind, post
from domain.core.law import Confidence, Provision
from domain.records.standing import Standing
from portal.desk.items import DeskItem, coming, deadlines_of, waiting
from portal.desk.waits import LACKS, WAITS, rooms_for
from tests.house.codes import moves_of_rooms

TODAY = date(2025, 6, 2)
PLAIN = WorkingCalendar(frozenset(), frozenset(), date(2030, 12, 31))
DEADLINES = {("deadline.report", 2024): date(2025, 3, 31), ("deadline.verification", 2024): date(2025, 6, 30)}


def actor(code: str) -> Actor:
    held = post(code)
    return Actor(1, "甲", held.kind, held.duties, code, enterprise_id=1 if held.kind is Kind.ENTERPRISE else None)


def standing(kind: str, state: str, count: int = 1, year: int = 2024, **more: object) -> Standing:
    given = {"due_on": None, "overdue": 0, "only_id": 7 if count == 1 else None} | more
    return Standing(kind, year, state, count, **given)  # type: ignore[arg-type]


def desk(code: str, **standings: list[Standing]) -> list[DeskItem]:
    return waiting(actor(code), standings, DEADLINES, TODAY, PLAIN)


def test_one_subject_is_one_click_away_and_several_are_a_list() -> None:
    (one,) = desk("verification_officer", emission_report=[standing("report", "submitted")])
    (many,) = desk("verification_officer", emission_report=[standing("report", "submitted", 3)])
    assert (one.code, one.count, one.link) == ("report.accept", 1, "/reports/report/7")
    assert (many.count, many.link) == (3, "/reports/2024")


def test_a_deadline_of_the_law_says_how_many_working_days_are_left() -> None:
    (item,) = desk("verifier", verification=[standing("task", "accepted")])
    assert (item.due_on, item.days, item.urgency) == (date(2025, 6, 30), 20, "")
    (late,) = desk("filer", emission_report=[standing("draft", "none")])
    assert (late.due_on, late.days, late.overdue, late.urgency) == (date(2025, 3, 31), -45, 1, "overdue")


def test_a_day_of_its_own_goes_before_the_deadline_of_the_law() -> None:
    clock = {"due_on": date(2025, 6, 5), "overdue": 0}
    (item,) = desk("filer", verification=[standing("task", "awaiting_correction", **clock)])
    assert (item.code, item.due_on, item.days, item.urgency) == ("verification.answer", date(2025, 6, 5), 3, "soon")


def test_what_is_late_comes_first_then_the_nearest_day_then_what_has_none() -> None:
    found = desk(
        "verification_officer",
        emission_report=[standing("report", "submitted"), standing("report", "open", 2)],
        recheck=[standing("draw", "committed")],
        verification=[standing("task", "delivered", 5)],
    )
    assert [item.code for item in found] == ["report.overdue", "recheck.draw", "recheck.prepare", "report.accept"]


def test_an_overdue_report_waits_for_the_authority_only_when_it_is() -> None:
    rows = [standing("report", "open", 4, year=2025)]
    assert desk("verification_officer", emission_report=rows) == []


def test_an_objection_may_be_filed_in_time_and_is_made_final_afterwards() -> None:
    running = [standing("confirmation", "notified", due_on=date(2025, 6, 5))]
    over = [standing("confirmation", "notified", due_on=date(2025, 5, 30), overdue=1)]
    assert [item.code for item in desk("signatory", recheck=running)] == ["recheck.object"]
    assert desk("signatory", recheck=over) == []
    assert desk("verification_officer", recheck=running) == []
    assert [item.code for item in desk("verification_officer", recheck=over)] == ["recheck.finalise"]


def test_what_the_next_room_has_not_begun() -> None:
    tasks = [standing("task", "assigned", 2), standing("task", "declined", 1)]
    found = desk("verification_officer", emission_report=[standing("report", "accepted", 5)], verification=tasks)
    assert [(item.code, item.count) for item in found] == [("verification.assign", 3)]
    listed = [standing("entry", "published", 5), standing("entry", "published", 9, year=2026)]
    found = desk("allocation_officer", listing=listed, allocation=[standing("allocation", "pre_issued", 5)])
    assert "allocation.propose_pre" not in {item.code for item in found}
    found = desk("allocation_officer", listing=listed)
    assert [(item.code, item.year) for item in found] == [("allocation.propose_pre", 2024)]


def test_two_states_of_one_wait_are_one_line() -> None:
    (item,) = desk("filer", monitoring_plan=[standing("plan", "stopped"), standing("plan", "returned")])
    assert (item.count, item.link) == (2, "/plans/2024")


def test_the_coming_days_are_those_ahead_soonest_first() -> None:
    provisions = [
        Provision(key, day, "date", date(year, 1, 1), date(year, 12, 31), "x", Confidence.FOUND)
        for key, day, year in (
            ("deadline.report", "2025-03-31", 2024),
            ("deadline.surrender", "2025-12-31", 2024),
            ("deadline.verification", "2025-06-02", 2024),
            ("deadline.next_list", "2025-10-31", 2024),
        )
    ]
    found = coming(deadlines_of(provisions), TODAY, PLAIN)
    assert [(day.key, day.days) for day in found] == [("deadline.verification", 0), ("deadline.surrender", 152)]


# Moves that nobody waits for: they take back, replace, urge or send elsewhere what waits for another move.
NOBODY_WAITS = {
    "listing:entry:withdraw",
    "monitoring_plan:plan:replace",
    "emission_report:version:waive",
    "verification:task:withdraw",
    "verification:task:waive_visit",
    "penalty:case:withdraw",
    "surrender:obligation:settle_again",
    # Shown by the objection that it belongs to.
    "recheck:confirmation:decide",
}
# Subjects that a desk counts under another kind: an owed report by its newest version.
COUNTED_AS = {"emission_report:report:submit": "draft"}


def test_every_move_that_somebody_may_make_has_somebody_waiting() -> None:
    """A state from which a post can move on, and on whose desk it never shows, would be forgotten work."""
    waits = {(wait.room, wait.kind, state, wait.duty) for wait in WAITS for state in wait.states}
    kinds = {(wait.room, wait.kind, wait.duty) for wait in WAITS}
    forgotten = []
    for name, moves in moves_of_rooms().items():
        room, _, kind = name.partition(":")
        for move in moves:
            verb = f"{name}:{move.name}"
            if room == "law" or move.duty is CLOCK or verb in NOBODY_WAITS:
                continue
            if verb in COUNTED_AS:
                assert (room, COUNTED_AS[verb], move.duty) in kinds
                continue
            forgotten += [
                f"{verb} from {state}" for state in move.before if (room, kind, state, move.duty) not in waits
            ]
    assert "\n".join(forgotten) == ""


def test_every_wait_stands_on_a_move_that_there_is() -> None:
    states = {
        (name.partition(":")[0], name.partition(":")[2], state.value)
        for name, moves in moves_of_rooms().items()
        for move in moves
        for state in (*move.before, move.after)
    }
    derived = {("emission_report", "draft"), ("surrender", "owing")}
    strange = [
        (wait.code, state)
        for wait in WAITS
        for state in wait.states
        if (wait.room, wait.kind) not in derived and (wait.room, wait.kind, state) not in states
    ]
    assert strange == []


@pytest.mark.parametrize("code", [post.code for post in POSTS])
def test_a_desk_asks_only_the_rooms_of_its_duties(code: str) -> None:
    wanted = {wait.room for wait in WAITS if wait.is_for(actor(code))}
    wanted |= {room for lack in LACKS if lack.duty in actor(code).duties for room in (lack.have[0], lack.want[0])}
    assert set(rooms_for(actor(code))) == wanted
    assert len(wanted) <= 7


def test_an_administrator_waits_for_no_room() -> None:
    assert rooms_for(actor("system_administrator")) == ()
    assert Duty.SIGNED_IN in actor("system_administrator").duties
