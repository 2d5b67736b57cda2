"""(6) Every page of a played year: time against the bare framework with the same bytes, weight, statements."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

from litestar import Litestar, Response, get
from litestar.config.compression import CompressionConfig
from litestar.testing import AsyncTestClient

from portal.application import application
from seed.cast import the_cast
from seed.play.programme import DEMONSTRATION
from seed.play.scene import Scene
from seed.play.today import desks
from seed.play.workbooks import end_processes
from tests.addresses import Address, addresses
from tests.bench.ground import Report, median_of
from tests.doors import Browser
from tests.played import REAL_PLANTS, TODAY, cheap_passwords
from tests.statements import statements

TIMES = 11


async def measure(report: Report, _: str) -> None:
    """One line a page: heaviest ratio last, so that it is read first."""
    lines: list[tuple[float, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        scene = await _played(Path(folder))
        async with AsyncTestClient(application()) as client:
            browsers = await _browsers(scene, client)
            for address in await addresses(client.app):
                if measured := await _measured(browsers[address.reader], address):
                    lines.append(measured)
    for _ratio, line in sorted(lines):
        report.say(line)


async def _played(folder: Path) -> Scene:
    scene = Scene(the_cast().smaller(REAL_PLANTS), TODAY, folder, folder)
    try:
        with cheap_passwords():
            for stage in DEMONSTRATION:
                await stage.play(scene)
    finally:
        end_processes()
    return scene


async def _browsers(scene: Scene, client: AsyncTestClient[Litestar]) -> dict[str, Browser]:
    """A signed-in browser for each post, the public under the empty name."""
    found = await desks(scene)
    people = {person.sign_in: person for person in scene.cast.people}
    browsers = {"": Browser(client)}
    for person in scene.cast.people:
        if person.post not in browsers:
            chosen = people[found.get(person.post, person.sign_in)]
            browsers[person.post] = Browser(client)
            await browsers[person.post].sign_in(chosen.sign_in, chosen.password)
    return browsers


async def _measured(browser: Browser, address: Address) -> tuple[float, str] | None:
    """The ratio of a page and its line; None for what is not a page of its own."""
    with statements() as asked:
        answer = await browser.get(address.path)
    if answer.status_code != 200 or not answer.headers.get("content-type", "").startswith("text/html"):
        return None
    ours = await median_of(TIMES, lambda: browser.get(address.path))
    async with AsyncTestClient(_bare(answer.text)) as bare:
        theirs = await median_of(TIMES, lambda: bare.get("/page"))
    weight = len(gzip.compress(answer.content)) / 1000
    line = (
        f"{address.path[:58]:<58} {ours * 1000:>9.1f} ms  bare {theirs * 1000:>9.1f} ms  ratio {ours / theirs:>6.2f}  "
        f"{weight:>5.1f} kB  {len(asked)} statements"
    )
    return ours / theirs, line


def _bare(text: str) -> Litestar:
    """The framework with these very bytes, compressed as the portal compresses."""

    @get("/page", media_type="text/html")
    async def page() -> Response[str]:
        return Response(text, media_type="text/html")

    return Litestar(
        [page], compression_config=CompressionConfig(backend="gzip", minimum_size=1024), openapi_config=None
    )
