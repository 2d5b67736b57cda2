"""The page of the year for each kind of user: few questions, own things only, a way behind every number."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.core.duties import POSTS, Duty
from domain.records.database import transaction
from domain.records.journal.writes import Note, record
from domain.records.people import queries
from portal.clock import current_year
from tests.cast import enact_the_law
from tests.doors import Browser, Town, opened_portal, people_the_town, plant
from tests.rooms.desk.test_page import counted_statements

MOST_STATEMENTS = 8
YEAR = current_year()


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    town = await people_the_town()
    await enact_the_law()
    for enterprise in (town.enterprise_id, town.other_enterprise_id):
        await plant("list_entry", year=YEAR, enterprise_id=enterprise, state="published", verdict="list")
    await plant("report", year=YEAR, enterprise_id=town.enterprise_id, state="submitted")
    await plant("report", year=YEAR, enterprise_id=town.other_enterprise_id, state="open")
    return town


@pytest.fixture
async def door(town: Town, tmp_path: Path) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with opened_portal(tmp_path) as client:
        yield client


async def read(door: AsyncTestClient[Litestar], post: str, path: str) -> str:
    browser = Browser(door)
    await browser.sign_in(post)
    answer = await browser.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize("post", [post.code for post in POSTS])
async def test_a_year_asks_at_most_eight_questions(door: AsyncTestClient[Litestar], post: str) -> None:
    browser = Browser(door)
    await browser.sign_in(post)
    with counted_statements() as asked:
        answer = await browser.get(f"/year/{YEAR}")
    assert answer.status_code == 200, answer.text
    assert len(asked) <= MOST_STATEMENTS, "\n".join(asked)


async def test_the_year_leads_to_the_one_under_way(door: AsyncTestClient[Litestar], town: Town) -> None:
    browser = Browser(door)
    await browser.sign_in("leader")
    answer = await browser.get("/year")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/year/{YEAR}")
    page = (await browser.get(f"/year/{YEAR}")).text
    assert f'id="track-{YEAR - 1}"' in page
    assert f'id="track-{YEAR}"' in page
    alone = (await browser.get(f"/year/{YEAR}?beside=none")).text
    assert f'id="track-{YEAR - 1}"' not in alone


async def test_every_state_opens_the_list_behind_it(door: AsyncTestClient[Litestar]) -> None:
    page = await read(door, "leader", f"/year/{YEAR}?beside=none")
    for state in ("open", "submitted"):
        assert f'href="/reports/{YEAR}?state={state}"' in page
    assert f'href="/listing/{YEAR}?state=published"' in page
    assert "未开始办理" in page


async def test_an_enterprise_reads_of_itself_and_of_nobody_else(door: AsyncTestClient[Litestar], town: Town) -> None:
    page = await read(door, "filer", f"/year/{YEAR}?beside=none")
    assert "您单位目前" in page
    assert "?state=open" not in page
    stranger = await read(door, "filer", f"/year/{YEAR - 5}?beside=none")
    assert "您单位目前" not in stranger


async def test_an_enterprise_reads_when_it_did_what(door: AsyncTestClient[Litestar], town: Town) -> None:
    case = await plant("penalty_case", year=YEAR, enterprise_id=town.enterprise_id, state="ordered", number="1号")
    officer = await queries.actor_by_name("enforcement_officer")
    assert officer is not None
    at, note = datetime(2026, 2, 3, 4, 5, tzinfo=UTC), Note(enterprise_id=town.enterprise_id)
    async with transaction():
        for tag in ("penalty:case:open", "penalty:case:order"):
            duty = Duty.PENALTY_HANDLE
            await record(tag, f"penalty_case:{case}", actor=officer, at=at, duty=duty, note=note)
    page = await read(door, "filer", f"/year/{YEAR}?beside=none")
    assert "办理经过 (1)" in page  # the order; that a case was opened is not told to it
    assert "2026年2月3日 12:05" in page


async def test_a_body_and_an_administrator_learn_the_days_alone(door: AsyncTestClient[Litestar]) -> None:
    for post in ("audit_administrator", "body_manager"):
        page = await read(door, post, f"/year/{YEAR}?beside=none")
        assert "您的岗位不查看本环节的办理情况" in page
        assert f"/listing/{YEAR}" not in page
        assert "/law/provisions/deadline.surrender" in page


async def test_a_year_without_law_says_where_the_law_is(door: AsyncTestClient[Litestar]) -> None:
    page = await read(door, "leader", "/year/2090?beside=none")
    assert "2090 年度本环节的法定日期尚未录入" in page
    assert 'href="/law"' in page


async def test_the_public_sees_none_of_it(door: AsyncTestClient[Litestar], town: Town) -> None:
    answer = await Browser(door).get(f"/year/{YEAR}")
    assert answer.status_code in (303, 401, 302)
    assert "track-" not in answer.text


@pytest.mark.parametrize("path", ["/year/0", "/year/99999", "/year/x", f"/year/{YEAR}?beside=%FF", "/year/1?beside=9"])
async def test_no_address_breaks_it(door: AsyncTestClient[Litestar], town: Town, path: str) -> None:
    browser = Browser(door)
    await browser.sign_in("leader")
    assert (await browser.get(path)).status_code in (200, 400, 404)
