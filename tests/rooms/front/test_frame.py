"""The frame of every page: navigation by duty, where one is, the year, the look, and what a browser may keep."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.core.actors import THE_PUBLIC
from domain.records.people import queries
from portal.navigation import ENTRIES, GROUPS, groups_for, place_of, years_beside
from portal.page import STATIC
from tests.doors import Browser, Town, opened_portal

MOST_BYTES_OF_SHEET_AND_SCRIPT = 40 * 1024
MOST_BYTES_OF_A_FIRST_VIEW = 60 * 1024


def links(text: str, part: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', text.partition(part)[2].partition("</nav>")[0])


async def test_navigation_is_by_duty_and_in_groups(town: Town) -> None:
    leader = await queries.actor_by_name("leader")
    assert leader is not None
    assert [group.code for group in groups_for(leader)] == list(GROUPS)
    assert [group.code for group in groups_for(THE_PUBLIC)] == ["open"]
    shown = [entry for group in groups_for(leader) for entry in group.entries]
    assert shown == [entry for entry in ENTRIES if leader.holds(entry.duty)]
    assert {entry.group for entry in ENTRIES} == set(GROUPS)


def test_where_a_page_stands() -> None:
    assert [getattr(place_of(path), "path", "") for path in ("/law/changes", "/lawful", "/reports/versions/1")] == [
        "/law",
        "",
        "/reports",
    ]


@pytest.mark.parametrize(
    ("path", "beside"),
    [
        ("/listing/2024", ("/listing/2023", "/listing/2025")),
        ("/surrender/2024/differences", ("/surrender/2023/differences", "/surrender/2025/differences")),
        ("/surrender/2026", None),
        ("/reports/20245", None),
        ("/allocation/2024/why/3", None),
        ("/desk", None),
    ],
)
def test_the_year_beside_is_the_same_page(path: str, beside: tuple[str, str] | None) -> None:
    assert years_beside(path, 2024, 2026) == beside
    assert years_beside("/listing/2026", 2026, 2026) == ("/listing/2025", "")


async def test_the_year_goes_along_to_the_other_rooms(door: AsyncTestClient[Litestar]) -> None:
    browser = Browser(door)
    await browser.sign_in("leader")
    page = (await browser.get("/surrender/2020")).text
    assert {"/listing/2020", "/allocation/2020"} <= set(links(page, 'id="rooms"'))
    assert links(page, 'class="year-switch"') == ["/surrender/2019", "/surrender/2021"]
    assert "/listing" in links((await browser.get("/desk")).text, 'id="rooms"')


async def test_the_look_is_chosen_and_kept(door: AsyncTestClient[Litestar]) -> None:
    browser = Browser(door)
    assert 'class="light"' in (await browser.get("/sign-in")).text
    answer = await browser.get("/look/contrast?next=/law")
    assert (answer.status_code, answer.headers["location"]) == (303, "/law")
    assert 'class="contrast"' in (await browser.get("/sign-in")).text
    await browser.get("/look/glaring")
    assert 'class="contrast"' in (await browser.get("/sign-in")).text
    assert (await browser.get("/look/light?next=//elsewhere.example")).headers["location"] == "/desk"
    browser.cookies["look"] = '"><b>'
    assert 'class="light"' in (await browser.get("/sign-in")).text


async def test_what_names_its_content_is_kept_for_ever(door: AsyncTestClient[Litestar]) -> None:
    page = (await Browser(door).get("/sign-in")).text
    named = re.findall(r"/static/[\w.]+\?v=[0-9a-f]{12}", page)
    assert {path.partition("?")[0] for path in named} == {f"/static/portal.{kind}" for kind in ("css", "js")} | {
        "/static/mark.svg"
    }
    for path in named:
        answer = await door.get(path)
        assert "immutable" in answer.headers["cache-control"], path
        assert "set-cookie" not in answer.headers, "a cache on the way keeps nobody's cookie"
    for path in ("/static/portal.css", "/static/portal.css?v=000000000000"):
        assert (await door.get(path)).headers["cache-control"] == "no-cache"


def test_the_sheet_and_the_script_are_small_and_within() -> None:
    sheet, script = (STATIC / "portal.css").read_text(), (STATIC / "portal.js").read_text()
    assert len(sheet.encode()) + len(script.encode()) < MOST_BYTES_OF_SHEET_AND_SCRIPT
    assert "url(" not in sheet
    assert "@import" not in sheet
    assert not re.search(r"https?:|\beval\b|innerHTML|document\.write", script)


@pytest.mark.parametrize("path", ["/sign-in", "/public", "/law", "/desk"])
async def test_a_first_view_is_light(door: AsyncTestClient[Litestar], path: str) -> None:
    """Page, style sheet and script together, compressed."""
    browser = Browser(door)
    await browser.sign_in("leader")
    answer = await browser.get(path)
    assert answer.status_code == 200
    weight = sum(len(gzip.compress(text, 6)) for text in (answer.content, *map(_read, ("portal.css", "portal.js"))))
    assert weight < MOST_BYTES_OF_A_FIRST_VIEW


def _read(name: str) -> bytes:
    return (STATIC / name).read_bytes()


async def test_no_page_has_style_or_script_inside(door: AsyncTestClient[Litestar]) -> None:
    browser = Browser(door)
    await browser.sign_in("leader")
    for path in ("/desk", "/law", "/no-such-page", "/listing/2024"):
        page = (await browser.get(path)).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]* src=)", page), path


async def test_the_parts_are_there_in_a_demonstration_only(
    door: AsyncTestClient[Litestar], town: Town, tmp_path: Path
) -> None:
    assert (await Browser(door).get("/parts")).status_code == 404
    async with opened_portal(tmp_path / "demo", PORTAL_DEMO="1") as client:
        assert (await Browser(client).get("/parts")).status_code == 200
