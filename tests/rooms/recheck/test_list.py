"""Confirmations and rechecks as lists, and steps of the whole year that say beforehand what they will do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.recheck import acts, queries
from domain.recheck.rules.drawing import commitment
from domain.records.lists import Asked
from portal import recheck_year
from tests.cast import actor
from tests.doors import Browser, opened_portal
from tests.rolls import among, every, exports_what_is_seen, over, pages_through_every_order, parted
from tests.rooms.verification import province
from tests.rooms.verification.province import AT, reported, who
from tests.statements import statements

YEAR = 2061
BASE = f"/recheck/{YEAR}"
SEED = "种子"
OFFICER = actor("verification_officer")
QUESTION = over(queries.ROLL, *queries.of_year(YEAR, actor=OFFICER))
DRAWN, LATER, DETERMINED = 4, 2, 1


@pytest.fixture(scope="module")
async def year(database: object) -> None:
    """Four verified and drawn of which one still has its recheck open, two verified after the draw, one determined."""
    await province.officers()
    await province.body(1, capacity=100)
    officer = await who("verification_officer")
    for number in range(1, DRAWN + 1):
        await province.delivered((await reported(number, year=YEAR))[1], 1)
    await acts.name_for_recheck(YEAR, (await enterprise(2)), "环办〔2062〕1号", actor=officer, at=AT)
    draw_id = await acts.commit_draw(YEAR, commitment(SEED), actor=officer, at=AT)
    await acts.draw(draw_id, SEED, actor=officer, at=AT)
    for number in range(DRAWN + 1, DRAWN + LATER + 1):
        await province.delivered((await reported(number, year=YEAR))[1], 1)
    await reported(90, year=YEAR, state="determined")
    for task in await queries.tasks(YEAR, actor=officer):
        if task.name != "示例电厂2":
            await acts.record_result(task.id, (), "一致", actor=await who(task.inspectors[0]), at=AT)


async def enterprise(number: int) -> int:
    found = (await who(f"filer{number}")).enterprise_id
    assert found
    return found


@pytest.fixture
async def officer(year: None, tmp_path: Path) -> AsyncIterator[Browser]:
    async with opened_portal(tmp_path) as client:
        browser = Browser(client)
        await browser.sign_in("verification_officer")
        yield browser


async def test_a_preview_of_preparing_says_what_preparing_does(officer: Browser) -> None:
    ready = [line for line in await queries.readiness(YEAR, actor=OFFICER) if not line["hindrance"]]
    assert len(ready) == await queries.preparable(YEAR, actor=OFFICER) == DRAWN - 1 + DETERMINED
    await pages_through_every_order(
        queries.READINESS, among(queries.READINESS, await queries.readiness(YEAR, actor=OFFICER)), 7
    )
    assert f"{BASE}/preview/prepare" in (await officer.get(BASE)).text
    affected, others = parted((await officer.get(f"{BASE}/preview/prepare")).text)
    assert "示例电厂90" in affected
    assert "12,000" in affected
    assert "示例电厂2<" not in affected
    assert "复查尚未办结" in others
    assert "尚未进入已完成的抽取" in others
    assert await acts.prepare(YEAR, actor=OFFICER, at=AT) == len(ready)
    assert await queries.preparable(YEAR, actor=OFFICER) == 0
    assert f"{BASE}/preview/prepare" not in (await officer.get(BASE)).text
    affected, others = parted((await officer.get(f"{BASE}/preview/prepare")).text)
    assert "涉及 0 家" in affected
    assert "已拟订确认" in others
    assert (await officer.post(f"{BASE}/prepare")).status_code == 422


@pytest.fixture(scope="module")
async def prepared(year: None) -> int:
    if await queries.preparable(YEAR, actor=OFFICER):
        await acts.prepare(YEAR, actor=OFFICER, at=AT)
    return DRAWN - 1 + DETERMINED


async def test_every_order_pages_through_all_lines_once(prepared: int) -> None:
    await pages_through_every_order(queries.ROLL, QUESTION, prepared)
    inspector = await who("inspector1")
    rechecks = over(queries.task_roll(inspector), *queries.tasks_in(YEAR, actor=inspector))
    count = sum((await queries.task_counts(YEAR, actor=inspector)).values())
    assert count
    await pages_through_every_order(queries.task_roll(inspector), rechecks, count)


async def test_confirmations_are_narrowed_and_told_to_the_enterprise_by_the_notice(prepared: int) -> None:
    assert [line["name"] for line in await every(QUESTION, filters={"basis": "determined"})] == ["示例电厂90"]
    assert len(await every(QUESTION, filters={"state": "prepared"})) == prepared
    filer = await who("filer1")
    assert (await over(queries.ROLL, *queries.of_year(YEAR, actor=filer))(Asked())).lines == ()


async def test_an_inspector_finds_the_own_rechecks(prepared: int) -> None:
    (task,) = [one for one in await queries.tasks(YEAR, actor=OFFICER) if one.name == "示例电厂2"]
    for name in ("inspector1", "inspector2", "inspector3", "inspector4"):
        inspector = await who(name)
        question = over(queries.task_roll(inspector), *queries.tasks_in(YEAR, actor=inspector))
        mine = await every(question, filters={"mine": "true", "state": "drawn"})
        assert [line.id for line in mine] == ([task.id] if name in task.inspectors else [])
        assert task.id in {line.id for line in await every(question, search=task.inspectors[0])}


@pytest.mark.parametrize("query", ["", "sort=-emissions_tonnes&columns=state", "search=电厂90"])
async def test_the_exports_are_what_is_seen(officer: Browser, prepared: int, query: str) -> None:
    await exports_what_is_seen(officer, BASE, queries.ROLL, QUESTION, query)
    roll = queries.task_roll(OFFICER)
    rechecks = over(roll, *queries.tasks_in(YEAR, actor=OFFICER))
    await exports_what_is_seen(officer, f"{BASE}/tasks", roll, rechecks, query)


@pytest.mark.parametrize("path", [BASE, f"{BASE}/tasks", f"{BASE}/preview/prepare"])
async def test_pages_cost_little(officer: Browser, prepared: int, path: str) -> None:
    with statements() as asked:
        assert (await officer.get(f"{path}?state=")).status_code == 200
    assert len(asked) <= 8, asked


async def test_finalising_says_whose_days_still_run(
    officer: Browser, prepared: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = Browser(officer.client)
    await leader.sign_in("leader")
    affected, _ = parted((await leader.get(f"{BASE}/preview/notify")).text)
    assert f"涉及 {prepared} 家" in affected
    assert (await leader.get(f"{BASE}/preview/finalise")).status_code == 404
    assert (await officer.get(f"{BASE}/preview/notify")).status_code == 404
    await acts.notify(YEAR, actor=await who("leader"), at=AT)
    monkeypatch.setattr(recheck_year, "today", lambda: AT.date())
    affected, others = parted((await officer.get(f"{BASE}/preview/finalise")).text)
    assert "涉及 0 家" in affected
    assert "异议期限未满" in others
    monkeypatch.setattr(recheck_year, "today", lambda: (AT + timedelta(days=60)).date())
    affected, _ = parted((await officer.get(f"{BASE}/preview/finalise")).text)
    assert f"涉及 {prepared} 家" in affected
