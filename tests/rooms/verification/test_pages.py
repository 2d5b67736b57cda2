"""The room through the front door: a whole verification by forms, what each reader sees, and at what cost."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.records import database
from domain.verification import acts, queries
from domain.verification.states import TieKind
from portal import application
from tests.doors import Browser, opened_portal
from tests.rooms.verification import province
from tests.rooms.verification.province import AT, given_to, reported, visited, who

MOST_STATEMENTS = 7
YEAR = 2024


@pytest.fixture(scope="module")
async def bodies(database: object) -> dict[int, int]:
    await province.officers()
    return {number: await province.body(number) for number in (1, 2)}


@pytest.fixture
async def door(
    bodies: dict[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AsyncTestClient[Litestar]]:
    """This room's pages and the sign-in alone: other rooms have their own tests."""
    monkeypatch.setattr(application, "ROOMS", ("front", "verification"))
    async with opened_portal(tmp_path) as client:
        yield client


async def signed_in(door: AsyncTestClient[Litestar], name: str) -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in(name)).status_code == 303
    return browser


async def test_a_whole_verification_by_forms(door: AsyncTestClient[Litestar]) -> None:
    year = 2031
    await reported(1, year=year)
    officer = await signed_in(door, "verification_officer")
    text = (await officer.get(f"/verification/{year}")).text
    assert f'href="/verification/{year}/preview/assign"' in text
    assert f'action="/verification/{year}/assign"' in (await officer.get(f"/verification/{year}/preview/assign")).text
    assert (await officer.post(f"/verification/{year}/assign")).status_code == 303
    (card,) = await queries.tasks(year, actor=await who("verification_officer"))
    number = "1" if card.body_name.endswith("1") else "2"
    path = f"/verification/tasks/{card.id}"
    manager, leader = await signed_in(door, f"manager{number}"), await signed_in(door, f"verifier{number}a")
    first, second = await who(f"verifier{number}a"), await who(f"verifier{number}b")
    text = (await manager.get(path)).text
    assert f'action="{path}/accept"' in text
    assert f'action="{path}/visit"' not in text
    alone = await manager.post(f"{path}/accept", {"leader": first.account_id})
    assert alone.status_code == 422
    assert "核查组至少 2 人" in alone.text
    assert (
        await manager.post(f"{path}/accept", {"leader": first.account_id, "member": second.account_id})
    ).status_code == 303
    form = {"text": "资料齐全", "approach-1": "look", "question-1": "机组铭牌"}
    assert (await leader.post(f"{path}/review_documents", form)).status_code == 303
    form = {"visited_on": "2025-05-15", "answer-1": "一致", "conforms-1": "yes"}
    assert (await leader.post(f"{path}/visit", form)).status_code == 303
    wrong = {"category": "emissions", "text": "热值取值有误", "unit_number": "1#", "quantity": "emissions_tonnes"}
    odd = await leader.post(f"{path}/find", {**wrong, "estimate": "一千"})
    assert odd.status_code == 422
    assert "热值取值有误" in odd.text
    assert "不是数字" in odd.text
    assert (await leader.post(f"{path}/find", {**wrong, "estimate": "1,300"})).status_code == 303
    filer = await signed_in(door, "filer1")
    assert "热值取值有误" not in (await filer.get(path)).text
    assert (await leader.post(f"{path}/send_findings")).status_code == 303
    text = (await filer.get(path)).text
    (answer,) = re.findall(r'action="(/verification/findings/\d+/answer)"', text)
    paper = {"attachment": ("化验单.pdf", b"%PDF-1.7", "application/pdf")}
    form = {"text": "已更正", "corrected_value": "1100.5"}
    assert (await filer.post(answer, form, files=paper)).status_code == 303
    evidence = await leader.get(answer.replace("answer", "evidence"))
    assert evidence.content == b"%PDF-1.7"
    unjudged = await leader.post(f"{path}/conclude", {"statement": "符合"})
    assert unjudged.status_code == 422
    assert "尚未判定" in unjudged.text
    assert (await leader.post(f"{path}/conclude", {"statement": "符合", "status-1": "resolved"})).status_code == 303
    assert "核查确认的数值" not in (await filer.get(path)).text
    reviewer = await signed_in(door, f"reviewer{number}")
    assert f'action="{path}/deliver"' in (await reviewer.get(path)).text
    assert (await reviewer.post(f"{path}/deliver", {"text": "同意"})).status_code == 303
    assert (await reviewer.post(f"{path}/deliver", {"text": "同意"})).status_code == 409
    text = (await filer.get(path)).text
    assert "核查确认的数值" in text
    assert "鄂-示例核查" in text
    told = (await filer.get(f"{path}/explanation?unit=1%23&quantity=emissions_tonnes")).text
    assert "整改更正值" in told
    assert "/explanation" in told
    assert "机组变化" in (await filer.get(f"{path}/explanation")).text


async def test_pages_speak_both_languages(door: AsyncTestClient[Litestar]) -> None:
    _, report_id = await reported(2)
    task_id = await given_to(report_id, 1)
    await visited(task_id, 1)
    officer = await signed_in(door, "verification_officer")
    for path in (
        f"/verification/{YEAR}",
        f"/verification/{YEAR}/bodies",
        f"/verification/{YEAR}/waiting",
        f"/verification/tasks/{task_id}",
    ):
        await officer.get("/language/zh")
        chinese = (await officer.get(path)).text
        await officer.get("/language/en")
        answer = await officer.get(path)
        assert answer.status_code == 200
        assert "核查" in chinese
        assert not re.search(r">[a-z_]+:[a-z_:]+<", answer.text + chinese), path
    await officer.get("/language/zh")


async def test_lists_cost_the_same_whatever_their_length(
    door: AsyncTestClient[Litestar], monkeypatch: pytest.MonkeyPatch
) -> None:
    year = 2033
    officer = await signed_in(door, "verification_officer")
    asked: list[str] = []
    run = database.engine().run_querystring

    async def counted(querystring: object, *rest: object, **more: object) -> object:
        asked.append(str(querystring))
        return await run(querystring, *rest, **more)  # type: ignore[arg-type]

    for count in (1, 6):
        for number in range(100 + count, 100 + 2 * count):
            _, report_id = await reported(number, year=year)
            await given_to(report_id, 1 + number % 2)
        monkeypatch.setattr(database.engine(), "run_querystring", counted)
        for path in (f"/verification/{year}", f"/verification/{year}?search=电厂", f"/verification/{year}/bodies"):
            asked.clear()
            assert (await officer.get(path)).status_code == 200
            assert 0 < len(asked) <= MOST_STATEMENTS, (path, asked)
        monkeypatch.undo()
        monkeypatch.setattr(application, "ROOMS", ("front", "verification"))


async def test_ties_are_declared_by_form_and_seen_by_their_own(
    door: AsyncTestClient[Litestar], bodies: dict[int, int]
) -> None:
    await reported(3, year=2034)
    manager, other = await signed_in(door, "manager1"), await signed_in(door, "manager2")
    form = {"body": bodies[1], "credit_code": province.credit_code(3), "kind": "consulting", "since": "2024-02-30"}
    odd = await manager.post("/verification/own-ties", form)
    assert odd.status_code == 422
    assert "2024-02-30" in odd.text
    form["since"] = "2024-02-01"
    assert (await manager.post("/verification/own-ties", {**form, "credit_code": "X"})).status_code == 422
    assert (await manager.post("/verification/own-ties", form)).status_code == 303
    assert (await other.post("/verification/own-ties", form)).status_code == 422
    assert (await manager.post("/verification/ties", form)).status_code == 403
    assert "示例电厂3" in (await manager.get(f"/verification/{YEAR}/bodies")).text
    assert "示例电厂3" not in (await other.get(f"/verification/{YEAR}/bodies")).text
    filer = await signed_in(door, "filer3")
    assert "<td>示例电厂3" not in (await filer.get(f"/verification/{YEAR}/bodies")).text


async def test_who_is_shut_out_is_told_where_one_is_given_by_hand(
    door: AsyncTestClient[Litestar], bodies: dict[int, int]
) -> None:
    year, officer = 2035, await who("verification_officer")
    enterprise_id, report_id = await reported(4, year=year)
    for body_id in bodies.values():
        await acts.declare_tie(body_id, enterprise_id, TieKind.OWNERSHIP, date(2020, 1, 1), actor=officer, at=AT)
    browser = await signed_in(door, "verification_officer")
    assert (await browser.post(f"/verification/{year}/assign")).headers["location"] == f"/verification/{year}/waiting"
    path = f"/verification/reports/{report_id}/assign"
    assert f'href="{path}"' in (await browser.get(f"/verification/{year}/waiting")).text
    assert (await browser.get(path)).text.count("与该企业有资产或管理隶属关系") == 2
    form = {"body": bodies[1], "reason": "别无选择"}
    answer = await browser.post(f"/verification/reports/{report_id}/assign", form)
    assert answer.status_code == 422
    assert "VERIFICATION-EXCLUDED-OWNERSHIP" in answer.text
    assert "别无选择" in answer.text


async def test_a_foreign_or_absurd_number_is_no_page(door: AsyncTestClient[Litestar]) -> None:
    _, report_id = await reported(5)
    task_id = await given_to(report_id, 1)
    for name, path in (
        ("filer1", f"/verification/tasks/{task_id}"),
        ("manager2", f"/verification/tasks/{task_id}"),
        ("manager2", f"/verification/tasks/{task_id}/explanation"),
        ("verification_officer", "/verification/tasks/99999999999999999999"),
        ("verification_officer", "/verification/9999999"),
        ("verification_officer", "/verification/findings/0/evidence"),
    ):
        browser = await signed_in(door, name)
        assert (await browser.get(path)).status_code == 404, path
    stranger = await signed_in(door, "manager2")
    assert (await stranger.post(f"/verification/tasks/{task_id}/decline", {"reason": "x"})).status_code == 404
