"""A reader with a keyboard and no mouse: goes on with the tabulator, writes, chooses, presses."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

# Whoever has to press the tabulator more often than this has lost the way.
MOST_TABS = 40
SKIP = ("跳到正文", "Skip to the content")
HAS_FOCUS = "element => element === document.activeElement"


async def focused(page: Page) -> str:
    """What the keyboard would act on: the id, or the text, of the element in focus."""
    text: str = await page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
    return text


async def tab_to(page: Page, wanted: str, most: int = MOST_TABS) -> None:
    """Go on with the tabulator until `wanted` has the focus."""
    for _ in range(most):
        await page.keyboard.press("Tab")
        if await focused(page) == wanted:
            return
    raise AssertionError(f"{wanted} is not reached by keyboard; the last was {await focused(page)}")


@dataclass(frozen=True)
class Keyboard:
    """What a page is used with when there is nothing else. Elements are named by what they are and what they say."""

    page: Page

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def link(self, words: str, exact: bool = True) -> Locator:
        """The first link of the content that says so."""
        return self.main.get_by_role("link", name=words, exact=exact).first

    def button(self, words: str) -> Locator:
        return self.main.get_by_role("button", name=words, exact=True)

    def choice(self, words: str) -> Locator:
        """A list of choices, not the box that shows its column."""
        return self.main.get_by_role("combobox", name=words, exact=True)

    async def sign_in(self, name: str, password: str) -> None:
        await self.page.goto("/sign-in")
        await self.write(self.page.get_by_label("登录名"), name)
        await self.page.keyboard.press("Tab")
        await self.page.keyboard.type(password)
        await self.page.keyboard.press("Enter")
        await self.page.wait_for_url("**/desk**")

    async def go_to(self, room: str) -> None:
        """Open a room from the head of the page."""
        await self.open(self.page.get_by_role("banner").get_by_role("link", name=room, exact=True))

    async def reach(self, wanted: Locator, most: int = MOST_TABS) -> None:
        """Go on with the tabulator until `wanted` has the focus; on a page just opened, past the head of the page."""
        await expect(wanted).to_be_visible()
        if await self.page.evaluate("document.activeElement === document.body"):
            await self._skip_to_the_content(wanted)
        for _ in range(most):
            if await wanted.evaluate(HAS_FOCUS):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not reached in {most} steps; the last was {await focused(self.page)!r}")

    async def _skip_to_the_content(self, wanted: Locator) -> None:
        """The first stop of a page leads past its head. After a jump within the page the first stop is another one."""
        await self.page.keyboard.press("Tab")
        inside = await wanted.evaluate("element => Boolean(element.closest('main'))")
        if inside and await focused(self.page) in SKIP:
            await self.page.keyboard.press("Enter")

    async def press(self, wanted: Locator) -> None:
        """Press a link or a button."""
        await self.reach(wanted)
        await self.page.keyboard.press("Enter")

    async def follow(self, words: str, exact: bool = True) -> None:
        """Go where a link of the content leads."""
        await self.open(self.link(words, exact))

    async def back(self, words: str) -> None:
        """Go back along the way that leads to this page."""
        way = self.page.get_by_role("navigation", name="当前位置")
        await self.open(way.get_by_role("link", name=words, exact=True))

    async def open(self, wanted: Locator) -> None:
        """Press a link or a button that leads to another page, and wait for that page."""
        await self.reach(wanted)
        async with self.page.expect_navigation():
            await self.page.keyboard.press("Enter")

    async def write(self, wanted: Locator, text: str) -> None:
        """Write into a field, over what stands in it."""
        await self.reach(wanted)
        await self.page.keyboard.press("Control+a")
        await self.page.keyboard.type(text)
        await expect(wanted).to_have_value(text)

    async def choose(self, wanted: Locator, option: str) -> None:
        """Go down a list of choices until it says `option`."""
        await self.reach(wanted)
        await self.page.keyboard.press("Home")
        for _ in range(await wanted.locator("option").count()):
            if await wanted.evaluate("list => list.selectedOptions[0].text.trim()") == option:
                return
            await self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{option} is not offered")

    async def tick(self, wanted: Locator) -> None:
        """Tick a box or choose the first of several."""
        await self.reach(wanted)
        await self.page.keyboard.press("Space")
        await expect(wanted).to_be_checked()

    async def download(self, wanted: Locator) -> bytes:
        """Press a link that saves a file; what the file holds."""
        await self.reach(wanted)
        async with self.page.expect_download() as saving:
            await self.page.keyboard.press("Enter")
        path = await (await saving.value).path()
        return path.read_bytes()

    async def sees(self, *words: str) -> None:
        """The content says all of this."""
        for each in words:
            await expect(self.main).to_contain_text(each)
