"""States and moves of a bulletin. Pure."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import Duty
from domain.core.moves import Move, Moves


class State(StrEnum):
    """Where a bulletin stands."""

    DRAFTED = "drafted"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


MOVES = Moves(
    "bulletin",
    "bulletin",
    (
        Move("draft", Duty.BULLETIN_PREPARE, (), State.DRAFTED),
        Move("publish", Duty.BULLETIN_PUBLISH, (State.DRAFTED,), State.PUBLISHED),
        Move("withdraw", Duty.BULLETIN_PUBLISH, (State.PUBLISHED,), State.WITHDRAWN),
        Move("drop", Duty.BULLETIN_PREPARE, (State.DRAFTED,), State.WITHDRAWN),
    ),
)
