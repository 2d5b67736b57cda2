"""The list of enterprises, the page of one, the dashboard: for whom, with what, at what cost."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import openpyxl
import pytest

from domain.core.duties import POSTS, Duty
from domain.records.database import ask
from tests.cast import enact_the_law
from tests.doors import Browser, Town, opened_portal, people_the_town, plant
from tests.rooms.evaluation.ground import CLOSED, RUNNING, play
from tests.statements import statements

MOST_STATEMENTS = 8
DASHBOARD = f"/dashboard?year={CLOSED}"


@pytest.fixture(scope="module")
async def papers(database: object) -> tuple[Town, dict[str, int]]:
    await enact_the_law()
    town = await people_the_town()
    return town, await play(town)


@pytest.fixture
async def door(papers: tuple[Town, dict[str, int]], tmp_path: Path) -> AsyncIterator[Browser]:
    async with opened_portal(tmp_path) as client:
        browser = Browser(client, {"language": "en"})
        yield browser


@pytest.fixture
def town(papers: tuple[Town, dict[str, int]]) -> Town:
    return papers[0]


def links(page: str) -> set[str]:
    return {one.replace("&amp;", "&") for one in re.findall(r'href="([^"]+)"', page)}


class TestUnitPage:
    async def test_every_figure_opens_its_paper(self, door: Browser, papers: tuple[Town, dict[str, int]]) -> None:
        town, paper = papers
        await door.sign_in("leader")
        answer = await door.get(f"/enterprises/{town.enterprise_id}")
        assert answer.status_code == 200
        assert links(answer.text) >= {
            f"/listing/entries/{paper['entry']}",
            f"/plans/versions/{paper['plan']}",
            f"/reports/report/{paper['report']}",
            f"/reports/report/{paper['report']}/explanation",
            f"/verification/tasks/{paper['task']}/explanation",
            f"/recheck/confirmations/{paper['confirmation']}/explanation",
            f"/allocation/entries/{paper['allocation']}/why/final",
            f"/surrender/obligations/{paper['obligation']}/why/due",
            f"/surrender/results/{paper['result']}/why",
            f"/allocation/accounts/{town.enterprise_id}",
        }
        assert "示例第1电厂" in answer.text
        assert 'class="mark synthetic"' in answer.text

    async def test_every_link_of_a_paper_is_open(self, door: Browser, town: Town) -> None:
        """What the page leads to can be opened by who reads it; the papers of this test have no explanation."""
        for name in ("leader", "filer", "city_officer", "ministry"):
            await door.sign_in(name)
            page = (await door.get(f"/enterprises/{town.enterprise_id}")).text
            rooms = r"/(?:listing|plans|reports|verification|recheck|allocation|surrender|penalties)/"
            paths = {
                one for one in links(page) if re.match(rooms, one) and "explanation" not in one and "why" not in one
            }
            for path in sorted(paths):
                assert (await door.get(path)).status_code not in (403, 404), (name, path)

    @pytest.mark.parametrize("name", ["leader", "filer", "city_officer", "ministry"])
    async def test_it_costs_few_statements(self, door: Browser, town: Town, name: str) -> None:
        await door.sign_in(name)
        with statements() as sent:
            answer = await door.get(f"/enterprises/{town.enterprise_id}")
        assert answer.status_code == 200
        assert len(sent) <= MOST_STATEMENTS, sent

    async def test_an_enterprise_is_led_to_itself_and_sees_nobody_else(self, door: Browser, town: Town) -> None:
        await door.sign_in("filer")
        led = await door.get("/enterprises")
        assert led.headers["location"] == f"/enterprises/{town.enterprise_id}"
        for path in ("", "/charts/emissions/picture", "/charts/emissions/table"):
            assert (await door.get(f"/enterprises/{town.other_enterprise_id}{path}")).status_code == 404
        listed = (await door.get(f"/enterprises/in/{CLOSED}")).text
        assert "示例第1电厂" in listed
        assert "示例第2电厂" not in listed

    async def test_contacts_are_for_the_enterprise_and_the_province(self, door: Browser, town: Town) -> None:
        for name, seen in (("leader", True), ("filer", True), ("city_officer", False), ("ministry", False)):
            await door.sign_in(name)
            page = (await door.get(f"/enterprises/{town.enterprise_id}")).text
            assert ('id="contacts"' in page) == seen, name

    async def test_what_goes_on_inside_is_not_told_outside(self, door: Browser, town: Town) -> None:
        for name, seen in (("leader", True), ("filer", False), ("city_officer", False), ("ministry", False)):
            await door.sign_in(name)
            page = (await door.get(f"/enterprises/{town.enterprise_id}")).text
            assert ("内部" in page) == seen, name
        await door.sign_in("filer")
        assert "页码不全" in (await door.get(f"/enterprises/{town.enterprise_id}")).text

    async def test_the_ministry_reads_no_row_of_a_room_that_is_closed_to_it(self, door: Browser, town: Town) -> None:
        await door.sign_in("ministry")
        page = (await door.get(f"/enterprises/{town.enterprise_id}")).text
        assert "Confirmed emissions" in page
        assert "Verified emissions" not in page
        assert not [
            one for one in links(page) if one.startswith(("/reports/report", "/verification/tasks", "/penalties/cases"))
        ]

    async def test_an_enterprise_of_which_nothing_is_known_has_a_page(self, door: Browser) -> None:
        number = await plant("enterprise", credit_code="91420000000000009X", name="<b>空</b>")
        await door.sign_in("leader")
        answer = await door.get(f"/enterprises/{number}")
        await ask("DELETE FROM enterprise WHERE id = {}", number)
        assert answer.status_code == 200
        assert "<b>空" not in answer.text
        assert "No year is known yet" in answer.text

    @pytest.mark.parametrize("number", ["0", "999999", str(2**31), str(10**20), "x"])
    async def test_nobody_is_not_found(self, door: Browser, number: str) -> None:
        await door.sign_in("leader")
        assert (await door.get(f"/enterprises/{number}")).status_code == 404


class TestDashboard:
    @pytest.mark.parametrize("address", ["/dashboard", DASHBOARD, f"/dashboard?year={RUNNING}", "/dashboard?year=2001"])
    async def test_it_costs_few_statements(self, door: Browser, address: str) -> None:
        await door.sign_in("leader")
        with statements() as sent:
            answer = await door.get(address)
        assert answer.status_code == 200
        assert len(sent) <= MOST_STATEMENTS, sent

    async def test_who_may_open_it(self, door: Browser) -> None:
        for post in POSTS:
            await door.sign_in(post.code)
            opened = (await door.get(DASHBOARD)).status_code
            assert opened == (200 if Duty.EVALUATION_SEE in post.duties else 403), post.code

    async def test_its_numbers_are_the_sums_of_the_lists_behind_them(self, door: Browser) -> None:
        await door.sign_in("leader")
        page = (await door.get(DASHBOARD)).text
        for number in ("4,000.00", "3,700", "500", "600"):
            assert f">{number}<" in page
        for path in sorted(one for one in links(page) if one.startswith("/enterprises/in/")):
            assert (await door.get(path)).status_code == 200
        late = (await door.get(f"/enterprises/in/{CLOSED}?reporting=late")).text
        assert "示例第2电厂" in late
        assert "示例第1电厂" not in late

    async def test_what_is_not_known_says_so_and_why(self, door: Browser) -> None:
        await door.sign_in("leader")
        page = (await door.get(f"/dashboard?year={RUNNING}")).text
        assert "The final allocation has not been proposed yet." in page
        assert f"{RUNNING + 1}: No prices have been entered." in page

    @pytest.mark.parametrize("name", ["leader", "city_officer", "ministry"])
    async def test_every_chart_has_a_table_and_goes_home(self, door: Browser, name: str) -> None:
        await door.sign_in(name)
        page = (await door.get(DASHBOARD)).text
        assert page.count("<figure") - page.count("No prices have been entered") == page.count("<svg")
        taken = sorted(one for one in links(page) if one.startswith("/dashboard/charts/"))
        assert len(taken) == 2 * page.count("<svg")
        for path in taken:
            answer = await door.get(path)
            assert answer.status_code == 200, path
            if path.partition("?")[0].endswith("/picture"):
                assert ElementTree.fromstring(answer.content).tag == "{http://www.w3.org/2000/svg}svg"
            else:
                assert openpyxl.load_workbook(BytesIO(answer.content)).active is not None

    async def test_the_table_taken_home_says_what_the_page_says(self, door: Browser) -> None:
        await door.sign_in("leader")
        answer = await door.get(f"/dashboard/charts/allocation/table?year={CLOSED}")
        sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
        assert sheet is not None
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert rows[0] == ["Compliance year", "Pre-allocation (t)", "Final allocation (t)", "Due (t)"]
        assert rows[1] == [str(CLOSED), 1600, 3700, 4000]

    async def test_a_city_sees_its_own_and_the_filter_narrows(self, door: Browser) -> None:
        await door.sign_in("leader")
        narrowed = (await door.get(f"{DASHBOARD}&city={quote('黄石市')}")).text
        assert "Nothing is on record for the year yet." in narrowed
        assert ">4,000.00<" not in narrowed
        await door.sign_in("city_officer")
        assert ">4,000.00<" in (await door.get(DASHBOARD)).text

    async def test_the_ministry_has_no_link_into_a_closed_room(self, door: Browser) -> None:
        await door.sign_in("ministry")
        page = (await door.get(DASHBOARD)).text
        assert not [one for one in links(page) if "reporting=" in one or "penalised=" in one or "corrected=" in one]
        assert "Fines decided" not in page

    @pytest.mark.parametrize(
        "query",
        [
            "year=abc",
            "year=99999",
            "year=-1",
            "year=٣",
            "sector=<b>",
            "city=" + "x" * 3000,
            "year=1&year=2",
        ],
    )
    async def test_what_makes_no_sense_is_as_if_it_were_not_there(self, door: Browser, query: str) -> None:
        await door.sign_in("leader")
        answer = await door.get(f"/dashboard?{query}")
        assert answer.status_code == 200
        assert "<b>" not in answer.text

    @pytest.mark.parametrize("code", ["nothing", "..", "emissions%00"])
    async def test_a_chart_that_is_none_is_not_found(self, door: Browser, code: str) -> None:
        await door.sign_in("leader")
        assert (await door.get(f"/dashboard/charts/{code}/picture")).status_code == 404


class TestList:
    async def test_it_costs_few_statements_and_exports_what_is_seen(self, door: Browser) -> None:
        await door.sign_in("leader")
        with statements() as sent:
            answer = await door.get(f"/enterprises/in/{CLOSED}?side=deficit")
        assert answer.status_code == 200
        assert len(sent) <= MOST_STATEMENTS
        exported = await door.get(f"/enterprises/in/{CLOSED}/export?side=deficit&columns=gap")
        sheet = openpyxl.load_workbook(BytesIO(exported.content)).active
        assert sheet is not None
        assert [[cell.value for cell in row] for row in sheet.iter_rows()][1] == ["示例第2电厂", -500]

    @pytest.mark.parametrize("year", ["0", "1", str(2**31), str(10**20)])
    async def test_a_year_of_which_nothing_is_known_lists_everybody(self, door: Browser, year: str) -> None:
        await door.sign_in("leader")
        assert (await door.get(f"/enterprises/in/{year}")).status_code in (200, 404)
