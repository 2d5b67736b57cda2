"""Somebody who has never seen the portal finds, from the desk, by links alone and in at most three clicks:

the late reporters, the explanation of one allocation, the penalty range of one shortfall, the package's completeness.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.async_api import Page, expect

from seed.play.scene import Scene
from tests.pages.played.conftest import SignInAs

MOST_CLICKS = 3


@dataclass
class Finder:
    """A reader who follows links by what they say, and counts."""

    page: Page
    clicks: int = 0

    async def follow(self, words: str, exact: bool = False) -> None:
        """Click the first link of the page's content that says so."""
        await self.page.locator("main").get_by_role("link", name=words, exact=exact).first.click()
        await self.page.wait_for_load_state()
        self.clicks += 1
        assert self.clicks <= MOST_CLICKS, self.page.url

    async def sees(self, *words: str) -> None:
        for each in words:
            await expect(self.page.locator("main")).to_contain_text(each)


@pytest.fixture
async def late(scene: Scene) -> tuple[str, str]:
    """Who owes the report of the year under way, and somebody who does not."""
    return scene.cast.with_role("refuser").name, scene.cast.with_role("gap_cap").name


@pytest.mark.parametrize("post", ["verification_officer", "leader", "city_officer"])
async def test_the_late_reporters(signed_in_as: SignInAs, scene: Scene, post: str, late: tuple[str, str]) -> None:
    finder = Finder(await signed_in_as(post))
    await finder.follow("谁还没有报（迟报单位）")
    owing, punctual = late
    if post != "city_officer":  # who owes a report lies in another city
        await finder.sees(owing)
    await expect(finder.page.locator("main")).not_to_contain_text(punctual)


async def test_the_late_reporters_by_what_is_overdue(signed_in_as: SignInAs, late: tuple[str, str]) -> None:
    """The other way: the line of the desk that says what is late, and with whom."""
    finder = Finder(await signed_in_as("leader"))
    await finder.follow("排放报告待编制上传")
    await finder.sees(late[0])


@pytest.mark.parametrize("post", ["leader", "allocation_officer", "filer", "city_officer"])
async def test_the_explanation_of_one_allocation(signed_in_as: SignInAs, post: str) -> None:
    finder = Finder(await signed_in_as(post))
    await finder.follow("我单位的配额是怎么算出来的" if post == "filer" else "配额是怎么算出来的")
    await finder.page.locator("main table tbody tr").first.get_by_role("link").first.click()
    finder.clicks += 1
    await finder.page.locator("main a.explained").first.click()
    finder.clicks += 1
    await finder.page.wait_for_load_state()
    assert finder.clicks <= MOST_CLICKS
    await finder.sees("输入", "步骤", "依据条款")


@pytest.mark.parametrize("post", ["enforcement_officer", "leader", "legal_reviewer"])
async def test_the_penalty_range_of_one_shortfall(signed_in_as: SignInAs, scene: Scene, post: str) -> None:
    finder = Finder(await signed_in_as(post))
    await finder.follow("未足额清缴可处罚款的幅度")
    row = finder.page.locator("main table tbody tr", has_text=scene.cast.with_role("short_surrender").name)
    await row.get_by_role("link").first.click()
    finder.clicks += 1
    await finder.page.wait_for_load_state()
    assert finder.clicks <= MOST_CLICKS
    await finder.sees("法律规定的处罚", "罚款下限", "罚款上限")


@pytest.mark.parametrize("post", ["summary_officer", "leader", "ministry"])
async def test_the_completeness_of_the_package(signed_in_as: SignInAs, post: str) -> None:
    finder = Finder(await signed_in_as(post))
    await finder.follow("上报数据包还缺什么")
    await finder.page.wait_for_url("**/summary/*/completeness")
    assert finder.clicks == 1
