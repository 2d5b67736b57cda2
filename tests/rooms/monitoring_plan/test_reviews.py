"""Reviews of plans by verification bodies: asked for, given, and when the law wants one before a plan is filed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from domain.core.actors import THE_CLOCK
from domain.core.findings import Refused, Stale
from domain.monitoring_plan import acts, queries
from domain.monitoring_plan.rules import Opinion
from domain.records.database import ask, transaction
from domain.records.people.rules import check_digit
from domain.records.people.tables import VerificationBody
from tests.cast import actor, codes
from tests.rooms.monitoring_plan.conftest import Plant, numbers
from tests.rooms.monitoring_plan.sample import YEAR, workbook
from tests.rooms.monitoring_plan.sectors import plan_of as plan_of_sector
from tests.rooms.monitoring_plan.story import AT, REVIEWER, filed, plan_of, submitted

pytestmark = pytest.mark.usefixtures("law")
New = Callable[..., Awaitable[Plant]]


async def new_body(prepares_reports: bool = False) -> int:
    number = next(numbers)
    first = f"91420000{900_000 + number:09}"
    async with transaction():
        body = VerificationBody(
            name=f"示例机构{number}",
            credit_code=first + check_digit(first),
            capacity=5,
            prepares_reports=prepares_reports,
        )
        return int((await VerificationBody.insert(body))[0]["id"])


async def asked(plant: Plant) -> tuple[int, int]:
    """A version that waits, and the body that was asked about it."""
    plan_id, body_id = await submitted(plant, plan_of(plant)), await new_body()
    await acts.ask_review(plan_id, body_id, actor=REVIEWER, at=AT)
    return plan_id, body_id


async def test_a_verifier_of_the_body_sees_the_plan_and_says_what_there_is_to_say(plant: New) -> None:
    mine, others = await plant(), await new_body()
    plan_id, body_id = await asked(mine)
    verifier, stranger = actor("verifier", number=1, body_id=body_id), actor("verifier", number=2, body_id=others)
    assert await queries.version_file(plan_id, actor=stranger) is None
    seen = await queries.version_file(plan_id, actor=verifier)
    assert seen is not None
    assert seen.review is not None
    enterprise_view = await queries.version_file(plan_id, actor=mine.filer)
    assert enterprise_view is not None
    assert enterprise_view.review is None, "nothing is told before the opinion is given"
    opinion = Opinion(False, "采样方案不完整", {"sampling": "缺制样标准", "control": " "})
    await acts.give_opinion(plan_id, opinion, actor=verifier, at=AT)
    after = await queries.version_file(plan_id, actor=mine.filer)
    assert after is not None
    assert after.review is not None
    assert (after.review.conforms, dict(after.review.parts)) == (False, {"sampling": "缺制样标准"})
    rows = await ask("SELECT code, body_id, duty FROM notice WHERE link = {} ORDER BY id", f"/plans/versions/{plan_id}")
    assert [(row["code"], row["body_id"], row["duty"]) for row in rows] == [
        ("plan.review_asked", body_id, ""),
        ("plan.opinion_against", None, "plan.review"),
    ]


async def test_nothing_is_decided_while_a_body_is_asked_and_against_it_only_with_a_reason(plant: New) -> None:
    mine = await plant()
    plan_id, body_id = await asked(mine)
    for act in (acts.file(plan_id, actor=REVIEWER, at=AT), acts.return_(plan_id, "x", actor=REVIEWER, at=AT)):
        with pytest.raises(Refused) as open_review:
            await act
        assert codes(open_review) == {"MP-REVIEW-OPEN"}
    verifier = actor("verifier", number=1, body_id=body_id)
    await acts.give_opinion(plan_id, Opinion(False, "不符合"), actor=verifier, at=AT)
    with pytest.raises(Refused) as against:
        await acts.file(plan_id, actor=REVIEWER, at=AT)
    assert codes(against) == {"MP-AGAINST-OPINION"}
    await acts.file(plan_id, "意见所述问题已另行核实", actor=REVIEWER, at=AT)
    rows = await ask("SELECT reason FROM journal_entry WHERE subject = {} ORDER BY number DESC", f"plan:{plan_id}")
    assert rows[0]["reason"] == "意见所述问题已另行核实"


async def waiting_of_2019(plant: Plant, version: int = 1) -> int:
    """A monitoring plan after the template of 2017 that waits for a decision."""
    at = datetime(2018, 12, 3, 2, 0, tzinfo=UTC)
    plan = plan_of_sector("power", 2019, plant.credit_code, plant.name, version)
    plan_id = await acts.receive(plant.id, 2019, workbook(plan), "计划.xlsx", actor=plant.filer, at=at)
    await acts.read(plan_id, actor=THE_CLOCK, at=at)
    await acts.submit(plan_id, actor=plant.filer, at=at)
    return plan_id


async def test_until_2021_first_and_revised_plans_are_filed_after_an_opinion_only(plant: New) -> None:
    mine, body_id = await plant(), await new_body()
    verifier = actor("verifier", number=1, body_id=body_id)
    for version in (1, 2):
        plan_id = await waiting_of_2019(mine, version)
        with pytest.raises(Refused) as alone:
            await acts.file(plan_id, "已自行审核", actor=REVIEWER, at=AT)
        assert codes(alone) == {"MP-REVIEW-REQUIRED"}
        assert "通知" in alone.value.findings[0].citation
        await acts.ask_review(plan_id, body_id, actor=REVIEWER, at=AT)
        await acts.give_opinion(plan_id, Opinion(True, "符合"), actor=verifier, at=AT)
        await acts.file(plan_id, actor=REVIEWER, at=AT)
    await acts.return_(await waiting_of_2019(mine, 3), "不需要机构意见", actor=REVIEWER, at=AT)


async def test_the_plan_of_a_later_year_that_goes_on_needs_no_opinion(plant: New) -> None:
    mine, body_id = await plant(), await new_body()
    first = await waiting_of_2019(mine)
    await acts.ask_review(first, body_id, actor=REVIEWER, at=AT)
    await acts.give_opinion(first, Opinion(True, "符合"), actor=actor("verifier", number=1, body_id=body_id), at=AT)
    await acts.file(first, actor=REVIEWER, at=AT)
    at = datetime(2019, 12, 3, 2, 0, tzinfo=UTC)
    plan = plan_of_sector("power", 2020, mine.credit_code, mine.name)
    second = await acts.receive(mine.id, 2020, workbook(plan), "计划.xlsx", actor=mine.filer, at=at)
    await acts.read(second, actor=THE_CLOCK, at=at)
    await acts.submit(second, actor=mine.filer, at=at)
    await acts.file(second, actor=REVIEWER, at=at)


async def test_a_question_taken_back_ends_the_mandate_it_gave(plant: New) -> None:
    mine = await plant()
    plan_id, body_id = await asked(mine)
    await acts.withdraw_review(plan_id, actor=REVIEWER, at=AT)
    verifier = actor("verifier", number=1, body_id=body_id)
    assert await queries.plan(plan_id, actor=verifier) is None
    with pytest.raises(Refused):
        await acts.give_opinion(plan_id, Opinion(True, "符合"), actor=verifier, at=AT)
    await acts.ask_review(plan_id, await new_body(), actor=REVIEWER, at=AT)


async def test_a_mandate_from_elsewhere_stays(plant: New) -> None:
    mine = await plant()
    plan_id, body_id = await submitted(mine, plan_of(mine)), await new_body()
    await ask(
        "INSERT INTO mandate (body_id, enterprise_id, year) VALUES ({}, {}, {})",
        body_id,
        mine.id,
        YEAR,
    )
    await acts.ask_review(plan_id, body_id, actor=REVIEWER, at=AT)
    await acts.withdraw_review(plan_id, actor=REVIEWER, at=AT)
    assert await queries.plan(plan_id, actor=actor("verifier", body_id=body_id)) is not None


async def test_whom_the_authority_may_not_ask(plant: New) -> None:
    mine = await plant()
    plan_id, tied = await submitted(mine, plan_of(mine)), await new_body()
    tries: list[tuple[Awaitable[object], str]] = [
        (acts.ask_review(plan_id, 10**8, actor=REVIEWER, at=AT), "MP-BODY-UNKNOWN"),
        (acts.ask_review(plan_id, await new_body(True), actor=REVIEWER, at=AT), "MP-BODY-TIED"),
        (acts.ask_review(plan_id, tied, actor=REVIEWER, at=AT, tied={tied}), "MP-BODY-TIED"),
        (acts.ask_review(plan_id, tied, actor=mine.filer, at=AT), "PEOPLE-DUTY"),
        (acts.withdraw_review(plan_id, actor=REVIEWER, at=AT), "MP-REVIEW-NONE"),
    ]
    for one, code in tries:
        with pytest.raises(Refused) as caught:
            await one
        assert codes(caught) == {code}


async def test_an_opinion_has_a_reason_known_parts_and_its_own_body(plant: New) -> None:
    mine, others = await plant(), await new_body()
    plan_id, body_id = await asked(mine)
    verifier = actor("verifier", number=1, body_id=body_id)
    await ask("INSERT INTO mandate (body_id, enterprise_id, year) VALUES ({}, {}, {})", others, mine.id, YEAR)
    tries: list[tuple[Awaitable[object], str]] = [
        (acts.give_opinion(plan_id, Opinion(True, " "), actor=verifier, at=AT), "MP-OPINION-TEXT"),
        (acts.give_opinion(plan_id, Opinion(True, "x", {"nowhere": "x"}), actor=verifier, at=AT), "MP-OPINION-PART"),
        (
            acts.give_opinion(plan_id, Opinion(True, "x"), actor=actor("verifier", body_id=others), at=AT),
            "MP-REVIEW-NONE",
        ),
        (acts.give_opinion(plan_id, Opinion(True, "x"), actor=REVIEWER, at=AT), "PEOPLE-DUTY"),
    ]
    for one, code in tries:
        with pytest.raises(Refused) as caught:
            await one
        assert codes(caught) == {code}
    await acts.give_opinion(plan_id, Opinion(True, "符合"), actor=verifier, at=AT)
    with pytest.raises(Refused) as twice:
        await acts.give_opinion(plan_id, Opinion(True, "符合"), actor=verifier, at=AT)
    assert codes(twice) == {"MP-REVIEW-NONE"}
    await acts.file(plan_id, actor=REVIEWER, at=AT)


async def test_only_what_waits_is_reviewed_and_by_one_body_at_a_time(plant: New) -> None:
    mine = await plant()
    plan_id, _ = await asked(mine)
    with pytest.raises(Refused) as second:
        await acts.ask_review(plan_id, await new_body(), actor=REVIEWER, at=AT)
    assert codes(second) == {"MP-REVIEW-OPEN"}
    done = await plant()
    filed_id = await filed(done)
    with pytest.raises(Stale):
        await acts.ask_review(filed_id, await new_body(), actor=REVIEWER, at=AT)
