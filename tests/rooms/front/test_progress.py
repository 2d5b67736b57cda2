"""Progress of long work: told as it goes on, to those who may see it, and ended when it is done."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.core.actors import THE_PUBLIC, Actor
from domain.core.duties import Duty, Kind
from domain.records.database import engine
from portal import progress
from portal.progress import Stand, Work, told
from tests.doors import Browser, Town, plant


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.001)


@pytest.fixture(scope="module")
async def versions(town: Town) -> dict[str, int]:
    """A version that is being read, one that was, a plan, a package."""
    report = await plant("report", year=2024, enterprise_id=town.enterprise_id, state="open")
    of_plan = {"year": 2024, "enterprise_id": town.enterprise_id}
    return {
        "reading": await plant("report_version", report_id=report, number=1, state="received"),
        "read": await plant("report_version", report_id=report, number=2, state="clean"),
        "plan": await plant("plan", **of_plan, state="received"),
        "package": await plant("package", year=2024, number="HB-1", state="built", done=7, total=7),
    }


def work(stands: Iterator[Stand | None]) -> Work:
    async def look(number: int, actor: Actor) -> Stand | None:
        return next(stands)

    return Work(Duty.REPORT_SEE, look)


async def gathered(stream: AsyncIterator[Any]) -> list[tuple[str | None, str]]:
    return [(message.event, message.data or message.comment) async for message in stream]


async def test_each_step_is_told_once_and_the_end_last() -> None:
    stands = iter([Stand(True, 1, 9), Stand(True, 1, 9), Stand(True, 2, 9), Stand(False, 9, 9)])
    messages = await gathered(told(work(stands), "package", 1, THE_PUBLIC, "en"))
    assert [event for event, _ in messages] == [None, None, None, "done"]
    assert '"done": 1, "total": 9' in str(messages[0][1])
    assert "1 / 9" in str(messages[0][1])
    assert messages[1][1] == "…"
    assert '"done": 2' in str(messages[2][1])


async def test_what_keeps_the_line_open_is_no_message() -> None:
    stream = told(work(iter([Stand(True), Stand(True), None])), "plan", 1, THE_PUBLIC, "zh")
    _, silent, _ = [message.encode().decode() async for message in stream]
    assert silent.split() == [":", "…"], "a browser hands even an empty message to the script"


async def test_what_disappears_is_done() -> None:
    messages = await gathered(told(work(iter([Stand(True), None])), "plan", 1, THE_PUBLIC, "zh"))
    assert messages[-1][0] == "done"


async def test_no_stream_is_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LONGEST_SECONDS", 0.02)
    messages = await gathered(told(work(iter(lambda: Stand(True), None)), "plan", 1, THE_PUBLIC, "zh"))
    assert (len(messages), messages[-1][0]) == (20, None)


async def test_no_connection_is_held_between_two_looks(versions: dict[str, int], town: Town) -> None:
    pool = engine().pool
    assert pool is not None
    actor = Actor(1, "filer", Kind.ENTERPRISE, frozenset({Duty.REPORT_SEE}), enterprise_id=town.enterprise_id)
    stream = told(progress.WORKS["report_version"], "report_version", versions["reading"], actor, "zh")
    await anext(stream)
    assert pool.get_idle_size() == pool.get_size()
    await stream.aclose()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "kind", "which", "status"),
    [
        ("filer", "report_version", "read", 200),
        ("leader", "report_version", "read", 200),
        ("leader", "package", "package", 200),
        ("filer", "package", "package", 404),
        ("verifier", "report_version", "read", 404),
        ("system_administrator", "report_version", "read", 404),
        ("leader", "nothing", "read", 404),
    ],
)
async def test_who_may_see_it(
    door: AsyncTestClient[Litestar], versions: dict[str, int], name: str, kind: str, which: str, status: int
) -> None:
    browser = Browser(door)
    await browser.sign_in(name)
    answer = await browser.get(f"/progress/{kind}/{versions[which]}", headers={"accept-encoding": "gzip"})
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in answer.headers, "a buffer would hold it back"
        assert "event: done" in answer.text


async def test_a_stranger_is_sent_to_sign_in(door: AsyncTestClient[Litestar], versions: dict[str, int]) -> None:
    answer = await Browser(door).get(f"/progress/plan/{versions['plan']}")
    assert answer.headers["location"].startswith("/sign-in")


async def test_a_page_that_waits_says_so_with_and_without_a_script(
    door: AsyncTestClient[Litestar], versions: dict[str, int]
) -> None:
    browser = Browser(door)
    await browser.sign_in("filer")
    for path, kind, which in (("/reports/versions", "report_version", "reading"), ("/plans/versions", "plan", "plan")):
        page = (await browser.get(f"{path}/{versions[which]}")).text
        assert f'data-progress="/progress/{kind}/{versions[which]}"' in page
        assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert "data-progress" not in (await browser.get(f"/reports/versions/{versions['read']}")).text
