"""A small table of things that move, and two people who move them."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

import pytest
from piccolo.columns import Varchar
from piccolo.table import Table

from domain.core.actors import Actor
from domain.core.duties import Duty, Kind
from domain.core.moves import Move, Moves

AT = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)
PREPARER = Actor(7, "甲", Kind.PROVINCE, frozenset((Duty.LISTING_PREPARE,)), "listing_officer", "省厅")
LEADER = Actor(8, "乙", Kind.PROVINCE, frozenset((Duty.LISTING_APPROVE,)), "leader", "省厅")


class State(StrEnum):
    BORN = "born"
    GROWN = "grown"
    GONE = "gone"


MOVES = Moves(
    "sample",
    "thing",
    (
        Move("bear", Duty.LISTING_PREPARE, (), State.BORN),
        Move("grow", Duty.LISTING_PREPARE, (State.BORN,), State.GROWN),
        Move("go", Duty.LISTING_APPROVE, (State.BORN, State.GROWN), State.GONE),
    ),
)


class Thing(Table, tablename="thing"):
    state = Varchar(10, default="born")


@pytest.fixture(scope="module")
async def things(database: object) -> None:
    await Thing.create_table()


async def born() -> int:
    return int((await Thing.insert(Thing(state="born")))[0]["id"])


async def state_of(thing_id: int) -> str:
    row = await Thing.select(Thing.state).where(Thing._meta.primary_key == thing_id).first()
    assert row is not None
    return str(row["state"])
