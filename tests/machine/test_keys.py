"""Sent again under a key, and two at once: one version, one answer."""

from __future__ import annotations

from asyncio import gather
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from piccolo.engine.exceptions import TransactionError

from domain.core.findings import Stale
from domain.emission_report import acts
from domain.records.database import around_an_act, ask, transaction
from domain.records.idempotency import queries, writes
from domain.records.people import queries as people
from tests.machine.ground import REPORTS, Program, as_json
from tests.rooms.emission_report.ground import Enterprise

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
WEEK = timedelta(days=7)


async def versions() -> int:
    return int((await ask("SELECT count(*) AS all FROM report_version"))[0]["all"])


async def test_the_same_key_is_answered_the_same(program: Program, mine: Enterprise) -> None:
    content, before = as_json(mine, "键一"), await versions()
    first = await program.send(REPORTS, content, Idempotency_Key="k-1")
    again = await program.send(REPORTS, content, Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201), again.text
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert await versions() == before + 1


async def test_the_same_key_with_something_else_is_refused(program: Program, mine: Enterprise) -> None:
    await program.send(REPORTS, as_json(mine, "键二"), Idempotency_Key="k-2")
    before = await versions()
    other = await program.send(REPORTS, as_json(mine, "键二改"), Idempotency_Key="k-2")
    assert (other.status_code, other.json()["code"]) == (422, "MACHINE-KEY-REUSED")
    assert await versions() == before


async def test_of_two_at_once_one_makes_a_version_and_both_know_it(program: Program, mine: Enterprise) -> None:
    content, before = as_json(mine, "键三"), await versions()
    answers = await gather(*(program.send(REPORTS, content, Idempotency_Key="k-3") for _ in range(5)))
    assert {answer.status_code for answer in answers} == {201}, [answer.text for answer in answers]
    assert len({answer.json()["version"] for answer in answers}) == 1
    assert await versions() == before + 1


async def test_a_refusal_gives_the_key_back(
    program: Program, mine: Enterprise, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = as_json(mine, "键四")

    async def refuses(*_: object, **__: object) -> int:
        raise Stale("report:1", "open")

    with monkeypatch.context() as patch:
        patch.setattr(acts, "receive", refuses)
        refused = await program.send(REPORTS, content, Idempotency_Key="k-4")
    assert (refused.status_code, refused.json()["code"]) == (409, "MACHINE-STALE")
    assert (await program.send(REPORTS, content, Idempotency_Key="k-4")).status_code == 201


@pytest.mark.parametrize("key", ["x" * 201, "a b", "\x7f"])
async def test_what_is_no_key_is_refused(program: Program, mine: Enterprise, key: str) -> None:
    answer = await program.send(REPORTS, as_json(mine, "键五"), Idempotency_Key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "MACHINE-KEY")


async def test_a_key_is_its_accounts_own_and_forgotten_after_its_days(program: Program, mine: Enterprise) -> None:
    filer, signatory = await people.actor_by_name("filer"), await people.actor_by_name("signatory")
    assert filer is not None
    assert signatory is not None
    async with writes.held("k-6", actor=filer) as alone:
        assert alone
        await writes.keep("k-6", "d", 201, "{}", actor=filer, at=NOON, kept=WEEK)
    found = await queries.key("k-6", NOON + timedelta(days=6), actor=filer)
    assert found is not None
    assert (found.digest, found.status, found.answer) == ("d", 201, "{}")
    assert await queries.key("k-6", NOON, actor=signatory) is None
    assert await queries.key("k-6", NOON + timedelta(days=8), actor=filer) is None
    await writes.forget(NOON + timedelta(days=8))
    assert await ask("SELECT id FROM machine_key WHERE key = 'k-6'") == []


async def test_an_act_that_fails_leaves_neither_itself_nor_an_answer(program: Program, mine: Enterprise) -> None:
    """What the act had written goes with the transaction that was opened around it."""
    filer = await people.actor_by_name("filer")
    assert filer is not None

    async def done_and_failed() -> None:
        async with writes.held("k-8", actor=filer):
            async with transaction():
                await ask("UPDATE enterprise SET name_en = 'half done' WHERE id = {}", mine.id)
            await writes.keep("k-8", "d", 201, "{}", actor=filer, at=NOON, kept=WEEK)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await done_and_failed()
    assert await ask("SELECT id FROM enterprise WHERE name_en = 'half done'") == []
    assert await queries.key("k-8", NOON, actor=filer) is None


async def test_around_an_act_is_room_for_one_act(database: object) -> None:
    """An act that calls another is refused within it as it is without."""
    async with around_an_act():
        async with transaction():
            with pytest.raises(TransactionError):
                transaction()
        with pytest.raises(TransactionError):
            transaction()
    async with transaction(), AsyncExitStack() as stack:
        with pytest.raises(TransactionError):
            await stack.enter_async_context(around_an_act())


async def test_a_key_that_stays_under_way_is_said(
    program: Program, mine: Enterprise, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker holds the key; nobody waits for it longer than a program waits for an answer."""
    monkeypatch.setattr("portal.machine.sending.WAIT_SECONDS", 0.3)
    content = as_json(mine, "键七")
    filer = await people.actor_by_name("filer")
    assert filer is not None
    other = await asyncpg.connect(dsn=database_url)
    try:
        name = f"{filer.account_id} k-7"
        await other.execute("SELECT pg_advisory_lock($1, hashtext($2))", writes.LOCKS, name)
        busy = await program.send(REPORTS, content, Idempotency_Key="k-7")
    finally:
        await other.close()
    assert (busy.status_code, busy.json()["code"], busy.headers["retry-after"]) == (409, "MACHINE-KEY-BUSY", "5")
    assert (await program.send(REPORTS, content, Idempotency_Key="k-7")).status_code == 201
