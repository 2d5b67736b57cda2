"""The pages that make law: the form, sheets, drafts, batches and notices, for two persons and nobody else."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from httpx import Response

from domain.core.law import last_day_of
from domain.records import database
from domain.records.lawbook import queries
from domain.records.lawbook.workbook import VALUES
from tests.cast import enact_the_law
from tests.doors import Browser, opened_portal, people_the_town

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WINDOW = "from=2031-01-01&until=2031-12-31&citation=某方案+附表&number=某方案"


@pytest.fixture(scope="module")
async def browsers(database: object, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Browser]]:
    await enact_the_law()
    await people_the_town()
    async with opened_portal(Path(tmp_path_factory.mktemp("portal"))) as client:
        found = {"": Browser(client)}
        for name in ("summary_officer", "legal_reviewer", "filer"):
            found[name] = Browser(client)
            await found[name].sign_in(name)
        yield found


def filled(original: bytes, values: dict[str, str]) -> bytes:
    """A downloaded sheet with values typed in by key."""
    book = openpyxl.load_workbook(io.BytesIO(original))
    page = book[VALUES.title_zh]
    for row in range(VALUES.FIRST_LINE, page.max_row + 1):
        key = str(page.cell(row, VALUES.index("key")).value)
        if key in values:
            page.cell(row, VALUES.index("value")).value = values[key]
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


async def upload(browser: Browser, path: str, content: bytes, **fields: str) -> Response:
    return await browser.post(path, fields, files={"workbook": ("表.xlsx", content, XLSX)})


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return unescape(found[1]) if found else ""


async def test_making_law_is_closed_to_everybody_else(browsers: dict[str, Browser]) -> None:
    for path in ("/law/sheet", "/law/sheet/blank", "/law/final", "/law/final/blank", "/law/batches/x", "/law/calendar"):
        assert (await browsers["filer"].get(path)).status_code == 403
        assert (await browsers[""].get(path)).status_code == 303
    for path in ("/law/sheet", "/law/sheet/preview", "/law/final", "/law/final/values", "/law/calendar"):
        assert (await browsers["legal_reviewer"].post(path)).status_code == 403
    for path in ("/law/batches/x/confirm", "/law/batches/x/decline", "/law/calendar/1/confirm"):
        assert (await browsers["summary_officer"].post(path)).status_code == 403
    assert (await browsers["legal_reviewer"].get("/law/batches/nothing")).status_code == 404


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("summary_officer", "/law/enact?key=power.benchmark.I"),
        ("summary_officer", "/law/sheet"),
        ("summary_officer", "/law/final"),
        ("summary_officer", "/law/final?instrument=征求意见稿（2026-07-27）"),
        ("summary_officer", "/law/calendar"),
        ("legal_reviewer", "/law/proposed"),
    ],
)
async def test_a_page_costs_few_statements(
    browsers: dict[str, Browser], monkeypatch: pytest.MonkeyPatch, who: str, path: str
) -> None:
    engine, asked = database.engine(), list[str]()
    ask = engine._run_in_pool

    async def counted(query: str, *values: object) -> object:
        asked.append(query)
        return await ask(query, *values)

    monkeypatch.setattr(engine, "_run_in_pool", counted)
    assert (await browsers[who].get(path)).status_code == 200
    assert 0 < len(asked) <= 6


async def test_a_typo_in_a_key_is_told_and_a_new_key_is_meant(browsers: dict[str, Browser]) -> None:
    editor = browsers["summary_officer"]
    typed = {
        "subject": "surrender",
        "key": "surrender.offset.shar",
        "value": "0.07",
        "unit": "share",
        "from": "2999-01-01",
        "citation": "某通知 第一条",
        "confidence": "found",
        "reason": "新规定",
    }
    answer = await editor.post("/law/enact", typed)
    assert (answer.status_code, "LAW-KEY-UNKNOWN" in answer.text) == (422, True)
    assert "surrender.offset.share" in answer.text
    assert 'name="new_key"' in answer.text
    assert (await editor.post("/law/enact", {**typed, "new_key": "yes"})).status_code == 303
    assert "LAW-ALREADY-PROPOSED" in (await editor.post("/law/enact", {**typed, "new_key": "yes"})).text
    wrong = await editor.post("/law/enact", {**typed, "confidence": "sure", "key": "surrender.offset.share"})
    assert "LAW-CONFIDENCE" in wrong.text


async def test_the_form_shows_the_values_before(browsers: dict[str, Browser]) -> None:
    text = (await browsers["summary_officer"].get("/law/enact?key=power.benchmark.I")).text
    assert "0.7950" in text
    assert 'value="t/MWh" selected' in text
    assert 'name="new_key"' not in text


async def test_a_sheet_goes_all_the_way(browsers: dict[str, Browser]) -> None:
    editor, jurist = browsers["summary_officer"], browsers["legal_reviewer"]
    assert (await editor.get("/law/sheet")).status_code == 200
    blank = await editor.get(f"/law/sheet/blank?subject=power_benchmarks&subject=nonsense&{WINDOW}")
    assert (blank.status_code, blank.headers["content-type"]) == (200, XLSX)
    content = filled(blank.content, {"power.benchmark.I": "0.6900", "power.benchmark.II": "0.6800"})
    preview = await upload(editor, "/law/sheet/preview", content)
    assert preview.status_code == 200
    assert "0.6900" in preview.text
    assert "%" in preview.text
    token = hidden(preview.text, "token")
    assert len(token) == 64
    again = await editor.post("/law/sheet", {"token": token, "reason": ""})
    assert (again.status_code, "LAW-REASON" in again.text, hidden(again.text, "token")) == (422, True, token)
    assert (await editor.post("/law/sheet", {"token": token, "reason": "2031年方案"})).status_code == 303
    (batch,) = {card.batch for card in await queries.proposed() if card.batch}
    listed = (await jurist.get("/law/proposed")).text
    assert f"/law/batches/{batch}" in listed
    page = (await jurist.get(f"/law/batches/{batch}")).text
    assert "0.6900" in page
    assert hidden(page, "count") == "2"
    assert (await jurist.get(f"/law/batches/{batch}/original")).content == content
    stale = await jurist.post(f"/law/batches/{batch}/confirm", {"count": "3"})
    assert stale.status_code == 409
    assert (await jurist.post(f"/law/batches/{batch}/confirm", {"count": "2"})).status_code == 303
    assert (await jurist.post(f"/law/batches/{batch}/confirm", {"count": "2"})).status_code == 409
    assert (await queries.as_of(last_day_of(2031))).text("power.benchmark.I") == "0.6900"
    assert "0.6900" in (await jurist.get(f"/law/batches/{batch}")).text


async def test_a_wrong_sheet_is_told_by_cell_and_cannot_be_proposed(browsers: dict[str, Browser]) -> None:
    editor = browsers["summary_officer"]
    blank = await editor.get(f"/law/sheet/blank?instrument={quote('国环规气候〔2024〕1号')}&{WINDOW}")
    content = filled(blank.content, {"power.benchmark.III": "0,79"})
    preview = await upload(editor, "/law/sheet/preview", content)
    assert preview.status_code == 422
    assert "LAW-VALUE" in preview.text
    assert f"{VALUES.title_zh}!F" in preview.text
    assert 'name="token"' not in preview.text
    for rubbish in (b"", b"no workbook"):
        answer = await upload(editor, "/law/sheet/preview", rubbish)
        assert (answer.status_code, "SHEET-" in answer.text) == (422, True)
    assert (await editor.post("/law/sheet/preview")).status_code == 303
    assert (await editor.post("/law/sheet", {"token": "0" * 64})).status_code == 404


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "LAW-DAY"),
        ("subject=surrender&from=soon", "LAW-DAY"),
        ("subject=surrender&from=2031-01-01&until=2030-01-01", "LAW-WINDOW"),
        ("from=2031-01-01", "LAW-NOTHING"),
    ],
)
async def test_a_blank_that_cannot_be_made_says_why(browsers: dict[str, Browser], query: str, code: str) -> None:
    answer = await browsers["summary_officer"].get(f"/law/sheet/blank?{query}")
    assert (answer.status_code, code in answer.text) == (422, True)


async def test_the_final_text_of_a_draft_by_the_form(browsers: dict[str, Browser]) -> None:
    editor, jurist = browsers["summary_officer"], browsers["legal_reviewer"]
    rows = [row for row in await queries.standing() if row.provision.key == "power.benchmark.I"]
    row = next(row for row in rows if row.provision.rules_on(last_day_of(2025)))
    name = row.provision.instrument
    assert name in (await editor.get("/law/final")).text
    page = (await editor.get(f"/law/final?instrument={quote(name)}")).text
    assert f'name="value-{row.id}"' in page
    typed = {"draft": name, "number": "某〔2026〕1号", "citation": "正式方案 附表", f"value-{row.id}": "0.7900"}
    preview = await editor.post("/law/final/values", typed)
    assert preview.status_code == 200
    assert row.provision.value in preview.text
    assert hidden(preview.text, f"value-{row.id}") == "0.7900"
    assert 'id="figures"' in preview.text
    unreasoned = await editor.post("/law/final", typed)
    assert (unreasoned.status_code, "LAW-REASON" in unreasoned.text) == (422, True)
    wrong = await editor.post("/law/final/values", {**typed, f"value-{row.id}": "about 0.8"})
    assert (wrong.status_code, "LAW-VALUE" in wrong.text) == (422, True)
    assert (await editor.post("/law/final", {**typed, "reason": "已印发"})).status_code == 303
    (batch,) = {card.batch for card in await queries.proposed() if card.corrects}
    assert "0.7900" in (await jurist.get(f"/law/batches/{batch}")).text
    assert (await jurist.post(f"/law/batches/{batch}/confirm", {"count": "1"})).status_code == 303
    assert (await queries.as_of(last_day_of(2025))).text("power.benchmark.I") == "0.7900"
    gone = await editor.post("/law/final/values", {"draft": "nothing"})
    assert (gone.status_code, "LAW-NO-DRAFT" in gone.text) == (422, True)
    assert (await editor.get("/law/final/blank?instrument=nothing")).status_code == 404


async def test_a_draft_by_the_sheet_lists_what_stays_a_draft(browsers: dict[str, Browser]) -> None:
    editor = browsers["summary_officer"]
    row = next(row for row in await queries.standing() if queries.is_draft(row))
    name = row.provision.instrument
    blank = await editor.get(f"/law/final/blank?instrument={quote(name)}")
    content = filled(blank.content, {row.provision.key: row.provision.value})
    answer = await upload(editor, "/law/final/preview", content, draft=name)
    assert answer.status_code in (200, 422)  # the sheet's citation is empty: told at its cell
    assert "LAW-CITATION" in answer.text


async def test_a_single_value_is_shown_beside_the_one_it_follows(browsers: dict[str, Browser]) -> None:
    editor, jurist = browsers["summary_officer"], browsers["legal_reviewer"]
    typed = {
        "subject": "surrender",
        "key": "surrender.offset.share",
        "value": "0.06",
        "unit": "share",
        "from": "2998-01-01",
        "citation": "某通知",
        "confidence": "found",
        "reason": "新规定",
    }
    await editor.post("/law/enact", typed)
    for language, follows in (("zh", "承接"), ("en", "Follows")):
        await jurist.get(f"/language/{language}")
        page = (await jurist.get("/law/proposed")).text
        assert follows in page
        assert "+20.00 %" in page
    await jurist.get("/language/zh")


async def test_a_notice_is_confirmed_or_declined_on_screen(browsers: dict[str, Browser]) -> None:
    editor, jurist = browsers["summary_officer"], browsers["legal_reviewer"]
    typed = {"year": "2035", "holidays": "2035-01-01", "makeup_days": "", "citation": "国办发明电"}
    assert (await editor.post("/law/calendar", typed)).status_code == 303
    (notice,) = await queries.notices(queries.State.PROPOSED)
    assert f"/law/calendar/{notice.id}/confirm" in (await jurist.get("/law/proposed")).text
    assert (await jurist.post(f"/law/calendar/{notice.id}/decline", {"reason": ""})).status_code == 422
    assert (await jurist.post(f"/law/calendar/{notice.id}/decline", {"reason": "有误"})).status_code == 303
    assert (await editor.post("/law/calendar", typed)).status_code == 303
    (notice,) = await queries.notices(queries.State.PROPOSED)
    assert (await jurist.post(f"/law/calendar/{notice.id}/confirm")).status_code == 303
    assert (await jurist.post(f"/law/calendar/{notice.id}/confirm")).status_code == 409
    assert (await editor.post("/law/calendar", {**typed, "year": "0"})).status_code == 422
