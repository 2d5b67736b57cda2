"""The room through the front door: what each reader finds, in both languages, and at what cost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from openpyxl import load_workbook

from domain.core.actors import THE_CLOCK
from domain.monitoring_plan import acts, queries
from domain.records import database
from domain.records.database import ask, ask_one, transaction
from domain.records.people.writes import enter_units
from portal import application
from tests.cast import actor, enact_the_law
from tests.doors import Browser, Town, credit_code, opened_portal, people_the_town
from tests.rolls import act_on, exports_what_is_seen, over, parted
from tests.rooms.monitoring_plan.sample import UNITS, entries, workbook
from tests.rooms.monitoring_plan.sectors import plan_of

AT = datetime(2023, 12, 1, 2, 0, tzinfo=UTC)
YEAR = 2024
MOST_STATEMENTS = 8
NAME = "示例第1电厂"
OFFICER = actor("listing_officer")


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    await enact_the_law()
    town = await people_the_town()
    async with transaction():
        await enter_units(
            [
                {
                    "enterprise_id": town.enterprise_id,
                    "number": unit.number,
                    "capacity_mw": unit.capacity_mw,
                    "fuel": unit.fuel,
                    "unit_class": unit.unit_class,
                    "cogeneration": unit.cogeneration,
                }
                for unit in UNITS
            ]
        )
    return town


@pytest.fixture
async def door(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncTestClient[Litestar]]:
    """This room's pages and the sign-in alone: other rooms have their own tests."""
    monkeypatch.setattr(application, "ROOMS", ("front", "monitoring_plan"))
    async with opened_portal(tmp_path) as client:
        yield client


async def signed_in(door: AsyncTestClient[Litestar], name: str) -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in(name)).status_code == 303
    return browser


def good(version: int = 1, year: int = YEAR) -> bytes:
    return workbook(entries(version=version, year=year, code=credit_code(1), name=NAME))


async def uploaded(browser: Browser, content: bytes, year: int = YEAR) -> int:
    answer = await browser.post(f"/plans/{year}/upload", files={"workbook": ("方案.xlsx", content)})
    assert answer.status_code == 303, answer.text
    plan_id = int(answer.headers["location"].rpartition("/")[2])
    await acts.read(plan_id, actor=THE_CLOCK, at=AT)
    return plan_id


async def test_the_enterprise_learns_what_is_due_and_gets_its_form(door: AsyncTestClient[Litestar]) -> None:
    filer = await signed_in(door, "filer")
    text = (await filer.get("/plans/2027")).text
    assert "下载预填工作簿" in text
    assert "2026年12月31日" in text
    form = await filer.get("/plans/2027/blank")
    book = load_workbook(BytesIO(form.content))
    assert book["企业情况"]["D4"].value == NAME
    assert [book["主要排放设施"].cell(row, 1).value for row in (6, 7)] == ["1#", "2#"]
    assert "synthetic" in book["企业情况"]["A2"].value


async def test_from_upload_to_the_file_in_the_browser(door: AsyncTestClient[Litestar]) -> None:
    filer, officer = await signed_in(door, "filer"), await signed_in(door, "listing_officer")
    plan_id = await uploaded(filer, good())
    path = f"/plans/versions/{plan_id}"
    assert f'action="{path}/submit"' in (await filer.get(path)).text
    assert f'action="{path}/file"' not in (await officer.get(path)).text
    assert (await filer.post(f"{path}/submit")).status_code == 303
    waiting = (await officer.get(f"/plans/{YEAR}?standing=submitted")).text
    assert f'href="{path}"' in waiting
    empty = await officer.post(f"{path}/return", {"reason": " "})
    assert empty.status_code == 422
    assert "请填写退回理由" in empty.text
    assert (await officer.post(f"{path}/file")).status_code == 303
    text = (await filer.get(path)).text
    assert "已备案" in text
    assert "/submit" not in text
    assert (await officer.post(f"{path}/file")).status_code == 409


async def test_findings_are_shown_by_cell_and_written_into_a_copy(door: AsyncTestClient[Litestar]) -> None:
    filer = await signed_in(door, "filer")
    plan = entries(code=credit_code(1), name=NAME, year=2025)
    plan["units"][0]["capacity_mw"] = 600
    content = workbook(plan)
    plan_id = await uploaded(filer, content, 2025)
    text = (await filer.get(f"/plans/versions/{plan_id}")).text
    assert "主要排放设施!B6" in text
    assert "MP-CAPACITY" in text
    original = await filer.get(f"/plans/versions/{plan_id}/original")
    assert original.content == content
    copy = await filer.get(f"/plans/versions/{plan_id}/annotated")
    book = load_workbook(BytesIO(copy.content))
    assert "640" in str(book["主要排放设施"]["B6"].comment.text)
    assert "MP-CAPACITY" in [str(row[3].value).split()[0] for row in book["校验问题"].iter_rows(min_row=4)]


async def test_pages_speak_english_too(door: AsyncTestClient[Litestar]) -> None:
    filer = await signed_in(door, "filer")
    plan = entries(code=credit_code(1), name=NAME, year=2025)
    del plan["parameters"][0]["meter"]
    plan_id = await uploaded(filer, workbook(plan), 2025)
    await filer.get("/language/en")
    text = (await filer.get(f"/plans/versions/{plan_id}")).text
    assert "fuel consumption is measured; name the meter" in text
    assert "bituminous coal" in text
    assert "finding:" not in text
    own = (await filer.get("/plans/2025")).text
    assert "What is due, and what to do next" in own
    assert "monitoring_plan:" not in own


@pytest.mark.parametrize("data", [{}, {"workbook": "words"}])
async def test_a_form_without_a_file_comes_back(door: AsyncTestClient[Litestar], data: dict[str, str]) -> None:
    filer = await signed_in(door, "filer")
    answer = await filer.post(f"/plans/{YEAR}/upload", data)
    assert answer.status_code == 422
    assert "没有收到文件" in answer.text


async def test_an_empty_file_field_comes_back(door: AsyncTestClient[Litestar]) -> None:
    filer = await signed_in(door, "filer")
    answer = await filer.post(f"/plans/{YEAR}/upload", files={"workbook": ("", b"")})
    assert answer.status_code == 422
    assert "没有收到文件" in answer.text


async def test_what_cannot_be_read_has_a_page_and_no_annotated_copy(door: AsyncTestClient[Litestar]) -> None:
    filer = await signed_in(door, "filer")
    plan_id = await uploaded(filer, b"no workbook at all", 2026)
    answer = await filer.get(f"/plans/versions/{plan_id}")
    assert answer.status_code == 200
    assert "SHEET-TEXT-FILE" in answer.text
    assert (await filer.get(f"/plans/versions/{plan_id}/annotated")).status_code == 404


async def test_two_versions_side_by_side(door: AsyncTestClient[Litestar]) -> None:
    filer = await signed_in(door, "filer")
    first = await uploaded(filer, good(year=2029), 2029)
    plan = entries(version=2, year=2029, code=credit_code(1), name=NAME)
    plan["units"][1]["fuel"] = "lignite"
    second = await uploaded(filer, workbook(plan), 2029)
    path = f"/plans/versions/{second}/differences/{first}"
    assert path in (await filer.get(f"/plans/versions/{second}")).text
    text = (await filer.get(path)).text
    assert "<del>烟煤</del>" in text
    assert "<ins>褐煤</ins>" in text
    assert "2#" in text


async def test_nobody_sees_another_enterprises_plan(door: AsyncTestClient[Litestar], town: Town) -> None:
    stranger = actor("filer", number=9, enterprise_id=town.other_enterprise_id)
    foreign = await acts.receive(town.other_enterprise_id, 2030, b"x", "secret.xlsx", actor=stranger, at=AT)
    filer = await signed_in(door, "filer")
    for end in ("", "/original", "/annotated", f"/differences/{foreign}"):
        assert (await filer.get(f"/plans/versions/{foreign}{end}")).status_code == 404, end
    assert (await filer.post(f"/plans/versions/{foreign}/submit")).status_code == 404
    assert "secret.xlsx" not in (await filer.get("/plans/2030")).text
    for path in ("/plans/versions/999999999999", "/plans/99999", "/plans/0"):
        assert (await filer.get(path)).status_code == 404, path


async def test_duties_at_the_door(door: AsyncTestClient[Litestar]) -> None:
    officer, signatory = await signed_in(door, "listing_officer"), await signed_in(door, "signatory")
    assert (await officer.get(f"/plans/{YEAR}/upload")).status_code == 403
    assert (await signatory.get(f"/plans/{YEAR}/blank")).status_code == 403
    assert (await signatory.get(f"/plans/{YEAR}")).status_code == 200
    assert (await signatory.post("/plans/versions/1/file")).status_code == 403


async def test_the_list_costs_the_same_whatever_its_length(
    door: AsyncTestClient[Litestar], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = await signed_in(door, "listing_officer")
    filer = await signed_in(door, "filer")
    plan_id = await uploaded(filer, good(year=2028), 2028)
    asked: list[str] = []
    engine = database.engine()
    run = engine.run_querystring

    async def counted(querystring: object, *rest: object, **more: object) -> object:
        asked.append(str(querystring))
        return await run(querystring, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "run_querystring", counted)
    for browser, path in (
        (officer, "/plans/2027"),
        (officer, "/plans/2028"),
        (officer, "/plans/2028/missing"),
        (filer, "/plans/2028"),
        (filer, f"/plans/versions/{plan_id}"),
    ):
        asked.clear()
        assert (await browser.get(path)).status_code == 200
        assert 0 < len(asked) <= MOST_STATEMENTS, (path, asked)


@pytest.mark.parametrize("query", ["", "state=clean&sort=-version", "search=sldyc&columns=late&columns=filed_at"])
async def test_the_export_is_what_is_seen(door: AsyncTestClient[Litestar], query: str) -> None:
    officer = await signed_in(door, "listing_officer")
    question = over(queries.ROLL, *queries.of_year(2028, actor=OFFICER))
    await exports_what_is_seen(officer, "/plans/2028", queries.ROLL, question, query)
    missing = over(queries.MISSING, *queries.missing_in(2028, actor=OFFICER))
    await exports_what_is_seen(officer, "/plans/2028/missing", queries.MISSING, missing)


async def test_chosen_plans_are_filed_each_by_itself(door: AsyncTestClient[Litestar], town: Town) -> None:
    filer, officer = await signed_in(door, "filer"), await signed_in(door, "listing_officer")
    mine = await uploaded(filer, good(year=2023), 2023)
    await filer.post(f"/plans/versions/{mine}/submit")
    stranger = actor("filer", number=9, enterprise_id=town.other_enterprise_id)
    unread = await acts.receive(town.other_enterprise_id, 2023, b"x", "x.xlsx", actor=stranger, at=AT)
    path = "/plans/2023/chosen"
    affected, others = parted((await act_on(officer, path, "file", [mine, unread])).text)
    assert NAME in affected
    assert "示例第2电厂" in others
    told = (await act_on(officer, path, "file", [mine, unread], sure="yes")).text
    assert "已办理 1 家" in told
    assert "示例第2电厂" in parted(told)[1]
    assert "已办理 0 家" in (await act_on(officer, path, "file", [mine], sure="yes")).text
    second = await uploaded(filer, good(2, 2023), 2023)
    await filer.post(f"/plans/versions/{second}/submit")
    assert (await act_on(officer, path, "return", [second], sure="yes", reason="")).status_code == 422
    assert (await act_on(officer, path, "return", [second], sure="yes", reason="缺流程图")).status_code == 303
    assert "缺流程图" in (await officer.get(f"/plans/versions/{second}")).text
    assert (await act_on(filer, path, "file", [mine])).status_code == 403


async def test_what_the_act_refuses_for_one_is_told(door: AsyncTestClient[Litestar], town: Town) -> None:
    """A version as high as the one on file, which came in while another waited, is refused by the act itself."""
    filer, officer = await signed_in(door, "filer"), await signed_in(door, "listing_officer")
    content = workbook(plan_of("power", 2019, credit_code(1), NAME))
    mine = await uploaded(filer, content, 2019)
    await filer.post(f"/plans/versions/{mine}/submit")
    account = await ask_one("SELECT id FROM account WHERE sign_in_name = 'listing_officer'")
    assert account
    await ask("UPDATE plan SET submitted_by = {} WHERE id = {}", account["id"], mine)
    told = (await act_on(officer, "/plans/2019/chosen", "file", [mine], sure="yes")).text
    assert "已办理 0 家，共 1 家" in told
    assert "MP-SAME-PERSON" in told


async def test_the_officer_sees_who_is_missing(door: AsyncTestClient[Litestar]) -> None:
    officer = await signed_in(door, "listing_officer")
    assert "尚未提交的单位" in (await officer.get(f"/plans/{YEAR}/missing")).text
    assert (await officer.get("/plans")).headers["location"].startswith("/plans/")


async def test_a_reviewer_compares_with_the_version_in_force(door: AsyncTestClient[Litestar]) -> None:
    filer, officer = await signed_in(door, "filer"), await signed_in(door, "listing_officer")
    first = await uploaded(filer, good(year=2022), 2022)
    await filer.post(f"/plans/versions/{first}/submit")
    await officer.post(f"/plans/versions/{first}/file")
    await uploaded(filer, b"no workbook", 2022)
    second = await uploaded(filer, good(version=2, year=2022), 2022)
    text = (await officer.get(f"/plans/versions/{second}")).text
    assert f"/plans/versions/{second}/differences/{first}" in text
    assert "与生效版本的差异" in text
    assert "与前一版本的差异" not in text
