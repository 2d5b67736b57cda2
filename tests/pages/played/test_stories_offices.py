"""What the authorities, the three administrators and the public come for, from the first page, by keyboard alone."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile

from openpyxl import load_workbook
from playwright.async_api import Page, expect

from domain.emission_report.states import State
from domain.recheck.states import ObjectionState
from domain.records.database import ask
from portal.clock import current_year
from seed.play.scene import Scene
from tests.doors import PASSWORD
from tests.pages.keyboard import Keyboard
from tests.pages.played.conftest import SignInAs, last_act


async def test_an_officer_accepts_a_report_from_the_narrowed_list(signed_in_as: SignInAs) -> None:
    """First the report itself, then the list, the lines that wait, and whom the act will touch."""
    (waiting,) = await ask(
        "SELECT r.id, e.name FROM report r JOIN enterprise e ON e.id = r.enterprise_id WHERE r.state = {}",
        State.SUBMITTED,
    )
    keyboard = Keyboard(await signed_in_as("verification_officer"))
    await keyboard.follow("排放报告待受理", exact=False)
    await keyboard.sees(waiting["name"], "待受理")
    await keyboard.follow(f"排放报告 {current_year()}")
    await keyboard.choose(keyboard.choice("状态"), "待受理")
    await expect(keyboard.main.locator("tbody tr")).to_have_count(1)
    await keyboard.tick(keyboard.main.get_by_label(f"选择 {waiting['name']}"))
    await keyboard.open(keyboard.button("受理 …"))
    await keyboard.sees("涉及 1 家", waiting["name"])
    await keyboard.open(keyboard.button("受理"))
    await expect(keyboard.page.get_by_role("status")).to_have_text("已办理 1 家。")
    (after,) = await ask("SELECT state FROM report WHERE id = {}", waiting["id"])
    assert after["state"] == State.ACCEPTED
    assert (await last_act("emission_report:report:accept"))[0] == "verification"


async def test_a_leader_decides_an_objection(signed_in_as: SignInAs) -> None:
    reasons = "复查取样符合规定，原认定正确。"
    keyboard = Keyboard(await signed_in_as("leader"))
    await keyboard.follow("异议待作出复核决定", exact=False)
    await keyboard.sees("异议理由", "作出决定的期限")
    await keyboard.reach(keyboard.main.get_by_role("radio", name="支持", exact=True))
    await keyboard.page.keyboard.press("ArrowDown")
    await expect(keyboard.main.get_by_role("radio", name="不予支持")).to_be_checked()
    await keyboard.write(keyboard.main.get_by_role("textbox", name="理由", exact=True), reasons)
    await keyboard.open(keyboard.button("对异议作出决定"))
    await expect(keyboard.page.get_by_role("status")).to_have_text("决定已作出并告知企业。")
    await keyboard.sees(reasons, "复核决定书")
    (decided,) = await ask("SELECT state, upheld FROM objection WHERE reasons = {}", reasons)
    assert (decided["state"], decided["upheld"]) == (ObjectionState.DECIDED, False)
    assert (await last_act("recheck:objection:decide"))[0] == "leader"


async def test_an_account_is_created_and_its_city_officer_takes_the_late_reporters_along(
    signed_in_as: SignInAs, scene: Scene
) -> None:
    owing = scene.cast.with_role("refuser")
    keyboard = Keyboard(await signed_in_as("system_administrator"))
    await keyboard.go_to("账号")
    await keyboard.follow("开立账号")
    await keyboard.write(keyboard.main.get_by_label("登录名"), "new.city")
    await keyboard.write(keyboard.main.get_by_label("姓名（本人）"), "新设区市人员")
    await keyboard.choose(keyboard.choice("岗位"), "设区市人员")
    await keyboard.write(keyboard.main.get_by_label("设区市"), owing.city)
    await keyboard.write(keyboard.main.get_by_label("电子邮箱"), "new.city@example.org")
    await keyboard.write(keyboard.main.get_by_label("初始密码"), "too short")
    await keyboard.open(keyboard.button("开立账号并保存"))
    # What is wrong has the focus, and leads to its field; the rest stands as it was typed.
    alert = keyboard.main.get_by_role("alert")
    await expect(alert).to_be_focused()
    await keyboard.press(alert.get_by_role("link"))
    password = keyboard.main.get_by_label("初始密码")
    await expect(password).to_be_focused()
    await keyboard.write(password, PASSWORD)
    await keyboard.open(keyboard.button("开立账号并保存"))
    await expect(keyboard.page.get_by_role("status")).to_have_text("已开立账号 new.city。")
    (made,) = await ask("SELECT post, city, email FROM account WHERE sign_in_name = 'new.city'")
    assert tuple(made.values()) == ("city_officer", owing.city, "new.city@example.org")
    assert (await last_act("people:account:create"))[0] == "sysadmin"

    await keyboard.press(keyboard.page.get_by_role("button", name="退出"))
    await keyboard.page.wait_for_url("**/public")
    await keyboard.sign_in("new.city", PASSWORD)
    await keyboard.follow("谁还没有报（迟报单位）")
    await expect(keyboard.main.locator("tbody tr")).to_have_count(1)
    await expect(keyboard.link(owing.name)).to_be_visible()
    sheet = load_workbook(io.BytesIO(await keyboard.download(keyboard.link("导出 xlsx")))).worksheets[0]
    told = [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None]
    assert owing.name in told
    assert scene.cast.with_role("gap_cap").name not in told, "which has reported, and in another city"


async def test_the_ministry_looks_what_is_lacking_and_takes_the_package(signed_in_as: SignInAs) -> None:
    keyboard = Keyboard(await signed_in_as("ministry"))
    await keyboard.follow("常用查询")
    await keyboard.follow("上报数据包还缺什么")
    await keyboard.sees("资料齐全")
    await keyboard.back("国家汇总上报")
    (package,) = await ask("SELECT year, serial, sha256 FROM package")
    await keyboard.follow(f"{package['year']}-{package['serial']}")
    await keyboard.sees(package["sha256"])
    content = await keyboard.download(keyboard.link("下载数据包"))
    assert hashlib.sha256(content).hexdigest() == package["sha256"]
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


async def test_an_account_is_locked_and_the_journal_says_why(signed_in_as: SignInAs) -> None:
    reason = "手机遗失，口令可能外泄"
    keyboard = Keyboard(await signed_in_as("security_administrator"))
    await keyboard.go_to("安全")
    await keyboard.write(keyboard.main.get_by_label("登录名"), "inspector1")
    await keyboard.write(keyboard.main.get_by_label("理由"), reason)
    await keyboard.open(keyboard.button("立即停用并终止会话"))
    await expect(keyboard.page.get_by_role("status")).to_have_text("已停用账号 inspector1，其会话已终止。")
    (locked,) = await ask("SELECT disabled FROM account WHERE sign_in_name = 'inspector1'")
    assert locked["disabled"]
    assert await last_act("people:account:disable") == ("secadmin", reason)
    await keyboard.press(keyboard.page.get_by_role("button", name="退出"))
    await keyboard.page.wait_for_url("**/public")

    await signed_in_as("audit_administrator")
    await keyboard.go_to("日志")
    await keyboard.write(keyboard.main.get_by_label("查询"), "手机遗失")
    await expect(keyboard.main.locator("tbody tr")).to_have_count(1)
    await keyboard.open(keyboard.main.get_by_role("row", name=reason).get_by_role("link").first)
    await keyboard.sees(reason, "安全管理员乙")


async def test_the_public_looks_an_enterprise_up_and_takes_data_along(page: Page, scene: Scene) -> None:
    known = scene.cast.with_role("late_surrender")
    (row,) = await ask("SELECT initials FROM enterprise WHERE credit_code = {}", known.credit_code)
    keyboard = Keyboard(page)
    await page.goto("/public")
    await keyboard.follow("年度名录", exact=False)
    await keyboard.write(keyboard.main.get_by_label("查询"), row["initials"])
    await expect(keyboard.main.locator("tbody tr")).to_have_count(1)
    await keyboard.follow(known.name)
    await keyboard.sees(known.credit_code, "逾期完成")

    await keyboard.open(page.get_by_role("banner").get_by_role("link", name="碳市场管理门户"))
    await keyboard.follow("开放数据")
    await keyboard.follow("配额清缴结果")
    lines = list(
        csv.reader(io.StringIO((await keyboard.download(keyboard.link("surrender-all.csv"))).decode("utf-8-sig")))
    )
    assert any(known.credit_code in line for line in lines)


async def test_the_public_verifies_a_document_and_changes_the_language(page: Page) -> None:
    document, *_ = await ask("SELECT number, check_code FROM document WHERE public ORDER BY id LIMIT 1")
    keyboard = Keyboard(page)
    await page.goto("/public")
    await keyboard.follow("文书核验")
    for code, answer in (("AAAA-AAAA-AAAA", "未查到该公文"), (document["check_code"].lower(), "本公文真实有效")):
        await keyboard.write(keyboard.main.get_by_label("文号"), document["number"])
        await keyboard.write(keyboard.main.get_by_label("校验码"), code)
        await keyboard.open(keyboard.button("核验"))
        await keyboard.sees(answer)
    await keyboard.open(page.get_by_role("link", name="English"))
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Verify a document")
