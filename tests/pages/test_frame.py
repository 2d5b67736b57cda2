"""The frame in a browser: finding one's way, by keyboard alone and without a script, and what the script adds."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Dialog, Page, Request, Route, expect

from domain.records.database import ask
from portal.words import LANGUAGES
from tests.cast import enact_the_law
from tests.doors import PASSWORD, Town, opened_portal, plant
from tests.doors import Browser as Reader
from tests.house.test_security import EXPLANATION
from tests.pages.conftest import SignIn
from tests.pages.keyboard import tab_to
from tests.pages.test_parts import LOOKS, layout, seen
from tests.rooms.front.ways import KINDS, answer_of

NARROW, WIDE = 390, 1280
LISTED = 5


@pytest.fixture(scope="module")
async def listed(town: Town) -> list[int]:
    """Five entries of a list, each of an enterprise of its own."""
    ids = []
    for number in range(1, LISTED + 1):
        about = {"name": f"列表电厂{number}", "initials": f"lbdc{number}", "credit_code": f"91420000L{number:09}"}
        enterprise = await plant("enterprise", city="武汉市" if number % 2 else "宜昌市", sector="power", **about)
        entry = {"year": 2024, "enterprise_id": enterprise, "state": "published", "verdict": "list"}
        ids.append(await plant("list_entry", **entry, explanation=EXPLANATION))
    return ids


@pytest.fixture(scope="module")
async def the_law(town: Town) -> None:
    """What an upload is received by: the forms of its year."""
    await enact_the_law()


@pytest.fixture
async def unscripted(chromium: Browser, address: str) -> AsyncIterator[BrowserContext]:
    plain = await chromium.new_context(
        base_url=address, java_script_enabled=False, viewport={"width": WIDE, "height": 900}
    )
    yield plain
    await plain.close()


async def enter(page: Page, name: str) -> None:
    await page.goto("/sign-in")
    await page.fill("#sign_in_name", name)
    await page.fill("#password", PASSWORD)
    await page.click("main button")


# ------------------------------------------------------------------------------------------- finding one's way


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [NARROW, 640, 1024, WIDE])
async def test_the_whole_navigation_is_read_at_every_width(
    signed_in: SignIn, address: str, screenshots: Path, language: str, width: int
) -> None:
    page = await signed_in("leader")
    await page.set_viewport_size({"width": width, "height": 900})
    await seen(page, address, language, "light")
    await page.goto("/desk")
    if await page.locator(".bar .menu").is_visible():
        await page.click(".bar .menu")
    links = page.locator("nav.rooms a")
    assert await links.count() >= 17
    for link in await links.all():
        await expect(link).to_be_visible()
        await expect(link).to_be_in_viewport()
    await page.screenshot(path=screenshots / f"navigation-{language}-{width}.png")
    assert await layout(page) == {}


async def test_a_reader_sees_where_they_are(signed_in: SignIn, listed: list[int]) -> None:
    page = await signed_in("leader")
    await page.goto(f"/listing/entries/{listed[0]}")
    crumbs = page.get_by_role("navigation", name="当前位置")
    await expect(crumbs).to_contain_text("年度业务")
    await expect(crumbs.get_by_role("link")).to_have_text(["重点排放单位名录", "2024"])
    await expect(page.locator("nav.rooms [aria-current=page]")).to_have_text("重点排放单位名录")
    await crumbs.get_by_role("link").first.click()
    assert re.search(r"/listing/\d{4}$", page.url)
    await page.goto("/listing/2024")
    years = page.get_by_role("navigation", name="履约年度")
    await years.get_by_role("link", name="2023").click()
    assert page.url.endswith("/listing/2023")
    await page.get_by_role("link", name="配额分配").click()
    assert page.url.endswith("/allocation/2023"), "the year goes along"


async def test_keyboard_alone_signs_in_and_goes_about(page: Page) -> None:
    await page.goto("/sign-in?next=/listing/2024")
    await tab_to(page, "sign_in_name")
    await page.keyboard.type("leader")
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile(r"[0-9]/listing/2024$"))
    await page.wait_for_load_state()
    await tab_to(page, "法规")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/law")
    await page.wait_for_load_state()
    await tab_to(page, "高对比度")
    await page.keyboard.press("Enter")
    await expect(page.locator("html")).to_have_class("contrast")


async def test_keyboard_alone_opens_the_menu_of_a_narrow_screen(unscripted: BrowserContext) -> None:
    """And without a script."""
    page = await unscripted.new_page()
    await page.set_viewport_size({"width": NARROW, "height": 800})
    await page.goto("/public")
    menu = page.locator("nav.rooms")
    await expect(menu).to_be_hidden()
    await page.locator(".bar .menu").focus()
    await page.keyboard.press("Enter")
    await expect(menu).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(menu).to_be_hidden()
    await page.keyboard.press("Enter")
    await menu.get_by_role("link", name="法规").click()
    assert page.url.endswith("/law")


@pytest.mark.parametrize("look", LOOKS)
async def test_signing_in_is_in_order(page: Page, address: str, look: str) -> None:
    for language in LANGUAGES:
        for width in (NARROW, WIDE):
            await page.set_viewport_size({"width": width, "height": 900})
            await seen(page, address, language, look)
            await page.goto("/sign-in")
            assert (await faults(page), await layout(page)) == ([], {})
            await page.fill("#sign_in_name", "nobody")
            await page.fill("#password", "wrong words")
            await page.click("main button")
            await expect(page.locator(".findings")).to_be_focused()
            assert (await faults(page), await layout(page)) == ([], {})


async def faults(page: Page) -> list[str]:
    found = (await Axe().run(page)).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
async def test_a_page_of_trouble_is_in_order(
    page: Page, address: str, town: Town, tmp_path: Path, kind: str, screenshots: Path
) -> None:
    """Made by the portal itself, shown with the served style sheet."""
    pages: dict[str, str] = {}

    async def shown(route: Route) -> None:
        await route.fulfill(body=pages["now"], content_type="text/html; charset=utf-8")

    await page.route("**/planted", shown)
    wrong = {}
    async with opened_portal(tmp_path, PORTAL_DEMO="1") as client:
        for language in LANGUAGES:
            for look in LOOKS:
                with pytest.MonkeyPatch.context() as patch:
                    reader = Reader(client, {"language": language, "look": look})
                    pages["now"] = (await answer_of(kind, reader, patch)).text
                for width in (NARROW, WIDE):
                    await page.set_viewport_size({"width": width, "height": 900})
                    await page.goto("/planted")
                    await page.screenshot(path=screenshots / f"trouble-{kind}-{language}-{look}-{width}.png")
                    if found := (await faults(page)) or await layout(page):
                        wrong[f"{language} {look} {width}"] = found
    assert wrong == {}


# ------------------------------------------------------------------------------------------------------ uploads


async def upload_to(page: Page, content: bytes, path: str = "/plans/2024/upload") -> None:
    await page.goto(path)
    sent = {"name": "a.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    await page.set_input_files("input[type=file]", sent)  # type: ignore[arg-type]
    await page.click("main form:has(input[type=file]) button")


@pytest.mark.usefixtures("the_law")
async def test_an_upload_shows_how_far_it_is_and_follows_the_answer(signed_in: SignIn) -> None:
    page = await signed_in("filer")
    posted: list[Request] = []
    page.on("request", lambda request: posted.append(request) if request.method == "POST" else None)

    async def slowly(route: Route) -> None:
        if route.request.method == "POST":
            await asyncio.sleep(0.6)
        await route.continue_()

    await page.route("**/plans/**", slowly)
    await upload_to(page, b"a workbook" * 1000)
    await expect(page.locator("[data-upload] progress")).to_be_visible()
    await expect(page.locator("main form button")).to_be_disabled()
    await page.wait_for_url("**/plans/versions/*")
    await expect(page.get_by_role("main")).to_be_focused()
    await expect(page.locator("[data-progress]")).to_be_visible()
    assert [request.resource_type for request in posted] == ["xhr"]
    number = int(page.url.rpartition("/")[2])

    await ask("UPDATE plan SET state = 'stopped' WHERE id = {}", number)
    await expect(page.locator("[data-progress]")).to_have_count(0, timeout=8000)
    # Between two pages there is no progress either: whoever goes back then would come before the new one.
    await expect(page.locator("main h1")).to_be_visible()
    await page.wait_for_load_state()

    await page.go_back()
    await expect(page.locator("input[type=file]")).to_be_visible()
    await page.go_forward()
    await page.wait_for_url("**/plans/versions/*")
    assert len(posted) == 1, "going back and forth sends nothing"


async def test_a_refused_upload_shows_its_reasons_on_the_page(signed_in: SignIn) -> None:
    page = await signed_in("listing_officer")
    await upload_to(page, b"no workbook", "/listing/import")
    await expect(page.locator(".findings")).to_be_visible()
    await expect(page.locator(".findings")).to_be_focused()
    assert page.url.endswith("/listing/import")
    await expect(page.locator("input[type=file]")).to_be_enabled()


async def test_a_file_over_the_limit_is_not_even_sent(signed_in: SignIn) -> None:
    page = await signed_in("listing_officer")
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    await upload_to(page, bytes(11 * 1024 * 1024), "/listing/import")
    await expect(page.locator("[data-upload]")).to_contain_text("10 MB")
    await expect(page.locator("main form:has(input[type=file]) button")).to_be_enabled()
    assert posted == []


async def test_a_lost_connection_is_said(context: BrowserContext) -> None:
    page = await context.new_page()  # of its own, for the browser complains of the lost connection
    await enter(page, "filer")

    async def lost(route: Route) -> None:
        await (route.abort() if route.request.method == "POST" else route.continue_())

    await page.route("**/plans/2024/upload", lost)
    await upload_to(page, b"a workbook")
    await expect(page.locator("[data-upload]")).to_contain_text("连接中断")
    await expect(page.locator("main form:has(input[type=file]) button")).to_be_enabled()


@pytest.mark.usefixtures("the_law")
async def test_an_upload_needs_no_script(unscripted: BrowserContext) -> None:
    page = await unscripted.new_page()
    await enter(page, "filer")
    await upload_to(page, b"another workbook")
    await page.wait_for_url("**/plans/versions/*")
    assert await page.locator("noscript meta[http-equiv=refresh], meta[http-equiv=refresh]").count() == 1


# -------------------------------------------------------------------------------------------------------- lists


async def test_a_list_follows_the_typing(signed_in: SignIn, listed: list[int]) -> None:
    page = await signed_in("leader")
    await page.goto("/listing/2024?search=")
    await expect(page.locator("#list tbody tr")).to_have_count(LISTED)
    await page.evaluate("window.same = true")
    await page.click("#search")
    await page.keyboard.type("电厂3")
    await expect(page.locator("#list tbody tr")).to_have_count(1)
    await expect(page.locator("#search")).to_be_focused()
    await expect(page.locator("#live")).to_have_text("下方显示 1 条")
    assert "search=%E7%94%B5%E5%8E%823" in page.url
    export = await page.get_attribute("form.filter a[href*=export]", "href")
    assert export is not None
    assert "search=" in export
    await page.fill("#search", "")
    await expect(page.locator("#list tbody tr")).to_have_count(LISTED)
    await page.select_option("#filter-city", "宜昌市")
    await expect(page.locator("#list tbody tr")).to_have_count(2)
    assert await page.evaluate("window.same"), "the page was never loaded anew"
    await page.reload()
    await expect(page.locator("#list tbody tr")).to_have_count(2)


async def test_half_a_word_is_no_search(signed_in: SignIn, listed: list[int]) -> None:
    """Pinyin on its way to characters is left alone until the characters are there."""
    page = await signed_in("leader")
    await page.goto("/listing/2024?search=")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/listing/" in request.url else None)
    await page.evaluate("""() => {
        const field = document.getElementById('search');
        field.value = 'dian';
        field.dispatchEvent(new InputEvent('input', {bubbles: true, isComposing: true}));
    }""")
    await page.wait_for_timeout(500)
    assert asked == []
    await page.evaluate("""() => {
        const field = document.getElementById('search');
        field.value = '电厂2';
        field.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true}));
    }""")
    await expect(page.locator("#list tbody tr")).to_have_count(1)


async def test_the_order_changes_in_place_and_back_goes_back(signed_in: SignIn, listed: list[int]) -> None:
    page = await signed_in("leader")
    await page.goto("/listing/2024?search=&sort=name")
    first = page.locator("#list tbody tr").first
    await expect(first).to_contain_text("列表电厂1")
    await page.evaluate("window.same = true")
    await page.locator("#list thead a").first.focus()
    await page.keyboard.press("Enter")
    await expect(first).to_contain_text("列表电厂5")
    assert await page.evaluate("window.same")
    await expect(page.locator("#list thead a").first).to_be_focused()
    await page.go_back()
    await expect(first).to_contain_text("列表电厂1")


async def test_a_list_is_narrowed_without_a_script(unscripted: BrowserContext, listed: list[int]) -> None:
    page = await unscripted.new_page()
    await enter(page, "leader")
    await page.goto("/listing/2024?search=")
    await page.fill("#search", "lbdc4")
    await page.click("form.filter button")
    assert await page.locator("#list tbody tr").count() == 1


# -------------------------------------------------------------------------------------------------------- forms


async def test_leaving_something_typed_is_warned_of(signed_in: SignIn) -> None:
    page = await signed_in("system_administrator")
    told: list[str] = []

    async def answer(dialog: Dialog) -> None:
        told.append(dialog.type)
        await dialog.accept()

    page.on("dialog", answer)
    await page.goto("/accounts/new")
    await page.goto("/accounts")
    assert told == [], "nothing was typed"
    await page.goto("/accounts/new")
    await page.click("#name")
    await page.keyboard.type("新人")
    await page.goto("/accounts")
    assert told == ["beforeunload"]
    await page.fill("form.filter input", "a")
    await page.goto("/law")
    assert told == ["beforeunload"], "a search is no loss"


async def test_sending_is_no_leaving_and_happens_once(signed_in: SignIn) -> None:
    page = await signed_in("system_administrator")
    told: list[str] = []
    posted: list[Request] = []
    page.on("dialog", lambda dialog: told.append(dialog.type))
    page.on("request", lambda request: posted.append(request) if request.method == "POST" else None)
    await page.goto("/accounts/new")
    await page.fill("#sign_in_name", "twice.pressed")
    await page.fill("#name", "新人")
    await page.select_option("#post", "inspector")
    await page.fill("#password", PASSWORD)

    async def slowly(route: Route) -> None:
        await asyncio.sleep(0.5)
        await route.continue_()

    await page.route("**/accounts", slowly)
    await page.locator("main form button").dblclick()
    await expect(page.get_by_role("status")).to_contain_text("twice.pressed")
    assert (told, len(posted)) == ([], 1)
    await page.go_back()
    await page.go_forward()
    assert len(posted) == 1, "going back and forth sends nothing"
    await page.reload()
    assert len(posted) == 1


async def test_a_session_that_ended_gives_the_form_back(signed_in: SignIn, address: str) -> None:
    page = await signed_in("system_administrator")
    await page.goto("/accounts/new")
    await page.fill("#sign_in_name", "came.late")
    await page.fill("#name", "迟到的人")
    await page.select_option("#post", "inspector")
    await page.fill("#password", PASSWORD)
    await page.context.clear_cookies(name="session")
    await page.click("main form button")
    await expect(page.get_by_role("alert")).to_contain_text("没有提交")
    assert await faults(page) == []
    await page.fill("#sign_in_name", "system_administrator")
    await page.fill("#password", PASSWORD)
    await page.click("main button")
    await expect(page.get_by_label("姓名或名称")).to_have_value("迟到的人")
    assert await faults(page) == []
    assert await ask("SELECT id FROM account WHERE sign_in_name = 'came.late'") == []
    await page.get_by_role("button", name="现在提交").click()
    await expect(page.locator("#password-wrong")).to_be_visible()  # a password is never kept
    await page.fill("#password", PASSWORD)
    await page.click("main form button")
    assert len(await ask("SELECT id FROM account WHERE sign_in_name = 'came.late'")) == 1


async def test_escape_puts_an_explanation_away(page: Page) -> None:
    await page.goto("/parts")
    term = page.locator(".term a").first
    tip = page.locator(".term [role=tooltip]").first
    await term.focus()
    await expect(tip).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(tip).to_be_hidden()
    await expect(term).to_be_focused()
