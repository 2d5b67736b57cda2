"""A case from the lead to the credit record, and everything that is refused on the way."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.core.findings import Refused, Stale
from domain.penalty import acts, queries
from domain.penalty.queries import CaseFile
from domain.records.database import ask
from tests.cast import actor, codes, entries_for
from tests.rooms.penalty.sample import (
    AT,
    DEADLINE,
    INSPECTORS,
    JURIST,
    LEADER,
    LEAST,
    MOST,
    OFFICER,
    SHORT,
    UNDER_THE_CODE,
    YEAR,
    Desk,
    decided,
    later,
    noticed,
    opened,
    own,
    reviewed,
    ruling,
)

WAY = ["open", "order", "notice", "state", "review", "decide", "serve", "execute", "publish", "close"]


async def case_of(case_id: int) -> CaseFile:
    found = await queries.case(case_id, actor=OFFICER)
    assert found is not None
    return found


async def notices_to(enterprise_id: int) -> list[str]:
    rows = await ask("SELECT code FROM notice WHERE enterprise_id = {} ORDER BY id", enterprise_id)
    return [row["code"] for row in rows]


async def test_a_shortfall_goes_its_way_to_the_credit_record(desk: Desk) -> None:
    case_id = await opened(desk)
    until = await acts.order(case_id, actor=OFFICER, at=AT, text="补足清缴")
    assert until == date(2026, 1, 26)
    answer_by = await acts.notice(case_id, LEAST + 500_000, "未足额清缴", actor=OFFICER, at=AT)
    assert answer_by == date(2026, 1, 19)
    await acts.state(case_id, "请求从轻", actor=await own(case_id), at=AT)
    await acts.review(case_id, "事实清楚，证据充分", actor=JURIST, at=AT)
    await acts.decide(case_id, ruling(LEAST), actor=LEADER, at=AT)
    pay_by = await acts.serve(case_id, "direct", date(2026, 1, 12), actor=OFFICER, at=AT)
    assert pay_by == date(2026, 1, 27)
    paid_at = AT + timedelta(days=7)
    await acts.execute(case_id, paid_at.date(), actor=OFFICER, at=paid_at, made_good_on=paid_at.date())
    await acts.publish(case_id, actor=OFFICER, at=paid_at)
    await acts.close(case_id, "行政处罚，已履行", actor=OFFICER, at=paid_at)
    case = await case_of(case_id)
    assert (case.state, case.law, case.fine_yuan, case.late_fine_yuan) == ("closed", "decree-775-art-24", LEAST, 0)
    assert (case.fine_min, case.fine_max) == (LEAST, MOST)
    assert case.conduct_on == DEADLINE + timedelta(days=1)
    assert await entries_for(f"penalty_case:{case_id}") == [f"penalty:case:{name}" for name in WAY]
    told = ["ordered", "noticed", "served", "executed", "published", "closed"]
    assert await notices_to(case.enterprise_id) == [f"penalty.{code}" for code in told]


async def test_every_amount_keeps_its_explanation(desk: Desk) -> None:
    case = await case_of(await decided(desk))
    assert case.price is not None
    assert (case.price.question, case.price.value) == ("market.average_price", Decimal(60))
    assert case.applied is not None
    assert case.applied.explanation.value == MOST
    used = {provision.key for provision in case.applied.explanation.provisions}
    assert {"penalty.surrender.law", "penalty.surrender.failed.multiple_max"} <= used


async def test_numbers_run_without_a_gap(desk: Desk) -> None:
    first, second = await case_of(await opened(desk)), await case_of(await opened(desk))
    prefix, serial = first.number.removesuffix("号").split("〕")
    assert prefix == "省环碳罚〔2026"
    assert second.number == f"{prefix}〕{int(serial) + 1}号"


async def test_two_cases_opened_at_once_get_two_numbers(desk: Desk) -> None:
    cases = await asyncio.gather(*(opened(desk) for _ in range(4)))
    assert len({(await case_of(case_id)).number for case_id in cases}) == 4


async def test_a_late_surrender_is_a_breach_too(desk: Desk) -> None:
    case = await case_of(await opened(desk, "late"))
    assert (case.shortfall, case.surrendered) == (SHORT, 990_000)


@pytest.mark.parametrize("status", ["on_time", "open"])
async def test_without_a_shortfall_there_is_no_case(desk: Desk, status: str) -> None:
    enterprise_id = await desk.enterprise(status)
    with pytest.raises(Refused) as caught:
        await acts.open_from_shortfall(YEAR, enterprise_id, INSPECTORS, actor=OFFICER, at=AT)
    assert codes(caught) == {"PENALTY-NO-SHORTFALL"}


async def test_one_inspector_is_not_enough(desk: Desk) -> None:
    enterprise_id = await desk.enterprise()
    with pytest.raises(Refused) as caught:
        await acts.open_from_shortfall(YEAR, enterprise_id, ("张某", "张某"), actor=OFFICER, at=AT)
    assert codes(caught) == {"PENALTY-INSPECTORS"}


async def test_a_case_is_opened_once_and_again_after_it_was_withdrawn(desk: Desk) -> None:
    enterprise_id = await desk.enterprise()
    case_id = await acts.open_from_shortfall(YEAR, enterprise_id, INSPECTORS, actor=OFFICER, at=AT)
    with pytest.raises(Refused) as caught:
        await acts.open_from_shortfall(YEAR, enterprise_id, INSPECTORS, actor=OFFICER, at=AT)
    assert codes(caught) == {"PENALTY-TWICE"}
    assert await entries_for(f"penalty_case:{case_id}") == ["penalty:case:open"]
    await acts.withdraw(case_id, "登记有误", actor=LEADER, at=AT)
    assert await notices_to(enterprise_id) == []
    await acts.open_from_shortfall(YEAR, enterprise_id, INSPECTORS, actor=OFFICER, at=AT)


async def test_a_breach_that_ended_long_ago_is_no_longer_punished(desk: Desk) -> None:
    enterprise_id = await desk.enterprise("late", completed_on=date(2026, 1, 5))
    with pytest.raises(Refused) as caught:
        await acts.open_from_shortfall(
            YEAR, enterprise_id, INSPECTORS, actor=OFFICER, at=AT.replace(year=2028, month=2)
        )
    assert codes(caught) == {"PENALTY-LIMITATION"}


async def test_the_limit_lies_in_the_future(desk: Desk) -> None:
    case_id = await opened(desk)
    with pytest.raises(Refused) as caught:
        await acts.order(case_id, AT.date(), actor=OFFICER, at=AT)
    assert codes(caught) == {"PENALTY-UNTIL"}


@pytest.mark.parametrize("fine", ["2999999.99", "6000000.01"])
async def test_a_notice_outside_the_range_is_refused(desk: Desk, fine: str) -> None:
    case_id = await opened(desk)
    await acts.order(case_id, actor=OFFICER, at=AT)
    with pytest.raises(Refused) as caught:
        await acts.notice(case_id, Decimal(fine), "未足额清缴", actor=OFFICER, at=AT)
    assert codes(caught) == {"PENALTY-RANGE"}
    assert (await case_of(case_id)).state == "ordered"


async def test_an_answer_comes_in_time_or_not_at_all(desk: Desk) -> None:
    case_id = await noticed(desk)
    with pytest.raises(Refused) as late:
        await acts.state(case_id, "请求从轻", actor=await own(case_id), at=later(AT))
    assert codes(late) == {"PENALTY-ANSWER-LATE"}
    with pytest.raises(Refused) as empty:
        await acts.state(case_id, "  ", actor=await own(case_id), at=AT)
    assert codes(empty) == {"PENALTY-TEXT"}


async def test_a_stranger_finds_no_case(desk: Desk) -> None:
    case_id = await noticed(desk)
    stranger = actor("signatory", enterprise_id=await desk.enterprise())
    assert await queries.case(case_id, actor=stranger) is None
    with pytest.raises(Refused) as caught:
        await acts.state(case_id, "不是我们", actor=stranger, at=AT)
    assert codes(caught) == {"PENALTY-UNKNOWN"}


async def test_a_hearing_is_held_before_the_case_goes_on(desk: Desk) -> None:
    case_id = await noticed(desk)
    await acts.state(case_id, "申请听证", actor=await own(case_id), at=AT, hearing=True)
    with pytest.raises(Refused) as early:
        await acts.review(case_id, "同意", actor=JURIST, at=AT)
    assert codes(early) == {"PENALTY-HEARING-OPEN"}
    with pytest.raises(Refused) as soon:
        await acts.invite(case_id, AT.date() + timedelta(days=6), "会议室", actor=OFFICER, at=AT)
    assert codes(soon) == {"PENALTY-HEARING-SOON"}
    on = AT.date() + timedelta(days=7)
    await acts.invite(case_id, on, "会议室", actor=OFFICER, at=AT)
    with pytest.raises(Refused) as not_yet:
        await acts.hear(case_id, "赵某", "双方陈述", actor=OFFICER, at=AT)
    assert codes(not_yet) == {"PENALTY-HEARING-NOT-YET"}
    the_day = AT + timedelta(days=7)
    with pytest.raises(Refused) as chair:
        await acts.hear(case_id, "张某", "双方陈述", actor=OFFICER, at=the_day)
    assert codes(chair) == {"PENALTY-CHAIR-INSPECTS"}
    await acts.hear(case_id, "赵某", "双方陈述", actor=OFFICER, at=the_day)
    await acts.review(case_id, "同意", actor=JURIST, at=the_day)
    tags = await entries_for(f"penalty_case:{case_id}")
    assert tags[3:] == [f"penalty:case:{name}" for name in ("state", "invite", "hear", "review")]


async def test_nobody_invites_to_a_hearing_that_was_not_asked_for(desk: Desk) -> None:
    case_id = await noticed(desk)
    await acts.state(case_id, "请求从轻", actor=await own(case_id), at=AT)
    with pytest.raises(Refused) as caught:
        await acts.invite(case_id, date(2026, 3, 2), "会议室", actor=OFFICER, at=AT)
    assert codes(caught) == {"PENALTY-HEARING-NOT-ASKED"}


async def test_a_silent_enterprise_is_reviewed_when_its_time_is_over(desk: Desk) -> None:
    case_id = await noticed(desk)
    with pytest.raises(Refused) as caught:
        await acts.review(case_id, "同意", actor=JURIST, at=AT)
    assert codes(caught) == {"PENALTY-CLOCK"}
    await acts.review(case_id, "同意", actor=JURIST, at=later(AT))


async def test_what_is_sent_back_needs_a_new_notice(desk: Desk) -> None:
    case_id = await noticed(desk)
    await acts.send_back(case_id, "理由不充分", actor=JURIST, at=AT)
    assert (await case_of(case_id)).state == "ordered"
    await acts.notice(case_id, LEAST, "补充理由", actor=OFFICER, at=AT)


@pytest.mark.parametrize("fine", ["2999999.99", "6000000.01", "10"])
async def test_a_decision_outside_the_range_is_refused(desk: Desk, fine: str) -> None:
    case_id = await reviewed(desk)
    with pytest.raises(Refused) as caught:
        await acts.decide(case_id, ruling(Decimal(fine)), actor=LEADER, at=later(AT))
    (finding,) = [found for found in caught.value.findings if found.code == "PENALTY-RANGE"]
    assert finding.facts["least"] == "3,000,000.00"
    assert finding.facts["law"] == "decree-775-art-24"
    assert "第二十四条" in finding.citation
    assert (await case_of(case_id)).state == "reviewed"


async def test_a_decision_is_no_heavier_than_was_told(desk: Desk) -> None:
    case_id = await reviewed(desk, LEAST)
    with pytest.raises(Refused) as caught:
        await acts.decide(case_id, ruling(LEAST + 1), actor=LEADER, at=later(AT))
    assert codes(caught) == {"PENALTY-HEAVIER"}


async def test_a_decision_has_reasons_and_factors(desk: Desk) -> None:
    case_id = await reviewed(desk)
    for empty, code in (
        (acts.Ruling(LEAST, "", ("first_time",)), "PENALTY-REASONS"),
        (acts.Ruling(LEAST, "初次", ()), "PENALTY-FACTORS"),
        (acts.Ruling(LEAST, "初次", ("unheard_of",)), "PENALTY-FACTORS"),
        (acts.Ruling(LEAST, "初次", ("first_time",), "decision:failed"), "PENALTY-OPTION"),
    ):
        with pytest.raises(Refused) as caught:
            await acts.decide(case_id, empty, actor=LEADER, at=later(AT))
        assert codes(caught) == {code}


async def test_whoever_investigated_does_not_review(desk: Desk) -> None:
    case_id = await noticed(desk)
    both = actor("legal_reviewer", number=OFFICER.account_id - JURIST.account_id)
    assert both.account_id == OFFICER.account_id
    with pytest.raises(Refused) as caught:
        await acts.review(case_id, "同意", actor=both, at=later(AT))
    assert codes(caught) == {"PENALTY-SAME-PERSON"}


async def test_two_laws_need_a_reason_and_the_lighter_one_may_be_taken(desk: Desk) -> None:
    case_id = await reviewed(desk, MOST, UNDER_THE_CODE)
    at = later(UNDER_THE_CODE)
    silent = ruling(Decimal(1_000_000), option="decision:failed")
    with pytest.raises(Refused) as caught:
        await acts.decide(case_id, silent, actor=LEADER, at=at)
    assert codes(caught) == {"PENALTY-LAW-REASON"}
    chosen = ruling(Decimal(1_000_000), option="decision:failed", law_reason="新法第一档较轻，从轻适用")
    await acts.decide(case_id, chosen, actor=LEADER, at=at)
    case = await case_of(case_id)
    assert (case.law, case.legal_day, case.step) == ("code-art-1226", "decision", "failed")
    assert len(case.options) == 3
    rows = await ask("SELECT basis FROM journal_entry WHERE subject = {} ORDER BY number", f"penalty_case:{case_id}")
    assert "从轻适用" in rows[-1]["basis"]


async def test_what_follows_from_not_correcting_waits_for_the_limit(desk: Desk) -> None:
    case_id = await reviewed(desk)
    await acts.make_good(case_id, SHORT, AT.date(), actor=OFFICER, at=AT)
    with pytest.raises(Refused) as caught:
        await acts.decide(case_id, ruling(deduct=True), actor=LEADER, at=later(AT))
    assert codes(caught) == {"PENALTY-NOT-UNCORRECTED"}
    stubborn = await reviewed(desk)
    await acts.decide(stubborn, ruling(deduct=True), actor=LEADER, at=later(AT))
    assert (await case_of(stubborn)).deduct_tonnes == SHORT


async def test_the_enterprise_hears_of_the_decision_when_it_is_served(desk: Desk) -> None:
    case_id = await decided(desk)
    mine = await own(case_id)
    before = await queries.case(case_id, actor=mine)
    assert before is not None
    assert (before.state, before.fine_yuan, before.reasons, before.opinion) == ("reviewed", None, "", "")
    (card,) = await queries.cases(YEAR, actor=mine)
    assert (card.state, card.fine_yuan, card.law) == ("reviewed", None, "")
    await acts.serve(case_id, "post", later(AT).date(), actor=OFFICER, at=later(AT))
    after = await queries.case(case_id, actor=mine)
    assert after is not None
    assert (after.state, after.fine_yuan, after.opinion) == ("served", LEAST, "")


async def test_a_case_that_is_only_open_is_not_the_enterprises_yet(desk: Desk) -> None:
    case_id = await opened(desk)
    mine = await own(case_id)
    assert await queries.case(case_id, actor=mine) is None
    assert await queries.cases(YEAR, actor=mine) == []


async def test_service_and_payment_lie_in_their_order(desk: Desk) -> None:
    case_id, at = await decided(desk), later(AT)
    for method, on, code in (
        ("pigeon", at.date(), "PENALTY-SERVICE"),
        ("direct", at.date() - timedelta(days=1), "PENALTY-DAY"),
        ("direct", at.date() + timedelta(days=1), "PENALTY-DAY"),
    ):
        with pytest.raises(Refused) as caught:
            await acts.serve(case_id, method, on, actor=OFFICER, at=at)
        assert codes(caught) == {code}
    await acts.serve(case_id, "direct", at.date(), actor=OFFICER, at=at)
    with pytest.raises(Refused) as unpaid:
        await acts.execute(case_id, at.date(), actor=OFFICER, at=at)
    assert codes(unpaid) == {"PENALTY-NOT-MADE-GOOD"}


async def test_a_day_too_late_costs_the_additional_fine(desk: Desk) -> None:
    case_id, at = await decided(desk), later(AT)
    pay_by = await acts.serve(case_id, "direct", at.date(), actor=OFFICER, at=at)
    paid = at + timedelta(days=(pay_by - at.date()).days + 2)
    await acts.execute(case_id, paid.date(), actor=OFFICER, at=paid, made_good_on=paid.date())
    case = await case_of(case_id)
    # 3 % a day of 3,000,000 yuan for two days.
    assert case.late_fine_yuan == Decimal("180000.00")
    assert case.late_fine is not None
    assert case.late_fine.value == case.late_fine_yuan


async def test_more_is_not_made_good_than_was_short(desk: Desk) -> None:
    case_id = await noticed(desk)
    for tonnes in (0, -1, SHORT + 1):
        with pytest.raises(Refused) as caught:
            await acts.make_good(case_id, tonnes, AT.date(), actor=OFFICER, at=AT)
        assert codes(caught) == {"PENALTY-TONNES"}
    await acts.make_good(case_id, SHORT, AT.date(), actor=OFFICER, at=AT)
    assert (await entries_for(f"penalty_case:{case_id}"))[-1] == "penalty:case:make_good"
    with pytest.raises(Stale):
        await acts.make_good(await opened(desk), 1, AT.date(), actor=OFFICER, at=AT)


async def test_what_is_served_is_published_once(desk: Desk) -> None:
    case_id, at = await decided(desk), later(AT)
    with pytest.raises(Stale):
        await acts.publish(case_id, actor=OFFICER, at=at)
    await acts.serve(case_id, "direct", at.date(), actor=OFFICER, at=at)
    await acts.publish(case_id, actor=OFFICER, at=at)
    assert case_id in [card.id for card in await queries.published()]
    with pytest.raises(Refused) as caught:
        await acts.publish(case_id, actor=OFFICER, at=at)
    assert codes(caught) == {"PENALTY-PUBLISHED"}


async def test_each_step_belongs_to_its_duty(desk: Desk) -> None:
    case_id = await noticed(desk)
    nobody = actor("inspector")
    for attempt in (
        acts.open_from_shortfall(YEAR, 1, INSPECTORS, actor=nobody, at=AT),
        acts.order(case_id, actor=nobody, at=AT),
        acts.notice(case_id, LEAST, "x", actor=LEADER, at=AT),
        acts.state(case_id, "x", actor=OFFICER, at=AT),
        acts.invite(case_id, DEADLINE, "x", actor=nobody, at=AT),
        acts.hear(case_id, "x", "x", actor=nobody, at=AT),
        acts.review(case_id, "x", actor=OFFICER, at=AT),
        acts.send_back(case_id, "x", actor=OFFICER, at=AT),
        acts.decide(case_id, ruling(), actor=OFFICER, at=AT),
        acts.serve(case_id, "direct", DEADLINE, actor=LEADER, at=AT),
        acts.make_good(case_id, 1, DEADLINE, actor=LEADER, at=AT),
        acts.execute(case_id, DEADLINE, actor=LEADER, at=AT),
        acts.close(case_id, "x", actor=LEADER, at=AT),
        acts.publish(case_id, actor=LEADER, at=AT),
        acts.withdraw(case_id, "x", actor=OFFICER, at=AT),
    ):
        with pytest.raises(Refused) as caught:
            await attempt
        assert codes(caught) == {"PEOPLE-DUTY"}


async def test_a_step_out_of_turn_or_twice_is_stale(desk: Desk) -> None:
    case_id = await noticed(desk)
    at = later(AT)
    for attempt in (
        acts.order(case_id, actor=OFFICER, at=AT),
        acts.notice(case_id, LEAST, "x", actor=OFFICER, at=AT),
        acts.decide(case_id, ruling(), actor=LEADER, at=at),
        acts.close(case_id, "x", actor=OFFICER, at=at),
    ):
        with pytest.raises(Stale):
            await attempt
    await acts.review(case_id, "同意", actor=JURIST, at=at)
    with pytest.raises(Stale):
        await acts.review(case_id, "同意", actor=JURIST, at=at)
    assert (await entries_for(f"penalty_case:{case_id}"))[-1] == "penalty:case:review"


async def test_two_leaders_at_once_decide_once(desk: Desk) -> None:
    case_id = await reviewed(desk)
    leaders = [LEADER, actor("leader", number=1)]
    ended = await asyncio.gather(
        *(acts.decide(case_id, ruling(), actor=leader, at=later(AT)) for leader in leaders), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ended) == ["NoneType", "Stale"]
    tags = await entries_for(f"penalty_case:{case_id}")
    assert tags.count("penalty:case:decide") == 1


async def test_a_withdrawn_case_is_told_and_over(desk: Desk) -> None:
    case_id = await noticed(desk)
    await acts.withdraw(case_id, "证据不足", actor=LEADER, at=AT)
    case = await case_of(case_id)
    assert (await notices_to(case.enterprise_id))[-1] == "penalty.withdrawn"
    with pytest.raises(Stale):
        await acts.state(case_id, "请求从轻", actor=await own(case_id), at=AT)
