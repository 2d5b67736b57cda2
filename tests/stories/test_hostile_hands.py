"""In a portal with a history: twice the same click at once, and workbooks broken in every way."""

from __future__ import annotations

from asyncio import gather
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.core.duties import Duty, post
from domain.emission_report import queries as reports
from domain.monitoring_plan import queries as plans
from domain.records.database import ask
from portal.clock import now
from seed.cast import Person
from seed.play.open_year import YEAR
from seed.play.scene import Scene, entries_in_unbroken_journal
from tests.doors import Browser, opened_portal
from tests.sheets.make_broken import CONTAINERS
from tests.stories.conftest import TODAY

# Refused at the door, before the workbook is kept.
AT_THE_DOOR = {"empty", "too large"}


@pytest.fixture
async def door(scene: Scene, tmp_path: Path) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with opened_portal(tmp_path) as client:
        yield client


async def signed_in(door: AsyncTestClient[Litestar], person: Person) -> Browser:
    browser = Browser(door)
    assert (await browser.sign_in(person.sign_in, person.password)).status_code == 303
    return browser


async def filer_of(scene: Scene, door: AsyncTestClient[Litestar], role: str) -> Browser:
    slug = scene.cast.with_role(role).slug
    return await signed_in(door, next(one for one in scene.cast.holding("filer") if one.enterprise == slug))


async def twice_at_once(browser: Browser, path: str, **form: str) -> list[int]:
    """Both answers; nothing was journalled twice of one subject."""
    before = (await ask("SELECT max(number) AS number FROM journal_entry"))[0]["number"]
    answers = await gather(browser.post(path, form), browser.post(path, form))
    found = await ask("SELECT tag, subject FROM journal_entry WHERE number > {}", before)
    told = [(row["tag"], row["subject"]) for row in found]
    assert told
    assert len(set(told)) == len(told)
    return sorted(answer.status_code for answer in answers)


async def test_of_two_clicks_at_once_one_counts(scene: Scene, door: AsyncTestClient[Litestar]) -> None:
    submitted = await ask("SELECT id FROM report WHERE state = 'submitted' AND year = {} ORDER BY id", YEAR)
    plan = await ask("SELECT id FROM plan WHERE state = 'submitted' ORDER BY id")
    clicks = [
        (Duty.ALLOCATION_APPROVE, f"/allocation/{YEAR}/approve_pre"),
        (Duty.LISTING_APPROVE, f"/listing/{YEAR + 2}/publish"),
        (Duty.REPORT_ACCEPT, f"/reports/report/{submitted[0]['id']}/accept"),
        (Duty.PLAN_REVIEW, f"/plans/versions/{plan[0]['id']}/file"),
    ]
    for duty, path in clicks:
        person = next(one for one in scene.cast.people if duty in post(one.post).duties)
        browser = await signed_in(door, person)
        one, other = await twice_at_once(browser, path)
        assert one == 303, path
        assert other in (409, 422), path
    assert await entries_in_unbroken_journal() > 0


async def test_a_broken_report_is_told_and_the_one_before_stays(scene: Scene, door: AsyncTestClient[Litestar]) -> None:
    browser = await filer_of(scene, door, "two_versions")
    enterprise_id = await scene.enterprise_id(scene.cast.with_role("two_versions"))
    leader = await scene.holder("leader")
    card = await reports.report_of(enterprise_id, YEAR, actor=leader)
    assert card is not None
    before = await reports.versions(card.id, actor=leader)
    good = (await browser.get(f"/reports/report/{card.id}/blank")).content
    wrong = await upload_all(scene, browser, f"/reports/report/{card.id}/upload", good)
    assert wrong == []
    assert {one.id for one in before} < {one.id for one in await reports.versions(card.id, actor=leader)}


async def test_a_broken_plan_is_told_and_the_one_before_stays(scene: Scene, door: AsyncTestClient[Litestar]) -> None:
    browser = await filer_of(scene, door, "two_versions")
    enterprise_id = await scene.enterprise_id(scene.cast.with_role("two_versions"))
    leader = await scene.holder("leader")
    year = TODAY.year + 1
    before = await plans.versions(enterprise_id, year, actor=leader)
    good = (await browser.get(f"/plans/{year}/blank")).content
    assert await upload_all(scene, browser, f"/plans/{year}/upload", good) == []
    assert {one.id for one in before} <= {one.id for one in await plans.versions(enterprise_id, year, actor=leader)}


async def upload_all(scene: Scene, browser: Browser, path: str, good: bytes) -> list[str]:
    """Every broken workbook through the front door, read as the worker reads; those whose code is not told."""
    told_at: dict[str, str] = {}
    wrong: list[str] = []
    for broken in CONTAINERS:
        answer = await browser.post(path, {}, files={"workbook": ("a.xlsx", broken.make(good), "application/zip")})
        if broken.name in AT_THE_DOOR:
            wrong += [] if answer.status_code in (413, 422) else [f"{broken.name} {answer.status_code}"]
        elif answer.status_code == 303:
            told_at[broken.name] = answer.headers["location"]
        else:
            wrong.append(f"{broken.name} {answer.status_code}")
    await scene.do_what_is_owed(now())
    for broken in CONTAINERS:
        if broken.name in told_at:
            page = await browser.get(told_at[broken.name])
            told = page.status_code == 200 and broken.code in page.text
            wrong += [] if told else [f"{broken.name} {told_at[broken.name]} {page.status_code}"]
    return wrong
