"""The room through the front door: who reads what, the file's way, both languages, and the cost."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.records.database import ask
from portal import application
from tests.doors import Browser, Town, opened_portal, people_the_town, plant
from tests.rooms.outside_data.ground import OTHER, STRANGER, bought, imported, received, text, workbook
from tests.statements import statements

MOST_STATEMENTS = 8


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture
async def door(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncTestClient[Litestar]]:
    monkeypatch.setattr(application, "ROOMS", ("front", "outside_data"))
    async with opened_portal(tmp_path) as client:
        yield client


async def signed_in(door: AsyncTestClient[Litestar], name: str) -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in(name)).status_code == 303
    return browser


@pytest.fixture(scope="module", autouse=True)
async def told(town: Town) -> None:
    """What the grid tells of 2025, and a submitted report of one of the two."""
    await imported(workbook(bought(120), bought(5, OTHER)))
    report_id = await plant("report", enterprise_id=town.enterprise_id, year=2025, state="submitted")
    figures = json.dumps({"electricity_mwh": "150", "generation_mwh": "900"})
    version_id = await plant("report_version", report_id=report_id, number=1, state="clean", figures=figures)
    await ask("UPDATE report SET version_id = {} WHERE id = {}", version_id, report_id)


async def send(browser: Browser, content: bytes, source: str = "grid", name: str = "电网.xlsx") -> str:
    answer = await browser.post("/outside/new", {"source": source}, files={"workbook": (name, content)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_a_file_goes_its_way_in_the_browser(door: AsyncTestClient[Litestar]) -> None:
    officer = await signed_in(door, "verification_officer")
    content = text(bought(77, year=2023), bought(3, STRANGER, year=2023, name="<b>面包店</b>"))
    path = await send(officer, content, name="电网.csv")
    shown = (await officer.get(path)).text
    assert "待导入" in shown
    assert "OD-002" in shown
    assert "&lt;b&gt;面包店" in shown
    assert (await officer.get(f"{path}/original")).content == content
    assert (await officer.get(f"{path}/export")).status_code == 200
    assert (await officer.post(f"{path}/import")).status_code == 303
    assert "已导入" in (await officer.get(path)).text
    refused = await officer.post(f"{path}/take_back", {"reason": ""})
    assert (refused.status_code, "OD-REASON" in refused.text) == (422, True)
    assert (await officer.post(f"{path}/take_back", {"reason": "更正"})).status_code == 303
    assert (await officer.post(f"{path}/take_back", {"reason": "更正"})).status_code == 409
    assert "更正" in (await officer.get(path)).text


async def test_a_file_that_cannot_be_read_shows_the_form_again(door: AsyncTestClient[Litestar]) -> None:
    officer = await signed_in(door, "verification_officer")
    for content, code in ((b"", "SHEET-EMPTY"), (b"nonsense", "OD-TEXT-HEADING"), (b"PK\x03\x04", "SHEET-TRUNCATED")):
        answer = await officer.post("/outside/new", {"source": "gas"}, files={"workbook": ("x.xlsx", content)})
        assert answer.status_code == 422
        assert code in answer.text
        assert 'value="gas" selected' in answer.text
    assert (await officer.post("/outside/new", {"source": "grid"})).status_code == 422


async def test_a_file_with_faults_shows_them_by_cell_and_no_button(door: AsyncTestClient[Litestar]) -> None:
    officer = await signed_in(door, "verification_officer")
    path = await send(officer, workbook(bought(1, unit="桶")))
    shown = (await officer.get(path)).text
    assert "数据!G6" in shown
    assert f'action="{path}/import"' not in shown
    assert (await officer.post(f"{path}/import")).status_code == 422
    assert (await officer.post(f"{path}/drop")).status_code == 303


async def test_the_blank_of_every_source_is_a_workbook(door: AsyncTestClient[Litestar]) -> None:
    officer = await signed_in(door, "verification_officer")
    for source in ("grid", "gas", "tax", "statistics", "permit"):
        answer = await officer.get(f"/outside/blank/{source}")
        assert answer.content.startswith(b"PK")
    assert (await officer.get("/outside/blank/gossip")).status_code == 404


async def test_the_year_and_the_enterprise_show_what_differs(door: AsyncTestClient[Litestar], town: Town) -> None:
    leader = await signed_in(door, "leader")
    year = (await leader.get("/outside/2025")).text
    assert "25.00%" in year
    shown = (await leader.get(f"/outside/2025/enterprises/{town.enterprise_id}")).text
    assert "购电量" in shown
    assert "severity-warn" in shown or "25.00%" in shown
    other = (await leader.get(f"/outside/2025/enterprises/{town.other_enterprise_id}")).text
    assert "尚未提交" in other
    for path in ("/outside/2025/export", f"/outside/2025/enterprises/{town.enterprise_id}/export", "/outside/export"):
        assert (await leader.get(path)).content.startswith(b"PK")


async def test_the_pages_are_the_authoritys_alone(door: AsyncTestClient[Litestar], town: Town) -> None:
    path = f"/outside/2025/enterprises/{town.enterprise_id}"
    for name in ("filer", "signatory", "verifier", "ministry", "system_administrator"):
        browser = await signed_in(door, name)
        for address in ("/outside", "/outside/2025", path, "/outside/new"):
            assert (await browser.get(address)).status_code == 403, (name, address)
    city = await signed_in(door, "city_officer")
    assert (await city.get(path)).status_code == 200
    assert (await city.get("/outside/new")).status_code == 403


async def test_a_city_does_not_see_another_citys_enterprise(door: AsyncTestClient[Litestar], town: Town) -> None:
    await ask("UPDATE enterprise SET city = '宜昌市' WHERE id = {}", town.other_enterprise_id)
    city = await signed_in(door, "city_officer")
    assert (await city.get(f"/outside/2025/enterprises/{town.other_enterprise_id}")).status_code == 404
    assert (await city.get(f"/outside/2025/enterprises/{town.enterprise_id}")).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/outside/imports/999999",
        "/outside/imports/99999999999999999999",
        "/outside/1",
        "/outside/99999999999999999999",
        "/outside/2025/enterprises/99999999999999999999",
        "/outside/2031/enterprises/1",
    ],
)
async def test_what_there_is_not_has_no_page(door: AsyncTestClient[Litestar], path: str) -> None:
    officer = await signed_in(door, "verification_officer")
    assert (await officer.get(path)).status_code == 404
    if "imports" in path:
        for act in ("import", "drop", "take_back"):
            assert (await officer.post(f"{path}/{act}", {"reason": "x"})).status_code == 404


async def test_pages_cost_few_statements_in_both_languages(door: AsyncTestClient[Litestar], town: Town) -> None:
    card = await received(workbook(*(bought(1, year=2000 + number) for number in range(20))))
    officer = await signed_in(door, "verification_officer")
    paths = ("/outside", "/outside/new", "/outside/2025", f"/outside/2025/enterprises/{town.enterprise_id}")
    for language in ("zh", "en"):
        officer.cookies["language"] = language
        for path in (*paths, f"/outside/imports/{card.id}"):
            with statements() as seen:
                answer = await officer.get(path)
            assert answer.status_code == 200, path
            assert len(seen) <= MOST_STATEMENTS, (path, len(seen))
            assert "told_figure" not in answer.text
            assert "choice:" not in answer.text
