"""The year's tasks, the reports that wait, and the bodies as lists; acts on many at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.records.lists import Asked
from domain.verification import acts, queries
from tests.cast import actor
from tests.doors import Browser, opened_portal
from tests.rolls import act_on, among, every, exports_what_is_seen, over, pages_through_every_order, parted
from tests.rooms.verification import province
from tests.rooms.verification.province import AT, given_to, reported, team_of, who
from tests.statements import statements

YEAR = 2041
BASE = f"/verification/{YEAR}"
OFFICER = actor("verification_officer")
ROLL = queries.roll(OFFICER)
QUESTION = over(ROLL, *queries.of_year(YEAR, actor=OFFICER))
WAITING = over(queries.WAITING, *queries.waiting_in(YEAR, actor=OFFICER))
TASKS, WAIT = 5, 3


@pytest.fixture(scope="module")
async def tasks(database: object) -> list[int]:
    """Five tasks of two bodies, the first one delivered, the second with its documents reviewed; three wait."""
    await province.officers()
    for number in (1, 2):
        await province.body(number)
    reports = [(await reported(number, year=YEAR))[1] for number in range(1, TASKS + WAIT + 1)]
    await reported(90, year=YEAR, state="determined")
    await reported(91, year=YEAR, state="submitted")
    first = await province.delivered(reports[0], 1)
    assert first is None or first
    for place, report_id in enumerate(reports[1:TASKS], 1):
        await given_to(report_id, 1 + place % 2)
    found = [line.id for line in await every(QUESTION, sort="credit_code")]
    second = found[1]
    await acts.accept(second, await team_of(2), actor=await who("manager2"), at=AT)
    questions = [acts.SiteQuestion(province.Approach.LOOK, "机组铭牌")]
    await acts.review_documents(second, "资料齐全", questions, actor=await who("verifier2a"), at=AT)
    return found


@pytest.fixture
async def officer(tasks: list[int], tmp_path: Path) -> AsyncIterator[Browser]:
    async with opened_portal(tmp_path) as client:
        browser = Browser(client)
        await browser.sign_in("verification_officer")
        yield browser


@pytest.mark.usefixtures("tasks")
class TestFinding:
    async def test_every_order_pages_through_all_lines_once(self) -> None:
        await pages_through_every_order(ROLL, QUESTION, TASKS)
        await pages_through_every_order(queries.WAITING, WAITING, WAIT)
        lines = queries.body_lines(await queries.body_loads(YEAR, actor=OFFICER))
        await pages_through_every_order(queries.BODIES, among(queries.BODIES, lines), 2)

    async def test_it_is_narrowed_by_body_and_state(self) -> None:
        mine = await every(QUESTION, filters={"body_name": "示例核查机构2"})
        assert {line["body_name"] for line in mine} == {"示例核查机构2"}
        assert len(await every(QUESTION, filters={"state": "delivered"})) == 1
        assert len(await every(QUESTION, search="核查机构1")) == TASKS - len(mine)

    async def test_a_body_finds_its_own_and_an_enterprise_learns_what_was_verified_when_it_is_delivered(self) -> None:
        manager = await who("manager1")
        own = await every(over(queries.roll(manager), *queries.of_year(YEAR, actor=manager)))
        assert {line["body_name"] for line in own} == {"示例核查机构1"}
        filer = await who("filer2")
        (mine,) = await every(over(queries.roll(filer), *queries.of_year(YEAR, actor=filer)))
        assert (mine["name"], mine["emissions_tonnes"]) == ("示例电厂2", None)
        stranger = actor("filer", enterprise_id=999_999)
        assert (await over(queries.roll(stranger), *queries.of_year(YEAR, actor=stranger))(Asked())).lines == ()

    async def test_what_waits_is_accepted_and_has_no_body(self) -> None:
        assert [line["name"] for line in await every(WAITING)] == ["示例电厂6", "示例电厂7", "示例电厂8"]


class TestPage:
    @pytest.mark.parametrize("path", [BASE, f"{BASE}/waiting", f"{BASE}/bodies"])
    async def test_it_costs_little_whatever_is_asked(self, officer: Browser, path: str) -> None:
        for query in ("?state=", "?search=电厂&sort=-name"):
            with statements() as asked:
                answer = await officer.get(f"{path}{query}")
            assert answer.status_code == 200
            assert len(asked) <= 6, asked

    @pytest.mark.parametrize("query", ["", "sort=-due_on&columns=state", "search=核查机构2"])
    async def test_the_exports_are_what_is_seen(self, officer: Browser, query: str) -> None:
        await exports_what_is_seen(officer, BASE, ROLL, QUESTION, query)
        await exports_what_is_seen(officer, f"{BASE}/waiting", queries.WAITING, WAITING, query)
        lines = queries.body_lines(await queries.body_loads(YEAR, actor=OFFICER))
        await exports_what_is_seen(officer, f"{BASE}/bodies", queries.BODIES, among(queries.BODIES, lines), query)


class TestActing:
    async def test_whom_the_assignment_looks_at_is_said_before(self, officer: Browser) -> None:
        affected, others = parted((await officer.get(f"{BASE}/preview/assign")).text)
        assert "涉及 3 家" in affected
        assert "9,000" in affected
        assert "示例电厂6" in affected
        assert "示例电厂2<" not in affected
        assert "已有核查机构" in others
        assert "示例电厂90" in others
        assert "示例电厂91" in others

    async def test_a_visit_is_waived_for_chosen_tasks_where_the_conditions_hold(
        self, officer: Browser, tasks: list[int]
    ) -> None:
        path = f"{BASE}/chosen"
        affected, others = parted((await act_on(officer, path, "waive_visit", tasks)).text)
        assert "示例电厂2<" in affected
        assert "示例电厂1 <span" in others
        assert (await act_on(officer, path, "waive_visit", tasks, sure="yes")).status_code == 422
        told = (await act_on(officer, path, "waive_visit", tasks, sure="yes", reason="连续三年无不符合项")).text
        assert "已办理 0 家，共 1 家" in told
        assert "VERIFICATION-NO-WAIVER" in told
        assert (await act_on(officer, path, "deliver", tasks)).status_code == 404
        filer = Browser(officer.client)
        await filer.sign_in("filer1")
        assert (await act_on(filer, path, "waive_visit", tasks)).status_code == 403

    async def test_one_is_given_by_hand(self, officer: Browser) -> None:
        (line, *_) = await every(WAITING, sort="-credit_code")
        path = f"/verification/reports/{line.id}/assign"
        assert "示例核查机构1 (" in (await officer.get(path)).text
        body = (await who("manager1")).body_id
        assert (await officer.post(path, {"body": str(body), "reason": ""})).status_code == 422
        assert (await officer.post(path, {"body": str(body), "reason": "就近"})).status_code == 303
        assert (await officer.get("/verification/reports/999999/assign")).status_code == 404
