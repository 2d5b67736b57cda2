"""A town whose people have notices, and what a postman needs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.records.database import ask, transaction
from domain.records.notices.writes import tell
from domain.records.people import queries
from portal.settings import MailSettings, Settings
from tests.doors import Town, people_the_town

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MAIL = MailSettings("https://portal.example.cn", "portal@example.cn", "", 25, "none", "", "")
# What a letter needs of the portal; the rest is the web server's.
NAMED = {"province": "湖北省", "province_en": "Hubei", "demo": False}
PORTAL = Settings(**dict.fromkeys(Settings.__slots__, 0) | NAMED)


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


async def person(name: str) -> Actor:
    found = await queries.actor_by_name(name)
    assert found is not None
    return found


async def address(name: str, email: str, language: str = "zh", letters: bool = True) -> None:
    await ask(
        "UPDATE account SET email = {}, language = {}, letters = {} WHERE sign_in_name = {}",
        email,
        language,
        letters,
        name,
    )


async def told(
    code: str = "listing.published",
    at: datetime = MORNING,
    enterprise_id: int | None = None,
    body_id: int | None = None,
    duty: Duty | None = None,
    **facts: str,
) -> int:
    """Tell a notice and answer its id."""
    given = {"name": "示例第1电厂", "year": "2025"} | facts
    async with transaction():
        await tell(code, at=at, facts=given, enterprise_id=enterprise_id, body_id=body_id, duty=duty, link="/listing")
    return int((await ask("SELECT max(id) AS id FROM notice"))[0]["id"])


async def empty() -> None:
    """No letters and no notices, and nobody with an address."""
    await ask("DELETE FROM letter")
    await ask("DELETE FROM notice")
    await ask("UPDATE account SET email = '', letters = TRUE, language = 'zh', disabled = FALSE")
