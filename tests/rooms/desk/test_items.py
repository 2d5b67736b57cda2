"""What waits for whom, from what stands where. No database."""

from __future__ import annotations

from datetime import date

import pytest

from domain.core.actors import Actor
from domain.core.calendar import WorkingCalendar
from domain.core.duties import CLOCK, POSTS, Duty, Kind, post
from domain.core.law import Confidence, Provision
from domain.records.standing import Standing
from portal.desk.items import DeskItem, Ground, coming, deadlines_of, for_others, overdue, unusual, waiting
from portal.desk.reach import OUTSIDE, SEEN, rooms_followed, rooms_seen, waited_for
from portal.desk.signals import SIGNALS
from portal.desk.waits import WAITS
from tests.house.codes import moves_of_rooms

TODAY = date(2025, 6, 2)
PLAIN = WorkingCalendar(frozenset(), frozenset(), date(2030, 12, 31))
DEADLINES = {("deadline.plan", 2024): date(2025, 3, 31), ("deadline.verification", 2024): date(2025, 6, 30)}


def actor(code: str) -> Actor:
    held = post(code)
    return Actor(1, "甲", held.kind, held.duties, code, enterprise_id=1 if held.kind is Kind.ENTERPRISE else None)


def standing(kind: str, state: str, count: int = 1, year: int = 2024, **more: object) -> Standing:
    given = {"due_on": None, "overdue": 0, "only_id": 7 if count == 1 else None} | more
    return Standing(kind, year, state, count, **given)  # type: ignore[arg-type]


def ground(standings: dict[str, list[Standing]]) -> Ground:
    return Ground(standings, DEADLINES, TODAY, PLAIN)


def desk(code: str, **standings: list[Standing]) -> list[DeskItem]:
    return waiting(actor(code), ground(standings))


def others(code: str, **standings: list[Standing]) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(item.code, item.count, item.by) for item in for_others(actor(code), ground(standings))]


def test_one_subject_is_one_click_away_and_several_are_a_list() -> None:
    (one,) = desk("verification_officer", emission_report=[standing("report", "submitted")])
    (many,) = desk("verification_officer", emission_report=[standing("report", "submitted", 3)])
    assert (one.code, one.count, one.link) == ("report.accept", 1, "/reports/report/7")
    assert (many.count, many.link) == (3, "/reports/2024?state=submitted")


def test_a_deadline_of_the_law_says_how_many_working_days_are_left() -> None:
    (item,) = desk("verifier", verification=[standing("task", "accepted")])
    assert (item.due_on, item.days, item.urgency) == (date(2025, 6, 30), 20, "")
    (late,) = desk("filer", monitoring_plan=[standing("plan", "returned")])
    assert (late.due_on, late.days, late.overdue, late.urgency) == (date(2025, 3, 31), -45, 1, "overdue")


def test_a_report_has_no_day_but_its_own() -> None:
    """The law's day for everybody says nothing of a unit whose sector or window has another one."""
    (none,) = desk("filer", emission_report=[standing("draft", "none")])
    assert (none.due_on, none.overdue) == (None, 0)
    own = {"due_on": date(2025, 5, 30), "overdue": 1}
    (late,) = desk("filer", emission_report=[standing("draft", "none", **own)])
    assert (late.due_on, late.days, late.overdue, late.urgency) == (date(2025, 5, 30), -1, 1, "overdue")


def test_a_day_of_its_own_goes_before_the_deadline_of_the_law() -> None:
    clock = {"due_on": date(2025, 6, 5), "overdue": 0}
    (item,) = desk("filer", verification=[standing("task", "awaiting_correction", **clock)])
    assert (item.code, item.due_on, item.days, item.urgency) == ("verification.answer", date(2025, 6, 5), 3, "soon")


def test_what_is_late_comes_first_then_the_nearest_day_then_what_has_none() -> None:
    missed = {"due_on": date(2025, 3, 31), "overdue": 2}
    found = desk(
        "verification_officer",
        emission_report=[standing("report", "submitted"), standing("report", "open", 2, **missed)],
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
    assert (item.count, item.link) == (2, "/plans/2024?state=")


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
    found = coming(actor("leader"), Ground({}, deadlines_of(provisions), TODAY, PLAIN))
    assert [(day.key, day.days) for day in found] == [("deadline.verification", 0), ("deadline.surrender", 152)]


# Moves that nobody waits for: they take back, replace, urge or send elsewhere what waits for another move.
NOBODY_WAITS = {
    "listing:entry:withdraw",
    "monitoring_plan:plan:replace",
    # Made with the filing of a revised version, or taken back by who asked.
    "monitoring_plan:change:settle",
    "monitoring_plan:change:withdraw",
    "monitoring_plan:review:withdraw",
    # A submitted month waits to be accepted; an accepted one goes back when the annual report shows a difference.
    "monthly_evidence:month:return",
    "emission_report:version:waive",
    "monthly_evidence:version:waive",
    "verification:task:withdraw",
    "verification:task:waive_visit",
    "penalty:case:withdraw",
    "surrender:obligation:settle_again",
    "outside_data:import:drop",
    "outside_data:import:take_back",
    "bulletin:bulletin:drop",
    "bulletin:bulletin:withdraw",
    "help_desk:question:amend",
    "help_desk:question:publish",
    "help_desk:question:take_back",
    "help_desk:question:close",
    # Shown by the objection that it belongs to.
    "recheck:confirmation:decide",
}
# Subjects that a desk counts under another kind: an owed report by its newest version.
COUNTED_AS = {"monthly_evidence:month:submit": "draft", "emission_report:report:submit": "draft"}


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
    derived = {
        ("monthly_evidence", "draft"),
        ("monthly_evidence", "unlooked"),
        ("emission_report", "draft"),
        ("emission_report", "look"),
        ("surrender", "owing"),
        ("monitoring_plan", "meter"),
    } | {
        ("lawbook", "provision"),
        ("lawbook", "notice"),
        ("people", "account"),
    }
    strange = [
        (wait.code, state)
        for wait in WAITS
        for state in wait.states
        if (wait.room, wait.kind) not in derived and (wait.room, wait.kind, state) not in states
    ]
    assert strange == []


@pytest.mark.parametrize("code", [post.code for post in POSTS])
def test_a_desk_waits_only_in_rooms_that_its_reader_sees(code: str) -> None:
    """Otherwise it would wait in a room that is never asked."""
    seen = set(rooms_seen(actor(code)))
    assert {wait.room for wait in WAITS if wait.is_for(actor(code))} <= seen
    assert rooms_followed(actor(code)) <= seen


def test_an_administrator_waits_for_no_room_of_the_year() -> None:
    assert set(rooms_seen(actor("system_administrator"))) <= set(OUTSIDE)
    assert Duty.SIGNED_IN in actor("system_administrator").duties


def test_what_an_enterprise_handed_in_waits_for_the_province() -> None:
    found = others("filer", emission_report=[standing("report", "submitted")])
    assert found == [("report.accept", 1, ("kind:province",))]
    found = others("filer", emission_report=[standing("draft", "clean")])
    assert found == [("report.sign", 1, ("post:signatory",))]


def test_an_officer_sees_what_enterprises_and_bodies_have() -> None:
    found = others(
        "verification_officer",
        verification=[standing("task", "accepted", 3), standing("task", "awaiting_correction", 2)],
        emission_report=[standing("draft", "none", 4, year=2025)],
    )
    assert set(found) == {
        ("verification.review_documents", 3, ("kind:body",)),
        ("verification.answer", 2, ("kind:enterprise",)),
        ("report.upload", 4, ("kind:enterprise",)),
    }


def test_within_one_house_the_other_post_is_named() -> None:
    assert waited_for(Duty.ALLOCATION_APPROVE, actor("allocation_officer")) == ("post:leader",)
    assert waited_for(Duty.ALLOCATION_APPROVE, actor("city_officer")) == ("kind:province",)
    assert waited_for(Duty.VERIFICATION_REVIEW, actor("verifier")) == ("post:reviewer",)


def test_what_waits_for_the_reader_is_not_said_to_wait_for_others() -> None:
    rows = {"emission_report": [standing("report", "submitted", 3), standing("draft", "none", 2)]}
    for post_ in POSTS:
        mine = {item.code for item in waiting(actor(post_.code), ground(rows))}
        assert mine.isdisjoint(item.code for item in for_others(actor(post_.code), ground(rows))), post_.code


def test_nobody_hears_of_rooms_that_are_not_theirs() -> None:
    rows = {room: [standing("case", "opened", 2), standing("package", "built")] for room in (*SEEN, *OUTSIDE)}
    assert others("filer", **rows) == [("penalty.order", 2, ("kind:province",))]
    assert others("verifier", **rows) == []
    assert others("system_administrator", **rows) == []


def test_a_delay_is_told_once_with_whoever_it_is() -> None:
    """The officer's line echoes the enterprise's delay; the list of what is late tells the delay itself."""
    missed = {"due_on": date(2025, 3, 31), "overdue": 2}
    rows = {"emission_report": [standing("report", "open", 2, **missed), standing("draft", "none", 2, **missed)]}
    officer = actor("verification_officer")
    mine, theirs = waiting(officer, ground(rows)), for_others(officer, ground(rows))
    assert [item.code for item in mine] == ["report.overdue"]
    (late,) = overdue(officer, mine, theirs)
    assert (late.code, late.overdue, late.by) == ("report.upload", 2, ("kind:enterprise",))
    filer = actor("filer")
    (own,) = overdue(filer, waiting(filer, ground(rows)), for_others(filer, ground(rows)))
    assert (own.code, own.by) == ("report.upload", ())


def test_the_longest_late_comes_first() -> None:
    rows = {
        "emission_report": [standing("draft", "none", due_on=date(2025, 3, 31), overdue=1)],
        "recheck": [standing("objection", "filed", due_on=date(2025, 2, 3), overdue=1)],
    }
    leader = actor("leader")
    found = overdue(leader, waiting(leader, ground(rows)), for_others(leader, ground(rows)))
    assert [item.code for item in found] == ["recheck.decide", "report.upload"]


def test_unusual_is_what_the_rooms_say_and_nothing_that_waits_already() -> None:
    rows = {
        "emission_report": [standing("determined", "", 2), standing("stopped", "")],
        "recheck": [standing("draw", "committed"), standing("draw", "drawn", 3)],
    }
    leader = [(item.code, item.count, item.link) for item in unusual(actor("leader"), ground(rows))]
    assert leader == [
        ("report.stopped", 1, "/reports/report/7"),
        ("report.determined", 2, "/reports/2024?state=determined"),
        ("recheck.committed", 1, "/recheck/draws/7"),
    ]
    assert "report.stopped" not in {item.code for item in unusual(actor("filer"), ground(rows))}
    assert "recheck.committed" not in {item.code for item in unusual(actor("verification_officer"), ground(rows))}


def test_listed_without_a_plan_is_the_enterprises_work_and_the_authoritys_sign() -> None:
    rows = {"listing": [standing("entry", "published", 1, year=2026)], "monitoring_plan": []}
    assert [(item.code, item.link) for item in waiting(actor("filer"), ground(rows))] == [
        ("plan.upload", "/plans/2026/upload")
    ]
    assert [item.code for item in unusual(actor("listing_officer"), ground(rows))] == ["plan.missing"]
    begun = rows | {"monitoring_plan": [standing("plan", "received", year=2026)]}
    assert waiting(actor("filer"), ground(begun)) == []
    assert unusual(actor("listing_officer"), ground(begun)) == []


def test_every_signal_is_of_a_room_that_somebody_sees() -> None:
    assert {signal.room for signal in SIGNALS} <= set(SEEN)


def test_what_is_veiled_outside_is_not_said_to_be_missing_there() -> None:
    """A city does not see an allocation that is only proposed: to it none would seem to have begun."""
    rows = {"listing": [standing("entry", "published", 5)], "allocation": []}
    assert "allocation.propose_pre" not in {code for code, _, _ in others("city_officer", **rows)}
    assert ("allocation.propose_pre", 5, ("post:allocation_officer",)) in others("leader", **rows)
