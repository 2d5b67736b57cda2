"""The states of a letter and the moves between them. A letter is born waiting, out of a notice that is journalled."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import CLOCK, Duty
from domain.core.moves import Move, Moves


class State(StrEnum):
    """Where a letter stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


LETTER_MOVES = Moves(
    "notices",
    "letter",
    (
        Move("send", CLOCK, (State.WAITING,), State.SENT),
        Move("give_up", CLOCK, (State.WAITING,), State.FAILED),
        Move("try_again", Duty.PEOPLE_MANAGE, (State.FAILED,), State.WAITING),
    ),
)
