"""A plan corrected or filled in on screen: nothing lost, a version and an original of its own, like an upload."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from openpyxl import load_workbook

from domain.core.actors import THE_CLOCK
from domain.core.findings import Refused, Stale
from domain.core.workbook import drafting
from domain.monitoring_plan import acts, queries, rules
from domain.monitoring_plan.queries import VersionCard
from domain.records.database import ask
from domain.records.drafts.queries import BLANK, draft
from domain.records.evidence.queries import fetch
from portal import application
from portal.clock import now
from tests.cast import codes, enact_the_law
from tests.doors import Browser, Town, opened_portal, people_the_town
from tests.rooms.monitoring_plan.conftest import Plant
from tests.rooms.monitoring_plan.sample import YEAR, Entries, form_for, parameter, workbook
from tests.rooms.monitoring_plan.story import AT, MAY, REVIEWER, filed, plan_of, submitted, wanted
from tests.statements import statements

New = Callable[..., Awaitable[Plant]]
MOST_STATEMENTS, MOST_COMPRESSED = 8, 60_000
FORM = form_for(YEAR).workbook
PROSE = "厂界内全部发电设施\n含启动锅炉，" + "不含厂外输煤线，" * 60


async def uploaded(mine: Plant, plan: Entries) -> int:
    """Received and read."""
    plan_id = await acts.receive(mine.id, YEAR, workbook(plan), "方案.xlsx", actor=mine.filer, at=AT)
    await acts.read(plan_id, actor=THE_CLOCK, at=AT)
    return plan_id


async def version(plan_id: int) -> VersionCard:
    card = await queries.plan(plan_id, actor=REVIEWER)
    assert card is not None
    return card


async def sent(mine: Plant, on: int = BLANK, at: datetime = MAY) -> VersionCard:
    plan_id = await acts.send_typed(mine.id, YEAR, on, actor=mine.filer, at=at)
    await acts.read(plan_id, actor=THE_CLOCK, at=at)
    return await version(plan_id)


def stopped(mine: Plant) -> Entries:
    plan = plan_of(mine, extent=PROSE)
    parameter(plan, "1#", "generation")["method"] = "default"
    return plan


# -------------------------------------------------------------------------------------------------------- the acts


async def test_a_correction_is_a_version_with_an_original_of_its_own(plant: New) -> None:
    mine = await plant()
    first = await uploaded(mine, stopped(mine))
    assert (await version(first)).state == "stopped"
    lines = (await queries.content(first, actor=mine.filer))["parameters"]
    place = next(n for n, line in enumerate(lines) if line.values["parameter"] == "generation")
    known = parameter(plan_of(mine), "1#", "generation")
    edits = {place: {key: str(value) for key, value in known.items()}}
    await acts.save_typed(mine.id, YEAR, first, "parameters", edits, revision=0, actor=mine.filer, at=AT)
    card = await sent(mine, first)
    assert (card.state, card.on_screen, card.version) == ("clean", True, 1)
    before = await version(first)
    assert (before.state, before.on_screen) == ("stopped", False)
    assert card.original != before.original
    book = load_workbook(BytesIO(await fetch(card.original) or b""))
    assert book["核算边界"]["D4"].value == PROSE, "a long text of several lines comes through whole"
    assert await ask("SELECT id FROM typed_draft WHERE enterprise_id = {}", mine.id) == []


async def test_the_first_plan_is_filled_in_sheet_by_sheet(plant: New) -> None:
    mine = await plant()
    await acts.begin_typing(mine.id, YEAR, actor=mine.filer, at=AT)
    honest, revision = plan_of(mine), 1
    for sheet in FORM:
        edits = {n: {key: str(value) for key, value in line.items()} for n, line in enumerate(honest[sheet.key])}
        revision = await acts.save_typed(
            mine.id, YEAR, BLANK, sheet.key, edits, revision=revision, actor=mine.filer, at=AT
        )
    card = await sent(mine, at=AT)
    assert await queries.findings(card.id, actor=REVIEWER) == []
    await acts.submit(card.id, actor=mine.filer, at=AT)
    await acts.file(card.id, actor=REVIEWER, at=AT)


async def test_a_revision_on_screen_answers_the_granted_application(plant: New) -> None:
    mine = await plant()
    await filed(mine)
    change_id = await acts.apply(mine.id, YEAR, wanted(), actor=mine.filer, at=MAY)
    await acts.grant(change_id, "", actor=REVIEWER, at=MAY)
    await acts.begin_typing(mine.id, YEAR, actor=mine.filer, at=MAY)
    kept = await draft(queries.typing_subject(mine.id, YEAR), BLANK, actor=mine.filer)
    assert kept is not None
    assert kept.lines["version"][0].values["change"] == "更换皮带秤"
    day = {0: {"made_on": "2024-05-10"}}
    await acts.save_typed(mine.id, YEAR, BLANK, "version", day, revision=1, actor=mine.filer, at=MAY)
    card = await sent(mine)
    assert (card.version, card.state, card.change_id) == (2, "clean", change_id)
    await acts.submit(card.id, actor=mine.filer, at=MAY)
    await acts.return_(card.id, "请补充说明", actor=REVIEWER, at=MAY)
    text = {0: {"reason": "旧秤准确度下降"}}
    await acts.save_typed(mine.id, YEAR, card.id, "version", text, revision=0, actor=mine.filer, at=MAY)
    assert (await sent(mine, card.id)).change_id == change_id


async def test_only_what_is_to_be_corrected_is_typed_on_and_by_its_filer(plant: New) -> None:
    mine, other = await plant(), await plant()
    first = await uploaded(mine, stopped(mine))
    act, text = acts.save_typed, {0: {"author": "甲"}}
    with pytest.raises(Refused) as officer:
        await act(mine.id, YEAR, first, "version", text, revision=0, actor=REVIEWER, at=AT)
    assert codes(officer) == {"PEOPLE-DUTY"}
    with pytest.raises(Refused) as stranger:
        await act(mine.id, YEAR, first, "version", text, revision=0, actor=other.filer, at=AT)
    assert codes(stranger) == {"MP-ENTERPRISE"}
    with pytest.raises(Refused) as nothing:
        await acts.send_typed(mine.id, YEAR, first, actor=mine.filer, at=AT)
    assert codes(nothing) == {"DRAFT-NOTHING"}
    with pytest.raises(Stale):
        await acts.begin_typing(mine.id, YEAR, actor=mine.filer, at=AT)
    await act(mine.id, YEAR, first, "version", text, revision=0, actor=mine.filer, at=AT)
    with pytest.raises(Refused) as moved:
        await act(mine.id, YEAR, first, "version", text, revision=0, actor=mine.filer, at=AT)
    assert codes(moved) == {"DRAFT-MOVED"}
    await submitted(mine, plan_of(mine))
    for stale in (
        act(mine.id, YEAR, first, "version", text, revision=1, actor=mine.filer, at=AT),
        acts.send_typed(mine.id, YEAR, first, actor=mine.filer, at=AT),
        acts.begin_typing(mine.id, YEAR, actor=mine.filer, at=AT),
    ):
        with pytest.raises(Stale):
            await stale


@pytest.mark.parametrize(
    ("state", "readable", "correct", "begin"),
    [
        ("", False, False, True),
        ("received", False, False, False),
        ("stopped", True, True, False),
        ("stopped", False, False, True),
        ("clean", True, True, False),
        ("submitted", True, False, False),
        ("returned", True, True, False),
        ("filed", True, False, True),
    ],
)
def test_what_may_be_typed_on(state: str, readable: bool, correct: bool, begin: bool) -> None:
    assert (rules.may_correct(state, readable), rules.may_begin(state, readable)) == (correct, begin)


def test_a_text_too_long_for_a_cell_is_kept_and_told() -> None:
    column = FORM.sheet("boundary").column("extent")
    typed = drafting.as_kept(column, "长" * 1500)
    assert len(typed) == 1500
    assert {one.code for one in drafting.troubles(column, typed)} == {"SHEET-TEXT-TOO-LONG"}
    assert drafting.as_kept(column, "一\r\n二\x07 ") == "一\n二"


# -------------------------------------------------------------------------------------------------------- the pages


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    await enact_the_law()
    return await people_the_town()


@pytest.fixture
async def door(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncTestClient[Litestar]]:
    monkeypatch.setattr(application, "ROOMS", ("front", "monitoring_plan"))
    async with opened_portal(tmp_path) as client:
        yield client


@pytest.fixture
async def filer(door: AsyncTestClient[Litestar]) -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in("filer")).status_code == 303
    return browser


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of the form of the page."""
    found = dict(re.findall(r'name="(\d+\.[a-z_]+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea id="[^"]*" name="(\d+\.[a-z_]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL))
    for name, options in re.findall(r'<select id="[^"]*" name="(\d+\.[a-z_]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    revision = re.search(r'name="revision" value="(\d+)"', page)
    return {key: html.unescape(text) for key, text in found.items()} | {"revision": revision[1] if revision else "0"}


async def received(filer: Browser, plan: Entries, year: int) -> str:
    """The page of a version that was read."""
    files = {"workbook": ("方案.xlsx", workbook(plan))}
    path = (await filer.post(f"/plans/{year}/upload", files=files)).headers["location"]
    await acts.read(int(path.rpartition("/")[2]), actor=THE_CLOCK, at=now())
    return str(path)


async def test_from_the_findings_to_a_clean_version_in_the_browser(filer: Browser, town: Town) -> None:
    mine = Plant(town.enterprise_id, "", "", REVIEWER)
    plan = plan_of(mine, year=2023, extent=PROSE)
    path = await received(filer, plan, 2023)
    assert f'href="{path}/correct"' in (await filer.get(path)).text
    assert f'href="{path}/correct"' in (await filer.get("/plans/2023")).text
    boundary = f"{path}/correct?sheet=boundary"
    page = (await filer.get(boundary)).text
    assert "<textarea" in page
    assert fields_of(page)["0.extent"] == PROSE
    wrong = await filer.post(f"{path}/correct?sheet=version", {"0.made_on": "某日", "revision": "0", "then": "save"})
    assert wrong.status_code == 303
    shown = (await filer.get(f"{path}/correct?sheet=version")).text
    assert "某日" in shown
    assert "SHEET-NOT-A-DATE" in shown
    late = await filer.post(boundary, {**fields_of(page), "0.sources": "锅炉", "then": "save"})
    assert late.status_code == 422, "somebody saved since: shown again with what was typed"
    assert "DRAFT-MOVED" in late.text
    assert ">锅炉</textarea>" in late.text
    assert (await filer.post(boundary, {**fields_of(late.text), "then": "send"})).headers["location"] != path
    newest = (await filer.get("/plans/2023")).text
    assert "在线填报" in newest
    assert (await filer.get(boundary)).status_code == 404


async def test_the_blank_is_begun_kept_and_thrown_away(filer: Browser, town: Town) -> None:
    path = "/plans/2024/fill"
    assert f'href="{path}"' in (await filer.get("/plans/2024")).text
    assert 'value="begin"' in (await filer.get(path)).text
    assert (await filer.post(path, {"then": "begin"})).status_code == 303
    with statements() as asked:
        answer = await filer.get(f"{path}?sheet=parameters")
    assert answer.status_code == 200
    assert len(asked) <= MOST_STATEMENTS, asked
    assert int(answer.headers.get("content-length", "0")) < MOST_COMPRESSED
    assert "已在线填写、尚未报送" in (await filer.get("/plans/2024")).text
    assert (await filer.post(path, {"then": "discard"})).headers["location"] == "/plans/2024"
    assert await ask("SELECT id FROM typed_draft WHERE subject = {}", f"plan_year:{town.enterprise_id}:2024") == []


@pytest.mark.parametrize(
    "typed",
    [
        {"then": "planted"},
        {},
        {"then": "save", "revision": "x", "99999.extent": "1", "0.nothing": "1", "remove": "-1"},
        {"then": "next", "0.extent": "</textarea><script>alert(1)</script>"},
        {"then": "send"},
    ],
)
async def test_nonsense_is_no_trouble(filer: Browser, typed: dict[str, Any]) -> None:
    for path in ("/plans/2025/fill?sheet=boundary", "/plans/2025/fill?sheet=planted&page=abc"):
        assert (await filer.post("/plans/2025/fill", {"then": "begin"})).status_code in (303, 404)
        assert (await filer.post(path, typed)).status_code in (303, 404, 409, 422)
        assert "<script>alert" not in (await filer.get(path)).text
    assert (await filer.get("/plans/versions/999999/correct")).status_code == 404


async def test_a_sector_without_a_form_is_told_so(filer: Browser, town: Town) -> None:
    """2016 had no form of a plan, and a sector that no provision names never has."""
    for path in ("blank", "upload", "fill"):
        answer = await filer.get(f"/plans/2016/{path}")
        assert answer.status_code == 200
        assert "没有规定的方案表格" in answer.text
    own = (await filer.get("/plans/2016")).text
    assert "无需在此备案" in own
    assert "/plans/2016/blank" not in own
    for path in ("upload", "fill"):
        assert "没有规定的方案表格" in (await filer.post(f"/plans/2016/{path}", {"then": "begin"})).text
