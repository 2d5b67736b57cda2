"""A state changes by a move, by someone with the duty, once; two at once: one wins."""

from __future__ import annotations

import asyncio

import pytest

from domain.core.findings import Refused, Stale
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, begin, move, move_many
from tests.rooms.journal.conftest import AT, LEADER, MOVES, PREPARER, Thing, born, state_of

pytestmark = pytest.mark.usefixtures("things")


async def entries(*subjects: int) -> list[dict[str, object]]:
    names = [f"thing:{number}" for number in subjects]
    return await ask("SELECT * FROM journal_entry WHERE subject = ANY({}) ORDER BY number", names)


async def test_a_move_is_one_update_and_one_entry() -> None:
    thing = await born()
    async with transaction():
        await begin(Thing, thing, MOVES, "bear", actor=PREPARER, at=AT)
    async with transaction():
        note = Note(reason="长大", basis={"facts": 1}, enterprise_id=5)
        await move(Thing, thing, MOVES, "grow", actor=PREPARER, at=AT, note=note)
    assert await state_of(thing) == "grown"
    first, second = await entries(thing)
    assert (first["tag"], first["before"], first["after"]) == ("sample:thing:bear", "", "born")
    assert (second["tag"], second["before"], second["after"]) == ("sample:thing:grow", "born", "grown")
    assert (second["actor_id"], second["on_behalf"], second["duty"]) == (7, "省厅", "listing.prepare")
    assert (second["reason"], second["enterprise_id"], second["basis"]) == ("长大", 5, '{"facts": 1}')


async def test_without_the_duty_nothing_moves() -> None:
    thing = await born()
    with pytest.raises(Refused, match="PEOPLE-DUTY"):
        async with transaction():
            await move(Thing, thing, MOVES, "grow", actor=LEADER, at=AT)
    with pytest.raises(Refused, match="PEOPLE-DUTY"):
        async with transaction():
            await begin(Thing, thing, MOVES, "bear", actor=LEADER, at=AT)
    assert (await state_of(thing), await entries(thing)) == ("born", [])


async def test_a_second_click_is_stale() -> None:
    thing = await born()
    async with transaction():
        await move(Thing, thing, MOVES, "grow", actor=PREPARER, at=AT)
    with pytest.raises(Stale) as stale:
        async with transaction():
            await move(Thing, thing, MOVES, "grow", actor=PREPARER, at=AT)
    assert (stale.value.subject, stale.value.expected) == (f"thing:{thing}", "born")
    assert len(await entries(thing)) == 1


async def test_what_does_not_exist_is_stale() -> None:
    with pytest.raises(Stale):
        async with transaction():
            await move(Thing, 999_999, MOVES, "grow", actor=PREPARER, at=AT)


async def test_many_move_together_or_not_at_all() -> None:
    things = [await born() for _ in range(3)]
    async with transaction():
        await move(Thing, things[1], MOVES, "go", actor=LEADER, at=AT)
    with pytest.raises(Stale):
        async with transaction():
            await move_many(Thing, things, MOVES, "grow", actor=PREPARER, at=AT)
    assert [await state_of(thing) for thing in things] == ["born", "gone", "born"]
    async with transaction():
        numbers = await move_many(Thing, [things[2], things[0]], MOVES, "grow", actor=PREPARER, at=AT)
    assert numbers[1] == numbers[0] + 1
    assert [row["subject"] for row in await entries(things[0], things[2])] == [
        f"thing:{things[2]}",
        f"thing:{things[0]}",
    ]


async def test_two_at_once_and_one_wins() -> None:
    thing = await born()

    async def attempt() -> str:
        try:
            async with transaction():
                await move(Thing, thing, MOVES, "grow", actor=PREPARER, at=AT)
        except Stale:
            return "stale"
        return "done"

    assert sorted(await asyncio.gather(*(attempt() for _ in range(6)))) == ["done"] + ["stale"] * 5
    assert len(await entries(thing)) == 1


async def test_an_act_that_breaks_leaves_nothing() -> None:
    thing = await born()

    async def act() -> None:
        async with transaction():
            await move(Thing, thing, MOVES, "grow", actor=PREPARER, at=AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await act()
    assert (await state_of(thing), await entries(thing)) == ("born", [])
