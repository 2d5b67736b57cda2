"""What has just changed: acts in one line each, bounded, and no more than was told to whoever reads."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.core.actors import Actor
from domain.core.duties import POSTS, Duty, Kind, post
from domain.records.database import transaction
from domain.records.journal import queries
from domain.records.journal.writes import Note, record_many
from domain.records.people import queries as people
from portal.desk.changes import TOLD_OUTSIDE, changes_for, may_read, tags_for
from tests.doors import Town, people_the_town
from tests.house.codes import moves_of_rooms
from tests.statements import statements

AT = datetime(2026, 5, 6, 7, 8, tzinfo=UTC)
PUBLISH = "listing:entry:publish"


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


async def who(name: str) -> Actor:
    found = await people.actor_by_name(name)
    assert found is not None
    return found


async def publish(town: Town, count: int, at: datetime = AT) -> None:
    """One act of the leader over so many subjects, the last one a stranger's."""
    owners = [town.enterprise_id] * (count - 1) + [town.other_enterprise_id]
    entries = [(f"list_entry:{number}", "", "", Note(enterprise_id=owner)) for number, owner in enumerate(owners, 1)]
    async with transaction():
        await record_many(PUBLISH, entries, actor=await who("leader"), at=at, duty=Duty.LISTING_APPROVE)


async def test_one_act_is_one_line_whatever_it_moved(town: Town) -> None:
    await publish(town, 5)
    leader = await who("leader")
    with statements() as asked:
        (first, *_) = await changes_for(leader)
    assert (first.tag, first.count, first.subject) == (PUBLISH, 5, "list_entry:1")
    assert first.enterprise == "示例第1电厂"
    assert len(asked) == 1


async def test_an_act_is_counted_as_far_as_its_reader_sees(town: Town) -> None:
    await publish(town, 3, AT.replace(hour=8))
    tags = (PUBLISH,)
    (own, *_) = await queries.latest_for(await who("filer"), tags, limit=1)
    assert own.count == 2
    assert await queries.latest_for(await who("body_manager"), tags) == []
    assert len(await queries.latest_for(await who("leader"), tags, limit=1)) == 1


async def test_a_tag_is_taken_by_its_letter(town: Town) -> None:
    """An underscore stands for itself and not for any letter."""
    leader = await who("leader")
    assert await queries.latest_for(leader, ("listing_entry:",)) == []
    assert await queries.latest_for(leader, ()) == []


@pytest.mark.parametrize("code", [post.code for post in POSTS])
def test_outside_the_province_only_what_was_told(code: str) -> None:
    held = post(code)
    actor = Actor(1, "甲", held.kind, held.duties, code)
    prepared = ("penalty:case:open", "penalty:case:decide", "recheck:confirmation:prepare", "allocation:allocation:")
    inside = held.kind in (Kind.PROVINCE, Kind.MINISTRY) or Duty.JOURNAL_SEE in held.duties
    if not inside:
        assert not any(may_read(actor, tag) for tag in (*prepared, "allocation:allocation:approve_pre"))
    assert "people:session:open" not in tags_for(actor)
    assert not may_read(actor, "people:session:open")


def test_every_tag_that_is_told_is_one_of_a_move() -> None:
    known = {f"{name}:{move.name}" for name, moves in moves_of_rooms().items() for move in moves}
    known |= {"surrender:offset:propose", "penalty:case:publish"}
    told = [tag for tags in TOLD_OUTSIDE.values() for tag in tags]
    assert [tag for tag in told if not any(one.startswith(tag) for one in known)] == []
