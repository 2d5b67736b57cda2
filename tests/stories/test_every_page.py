"""Every page of the portal over a year that has happened: it opens, in both languages, costs and weighs little."""

from __future__ import annotations

import gzip
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import Response

from seed.play.scene import Scene
from seed.play.today import desks
from tests.addresses import Address, addresses
from tests.doors import Browser, opened_portal
from tests.statements import statements

# Two statements of a page are the reader's session and, where it is asked, what the frame shows.
MOST_STATEMENTS = 8
MOST_BYTES = 60_000
# A code that has no words would be shown as it is: `state:listing:entry:proposed`. What is meant as one is in <code>.
RAW_CODE = re.compile(r"(?<!<code)>\s*(?:[a-z_]+:)+[a-z_]+[\w.]*\s*<")


@pytest.fixture
async def readers(scene: Scene, tmp_path: Path) -> AsyncIterator[dict[str, Browser]]:
    """A signed-in browser for each post that reads pages; the public under the empty name."""
    async with opened_portal(tmp_path, PORTAL_DEMO="1") as client:
        found = await desks(scene)
        everybody = {person.post: person for person in scene.cast.people}
        by_name = {person.sign_in: person for person in scene.cast.people}
        browsers = {"": Browser(client)}
        for code, person in everybody.items():
            chosen = by_name[found.get(code, person.sign_in)]
            browsers[code] = Browser(client)
            await browsers[code].sign_in(chosen.sign_in, chosen.password)
        yield browsers


async def answered(readers: dict[str, Browser], address: Address, language: str) -> tuple[Response, int]:
    """What a page answers, and its statements; an address that leads on is answered by the page that it leads to."""
    browser = readers[address.reader]
    browser.cookies["language"] = language
    path = address.path
    while True:
        with statements() as asked:
            answer = await browser.get(path)
        if answer.status_code != 303:
            return answer, len(asked)
        path = answer.headers["location"]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_page_opens_and_is_light(readers: dict[str, Browser], language: str) -> None:
    wrong: list[str] = []
    for address in await addresses(readers[""].client.app):
        told_by = troubles(*await answered(readers, address, language))
        wrong += [f"{address.path} as {address.reader or 'public'}: {told}" for told in told_by]
    assert not wrong, "\n".join(wrong)


def troubles(answer: Response, asked: int) -> list[str]:
    """What is wrong with an answer."""
    found = [] if answer.status_code == 200 else [f"status {answer.status_code}"]
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return found
    if asked > MOST_STATEMENTS:
        found.append(f"{asked} statements")
    if (weight := len(gzip.compress(answer.content))) > MOST_BYTES:
        found.append(f"{weight} bytes compressed")
    return found + [f"shows the code {raw.strip(' <>')}" for raw in RAW_CODE.findall(answer.text)]


def test_a_heavy_page_and_a_raw_code_are_seen() -> None:
    html = {"content-type": "text/html; charset=utf-8"}
    noise = "".join(chr(0x4E00 + (number * 7919) % 20_000) for number in range(60_000))
    assert troubles(Response(200, headers=html, text=f"<p>{noise}</p>"), 9)[0] == "9 statements"
    assert len(troubles(Response(200, headers=html, text=f"<p>{noise}</p>"), 1)) == 1
    assert troubles(Response(200, headers=html, text="<td>state:listing:entry:proposed</td>"), 1) != []
    assert troubles(Response(404), 1) == ["status 404"]
