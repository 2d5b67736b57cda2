"""Applications to change the plan in force, filing numbers, and which plan ruled on which day."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from domain.core.findings import Refused, Stale
from domain.monitoring_plan import acts, queries
from domain.monitoring_plan.states import ChangeState, State
from domain.records.database import ask
from tests.cast import codes, entries_for
from tests.rooms.monitoring_plan.conftest import Plant
from tests.rooms.monitoring_plan.sample import YEAR
from tests.rooms.monitoring_plan.story import AT, MAY, REVIEWER, filed, plan_of, submitted, wanted

pytestmark = pytest.mark.usefixtures("law")
New = Callable[..., Awaitable[Plant]]


async def applied(plant: Plant, **changes: Any) -> int:
    return await acts.apply(plant.id, YEAR, wanted(**changes), actor=plant.filer, at=MAY)


async def told(plant: Plant) -> list[str]:
    rows = await ask("SELECT code FROM notice WHERE enterprise_id = {} ORDER BY id", plant.id)
    return [row["code"] for row in rows]


async def state_of(change_id: int) -> str:
    card = await queries.change(change_id, actor=REVIEWER)
    assert card is not None
    return card.state


async def test_a_granted_change_leads_to_a_revision_that_rules_from_its_day(plant: New) -> None:
    mine = await plant()
    first = await filed(mine)
    change_id = await applied(mine)
    await acts.grant(change_id, "", actor=REVIEWER, at=MAY)
    assert [card.id for card in await queries.granted(mine.id, YEAR, actor=mine.filer)] == [change_id]
    prefilled = await queries.prefill(mine.id, YEAR, MAY.date(), actor=mine.filer)
    assert prefilled is not None
    assert (prefilled["version"][0]["change"], prefilled["version"][0]["reason"]) == ("更换皮带秤", "准确度下降")
    second = await filed(mine, plan_of(mine, 2), MAY, change_id)
    assert await state_of(change_id) == ChangeState.SETTLED
    assert await entries_for(f"plan_change:{change_id}") == [
        f"monitoring_plan:change:{name}" for name in ("apply", "grant", "settle")
    ]
    days = [
        (date(2024, 5, 5), first),
        (date(2024, 5, 6), second),
        (date(2024, 12, 31), second),
    ]
    for day, plan_id in days:
        ruling = await queries.ruling_on(mine.id, day, actor=mine.filer)
        assert ruling is not None
        assert ruling.id == plan_id
    for day in (date(2023, 12, 31), date(2025, 1, 1)):
        assert await queries.ruling_on(mine.id, day, actor=mine.filer) is None
    assert "plan.change_granted" in await told(mine)


async def test_a_revision_without_an_application_rules_from_its_filing(plant: New) -> None:
    mine = await plant()
    await filed(mine)
    second = await filed(mine, plan_of(mine, 2), MAY)
    (newest, first) = await queries.reigns(mine.id, actor=REVIEWER)
    assert (newest.id, newest.reign.since, newest.state) == (second, date(2024, 5, 20), State.FILED)
    assert (first.reign.since, first.reign.until) == (date(2024, 1, 1), date(2024, 5, 19))
    other = await plant()
    assert await queries.reigns(mine.id, actor=other.filer) == []


async def test_filing_numbers_run_on_and_are_in_the_receipt(plant: New) -> None:
    mine, other = await plant(), await plant()
    one, two = await filed(mine), await filed(other)
    cards = [await queries.plan(plan_id, actor=REVIEWER) for plan_id in (one, two)]
    serials = [int(card.filing_number[-5:-1]) for card in cards if card]
    assert serials[1] == serials[0] + 1
    assert cards[0] is not None
    assert cards[0].filing_number.startswith("鄂环碳案〔2023〕")
    (paper,) = await ask(
        "SELECT facts->>'filing_number' AS number FROM document WHERE subject = {} AND kind = 'plan_filing'",
        f"plan:{one}",
    )
    assert paper["number"] == cards[0].filing_number


async def test_many_filed_at_once_share_no_number(plant: New) -> None:
    plants = [await plant() for _ in range(4)]
    plans = [await submitted(one, plan_of(one)) for one in plants]
    await asyncio.gather(*(acts.file(plan_id, actor=REVIEWER, at=AT) for plan_id in plans))
    rows = await ask("SELECT filing_number FROM plan WHERE id = ANY({})", plans)
    assert len({row["filing_number"] for row in rows}) == 4


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"trigger": "new_boss"}, "MP-CHANGE-TRIGGER"),
        ({"what": " "}, "MP-CHANGE-TEXT"),
        ({"why": ""}, "MP-CHANGE-TEXT"),
        ({"since": date(2024, 5, 21)}, "MP-CHANGE-DAY"),
        ({"since": date(2023, 12, 31)}, "MP-CHANGE-DAY"),
    ],
)
async def test_an_application_says_enough(plant: New, changes: dict[str, Any], code: str) -> None:
    mine = await plant()
    await filed(mine)
    with pytest.raises(Refused) as caught:
        await applied(mine, **changes)
    assert codes(caught) == {code}


async def test_one_application_at_a_time_and_only_against_a_plan_in_force(plant: New) -> None:
    mine = await plant()
    with pytest.raises(Refused) as nothing:
        await applied(mine)
    assert codes(nothing) == {"MP-CHANGE-NO-PLAN"}
    await filed(mine)
    change_id = await applied(mine)
    with pytest.raises(Refused) as again:
        await applied(mine)
    assert codes(again) == {"MP-CHANGE-OPEN"}
    await acts.withdraw(change_id, actor=mine.filer, at=MAY)
    assert await applied(mine) != change_id


async def test_a_refusal_has_a_reason_and_is_told(plant: New) -> None:
    mine = await plant()
    await filed(mine)
    change_id = await applied(mine)
    with pytest.raises(Refused) as caught:
        await acts.refuse_change(change_id, " ", actor=REVIEWER, at=MAY)
    assert codes(caught) == {"MP-CHANGE-REASON"}
    await acts.refuse_change(change_id, "材料不全", actor=REVIEWER, at=MAY)
    assert "plan.change_refused" in await told(mine)
    for name in (acts.grant(change_id, "", actor=REVIEWER, at=MAY), acts.withdraw(change_id, actor=mine.filer, at=MAY)):
        with pytest.raises(Stale):
            await name
    with pytest.raises(Refused) as named:
        await submitted(mine, plan_of(mine, 2), MAY, change_id)
    assert codes(named) == {"MP-CHANGE-UNKNOWN"}


async def test_duties_and_bounds_of_applications(plant: New) -> None:
    mine, other = await plant(), await plant()
    await filed(mine)
    await filed(other)
    change_id = await applied(mine)
    tries: list[tuple[Awaitable[object], str]] = [
        (acts.grant(change_id, "", actor=mine.filer, at=MAY), "PEOPLE-DUTY"),
        (acts.refuse_change(change_id, "x", actor=mine.filer, at=MAY), "PEOPLE-DUTY"),
        (acts.withdraw(change_id, actor=REVIEWER, at=MAY), "PEOPLE-DUTY"),
        (acts.withdraw(change_id, actor=other.filer, at=MAY), "MP-CHANGE-UNKNOWN"),
        (acts.apply(mine.id, YEAR, wanted(), actor=other.filer, at=MAY), "MP-CHANGE-NO-PLAN"),
        (submitted(other, plan_of(other, 2), MAY, change_id), "MP-CHANGE-UNKNOWN"),
    ]
    for one, code in tries:
        with pytest.raises(Refused) as caught:
            await one
        assert codes(caught) == {code}
    assert await queries.change(change_id, actor=other.filer) is None
    assert await queries.changes(mine.id, YEAR, actor=other.filer) == []
