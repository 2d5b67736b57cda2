"""The catalogue through the front door: for everybody, with an address for every code; suppressions by one post."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from portal import application
from portal.checks import told
from portal.checks.catalogue import READING, catalogue
from portal.clock import today
from portal.words import speaking
from tests.doors import Browser, Town, credit_code, opened_portal, people_the_town
from tests.statements import statements

MOST_STATEMENTS = 6


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture
async def door(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncTestClient[Litestar]]:
    monkeypatch.setattr(application, "ROOMS", ("front", "checks"))
    async with opened_portal(tmp_path) as client:
        yield client


async def signed_in(door: AsyncTestClient[Litestar], name: str) -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in(name)).status_code == 303
    return browser


def form(**changes: str) -> dict[str, str]:
    until = today() + timedelta(days=20)
    days = {"from_on": today().isoformat(), "until_on": until.isoformat()}
    return {**days, "document": "鄂环函〔2026〕12号", "reason": "煤质变化", **changes}


async def test_everybody_reads_the_catalogue_and_finds_a_check_by_its_words(door: AsyncTestClient[Litestar]) -> None:
    stranger = Browser(door)
    assert "AG-001" in (await stranger.get("/checks")).text
    found = (await stranger.get("/checks?search=ER-033")).text
    assert "/checks/ER-033" in found
    assert "/checks/ER-034" not in found
    assert "⟨" in found


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_code_has_its_permanent_address(door: AsyncTestClient[Litestar], language: str) -> None:
    stranger = Browser(door)
    stranger.cookies["language"] = language
    for code in ("ER-001", "AG-012", "OD-004", "SHEET-MACROS"):
        answer = await stranger.get(f"/checks/{code}")
        assert answer.status_code == 200
        assert code in answer.text
        assert "example:" not in answer.text
    for nothing in ("ER-999", "er-001", "REPORT-LAW", "%3Cb%3E"):
        assert (await stranger.get(f"/checks/{nothing}")).status_code == 404


async def test_the_catalogue_narrows_to_a_sector_a_weight_and_a_room(door: AsyncTestClient[Litestar]) -> None:
    stranger = Browser(door)
    power = (await stranger.get("/checks?sector=power&search=ER-04")).text
    assert "/checks/ER-041" in power
    glass = (await stranger.get("/checks?sector=flat_glass&search=ER-0")).text
    assert "/checks/ER-041" not in glass
    assert "/checks/ER-001" in glass
    assert "/checks/ER-001" not in (await stranger.get("/checks?severity=note&search=ER-0")).text
    assert "/checks/SHEET-MACROS" in (await stranger.get(f"/checks?room={READING}&search=MACROS")).text


async def test_the_export_holds_every_check(door: AsyncTestClient[Litestar]) -> None:
    answer = await Browser(door).get("/checks/export")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert sheet.max_row == len(catalogue()) + 1


async def test_the_summary_officer_suppresses_and_ends(door: AsyncTestClient[Litestar]) -> None:
    officer = await signed_in(door, "summary_officer")
    assert (await officer.post("/checks/ER-048/suppress", form(sector="power"))).status_code == 303
    shown = (await Browser(door).get("/checks/ER-048")).text
    assert "鄂环函〔2026〕12号" in shown
    assert 'action="/checks/ER-048/suppress"' not in shown
    assert "暂停适用" in (await Browser(door).get("/checks?suppressed=true")).text
    mine = (await officer.get("/checks/ER-048")).text
    path = mine.partition('action="/checks/suppressions/')[2].partition('"')[0]
    assert (await officer.post(f"/checks/suppressions/{path}", {"reason": ""})).status_code == 422
    assert (await officer.post(f"/checks/suppressions/{path}", {"reason": "已稳定"})).status_code == 303
    assert (await officer.post(f"/checks/suppressions/{path}", {"reason": "已稳定"})).status_code == 409
    assert "已稳定" in (await Browser(door).get("/checks/suppressions")).text
    assert (await officer.post("/checks/suppressions/99999999999999999999/end", {"reason": "x"})).status_code == 404


async def test_a_refusal_keeps_what_was_typed(door: AsyncTestClient[Litestar]) -> None:
    officer = await signed_in(door, "summary_officer")
    answer = await officer.post("/checks/ER-049/suppress", form(until_on="31.12.2026", reason="写好的原因"))
    assert answer.status_code == 422
    assert "SUPPRESS-DAYS" in answer.text
    assert "写好的原因" in answer.text
    assert (await officer.post("/checks/ER-999/suppress", form())).status_code == 404
    assert (await officer.post("/checks/SHEET-MACROS/suppress", form())).status_code == 422


async def test_nobody_else_suppresses(door: AsyncTestClient[Litestar]) -> None:
    for name in ("verification_officer", "leader", "filer", "city_officer", "ministry"):
        browser = await signed_in(door, name)
        assert (await browser.post("/checks/ER-049/suppress", form())).status_code == 403
        assert 'action="/checks/ER-049/suppress"' not in (await browser.get("/checks/ER-049")).text


async def test_an_enterprise_is_not_named_to_the_public(door: AsyncTestClient[Litestar]) -> None:
    officer = await signed_in(door, "summary_officer")
    assert (await officer.post("/checks/ER-046/suppress", form(credit_code=credit_code(2)))).status_code == 303
    assert "示例第2电厂" in (await officer.get("/checks/ER-046")).text
    filer = await signed_in(door, "filer")
    for browser in (Browser(door), filer):
        for path in ("/checks/ER-046", "/checks", "/checks/suppressions"):
            text = (await browser.get(path)).text
            assert "示例第2电厂" not in text
            assert credit_code(2) not in text


async def test_pages_cost_few_statements_and_weigh_little(door: AsyncTestClient[Litestar]) -> None:
    browser = await signed_in(door, "summary_officer")
    for path in ("/checks", "/checks/ER-048", "/checks/suppressions"):
        with statements() as seen:
            answer = await browser.get(path)
        assert len(seen) <= MOST_STATEMENTS, (path, len(seen))
        assert len(answer.content) < 400_000


@pytest.mark.parametrize("language", ["zh", "en"])
def test_facts_are_left_open_by_their_names(language: str) -> None:
    token = speaking.set(language)
    told_words = told.sentence("ER-024")
    speaking.reset(token)
    unit = "机组" if language == "zh" else "unit"
    assert f"⟨{unit}⟩" in told_words
    assert "%(" not in told_words
    assert "%%" not in told_words
