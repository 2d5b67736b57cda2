"""The room through the front door: what each reader finds, what each may do, and at what cost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.penalty import acts, queries
from domain.records import database
from portal import application
from tests.doors import Browser, Town, opened_portal, people_the_town
from tests.rooms.penalty.sample import (
    AT,
    INSPECTORS,
    JURIST,
    LEADER,
    MOST,
    OFFICER,
    UNDER_THE_CODE,
    YEAR,
    Desk,
    Outcome,
    later,
    noticed,
    on,
    opened,
    own,
    reviewed,
    ruling,
)

MOST_STATEMENTS = 6


@pytest.fixture(scope="module")
async def town(desk: Desk) -> Town:
    town = await people_the_town()
    desk.outcomes.append(Outcome(town.enterprise_id, "示例第1电厂"))
    return town


@pytest.fixture
async def door(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AsyncTestClient[Litestar]]:
    monkeypatch.setattr(application, "ROOMS", ("front", "penalty", "public"))
    async with opened_portal(tmp_path) as client:
        yield client


async def signed_in(door: AsyncTestClient[Litestar], name: str) -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in(name)).status_code == 303
    return browser


async def test_a_case_is_opened_from_a_lead_and_answered_by_the_enterprise(
    door: AsyncTestClient[Litestar], town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, AT)
    officer, signatory = await signed_in(door, "enforcement_officer"), await signed_in(door, "signatory")
    leads = await officer.get(f"/penalties/{YEAR}/leads")
    assert "示例第1电厂" in leads.text
    form = {"enterprise": str(town.enterprise_id), "ground": "shortfall", "inspector_1": "张某", "inspector_2": "张某"}
    refused = await officer.post(f"/penalties/{YEAR}/open", form)
    assert refused.status_code == 422
    assert "执法人员至少 2 人" in refused.text
    assert 'value="张某"' in refused.text
    opened_ = await officer.post(f"/penalties/{YEAR}/open", form | {"inspector_2": "李某"})
    path = opened_.headers["location"]
    assert (await signatory.get(path)).status_code == 404
    assert (await officer.post(f"{path}/order", {"until": "", "text": "补足清缴"})).status_code == 303
    outside = {"option": "conduct:failed", "fine_yuan": "6,000,000.01", "reasons": "未足额清缴"}
    too_much = await officer.post(f"{path}/notice", outside)
    assert too_much.status_code == 422
    assert "3,000,000.00" in too_much.text
    assert "6,000,000.01" in too_much.text
    assert (await officer.post(f"{path}/notice", outside | {"fine_yuan": "4000000"})).status_code == 303
    text = (await signatory.get(path)).text
    assert "4,000,000" in text
    assert f'action="{path}/state"' in text
    assert f'action="{path}/review"' not in text
    assert "演示" in text or "synthetic" in text
    answer = await signatory.post(f"{path}/state", {"text": "请求从轻", "hearing": "yes"})
    assert answer.status_code == 303
    assert "请求从轻" in (await officer.get(path)).text


async def test_two_laws_stand_side_by_side(
    door: AsyncTestClient[Litestar], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, later(UNDER_THE_CODE))
    case_id = await reviewed(desk, MOST, UNDER_THE_CODE)
    leader = await signed_in(door, "leader")
    path = f"/penalties/cases/{case_id}"
    text = (await leader.get(path)).text
    for told in ("条例 第二十四条", "生态环境法典 第一千二百二十六条", "PENALTY-FLAG-TWO-LAWS", "从旧兼从轻"):
        assert told in text
    for code in ("cumulative_fines", "quantity_uncorrected", "lighter_law", "code_transcription"):
        assert f"<code>{code}</code>" in text
    # 10,000 t at 60 yuan are still open: the second fine alone, or both together.
    for yuan in ("6,000,000", "11,000,000"):
        assert yuan in text
    form = {"option": "decision:failed", "fine_yuan": "1000000", "reasons": "初次违法", "factor": "first_time"}
    silent = await leader.post(f"{path}/decide", form)
    assert silent.status_code == 422
    assert "PENALTY-LAW-REASON" in silent.text
    assert 'value="first_time" checked' in silent.text
    assert (await leader.post(f"{path}/decide", form | {"law_reason": "新法较轻"})).status_code == 303
    assert "新法较轻" in (await leader.get(path)).text


async def test_every_amount_opens_its_explanation(
    door: AsyncTestClient[Litestar], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, AT)
    case_id = await noticed(desk)
    officer = await signed_in(door, "enforcement_officer")
    page = await officer.get(f"/penalties/cases/{case_id}")
    for what in ("price", "conduct:failed"):
        link = f"/penalties/cases/{case_id}/explanation/{what}"
        assert f'href="{link}"' in page.text
        told = (await officer.get(link)).text
        assert "60" in told
        assert "条例" in told
    assert (await officer.get(f"/penalties/cases/{case_id}/explanation/nothing")).status_code == 404


@pytest.mark.parametrize(
    ("field", "text"),
    [("fine_yuan", "lots"), ("fine_yuan", "NaN"), ("fine_yuan", "1e9"), ("fine_yuan", "-1"), ("fine_yuan", "1.001")],
)
async def test_what_is_no_amount_comes_back_as_typed(
    door: AsyncTestClient[Litestar], desk: Desk, monkeypatch: pytest.MonkeyPatch, field: str, text: str
) -> None:
    on(monkeypatch, AT)
    case_id = await opened(desk)
    await acts.order(case_id, actor=OFFICER, at=AT)
    officer = await signed_in(door, "enforcement_officer")
    form = {"option": "conduct:failed", "reasons": "未足额清缴", field: text}
    answer = await officer.post(f"/penalties/cases/{case_id}/notice", form)
    assert answer.status_code == 422
    assert f'value="{text}"' in answer.text
    assert "未足额清缴" in answer.text


async def test_a_day_that_is_none_comes_back(
    door: AsyncTestClient[Litestar], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, AT)
    case_id = await opened(desk)
    officer = await signed_in(door, "enforcement_officer")
    answer = await officer.post(f"/penalties/cases/{case_id}/order", {"until": "soon"})
    assert answer.status_code == 422
    assert "PENALTY-DAY-TEXT" in answer.text


async def test_the_rest_of_the_way_in_the_browser(
    door: AsyncTestClient[Litestar], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = later(AT)
    on(monkeypatch, at)
    case_id = await reviewed(desk)
    officer, leader = await signed_in(door, "enforcement_officer"), await signed_in(door, "leader")
    path, day = f"/penalties/cases/{case_id}", at.date().isoformat()
    form = {"option": "conduct:failed", "fine_yuan": "3000000", "reasons": "初次违法", "factor": "first_time"}
    assert (await leader.post(f"{path}/decide", form)).status_code == 303
    assert (await leader.post(f"{path}/decide", form)).status_code == 409
    for name, typed in (
        ("serve", {"method": "direct", "on": day}),
        ("make_good", {"tonnes": "10,000", "made_good_on": day}),
        ("execute", {"paid_on": day}),
        ("publish", {}),
        ("close", {"credit_entry": "行政处罚，已履行"}),
    ):
        page = (await officer.get(path)).text
        assert f'action="{path}/{name}"' in page
        answer = await officer.post(f"{path}/{name}", typed)
        assert answer.status_code == 303, answer.text
    assert "已结案" in (await officer.get(path)).text
    case = await queries.case(case_id, actor=OFFICER)
    assert case is not None
    everyone = Browser(door)
    public = (await everyone.get("/public/penalties")).text
    assert case.number in public
    assert "3,000,000" in public
    exported = await officer.get(f"/penalties/{YEAR}/export")
    assert exported.content[:2] == b"PK"


async def test_a_reader_without_the_duty_is_refused(door: AsyncTestClient[Litestar], desk: Desk) -> None:
    case_id = await noticed(desk)
    path = f"/penalties/cases/{case_id}"
    inspector = await signed_in(door, "inspector")
    assert (await inspector.get(path)).status_code == 200
    for name in ("order", "notice", "review", "decide", "serve", "close", "withdraw"):
        assert (await inspector.post(f"{path}/{name}", {})).status_code == 403
    stranger = await signed_in(door, "signatory")
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.get(f"{path}/explanation/price")).status_code == 404
    assert (await Browser(door).get(path)).status_code == 303


async def test_pages_speak_english_too(
    door: AsyncTestClient[Litestar], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, AT)
    case_id = await noticed(desk)
    officer = await signed_in(door, "enforcement_officer")
    await officer.get("/language/en")
    for path in (
        f"/penalties/cases/{case_id}",
        f"/penalties/cases/{case_id}/explanation/price",
        f"/penalties/{YEAR}",
        f"/penalties/{YEAR}/leads",
        "/public/penalties",
    ):
        answer = await officer.get(path)
        assert answer.status_code == 200
        for code in ("state:penalty", "column:penalty", "factor:penalty", "ground:penalty", "next:penalty"):
            assert code not in answer.text
    text = (await officer.get(f"/penalties/cases/{case_id}")).text
    assert "Decree 775 art 24" in text


async def test_the_list_costs_the_same_however_long(
    door: AsyncTestClient[Litestar], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = await signed_in(door, "enforcement_officer")
    counted: list[str] = []
    run = database.PostgresEngine.run_querystring

    async def counting(self: object, *arguments: object, **more: object) -> object:
        counted.append(str(arguments[0]))
        return await run(self, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(database.PostgresEngine, "run_querystring", counting)
    await officer.get(f"/penalties/{YEAR}")
    few = len(counted)
    for _ in range(3):
        await opened(desk)
    counted.clear()
    await officer.get(f"/penalties/{YEAR}")
    assert len(counted) == few <= MOST_STATEMENTS


async def test_the_decision_is_hidden_until_served(
    door: AsyncTestClient[Litestar], town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The enterprise's own page says nothing of a decision that has not been served."""
    on(monkeypatch, later(AT))
    desk.outcomes.append(Outcome(town.other_enterprise_id, "示例第2电厂"))
    case_id = await acts.open_from_shortfall(YEAR, town.other_enterprise_id, INSPECTORS, actor=OFFICER, at=AT)
    await acts.order(case_id, actor=OFFICER, at=AT)
    await acts.notice(case_id, MOST, "未足额清缴", actor=OFFICER, at=AT)
    await acts.review(case_id, "内部意见", actor=JURIST, at=later(AT))
    await acts.decide(case_id, ruling(Decimal("3123456.78")), actor=LEADER, at=later(AT))
    mine = await queries.case(case_id, actor=await own(case_id))
    assert mine is not None
    assert mine.fine_yuan is None
    assert "3,123,456.78" in (await (await signed_in(door, "leader")).get(f"/penalties/cases/{case_id}")).text
