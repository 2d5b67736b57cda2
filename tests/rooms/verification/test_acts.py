"""A verification from the assignment to its delivery, and everything that is refused on the way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.core.findings import Refused, Stale
from domain.emission_report import queries as reports
from domain.records.database import ask
from domain.records.standing import standing_of
from domain.verification import acts, queries
from domain.verification.acts import Judgement, NewFinding, SiteAnswer, SiteQuestion, Team, UnitValue
from domain.verification.states import Approach, Category, Quantity, TieKind
from tests.cast import codes, entries_for
from tests.rooms.verification import province
from tests.rooms.verification.province import AT, DAY, YEAR, given_to, reported, state_of, team_of, visited, who

pytestmark = pytest.mark.usefixtures("bodies")


@pytest.fixture(scope="module")
async def bodies(database: object) -> dict[int, int]:
    await province.officers()
    return {number: await province.body(number) for number in (1, 2)}


async def test_a_whole_verification_with_a_finding_corrected(bodies: dict[int, int]) -> None:
    enterprise_id, report_id = await reported(1)
    task_id = await given_to(report_id, 1)
    await visited(task_id, 1)
    leader, filer = await who("verifier1a"), await who("filer1")
    wrong = NewFinding(Category.ACTIVITY_DATA, "入炉煤量与台账不符", "1#", Quantity.EMISSIONS, Decimal(1300))
    finding_id = await acts.find(task_id, wrong, actor=leader, at=AT)
    assert await queries.findings(task_id, actor=filer) == []
    until = await acts.send_findings(task_id, actor=leader, at=AT)
    assert until == date(2025, 5, 22)
    assert len(await queries.findings(task_id, actor=filer)) == 1
    await acts.answer(finding_id, "已按台账更正", actor=filer, at=AT + DAY, corrected_value=Decimal(1100))
    assert await state_of(task_id) == "corrected"
    await acts.conclude(task_id, "符合", [Judgement(finding_id, True)], actor=leader, at=AT + DAY)
    number = await acts.review(task_id, True, "同意", actor=await who("reviewer1"), at=AT + DAY)
    assert number == f"鄂-示例核查-{(await _body_code(bodies[1]))[-6:]}-2024-1"
    (card,) = [one for one in await queries.delivered(YEAR, actor=leader) if one.task_id == task_id]
    assert (card.emissions_tonnes, card.findings, card.unresolved) == (3100, 1, 0)
    units = await queries.units_of_task(task_id, actor=filer)
    assert [unit.emissions_tonnes for unit in units] == [1100, 2000]
    told = await queries.unit_explanation(task_id, "1#", Quantity.EMISSIONS, actor=filer)
    assert told
    assert told.value == 1100
    moves = ["assign", "accept", "review_documents", "visit", "find", "send_findings", "correct", "conclude", "deliver"]
    assert await entries_for(f"verification_task:{task_id}") == [f"verification:task:{name}" for name in moves]
    rows = await ask("SELECT code FROM notice WHERE enterprise_id = {} ORDER BY id", enterprise_id)
    assert [row["code"] for row in rows] == [
        "verification.accepted",
        "verification.findings",
        "verification.delivered",
    ]


async def test_a_task_waits_on_the_desks_of_its_group_and_of_no_other_verifier() -> None:
    _, report_id = await reported(3, year=2029)
    task_id = await given_to(report_id, 1)
    await acts.accept(task_id, await team_of(1), actor=await who("manager1"), at=AT)

    async def seen_by(name: str) -> list[str]:
        rows = await standing_of(queries.standing_subjects(await who(name)), date(2025, 5, 20))
        return [row.state for row in rows if row.year == 2029]

    expected = {"verifier1a": ["accepted"], "verifier1b": ["accepted"], "verifier1c": [], "manager1": ["accepted"]}
    assert {name: await seen_by(name) for name in expected} == expected


async def _body_code(body_id: int) -> str:
    rows = await ask("SELECT credit_code FROM verification_body WHERE id = {}", body_id)
    return str(rows[0]["credit_code"])


async def test_the_assignment_of_the_year_breaks_no_tie_and_can_be_repeated(bodies: dict[int, int]) -> None:
    year, officer = 2031, await who("verification_officer")
    pairs = [await reported(number, year=year) for number in (21, 22, 23, 24)]
    tied = pairs[0][0]
    await acts.declare_tie(bodies[1], tied, TieKind.CONSULTING, date(2024, 1, 1), actor=await who("manager1"), at=AT)
    done = await acts.assign(year, actor=officer, at=AT)
    assert (done.placed, done.unplaced) == (4, ())
    cards = await queries.tasks(year, actor=officer)
    assert {card.body_id for card in cards if card.enterprise_id == tied} == {bodies[2]}
    assert sorted(card.body_id for card in cards) == sorted([bodies[1]] * 2 + [bodies[2]] * 2)
    (why,) = await queries.exclusions(tied, year, actor=officer)
    assert (why.body_id, why.reason, why.since) == (bodies[1], "consulting", date(2024, 1, 1))
    for card in cards:
        assert await entries_for(f"verification_task:{card.id}") == ["verification:task:assign"]
    manager = await who("manager1")
    assert {card.body_id for card in await queries.tasks(year, actor=manager)} == {bodies[1]}
    seen = {card.enterprise_id for card in await reports.accepted(year, actor=manager)}
    assert seen == {card.enterprise_id for card in cards if card.body_id == bodies[1]}


async def test_the_assignment_is_made_once_and_takes_a_late_report_later() -> None:
    year, officer = 2032, await who("verification_officer")
    await reported(31, year=year)
    assert (await acts.assign(year, actor=officer, at=AT)).placed == 1
    with pytest.raises(Refused) as caught:
        await acts.assign(year, actor=officer, at=AT)
    assert codes(caught) == {"VERIFICATION-NOTHING"}
    await reported(32, year=year)
    await reported(33, year=year, state="determined")
    assert (await acts.assign(year, actor=officer, at=AT)).placed == 1


async def test_only_the_province_assigns() -> None:
    for name in ("manager1", "leader", "listing_officer"):
        with pytest.raises(Refused) as caught:
            await acts.assign(YEAR, actor=await who(name), at=AT)
        assert codes(caught) == {"PEOPLE-DUTY"}


async def test_a_person_may_override_a_choice_but_no_conflict_rule(bodies: dict[int, int]) -> None:
    enterprise_id, report_id = await reported(41)
    officer = await who("verification_officer")
    first = await given_to(report_id, 1)
    await acts.declare_tie(
        bodies[2], enterprise_id, TieKind.OWNERSHIP, date(2020, 1, 1), actor=officer, at=AT, text="控股"
    )
    with pytest.raises(Refused) as caught:
        await acts.assign_one(report_id, bodies[2], "就近", actor=officer, at=AT)
    assert codes(caught) == {"VERIFICATION-EXCLUDED-OWNERSHIP"}
    with pytest.raises(Refused) as unreasoned:
        await acts.assign_one(report_id, bodies[1], " ", actor=officer, at=AT)
    assert codes(unreasoned) == {"VERIFICATION-REASON"}
    second = await acts.assign_one(report_id, bodies[1], "重新指派", actor=officer, at=AT)
    assert (await state_of(first), await state_of(second)) == ("withdrawn", "assigned")
    assert await entries_for(f"verification_task:{first}") == ["verification:task:assign", "verification:task:withdraw"]
    with pytest.raises(Stale):
        await acts.assign_one(report_id, bodies[1], "重新指派", actor=officer, at=AT)
    assert await entries_for(f"verification_task:{second}") == ["verification:task:assign"]
    await acts.accept(second, await team_of(1), actor=await who("manager1"), at=AT)
    leader = await who("verifier1a")
    await acts.review_documents(second, "齐全", [SiteQuestion(Approach.ASK, "产量")], actor=leader, at=AT)
    with pytest.raises(Refused) as begun:
        await acts.assign_one(report_id, bodies[1], "换人", actor=officer, at=AT)
    assert codes(begun) == {"VERIFICATION-BEGUN"}


async def test_a_declined_task_ends_the_mandate_and_the_body_is_not_asked_again() -> None:
    _, report_id = await reported(51)
    task_id = await given_to(report_id, 1)
    manager = await who("manager1")
    assert await reports.report(report_id, actor=manager)
    await acts.decline(task_id, "项目组已满", actor=manager, at=AT)
    assert await reports.report(report_id, actor=manager) is None
    assert await queries.task(task_id, actor=manager)
    with pytest.raises(Refused) as caught:
        await given_to(report_id, 1)
    assert codes(caught) == {"VERIFICATION-EXCLUDED-DECLINED"}
    with pytest.raises(Stale):
        await acts.decline(task_id, "再次", actor=manager, at=AT)


async def test_a_foreign_body_finds_no_task() -> None:
    _, report_id = await reported(61)
    task_id = await given_to(report_id, 1)
    with pytest.raises(Refused) as caught:
        await acts.accept(task_id, await team_of(2), actor=await who("manager2"), at=AT)
    assert codes(caught) == {"VERIFICATION-UNKNOWN"}
    assert await queries.task(task_id, actor=await who("manager2")) is None
    assert await queries.task(task_id, actor=await who("filer51")) is None


async def test_a_group_of_the_body_is_needed_to_accept() -> None:
    _, report_id = await reported(62)
    task_id = await given_to(report_id, 1)
    manager, leader = await who("manager1"), await who("verifier1a")
    with pytest.raises(Refused) as caught:
        await acts.accept(task_id, Team(leader.account_id, ()), actor=manager, at=AT)
    assert codes(caught) == {"VERIFICATION-TEAM-SIZE"}
    stranger = (await who("verifier2a")).account_id
    with pytest.raises(Refused) as caught:
        await acts.accept(task_id, Team(leader.account_id, (stranger,)), actor=manager, at=AT)
    assert codes(caught) == {"VERIFICATION-TEAM-STRANGER"}
    assert await state_of(task_id) == "assigned"
    await acts.accept(task_id, await team_of(1), actor=manager, at=AT)
    with pytest.raises(Stale):
        await acts.accept(task_id, await team_of(1), actor=manager, at=AT)


async def test_a_tie_declared_after_the_assignment_stops_the_acceptance(bodies: dict[int, int]) -> None:
    enterprise_id, report_id = await reported(63)
    task_id = await given_to(report_id, 1)
    manager, member = await who("manager1"), await who("verifier1b")
    tie_id = await acts.declare_tie(
        bodies[1],
        enterprise_id,
        TieKind.STAFF,
        date(2023, 1, 1),
        actor=manager,
        at=AT,
        person_id=member.account_id,
    )
    with pytest.raises(Refused) as caught:
        await acts.accept(task_id, await team_of(1), actor=manager, at=AT)
    assert codes(caught) == {"VERIFICATION-TEAM-TIED"}
    await acts.declare_tie(bodies[1], enterprise_id, TieKind.FUNDING, date(2025, 1, 1), actor=manager, at=AT)
    with pytest.raises(Refused) as caught:
        await acts.accept(task_id, await team_of(1), actor=manager, at=AT)
    assert codes(caught) == {"VERIFICATION-EXCLUDED-FUNDING"}
    assert await entries_for(f"body_tie:{tie_id}") == ["verification:tie:declare"]


async def test_a_body_declares_for_itself_alone(bodies: dict[int, int]) -> None:
    enterprise_id, _ = await reported(64)
    manager = await who("manager2")
    with pytest.raises(Refused) as caught:
        await acts.declare_tie(bodies[1], enterprise_id, TieKind.STAFF, date(2023, 1, 1), actor=manager, at=AT)
    assert codes(caught) == {"VERIFICATION-UNKNOWN"}
    with pytest.raises(Refused) as caught:
        await acts.declare_tie(bodies[2], None, TieKind.OWNERSHIP, date(2023, 1, 1), actor=manager, at=AT)
    assert codes(caught) == {"VERIFICATION-TIE-WITH"}
    tie_id = await acts.declare_tie(bodies[2], enterprise_id, TieKind.FUNDING, date(2023, 1, 1), actor=manager, at=AT)
    with pytest.raises(Refused) as caught:
        await acts.end_tie(tie_id, date(2022, 1, 1), actor=manager, at=AT)
    assert codes(caught) == {"VERIFICATION-TIE-DAYS"}
    await acts.end_tie(tie_id, date(2024, 1, 1), actor=manager, at=AT)
    assert {card.body_id for card in await queries.ties(actor=manager)} == {bodies[2]}


async def test_only_the_group_works_and_only_its_leader_concludes() -> None:
    _, report_id = await reported(71)
    task_id = await given_to(report_id, 1)
    await visited(task_id, 1)
    for name, code in (("verifier1c", "VERIFICATION-NOT-TEAM"), ("verifier1b", "VERIFICATION-NOT-LEADER")):
        with pytest.raises(Refused) as caught:
            await acts.conclude(task_id, "符合", actor=await who(name), at=AT)
        assert codes(caught) == {code}
    assert await state_of(task_id) == "visited"


async def test_a_site_list_is_answered_whole() -> None:
    _, report_id = await reported(72)
    task_id = await given_to(report_id, 1)
    leader = await who("verifier1a")
    await acts.accept(task_id, await team_of(1), actor=await who("manager1"), at=AT)
    with pytest.raises(Refused) as caught:
        await acts.review_documents(task_id, "齐全", [SiteQuestion(Approach.ASK, " ")], actor=leader, at=AT)
    assert codes(caught) == {"VERIFICATION-SITE-LIST"}
    questions = [SiteQuestion(Approach.ASK, "产量"), SiteQuestion(Approach.TEST, "皮带秤")]
    await acts.review_documents(task_id, "齐全", questions, actor=leader, at=AT)
    with pytest.raises(Refused) as caught:
        await acts.visit(task_id, [SiteAnswer(1, "一致", True)], actor=leader, at=AT)
    assert codes(caught) == {"VERIFICATION-SITE-OPEN"}
    answers = [SiteAnswer(1, "一致", True), SiteAnswer(2, "超期未检定", False)]
    with pytest.raises(Refused) as caught:
        await acts.visit(task_id, answers, actor=leader, at=AT, visited_on=date(2025, 6, 1))
    assert codes(caught) == {"VERIFICATION-VISIT-DAY"}
    await acts.visit(task_id, answers, actor=leader, at=AT, visited_on=date(2025, 5, 12))
    _, running = await queries.group_and_clocks(task_id, actor=leader)
    clocks = {card.code: card for card in running}
    assert clocks["site_list"].due_on == date(2025, 5, 14)
    assert clocks["site_list"].overdue(AT.date())
    assert clocks["findings"].due_on == date(2025, 5, 19)
    assert [item.conforms for item in await queries.site_items(task_id, actor=leader)] == [True, False]


async def test_a_visit_is_not_waived_without_two_clean_years() -> None:
    officer = await who("verification_officer")
    for year, allowed in ((2022, False), (2023, False), (2024, True)):
        _, report_id = await reported(73, year=year)
        if not allowed:
            await province.delivered(report_id, 1)
            continue
        task_id = await given_to(report_id, 1)
        leader = await who("verifier1a")
        await acts.accept(task_id, await team_of(1), actor=await who("manager1"), at=AT)
        await acts.review_documents(task_id, "齐全", [SiteQuestion(Approach.ASK, "产量")], actor=leader, at=AT)
        await acts.waive_visit(task_id, "连续两年无不符合项", actor=officer, at=AT)
        assert await state_of(task_id) == "visited"
    _, report_id = await reported(74)
    task_id = await given_to(report_id, 1)
    await acts.accept(task_id, await team_of(1), actor=await who("manager1"), at=AT)
    leader = await who("verifier1a")
    await acts.review_documents(task_id, "齐全", [SiteQuestion(Approach.ASK, "产量")], actor=leader, at=AT)
    with pytest.raises(Refused) as caught:
        await acts.waive_visit(task_id, "路远", actor=officer, at=AT)
    assert codes(caught) == {"VERIFICATION-NO-WAIVER"}


async def test_what_is_not_answered_in_time_is_settled_conservatively() -> None:
    _, report_id = await reported(81)
    task_id = await given_to(report_id, 2)
    await visited(task_id, 2)
    leader = await who("verifier2a")
    wrong = NewFinding(Category.PRODUCTION_DATA, "供电量与上网结算不符", "2#", Quantity.GENERATION, Decimal(2000))
    finding_id = await acts.find(task_id, wrong, actor=leader, at=AT)
    with pytest.raises(Refused) as caught:
        await acts.conclude(task_id, "符合", actor=leader, at=AT)
    assert codes(caught) == {"VERIFICATION-AWAITING-ANSWER"}
    await acts.send_findings(task_id, actor=leader, at=AT)
    with pytest.raises(Refused) as caught:
        await acts.conclude(task_id, "部分不符合", actor=leader, at=AT + 7 * DAY)
    assert codes(caught) == {"VERIFICATION-AWAITING-ANSWER"}
    await acts.conclude(task_id, "部分不符合", actor=leader, at=AT + 8 * DAY)
    (unit,) = [unit for unit in await queries.units_of_task(task_id, actor=leader) if unit.unit_number == "2#"]
    assert unit.generation_mwh == 2000
    assert unit.load_factor == Decimal("0.5")
    with pytest.raises(Stale):
        await acts.answer(finding_id, "迟交", actor=await who("filer81"), at=AT + 9 * DAY)


async def test_a_group_that_sets_a_value_gives_its_reason() -> None:
    _, report_id = await reported(82)
    task_id = await given_to(report_id, 2)
    await visited(task_id, 2)
    leader = await who("verifier2a")
    with pytest.raises(Refused) as caught:
        await acts.conclude(task_id, "符合", (), [UnitValue("1#", Decimal(1200))], actor=leader, at=AT)
    assert codes(caught) == {"VERIFICATION-VALUE-REASON"}
    own = [UnitValue("1#", Decimal(1200), reason="仪表超差修正")]
    await acts.conclude(task_id, "符合", (), own, actor=leader, at=AT)
    told = await queries.explanation(task_id, actor=leader)
    assert told
    assert told.value == 3200


async def test_the_technical_review_sends_back_and_the_values_are_made_anew() -> None:
    _, report_id = await reported(83)
    task_id = await given_to(report_id, 2)
    await visited(task_id, 2)
    leader, reviewer = await who("verifier2a"), await who("reviewer2")
    await acts.conclude(task_id, "符合", actor=leader, at=AT)
    assert await queries.units_of_task(task_id, actor=await who("filer83")) == []
    with pytest.raises(Refused) as caught:
        await acts.review(task_id, False, "", actor=reviewer, at=AT)
    assert codes(caught) == {"VERIFICATION-REASON"}
    assert await acts.review(task_id, False, "未说明排放量波动", actor=reviewer, at=AT) == ""
    assert await state_of(task_id) == "visited"
    await acts.conclude(task_id, "符合；波动因负荷上升", actor=leader, at=AT + DAY)
    assert await acts.review(task_id, True, "", actor=reviewer, at=AT + DAY)
    with pytest.raises(Stale):
        await acts.review(task_id, True, "", actor=reviewer, at=AT + DAY)


async def test_nobody_of_the_group_reviews_it() -> None:
    """Posts keep the two duties apart; should a person hold both, the room still refuses."""
    from dataclasses import replace

    _, report_id = await reported(84)
    task_id = await given_to(report_id, 2)
    await visited(task_id, 2)
    leader = await who("verifier2a")
    await acts.conclude(task_id, "符合", actor=leader, at=AT)
    both = replace(leader, duties=leader.duties | (await who("reviewer2")).duties)
    with pytest.raises(Refused) as caught:
        await acts.review(task_id, True, "", actor=both, at=AT)
    assert codes(caught) == {"VERIFICATION-SAME-PERSON"}
    assert await state_of(task_id) == "concluded"


async def test_an_enterprise_answers_for_itself_alone() -> None:
    _, report_id = await reported(85)
    task_id = await given_to(report_id, 2)
    await visited(task_id, 2)
    leader = await who("verifier2a")
    one = await acts.find(task_id, NewFinding(Category.QUALITY, "无内审记录"), actor=leader, at=AT)
    two = await acts.find(task_id, NewFinding(Category.PLAN, "计划未更新"), actor=leader, at=AT)
    await acts.send_findings(task_id, actor=leader, at=AT)
    with pytest.raises(Refused) as caught:
        await acts.answer(one, "代答", actor=await who("filer84"), at=AT)
    assert codes(caught) == {"VERIFICATION-UNKNOWN"}
    filer = await who("filer85")
    with pytest.raises(Refused) as caught:
        await acts.answer(one, " ", actor=filer, at=AT)
    assert codes(caught) == {"VERIFICATION-ANSWER"}
    await acts.answer(one, "已补", actor=filer, at=AT)
    await acts.answer(one, "已补，见附件", actor=filer, at=AT)
    assert await state_of(task_id) == "awaiting_correction"
    await acts.answer(two, "已更新", actor=filer, at=AT)
    assert await state_of(task_id) == "corrected"
    with pytest.raises(Refused) as caught:
        await acts.conclude(task_id, "符合", [Judgement(one, True)], actor=leader, at=AT)
    assert codes(caught) == {"VERIFICATION-NOT-JUDGED"}
    await acts.conclude(task_id, "符合", [Judgement(one, True), Judgement(two, False)], actor=leader, at=AT)
    statuses = [card.status for card in await queries.findings(task_id, actor=leader)]
    assert statuses == ["resolved", "unresolved"]


async def test_lists_show_what_is_overdue() -> None:
    _, report_id = await reported(91)
    task_id = await given_to(report_id, 2)
    await visited(task_id, 2)
    officer = await who("verification_officer")
    assert task_id not in {card.id for card in await queries.overdue(date(2025, 5, 19), actor=officer, limit=99)}
    assert task_id in {card.id for card in await queries.overdue(date(2025, 5, 20), actor=officer, limit=99)}
