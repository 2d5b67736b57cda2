"""Ledger, applications, reviews and rulings through the front door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.core.actors import THE_CLOCK
from domain.monitoring_plan import acts, queries
from domain.records import database
from domain.records.database import ask, transaction
from domain.records.people.writes import enter_units
from portal import application
from tests.cast import actor, enact_the_law
from tests.doors import Browser, Town, credit_code, opened_portal, people_the_town, plant
from tests.rolls import exports_what_is_seen, over
from tests.rooms.monitoring_plan.sample import UNITS, entries, workbook

AT = datetime(2023, 12, 1, 2, 0, tzinfo=UTC)
NAME = "示例第1电厂"
PAPER = ("证书.pdf", b"%PDF-1.4 certificate")
MOST_STATEMENTS = 8
OFFICER = actor("listing_officer")


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    """The enterprise with a plan of 2024 on file, made by the filer and filed by another."""
    await enact_the_law()
    town = await people_the_town()
    async with transaction():
        facts = ("number", "capacity_mw", "fuel", "unit_class", "cogeneration")
        await enter_units(
            [{"enterprise_id": town.enterprise_id, **{name: getattr(unit, name) for name in facts}} for unit in UNITS]
        )
    await on_file(town, 2024)
    return town


async def on_file(town: Town, year: int, version: int = 1, at: datetime = AT) -> int:
    plan_id = await waiting(town, year, version, at)
    await acts.file(plan_id, actor=OFFICER, at=at)
    return plan_id


async def waiting(town: Town, year: int, version: int = 1, at: datetime = AT) -> int:
    filer = actor("filer", number=1, enterprise_id=town.enterprise_id)
    content = workbook(entries(version=version, year=year, code=credit_code(1), name=NAME))
    plan_id = await acts.receive(town.enterprise_id, year, content, "方案.xlsx", actor=filer, at=at)
    await acts.read(plan_id, actor=THE_CLOCK, at=at)
    await acts.submit(plan_id, actor=filer, at=at)
    return plan_id


@pytest.fixture
async def door(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncTestClient[Litestar]]:
    monkeypatch.setattr(application, "ROOMS", ("front", "monitoring_plan"))
    async with opened_portal(tmp_path) as client:
        yield client


async def signed_in(door: AsyncTestClient[Litestar], name: str) -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in(name)).status_code == 303
    return browser


async def first_meter(town: Town) -> int:
    return (await queries.meters_of(town.enterprise_id, actor=OFFICER))[0].id


async def test_the_filer_records_a_calibration_and_the_officer_reads_the_certificate(
    door: AsyncTestClient[Litestar], town: Town
) -> None:
    filer, officer = await signed_in(door, "filer"), await signed_in(door, "listing_officer")
    meter = f"/plans/instruments/{await first_meter(town)}"
    text = (await filer.get("/plans/instruments")).text
    assert "ICS-20" in text
    assert "超期" in text, "the plan's last day lies long before today"
    assert meter in (await officer.get("/plans/instruments")).text
    assert f"{meter}/calibrate" not in (await officer.get(meter)).text
    for typed, paper, code in (
        ({"calibrated_on": "gestern", "number": "1"}, PAPER, "MP-CALIBRATED-DAY"),
        ({"calibrated_on": "2024-05-02", "number": ""}, PAPER, "MP-CALIBRATION-NUMBER"),
        ({"calibrated_on": "2024-05-02", "number": "1"}, ("x.exe", b"MZ"), "MP-CERTIFICATE-KIND"),
        ({"calibrated_on": "2024-05-02", "number": "1"}, ("", b""), "MP-NO-CERTIFICATE"),
        ({"calibrated_on": "2020-05-02", "number": "1"}, PAPER, "MP-CALIBRATED-BEFORE"),
    ):
        answer = await filer.post(f"{meter}/calibrate", typed, files={"certificate": paper})
        assert answer.status_code == 422, code
        assert code in answer.text
        assert f'value="{typed["number"]}"' in answer.text
    good = {"calibrated_on": "2024-05-02", "number": "JZ-7", "laboratory": "省计量院"}
    assert (await filer.post(f"{meter}/calibrate", good, files={"certificate": PAPER})).status_code == 303
    text = (await officer.get(meter)).text
    assert "JZ-7" in text
    assert "2025年5月2日" in text
    path = text.partition("/plans/instruments/calibrations/")[2].partition('"')[0]
    assert (await officer.get(f"/plans/instruments/calibrations/{path}")).content == PAPER[1]
    assert (await officer.post(f"{meter}/calibrate", good, files={"certificate": PAPER})).status_code == 403


async def test_an_application_goes_its_way(door: AsyncTestClient[Litestar], town: Town) -> None:
    filer, officer = await signed_in(door, "filer"), await signed_in(door, "listing_officer")
    assert "/plans/2024/change" in (await filer.get("/plans/2024")).text
    assert "没有生效的方案" in (await filer.get("/plans/2020/change")).text
    typed = {"trigger": "new_meter", "what": "更换皮带秤", "why": "准确度下降", "since": "2024-05-06"}
    for name, value, code in (
        ("trigger", "other", "MP-CHANGE-TRIGGER"),
        ("since", "morgen", "MP-CHANGE-DAY"),
        ("why", "", "MP-CHANGE-TEXT"),
    ):
        answer = await filer.post("/plans/2024/change", typed | {name: value})
        assert answer.status_code == 422
        assert code in answer.text
        assert "更换皮带秤" in answer.text
    answer = await filer.post("/plans/2024/change", typed)
    path = answer.headers["location"]
    assert path in (await officer.get("/plans/changes")).text
    assert (await officer.post(f"{path}/refuse", {"reason": " "})).status_code == 422
    assert (await filer.post(f"{path}/grant")).status_code == 403
    assert (await officer.post(f"{path}/grant", {"reason": ""})).status_code == 303
    assert (await officer.post(f"{path}/grant", {"reason": ""})).status_code == 409
    assert "更换皮带秤" in (await filer.get("/plans/2024/upload")).text
    content = workbook(entries(version=2, year=2024, code=credit_code(1), name=NAME))
    named = {"change": path.rpartition("/")[2]}
    sent = await filer.post("/plans/2024/upload", named, files={"workbook": ("v.xlsx", content)})
    assert sent.status_code == 303
    assert (
        "新增或更换计量器具" in (await officer.get(sent.headers["location"])).text
        or path in (await officer.get(sent.headers["location"])).text
    )
    wrong = await filer.post("/plans/2024/upload", {"change": "999999"}, files={"workbook": ("w.xlsx", content + b" ")})
    assert wrong.status_code == 422
    assert "MP-CHANGE-UNKNOWN" in wrong.text


async def test_a_body_is_asked_and_answers(door: AsyncTestClient[Litestar], town: Town) -> None:
    plan_id = await waiting(town, 2023)
    officer, verifier = await signed_in(door, "listing_officer"), await signed_in(door, "verifier")
    path = f"/plans/versions/{plan_id}"
    assert (await verifier.get(path)).status_code == 404
    assert f"{path}/review" in (await officer.get(path)).text
    assert "示例核查中心" in (await officer.get(f"{path}/review")).text
    assert (await officer.post(f"{path}/review", {"body": "x"})).status_code == 422
    assert (await officer.post(f"{path}/review", {"body": str(town.body_id)})).status_code == 303
    assert f'action="{path}/file"' not in (await officer.get(path)).text
    assert (await officer.get(f"{path}/opinion")).status_code == 403
    assert f"{path}/opinion" in (await verifier.get(path)).text
    form = await verifier.get(f"{path}/opinion")
    assert 'name="part-sampling"' in form.text
    empty = await verifier.post(f"{path}/opinion", {"conforms": "", "text": "x"})
    assert empty.status_code == 422
    typed = {"conforms": "no", "text": "制样标准缺失", "part-sampling": "未写标准"}
    assert (await verifier.post(f"{path}/opinion", typed)).status_code == 303
    text = (await officer.get(path)).text
    assert "方案不符合要求" in text
    assert "未写标准" in text
    assert (await officer.post(f"{path}/file")).status_code == 422
    assert (await officer.post(f"{path}/return", {"reason": "按审核意见修改"})).status_code == 303


async def test_a_body_with_a_tie_is_shown_with_the_reason_and_cannot_be_asked(
    door: AsyncTestClient[Litestar], town: Town
) -> None:
    plan_id = await waiting(town, 2022)
    tie = {"kind": "consulting", "since": "2020-01-01"}
    await plant("body_tie", body_id=town.body_id, enterprise_id=town.enterprise_id, **tie)
    officer = await signed_in(door, "listing_officer")
    path = f"/plans/versions/{plan_id}/review"
    assert "不得承担的机构及原因" in (await officer.get(path)).text
    answer = await officer.post(path, {"body": str(town.body_id)})
    assert answer.status_code == 422
    assert "MP-BODY-TIED" in answer.text
    await ask("DELETE FROM body_tie WHERE body_id = {}", town.body_id)


async def test_which_plan_ruled_on_a_day(door: AsyncTestClient[Litestar], town: Town) -> None:
    filer = await signed_in(door, "filer")
    path = f"/plans/of/{town.enterprise_id}"
    text = (await filer.get(path)).text
    assert "鄂环碳案〔2023〕" in text
    assert "2024年1月1日" in text
    assert "2024 V1" in (await filer.get(f"{path}?day=2024-03-03")).text
    assert "当日没有生效的方案" in (await filer.get(f"{path}?day=2021-03-03")).text
    assert "请填写有效日期" in (await filer.get(f"{path}?day=heute")).text
    assert (await filer.get(f"/plans/of/{town.other_enterprise_id}")).status_code == 404


async def test_a_revision_shows_what_changed_against_the_one_in_force(
    door: AsyncTestClient[Litestar], town: Town
) -> None:
    await on_file(town, 2025, at=datetime(2024, 12, 1, tzinfo=UTC))
    plan = entries(version=2, year=2025, code=credit_code(1), name=NAME)
    plan["parameters"][0]["meter"] = "新皮带秤"
    filer = await signed_in(door, "filer")
    sent = await filer.post("/plans/2025/upload", files={"workbook": ("v.xlsx", workbook(plan))})
    plan_id = int(sent.headers["location"].rpartition("/")[2])
    await acts.read(plan_id, actor=THE_CLOCK, at=datetime(2025, 6, 1, tzinfo=UTC))
    text = (await filer.get(f"/plans/versions/{plan_id}")).text
    assert "与生效版本相比的变化" in text
    assert "<del>ICS-20</del> <ins>新皮带秤</ins>" in text


async def test_strangers_find_nothing(door: AsyncTestClient[Litestar], town: Town) -> None:
    manager = await signed_in(door, "body_manager")
    meter = await first_meter(town)
    await ask("UPDATE mandate SET ended_at = now() WHERE body_id = {}", town.body_id)
    assert (await manager.get(f"/plans/instruments/{meter}")).status_code == 404
    assert "ICS-20" not in (await manager.get("/plans/instruments")).text
    for path in ("/plans/instruments/999999999999", "/plans/changes/0", "/plans/of/99999999999", "/plans/changes/8"):
        assert (await manager.get(path)).status_code == 404, path


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_page_speaks_both_languages_and_asks_little(
    door: AsyncTestClient[Litestar], town: Town, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    officer, filer = await signed_in(door, "listing_officer"), await signed_in(door, "filer")
    (plan,) = await ask("SELECT id FROM plan WHERE year = 2022 ORDER BY id DESC LIMIT 1")
    asked: list[str] = []
    engine = database.engine()
    run = engine.run_querystring

    async def counted(querystring: object, *rest: object, **more: object) -> object:
        asked.append(str(querystring))
        return await run(querystring, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "run_querystring", counted)
    for browser, path in (
        (officer, "/plans/instruments"),
        (filer, f"/plans/instruments/{await first_meter(town)}"),
        (officer, "/plans/changes"),
        (filer, "/plans/2024/change"),
        (filer, "/plans/2024/upload"),
        (officer, f"/plans/of/{town.enterprise_id}"),
        (officer, f"/plans/versions/{plan['id']}"),
        (officer, f"/plans/versions/{plan['id']}/review"),
        (filer, "/plans/2024"),
    ):
        await browser.get(f"/language/{language}")
        asked.clear()
        answer = await browser.get(path)
        assert answer.status_code == 200
        assert 0 < len(asked) <= MOST_STATEMENTS, (path, len(asked), asked)
        for raw in ("state:", "column:", "choice:", "page_what:", "move:", "exclusion:", "called_for:"):
            assert raw not in answer.text, (path, raw)


async def test_the_exports_are_what_is_seen(door: AsyncTestClient[Litestar], town: Town) -> None:
    officer = await signed_in(door, "listing_officer")
    ledger = over(queries.METERS, *queries.ledger(actor=OFFICER))
    await exports_what_is_seen(officer, "/plans/instruments", queries.METERS, ledger, "sort=-due_on&columns=accuracy")
    changes = over(queries.CHANGES, *queries.changes_of(actor=OFFICER))
    await exports_what_is_seen(officer, "/plans/changes", queries.CHANGES, changes, "")
