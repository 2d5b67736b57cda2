"""Axe finds nothing wrong with any page in Chinese, nor is one wider than a narrow screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser

from seed.play.scene import Scene
from tests.pages.played.crawl import faults_of_every_page


@pytest.mark.slow
async def test_axe_is_content_with_every_page(
    scene: Scene, chromium: Browser, address: str, sign_in_names: dict[str, tuple[str, str]], screenshots: Path
) -> None:
    assert await faults_of_every_page(address, chromium, sign_in_names, screenshots, "zh") == []
