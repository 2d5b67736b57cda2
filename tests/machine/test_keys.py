"""Sent again under a key, and two at once: one version, one answer."""

from __future__ import annotations

from asyncio import gather
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.core.findings import Stale
from domain.emission_report import acts
from domain.records.database import ask
from domain.records.idempotency import queries, writes
from domain.records.people import queries as people
from tests.doors import opened_portal
from tests.machine.ground import REPORTS, Program, as_json, program_of
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


async def test_a_key_under_way_waits_is_abandoned_and_runs_out(program: Program, mine: Enterprise) -> None:
    """A worker that was killed holds a key for two minutes; a key that is answered is forgotten after its days."""
    filer = await people.actor_by_name("filer")
    assert filer is not None
    assert await writes.claim("k-6", "d", actor=filer, at=NOON, kept=WEEK)
    assert not await writes.claim("k-6", "d", actor=filer, at=NOON + timedelta(minutes=1), kept=WEEK)
    assert not await writes.claim("k-6", "other", actor=filer, at=NOON + timedelta(minutes=3), kept=WEEK)
    assert await writes.claim("k-6", "d", actor=filer, at=NOON + timedelta(minutes=3), kept=WEEK)
    await writes.answer("k-6", 201, "{}", actor=filer)
    assert not await writes.claim("k-6", "d", actor=filer, at=NOON + timedelta(minutes=9), kept=WEEK)
    found = await queries.key("k-6", NOON + timedelta(days=6), actor=filer)
    assert found is not None
    assert (found.status, found.answer) == (201, "{}")
    assert await queries.key("k-6", NOON + timedelta(days=8), actor=filer) is None
    assert await writes.claim("k-6", "other", actor=filer, at=NOON + timedelta(days=8), kept=WEEK)
    signatory = await people.actor_by_name("signatory")
    assert signatory is not None
    assert await queries.key("k-6", NOON + timedelta(days=8), actor=signatory) is None, "a key is its account's own"


async def test_a_key_that_stays_under_way_is_said(
    ground: list[Enterprise], mine: Enterprise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.machine.sending.WAIT_SECONDS", 0.3)
    async with opened_portal(tmp_path) as client:
        program = await program_of(client, name="忙")
        content = as_json(mine, "键七")
        first = await program.send(REPORTS, content, Idempotency_Key="k-7")
        assert first.status_code == 201
        await ask("UPDATE machine_key SET status = NULL WHERE key = 'k-7'")
        busy = await program.send(REPORTS, content, Idempotency_Key="k-7")
    assert (busy.status_code, busy.json()["code"], busy.headers["retry-after"]) == (409, "MACHINE-KEY-BUSY", "5")
