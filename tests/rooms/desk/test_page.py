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
from domain.records.journal.writes import Note, record
from domain.records.notices.writes import tell
from domain.records.people import acts, queries
from portal.words import translations
from tests.doors import PASSWORD, Browser, Town, opened_portal, people_the_town, plant

MOST_STATEMENTS = 8


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


def say_in(language: str, code: str) -> str:
    return str(translations(language).ugettext(code))


async def entries(count: int, first: int, state: str) -> None:
    for number in range(first, first + count):
        await ask(
            "INSERT INTO list_entry (year, enterprise_id, state, verdict, ministry_reference) "
            "VALUES (2024, {}, {}, 'list', '')",
            number,
            state,
        )


@pytest.mark.parametrize("post", [post.code for post in POSTS])
async def test_a_desk_asks_at_most_eight_questions(door: AsyncTestClient[Litestar], post: str) -> None:
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
    assert 'href="/listing/2024?state=confirmed"' in answer.text


async def test_an_empty_desk_says_so(door: AsyncTestClient[Litestar]) -> None:
    browser = Browser(door)
    await browser.sign_in("audit_administrator")
    answer = await browser.get("/desk")
    assert "目前没有等您办理的事项" in answer.text
    assert "下一年度的法规参数尚未录入" in answer.text
    assert 'href="/year"' in answer.text


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
    notice = (await ask("SELECT id FROM notice WHERE enterprise_id = {}", town.enterprise_id))[0]["id"]
    assert f'href="/inbox/{notice}"' in seen["filer"]
    assert "1999" in seen["enforcement_officer"]
    assert "1999" not in seen["filer"] + seen["verifier"]
    assert f'href="/inbox/{notice}"' not in seen["enforcement_officer"] + seen["verifier"]


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


async def test_what_is_handed_on_waits_with_others(door: AsyncTestClient[Litestar], town: Town) -> None:
    await plant("report", year=2024, enterprise_id=town.enterprise_id, state="submitted")
    filer, officer = Browser(door), Browser(door)
    await filer.sign_in("filer")
    await officer.sign_in("verification_officer")
    theirs, mine = (await filer.get("/desk")).text, (await officer.get("/desk")).text
    assert "现由省级主管部门办理" in theirs
    assert "排放报告待受理" in theirs
    assert 'class="button" href="/reports/report/' in mine


async def test_nobody_sees_on_the_desk_what_is_a_strangers(door: AsyncTestClient[Litestar], town: Town) -> None:
    """The second enterprise's report, its warnings and its acts are on the officer's desk and on no other one."""
    report = await plant("report", year=2023, enterprise_id=town.other_enterprise_id, state="determined")
    at = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    note = Note(reason="strange", enterprise_id=town.other_enterprise_id)
    officer = await queries.actor_by_name("verification_officer")
    assert officer is not None
    async with transaction():
        await record(
            "emission_report:report:accept",
            f"report:{report}",
            actor=officer,
            at=at,
            duty=Duty.REPORT_ACCEPT,
            note=note,
        )
    seen = {}
    for post in ("verification_officer", "filer", "body_manager", "system_administrator"):
        browser = Browser(door)
        await browser.sign_in(post)
        seen[post] = (await browser.get("/desk")).text
    assert f"/reports/report/{report}" in seen["verification_officer"]
    assert "2023 履约年度" in seen["verification_officer"]
    for post in ("filer", "body_manager", "system_administrator"):
        assert f"/reports/report/{report}" not in seen[post], post
        assert "2023 履约年度" not in seen[post], post


async def test_what_was_prepared_about_an_enterprise_is_not_told_to_it(
    door: AsyncTestClient[Litestar], town: Town
) -> None:
    """A case that was opened, and a confirmation in preparation, are the authority's until they are told."""
    officer = await queries.actor_by_name("enforcement_officer")
    assert officer is not None
    at, note = datetime(2026, 1, 3, 4, 5, tzinfo=UTC), Note(enterprise_id=town.enterprise_id)
    async with transaction():
        for tag, duty in (("penalty:case:open", Duty.PENALTY_HANDLE), ("penalty:case:order", Duty.PENALTY_HANDLE)):
            await record(tag, "penalty_case:77", actor=officer, at=at, duty=duty, note=note)
    seen = {}
    for post in ("filer", "enforcement_officer"):
        browser = Browser(door)
        await browser.sign_in(post)
        browser.cookies["language"] = "en"
        seen[post] = (await browser.get("/desk")).text
    opened, ordered = say_in("en", "tag:penalty:case:open"), say_in("en", "tag:penalty:case:order")
    assert opened in seen["enforcement_officer"]
    assert opened not in seen["filer"]
    assert ordered in seen["filer"]


async def test_the_desk_is_narrowed_and_remembers(door: AsyncTestClient[Litestar], town: Town) -> None:
    await plant("report", year=2022, enterprise_id=town.enterprise_id, state="submitted")
    await plant("report", year=2021, enterprise_id=town.enterprise_id, state="submitted")
    browser = Browser(door)
    await browser.sign_in("verification_officer")
    whole = (await browser.get("/desk")).text
    assert "2022 履约年度" in whole
    assert "待办已筛选" not in whole
    narrowed = (await browser.get("/desk?year=2022")).text
    again = (await browser.get("/desk")).text
    for page in (narrowed, again):
        assert "2022 履约年度" in page
        assert "2021 履约年度" not in page
        assert "待办已筛选" in page
        assert 'href="/desk?reset=1"' in page
    assert browser.cookies["desk"] == "2022."
    back = (await browser.get("/desk?reset=1")).text
    assert "2021 履约年度" in back
    assert "desk" not in browser.cookies


@pytest.mark.parametrize(
    "kept", ["x", "2024.late.more", "9" * 4000, "٢٠٢٤.late", "0000.", "1999.late", "'; DROP", "%00"]
)
async def test_a_cookie_that_nobody_can_read_is_no_filter(door: AsyncTestClient[Litestar], kept: str) -> None:
    browser = Browser(door)
    await browser.sign_in("leader")
    browser.cookies["desk"] = kept.encode("ascii", "ignore").decode()
    answer = await browser.get("/desk")
    assert answer.status_code == 200
    for query in ("?year=abc", "?year=99999", "?late=7", "?year=&late=", "?nothing=1", "?year=٢٠٢٤"):
        assert (await browser.get(f"/desk{query}")).status_code == 200, query


async def test_only_what_is_late(door: AsyncTestClient[Litestar], town: Town) -> None:
    browser = Browser(door)
    await browser.sign_in("verification_officer")
    page = (await browser.get("/desk?late=1")).text
    assert "所选范围内没有" in page or "is-overdue" in page
    assert 'href="/desk?late=0" aria-current="true"' in page


async def test_an_allocation_that_is_not_issued_is_on_no_enterprises_desk(
    door: AsyncTestClient[Litestar], town: Town
) -> None:
    await plant("allocation", year=2019, enterprise_id=town.enterprise_id, state="pre_proposed")
    seen = {}
    for post in ("filer", "city_officer", "allocation_officer"):
        browser = Browser(door)
        await browser.sign_in(post)
        seen[post] = (await browser.get("/desk")).text
    assert "2019 履约年度" in seen["allocation_officer"]
    assert "2019 履约年度" not in seen["filer"] + seen["city_officer"]
