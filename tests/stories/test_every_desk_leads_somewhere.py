"""Each kind of user: every link of the desk and of the year opens a page that this user may see."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import pytest

from domain.core.duties import POSTS
from seed.play.scene import Scene
from seed.play.today import desks
from tests.doors import Browser, opened_portal
from tests.statements import statements

MOST_STATEMENTS = 8
LINK = re.compile(r'href="(/[^"#]*)')
MAIN = re.compile(r"<main.*</main>", re.DOTALL)


@pytest.fixture
async def browser(scene: Scene, tmp_path: Path) -> AsyncIterator[Browser]:
    async with opened_portal(tmp_path, PORTAL_DEMO="1") as client:
        yield Browser(client)


async def sign_in(browser: Browser, scene: Scene, post: str) -> None:
    """As whoever of this post has something on the desk."""
    found = await desks(scene)
    people = {person.sign_in: person for person in scene.cast.people}
    first = next(person.sign_in for person in scene.cast.people if person.post == post)
    person = people[found.get(post, first)]
    await browser.sign_in(person.sign_in, person.password)


@pytest.mark.parametrize("post", [post.code for post in POSTS])
async def test_every_link_of_a_desk_and_a_year_opens(browser: Browser, scene: Scene, post: str) -> None:
    await sign_in(browser, scene, post)
    links: set[str] = set()
    for path in ("/desk", "/year/2024?beside=2025"):
        with statements() as asked:
            page = await browser.get(path)
        assert page.status_code == 200, page.text
        assert len(asked) <= MOST_STATEMENTS, "\n".join(asked)
        (main,) = MAIN.findall(page.text)
        links |= {unescape(link) for link in LINK.findall(main)}
    wrong = []
    for link in sorted(links):
        browser.cookies.pop("desk", None)
        answer = await browser.get(link)
        while answer.status_code == 303:
            answer = await browser.get(answer.headers["location"])
        if answer.status_code != 200:
            wrong.append(f"{link}: {answer.status_code}")
    assert wrong == []


async def test_most_kinds_of_users_have_something_in_every_panel(browser: Browser, scene: Scene) -> None:
    """The leader of a year in full swing: work, delays of others, and what is out of the ordinary."""
    await sign_in(browser, scene, "leader")
    page = (await browser.get("/desk")).text
    for panel in ("waiting", "overdue", "others", "unusual", "changed"):
        start = page.index(f'id="{panel}-title"')
        assert "<li" in page[start : page.index("</section>", start)], panel
