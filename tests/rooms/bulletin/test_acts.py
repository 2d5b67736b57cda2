"""A bulletin from its draft to its publication and back; who may do what, twice, too late, with other words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from domain.bulletin import acts, queries
from domain.bulletin.rules import Wording
from domain.core.actors import THE_PUBLIC
from domain.core.duties import Duty
from domain.core.findings import Refused, Stale
from domain.records.database import ask
from domain.records.standing import standing_of
from tests.cast import AT, actor

pytestmark = pytest.mark.usefixtures("database")
OFFICER, LEADER, STRANGER = actor("summary_officer"), replace(actor("leader"), account_id=77), actor("filer")
WORDING = Wording("演示〔2026〕1号", "surrender", "关于清缴的通知", "Notice on surrender", "正文\n\n- 一", "Text")


async def drafted(wording: Wording = WORDING) -> int:
    return await acts.draft(wording, actor=OFFICER, at=AT)


async def published() -> int:
    bulletin_id = await drafted()
    await acts.publish(bulletin_id, WORDING.digest, actor=LEADER, at=AT)
    return bulletin_id


async def tags(bulletin_id: int) -> list[str]:
    rows = await ask("SELECT tag FROM journal_entry WHERE subject = {} ORDER BY number", f"bulletin:{bulletin_id}")
    return [row["tag"].rpartition(":")[2] for row in rows]


async def test_one_drafts_another_publishes_and_everybody_reads() -> None:
    bulletin_id = await drafted()
    assert await queries.bulletin(bulletin_id, actor=THE_PUBLIC) is None, "a draft is nobody's business"
    assert await queries.bulletin(bulletin_id, actor=STRANGER) is None
    assert bulletin_id not in [card.id for card in await queries.published()]
    await acts.publish(bulletin_id, WORDING.digest, actor=LEADER, at=AT)
    card = await queries.bulletin(bulletin_id, actor=THE_PUBLIC)
    assert card is not None
    assert (card.wording, card.published_at) == (WORDING, AT)
    assert bulletin_id in [card.id for card in await queries.published()]
    assert await tags(bulletin_id) == ["draft", "publish"]


async def test_who_drafted_does_not_publish_even_with_both_duties() -> None:
    bulletin_id = await drafted()
    both = replace(OFFICER, duties=OFFICER.duties | {Duty.BULLETIN_PUBLISH})
    with pytest.raises(Refused, match="BULLETIN-OWN"):
        await acts.publish(bulletin_id, WORDING.digest, actor=both, at=AT)
    assert await tags(bulletin_id) == ["draft"]


@pytest.mark.parametrize("name", ["draft", "revise", "publish", "withdraw", "drop"])
async def test_without_the_duty_nothing_is_done(name: str) -> None:
    bulletin_id = await (published() if name == "withdraw" else drafted())
    before = await tags(bulletin_id)
    wrong = LEADER if name in ("draft", "revise", "drop") else OFFICER
    attempts: dict[str, Callable[[], Awaitable[object]]] = {
        "draft": lambda: acts.draft(WORDING, actor=wrong, at=AT),
        "revise": lambda: acts.revise(bulletin_id, WORDING, WORDING.digest, actor=wrong, at=AT),
        "publish": lambda: acts.publish(bulletin_id, WORDING.digest, actor=wrong, at=AT),
        "withdraw": lambda: acts.withdraw(bulletin_id, "误发", actor=wrong, at=AT),
        "drop": lambda: acts.drop(bulletin_id, actor=wrong, at=AT),
    }
    with pytest.raises(Refused, match="PEOPLE-DUTY"):
        await attempts[name]()
    assert await tags(bulletin_id) == before


async def test_what_was_changed_meanwhile_is_not_published_unread() -> None:
    bulletin_id = await drafted()
    other = replace(WORDING, text="改过的正文")
    await acts.revise(bulletin_id, other, WORDING.digest, actor=OFFICER, at=AT)
    with pytest.raises(Stale):
        await acts.publish(bulletin_id, WORDING.digest, actor=LEADER, at=AT)
    with pytest.raises(Stale):
        await acts.revise(bulletin_id, WORDING, WORDING.digest, actor=OFFICER, at=AT)
    await acts.publish(bulletin_id, other.digest, actor=LEADER, at=AT)
    assert await tags(bulletin_id) == ["draft", "revise", "publish"]


async def test_nothing_is_done_twice_or_in_the_wrong_state() -> None:
    bulletin_id = await published()
    with pytest.raises(Stale):
        await acts.publish(bulletin_id, WORDING.digest, actor=LEADER, at=AT)
    with pytest.raises(Stale):
        await acts.revise(bulletin_id, WORDING, WORDING.digest, actor=OFFICER, at=AT)
    with pytest.raises(Stale):
        await acts.drop(bulletin_id, actor=OFFICER, at=AT)
    await acts.withdraw(bulletin_id, "误发", actor=LEADER, at=AT)
    with pytest.raises(Stale):
        await acts.withdraw(bulletin_id, "误发", actor=LEADER, at=AT)
    assert await tags(bulletin_id) == ["draft", "publish", "withdraw"]


async def test_what_is_withdrawn_keeps_its_title_and_says_why() -> None:
    bulletin_id = await published()
    await acts.withdraw(bulletin_id, " 误发 ", actor=LEADER, at=AT)
    card = await queries.bulletin(bulletin_id, actor=THE_PUBLIC)
    assert card is not None
    assert (card.title, card.text, card.text_en, card.reason) == (WORDING.title, "", "", "误发")
    inside = await queries.bulletin(bulletin_id, actor=LEADER)
    assert inside is not None
    assert inside.text == WORDING.text
    assert bulletin_id not in [one.id for one in await queries.published()]


async def test_a_draft_that_was_given_up_was_never_public() -> None:
    bulletin_id = await drafted()
    await acts.drop(bulletin_id, actor=OFFICER, at=AT)
    assert await queries.bulletin(bulletin_id, actor=THE_PUBLIC) is None


async def test_a_withdrawal_needs_a_reason_and_a_bulletin() -> None:
    bulletin_id = await published()
    with pytest.raises(Refused, match="BULLETIN-REASON"):
        await acts.withdraw(bulletin_id, " \n", actor=LEADER, at=AT)
    with pytest.raises(Refused, match="BULLETIN-UNKNOWN"):
        await acts.withdraw(2**30, "误发", actor=LEADER, at=AT)


async def test_a_wrong_draft_is_refused_and_nothing_is_kept() -> None:
    count = len(await ask("SELECT id FROM bulletin"))
    with pytest.raises(Refused) as refused:
        await acts.draft(replace(WORDING, title=" ", topic="x"), actor=OFFICER, at=AT)
    assert [one.place.field for one in refused.value.findings] == ["title", "topic"]
    assert len(await ask("SELECT id FROM bulletin")) == count


async def test_drafts_stand_on_the_desks_of_those_who_make_and_publish_them() -> None:
    await drafted()
    for reader, seen in ((LEADER, True), (OFFICER, True), (STRANGER, False), (THE_PUBLIC, False)):
        found = await standing_of(queries.standing_subjects(reader), AT.date())
        assert any(one.state == "drafted" for one in found) is seen
        assert bool(await queries.drafts(actor=reader)) is seen
