"""What enterprises and verification bodies come for, from sign-in to the act, by keyboard alone."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, Page, expect

from domain.emission_report.states import State, VersionState
from domain.recheck import acts as rechecks
from domain.recheck import queries as confirmations
from domain.recheck.states import ConfirmationState, ObjectionState
from domain.recheck.states import TaskState as RecheckState
from domain.records.database import ask
from domain.records.evidence import queries as evidence
from domain.verification.states import TaskState
from portal.clock import current_year
from seed.cast import EnterpriseFact
from seed.play.scene import Scene
from tests.pages.keyboard import Keyboard
from tests.pages.played.conftest import SignInAs, last_act, password_of
from tests.sheets.make_broken import broken_cells

FUEL_SHEET, CONSUMED = "化石燃料", "D10"


async def versions_of(known: EnterpriseFact) -> list[dict[str, object]]:
    """The versions of the report of the year under way, the newest first."""
    rows = await ask(
        "SELECT v.number, v.state, v.evidence, r.state AS report_state FROM report_version v "
        "JOIN report r ON r.id = v.report_id JOIN enterprise e ON e.id = r.enterprise_id "
        "WHERE e.credit_code = {} AND r.year = {} ORDER BY v.number DESC",
        known.credit_code,
        current_year(),
    )
    return [dict(row) for row in rows]


@pytest.fixture
async def clean_workbook(scene: Scene) -> bytes:
    """The workbook that the enterprise whose report came back had handed in first."""
    first = (await versions_of(scene.cast.with_role("two_versions")))[-1]
    content = await evidence.fetch(str(first["evidence"]))
    assert content is not None
    return content


async def upload(keyboard: Keyboard, content: bytes) -> None:
    """From the desk to the report, and a workbook into it."""
    await keyboard.follow("排放报告有校验问题", exact=False)
    field = keyboard.main.get_by_label("填好的工作簿")
    await keyboard.reach(field)
    # What the browser's own dialog does once the space bar has opened it.
    await field.set_input_files({"name": "报告.xlsx", "mimeType": "application/zip", "buffer": content})
    await keyboard.press(keyboard.button("上传"))
    await keyboard.sees("工作簿已收到，正在读取。")


async def test_a_filer_uploads_a_broken_workbook_and_reads_what_is_wrong(
    signed_in_as: SignInAs, scene: Scene, clean_workbook: bytes
) -> None:
    known = scene.cast.with_role("two_versions")
    before = await versions_of(known)
    keyboard = Keyboard(await signed_in_as("filer"))
    await upload(keyboard, broken_cells(clean_workbook, {(FUEL_SHEET, CONSUMED): -5}))
    # The page says by itself when the worker has read the workbook.
    await scene.do_what_is_owed(datetime.now(UTC))
    finding = keyboard.main.get_by_role("row", name=f"{FUEL_SHEET}!{CONSUMED}")
    await expect(finding).to_contain_text("不能为负数，填的是 -5")
    await expect(finding).to_contain_text("不通过")
    newest, *earlier = await versions_of(known)
    assert (newest["number"], newest["state"]) == (len(before) + 1, VersionState.STOPPED)
    assert earlier == before, "what was handed in before stays as it was"
    assert await last_act("emission_report:version:receive") == (known.filer, "")

    await keyboard.follow("去上传")
    await keyboard.follow("第 1 版")
    await keyboard.sees("校验通过，可签署提交")
    original = await keyboard.download(keyboard.link(".xlsx", exact=False))
    assert hashlib.sha256(original).hexdigest() == before[-1]["evidence"]


async def test_a_filer_without_javascript_uploads_and_narrows_a_list(
    chromium: Browser, address: str, scene: Scene, clean_workbook: bytes
) -> None:
    known = scene.cast.with_role("two_versions")
    context = await chromium.new_context(base_url=address, java_script_enabled=False)
    keyboard = Keyboard(await context.new_page())
    await keyboard.sign_in(known.filer, password_of(scene, known.filer))
    await upload(keyboard, clean_workbook)
    await scene.do_what_is_owed(datetime.now(UTC))
    await keyboard.sees("校验通过，可签署提交")
    newest, *_ = await versions_of(known)
    assert (newest["state"], newest["report_state"]) == (VersionState.CLEAN, State.RETURNED)

    await keyboard.go_to("公文")
    lines = keyboard.main.locator("tbody tr")
    every = await lines.count()
    await keyboard.choose(keyboard.choice("文书种类"), "排放报告受理回执")
    await keyboard.open(keyboard.button("查看"))
    assert 0 < await lines.count() < every
    await expect(lines.filter(has_not_text="排放报告受理回执")).to_have_count(0)
    await keyboard.follow("显示全部")
    await expect(lines).to_have_count(every)
    await context.close()


@pytest.fixture
async def told(scene: Scene) -> EnterpriseFact:
    """An enterprise whose emissions are confirmed and told to it just now: its recheck is over."""
    year, now = current_year(), datetime.now(UTC)
    officer, leader = await scene.holder("verification_officer"), await scene.holder("leader")
    inspectors = [await scene.actor(person.sign_in) for person in scene.cast.holding("inspector")]
    by_id = {actor.account_id: actor for actor in inspectors}
    for card in await confirmations.tasks(year, actor=officer):
        if card.state == RecheckState.DRAWN:
            await rechecks.record_result(card.id, [], "与核查一致", actor=by_id[card.inspector_ids[0]], at=now)
    await rechecks.prepare(year, actor=officer, at=now)
    await rechecks.notify(year, actor=leader, at=now)
    (row,) = await ask("SELECT enterprise_id FROM confirmation WHERE state = {}", ConfirmationState.NOTIFIED)
    return await scene.fact_of(row["enterprise_id"])


async def test_a_signatory_objects_to_what_was_confirmed(page: Page, scene: Scene, told: EnterpriseFact) -> None:
    keyboard, grounds = Keyboard(page), "一号机组十月煤样另有检测报告，请据以重新认定。"
    await keyboard.sign_in(told.signatory, password_of(scene, told.signatory))
    await keyboard.follow("排放量已告知，如有异议请在期限内提出", exact=False)
    await keyboard.sees("异议截止日")
    # Before objecting, how the figure came about.
    await keyboard.open(keyboard.main.locator("a.explained").first)
    await keyboard.sees("输入", "步骤", "结果")
    await keyboard.back(f"{told.name} {current_year()}")
    await keyboard.write(keyboard.main.get_by_label("异议理由"), grounds)
    await keyboard.open(keyboard.button("提出异议"))
    await expect(page.get_by_role("status")).to_have_text("异议已提出。")
    await keyboard.sees(grounds, "待决定")
    (row,) = await ask("SELECT state FROM objection WHERE grounds = {}", grounds)
    assert row["state"] == ObjectionState.FILED
    assert await last_act("recheck:objection:file") == (told.signatory, grounds)


async def state_of_task(page: Page) -> object:
    """The state of the verification that the page shows."""
    (row,) = await ask("SELECT state FROM verification_task WHERE id = {}", int(page.url.rpartition("/")[2]))
    return row["state"]


async def test_a_body_accepts_a_task_with_a_team(
    signed_in_as: SignInAs, sign_in_names: dict[str, tuple[str, str]]
) -> None:
    keyboard = Keyboard(await signed_in_as("body_manager"))
    await keyboard.follow("核查任务待承接", exact=False)
    names = await keyboard.main.get_by_role("group", name="核查组成员").locator("label").all_text_contents()
    await keyboard.choose(keyboard.choice("核查组长"), names[1])
    await keyboard.press(keyboard.button("接受任务"))
    # A leader alone is no team: it is said at the head of the form, where the focus goes.
    await expect(keyboard.main.get_by_role("alert")).to_be_focused()
    await keyboard.choose(keyboard.choice("核查组长"), names[1])
    await keyboard.tick(keyboard.main.get_by_label(names[2], exact=True))
    await keyboard.open(keyboard.button("接受任务"))
    await expect(keyboard.page.get_by_role("status")).to_have_text("已接受任务。")
    await keyboard.sees(names[1], names[2], "待文件评审")
    assert await state_of_task(keyboard.page) == TaskState.ACCEPTED
    assert (await last_act("verification:task:accept"))[0] == sign_in_names["body_manager"][0]


async def test_a_verifier_reviews_the_documents(
    signed_in_as: SignInAs, sign_in_names: dict[str, tuple[str, str]]
) -> None:
    keyboard = Keyboard(await signed_in_as("verifier"))
    await keyboard.follow("待文件评审", exact=False)
    await keyboard.write(keyboard.main.get_by_label("文件评审情况"), "报告与台账一致，重点核对十月煤样。")
    await keyboard.choose(keyboard.choice("方式 1"), "验（验证）")
    await keyboard.write(keyboard.main.get_by_label("核查内容 1"), "十月煤样检测报告")
    await keyboard.open(keyboard.button("提交文件评审"))
    await expect(keyboard.page.get_by_role("status")).to_have_text("文件评审已提交。")
    await keyboard.sees("报告与台账一致，重点核对十月煤样。")
    await expect(keyboard.main.get_by_role("row", name="十月煤样检测报告")).to_contain_text("验（验证）")
    assert await state_of_task(keyboard.page) == TaskState.REVIEWED_DOCUMENTS
    assert (await last_act("verification:task:review_documents"))[0] == sign_in_names["verifier"][0]


async def test_a_reviewer_agrees_and_the_report_is_delivered(
    signed_in_as: SignInAs, sign_in_names: dict[str, tuple[str, str]]
) -> None:
    keyboard = Keyboard(await signed_in_as("reviewer"))
    await keyboard.follow("核查结论待技术复核", exact=False)
    await keyboard.write(keyboard.main.get_by_label("技术复核", exact=True), "证据充分，同意结论。")
    await keyboard.open(keyboard.button("同意并交付"))
    await expect(keyboard.page.get_by_role("status")).to_have_text("核查报告已交付。")
    await keyboard.sees("核查报告编号", "证据充分，同意结论。")
    assert await state_of_task(keyboard.page) == TaskState.DELIVERED
    assert (await last_act("verification:task:deliver"))[0] == sign_in_names["reviewer"][0]
