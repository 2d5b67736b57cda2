"""The pictures of the guides, taken from a running demonstration.

    make demo                                        # in one terminal
    python -m tests.pages.pictures [--address URL]   # in another; writes docs/guide/pictures

A picture is named after the guide's page and language (`05-reports.zh.png`).
"""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, async_playwright

from tests.pages.conftest import CHROMIUM

FOLDER = Path(__file__).parent.parent.parent / "docs" / "guide" / "pictures"
LANGUAGES = ("zh", "en")
WIDTH, HEIGHT = 1120, 720
COLOURS = 48


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name, who looks (a sign-in name of the demonstration, empty for the public) and at what."""

    name: str
    reader: str
    path: str
    height: int = HEIGHT


PICTURES = (
    Picture("01-desk", "verification", "/desk"),
    Picture("02-year", "leader", "/year", 900),
    Picture("03-list", "listing", "/listing/2025"),
    Picture("04-plans", "listing", "/plans/2025"),
    Picture("05-reports", "verification", "/reports/2025"),
    Picture("06-verification", "verification", "/verification/2025"),
    Picture("07-recheck", "verification", "/recheck/2025"),
    Picture("08-allocation", "allocation", "/allocation/2024"),
    Picture("09-surrender", "allocation", "/surrender/2024"),
    Picture("10-penalties", "enforcement", "/penalties/2024"),
    Picture("11-summary", "summary", "/summary/2024/completeness"),
    Picture("12-dashboard", "leader", "/dashboard", 900),
    Picture("enterprise-desk", "offsets.filer", "/desk"),
    Picture("enterprise-unit", "offsets.filer", "/enterprises", 900),
    Picture("body-desk", "chutian.verifier2", "/desk"),
    Picture("accounts", "sysadmin", "/accounts"),
    Picture("public", "", "/public", 900),
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Take the pictures of the guides from a running demonstration.")
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=FOLDER)
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    asyncio.run(_take(chosen.address, chosen.out))


async def _take(address: str, folder: Path) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for language in LANGUAGES:
            for picture in PICTURES:
                await _picture(browser, address, picture, language, folder / f"{picture.name}.{language}.png")
        await browser.close()


async def _picture(browser: Browser, address: str, picture: Picture, language: str, file: Path) -> None:
    context = await browser.new_context(base_url=address, viewport={"width": WIDTH, "height": picture.height})
    await context.add_cookies([{"name": "language", "value": language, "url": address}])
    page = await context.new_page()
    if picture.reader:
        await page.goto("/sign-in")
        await page.fill("#sign_in_name", picture.reader)
        await page.fill("#password", f"{picture.reader}-demo-2024")
        await page.press("#password", "Enter")
        await page.wait_for_url("**/desk**")
    answer = await page.goto(picture.path)
    assert answer is not None
    assert answer.status == 200, f"{picture.path} as {picture.reader or 'public'}: {answer.status}"
    _keep(await page.screenshot(), file)
    await context.close()


def _keep(picture: bytes, file: Path) -> None:
    """Few colours are enough for a page, and weigh a quarter."""
    few = Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS)
    few.save(file, optimize=True)


if __name__ == "__main__":
    main()
