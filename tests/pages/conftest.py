"""Chromium of the system, driven by Playwright, before a portal that runs as a process of its own.

Without Chromium these tests are skipped and say so. Screenshots are kept in a folder that pytest names at the end.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.doors import PASSWORD, Town, people_the_town

CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), "")
STARTED_WITHIN_SECONDS = 60

SignIn = Callable[[str], Awaitable[Page]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, and skip it where there is no browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (Debian: apt install chromium)"))


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture(scope="module")
def address(town: Town, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The portal over the module's database, served as operators serve it; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = tmp_path_factory.mktemp("portal")
    environment = {**os.environ, "DATABASE_URL": database_url, "PORTAL_DATA_DIR": str(data), "PORTAL_DEMO": "1"}
    portal = Path(sys.executable).with_name("portal")
    server = subprocess.Popen([portal, "serve", "--workers", "1", "--port", str(port)], env=environment)
    try:
        _wait_for(f"http://127.0.0.1:{port}/sign-in", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTED_WITHIN_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "the portal ended before it answered"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer within {STARTED_WITHIN_SECONDS} seconds")


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        # As root, which a container often is, Chromium runs without its own sandbox.
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.fixture
async def context(chromium: Browser, address: str) -> AsyncIterator[BrowserContext]:
    opened = await chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    yield opened
    await opened.close()


@pytest.fixture
async def page(context: BrowserContext) -> AsyncIterator[Page]:
    """A page; whatever the browser complains of while a test uses it fails the test."""
    opened = await context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda told: complaints.append(told.text) if told.type in ("error", "warning") else None)
    yield opened
    # A page that is refused on purpose is told by the browser as a resource that failed.
    assert [told for told in complaints if "status of 4" not in told] == []


@pytest.fixture
async def signed_in(page: Page) -> SignIn:
    async def sign_in(name: str) -> Page:
        await page.goto("/sign-in")
        await page.fill("#sign_in_name", name)
        await page.fill("#password", PASSWORD)
        # The page after signing in is there, whole, before a test acts on it.
        async with page.expect_navigation():
            await page.click("main button")
        return page

    return sign_in


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("screenshots")
