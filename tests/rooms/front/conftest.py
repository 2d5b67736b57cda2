"""A town with an account of every post, and the portal before it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from tests.doors import Town, opened_portal, people_the_town


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture
async def door(town: Town, tmp_path: Path) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with opened_portal(tmp_path) as client:
        yield client
