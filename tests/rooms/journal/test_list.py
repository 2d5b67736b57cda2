"""The journal as a list: newest first, by room, tag, person and day, and exported as seen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.records.journal import queries
from domain.records.lists import Asked
from tests.doors import Browser, opened_portal, people_the_town
from tests.rolls import every, exports_what_is_seen, over
from tests.statements import statements

QUESTION = over(queries.ROLL, "TRUE")


@pytest.fixture
async def auditor(town: None, tmp_path: Path) -> AsyncIterator[Browser]:
    async with opened_portal(tmp_path) as client:
        browser = Browser(client)
        await browser.sign_in("audit_administrator")
        yield browser


@pytest.fixture(scope="module")
async def town(database: object) -> None:
    await people_the_town()


async def test_it_is_narrowed_by_room_and_by_how_a_tag_begins(town: None) -> None:
    people = await every(QUESTION, filters={"room": "people"})
    assert people
    assert all(line["tag"].startswith("people:") for line in people)
    made = await every(QUESTION, filters={"tag": "people:account:create"})
    assert {line["tag"] for line in made} == {"people:account:create"}
    assert await every(QUESTION, filters={"room": "listing"}) == []


async def test_the_newest_page_needs_no_sorting(town: None) -> None:
    """The key orders by itself, so that the database walks its index back however long the journal is."""
    with statements() as asked:
        await QUESTION(Asked())
    assert f"ORDER BY {queries.ROLL.key} DESC LIMIT" in asked[0]


@pytest.mark.parametrize("query", ["", "tag=people:session", "search=filer&columns=reason&columns=on_day", "on_day=x"])
async def test_the_export_is_what_is_seen(auditor: Browser, query: str) -> None:
    # The export itself is read while nobody writes: signing in was before.
    await exports_what_is_seen(auditor, "/journal", queries.ROLL, QUESTION, query)


async def test_it_costs_little_and_old_addresses_narrow(auditor: Browser) -> None:
    with statements() as asked:
        text = (await auditor.get("/journal?tag=people:account")).text
    assert len(asked) <= 3, asked
    assert "people:account:create" in text
    assert "people:session" not in text.partition('id="list"')[2]
