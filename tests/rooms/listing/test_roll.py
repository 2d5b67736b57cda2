"""The list as everybody uses it: searched, filtered, sorted, paged by key, exported, remembered, previewed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.listing import queries
from domain.records.computed import computed, found_in
from domain.records.database import ask, transaction
from domain.records.lawbook.queries import as_of
from domain.records.lists import Asked, Column, Line, found, like
from domain.records.people.writes import enter_enterprises
from tests.cast import actor, enact_the_law
from tests.doors import Browser, Town, credit_code, opened_portal, people_the_town
from tests.rolls import act_on, among, every, exported, over, pages_through_every_order, parted

OFFICER = actor("listing_officer")
LAW_DAY = date(2025, 1, 1)
ONE_COLUMN = computed("one", (Column("name", "", sort="initials"),), ("name",), "name")
YEAR = 2031
QUESTION = over(queries.ROLL, *queries.of_year(2031, actor=OFFICER))
NAMES = ("示例甲热电", "示例乙热电", "示例丙电厂", "示例丁电厂", "重庆示例热电", "=1+1", "100%示例")


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    town = await people_the_town()
    facts = [
        {"credit_code": credit_code(7000 + number), "name": name, "city": f"城市{number % 2}", "sector_code": "4411"}
        for number, name in enumerate(NAMES)
    ]
    async with transaction():
        ids = await enter_enterprises(facts)
    for number, enterprise_id in enumerate(ids.values()):
        await ask(
            "INSERT INTO list_entry (year, enterprise_id, state, verdict, explanation, ministry_reference) "
            "VALUES ({}, {}, {}, 'list', '{{}}', '')",
            YEAR,
            enterprise_id,
            "proposed" if number % 2 else "noticed",
        )
    return town


@pytest.fixture
async def officer(town: Town, tmp_path: Path) -> AsyncIterator[Browser]:
    async with opened_portal(tmp_path) as client:
        browser = Browser(client)
        await browser.sign_in("listing_officer")
        yield browser


async def lines(**asked: object) -> list[Line]:
    """Every line, page by page."""
    return await every(QUESTION, **asked)


async def names(**asked: object) -> list[str]:
    return [line["name"] for line in await lines(**asked)]


@pytest.mark.usefixtures("town")
class TestFinding:
    @pytest.mark.parametrize("search", ["重庆", "cqsl", credit_code(7004)[:18]])
    async def test_a_name_its_initials_and_its_code_find_an_enterprise(self, search: str) -> None:
        assert await names(search=search) == ["重庆示例热电"]

    async def test_signs_of_a_pattern_are_taken_as_they_are(self) -> None:
        assert await names(search="0%") == ["100%示例"]
        assert await names(search="_") == []

    async def test_a_filter_narrows(self) -> None:
        assert {line["state"] for line in await lines(filters={"state": "noticed"})} == {"noticed"}
        assert await names(filters={"state": "noticed", "city": "城市1"}) == []
        assert await names(filters={"state": "no such"}) == []

    async def test_every_order_pages_through_all_lines_once(self) -> None:
        await pages_through_every_order(queries.ROLL, QUESTION, len(NAMES))

    async def test_states_stand_in_the_order_of_the_procedure(self) -> None:
        states = [line["state"] for line in await lines(sort="state")]
        assert list(dict.fromkeys(states)) == ["proposed", "noticed"]

    async def test_the_other_way_round_is_the_other_way_round(self) -> None:
        assert await names(sort="-credit_code") == list(reversed(await names(sort="credit_code")))

    async def test_another_enterprise_is_not_found(self) -> None:
        mine = (await lines())[0]["enterprise_id"]
        own = queries.of_year(YEAR, actor=actor("filer", enterprise_id=mine))
        assert [line["enterprise_id"] for line in (await found(queries.ROLL, Asked(), *own)).lines] == [mine]

    @pytest.mark.parametrize("after", ["~", "x", "1", "9999999999~", "1~\x01", "²~a", "-1~a", "1~" + "a" * 200])
    @pytest.mark.parametrize("sort", ["", "noticed_until", "ministry_reference"])
    async def test_a_cursor_nobody_can_read_does_no_harm(self, after: str, sort: str) -> None:
        await found(queries.ROLL, Asked(after=after, sort=sort), *queries.of_year(YEAR, actor=OFFICER))


@given(st.text(max_size=20))
def test_a_pattern_has_no_sign_of_its_own(text: str) -> None:
    inner = like(text)[1:-1]
    assert inner.replace("\\\\", "").replace("\\%", "").replace("\\_", "").count("%") == 0


class TestPage:
    async def test_what_was_asked_is_remembered_until_it_is_reset(self, officer: Browser) -> None:
        await officer.get(f"/listing/{YEAR}?search={quote('重庆')}&sort=-name")
        again = await officer.get(f"/listing/{YEAR}")
        assert "重庆示例热电" in again.text
        assert "示例甲热电" not in again.text
        assert "reset=1" in again.text
        await officer.get(f"/listing/{YEAR}?reset=1")
        assert "示例甲热电" in (await officer.get(f"/listing/{YEAR}")).text

    async def test_columns_are_chosen(self, officer: Browser) -> None:
        plain = await officer.get(f"/listing/{YEAR}?reset=1")
        assert plain.status_code == 303
        chosen = await officer.get(f"/listing/{YEAR}?columns=city&columns=nonsense")
        assert "城市1</td>" in chosen.text
        assert f"<td>{credit_code(7001)}" not in chosen.text

    @pytest.mark.parametrize("query", ["sort=no", "sort=-", "after=%FF", "state=%27", "columns=", "x=y", "search=%25"])
    async def test_what_a_list_does_not_know_is_left_out(self, officer: Browser, query: str) -> None:
        assert (await officer.get(f"/listing/{YEAR}?{query}")).status_code == 200

    async def test_a_memory_that_was_tampered_with_does_no_harm(self, officer: Browser) -> None:
        officer.cookies["list-listing"] = "%25%00%FF=&sort=;;&after=1~x"
        assert (await officer.get(f"/listing/{YEAR}")).status_code == 200

    async def test_the_export_is_what_is_seen(self, officer: Browser) -> None:
        address = f"/listing/{YEAR}/export?state=proposed&sort=-credit_code&columns=state"
        rows = exported((await officer.get(address)).content)
        assert rows[0] == ("单位名称", "状态")
        assert [row[0] for row in rows[1:]] == await names(filters={"state": "proposed"}, sort="-credit_code")

    async def test_a_name_that_looks_like_a_formula_is_text_in_the_export(self, officer: Browser) -> None:
        content = (await officer.get(f"/listing/{YEAR}/export?search=%3D1")).content
        cell = openpyxl.load_workbook(BytesIO(content)).active["A2"]  # type: ignore[index]
        assert cell.data_type == "s"

    async def test_a_step_of_the_whole_list_says_first_whom_it_affects(self, officer: Browser) -> None:
        preview = (await officer.get(f"/listing/{YEAR}/preview/notice")).text
        affected, _, others = preview.partition("不涉及")
        assert "示例乙热电" in affected
        assert "示例甲热电" not in affected
        assert "公示" in others
        assert f'action="/listing/{YEAR}/notice"' in preview
        assert {line["state"] for line in await lines()} == {"proposed", "noticed"}

    @pytest.mark.parametrize("name", ["publish", "withdraw", "propose", "nonsense"])
    async def test_a_step_that_is_not_mine_has_no_preview(self, officer: Browser, name: str) -> None:
        assert (await officer.get(f"/listing/{YEAR}/preview/{name}")).status_code == 404


class TestComputed:
    """The same of lines that stand in no table."""

    async def test_candidates_are_searched_sorted_and_paged_like_any_list(self, town: Town) -> None:
        await enact_the_law()
        cards = await queries.candidates(YEAR, await as_of(LAW_DAY), actor=OFFICER)
        found = queries.candidate_lines(cards)
        question = among(queries.CANDIDATES, found)
        await pages_through_every_order(queries.CANDIDATES, question, len(found))
        assert [line["name"] for line in await every(question, search="cqsl")] == ["重庆示例热电"]
        assert {line["city"] for line in await every(question, filters={"city": "城市1"})} == {"城市1"}
        assert await every(question, filters={"state": "no such"}) == []

    @pytest.mark.parametrize("after", ["~", "x", "1", "9999999999~", "1~\x01", "²~a", "-1~a", "1~" + "a" * 200])
    async def test_a_cursor_nobody_can_read_does_no_harm(self, after: str) -> None:
        given = [Line(1, {"name": "甲", "initials": "j"}), Line(2, {"name": "乙", "initials": "y"})]
        for sort in ("", "name"):
            found_in(queries.CANDIDATES, [], Asked(after=after, sort=sort))
            assert len(found_in(ONE_COLUMN, given, Asked(after=after)).lines) <= len(given)

    async def test_the_page_of_candidates_ticks_whoever_belongs_on_the_list(self, officer: Browser) -> None:
        text = (await officer.get(f"/listing/{YEAR}/candidates?sort=-emissions_tonnes")).text
        assert "重庆示例热电" in text
        assert (await officer.get(f"/listing/{YEAR}/candidates/export?search=cqsl")).status_code == 200


class TestActing:
    async def test_chosen_entries_are_withdrawn_with_one_reason(self, officer: Browser) -> None:
        found = await lines()
        ids, path = [line.id for line in found], f"/listing/{YEAR}/chosen"
        await ask("UPDATE list_entry SET state = 'published' WHERE id = {}", ids[0])
        affected, others = parted((await act_on(officer, path, "withdraw", ids[:3])).text)
        assert found[1]["name"] in affected
        assert found[0]["name"] in others
        blank = await act_on(officer, path, "withdraw", ids[:3], sure="yes", reason="")
        assert (blank.status_code, "LISTS-REASON" in blank.text) == (422, True)
        told = (await act_on(officer, path, "withdraw", ids[:3], sure="yes", reason="已关停")).text
        assert "已办理 2 家，共 2 家" in told
        assert found[0]["name"] in parted(told)[1]
        again = (await act_on(officer, path, "withdraw", ids[1:3], sure="yes", reason="已关停")).text
        assert "已办理 0 家" in again
        assert [line["state"] for line in await lines() if line.id in ids[:3]] == [
            "published",
            "withdrawn",
            "withdrawn",
        ]

    async def test_the_list_is_reported_when_nobodys_notice_runs(self, officer: Browser) -> None:
        await ask("UPDATE list_entry SET noticed_until = '2000-01-01' WHERE year = {} AND state = 'noticed'", YEAR)
        affected, _ = parted((await officer.get(f"/listing/{YEAR}/preview/report")).text)
        noticed = await names(filters={"state": "noticed"})
        assert all(name in affected for name in noticed)
        last = (await lines(filters={"state": "noticed"}))[-1]
        await ask("UPDATE list_entry SET noticed_until = '2999-01-01' WHERE id = {}", last.id)
        affected, others = parted((await officer.get(f"/listing/{YEAR}/preview/report")).text)
        assert "涉及 0 家" in affected
        assert "公示期未满" in others
        assert "其他单位的公示期未满" in others
