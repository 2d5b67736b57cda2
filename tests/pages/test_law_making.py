"""Making law in a browser, in both languages: one proposes by sheet and by final text, another confirms."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from playwright.async_api import Page

from domain.core.law import last_day_of
from domain.records.lawbook import acts, queries
from domain.records.lawbook.workbook import VALUES
from tests.cast import actor, enact_the_law
from tests.doors import Town, plant
from tests.pages.conftest import SignIn
from tests.pages.test_first_look import faults
from tests.rooms.lawbook.test_final import entity_working, unit_working

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
async def law(town: Town) -> None:
    """The shipped edition, and an allocation of the drafted year that rests on it."""
    await enact_the_law()
    of_2025 = await queries.as_of(last_day_of(2025))
    unit = unit_working(of_2025, "1000000")
    told = json.dumps({"final": entity_working(of_2025, {"1": unit.value}).as_json()})
    whose = {"year": 2025, "enterprise_id": town.enterprise_id}
    allocation_id = await plant("allocation", **whose, state="final_proposed", explanations=told)
    explanation = json.dumps(unit.as_json())
    await plant("allocation_unit", **whose, allocation_id=allocation_id, unit_number="1", explanation=explanation)
    editor = actor("summary_officer")
    days, at = [date(2027, 1, 1)], AT
    await acts.enter_calendar(2027, days, [], citation="国办发明电〔2026〕9号", actor=editor, at=at)


async def looked_at(page: Page, name: str, screenshots: Path, wrong: dict[str, list[str]]) -> None:
    """What axe says of the page as it stands, in both languages and on a small screen."""
    await page.set_viewport_size({"width": 1280, "height": 900})
    await page.screenshot(path=screenshots / f"{name}.png", full_page=True)
    if found := await faults(page):
        wrong[name] = found
    await page.set_viewport_size({"width": 390, "height": 900})
    if found := await faults(page):
        wrong[f"{name} narrow"] = found
    await page.set_viewport_size({"width": 1280, "height": 900})


async def speak(page: Page, language: str) -> None:
    origin = "/".join(page.url.split("/")[:3])
    await page.context.add_cookies([{"name": "language", "value": language, "url": f"{origin}/"}])


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_pages_of_the_editor(signed_in: SignIn, screenshots: Path, language: str) -> None:
    page, wrong = await signed_in("summary_officer"), dict[str, list[str]]()
    await speak(page, language)
    draft = next(iter(await queries.draft_instruments()))
    for name, path in {
        "enact": "/law/enact?key=power.benchmark.I",
        "sheet": "/law/sheet",
        "final": "/law/final",
        "final-of-one": f"/law/final?instrument={draft}",
        "calendar": "/law/calendar",
    }.items():
        answer = await page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        await looked_at(page, f"{name}-{language}", screenshots, wrong)
    assert wrong == {}


@pytest.mark.usefixtures("law")
async def test_a_sheet_and_a_final_text_by_two_persons(signed_in: SignIn, screenshots: Path, tmp_path: Path) -> None:
    wrong: dict[str, list[str]] = {}
    page = await signed_in("summary_officer")
    await page.goto("/law/sheet")
    await page.fill("#from", "2031-01-01")
    await page.fill("#until", "2031-12-31")
    await page.fill("#number", "某〔2031〕1号")
    await page.fill("#citation", "某方案 附表")
    await page.check("input[value=power_benchmarks]")
    async with page.expect_download() as waiting:
        await page.click("form[action='/law/sheet/blank'] button")
    sheet = tmp_path / "sheet.xlsx"
    await (await waiting.value).save_as(sheet)
    for value, name in (("about 0.7", "preview-wrong"), ("0.7700", "preview")):
        sheet.write_bytes(_filled(sheet.read_bytes(), "power.benchmark.I", value))
        await page.goto("/law/sheet")
        await page.set_input_files("#workbook", sheet)
        await page.click("form[action='/law/sheet/preview'] button")
        await looked_at(page, name, screenshots, wrong)
    await page.fill("#reason", "2031年方案已印发")
    await page.click("main form button")
    assert page.url.endswith("/law/sheet")
    await _final_text(page, screenshots, wrong)
    await _second_person(await signed_in("legal_reviewer"), screenshots, wrong)
    assert wrong == {}


async def _final_text(page: Page, screenshots: Path, wrong: dict[str, list[str]]) -> None:
    rows = [row for row in await queries.standing() if row.provision.key == "power.benchmark.II"]
    row = next(row for row in rows if row.provision.rules_on(last_day_of(2025)))
    await page.goto(f"/law/final?instrument={row.provision.instrument}")
    await page.fill("#number", "国环规气候〔2026〕1号")
    await page.fill("#citation", "正式方案 附表")
    await page.fill(f"#value-{row.id}", "0.8001")
    await page.click("form[action='/law/final/values'] button")
    await looked_at(page, "preview-final", screenshots, wrong)
    assert await page.locator("#figures ~ section tbody tr").count() == 2
    await page.fill("#reason", "正式文本已印发")
    await page.click("main form button")
    assert page.url.endswith("/law/final")


async def _second_person(page: Page, screenshots: Path, wrong: dict[str, list[str]]) -> None:
    await page.goto("/sign-in")
    for language in ("zh", "en"):
        await speak(page, language)
        await page.goto("/law/proposed")
        await looked_at(page, f"proposed-{language}", screenshots, wrong)
        for number, link in enumerate(await page.locator("a[href^='/law/batches/']").all()):
            address = await link.get_attribute("href")
            assert address is not None
            opened = await page.context.new_page()
            await opened.goto(address)
            await looked_at(opened, f"batch-{number}-{language}", screenshots, wrong)
            await opened.close()
    while await page.locator("a[href^='/law/batches/']").count():
        await page.click("a[href^='/law/batches/']")
        await page.click("form[action$='/confirm'] button")
        assert page.url.endswith("/law/proposed")
    assert (await queries.as_of(last_day_of(2025))).text("power.benchmark.II") == "0.8001"
    assert (await queries.as_of(last_day_of(2031))).text("power.benchmark.I") == "0.7700"


def _filled(original: bytes, key: str, value: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(original))
    page = book[VALUES.title_zh]
    for row in range(VALUES.FIRST_LINE, page.max_row + 1):
        if page.cell(row, VALUES.index("key")).value == key:
            page.cell(row, VALUES.index("value")).value = value
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
