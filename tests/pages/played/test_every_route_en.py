"""Axe finds nothing wrong with any page in English, nor is one wider than a narrow screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext

from seed.play.scene import Scene
from tests.addresses import Address
from tests.pages.played.crawl import faults, faults_of_every_page


@pytest.mark.slow
async def test_axe_is_content_with_every_page(
    scene: Scene, chromium: Browser, address: str, sign_in_names: dict[str, tuple[str, str]], screenshots: Path
) -> None:
    assert await faults_of_every_page(address, chromium, sign_in_names, screenshots, "en") == []


@pytest.mark.usefixtures("scene")
async def test_a_faulty_page_is_seen(context: BrowserContext) -> None:
    page = await context.new_page()
    faulty = '<h1>x</h1><img src="data:,"><p style="width:900px">x</p>'
    planted = f'<!doctype html><html lang="en"><title>x</title><main>{faulty}</main>'
    await page.route("**/planted", lambda route: route.fulfill(body=planted, content_type="text/html"))
    found = await faults(page, Address("/planted", "/planted", ""))
    assert any(told.startswith("image-alt") for told in found)
    assert any("px wide" in told for told in found)
