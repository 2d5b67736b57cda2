"""Obligations, standings, statements and differences as lists; steps of the year that say beforehand what they do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from domain.records.lists import Asked, Line
from domain.surrender import acts, queries
from portal import surrender_year
from tests.cast import actor, enact_the_law
from tests.doors import Browser, opened_portal, people_the_town
from tests.rolls import act_on, among, every, exports_what_is_seen, over, pages_through_every_order, parted
from tests.rooms.surrender.province import (
    AFTER,
    BEFORE,
    DEADLINE,
    OFFICER,
    OPENED,
    YEAR,
    card_of,
    furnish,
    imported,
    line,
)
from tests.statements import statements

BASE = f"/surrender/{YEAR}"
QUESTION = over(queries.ROLL, *queries.of_year(YEAR, actor=OFFICER))
COUNT = 4


@pytest.fixture(scope="module")
async def ids(database: object) -> dict[int, int]:
    """Four with a settled allocation; the filer's enterprise is number 1."""
    await enact_the_law()
    await people_the_town()
    return await furnish({1: 1000, 2: 2000, 3: 3000, 4: 500}, {1: 1000, 2: 2000, 3: 3000, 4: 500})


@pytest.fixture
async def officer(ids: dict[int, int], tmp_path: Path) -> AsyncIterator[Browser]:
    async with opened_portal(tmp_path) as client:
        browser = Browser(client)
        await browser.sign_in("allocation_officer")
        yield browser


def on(patch: pytest.MonkeyPatch, at: datetime) -> None:
    patch.setattr(surrender_year, "now", lambda: at)
    patch.setattr(surrender_year, "today", at.date)


async def shown(browser: Browser, name: str) -> tuple[str, str]:
    answer = await browser.get(f"{BASE}/preview/{name}")
    assert answer.status_code == 200, answer.text
    return parted(answer.text)


async def test_the_year_from_opening_to_publishing_is_previewed_as_it_is_made(
    officer: Browser, ids: dict[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, OPENED)
    assert await queries.unopened(YEAR, actor=OFFICER) == COUNT
    affected, _ = await shown(officer, "open_year")
    assert f"涉及 {COUNT} 家" in affected
    assert "6,500" in affected
    assert await acts.open_year(YEAR, actor=OFFICER, at=OPENED) == COUNT
    affected, others = await shown(officer, "open_year")
    assert "涉及 0 家" in affected
    assert "清缴义务已经建立" in others
    assert f"{BASE}/preview/open_year" not in (await officer.get(BASE)).text
    affected, others = await shown(officer, "settle")
    assert "涉及 0 家" in affected
    assert "清缴时限未过" in others
    await imported(line(1, "surrender", 1000, "M-1"), line(2, "surrender", 1500, "M-2"), line(7, "surrender", 5, "M-3"))
    on(monkeypatch, AFTER)
    affected, _ = await shown(officer, "settle")
    assert f"涉及 {COUNT} 家" in affected
    assert "按时足额" in affected
    assert "4,000" in affected
    assert (await acts.settle(YEAR, actor=OFFICER, at=AFTER)).changed == COUNT
    affected, others = await shown(officer, "settle_again")
    assert "涉及 0 家" in affected
    assert "没有变化" in others
    leader = Browser(officer.client)
    await leader.sign_in("leader")
    affected, _ = await shown(leader, "publish")
    assert f"涉及 {COUNT} 家" in affected
    for browser, name in ((officer, "publish"), (leader, "settle"), (officer, "nonsense")):
        assert (await browser.get(f"{BASE}/preview/{name}")).status_code == 404


@pytest.fixture(scope="module")
async def settled(ids: dict[int, int]) -> None:
    if await queries.unopened(YEAR, actor=OFFICER):
        await acts.open_year(YEAR, actor=OFFICER, at=OPENED)
        lines = (line(1, "surrender", 1000, "M-1"), line(2, "surrender", 1500, "M-2"), line(7, "surrender", 5, "M-3"))
        await imported(*lines)
        await acts.settle(YEAR, actor=OFFICER, at=AFTER)


async def standings() -> list[Line]:
    return queries.standing_lines(await queries.status_as_of(YEAR, DEADLINE, actor=OFFICER))


async def test_every_order_pages_through_all_lines_once(settled: None) -> None:
    await pages_through_every_order(queries.ROLL, QUESTION, COUNT)
    await pages_through_every_order(queries.STANDINGS, among(queries.STANDINGS, await standings()), COUNT)
    imports = over(queries.STATEMENTS, *queries.statements_in(YEAR, actor=OFFICER))
    await pages_through_every_order(queries.STATEMENTS, imports, len(await every(imports)))
    settling = queries.settling_lines(await queries.results_on(YEAR, DEADLINE, actor=OFFICER))
    await pages_through_every_order(queries.SETTLING, among(queries.SETTLING, settling), COUNT)


async def test_it_is_narrowed_by_status_and_bounded(settled: None, ids: dict[int, int]) -> None:
    assert [row["enterprise_id"] for row in await every(QUESTION, filters={"status": "on_time"})] == [ids[1]]
    short = await every(QUESTION, filters={"status": "short"}, sort="-missing")
    assert [row["missing"] for row in short] == [3000, 500, 500]
    filer = actor("filer", enterprise_id=ids[2])
    own = await every(over(queries.ROLL, *queries.of_year(YEAR, actor=filer)))
    assert [row["enterprise_id"] for row in own] == [ids[2]]
    statements_of = over(queries.STATEMENTS, *queries.statements_in(YEAR, actor=filer))
    assert (await statements_of(Asked())).lines == ()


@pytest.mark.parametrize("query", ["", "status=short&sort=-missing&columns=missing", "search=电厂1"])
async def test_the_exports_are_what_is_seen(officer: Browser, settled: None, query: str) -> None:
    await exports_what_is_seen(officer, BASE, queries.ROLL, QUESTION, query)
    day = f"{BASE}/on/{DEADLINE.isoformat()}"
    await exports_what_is_seen(officer, day, queries.STANDINGS, among(queries.STANDINGS, await standings()), query)
    imports = over(queries.STATEMENTS, *queries.statements_in(YEAR, actor=OFFICER))
    await exports_what_is_seen(officer, f"{BASE}/statements", queries.STATEMENTS, imports)


async def test_pages_cost_little(officer: Browser, settled: None) -> None:
    paths = (f"{BASE}?state=", f"{BASE}/on/2026-01-01", f"{BASE}/statements", f"{BASE}/differences")
    for path in (*paths, f"{BASE}/preview/settle"):
        with statements() as asked:
            assert (await officer.get(path)).status_code == 200
        assert len(asked) <= 7, asked


async def test_a_day_is_part_of_the_address(officer: Browser, settled: None) -> None:
    moved = await officer.get(f"{BASE}/on?day=2025-12-01")
    assert moved.headers["location"] == f"{BASE}/on/2025-12-01"
    assert (await officer.get(f"{BASE}/on/yesterday")).status_code == 404
    assert "2025年12月1日" in (await officer.get(f"{BASE}/on/2025-12-01")).text


async def test_chosen_differences_are_cleared_up_with_one_reason(officer: Browser, settled: None) -> None:
    found = await queries.open_differences(YEAR, actor=OFFICER)
    assert found
    path, ids = f"{BASE}/differences/chosen", [one.id for one in found]
    listed = (await officer.get(f"{BASE}/differences")).text
    assert all(one.credit_code in listed for one in found)
    assert (await act_on(officer, path, "resolve", ids, sure="yes", reason="")).status_code == 422
    assert (await act_on(officer, path, "resolve", ids, sure="yes", reason="系外省单位")).status_code == 303
    assert "系外省单位" in (await officer.get(f"{BASE}/differences?state=resolved")).text
    again = await act_on(officer, path, "resolve", ids, sure="yes", reason="再来")
    assert "已办理 0 家" in again.text
    leader = Browser(officer.client)
    await leader.sign_in("leader")
    assert (await act_on(leader, path, "resolve", ids)).status_code == 403
    exported = await officer.get(f"{BASE}/differences/export")
    assert exported.content[:2] == b"PK"


async def test_an_obligation_of_another_is_not_on_the_list_of_a_day(settled: None, ids: dict[int, int]) -> None:
    filer = actor("filer", enterprise_id=ids[3])
    mine = queries.standing_lines(await queries.status_as_of(YEAR, BEFORE.date(), actor=filer))
    assert [row.id for row in mine] == [(await card_of(ids[3])).obligation_id]
