"""Originals are kept once and never changed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from asyncpg.exceptions import IntegrityConstraintViolationError

from domain.records import database as door
from domain.records.evidence import queries
from domain.records.evidence.writes import XLSX, clean_name, keep

pytestmark = pytest.mark.usefixtures("database")
AT = datetime(2025, 3, 1, tzinfo=UTC)


async def test_the_same_content_is_kept_once_under_its_first_name() -> None:
    content = b"PK\x03\x04" + bytes(range(256))
    async with door.transaction():
        first = await keep(content, file_name="C:\\报告\\一.xlsx", media_type=XLSX, at=AT)
        second = await keep(content, file_name="二.xlsx", media_type=XLSX, at=AT)
    assert first == second == hashlib.sha256(content).hexdigest()
    card = await queries.card(first)
    assert card is not None
    assert (card.file_name, card.size, card.media_type) == ("一.xlsx", len(content), XLSX)
    assert await queries.fetch(first) == content


async def test_nothing_is_found_under_an_unknown_digest() -> None:
    assert await queries.card("0" * 64) is None
    assert await queries.fetch("0" * 64) is None


async def test_a_failed_act_keeps_nothing() -> None:
    with pytest.raises(RuntimeError):
        await half_done_act(b"half done")
    assert await queries.card(hashlib.sha256(b"half done").hexdigest()) is None


async def half_done_act(content: bytes) -> None:
    async with door.transaction():
        await keep(content, file_name="x", media_type=XLSX, at=AT)
        raise RuntimeError


@pytest.mark.parametrize("statement", ["UPDATE evidence SET size = 0", "DELETE FROM evidence", "TRUNCATE evidence"])
async def test_the_database_refuses_every_change(statement: str) -> None:
    async with door.transaction():
        await keep(b"to stay", file_name="x", media_type=XLSX, at=AT)
    with pytest.raises(IntegrityConstraintViolationError):
        await door.ask(statement)


def test_names_lose_paths_and_control_characters() -> None:
    assert clean_name("../../etc/报\n告.xlsx") == "报告.xlsx"
    assert clean_name("") == "original"
