"""Through every page in one language, with axe and on a narrow screen: a module for each, so that both run at once."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Error, Page

from portal.application import application
from tests.addresses import Address, addresses

NARROW, WIDE = 390, 1280
# What a click saves instead of showing.
DOWNLOADS = (
    *("/export", "/file", "/blank", "/blank/{source:str}", "/certificate", "/original", "/annotated", "/zip", "/key"),
    *("/frame.txt", "/picture", "/table", "/{file_name:str}", ".py", ".xml", ".csv", ".xlsx"),
)


def shown(address: Address) -> bool:
    return not (address.route.endswith(DOWNLOADS) or "/files/" in address.route or "/progress/" in address.route)


async def faults_of_every_page(
    address: str, chromium: Browser, sign_in_names: dict[str, tuple[str, str]], screenshots: Path, language: str
) -> list[str]:
    """What is wrong with any page, and a picture of each among the screenshots."""
    pages = sorted(filter(shown, await addresses(application())), key=lambda one: one.reader)
    wrong: list[str] = []
    for reader, mine in groupby(pages, key=lambda one: one.reader):
        context = await chromium.new_context(base_url=address, viewport={"width": WIDE, "height": 900})
        await context.add_cookies([{"name": "language", "value": language, "url": address}])
        page = await context.new_page()
        if reader:
            await sign_in(page, *sign_in_names[reader])
        for one in mine:
            wrong += [f"{one.path} ({language}): {told}" for told in await faults(page, one)]
            name = one.path.strip("/").replace("/", "-") or "first"
            await page.screenshot(path=screenshots / f"{name}-{language}.png", full_page=True)
        await context.close()
    return wrong


async def sign_in(page: Page, name: str, password: str) -> None:
    await page.goto("/sign-in")
    await page.fill("#sign_in_name", name)
    await page.fill("#password", password)
    await page.press("#password", "Enter")
    await page.wait_for_url("**/desk**")


async def faults(page: Page, one: Address) -> list[str]:
    """What axe and a narrow screen find wrong with a page."""
    try:
        answer = await page.goto(one.path)
    except Error as trouble:
        # Some addresses answer with whatever file was sent there: a click saves it, and there is no page to look at.
        if "Download is starting" in trouble.message:
            return []
        raise
    if answer is None or answer.status != 200:
        return [f"status {answer.status if answer else 'none'}"]
    found = [
        f"{fault['id']} at {fault['nodes'][0]['target']}" for fault in (await Axe().run(page)).response["violations"]
    ]
    await page.set_viewport_size({"width": NARROW, "height": 900})
    if (width := await page.evaluate("document.documentElement.scrollWidth")) > NARROW:
        found.append(f"{width} px wide on a screen of {NARROW}")
    await page.set_viewport_size({"width": WIDE, "height": 900})
    return found
