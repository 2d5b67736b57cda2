"""The chain: it holds, it shows what was altered, taken out or put in, and the table refuses all three."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import asyncpg
import pytest

from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.records.database import ask, transaction
from domain.records.journal import queries
from domain.records.journal.chain import FIRST, content_of, first_break, hash_of
from domain.records.journal.writes import Note, record, record_many
from domain.records.lists import PAGE, Asked
from tests.rolls import every, over, pages_through_every_order
from tests.rooms.journal.conftest import AT, PREPARER


async def write(*reasons: str) -> list[int]:
    entries = [(f"thing:{number}", "", "born", Note(reason=reason)) for number, reason in enumerate(reasons)]
    async with transaction():
        return await record_many("sample:thing:bear", entries, actor=PREPARER, at=AT, duty=Duty.LISTING_PREPARE)


@pytest.fixture(scope="module", autouse=True)
async def ten_entries(database: Any) -> None:
    await write(*"甲乙丙丁戊")
    await write(*"己庚辛壬癸")


@pytest.fixture
async def tampered(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A superuser who has switched the triggers off; what was done is undone."""
    connection = await asyncpg.connect(dsn=database_url)
    await connection.execute("SET session_replication_role = replica")
    await connection.execute("CREATE TABLE kept AS SELECT * FROM journal_entry")
    yield connection
    await connection.execute("TRUNCATE journal_entry")
    await connection.execute("INSERT INTO journal_entry SELECT * FROM kept")
    await connection.execute("DROP TABLE kept")
    await connection.close()
    assert (await queries.verify())[1] is None


async def test_the_chain_holds() -> None:
    assert await queries.verify() == (10, None)
    rows = await ask("SELECT number, previous_hash, hash FROM journal_entry ORDER BY number")
    assert [row["number"] for row in rows] == list(range(1, 11))
    assert rows[0]["previous_hash"] == FIRST
    assert all(row["previous_hash"] == before["hash"] for before, row in pairwise(rows))


FIELDS_TO_ALTER = {
    "reason": "reason = '改'",
    "instant": "at = at + interval '1 second'",
    "actor": "actor_id = 99",
    "basis": """basis = '{"x": 1}'""",
    "subject": "subject = 'thing:99'",
    "enterprise": "enterprise_id = 3",
    "hash": "hash = repeat('0', 64)",
}


@pytest.mark.parametrize("change", FIELDS_TO_ALTER.values(), ids=FIELDS_TO_ALTER)
async def test_an_altered_entry_is_found(tampered: asyncpg.Connection, change: str) -> None:
    await tampered.execute(f"UPDATE journal_entry SET {change} WHERE number = 4")
    holding, broken = await queries.verify()
    assert broken is not None
    assert (holding, broken.number, broken.what) == (3, 4, "altered")


async def test_a_removed_entry_is_found(tampered: asyncpg.Connection) -> None:
    await tampered.execute("DELETE FROM journal_entry WHERE number = 6")
    assert str(await queries.verify()) == "(5, Break(number=6, what='missing'))"


async def test_a_forged_entry_with_a_fitting_hash_of_its_own_is_found(tampered: asyncpg.Connection) -> None:
    row = dict(await tampered.fetchrow("SELECT * FROM journal_entry WHERE number = 2"))  # type: ignore[arg-type]
    row["reason"] = "改"
    forged = hash_of(row, row["previous_hash"])
    await tampered.execute("UPDATE journal_entry SET reason = '改', hash = $1 WHERE number = 2", forged)
    assert str(await queries.verify()) == "(2, Break(number=3, what='unlinked'))"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_entry SET reason = '改' WHERE number = 1",
        "DELETE FROM journal_entry WHERE number = 10",
        "TRUNCATE journal_entry",
    ],
)
async def test_the_table_refuses_change(sql: str) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="append-only"):
        await ask(sql)
    assert await queries.verify() == (10, None)


async def test_writers_at_once_make_one_chain() -> None:
    await asyncio.gather(*(write("并", "发") for _ in range(8)))
    holding, broken = await queries.verify()
    assert (holding, broken) == (26, None)


async def test_an_empty_list_of_entries_writes_none() -> None:
    before, _ = await queries.verify()
    assert await write() == []
    assert (await queries.verify())[0] == before


async def test_pages_come_newest_first_and_by_tag() -> None:
    async with transaction():
        last = await record("other:thing:bear", "thing:1", actor=PREPARER, at=AT, duty=Duty.LISTING_PREPARE)
    question = over(queries.ROLL, "TRUE")
    assert [line["number"] for line in (await question(Asked())).lines] == list(range(last, max(last - PAGE, 0), -1))
    assert {line["tag"] for line in await every(question, filters={"tag": "sample:"})} == {"sample:thing:bear"}
    assert [line["number"] for line in (await question(Asked(after="3~3"))).lines] == [2, 1]
    assert len(await every(question, filters={"on_day": legal_day(AT).isoformat()})) == last
    assert await every(question, filters={"on_day": "2001-01-01"}) == []
    assert await every(question, filters={"actor_name": "丙"}) == []
    await pages_through_every_order(queries.ROLL, question, last)
    card = await queries.entry(last)
    assert card is not None
    assert (card.tag, card.subject, card.actor_name) == ("other:thing:bear", "thing:1", "甲")
    assert await queries.entry(last + 1) is None


def test_an_instant_is_the_same_in_every_zone() -> None:
    row: dict[str, Any] = dict.fromkeys(
        (
            "number",
            "actor_id",
            "actor_name",
            "duty",
            "on_behalf",
            "tag",
            "subject",
            "enterprise_id",
            "before",
            "after",
            "evidence",
            "reason",
        ),
        "x",
    )
    row |= {"basis": '{"b": 1, "a": "文"}', "at": AT}
    elsewhere = row | {"at": AT.astimezone(timezone(timedelta(hours=8))), "basis": {"a": "文", "b": 1}}
    assert isinstance(row["at"], datetime)
    assert content_of(row) == content_of(elsewhere)
    assert hash_of(row, FIRST) != hash_of(row, "1" * 64)


def test_walking_from_the_middle_needs_the_hash_before() -> None:
    assert first_break([], after=5, previous_hash="1" * 64) is None
