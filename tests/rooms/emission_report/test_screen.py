"""A report corrected or filled in on screen: the form from the description, nothing lost, received like an upload."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from openpyxl import load_workbook

from domain.core.actors import THE_CLOCK
from domain.core.findings import Refused, Stale
from domain.core.workbook import Content, KeptLine
from domain.emission_report import acts, queries
from domain.emission_report.workbook.power import WORKBOOK
from domain.records.database import ask
from domain.records.drafts.queries import draft
from domain.records.evidence import queries as evidence
from portal import application
from portal.clock import now
from portal.screens import LINES_A_PAGE, Screen
from tests.cast import codes
from tests.doors import Browser, Town, opened_portal, people_the_town
from tests.rooms.emission_report.ground import IN_TIME, OFFICER, Enterprise, settle
from tests.rooms.emission_report.sample import Entries, entries
from tests.statements import statements

MOST_STATEMENTS = 8
MOST_COMPRESSED = 60_000


def wrong_oxidation(filled: Entries) -> None:
    filled["fuels"][0]["oxidation"] = Decimal(98)


def content(units: int = 4, months: int = 12) -> Content:
    lines = [{"unit_number": str(unit), "month": str(month)} for unit in range(units) for month in range(months)]
    return {"production": tuple(KeptLine(values) for values in lines)}


def test_a_units_months_stay_together_on_a_page() -> None:
    screen = Screen(WORKBOOK, content(), {}, "en")
    view = screen.page("production", 2)
    assert [each.title for each in view.pages] == [f"Unit {unit}" for unit in range(4)]
    assert [line.number for line in view.lines] == list(range(12, 24))
    last = screen.page("production", 99)
    assert (last.page, [line.fresh for line in last.lines[-2:]]) == (4, [True, True])
    assert screen.next_of("production", 4) == ("totals", 1)
    assert screen.next_of([sheet.key for sheet in WORKBOOK][-1], 1) is None


def test_a_sheet_without_months_is_cut_into_pages() -> None:
    many: Content = {"totals": tuple(KeptLine({"unit_number": str(each)}) for each in range(30))}
    view = Screen(WORKBOOK, many, {}, "zh").page("totals", 1)
    assert (len(view.lines), len(view.pages)) == (LINES_A_PAGE, 3)


def test_every_column_has_a_control_of_its_kind() -> None:
    view = Screen(WORKBOOK, content(1), {}, "zh").page("totals", 1)
    kinds = {field.name.partition(".")[2]: field.kind for field in view.lines[0].fields}
    assert kinds["unit_class"] == "select"
    assert kinds["emissions_tonnes"] == "number"
    assert kinds["generation_mwh"] == "shown"
    production = Screen(WORKBOOK, content(1), {}, "zh").page("production", 1)
    shown = {field.name for line in production.lines for field in line.fields if field.kind == "shown"}
    assert {"0.unit_number", "0.month"} <= shown
    assert not any(name.startswith("12.") for name in shown)


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture(scope="module")
async def ground(town: Town) -> list[Enterprise]:
    return await settle(14)


@pytest.fixture
def mine(town: Town, ground: list[Enterprise]) -> Enterprise:
    return next(each for each in ground if each.id == town.enterprise_id)


@pytest.fixture
async def door(
    ground: list[Enterprise], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AsyncTestClient[Litestar]]:
    monkeypatch.setattr(application, "ROOMS", ("front", "emission_report"))
    async with opened_portal(tmp_path) as client:
        yield client


async def signed_in(door: AsyncTestClient[Litestar], name: str) -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in(name)).status_code == 303
    return browser


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of the form of the page."""
    found = dict(re.findall(r'name="(\d+\.[a-z_]+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select id="[^"]*" name="(\d+\.[a-z_]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    revision = re.search(r'name="revision" value="(\d+)"', page)
    return found | {"revision": revision[1] if revision else "0"}


async def test_a_stopped_version_is_corrected_on_screen(
    door: AsyncTestClient[Litestar], mine: Enterprise, ground: list[Enterprise]
) -> None:
    version_id = await mine.upload(mine.filled(wrong_oxidation), now())
    filer = await signed_in(door, "filer")
    shown = await filer.get(f"/reports/versions/{version_id}")
    assert f"/reports/versions/{version_id}/correct" in shown.text
    path = f"/reports/versions/{version_id}/correct?sheet=fuels"
    page = (await filer.get(path)).text
    assert "ER-032" in page
    assert "aria-invalid" in page
    typed = fields_of(page)
    assert typed["0.oxidation"] == "98"
    saved = await filer.post(path, {**typed, "0.oxidation": "约99", "then": "save"})
    assert saved.status_code == 303
    again = (await filer.get(path)).text
    assert "约99" in again
    assert "SHEET-NOT-A-NUMBER" in again
    sent = await filer.post(path, {**fields_of(again), "0.oxidation": "99", "then": "send"})
    assert sent.status_code == 303, sent.text
    newest = int(sent.headers["location"].rpartition("/")[2])
    await acts.read(newest, actor=THE_CLOCK, at=now())
    card = await queries.version(newest, actor=OFFICER)
    assert card is not None
    assert (card.number, card.state, card.on_screen) == (2, "clean", True)
    assert "在线填报" in (await filer.get(f"/reports/versions/{newest}")).text
    assert (await filer.get(path)).status_code == 404
    made = load_workbook(BytesIO(await evidence.fetch(card.evidence) or b""))
    total = made["机组年度汇总"]["G6"]
    assert total.data_type == "n"
    assert float(total.value) > 0
    assert await ask("SELECT id FROM typed_draft WHERE subject = {}", f"report:{mine.report_id}") == []


async def test_the_first_version_is_filled_in_on_screen(plant: Enterprise) -> None:
    """Every cell of an honest report typed sheet by sheet, starting from the blank."""
    await acts.begin_typing(plant.report_id, actor=plant.filer, at=IN_TIME)
    honest, revision = entries(code=plant.credit_code, name=plant.name), 1
    for sheet in WORKBOOK:
        formulas = {column.key for column in sheet.columns if column.formula}
        edits = {
            number: {key: str(value) for key, value in line.items() if key not in formulas}
            for number, line in enumerate(honest.get(sheet.key, []))
        }
        revision = await acts.save_typed(
            plant.report_id, 0, sheet.key, edits, revision=revision, actor=plant.filer, at=IN_TIME
        )
    version_id = await acts.send_typed(plant.report_id, 0, actor=plant.filer, at=IN_TIME)
    await acts.read(version_id, actor=THE_CLOCK, at=IN_TIME)
    assert await queries.findings(version_id, actor=OFFICER) == []
    card = await plant.card()
    assert (card.version_state, card.version_number) == ("clean", 1)
    (paper,) = await ask("SELECT facts->>'on_screen' AS made FROM document WHERE subject = {}", f"report:{card.id}")
    assert paper["made"] == "yes"


@pytest.fixture
def plant(ground: list[Enterprise], town: Town) -> Enterprise:
    """One that nobody has used, and nobody signs in for."""
    index = next(i for i, each in enumerate(ground) if each.id not in (town.enterprise_id, town.other_enterprise_id))
    return ground.pop(index)


async def test_two_who_type_notice_each_other_and_lose_nothing(
    door: AsyncTestClient[Litestar], mine: Enterprise
) -> None:
    card = await mine.card()
    version_id = card.version_id or await mine.upload(mine.filled(), now())
    filer = await signed_in(door, "filer")
    path = f"/reports/versions/{version_id}/correct?sheet=enterprise"
    page = (await filer.get(path)).text
    mine_typed = {**fields_of(page), "0.contact": "第一人", "then": "save"}
    assert (await filer.post(path, mine_typed)).status_code == 303
    late = await filer.post(path, {**mine_typed, "0.contact": "第二人"})
    assert late.status_code == 422
    assert "DRAFT-MOVED" in late.text
    assert 'value="第二人"' in late.text
    assert (await filer.post(path, {**fields_of(late.text), "then": "save"})).status_code == 303
    kept = await draft(f"report:{mine.report_id}", version_id, actor=mine.filer)
    assert kept is not None
    assert kept.lines["enterprise"][0].values["contact"] == "第二人"
    gone = await filer.post(path, {"then": "discard"})
    assert gone.status_code == 303
    assert await draft(f"report:{mine.report_id}", version_id, actor=mine.filer) is None


async def test_lines_are_added_and_removed(door: AsyncTestClient[Litestar], mine: Enterprise) -> None:
    card = await mine.card()
    version_id = card.version_id or await mine.upload(mine.filled(), now())
    filer = await signed_in(door, "filer")
    path = f"/reports/versions/{version_id}/correct?sheet=production&page=2"
    page = (await filer.get(path)).text
    fresh = {"24.unit_number": "3", "24.month": "1", "24.hours": "1,000"}
    assert (await filer.post(path, {**fields_of(page), **fresh, "remove": "12", "then": "save"})).status_code == 303
    kept = await draft(f"report:{mine.report_id}", version_id, actor=mine.filer)
    assert kept is not None
    lines = kept.lines["production"]
    assert len(lines) == 24
    assert lines[-1].values == {"unit_number": "3", "month": "1", "hours": "1000"}
    assert [line.values["month"] for line in lines[11:13]] == ["12", "2"]
    await acts.discard_typed(mine.report_id, version_id, actor=mine.filer, at=now())


async def test_a_page_of_the_form_is_light_and_costs_little(door: AsyncTestClient[Litestar], mine: Enterprise) -> None:
    version_id = await mine.upload(mine.filled(wrong_oxidation), now())
    filer = await signed_in(door, "filer")
    for path in (
        *(f"/reports/versions/{version_id}/correct?sheet={sheet.key}" for sheet in WORKBOOK),
        f"/reports/report/{mine.report_id}/fill",
    ):
        with statements() as asked:
            answer = await filer.get(path)
        assert answer.status_code == 200
        assert len(asked) <= MOST_STATEMENTS, asked
        assert int(answer.headers.get("content-length", "0")) < MOST_COMPRESSED
        assert " style=" not in answer.text
        assert "onclick" not in answer.text


async def test_the_blank_is_begun_by_a_button(door: AsyncTestClient[Litestar], mine: Enterprise) -> None:
    filer = await signed_in(door, "filer")
    path = f"/reports/report/{mine.report_id}/fill"
    assert 'value="begin"' in (await filer.get(path)).text
    assert (await filer.post(path, {"then": "begin"})).status_code == 303
    assert (await filer.post(path, {"then": "begin"})).status_code == 303
    page = (await filer.get(f"{path}?sheet=fuels&page=2")).text
    assert 'name="12.quantity"' in page
    assert 'name="12.month"' not in page
    following = await filer.post(f"{path}?sheet=fuels&page=2", {**fields_of(page), "then": "next"})
    assert following.headers["location"].endswith("sheet=production&page=1")
    assert f"/reports/report/{mine.report_id}/fill" in (await filer.get(f"/reports/report/{mine.report_id}")).text


@pytest.mark.parametrize(
    "typed",
    [
        {"then": "planted"},
        {},
        {"then": "save", "revision": "x", "99999.quantity": "1", "0.nothing": "1", "remove": "-1"},
        {"then": "save", "revision": "9" * 40, "0.quantity": "\x00" * 9},
        {"then": "next", "0.contact": "<script>alert(1)</script>"},
    ],
)
async def test_nonsense_is_no_trouble(door: AsyncTestClient[Litestar], mine: Enterprise, typed: dict[str, Any]) -> None:
    filer = await signed_in(door, "filer")
    card = await mine.card()
    for query in ("?sheet=enterprise", "?sheet=planted&page=abc", "?page=99999999"):
        answer = await filer.post(f"/reports/versions/{card.version_id}/correct{query}", typed)
        assert answer.status_code in (303, 404, 422)
        page = await filer.get(f"/reports/versions/{card.version_id}/correct{query}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text


async def test_only_the_own_filer_types_while_it_is_owed_and_on_the_newest(
    door: AsyncTestClient[Litestar], plant: Enterprise, mine: Enterprise
) -> None:
    first = await plant.upload(plant.filled(wrong_oxidation))
    for by in (plant.signatory, OFFICER):
        with pytest.raises(Refused) as caught:
            await acts.save_typed(plant.report_id, first, "fuels", {}, revision=0, actor=by, at=IN_TIME)
        assert codes(caught) == {"PEOPLE-DUTY"}
    with pytest.raises(Refused) as foreign:
        await acts.save_typed(plant.report_id, first, "fuels", {}, revision=0, actor=mine.filer, at=IN_TIME)
    assert codes(foreign) == {"REPORT-UNKNOWN"}
    filer = await signed_in(door, "filer")
    assert (await filer.get(f"/reports/versions/{first}/correct")).status_code == 404
    assert (await filer.get(f"/reports/report/{plant.report_id}/fill")).status_code == 404
    with pytest.raises(Refused) as nothing:
        await acts.send_typed(plant.report_id, first, actor=plant.filer, at=IN_TIME)
    assert codes(nothing) == {"DRAFT-NOTHING"}
    await acts.save_typed(
        plant.report_id, first, "enterprise", {0: {"contact": "甲"}}, revision=0, actor=plant.filer, at=IN_TIME
    )
    later = IN_TIME + timedelta(hours=1)
    await plant.upload(plant.filled(), later)
    for late in (
        acts.save_typed(plant.report_id, first, "enterprise", {}, revision=1, actor=plant.filer, at=later),
        acts.send_typed(plant.report_id, first, actor=plant.filer, at=later),
    ):
        with pytest.raises(Stale):
            await late
    await acts.submit(plant.report_id, actor=plant.signatory, at=later)
    with pytest.raises(Stale):
        await acts.begin_typing(plant.report_id, actor=plant.filer, at=later)
