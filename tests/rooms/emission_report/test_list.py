"""The year's reports as a list: found, ordered, exported, and acted on many at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.emission_report import acts, queries
from domain.records.database import ask
from domain.records.lists import Asked
from portal.clock import now
from tests.cast import actor
from tests.doors import Browser, Town, opened_portal, people_the_town
from tests.rolls import act_on, every, exports_what_is_seen, over, pages_through_every_order, parted
from tests.rooms.emission_report.ground import OFFICER, Enterprise, settle
from tests.rooms.emission_report.sample import YEAR, law
from tests.statements import statements

COUNT = 12
BASE = f"/reports/{YEAR}"
ROLL = queries.roll(law())
QUESTION = over(ROLL, *queries.of_year(YEAR, actor=OFFICER))


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture(scope="module")
async def ground(town: Town) -> list[Enterprise]:
    """Three in a second city, four submitted, of which one accepted and one returned."""
    plants = await settle(COUNT)
    await ask("UPDATE enterprise SET city = '宜昌市' WHERE id = ANY({})", [each.id for each in plants[:3]])
    for plant in plants[2:6]:
        await plant.submitted()
    await acts.accept(plants[2].report_id, actor=OFFICER, at=now())
    await acts.return_(plants[3].report_id, "缺化验单", actor=OFFICER, at=now())
    return plants


@pytest.fixture
async def officer(ground: list[Enterprise], tmp_path: Path) -> AsyncIterator[Browser]:
    async with opened_portal(tmp_path) as client:
        browser = Browser(client)
        await browser.sign_in("verification_officer")
        yield browser


@pytest.mark.usefixtures("ground")
class TestFinding:
    async def test_every_order_pages_through_all_lines_once(self) -> None:
        await pages_through_every_order(ROLL, QUESTION, COUNT)

    async def test_states_stand_in_the_order_of_the_procedure(self) -> None:
        states = [line["state"] for line in await every(QUESTION, sort="state")]
        assert list(dict.fromkeys(states)) == ["open", "submitted", "returned", "accepted"]

    async def test_it_is_narrowed_by_words_state_city_and_lateness(self) -> None:
        assert {line["name"] for line in await every(QUESTION, search="sldc12")} == {"示例电厂12"}
        assert len(await every(QUESTION, filters={"state": "submitted"})) == 2
        assert len(await every(QUESTION, filters={"city": "宜昌市"})) == 3
        late = await every(QUESTION, filters={"late": "true"})
        assert [line["late"] for line in late] == [True] * len(late)
        assert len(late) + len(await every(QUESTION, filters={"late": "false"})) == COUNT
        assert await every(QUESTION, search="%_'; DROP TABLE report; --") == []

    async def test_nobody_finds_more_than_is_theirs(self, ground: list[Enterprise]) -> None:
        own = over(ROLL, *queries.of_year(YEAR, actor=ground[0].filer))
        assert [line["enterprise_id"] for line in await every(own)] == [ground[0].id]
        stranger = actor("verifier", body_id=77)
        assert (await over(ROLL, *queries.of_year(YEAR, actor=stranger))(Asked())).lines == ()


class TestPage:
    async def test_it_costs_the_same_whatever_is_asked(self, officer: Browser) -> None:
        costs = set()
        for query in ("?reset=", "?search=示例电厂12", "?state=submitted&sort=-emissions_tonnes"):
            with statements() as asked:
                answer = await officer.get(f"{BASE}{query.replace('reset=', 'state=')}")
            assert answer.status_code == 200
            costs.add(len(asked))
        assert len(costs) == 1
        assert costs.pop() <= 7

    async def test_an_address_of_before_still_narrows(self, officer: Browser) -> None:
        text = (await officer.get(f"{BASE}?stage=accepted")).text
        assert "示例电厂3<" in text
        assert "示例电厂12" not in text

    @pytest.mark.parametrize("query", ["", "state=submitted&sort=-name", "search=宜昌&columns=emissions_tonnes"])
    async def test_the_export_is_what_is_seen(self, officer: Browser, query: str) -> None:
        await exports_what_is_seen(officer, BASE, ROLL, QUESTION, query)

    async def test_an_enterprise_is_led_to_its_own_whatever_it_asked_before(
        self, officer: Browser, ground: list[Enterprise], town: Town
    ) -> None:
        filer = Browser(officer.client)
        await filer.sign_in("filer")
        mine = next(each for each in ground if each.id == town.enterprise_id)
        for query in ("?state=accepted", ""):
            assert (await filer.get(f"{BASE}{query}")).headers["location"] == f"/reports/report/{mine.report_id}"
        assert (await filer.get("/reports/2031")).status_code == 200


class TestActing:
    async def test_whom_opening_and_urging_affect_is_said_before(
        self, officer: Browser, ground: list[Enterprise]
    ) -> None:
        affected, others = parted((await officer.get(f"{BASE}/preview/open")).text)
        assert "示例电厂" not in affected
        assert "已开放报送" in others
        affected, others = parted((await officer.get(f"{BASE}/preview/urge")).text)
        assert "示例电厂12" in affected
        assert "示例电厂3<" not in affected
        await officer.post(f"{BASE}/urge")
        affected, others = parted((await officer.get(f"{BASE}/preview/urge")).text)
        assert "示例电厂12" not in affected
        assert "今日已催报" in others
        assert (await officer.get(f"{BASE}/preview/accept")).status_code == 404

    async def test_chosen_reports_are_returned_with_a_reason_or_accepted(
        self, officer: Browser, ground: list[Enterprise]
    ) -> None:
        submitted, also, accepted = ground[4], ground[5], ground[2]
        path, ids = f"{BASE}/chosen", [submitted.report_id, also.report_id, accepted.report_id]
        shown = await act_on(officer, path, "return", ids)
        affected, others = parted(shown.text)
        assert submitted.name in affected
        assert accepted.name not in affected
        assert accepted.name in others
        assert (await act_on(officer, path, "return", ids, sure="yes", reason=" ")).status_code == 422
        assert (await submitted.card()).state == "submitted"
        told = await act_on(officer, path, "return", [submitted.report_id], sure="yes", reason="缺化验单")
        assert told.status_code == 303
        assert (await submitted.card()).state == "returned"
        told = await act_on(officer, path, "accept", ids, sure="yes")
        assert "已办理 1 家" in told.text
        assert submitted.name in parted(told.text)[1]
        assert (await also.card()).state == "accepted"
        again = await act_on(officer, path, "accept", ids, sure="yes")
        assert "已办理 0 家" in again.text

    async def test_what_is_chosen_out_of_nowhere_is_nothing(self, officer: Browser, ground: list[Enterprise]) -> None:
        nothing = await act_on(officer, f"{BASE}/chosen", "accept", [999_999])
        assert "尚未选择记录" in nothing.text
        assert (await act_on(officer, f"{BASE}/chosen", "determine", [ground[0].report_id])).status_code == 404
        filer = Browser(officer.client)
        await filer.sign_in("filer")
        assert (await act_on(filer, f"{BASE}/chosen", "accept", [ground[0].report_id])).status_code == 403
