"""A plan from its workbook to the file, and everything that may go wrong on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from domain.core.actors import THE_CLOCK, Actor
from domain.core.findings import Refused, Stale
from domain.monitoring_plan import acts, queries
from domain.monitoring_plan.queries import PlanUnit, VersionCard
from domain.monitoring_plan.rules import Next
from domain.monitoring_plan.states import State
from domain.records.database import ask
from domain.records.evidence.queries import fetch
from domain.records.follow_ups import acts as follow_ups
from tests.cast import actor, codes, entries_for
from tests.rooms.monitoring_plan.conftest import Plant
from tests.rooms.monitoring_plan.sample import YEAR, Entries, entries, parameter, workbook
from tests.rooms.monitoring_plan.story import on_the_list

pytestmark = pytest.mark.usefixtures("law")
AT = datetime(2023, 12, 1, 2, 0, tzinfo=UTC)
LATER = datetime(2024, 1, 5, 2, 0, tzinfo=UTC)
REVIEWER = actor("listing_officer")
New = Callable[..., Awaitable[Plant]]


def plan_of(plant: Plant, version: int = 1) -> Entries:
    return entries(version=version, code=plant.credit_code, name=plant.name)


async def received(plant: Plant, plan: Entries | bytes, at: datetime = AT) -> int:
    content = plan if isinstance(plan, bytes) else workbook(plan)
    return await acts.receive(plant.id, YEAR, content, "方案.xlsx", actor=plant.filer, at=at)


async def checked(plant: Plant, plan: Entries | bytes, at: datetime = AT) -> int:
    plan_id = await received(plant, plan, at)
    await acts.read(plan_id, actor=THE_CLOCK, at=at)
    return plan_id


async def submitted(plant: Plant, version: int = 1) -> int:
    plan_id = await checked(plant, plan_of(plant, version))
    await acts.submit(plan_id, actor=plant.filer, at=AT)
    return plan_id


async def filed(plant: Plant, version: int = 1) -> int:
    plan_id = await submitted(plant, version)
    await acts.file(plan_id, actor=REVIEWER, at=AT)
    return plan_id


async def card_of(plan_id: int) -> VersionCard:
    card = await queries.plan(plan_id, actor=REVIEWER)
    assert card is not None
    return card


async def found_codes(plan_id: int) -> set[str]:
    return {finding.code for finding in await queries.findings(plan_id, actor=REVIEWER)}


def tags(*moves: str) -> list[str]:
    return [f"monitoring_plan:plan:{move}" for move in moves]


async def test_a_good_plan_is_received_read_submitted_and_filed(plant: New) -> None:
    mine = await plant()
    plan_id = await filed(mine)
    card = await card_of(plan_id)
    assert (card.state, card.version, card.in_force, card.stops, card.late) == (State.FILED, 1, 1, 0, False)
    assert await entries_for(f"plan:{plan_id}") == tags("receive", "clear", "submit", "file")
    notices = await ask("SELECT code, link FROM notice WHERE enterprise_id = {}", mine.id)
    assert [(row["code"], row["link"]) for row in notices] == [("plan.filed", f"/plans/versions/{plan_id}")]


async def test_the_plan_in_force_is_what_a_report_is_read_against(plant: New) -> None:
    mine = await plant()
    plan = plan_of(mine)
    parameter(plan, "2#", "carbon")["method"] = "default"
    plan_id = await checked(mine, plan)
    assert await queries.in_force(mine.id, YEAR, actor=mine.filer) is None
    await acts.submit(plan_id, actor=mine.filer, at=AT)
    await acts.file(plan_id, actor=REVIEWER, at=AT)
    card = await queries.in_force(mine.id, YEAR, actor=mine.filer)
    assert card is not None
    assert (card.id, card.version, card.filed_at) == (plan_id, 1, AT)
    assert card.units == (
        PlanUnit("1#", Decimal(640), "I", "bituminous", False, "measured", "measured"),
        PlanUnit("2#", Decimal(330), "II", "bituminous", True, "default", "measured"),
    )
    assert (await queries.plans_in_force(YEAR, actor=REVIEWER))[mine.id] == card


async def test_reading_is_what_follows_from_receiving(plant: New) -> None:
    mine = await plant()
    plan_id = await received(mine, plan_of(mine))
    owed = await ask("SELECT id, act FROM follow_up WHERE subject = {}", f"plan:{plan_id}")
    assert [row["act"] for row in owed] == ["monitoring_plan.read"]
    assert await follow_ups.perform(owed[0]["id"], at=AT)
    assert (await card_of(plan_id)).state == State.CLEAN


async def test_a_plan_with_a_stopping_finding_is_stopped_and_keeps_its_findings(plant: New) -> None:
    mine = await plant()
    plan = plan_of(mine)
    plan["units"][0]["capacity_mw"] = Decimal(600)
    plan["enterprise"][0]["name"] = "旧名"
    plan_id = await checked(mine, plan)
    card = await card_of(plan_id)
    assert (card.state, card.stops, card.warnings, card.readable) == (State.STOPPED, 1, 1, True)
    findings = await queries.findings(plan_id, actor=mine.filer)
    assert [(finding.code, str(finding.place)) for finding in findings] == [
        ("MP-NAME", "企业情况!D4"),
        ("MP-CAPACITY", "主要排放设施!B6"),
    ]
    assert (await queries.content(plan_id, actor=mine.filer))["units"][0].values["capacity_mw"] == "600"
    with pytest.raises(Stale):
        await acts.submit(plan_id, actor=mine.filer, at=AT)
    assert await entries_for(f"plan:{plan_id}") == tags("receive", "stop")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"not a workbook", "SHEET-TEXT-FILE"),
        (b"PK\x03\x04rest", "SHEET-TRUNCATED"),
        (b"\x00\x01", "SHEET-NOT-WORKBOOK"),
    ],
)
async def test_what_is_no_workbook_is_a_finding_and_nothing_is_lost(plant: New, content: bytes, code: str) -> None:
    mine = await plant()
    plan_id = await checked(mine, content)
    card = await card_of(plan_id)
    assert (card.state, card.readable, card.version) == (State.STOPPED, False, 0)
    assert await found_codes(plan_id) == {code}
    assert await fetch(card.original) == content


async def test_another_enterprises_workbook_is_stopped(plant: New) -> None:
    mine, other = await plant(), await plant()
    plan_id = await checked(mine, plan_of(other))
    assert "MP-CREDIT-CODE" in await found_codes(plan_id)


async def test_a_version_number_beyond_the_form_is_a_finding(plant: New) -> None:
    mine = await plant()
    plan_id = await checked(mine, plan_of(mine, version=10**9))
    assert "SHEET-ABOVE" in await found_codes(plan_id)
    assert (await card_of(plan_id)).state == State.STOPPED


async def test_no_file_is_refused(plant: New) -> None:
    mine = await plant()
    with pytest.raises(Refused) as caught:
        await received(mine, b"")
    assert codes(caught) == {"MP-NO-FILE"}


async def test_a_second_click_is_no_second_plan(plant: New) -> None:
    mine = await plant()
    content = workbook(plan_of(mine))
    # Known already, so that keeping it makes nobody wait.
    await acts.receive(mine.id, YEAR + 1, content, "方案.xlsx", actor=mine.filer, at=AT)
    answers = await asyncio.gather(*(received(mine, content) for _ in range(6)))
    assert len(set(answers)) == 1
    assert await entries_for(f"plan:{answers[0]}") == tags("receive")
    assert len(await queries.versions(mine.id, YEAR, actor=mine.filer)) == 1


async def test_the_same_file_after_it_was_stopped_is_read_anew(plant: New) -> None:
    mine = await plant()
    first = await checked(mine, b"not a workbook")
    assert await received(mine, b"not a workbook") != first


async def test_reading_twice_is_stale(plant: New) -> None:
    mine = await plant()
    plan_id = await checked(mine, plan_of(mine))
    with pytest.raises(Stale):
        await acts.read(plan_id, actor=THE_CLOCK, at=AT)
    assert await entries_for(f"plan:{plan_id}") == tags("receive", "clear")


async def test_duties_are_asked_for(plant: New) -> None:
    mine = await plant()
    plan_id = await checked(mine, plan_of(mine))
    signatory = actor("signatory", enterprise_id=mine.id)
    tries: list[Awaitable[object]] = [
        acts.receive(mine.id, YEAR, b"x", "x.xlsx", actor=signatory, at=AT),
        acts.read(plan_id, actor=REVIEWER, at=AT),
        acts.submit(plan_id, actor=signatory, at=AT),
        acts.file(plan_id, actor=mine.filer, at=AT),
        acts.return_(plan_id, "x", actor=mine.filer, at=AT),
    ]
    for one in tries:
        with pytest.raises(Refused) as caught:
            await one
        assert codes(caught) == {"PEOPLE-DUTY"}
    assert await entries_for(f"plan:{plan_id}") == tags("receive", "clear")


async def test_nobody_acts_on_another_enterprises_plan(plant: New) -> None:
    mine, other = await plant(), await plant()
    plan_id = await checked(mine, plan_of(mine))
    with pytest.raises(Refused) as unseen:
        await acts.submit(plan_id, actor=other.filer, at=AT)
    assert codes(unseen) == {"MP-UNKNOWN"}
    with pytest.raises(Refused) as foreign:
        await acts.receive(mine.id, YEAR, b"x", "x.xlsx", actor=other.filer, at=AT)
    assert codes(foreign) == {"MP-ENTERPRISE"}
    assert await queries.plan(plan_id, actor=other.filer) is None
    assert await queries.content(plan_id, actor=other.filer) == {}
    assert await queries.findings(plan_id, actor=other.filer) == []
    assert await queries.versions(mine.id, YEAR, actor=other.filer) == []
    assert await queries.prefill(mine.id, YEAR, AT.date(), actor=other.filer) is None


async def test_two_officers_at_once_one_wins(plant: New) -> None:
    plan_id = await submitted(await plant())
    other = actor("listing_officer", number=1)
    outcomes = await asyncio.gather(
        acts.file(plan_id, actor=REVIEWER, at=AT),
        acts.return_(plan_id, "请补充", actor=other, at=AT),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "Stale"]
    assert len(await entries_for(f"plan:{plan_id}")) == 4


async def test_submitting_or_filing_twice_is_stale(plant: New) -> None:
    mine = await plant()
    plan_id = await filed(mine)
    with pytest.raises(Stale):
        await acts.submit(plan_id, actor=mine.filer, at=AT)
    with pytest.raises(Stale):
        await acts.file(plan_id, actor=REVIEWER, at=AT)
    with pytest.raises(Stale):
        await acts.return_(plan_id, "晚了", actor=REVIEWER, at=AT)
    assert await entries_for(f"plan:{plan_id}") == tags("receive", "clear", "submit", "file")
    assert len(await ask("SELECT id FROM notice WHERE enterprise_id = {}", mine.id)) == 1


async def test_a_returned_plan_is_told_with_its_reason_and_comes_again(plant: New) -> None:
    mine = await plant()
    plan_id = await submitted(mine)
    with pytest.raises(Refused) as caught:
        await acts.return_(plan_id, "  ", actor=REVIEWER, at=AT)
    assert codes(caught) == {"MP-REASON"}
    await acts.return_(plan_id, "请说明采样方案", actor=REVIEWER, at=AT)
    notice = await ask("SELECT code, facts::text AS facts FROM notice WHERE enterprise_id = {}", mine.id)
    assert [row["code"] for row in notice] == ["plan.returned"]
    assert "请说明采样方案" in notice[0]["facts"]
    again = plan_of(mine)
    again["sampling"][0]["sampling"] = "入炉皮带机械采样"
    second = await checked(mine, again)
    await acts.submit(second, actor=mine.filer, at=AT)
    await acts.file(second, actor=REVIEWER, at=AT)
    assert [card.state for card in await queries.versions(mine.id, YEAR, actor=mine.filer)] == ["filed", "returned"]


async def test_filing_a_new_version_replaces_the_one_in_force(plant: New) -> None:
    mine = await plant()
    first, second = await filed(mine, 1), await filed(mine, 2)
    assert (await card_of(first)).state == State.REPLACED
    in_force = await queries.in_force(mine.id, YEAR, actor=REVIEWER)
    assert in_force is not None
    assert (in_force.id, in_force.version) == (second, 2)
    assert await entries_for(f"plan:{first}") == tags("receive", "clear", "submit", "file", "replace")
    assert await entries_for(f"plan:{second}") == tags("receive", "clear", "submit", "file")


async def test_a_version_that_was_filed_cannot_come_again(plant: New) -> None:
    mine = await plant()
    await filed(mine, 1)
    again = plan_of(mine, 1)
    again["boundary"][0]["extent"] = "另有描述"
    assert "MP-VERSION" in await found_codes(await checked(mine, again))


async def test_versions_checked_before_another_was_filed_do_not_slip_through(plant: New) -> None:
    mine = await plant()
    early = await checked(mine, plan_of(mine, 1))
    other = plan_of(mine, 1)
    other["boundary"][0]["extent"] = "另有描述"
    overtaking = await checked(mine, other)
    await acts.submit(overtaking, actor=mine.filer, at=AT)
    with pytest.raises(Refused) as waiting:
        await acts.submit(early, actor=mine.filer, at=AT)
    assert codes(waiting) == {"MP-WAITING"}
    await acts.file(overtaking, actor=REVIEWER, at=AT)
    with pytest.raises(Refused) as overtaken:
        await acts.submit(early, actor=mine.filer, at=AT)
    assert codes(overtaken) == {"MP-VERSION"}
    assert await entries_for(f"plan:{early}") == tags("receive", "clear")


async def test_nobody_files_what_they_submitted(plant: New) -> None:
    mine = await plant()
    plan_id = await submitted(mine)
    both = replace(REVIEWER, account_id=mine.filer.account_id)
    with pytest.raises(Refused) as caught:
        await acts.file(plan_id, actor=both, at=AT)
    assert codes(caught) == {"MP-SAME-PERSON"}


async def test_a_first_plan_after_the_day_is_late_and_a_revision_is_not(plant: New) -> None:
    late, punctual = await plant(), await plant()
    late_id = await checked(late, plan_of(late), LATER)
    assert "MP-LATE" in await found_codes(late_id)
    await acts.submit(late_id, actor=late.filer, at=LATER)
    assert (await card_of(late_id)).late
    await filed(punctual)
    revision = await checked(punctual, plan_of(punctual, 2), LATER)
    await acts.submit(revision, actor=punctual.filer, at=LATER)
    assert not (await card_of(revision)).late


async def test_what_is_due_and_next(plant: New) -> None:
    mine = await plant()
    before = await queries.due(mine.id, YEAR, "", AT.date(), actor=mine.filer)
    assert (before.listed, before.next, before.overdue) == (False, Next.MAKE, False)
    assert before.deadline is not None
    assert before.deadline.isoformat() == "2023-12-31"
    assert not (await queries.due(mine.id, YEAR, "clean", LATER.date(), actor=mine.filer)).overdue, "it is not listed"
    await on_the_list(mine.id, YEAR)
    assert (await queries.due(mine.id, YEAR, "clean", LATER.date(), actor=mine.filer)).overdue
    assert not (await queries.due(mine.id, YEAR, "filed", LATER.date(), actor=mine.filer)).overdue
    assert (await queries.due(mine.id, 2090, "", AT.date(), actor=mine.filer)).deadline is None


async def test_a_plan_of_a_register_that_knows_no_such_person(plant: New) -> None:
    nobody = Actor(5, "x", REVIEWER.kind, REVIEWER.duties)
    with pytest.raises(Refused) as caught:
        await acts.file(2**31 - 1, actor=nobody, at=AT)
    assert codes(caught) == {"MP-UNKNOWN"}
