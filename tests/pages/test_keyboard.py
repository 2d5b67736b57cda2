"""Signing in, changing the language and going about by keyboard alone."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.doors import PASSWORD
from tests.pages.conftest import SignIn
from tests.pages.keyboard import focused, tab_to


async def test_the_first_stop_leads_to_the_content(page: Page) -> None:
    await page.goto("/sign-in")
    await page.keyboard.press("Tab")
    assert await focused(page) == "跳到正文"
    assert await page.evaluate("document.activeElement.getBoundingClientRect().left >= 0"), "the skip link is seen"
    await page.keyboard.press("Enter")
    assert await focused(page) == "main"


async def test_signing_in_and_out_by_keyboard(page: Page) -> None:
    await page.goto("/sign-in")
    await tab_to(page, "sign_in_name")
    await page.keyboard.type("leader")
    await page.keyboard.press("Tab")
    assert await focused(page) == "password"
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/desk")
    await tab_to(page, "退出")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/public")
    await expect(page.get_by_role("status")).to_have_text("已退出。")


async def test_a_wrong_password_is_said_at_the_field_and_the_name_stays(page: Page) -> None:
    await page.goto("/sign-in")
    await page.fill("#sign_in_name", "verifier")
    await page.fill("#password", "wrong")
    await page.keyboard.press("Enter")
    await expect(page.locator("#password")).to_have_attribute("aria-invalid", "true")
    await expect(page.locator("#sign_in_name")).to_have_value("verifier")
    await expect(page.get_by_role("alert")).to_be_visible()


async def test_the_language_is_changed_and_kept(page: Page) -> None:
    await page.goto("/sign-in")
    await expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    await page.get_by_role("link", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/sign-in"), "the reader stays on the page"
    await page.goto("/law")
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_the_focus_is_always_seen(signed_in: SignIn) -> None:
    page = await signed_in("leader")
    unseen = []
    for _ in range(25):
        await page.keyboard.press("Tab")
        style = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        if style == "none" and await page.evaluate("document.activeElement !== document.body"):
            unseen.append(await focused(page))
    assert unseen == []


async def test_an_account_is_created_and_locked_in_the_browser(signed_in: SignIn) -> None:
    page = await signed_in("system_administrator")
    await page.get_by_role("link", name="账号").click()
    await page.get_by_role("link", name="开立账号").click()
    await page.fill("#sign_in_name", "new.inspector")
    await page.fill("#name", "新检查员")
    await page.select_option("#post", "inspector")
    await page.fill("#password", "too short")
    await page.click("main form button")
    await expect(page.locator("#password-wrong")).to_contain_text("12")
    await expect(page.locator("#name")).to_have_value("新检查员")
    await page.fill("#password", PASSWORD)
    await page.click("main form button")
    await expect(page.get_by_role("status")).to_contain_text("new.inspector")
    await page.click("text=退出")

    page = await signed_in("security_administrator")
    await page.goto("/security")
    await page.fill("#sign_in_name", "new.inspector")
    await page.fill("#reason", "试锁")
    await page.get_by_role("button", name="立即停用并终止会话").click()
    await expect(page.get_by_role("status")).to_contain_text("new.inspector")
    await expect(page.get_by_role("row", name="new.inspector")).to_be_visible()


async def test_the_journal_is_verified_in_the_browser(signed_in: SignIn) -> None:
    page = await signed_in("audit_administrator")
    await page.locator("nav.rooms").get_by_role("link", name="日志", exact=True).click()
    await page.get_by_role("button", name="核验日志链").click()
    await expect(page.get_by_role("status")).to_contain_text("日志链完整")
