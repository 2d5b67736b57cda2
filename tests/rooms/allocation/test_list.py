"""A year's allocation as a list, and steps that say beforehand whom they affect."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from domain.allocation import acts, queries
from domain.records.database import ask
from tests.cast import actor, enact_the_law
from tests.doors import Browser, opened_portal, people_the_town
from tests.rolls import every, exports_what_is_seen, over, pages_through_every_order, parted
from tests.rooms.allocation import province
from tests.rooms.allocation.province import COAL, DIRTY, GAS, LARGE
from tests.rooms.allocation.test_acts import AT
from tests.statements import statements

YEAR = 2024
BASE = f"/allocation/{YEAR}"
OFFICER, LEADER = actor("allocation_officer"), actor("leader")
QUESTION = over(queries.roll(OFFICER), *queries.of_year(YEAR, actor=OFFICER))
COUNT = 5


@pytest.fixture(scope="module")
async def ids(database: object) -> list[int]:
    """Five of the power sector of which one is not confirmed, one of another, one merely proposed for the list."""
    await enact_the_law()
    town = await people_the_town()
    await province.list_and_confirm(town.enterprise_id, YEAR, [LARGE, COAL])
    ids = [town.enterprise_id]
    for number, units in ((301, [GAS]), (302, [COAL]), (303, [DIRTY])):
        ids.append(await province.enterprise(number, YEAR, units, city="宜昌市"))
    ids.append(await province.enterprise(304, YEAR, [COAL], confirmed=False))
    other = await province.enterprise(305, YEAR, [])
    await ask("UPDATE enterprise SET sector = 'cement' WHERE id = {}", other)
    proposed = await province.enterprise(306, YEAR, [])
    await ask("UPDATE list_entry SET state = 'proposed' WHERE enterprise_id = {}", proposed)
    return ids


@pytest.fixture
async def officer(ids: list[int], tmp_path: Path) -> AsyncIterator[Browser]:
    async with opened_portal(tmp_path) as client:
        browser = Browser(client)
        await browser.sign_in("allocation_officer")
        yield browser


async def shown(browser: Browser, name: str) -> tuple[str, str]:
    answer = await browser.get(f"{BASE}/preview/{name}")
    assert answer.status_code == 200, answer.text
    return parted(answer.text)


class TestSteps:
    """In the order of the year; each test leaves the year where the next one begins."""

    async def test_the_pre_allocation_is_for_listed_power_plants_that_have_none(self, officer: Browser) -> None:
        affected, others = await shown(officer, "propose_pre")
        assert f"涉及 {COUNT} 家" in affected
        assert "非发电行业单位" in others
        assert "示例电厂306" in others
        assert await acts.propose_pre(YEAR, actor=OFFICER, at=AT) == COUNT
        affected, others = await shown(officer, "propose_pre")
        assert "涉及 0 家" in affected
        assert "预分配已经拟定" in others
        assert f"{BASE}/preview/propose_pre" not in (await officer.get(BASE)).text

    async def test_what_is_sent_back_keeps_its_reason_when_it_is_refused(self, officer: Browser) -> None:
        leader = Browser(officer.client)
        await leader.sign_in("leader")
        affected, _ = await shown(leader, "return_pre")
        assert "预分配配额" in affected
        refused = await leader.post(f"{BASE}/return_pre", {"reason": " "})
        assert refused.status_code == 422
        assert "ALLOCATION-REASON" in refused.text
        assert 'name="reason"' in refused.text
        assert (await leader.get(f"{BASE}/preview/issue_pre")).status_code == 404
        assert (await officer.get(f"{BASE}/preview/propose_pre_again")).status_code == 404
        assert (await leader.post(f"{BASE}/return_pre", {"reason": "核对"})).status_code == 303
        assert f"{BASE}/preview/propose_pre" in (await officer.get(BASE)).text
        affected, _ = await shown(officer, "propose_pre")
        assert f"涉及 {COUNT} 家" in affected
        await acts.propose_pre(YEAR, actor=OFFICER, at=AT)
        await acts.approve_pre(YEAR, actor=LEADER, at=AT)

    async def test_one_draft_holds_up_the_whole_issue(self, officer: Browser, ids: list[int]) -> None:
        await ask("UPDATE allocation SET draft_keys = 'power.benchmark' WHERE enterprise_id = {}", ids[2])
        affected, others = await shown(officer, "issue_pre")
        assert "涉及 0 家" in affected
        assert "征求意见稿，不得发放" in others
        assert "本次发放整体暂停" in others
        assert (await officer.post(f"{BASE}/issue_pre")).status_code == 422
        await ask("UPDATE allocation SET draft_keys = '' WHERE enterprise_id = {}", ids[2])
        affected, _ = await shown(officer, "issue_pre")
        assert f"涉及 {COUNT} 家" in affected
        await acts.issue_pre(YEAR, actor=OFFICER, at=AT)

    async def test_final_figures_are_proposed_for_whoever_is_confirmed(self, officer: Browser) -> None:
        affected, others = await shown(officer, "propose_final")
        assert f"涉及 {COUNT - 1} 家" in affected
        assert "尚未最终确认" in others
        assert "示例电厂304" in others
        assert (await acts.propose_final(YEAR, actor=OFFICER, at=AT)).count == COUNT - 1

    async def test_outside_the_province_nothing_of_it_is_told_before_it_is_issued(self, ids: list[int]) -> None:
        filer = actor("filer", enterprise_id=ids[0])
        own = over(queries.roll(filer), *queries.of_year(YEAR, actor=filer))
        for sort in ("final", "-due", "gap_rate", "state"):
            (line,) = await every(own, sort=sort)
            told = (line["state"], line["final"], line["due"], line["gap_rate"], line["true_up"])
            assert told == ("pre_issued", None, None, None, None)
        assert await every(own, filters={"state": "final_proposed"}) == []
        totals = await queries.totals(YEAR, actor=filer)
        assert (totals.states, totals.final, totals.due) == ({"pre_issued": 1}, 0, 0)

    async def test_every_order_pages_through_all_lines_once(self) -> None:
        await pages_through_every_order(queries.roll(OFFICER), QUESTION, COUNT)

    async def test_it_is_narrowed_and_bounded(self, ids: list[int]) -> None:
        assert {line["city"] for line in await every(QUESTION, filters={"city": "宜昌市"})} == {"宜昌市"}
        assert [line["name"] for line in await every(QUESTION, filters={"state": "pre_issued"})] == ["示例电厂304"]
        stranger = actor("filer", enterprise_id=999_999)
        assert await every(over(queries.roll(stranger), *queries.of_year(YEAR, actor=stranger))) == []

    @pytest.mark.parametrize("query", ["", "sort=-due&columns=due&columns=gap_rate", "search=电厂30&state=pre_issued"])
    async def test_the_export_is_what_is_seen(self, officer: Browser, query: str) -> None:
        await exports_what_is_seen(officer, BASE, queries.roll(OFFICER), QUESTION, query)

    async def test_it_costs_little(self, officer: Browser) -> None:
        for path in (f"{BASE}?state=", f"{BASE}/preview/propose_final", f"{BASE}/preview/propose_pre"):
            with statements() as asked:
                assert (await officer.get(path)).status_code == 200
            assert len(asked) <= 7, asked

    async def test_who_cannot_give_back_is_left(self, officer: Browser, ids: list[int]) -> None:
        leader = Browser(officer.client)
        await leader.sign_in("leader")
        affected, _ = await shown(leader, "approve_final")
        due = sum(line["due"] or 0 for line in await every(QUESTION))
        assert f"{due:,}" in affected
        await acts.approve_final(YEAR, actor=LEADER, at=AT)
        refused = await officer.post(f"{BASE}/confirm_final", {"reference": ""})
        assert (refused.status_code, "ALLOCATION-REFERENCE" in refused.text) == (422, True)
        await acts.confirm_final(YEAR, "环气函〔2025〕9号", actor=OFFICER, at=AT)
        await ask("UPDATE allocation SET final_issue = {} WHERE enterprise_id = {}", -(10**9), ids[2])
        affected, others = await shown(officer, "issue_final")
        assert f"涉及 {COUNT - 2} 家" in affected
        assert "不足以收回" in others
        assert (await acts.issue_final(YEAR, actor=OFFICER, at=AT)).count == COUNT - 2
        assert Decimal(0) <= sum(line["final"] or 0 for line in await every(QUESTION))
