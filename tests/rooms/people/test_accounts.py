"""The administrators' acts: founding, creating, locking, letting in again."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.core.actors import Actor
from domain.core.duties import Duty, Kind, Post
from domain.core.findings import Refused, Stale
from domain.records.database import ask, transaction
from domain.records.people import acts, queries
from domain.records.people.writes import enter_enterprises
from tests.rolls import every, over, pages_through_every_order
from tests.rooms.people.conftest import MORNING, PASSWORD

NOON = datetime(2025, 3, 3, 4, 0, tzinfo=UTC)


async def create(manager: Actor, **changes: Any) -> int:
    given = {"sign_in_name": "someone", "name": "丁", "post_code": "inspector", "password": PASSWORD} | changes
    return await acts.create_account(**given, actor=manager, at=MORNING)


async def entry_count(tag: str, subject: str) -> int:
    rows = await ask("SELECT count(*) AS n FROM journal_entry WHERE tag = {} AND subject = {}", tag, subject)
    return int(rows[0]["n"])


async def test_founding_happens_once(manager: Actor) -> None:
    with pytest.raises(Refused, match="PEOPLE-FOUNDED"):
        await acts.found("second", "乙", PASSWORD, at=MORNING)
    assert await entry_count("people:account:found", f"account:{manager.account_id}") == 1


async def test_creating_is_journalled_once_and_keeps_no_password(manager: Actor) -> None:
    account_id = await create(manager, sign_in_name="created")
    assert await entry_count("people:account:create", f"account:{account_id}") == 1
    written = str(await ask("SELECT * FROM journal_entry")) + str(await ask("SELECT * FROM account"))
    assert PASSWORD not in written


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"sign_in_name": ""}, "PEOPLE-NAME", "sign_in_name"),
        ({"sign_in_name": "two words"}, "PEOPLE-NAME", "sign_in_name"),
        ({"name": " "}, "PEOPLE-NAME", "name"),
        ({"post_code": "emperor"}, "PEOPLE-POST", "post"),
        ({"password": "eleven char"}, "PEOPLE-PASSWORD-SHORT", "password"),
        ({"post_code": "filer"}, "PEOPLE-ORGANISATION", "enterprise"),
        ({"post_code": "verifier"}, "PEOPLE-ORGANISATION", "body"),
        ({"post_code": "city_officer"}, "PEOPLE-ORGANISATION", "city"),
        ({"enterprise_id": 1}, "PEOPLE-ORGANISATION", "enterprise"),
    ],
)
async def test_what_is_no_account(manager: Actor, changes: dict[str, Any], code: str, field: str) -> None:
    before = await ask("SELECT count(*) AS n FROM journal_entry")
    with pytest.raises(Refused) as refused:
        await create(manager, **changes)
    assert [(finding.code, finding.place.field) for finding in refused.value.findings] == [(code, field)]
    assert await ask("SELECT count(*) AS n FROM journal_entry") == before


async def test_all_that_is_wrong_is_said_at_once(manager: Actor) -> None:
    with pytest.raises(Refused) as refused:
        await create(manager, sign_in_name="", name="", post_code="filer", password="")
    assert {finding.place.field for finding in refused.value.findings} == {
        "sign_in_name",
        "name",
        "password",
        "enterprise",
    }


async def test_a_post_with_duties_that_may_not_meet_is_refused(manager: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    both = Post("both", Kind.PROVINCE, frozenset((Duty.PENALTY_HANDLE, Duty.PENALTY_DECIDE)))
    monkeypatch.setattr(acts, "post", lambda code: both)
    with pytest.raises(Refused, match="PEOPLE-CLASH"):
        await create(manager, sign_in_name="both", post_code="both")


async def test_a_name_is_given_once_even_at_once(manager: Actor) -> None:
    await create(manager, sign_in_name="taken")
    with pytest.raises(Refused, match="PEOPLE-NAME-TAKEN"):
        await create(manager, sign_in_name="taken")
    both = await asyncio.gather(*[create(manager, sign_in_name="raced") for _ in range(2)], return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in both) == ["Refused", "int"]


async def test_only_the_duty_creates_and_locks(manager: Actor, guardian: Actor) -> None:
    with pytest.raises(Refused, match="PEOPLE-DUTY"):
        await create(guardian, sign_in_name="forbidden")
    account_id = await create(manager, sign_in_name="unforbidden")
    for act in (acts.disable_account, acts.enable_account):
        with pytest.raises(Refused, match="PEOPLE-DUTY"):
            await act(account_id, "理由", actor=manager, at=NOON)


async def test_locking_ends_the_sessions_at_once(manager: Actor, guardian: Actor) -> None:
    account_id = await create(manager, sign_in_name="lockable")
    opened = await acts.sign_in("lockable", PASSWORD, at=MORNING)
    await acts.disable_account(account_id, "离职", actor=guardian, at=NOON)
    assert await queries.session_actor(acts.key_of(opened.secret), NOON, machine=False) is None
    assert await queries.actor_by_name("lockable") is None
    with pytest.raises(Refused, match="PEOPLE-SIGN-IN"):
        await acts.sign_in("lockable", PASSWORD, at=NOON)
    held = await every(over(queries.roll("security", "state"), "TRUE"), filters={"state": "disabled"})
    assert "lockable" in {line["sign_in_name"] for line in held}
    with pytest.raises(Stale):
        await acts.disable_account(account_id, "再次", actor=guardian, at=NOON)
    await acts.enable_account(account_id, "复职", actor=guardian, at=NOON)
    assert await queries.session_actor(acts.key_of(opened.secret), NOON, machine=False) is None, (
        "a revoked session stays so"
    )
    await acts.sign_in("lockable", PASSWORD, at=NOON)
    with pytest.raises(Stale):
        await acts.enable_account(account_id, "再次", actor=guardian, at=NOON)
    assert await entry_count("people:account:disable", f"account:{account_id}") == 1
    assert await entry_count("people:account:enable", f"account:{account_id}") == 1


async def test_locking_asks_a_reason_and_spares_oneself(manager: Actor, guardian: Actor) -> None:
    account_id = await create(manager, sign_in_name="unreasoned")
    with pytest.raises(Refused, match="PEOPLE-REASON"):
        await acts.disable_account(account_id, "  ", actor=guardian, at=NOON)
    with pytest.raises(Refused, match="PEOPLE-SELF"):
        await acts.disable_account(guardian.account_id, "自己", actor=guardian, at=NOON)
    assert await queries.actor_by_name("unreasoned") is not None


async def test_an_account_of_an_enterprise_is_bound_to_it(manager: Actor) -> None:
    facts = {
        "credit_code": "91420000000000001R",
        "name": "示例一厂",
        "name_en": "One",
        "city": "武汉市",
        "sector": "power",
    }
    async with transaction():
        await enter_enterprises([facts])
    enterprise_id = await queries.registered("91420000000000001R")
    await create(manager, sign_in_name="filer", post_code="filer", enterprise_id=enterprise_id)
    actor = await queries.actor_by_name("filer")
    assert actor is not None
    assert (actor.enterprise_id, actor.organisation, actor.kind) == (enterprise_id, "示例一厂", Kind.ENTERPRISE)
    assert await queries.registered("914200000000000020") is None


async def test_accounts_come_in_pages_and_are_found(manager: Actor) -> None:
    roll = queries.roll("people", "sign_in_name")
    question = over(roll, "TRUE")
    everyone = await every(question)
    await pages_through_every_order(roll, question, len(everyone))
    assert [line["sign_in_name"] for line in await every(question, search="manag")] == ["manager"]
    posts = {line["post"] for line in await every(question, filters={"post": "filer"})}
    assert posts <= {"filer"}
