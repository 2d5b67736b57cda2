"""The calculators in a browser: by keyboard, on a small screen, on paper, without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from domain.trial.rules import QUESTIONS
from portal.trial.form import example_of
from tests.cast import enact_the_law
from tests.doors import Town
from tests.pages.test_first_look import NARROW, WIDE, faults

ENTITY = "/trial/allocation.power_entity"
# One of each kind of form and answer: choices, a table of facts, amounts by year, rows in the answer, days.
SHOWN = (
    "allocation.power_unit",
    "allocation.power_entity",
    "listing.screen",
    "penalty.surrender",
    "surrender.carry_over",
    "calendar.evidence",
)


@pytest.fixture(scope="module", autouse=True)
async def law(town: Town) -> None:
    await enact_the_law()


def asked(code: str) -> str:
    return f"/trial/{code}?{example_of(QUESTIONS[code]).address(QUESTIONS[code])}"


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_an_answer_is_read_on_every_screen(page: Page, address: str, language: str, screenshots: Path) -> None:
    wrong = {}
    await page.context.add_cookies([{"name": "language", "value": language, "url": address}])
    for width in (WIDE, NARROW):
        await page.set_viewport_size({"width": width, "height": 900})
        for code in SHOWN:
            answer = await page.goto(asked(code))
            assert answer is not None
            await page.screenshot(path=screenshots / f"{code}-{language}-{width}.png", full_page=True)
            found = await faults(page)
            if answer.status != 200 or found:
                wrong[f"{code} {width}"] = (answer.status, found)
    assert wrong == {}


async def test_enter_calculates_also_inside_a_table(page: Page) -> None:
    await page.goto(ENTITY)
    await page.fill("#year", "2024")
    await page.select_option("[name='units.1.class']", "IV")
    await page.fill("[name='units.1.initial']", "327000")
    await page.fill("[name='units.1.verified']", "340000")
    await page.keyboard.press("Enter")
    await expect(page.locator(".answer")).to_contain_text("340,000")
    await expect(page.locator("[name='units.1.initial']")).to_have_value("327000")


async def test_more_rows_keep_what_was_typed(page: Page) -> None:
    await page.goto(ENTITY)
    await page.fill("[name='units.2.initial']", "5")
    await page.click("button[name=more]")
    # Filled rows move up, and the year may still be missing.
    await expect(page.locator("[name='units.1.initial']")).to_have_value("5")
    await expect(page.locator("[name='units.8.initial']")).to_be_visible()
    await expect(page.locator("[role=alert]")).to_have_count(0)


async def test_what_is_wrong_is_read_out_at_its_field(page: Page) -> None:
    await page.goto("/trial/allocation.pre?year=2024&sector=power&prior_verified=12,5")
    field = page.locator("#prior_verified")
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(field).to_have_value("12,5")
    told = await field.get_attribute("aria-describedby")
    await expect(page.locator(f"#{told}")).to_contain_text("12,5")


async def test_a_calculation_prints_its_facts_instead_of_the_form(page: Page, screenshots: Path) -> None:
    await page.goto(asked("allocation.power_entity"))
    await expect(page.locator("dl.on-paper")).to_be_hidden()
    await page.emulate_media(media="print")
    await expect(page.locator("form.calculator")).to_be_hidden()
    await expect(page.locator("dl.on-paper")).to_contain_text("327000")
    await expect(page.locator("span.on-paper")).to_contain_text("/trial/allocation.power_entity?year=2024")
    await page.pdf(path=screenshots / "calculation.pdf", format="A4")


async def test_it_needs_no_javascript(chromium: Browser, address: str) -> None:
    plain = await chromium.new_context(base_url=address, java_script_enabled=False)
    page = await plain.new_page()
    await page.goto("/trial")
    await page.click("a[href='/trial/allocation.pre']")
    await page.click("text=示例")
    await expect(page.locator(".answer")).to_contain_text("864,196")
    await page.fill("#prior_verified", "1000")
    await page.click("form.calculator p.buttons button")
    await expect(page.locator(".answer")).to_contain_text("700")
    await plain.close()
