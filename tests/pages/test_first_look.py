"""Every page that a post is offered: it opens without a complaint, in both languages, and axe finds nothing wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from domain.core.duties import POSTS
from tests.doors import PASSWORD
from tests.pages.conftest import SignIn

SEEN_BY_ALL = (
    "/public",
    "/public/list/2024",
    "/public/surrender/2024",
    "/public/penalties",
    "/public/prices",
    "/law",
    "/law/instruments",
    "/law/changes",
    "/law/reviews",
)
NARROW, WIDE = 390, 1280


async def offered(page: Page) -> list[str]:
    """Where the navigation leads this reader."""
    links = await page.eval_on_selector_all("nav.rooms a", "links => links.map(link => link.getAttribute('href'))")
    return [str(link) for link in links]


async def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than the window."""
    found = (await Axe().run(page)).response["violations"]
    told = [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]
    wider = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*told, "wider than the window"] if wider else told


@pytest.fixture(scope="module")
def looked_at() -> set[tuple[str, str]]:
    """Pages that axe has seen: most posts are offered the same ones, and once is enough."""
    return set()


@pytest.mark.parametrize("post", [post.code for post in POSTS])
async def test_what_a_post_is_offered_opens(
    signed_in: SignIn, post: str, screenshots: Path, looked_at: set[tuple[str, str]]
) -> None:
    page = await signed_in(post)
    wrong: dict[str, object] = {}
    for path in await offered(page):
        for language in ("zh", "en"):
            # Everybody's desk is another, and so is a room for another kind of user: every post looks at its desk.
            if path != "/desk" and (path, language) in looked_at:
                continue
            looked_at.add((path, language))
            await page.context.add_cookies([{"name": "language", "value": language, "url": page.url}])
            answer = await page.goto(path)
            assert answer is not None
            name = f"{post}{path.replace('/', '-')}-{language}.png"
            await page.screenshot(path=screenshots / name, full_page=True)
            found = await faults(page)
            if answer.status != 200 or found:
                wrong[f"{path} {language}"] = (answer.status, found)
    assert wrong == {}


@pytest.mark.parametrize("path", SEEN_BY_ALL)
async def test_what_everybody_sees(page: Page, path: str, screenshots: Path) -> None:
    for width in (WIDE, NARROW):
        await page.set_viewport_size({"width": width, "height": 900})
        answer = await page.goto(path)
        assert answer is not None
        await page.screenshot(path=screenshots / f"public{path.replace('/', '-')}-{width}.png", full_page=True)
        assert (answer.status, await faults(page)) == (200, [])


@pytest.mark.parametrize("post", ["filer", "leader", "security_administrator"])
async def test_a_small_screen_and_large_letters(signed_in: SignIn, post: str, screenshots: Path) -> None:
    """390 pixels wide, and twice the size of letters: nothing runs out of the window but tables, which scroll."""
    page = await signed_in(post)
    wrong = {}
    for width, letters in ((NARROW, "100%"), (WIDE // 2, "100%"), (WIDE, "200%")):
        await page.set_viewport_size({"width": width, "height": 900})
        for path in await offered(page):
            await page.goto(path)
            await page.evaluate("size => document.documentElement.style.fontSize = size", letters)
            await page.screenshot(path=screenshots / f"{post}{path.replace('/', '-')}-{width}-{letters[:3]}.png")
            if found := await faults(page):
                wrong[f"{path} {width} {letters}"] = found
    assert wrong == {}


async def test_a_page_prints_on_paper(signed_in: SignIn, screenshots: Path) -> None:
    page = await signed_in("leader")
    await page.goto("/law")
    await page.emulate_media(media="print")
    assert not await page.is_visible("nav.rooms")
    assert not await page.is_visible(".masthead .who")
    await page.pdf(path=screenshots / "law.pdf", format="A4")


async def test_it_works_without_javascript(chromium: Browser, address: str) -> None:
    plain = await chromium.new_context(base_url=address, java_script_enabled=False)
    page = await plain.new_page()
    await page.goto("/sign-in")
    await page.fill("#sign_in_name", "leader")
    await page.fill("#password", PASSWORD)
    await page.click("main button")
    assert page.url.endswith("/desk")
    await plain.close()
