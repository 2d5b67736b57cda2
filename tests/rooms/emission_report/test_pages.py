"""The room through the front door: what each reader finds and may do, in both languages, and at what cost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from openpyxl import load_workbook

from domain.core.actors import THE_CLOCK
from domain.emission_report import acts, queries
from domain.records import database
from portal import application
from portal.clock import now
from tests.doors import Browser, Town, opened_portal, people_the_town
from tests.rooms.emission_report.ground import OFFICER, Enterprise, settle
from tests.rooms.emission_report.sample import YEAR, Entries

MOST_STATEMENTS = 6


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture(scope="module")
async def ground(town: Town) -> list[Enterprise]:
    return await settle(70)


@pytest.fixture
def mine(town: Town, ground: list[Enterprise]) -> Enterprise:
    """The enterprise whose filer and signatory sign in."""
    return next(each for each in ground if each.id == town.enterprise_id)


@pytest.fixture
def foreign(town: Town, ground: list[Enterprise]) -> Enterprise:
    return next(each for each in ground if each.id == town.other_enterprise_id)


@pytest.fixture
async def door(
    ground: list[Enterprise], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AsyncTestClient[Litestar]]:
    """This room's pages and the sign-in alone: other rooms have their own tests."""
    monkeypatch.setattr(application, "ROOMS", ("front", "emission_report"))
    async with opened_portal(tmp_path) as client:
        yield client


async def signed_in(door: AsyncTestClient[Litestar], name: str) -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in(name)).status_code == 303
    return browser


async def uploaded(browser: Browser, plant: Enterprise, content: bytes, *, read: bool = True) -> int:
    answer = await browser.post(f"/reports/report/{plant.report_id}/upload", files={"workbook": ("报告.xlsx", content)})
    assert answer.status_code == 303, answer.text
    version_id = int(answer.headers["location"].rpartition("/")[2])
    if read:
        await acts.read(version_id, actor=THE_CLOCK, at=now())
    return version_id


async def owed_again(plant: Enterprise) -> None:
    """Bring a report back to where the enterprise may upload, whatever the test before did."""
    card = await plant.card()
    if card.state == "submitted":
        await acts.return_(plant.report_id, "重报", actor=OFFICER, at=now())


def wrong_oxidation(filled: Entries) -> None:
    filled["fuels"][0]["oxidation"] = 98


def hostile(filled: Entries) -> None:
    filled["enterprise"][0]["contact"] = "<script>alert(1)</script>"
    filled["totals"][0]["unit_class"] = "I"


@contextmanager
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every question put to the database."""
    asked: list[str] = []
    engine = database.engine()
    original = engine.run_querystring

    async def noting(querystring: Any, *args: Any, **more: Any) -> Any:
        asked.append(str(querystring))
        return await original(querystring, *args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(engine, "run_querystring", noting)
        yield asked


async def test_an_enterprise_is_led_to_its_report_and_does_its_part(
    door: AsyncTestClient[Litestar], mine: Enterprise
) -> None:
    filer, signatory = await signed_in(door, "filer"), await signed_in(door, "signatory")
    assert (await filer.get(f"/reports/{YEAR}")).headers["location"] == f"/reports/report/{mine.report_id}"
    shown = await filer.get(f"/reports/report/{mine.report_id}")
    assert "预填的空白表" in shown.text
    stopped = await uploaded(filer, mine, mine.filled(wrong_oxidation))
    page = await filer.get(f"/reports/versions/{stopped}")
    assert "化石燃料!J6" in page.text
    assert "ER-032" in page.text
    clean = await uploaded(filer, mine, mine.filled())
    assert (await filer.get(f"/reports/versions/{clean}/differences/{stopped}")).text.count("<del>") == 1
    assert (await filer.post(f"/reports/report/{mine.report_id}/submit")).status_code == 403
    signing = await signatory.get(f"/reports/report/{mine.report_id}")
    assert f'name="version_id" value="{clean}"' in signing.text
    done = await signatory.post(f"/reports/report/{mine.report_id}/submit", {"version_id": str(clean)})
    assert done.status_code == 303
    again = await signatory.post(f"/reports/report/{mine.report_id}/submit", {"version_id": str(clean)})
    assert again.status_code == 409
    await owed_again(mine)


async def test_the_officer_accepts_or_returns(door: AsyncTestClient[Litestar], ground: list[Enterprise]) -> None:
    officer = await signed_in(door, "verification_officer")
    one, two = ground[10], ground[11]
    for plant in (one, two):
        await plant.submitted()
    path = f"/reports/report/{one.report_id}"
    assert (await officer.post(f"{path}/return", {"reason": " "})).status_code == 422
    assert (await officer.post(f"{path}/return", {"reason": "缺化验单"})).status_code == 303
    assert "缺化验单" in (await officer.get(path)).text
    assert (await officer.post(f"/reports/report/{two.report_id}/accept")).status_code == 303
    assert (await officer.post(f"/reports/report/{two.report_id}/accept")).status_code == 409


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04nonsense", "机组,月份\n1,1".encode("gb18030")])
async def test_a_failed_upload_is_told_and_loses_nothing(
    door: AsyncTestClient[Litestar], ground: list[Enterprise], content: bytes, mine: Enterprise
) -> None:
    await owed_again(mine)
    filer = await signed_in(door, "filer")
    before = len(await queries.versions(mine.report_id, actor=OFFICER))
    answer = await filer.post(
        f"/reports/report/{mine.report_id}/upload", files={"workbook": ("报告.xlsx", content)} if content else None
    )
    if not content:
        assert answer.status_code == 422
        assert "REPORT-EMPTY" in answer.text
    else:
        version_id = int(answer.headers["location"].rpartition("/")[2])
        assert "正在读取" in (await filer.get(f"/reports/versions/{version_id}")).text
        await acts.read(version_id, actor=THE_CLOCK, at=now())
        assert "SHEET-" in (await filer.get(f"/reports/versions/{version_id}")).text
        assert (await filer.get(f"/reports/versions/{version_id}/original")).content == content
        assert (await filer.get(f"/reports/versions/{version_id}/annotated")).status_code == 404
    assert len(await queries.versions(mine.report_id, actor=OFFICER)) == before + bool(content)


async def test_an_upload_over_the_limit_is_refused_as_a_page(door: AsyncTestClient[Litestar], mine: Enterprise) -> None:
    filer = await signed_in(door, "filer")
    answer = await filer.post(
        f"/reports/report/{mine.report_id}/upload", files={"workbook": ("x.xlsx", bytes(11 * 1024 * 1024))}
    )
    assert answer.status_code == 413


METERED = """{"parameters": [{"values": {"unit": "1", "parameter": "fuel_consumption", "method": "measured",
    "meter": "电子皮带秤 ICS-20", "place": "一号皮带", "accuracy": "0.5", "calibration_months": "12",
    "calibrated_on": "2024-06-01"}, "cells": {}}]}"""


async def test_the_blank_lists_the_meters_of_the_plan_in_force(
    door: AsyncTestClient[Litestar], mine: Enterprise, foreign: Enterprise
) -> None:
    await database.ask("UPDATE plan SET content = {}::jsonb WHERE enterprise_id = {}", METERED, mine.id)
    officer = await signed_in(door, "verification_officer")
    blank = load_workbook(BytesIO((await officer.get(f"/reports/report/{mine.report_id}/blank")).content))
    page = blank["参考-计量器具"]
    told = dict(zip([cell.value for cell in page[3]], [cell.value for cell in page[4]], strict=True))
    assert (told["机组、设施或生产线"], told["计量参数"], told["准确度（%）"]) == ("1", "燃料消耗量", "0.5")
    assert (told["最近校准日期"], told["下次校准日期"]) == ("2024-06-01", "2025-06-01")
    assert page.protection.sheet
    other = load_workbook(BytesIO((await officer.get(f"/reports/report/{foreign.report_id}/blank")).content))
    assert "参考-计量器具" not in other.sheetnames


async def test_blank_original_and_annotated_copy_are_taken_away(
    door: AsyncTestClient[Litestar], mine: Enterprise
) -> None:
    await owed_again(mine)
    filer = await signed_in(door, "filer")
    blank = load_workbook(BytesIO((await filer.get(f"/reports/report/{mine.report_id}/blank")).content))
    assert blank["化石燃料"]["A17"].value == "1"
    assert blank["化石燃料"]["A18"].value == "2"
    assert blank["单位信息"]["A2"].value.startswith("演示数据")
    content = mine.filled(hostile)
    version_id = await uploaded(filer, mine, content)
    assert (await filer.get(f"/reports/versions/{version_id}/original")).content == content
    annotated = load_workbook(BytesIO((await filer.get(f"/reports/versions/{version_id}/annotated")).content))
    assert "ER-051" in annotated["机组年度汇总"]["B6"].comment.text
    assert annotated.sheetnames[0] == "校验问题"
    page = await filer.get(f"/reports/versions/{version_id}")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


async def test_every_figure_opens_its_explanation_in_both_languages(
    door: AsyncTestClient[Litestar], ground: list[Enterprise]
) -> None:
    plant = ground[12]
    version_id = await plant.submitted()
    officer = await signed_in(door, "verification_officer")
    unit = (await queries.unit_years([plant.report_id], actor=OFFICER))[0]
    for path in (
        f"/reports/report/{plant.report_id}/explanation",
        f"/reports/versions/{version_id}/explanation",
        f"/reports/units/{unit.id}/explanation",
    ):
        assert (await officer.get(path)).status_code == 200
    told = await officer.get(f"/reports/units/{unit.id}/explanation")
    assert "化石燃料!D6" in told.text
    assert f"{unit.emissions_tonnes.to_integral_value():,}" in told.text
    await officer.get("/language/en")
    english = await officer.get(f"/reports/units/{unit.id}/explanation")
    assert "emissions of the unit" in english.text
    assert "How this figure came about" in english.text


async def test_a_finding_is_set_aside_with_its_reason(
    door: AsyncTestClient[Litestar], ground: list[Enterprise]
) -> None:
    plant = ground[13]
    version_id = await plant.upload(plant.filled(lambda filled: filled["totals"][0].update(load_factor=80)))
    (found,) = await queries.findings(version_id, actor=OFFICER)
    officer = await signed_in(door, "verification_officer")
    assert (await officer.post(f"/reports/findings/{found.id}/waive", {"reason": ""})).status_code == 422
    assert (await officer.post(f"/reports/findings/{found.id}/waive", {"reason": "数据已核"})).status_code == 303
    assert "数据已核" in (await officer.get(f"/reports/versions/{version_id}")).text


async def test_emissions_are_determined_from_a_form(door: AsyncTestClient[Litestar], ground: list[Enterprise]) -> None:
    plant = ground[14]
    officer = await signed_in(door, "verification_officer")
    path = f"/reports/report/{plant.report_id}/determine"
    assert (await officer.get(path)).status_code == 200
    typed = {
        f"{name}_{unit}": "1000" for unit in ("1", "2") for name in ("emissions_tonnes", "generation_mwh", "hours")
    }
    typed |= {"heat_gj_1": "0", "heat_gj_2": "0", "reason": "逾期未报，按上年数据测算"}
    wrong = await officer.post(path, {**typed, "hours_2": "约七千"})
    assert wrong.status_code == 422
    assert "约七千" in wrong.text
    assert (await officer.post(path, {**typed, "hours_2": "NaN"})).status_code == 422
    assert (await officer.post(path, {**typed, "emissions_tonnes_1": "-5"})).status_code == 422
    assert (await officer.post(path, typed)).status_code == 303
    assert (await plant.card()).state == "determined"
    assert (await officer.get(path)).status_code == 404


async def test_opening_and_urging_by_button(door: AsyncTestClient[Litestar]) -> None:
    officer = await signed_in(door, "verification_officer")
    assert (await officer.post(f"/reports/{YEAR}/open")).status_code == 303
    assert (await officer.post(f"/reports/{YEAR}/urge")).status_code == 303
    assert (await officer.post("/reports/2031/open")).status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "/reports/report/999999",
        "/reports/report/99999999999999",
        "/reports/versions/0",
        "/reports/units/999999/explanation",
        "/reports/versions/1/differences/999999",
        "/reports/0",
    ],
)
async def test_what_does_not_exist_is_no_page(door: AsyncTestClient[Litestar], path: str) -> None:
    officer = await signed_in(door, "verification_officer")
    assert (await officer.get(path)).status_code == 404


async def test_another_enterprises_report_is_like_none(door: AsyncTestClient[Litestar], foreign: Enterprise) -> None:
    version_id = await foreign.submitted()
    unit = (await queries.unit_years([foreign.report_id], actor=OFFICER))[0]
    filer = await signed_in(door, "filer")
    for path in (
        f"/reports/report/{foreign.report_id}",
        f"/reports/report/{foreign.report_id}/blank",
        f"/reports/report/{foreign.report_id}/explanation",
        f"/reports/versions/{version_id}",
        f"/reports/versions/{version_id}/original",
        f"/reports/versions/{version_id}/annotated",
        f"/reports/units/{unit.id}/explanation",
    ):
        answer = await filer.get(path)
        assert answer.status_code == 404
        assert foreign.credit_code not in answer.text
    upload = await filer.post(f"/reports/report/{foreign.report_id}/upload", files={"workbook": ("x.xlsx", b"x")})
    assert upload.status_code == 404
