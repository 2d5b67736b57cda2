"""The page of all parts, in every look, width and language: nothing runs out, nothing overlaps, nothing moves."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from portal.words import LANGUAGES

WIDTHS = (390, 768, 1280)
LOOKS = ("light", "contrast")

# Blocks that stand beside one another in the text: none may lie on another. What floats beside a title may.
OVERLAPPING = """() => {
  const blocks = [...document.querySelectorAll(
    'main > *:not(.about-page, .unseen), .cards > *, .tiles > *, .moves > *, .waiting > *, .steps > *, '
    + '.group, .who > *, .bar > *, .where > *, .crumbs li, .filter > *, form.card > *'
  )].filter(one => one.offsetWidth && one.offsetHeight);
  const found = [];
  for (const one of blocks) for (const other of blocks) {
    if (one === other || one.parentElement !== other.parentElement) continue;
    const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 && down > 1) found.push(`${one.tagName}.${one.className} ${other.tagName}.${other.className}`);
  }
  return found;
}"""

# What a reader cannot read: a text cut off by its own box.
CUT_OFF = """() => [...document.querySelectorAll('button, .button, .state, .mark, nav a, th, label')]
  .filter(one => one.offsetWidth && one.scrollWidth > one.clientWidth + 1)
  .filter(one => getComputedStyle(one).overflow !== 'visible')
  .map(one => one.textContent.trim())"""

# Targets of at least 24 by 24 pixels, but for links inside a sentence or a cell.
SMALL = """() => [...document.querySelectorAll('button, .button, input:not([type=hidden]), select, nav a, summary')]
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width && (box.width < 24 || box.height < 24))
  .map(([one, box]) => `${one.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""

SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => { sum += one.value; }))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 400);
})"""


async def seen(page: Page, address: str, language: str, look: str) -> None:
    cookies = {"language": language, "look": look}
    await page.context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])


async def layout(page: Page) -> dict[str, object]:
    """What is wrong with how a page stands; empty when nothing is."""
    wider = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    found = {
        "wider than the window": wider,
        "overlapping": await page.evaluate(OVERLAPPING),
        "cut off": await page.evaluate(CUT_OFF),
        "small": await page.evaluate(SMALL),
    }
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("look", LOOKS)
async def test_every_part_stands_well(page: Page, address: str, screenshots: Path, look: str, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    wrong = {}
    for language in LANGUAGES:
        await seen(page, address, language, look)
        answer = await page.goto("/parts")
        assert answer is not None
        assert answer.status == 200
        await page.screenshot(path=screenshots / f"parts-{language}-{look}-{width}.png", full_page=True)
        found = (await Axe().run(page)).response["violations"]
        axe = [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]
        if told := {**await layout(page), **({"axe": axe} if axe else {})}:
            wrong[language] = told
    assert wrong == {}


@pytest.mark.parametrize("look", LOOKS)
async def test_two_renders_are_one_picture(page: Page, address: str, look: str) -> None:
    """Nothing on the page depends on when it is looked at."""
    await seen(page, address, "zh", look)
    pictures = []
    for _ in range(2):
        await page.goto("/parts")
        pictures.append(await page.screenshot(full_page=True, animations="disabled"))
    assert pictures[0] == pictures[1]


async def test_the_looks_are_two(page: Page, address: str) -> None:
    pictures = set()
    for look in LOOKS:
        await seen(page, address, "zh", look)
        await page.goto("/parts")
        pictures.add(await page.screenshot())
    assert len(pictures) == len(LOOKS)


@pytest.mark.parametrize("path", ["/parts", "/sign-in", "/public", "/law", "/no-such-page"])
@pytest.mark.parametrize("width", [390, 1280])
async def test_nothing_moves_while_a_page_loads(page: Page, path: str, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto(path)
    assert await page.evaluate(SHIFTS) == 0


async def test_a_planted_fault_is_seen(page: Page) -> None:
    """The checks of this file notice what they are for."""
    await page.goto("/parts")
    assert await layout(page) == {}
    await page.evaluate(
        "document.querySelectorAll('main > h2').forEach(one => { one.style.marginBottom = '-3rem'; });"
        "document.querySelector('main').append(Object.assign(document.createElement('hr'), {style: 'width: 200vw'}));"
        "document.querySelector('main button').style.cssText = 'min-height: 0; height: 10px'"
    )
    assert {"wider than the window", "overlapping", "small"} <= set(await layout(page))


async def test_paper_has_no_buttons(page: Page, screenshots: Path) -> None:
    await page.goto("/parts")
    await page.emulate_media(media="print")
    for what in ("nav.rooms", ".masthead .who", ".move", ".filter", "footer", "main button", ".where"):
        assert not await page.locator(what).first.is_visible(), what
    await page.pdf(path=screenshots / "parts.pdf", format="A4")


async def test_all_parts_are_there_without_a_script(chromium: Browser, address: str) -> None:
    plain = await chromium.new_context(base_url=address, java_script_enabled=False)
    page = await plain.new_page()
    answer = await page.goto("/parts")
    assert answer is not None
    assert answer.status == 200
    assert await page.locator("svg.chart").count() == 3
    await plain.close()
