"""One town for the tests of a module: the first two enterprises owe their power reports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.monthly_evidence import acts as months
from domain.records.database import ask
from portal import application
from tests.doors import Town, opened_portal, people_the_town
from tests.machine.ground import Program, program_of
from tests.rooms.emission_report.ground import Enterprise, settle
from tests.rooms.emission_report.sample import YEAR
from tests.rooms.monthly_evidence.ground import OFFICER, OPENED, Plant, months_of

ROOMS = ("front", "emission_report", "machine")


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture(scope="module")
async def ground(town: Town) -> list[Enterprise]:
    return await settle(2)


@pytest.fixture(scope="module")
async def plants(ground: list[Enterprise]) -> dict[int, Plant]:
    """The plants of the ground, their first three months open."""
    await months.open_months(YEAR, actor=OFFICER, at=OPENED)
    return {each.id: Plant(each.id, each.credit_code, each.name, await months_of(each.id)) for each in ground}


@pytest.fixture
def mine(town: Town, ground: list[Enterprise]) -> Enterprise:
    return next(each for each in ground if each.id == town.enterprise_id)


@pytest.fixture
def foreign(town: Town, ground: list[Enterprise]) -> Enterprise:
    return next(each for each in ground if each.id == town.other_enterprise_id)


@pytest.fixture
async def door(
    ground: list[Enterprise], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AsyncTestClient[Litestar]]:
    monkeypatch.setattr(application, "ROOMS", ROOMS)
    async with opened_portal(tmp_path, PORTAL_MACHINE_REQUESTS_A_MINUTE="100000") as client:
        yield client


@pytest.fixture
async def program(door: AsyncTestClient[Litestar]) -> AsyncIterator[Program]:
    yield await program_of(door)
    await ask("UPDATE sign_in_session SET revoked_at = now() WHERE machine AND revoked_at IS NULL")
