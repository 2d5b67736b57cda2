"""Signing in: the right password, the wrong one, the sixth, many at once; and how a session ends."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from domain.core.actors import Actor
from domain.core.findings import Refused
from domain.records.database import ask
from domain.records.people import acts, queries
from tests.rooms.people.conftest import MORNING, PASSWORD


async def account(name: str, manager: Actor) -> int:
    return await acts.create_account(name, "丙", "inspector", PASSWORD, actor=manager, at=MORNING)


async def codes(name: str, password: str, at: object = MORNING) -> list[str]:
    try:
        await acts.sign_in(name, password, at=at)  # type: ignore[arg-type]
    except Refused as refused:
        return [finding.code for finding in refused.findings]
    return []


async def entries(tag: str, account_id: int) -> list[dict[str, object]]:
    return await ask(
        "SELECT reason, actor_id FROM journal_entry WHERE tag = {} AND subject = {} ORDER BY number",
        tag,
        f"account:{account_id}",
    )


async def test_the_right_password_opens_a_session(manager: Actor) -> None:
    account_id = await account("right", manager)
    opened = await acts.sign_in("right", PASSWORD, at=MORNING)
    actor = await queries.session_actor(acts.key_of(opened.secret), MORNING, machine=False)
    assert actor is not None
    assert (actor.account_id, actor.post) == (account_id, "inspector")
    assert len(await entries("people:session:open", account_id)) == 1
    assert not await ask("SELECT key FROM sign_in_session WHERE key = {}", opened.secret), "the secret itself is stored"


async def test_wrong_name_and_wrong_password_answer_alike(manager: Actor) -> None:
    account_id = await account("wrong", manager)
    assert await codes("wrong", "not the password") == await codes("nobody", PASSWORD) == ["PEOPLE-SIGN-IN"]
    assert [row["reason"] for row in await entries("people:session:refuse", account_id)] == ["wrong"]


async def test_five_wrong_passwords_lock_and_a_quarter_of_an_hour_unlocks(manager: Actor) -> None:
    account_id = await account("locked", manager)
    for _ in range(acts.MOST_FAILURES):
        assert await codes("locked", "wrong") == ["PEOPLE-SIGN-IN"]
    assert await codes("locked", PASSWORD) == ["PEOPLE-LOCKED"]
    refusals = [row["reason"] for row in await entries("people:session:refuse", account_id)]
    assert refusals == ["wrong"] * acts.MOST_FAILURES + ["locked"]
    later = MORNING + acts.LOCKED_FOR + timedelta(seconds=1)
    assert await codes("locked", "wrong", later) == ["PEOPLE-SIGN-IN"], "counting starts anew after the lock"
    assert await codes("locked", PASSWORD, later) == []


async def test_a_right_password_forgets_the_wrong_ones(manager: Actor) -> None:
    await account("forgetful", manager)
    for _ in range(3):
        for _ in range(acts.MOST_FAILURES - 1):
            await codes("forgetful", "wrong")
        assert await codes("forgetful", PASSWORD) == []


async def test_guesses_side_by_side_are_no_more_than_one_by_one(
    manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await account("guessed", manager)
    tested: list[str] = []
    monkeypatch.setattr(
        acts, "_password_fits", lambda stored, password: bool(stored != acts._NOBODY and tested.append(password))
    )
    outcomes = await asyncio.gather(*(codes("guessed", f"guess {number}") for number in range(20)))
    assert len(tested) == acts.MOST_FAILURES
    assert sorted(code for found in outcomes for code in found) == ["PEOPLE-LOCKED"] * 15 + ["PEOPLE-SIGN-IN"] * 5


async def test_a_session_ends_by_signing_out_by_time_and_knows_its_kind(manager: Actor) -> None:
    await account("leaving", manager)
    opened = await acts.sign_in("leaving", PASSWORD, at=MORNING)
    key = acts.key_of(opened.secret)
    actor = await queries.session_actor(key, MORNING, machine=False)
    assert actor is not None
    assert await queries.session_actor(key, MORNING, machine=True) is None, "a browser's session is no bearer token"
    assert await queries.session_actor(key, opened.expires_at, machine=False) is None
    await acts.sign_out(key, actor=actor, at=MORNING)
    assert await queries.session_actor(key, MORNING, machine=False) is None
