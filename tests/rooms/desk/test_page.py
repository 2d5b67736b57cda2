"""The page of the desk: few questions, always as many; what waits, and what comes when nothing does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from piccolo.engine.postgres import PostgresEngine

from domain.core.duties import POSTS, Duty
from domain.records.database import ask, transaction
from domain.records.notices.writes import tell
from domain.records.people import acts, queries
from tests.doors import PASSWORD, Browser, Town, opened_portal, people_the_town

MOST_STATEMENTS = 12


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture
async def door(town: Town, tmp_path: Path) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with opened_portal(tmp_path) as client:
        yield client


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Every statement that goes to the database meanwhile."""
    asked: list[str] = []
    run = PostgresEngine.run_querystring

    async def counting(self: PostgresEngine, querystring: Any, in_pool: bool = True) -> Any:
        asked.append(str(querystring))
        return await run(self, querystring, in_pool)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PostgresEngine, "run_querystring", counting)
        yield asked


async def entries(count: int, first: int, state: str) -> None:
    for number in range(first, first + count):
        await ask(
            "INSERT INTO list_entry (year, enterprise_id, state, verdict, ministry_reference) "
            "VALUES (2024, {}, {}, 'list', '')",
            number,
            state,
        )


@pytest.mark.parametrize("post", [post.code for post in POSTS])
async def test_a_desk_asks_at_most_twelve_questions(door: AsyncTestClient[Litestar], post: str) -> None:
    browser = Browser(door)
    await browser.sign_in(post)
    with counted_statements() as asked:
        answer = await browser.get("/desk")
    assert answer.status_code == 200, answer.text
    assert len(asked) <= MOST_STATEMENTS, "\n".join(asked)


async def test_a_fuller_house_asks_no_more(door: AsyncTestClient[Litestar]) -> None:
    browser = Browser(door)
    await browser.sign_in("leader")
    with counted_statements() as before:
        await browser.get("/desk")
    await entries(40, 100, "confirmed")
    with counted_statements() as after:
        answer = await browser.get("/desk")
    assert len(after) == len(before)
    assert ">40<" in answer.text
    assert 'href="/listing/2024"' in answer.text


async def test_an_empty_desk_says_so(door: AsyncTestClient[Litestar]) -> None:
    browser = Browser(door)
    await browser.sign_in("audit_administrator")
    answer = await browser.get("/desk")
    assert "目前没有等您办理的事项" in answer.text


async def test_a_notice_shows_to_its_addressee_alone(door: AsyncTestClient[Litestar], town: Town) -> None:
    facts = {"year": "2024", "name": "示例第1电厂"}
    async with transaction():
        at = datetime.now(UTC)
        await tell("listing.published", at=at, facts=facts, enterprise_id=town.enterprise_id, link="/listing/entries/1")
        await tell("listing.published", at=at, facts=facts | {"year": "1999"}, duty=Duty.PENALTY_HANDLE)
    seen = {}
    for post in ("filer", "enforcement_officer", "verifier"):
        browser = Browser(door)
        await browser.sign_in(post)
        seen[post] = (await browser.get("/desk")).text
    assert 'href="/listing/entries/1"' in seen["filer"]
    assert "1999" in seen["enforcement_officer"]
    assert "1999" not in seen["filer"] + seen["verifier"]
    assert "/listing/entries/1" not in seen["enforcement_officer"] + seen["verifier"]


async def test_an_account_that_fails_waits_for_the_security_administrator(door: AsyncTestClient[Litestar]) -> None:
    for _ in range(2):
        await Browser(door).sign_in("inspector", "wrong")
    browser = Browser(door)
    await browser.sign_in("security_administrator")
    answer = await browser.get("/desk")
    assert 'href="/security"' in answer.text
    inspector = await queries.account_by_name("inspector")
    assert inspector is not None
    assert inspector.failures == 2
    assert (await acts.sign_in("inspector", PASSWORD, at=datetime.now(UTC))).account_id == inspector.id
