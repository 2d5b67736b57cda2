"""Whose notices are whose, and letters: one a notice and account, claimed by one postman, never lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from domain.core.duties import Duty
from domain.core.findings import Refused, Stale
from domain.records.database import ask
from domain.records.notices import acts, queries
from domain.records.notices.acts import LEASE, Envelope
from domain.records.notices.queries import Wish
from domain.records.notices.rules import MOST_TRIES
from tests.doors import Town
from tests.rooms.notices.conftest import MORNING, address, empty, person, told

SINCE = MORNING - timedelta(days=1)


@pytest.fixture(autouse=True)
async def fresh(town: Town) -> None:
    await empty()


async def write() -> int:
    return await acts.write_letters(since=SINCE, at=MORNING)


async def states() -> list[str]:
    return [row["state"] for row in await ask("SELECT state FROM letter ORDER BY id")]


async def entries(tag: str) -> int:
    return int((await ask("SELECT count(*) AS n FROM journal_entry WHERE tag = {}", tag))[0]["n"])


async def test_everybody_sees_the_own_notices_and_no_others(town: Town) -> None:
    own = await told(enterprise_id=town.enterprise_id)
    other = await told(enterprise_id=town.other_enterprise_id)
    body = await told(body_id=town.body_id)
    officer = await told(duty=Duty.REPORT_ACCEPT)
    seen = {
        name: [card.id for card in await queries.inbox(actor=await person(name))]
        for name in ("filer", "signatory", "verifier", "verification_officer", "city_officer", "leader")
    }
    assert seen == {
        "filer": [own],
        "signatory": [own],
        "verifier": [body],
        "verification_officer": [officer],
        "city_officer": [],
        "leader": [],
    }
    assert await queries.notice(other, actor=await person("filer")) is None


async def test_an_inbox_is_narrowed_and_paged(town: Town) -> None:
    ids = [await told("plan.filed", enterprise_id=town.enterprise_id, version=str(number)) for number in range(5)]
    odd = await told("penalty.noticed", enterprise_id=town.enterprise_id, number="省环碳罚〔2026〕7号", fine="100%")
    filer = await person("filer")
    first = await queries.inbox(actor=filer, limit=4)
    second = await queries.inbox(actor=filer, before=first[-1].id, limit=4)
    assert [card.id for card in first + second] == [odd, *reversed(ids)]

    async def found(**wish: Any) -> list[int]:
        return [card.id for card in await queries.inbox(Wish(**wish), actor=filer)]

    assert await found(topic="penalty") == [odd]
    assert await found(text="〔2026〕7") == [odd]
    assert await found(text="0%") == [odd], "a sign of the pattern is looked for as it is"
    assert await found(text="_") == []
    assert await found(text="nowhere", codes=("plan.filed",)) == ids[::-1]
    await acts.open_notice(odd, actor=filer, at=MORNING)
    assert await found(unread=True) == ids[::-1]


async def test_opening_marks_once_and_for_the_organisation(town: Town) -> None:
    notice = await told(enterprise_id=town.enterprise_id)
    filer, signatory = await person("filer"), await person("signatory")
    assert await queries.unread_count(actor=signatory) == 1
    assert await acts.open_notice(notice, actor=filer, at=MORNING) == "/listing"
    await acts.open_notice(notice, actor=signatory, at=MORNING + timedelta(days=1))
    card = await queries.notice(notice, actor=signatory)
    assert card is not None
    assert card.read_at == MORNING
    assert await queries.unread_count(actor=signatory) == 0
    assert await acts.open_notice(notice, actor=await person("verifier"), at=MORNING) is None


async def test_all_are_opened_up_to_the_newest_seen(town: Town) -> None:
    ids = [await told(enterprise_id=town.enterprise_id) for _ in range(3)]
    await told(enterprise_id=town.other_enterprise_id)
    filer = await person("filer")
    assert await acts.open_all(ids[1], actor=filer, at=MORNING) == 2
    assert await acts.open_all(ids[1], actor=filer, at=MORNING) == 0
    assert [row["n"] for row in await ask("SELECT count(*) AS n FROM notice WHERE read_at IS NULL")] == [2]


async def test_letters_are_written_for_those_who_are_meant_and_want_them(town: Town) -> None:
    for name in ("filer", "signatory", "verifier", "verification_officer", "leader", "inspector"):
        await address(name, f"{name}@example.cn", letters=name != "signatory")
    await ask("UPDATE account SET disabled = TRUE WHERE sign_in_name = 'verifier'")
    await told(enterprise_id=town.enterprise_id)
    await told(enterprise_id=town.other_enterprise_id)
    await told(body_id=town.body_id)
    await told(duty=Duty.REPORT_ACCEPT)
    await told(duty=Duty.REPORT_ACCEPT, at=SINCE - timedelta(seconds=1))
    assert await write() == 2
    assert await write() == 0
    assert {letter.address for letter in await acts.claim(at=MORNING)} == {
        "filer@example.cn",
        "verification_officer@example.cn",
    }


async def test_two_postmen_at_once_write_and_claim_each_letter_once(town: Town) -> None:
    for name in ("filer", "signatory", "verification_officer"):
        await address(name, f"{name}@example.cn")
    for _ in range(20):
        await told(enterprise_id=town.enterprise_id)
        await told(duty=Duty.REPORT_ACCEPT)
    written = await asyncio.gather(*[write() for _ in range(4)])
    assert sum(written) == 60
    claimed = await asyncio.gather(*[acts.claim(at=MORNING, accounts=2, most=7) for _ in range(8)])
    ids = [letter.id for batch in claimed for letter in batch]
    assert len(ids) == len(set(ids)) > 7
    assert len(await states()) == 60


async def test_a_letter_is_sent_once_and_journalled(town: Town) -> None:
    letters = await one_letter(town)
    before = await entries("notices:letter:send")
    assert await acts.claim(at=MORNING + LEASE / 2) == []
    await acts.mark_sent(letters, at=MORNING)
    assert await states() == ["sent"]
    assert await entries("notices:letter:send") == before + 1
    with pytest.raises(Stale):
        await acts.mark_sent(letters, at=MORNING)
    assert await write() == 0
    assert await acts.claim(at=MORNING + timedelta(days=9)) == []


async def one_letter(town: Town) -> list[Envelope]:
    await address("filer", "filer@example.cn")
    await told(enterprise_id=town.enterprise_id)
    await write()
    letters = await acts.claim(at=MORNING)
    assert len(letters) == 1
    return letters


async def test_a_postman_that_died_leaves_its_letters_to_the_next(town: Town) -> None:
    (letter,) = await one_letter(town)
    (again,) = await acts.claim(at=MORNING + LEASE)
    assert (again.id, again.tries) == (letter.id, 2)


async def test_trouble_is_tried_again_with_growing_pauses_and_then_given_up(town: Town) -> None:
    letters, at = await one_letter(town), MORNING
    pauses = []
    for tries in range(1, MOST_TRIES + 1):
        assert letters[0].tries == tries
        await acts.mark_trouble(letters, "connection: " + "x" * 400, at=at)
        if tries < MOST_TRIES:
            row = (await ask("SELECT next_try_at FROM letter"))[0]
            pauses.append(row["next_try_at"] - at)
            at = row["next_try_at"]
            letters = await acts.claim(at=at)
    assert pauses == sorted(set(pauses))
    assert await states() == ["failed"]
    (card,) = await queries.letters(("failed",))
    assert (card.sign_in_name, card.address, card.trouble[:12]) == ("filer", "filer@example.cn", "connection: ")
    assert len(card.trouble) == 200
    assert await acts.claim(at=at + timedelta(days=30)) == []


async def test_the_administrator_lets_a_failed_letter_go_once_more(town: Town) -> None:
    letters = await one_letter(town)
    await acts.mark_trouble(letters, "recipient", at=MORNING, for_good=True)
    manager = await person("system_administrator")
    with pytest.raises(Refused, match="PEOPLE-DUTY"):
        await acts.try_again(letters[0].id, actor=await person("filer"), at=MORNING)
    await acts.try_again(letters[0].id, actor=manager, at=MORNING)
    with pytest.raises(Stale):
        await acts.try_again(letters[0].id, actor=manager, at=MORNING)
    (again,) = await acts.claim(at=MORNING)
    assert again.tries == 1


async def test_who_wants_no_more_letters_gets_none_and_a_new_address_counts_at_once(town: Town) -> None:
    await one_letter(town)
    await address("filer", "new@example.cn")
    (letter,) = await acts.claim(at=MORNING + LEASE)
    assert letter.address == "new@example.cn"
    await address("filer", "new@example.cn", letters=False)
    await write()
    assert await states() == []
