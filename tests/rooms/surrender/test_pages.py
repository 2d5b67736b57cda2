"""The surrender room at the front door, as each post sees it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from domain.records import database
from domain.surrender import acts, queries
from portal import surrender as room
from portal import surrender_year
from tests.cast import enact_the_law
from tests.doors import Browser, opened_portal, people_the_town, plant
from tests.rooms.surrender.province import (
    AFTER,
    BEFORE,
    LEADER,
    OFFICER,
    OPENED,
    YEAR,
    card_of,
    credit_code,
    furnish,
    imported,
    line,
    statement,
)

BASE = f"/surrender/{YEAR}"
MANY = 60


@pytest.fixture(scope="module")
async def ids(database: object) -> dict[int, int]:
    """The filer's enterprise is number 1; number 2 is a stranger to it."""
    await enact_the_law()
    await people_the_town()
    return await furnish({1: 1000, 2: 2000}, {1: 700, 2: 2000})


@pytest.fixture(scope="module")
async def browsers(ids: dict[int, int], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Browser]]:
    async with opened_portal(Path(tmp_path_factory.mktemp("portal"))) as client:
        found = {"": Browser(client)}
        for name in ("allocation_officer", "leader", "filer", "ministry", "city_officer"):
            found[name] = Browser(client)
            await found[name].sign_in(name)
        yield found


def on(patch: pytest.MonkeyPatch, at: datetime) -> None:
    """Let the room's pages be asked at that instant."""
    for module in (room, surrender_year):
        patch.setattr(module, "now", lambda: at)
        patch.setattr(module, "today", at.date)


async def upload(browser: Browser, content: bytes) -> str:
    """Preview a statement; answers the page."""
    sent = {"workbook": ("流水单.xlsx", content)}
    answer = await browser.post(f"{BASE}/statements/preview", files=sent)
    return answer.text


def token_in(page: str) -> str:
    return page.split('name="token" value="')[1][:64]


async def test_the_whole_way_through_the_pages(
    browsers: dict[str, Browser], ids: dict[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, leader, filer = browsers["allocation_officer"], browsers["leader"], browsers["filer"]
    on(monkeypatch, OPENED)
    assert f"{BASE}/preview/open_year" in (await officer.get(BASE)).text
    assert (await officer.post(f"{BASE}/open_year")).status_code == 303
    assert (await officer.post(f"{BASE}/open_year")).status_code == 422
    assert f"{BASE}/preview/settle" not in (await officer.get(BASE)).text
    await plant("price_day", on_day="2025-11-28", close_yuan=90, volume_tonnes=1, amount_yuan=90)
    card = await card_of(ids[1])
    page = (await filer.get(f"/surrender/obligations/{card.obligation_id}")).text
    assert "2025年12月31日" in page
    assert "90,000" in page
    assert "/offsets" not in page

    on(monkeypatch, BEFORE)
    lot = {"tonnes": "60", "project": "CCER-1", "registered_on": "2024-06-01", "handed_in_on": ""}
    offsets = f"/surrender/obligations/{card.obligation_id}/offsets"
    wrong = await officer.post(offsets, {**lot, "registered_on": "sixth of June"})
    assert wrong.status_code == 422
    assert "CCER-1" in wrong.text
    assert (await officer.post(offsets, lot)).status_code == 303
    told = (await filer.get(f"/surrender/obligations/{card.obligation_id}")).text
    assert "CCER-1" in told
    assert (await card_of(ids[1])).offsets_now == 50

    lines = [line(1, "surrender", 700, "N-1"), line(2, "surrender", 2000, "N-2"), line(7, "surrender", 5, "N-3")]
    content = statement(*lines)
    preview = await upload(officer, content)
    assert "SURRENDER-CODE" in preview
    answer = await officer.post(f"{BASE}/statements", {"token": token_in(preview)})
    assert answer.status_code == 303
    shown = (await officer.get(answer.headers["location"])).text
    assert "SURRENDER-CODE" in shown
    again = await officer.post(f"{BASE}/statements", {"token": token_in(preview)})
    assert again.headers["location"] == answer.headers["location"]
    annotated = await officer.get(answer.headers["location"] + "/annotated")
    assert "SURRENDER-CODE" in str(openpyxl.load_workbook(io.BytesIO(annotated.content)).worksheets[0]["D4"].value)
    assert (await officer.get(answer.headers["location"] + "/original")).content == content

    (waiting,) = await queries.open_differences(YEAR, actor=OFFICER)
    assert waiting.credit_code in (await officer.get(f"{BASE}/differences")).text
    resolved = await officer.post(f"/surrender/differences/{waiting.id}/resolve", {"reason": "系外省单位"})
    assert resolved.status_code == 303

    on(monkeypatch, AFTER)
    assert f"{BASE}/preview/settle" in (await officer.get(BASE)).text
    assert (await officer.post(f"{BASE}/settle")).status_code == 303
    assert "示例电厂1" not in (await browsers[""].get(f"/public/surrender/{YEAR}")).text
    assert f"{BASE}/preview/publish" in (await leader.get(BASE)).text
    assert (await leader.post(f"{BASE}/publish")).status_code == 303
    assert (await leader.post(f"{BASE}/publish")).status_code == 422
    assert "示例电厂1" in (await browsers[""].get(f"/public/surrender/{YEAR}")).text
    short = (await filer.get(f"/surrender/obligations/{card.obligation_id}")).text
    assert "250" in short


@pytest.fixture(scope="module")
async def settled(browsers: dict[str, Browser], ids: dict[int, int]) -> int:
    """An obligation with an offset, a result and a difference, whichever test came first; answers its id."""
    if not await queries.obligations(YEAR, actor=OFFICER):
        await acts.open_year(YEAR, actor=OFFICER, at=OPENED)
        await imported(line(1, "surrender", 700, "N-1"), line(1, "holding", 9, ""))
        card = await card_of(ids[1])
        await acts.propose_offset(card.obligation_id, 60, "C", date(2024, 6, 1), actor=OFFICER, at=BEFORE)
        await acts.settle(YEAR, actor=OFFICER, at=AFTER)
        await acts.publish(YEAR, actor=LEADER, at=AFTER)
    return (await card_of(ids[1])).obligation_id


async def test_every_page_opens_in_both_languages(browsers: dict[str, Browser], settled: int) -> None:
    officer = browsers["allocation_officer"]
    (result, *_) = await queries.results_of(settled, actor=OFFICER)
    (offset, *_) = await queries.offsets_of(settled, actor=OFFICER)
    (found, *_) = await queries.statements(YEAR, actor=OFFICER)
    paths = [
        *(BASE + end for end in ("", "/export", "/on/2026-01-01", "/on/2025-12-31", "/statements", "/differences")),
        f"{BASE}?status=short&search=武汉",
        *(f"/surrender/obligations/{settled}{end}" for end in ("", "?on=2026-01-01", "/why/due", "/why/standing")),
        f"/surrender/results/{result.id}/why",
        f"/surrender/offsets/{offset.id}/why",
        f"/surrender/statements/{found.id}",
        "/surrender/statement/blank",
    ]
    for language in ("zh", "en"):
        officer.cookies["language"] = language
        for path in paths:
            answer = await officer.get(path)
            assert answer.status_code == 200, path
            if language == "en" and "html" in answer.headers["content-type"]:
                assert "清缴时限" not in answer.text, path
    del officer.cookies["language"]


async def test_an_enterprise_finds_only_its_own(
    browsers: dict[str, Browser], settled: int, ids: dict[int, int]
) -> None:
    filer = browsers["filer"]
    stranger = (await card_of(ids[2])).obligation_id
    page = (await filer.get(BASE)).text
    assert credit_code(2) not in page
    assert "示例电厂2" not in page
    for path in ("", "/why/due", "/why/standing"):
        assert (await filer.get(f"/surrender/obligations/{settled}{path}")).status_code == 200
        assert (await filer.get(f"/surrender/obligations/{stranger}{path}")).status_code == 404
    (found, *_) = await queries.statements(YEAR, actor=OFFICER)
    for path in ("", "/original", "/annotated"):
        assert (await filer.get(f"/surrender/statements/{found.id}{path}")).status_code == 404
    assert found.file_name not in (await filer.get(f"{BASE}/statements")).text
    assert (await filer.post(f"{BASE}/settle")).status_code == 403
    assert (await browsers["leader"].post(f"{BASE}/settle")).status_code == 403
    assert (await browsers[""].get(BASE)).status_code in (302, 303, 401)


async def test_a_list_costs_few_statements_whatever_its_length(
    browsers: dict[str, Browser], settled: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven at most, session and law among them, for two rows and for a page of fifty; the pages follow each other."""
    asked: list[str] = []
    engine = database.engine()
    send = engine._run_in_pool

    async def counted(query: str, *arguments: object, **named: object) -> object:
        asked.append(query)
        return await send(query, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "_run_in_pool", counted)
    officer = browsers["allocation_officer"]
    await officer.get(f"{BASE}?state=")
    asked.clear()
    await officer.get(f"{BASE}?state=")
    few = len(asked)
    for number in range(100, 100 + MANY):
        code = credit_code(number)
        enterprise_id = await plant("enterprise", credit_code=code, name=f"大厂{number}", city="武汉市")
        await plant("obligation", year=YEAR, enterprise_id=enterprise_id, state="open", due=10, explanation="{}")
    asked.clear()
    page = await officer.get(f"{BASE}?state=")
    assert len(asked) == few
    assert 0 < few <= 7
    further = page.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = (await officer.get(further)).text
    assert f"大厂{100 + MANY - 1}" in second
    assert "大厂100" not in second


async def test_a_day_long_past_is_asked_from_the_movements(browsers: dict[str, Browser], settled: int) -> None:
    day = (date(2025, 12, 10) - timedelta(days=1)).isoformat()
    page = (await browsers["ministry"].get(f"/surrender/obligations/{settled}?on={day}")).text
    assert f"/why/standing?on={day}" in page
    assert "1,000" in page
