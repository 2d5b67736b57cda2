"""The room through the front door: what each reader finds and may do, in both languages, and at what cost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from openpyxl import load_workbook

from domain.core.actors import THE_CLOCK
from domain.monthly_evidence import acts, queries
from domain.records.database import ask
from domain.records.lists import Asked, found
from portal import application
from portal.clock import now, today
from tests.doors import Browser, Town, opened_portal, people_the_town
from tests.rolls import every, exports_what_is_seen, over, pages_through_every_order
from tests.rooms.emission_report.ground import Enterprise
from tests.rooms.monthly_evidence.ground import IN_TIME, OFFICER, PDF, TOO_LATE, Plant, settle
from tests.rooms.monthly_evidence.sample import MONTH, YEAR, Entries, law
from tests.statements import statements

MOST_STATEMENTS = 8
COUNT = 8
LIST = f"/months/{YEAR}/list"


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture(scope="module")
async def ground(town: Town) -> list[Plant]:
    """Two submitted in time, one of them accepted, one late, the others missing."""
    plants = await settle(COUNT)
    for plant in plants[3:5]:
        await plant.submitted(IN_TIME)
    await acts.accept(plants[3].month_id, actor=OFFICER, at=IN_TIME)
    await plants[5].submitted(TOO_LATE)
    return plants


@pytest.fixture
def mine(town: Town, ground: list[Plant]) -> Plant:
    return next(each for each in ground if each.id == town.enterprise_id)


@pytest.fixture
def foreign(town: Town, ground: list[Plant]) -> Plant:
    return next(each for each in ground if each.id == town.other_enterprise_id)


@pytest.fixture
async def door(
    ground: list[Plant], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AsyncTestClient[Litestar]]:
    """This room's pages, the desk and the sign-in: other rooms have their own tests."""
    monkeypatch.setattr(application, "ROOMS", ("front", "desk", "progress", "monthly_evidence"))
    async with opened_portal(tmp_path) as client:
        yield client


async def signed_in(door: AsyncTestClient[Litestar], name: str) -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in(name)).status_code == 303
    return browser


async def uploaded(browser: Browser, plant: Plant, content: bytes, *, month: int = MONTH) -> int:
    path = f"/months/month/{plant.months[month]}/upload"
    answer = await browser.post(path, files={"workbook": ("存证.xlsx", content)})
    assert answer.status_code == 303, answer.text
    version_id = int(answer.headers["location"].rpartition("/")[2])
    await acts.read(version_id, actor=THE_CLOCK, at=now())
    return version_id


def wrong_oxidation(filled: Entries) -> None:
    filled["fuels"][0]["oxidation"] = 98


def hostile(filled: Entries) -> None:
    filled["enterprise"][0]["contact"] = "<script>alert(1)</script>"
    filled["fuels"][0]["oxidation"] = 98


async def test_a_filer_does_a_whole_month(door: AsyncTestClient[Litestar], mine: Plant) -> None:
    filer = await signed_in(door, "filer")
    own = await filer.get(f"/months/{YEAR}")
    assert ">3月</a>" in own.text
    assert f"/months/month/{mine.month_id}" in own.text
    path = f"/months/month/{mine.month_id}"
    assert "预填的空白表" in (await filer.get(path)).text
    stopped = await uploaded(filer, mine, mine.filled(wrong_oxidation))
    shown = await filer.get(f"/months/versions/{stopped}")
    assert "化石燃料!J6" in shown.text
    assert "MO-026" in shown.text
    clean = await uploaded(filer, mine, mine.filled())
    assert (await filer.get(f"/months/versions/{clean}/differences/{stopped}")).text.count("<del>") == 1
    assert "没有检测报告" in (await filer.get(f"/months/versions/{clean}")).text
    sent = {"record": ("检测.pdf", PDF)}
    assert (await filer.post(f"{path}/attach", {"kind": "laboratory_report"}, files=sent)).status_code == 303
    assert "检测.pdf" in (await filer.get(f"/months/versions/{clean}")).text
    again = await filer.post(f"{path}/attach", {"kind": "laboratory_report"}, files=sent)
    assert (again.status_code, "MONTH-RECORD-SAME" in again.text) == (422, True)
    empty = await filer.post(f"{path}/attach", {"kind": "bill"})
    assert (empty.status_code, 'value="bill" selected' in empty.text) == (422, True)
    assert (await filer.post(f"{path}/submit", {"version_id": str(stopped)})).status_code == 409
    assert (await filer.post(f"{path}/submit", {"version_id": str(clean)})).status_code == 303
    assert "迟报" in (await filer.get(path)).text
    assert (await filer.post(f"{path}/submit", {"version_id": str(clean)})).status_code == 409
    (record,) = await queries.attachments(mine.month_id, actor=OFFICER)
    taken = await filer.get(f"/months/records/{record.id}")
    assert (taken.content, taken.headers["content-type"]) == (PDF, "application/octet-stream")


async def test_blank_original_and_annotated_copy_are_taken_away(door: AsyncTestClient[Litestar], mine: Plant) -> None:
    filer = await signed_in(door, "filer")
    month_id = mine.months[2]
    blank = load_workbook(BytesIO((await filer.get(f"/months/month/{month_id}/blank")).content))
    assert [blank["化石燃料"][cell].value for cell in ("A6", "B6", "A7")] == ["1", 2, "2"]
    assert blank["单位信息"]["D8"].value == 2
    assert blank["单位信息"]["A2"].value.startswith("演示数据")
    content = mine.filled(hostile, month=2)
    version_id = await uploaded(filer, mine, content, month=2)
    assert (await filer.get(f"/months/versions/{version_id}/original")).content == content
    annotated = load_workbook(BytesIO((await filer.get(f"/months/versions/{version_id}/annotated")).content))
    assert "MO-026" in annotated["化石燃料"]["J6"].comment.text
    page = (await filer.get(f"/months/versions/{version_id}")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


async def test_the_officer_sees_the_matrix_and_acts_on_many(
    door: AsyncTestClient[Litestar], ground: list[Plant]
) -> None:
    officer = await signed_in(door, "verification_officer")
    matrix = await officer.get(f"/months/{YEAR}")
    assert matrix.text.count('class="state state-failed"') >= 10
    assert "按时" in matrix.text
    assert f"/months/month/{ground[3].month_id}" in matrix.text
    waiting = await officer.get(f"{LIST}?state=submitted")
    assert 'name="chosen"' in waiting.text
    chosen = {"chosen": [str(ground[4].month_id), str(ground[6].month_id)], "act": "accept"}
    shown = await officer.post(f"/months/{YEAR}/chosen", chosen)
    assert (shown.status_code, "涉及 1 家" in shown.text) == (200, True)
    assert (await officer.post(f"/months/{YEAR}/chosen", {**chosen, "sure": "yes"})).status_code == 200
    assert (await ground[4].card()).state == "accepted"
    preview = await officer.get(f"/months/{YEAR}/preview/urge")
    assert ground[6].name in preview.text
    assert (await officer.post(f"/months/{YEAR}/urge")).status_code == 303
    assert (await officer.get(f"/months/{YEAR}/preview/open")).status_code == 200
    assert (await officer.post(f"/months/{YEAR}/open")).status_code == 303
    assert (await officer.get(f"/months/{YEAR}/preview/nothing")).status_code == 404


async def test_the_officer_sends_back_with_a_reason(door: AsyncTestClient[Litestar], ground: list[Plant]) -> None:
    officer = await signed_in(door, "verification_officer")
    path = f"/months/month/{ground[5].month_id}"
    assert (await officer.post(f"{path}/return", {"reason": " "})).status_code == 422
    assert (await officer.post(f"{path}/return", {"reason": "缺计量记录"})).status_code == 303
    assert "缺计量记录" in (await officer.get(path)).text
    assert (await officer.post(f"{path}/accept")).status_code == 409


async def test_the_city_takes_a_first_look(door: AsyncTestClient[Litestar], ground: list[Plant]) -> None:
    city = await signed_in(door, "city_officer")
    path = f"/months/month/{ground[3].month_id}"
    assert "记录初审" in (await city.get(path)).text
    assert "月度存证" in (await city.get(f"/months/{YEAR}")).text
    empty = await city.post(f"{path}/look", {"unusual": "yes", "remark": ""})
    assert (empty.status_code, "MONTH-REMARK" in empty.text) == (422, True)
    assert (await city.post(f"{path}/look", {"unusual": "yes", "remark": "煤耗偏低"})).status_code == 303
    assert "煤耗偏低" in (await city.get(path)).text
    assert (await city.post(f"{path}/accept")).status_code == 403


async def test_months_lie_beside_the_annual_report(door: AsyncTestClient[Litestar], ground: list[Plant]) -> None:
    officer = await signed_in(door, "verification_officer")
    path = f"/months/enterprises/{ground[3].id}/{YEAR}"
    assert (await officer.get(path)).status_code == 200
    alone = await officer.get(f"{path}/report")
    assert "年度报告尚无版本" in alone.text
    assert "发电量" in alone.text
    (row,) = await ask("SELECT id FROM report WHERE enterprise_id = {}", ground[3].id)
    plant = Enterprise(ground[3].id, ground[3].credit_code, ground[3].name, row["id"])

    def more_coal(filled: Entries) -> None:
        line = next(one for one in filled["fuels"] if (one["unit_number"], one["month"]) == ("1", MONTH))
        line["quantity"] += 2000

    await plant.upload(plant.filled(more_coal))
    told = await queries.roll_up(plant.id, YEAR, law(), actor=OFFICER)
    assert {(one.number, one.code) for one in told.differing} == {("1", "fuel.bituminous")}
    (row_of_coal,) = told.differing
    assert [(pair.month, pair.beyond) for pair in row_of_coal.months if pair.evidence is not None] == [(MONTH, True)]
    assert len([pair for pair in row_of_coal.months if pair.report is not None]) == 12
    shown = await officer.get(f"{path}/report")
    assert "monthly.tolerance.fuel" in shown.text
    assert "超差月份" in shown.text


async def test_what_waits_is_on_the_desk(door: AsyncTestClient[Litestar], ground: list[Plant]) -> None:
    desks = {
        name: (await (await signed_in(door, name)).get("/desk")).text for name in ("filer", "verification_officer")
    }
    assert "月度存证" in desks["filer"]
    assert "月度存证逾期未报" in desks["verification_officer"]
    await ground[6].submitted(TOO_LATE)
    city = (await (await signed_in(door, "city_officer")).get("/desk")).text
    assert "月度存证待设区市初审" in city


async def test_another_enterprises_month_is_like_none(
    door: AsyncTestClient[Litestar], mine: Plant, foreign: Plant
) -> None:
    version_id = await foreign.upload(foreign.filled(wrong_oxidation))
    record_id = await acts.attach(foreign.month_id, "bill", PDF, "票.pdf", actor=foreign.filer, at=IN_TIME)
    filer = await signed_in(door, "filer")
    for path in (
        f"/months/month/{foreign.month_id}",
        f"/months/month/{foreign.month_id}/blank",
        f"/months/versions/{version_id}",
        f"/months/versions/{version_id}/original",
        f"/months/versions/{version_id}/annotated",
        f"/months/records/{record_id}",
        f"/months/enterprises/{foreign.id}/{YEAR}",
        f"/months/enterprises/{foreign.id}/{YEAR}/report",
        f"/progress/month_version/{version_id}",
    ):
        answer = await filer.get(path)
        assert answer.status_code == 404, path
        assert foreign.credit_code not in answer.text
    sent = await filer.post(f"/months/month/{foreign.month_id}/upload", files={"workbook": ("x.xlsx", b"x")})
    assert sent.status_code == 404
    assert (await filer.get(LIST)).text.count(foreign.name) == 0


@pytest.mark.parametrize(
    "path",
    [
        "/months/month/999999",
        "/months/month/99999999999999",
        "/months/versions/0",
        "/months/versions/1/differences/999999",
        "/months/records/999999",
        "/months/0",
        "/months/enterprises/999999/2024",
        "/months/enterprises/1/0",
        "/months/enterprises/1/99999",
    ],
)
async def test_what_does_not_exist_is_no_page(door: AsyncTestClient[Litestar], path: str) -> None:
    officer = await signed_in(door, "verification_officer")
    assert (await officer.get(path)).status_code == 404


async def test_every_page_speaks_both_languages_within_its_statements(
    door: AsyncTestClient[Litestar], ground: list[Plant]
) -> None:
    officer = await signed_in(door, "verification_officer")
    version_id = (await ground[3].card()).version_id
    paths = (
        f"/months/{YEAR}",
        LIST,
        f"/months/enterprises/{ground[3].id}/{YEAR}",
        f"/months/enterprises/{ground[3].id}/{YEAR}/report",
        f"/months/month/{ground[3].month_id}",
        f"/months/versions/{version_id}",
    )
    for language, word in (("zh", "月"), ("en", "onth")):
        await officer.get(f"/language/{language}")
        for path in paths:
            with statements() as asked:
                answer = await officer.get(path)
            assert answer.status_code == 200, path
            assert word in answer.text
            assert len(asked) <= MOST_STATEMENTS, (path, len(asked))
            assert "month_standing:" not in answer.text
            assert "style=" not in answer.text


@pytest.mark.usefixtures("ground")
class TestLists:
    async def test_every_order_of_the_list_pages_through_all_lines_once(self) -> None:
        where, *values = queries.of_year(YEAR, today(), actor=OFFICER)
        lines = (await found(queries.ROLL, Asked(limit=1000), where, *values)).lines
        await pages_through_every_order(queries.ROLL, over(queries.ROLL, where, *values), len(lines))

    async def test_every_order_of_the_matrix_pages_through_all_lines_once(self) -> None:
        question = over(queries.MATRIX, *queries.matrix_of(YEAR, today(), actor=OFFICER))
        await pages_through_every_order(queries.MATRIX, question, COUNT)

    async def test_the_list_says_what_the_rules_say(self) -> None:
        question = over(queries.ROLL, *queries.of_year(YEAR, today(), actor=OFFICER))
        for line in await every(question):
            card = await queries.month(line.id, actor=OFFICER)
            assert card is not None
            assert line["standing"] == card.standing(today()).value

    async def test_exports_are_what_is_seen(self, door: AsyncTestClient[Litestar]) -> None:
        officer = await signed_in(door, "verification_officer")
        for path, roll, bounded in (
            (LIST, queries.ROLL, queries.of_year(YEAR, today(), actor=OFFICER)),
            (f"/months/{YEAR}", queries.MATRIX, queries.matrix_of(YEAR, today(), actor=OFFICER)),
        ):
            await exports_what_is_seen(officer, path, roll, over(roll, *bounded))
