"""Pages of plans: constant cost, keyset, bounded to the reader."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.core.actors import THE_CLOCK, Actor
from domain.monitoring_plan import acts, queries
from domain.monitoring_plan.workbook import WORKBOOK
from domain.records.lists import Line
from domain.records.sheets.writer import blank
from tests.cast import actor
from tests.rolls import every, over, pages_through_every_order
from tests.rooms.monitoring_plan.conftest import Plant
from tests.rooms.monitoring_plan.sample import YEAR, entries, workbook
from tests.rooms.monitoring_plan.story import on_the_list

pytestmark = pytest.mark.usefixtures("law")
AT = datetime(2023, 12, 1, 2, 0, tzinfo=UTC)
OFFICER = actor("listing_officer")
New = Callable[..., Awaitable[Plant]]


async def received(mine: Plant, year: int, version: int = 1, content: bytes = b"") -> int:
    plan = entries(version=version, year=year, code=mine.credit_code, name=mine.name)
    return await acts.receive(mine.id, year, content or workbook(plan), "方案.xlsx", actor=mine.filer, at=AT)


async def listed(year: int, reader: Actor = OFFICER, **asked: Any) -> list[Line]:
    return await every(over(queries.ROLL, *queries.of_year(year, actor=reader)), **asked)


async def names(year: int, reader: Actor = OFFICER, **asked: Any) -> list[str]:
    return [line["name"] for line in await listed(year, reader, **asked)]


async def test_a_list_shows_the_newest_version_of_each_in_every_order(plant: New) -> None:
    plants = [await plant() for _ in range(5)]
    for mine in plants:
        await received(mine, 2031, content=b"first")
    newest = await received(plants[2], 2031, content=b"second")
    found = await listed(2031)
    assert [line["credit_code"] for line in found] == [mine.credit_code for mine in plants]
    assert found[2].id == newest
    assert await queries.counts(2031, actor=OFFICER) == {"received": 5}
    await pages_through_every_order(queries.ROLL, over(queries.ROLL, *queries.of_year(2031, actor=OFFICER)), 5)


async def test_a_list_is_narrowed_by_words_and_state(plant: New) -> None:
    mine, other = await plant(city="襄阳市"), await plant()
    await received(mine, 2032, content=b"x")
    plan_id = await received(other, 2032, content=b"x")
    await acts.read(plan_id, actor=THE_CLOCK, at=AT)
    assert await names(2032, search="襄阳") == [mine.name]
    assert await names(2032, filters={"city": "襄阳市"}) == [mine.name]
    assert await names(2032, filters={"state": "stopped"}) == [other.name]
    assert await names(2032, search="'; DROP TABLE plan; --") == []


async def test_an_enterprise_sees_itself_alone_and_a_body_without_mandate_nothing(plant: New) -> None:
    mine, other = await plant(), await plant()
    for each in (mine, other):
        await received(each, 2033, content=b"x")
    assert await names(2033, mine.filer) == [mine.name]
    assert await queries.counts(2033, actor=mine.filer) == {"received": 1}
    assert await names(2033, actor("verifier", body_id=77)) == []
    assert await queries.plans_in_force(2033, actor=actor("verifier", body_id=77)) == {}


async def test_who_is_missing(plant: New) -> None:
    mine, idle, unlisted = await plant(), await plant(), await plant()
    for each in (mine, idle):
        await on_the_list(each.id, YEAR)
    for each in (mine, unlisted):
        plan_id = await received(each, YEAR)
        await acts.read(plan_id, actor=THE_CLOCK, at=AT)
        await acts.submit(plan_id, actor=each.filer, at=AT)
    missing = await every(over(queries.MISSING, *queries.missing_in(YEAR, actor=OFFICER)))
    assert [line["name"] for line in missing] == [idle.name]
    assert await every(over(queries.MISSING, *queries.missing_in(YEAR, actor=mine.filer))) == []
    assert (await queries.due(idle.id, YEAR, "", AT.date(), actor=idle.filer)).listed


async def test_the_blank_is_filled_from_register_and_from_last_years_plan(plant: New) -> None:
    mine = await plant()
    first = await queries.prefill(mine.id, YEAR, AT.date(), actor=mine.filer)
    assert first is not None
    assert first["enterprise"][0]["credit_code"] == mine.credit_code
    assert "meter" not in first["parameters"][0]
    plan_id = await received(mine, YEAR)
    await acts.read(plan_id, actor=THE_CLOCK, at=AT)
    following = await queries.prefill(mine.id, YEAR + 1, date(2024, 12, 1), actor=mine.filer)
    assert following is not None
    assert following["version"][0]["version"] == 1
    assert following["parameters"][0]["meter"] == "ICS-20"
    assert blank(WORKBOOK, following).startswith(b"PK")
