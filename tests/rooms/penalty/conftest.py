"""A portal in which somebody fell short."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.rooms.penalty.sample import Desk, opened_desk


@pytest.fixture(scope="module")
async def desk(database: object) -> AsyncIterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        yield await opened_desk(patch)
