"""A portal that has its three administrators."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.core.actors import Actor
from domain.records.people import acts, queries

PASSWORD = "correct horse battery"
MORNING = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)


async def _actor(name: str) -> Actor:
    found = await queries.actor_by_name(name)
    assert found is not None
    return found


@pytest.fixture(scope="module")
async def manager(database: object) -> Actor:
    await acts.found("manager", "甲", PASSWORD, at=MORNING)
    return await _actor("manager")


@pytest.fixture(scope="module")
async def guardian(manager: Actor) -> Actor:
    await acts.create_account("guardian", "乙", "security_administrator", PASSWORD, actor=manager, at=MORNING)
    return await _actor("guardian")
