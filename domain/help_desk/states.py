"""States and moves of a question to the help desk. Pure."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import Duty
from domain.core.moves import Move, Moves


class State(StrEnum):
    """Where a question stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    PUBLISHED = "published"
    CLOSED = "closed"


MOVES = Moves(
    "help_desk",
    "question",
    (
        Move("ask", Duty.HELP_ASK, (), State.ASKED),
        Move("answer", Duty.HELP_ANSWER, (State.ASKED,), State.ANSWERED),
        Move("publish", Duty.HELP_ANSWER, (State.ANSWERED,), State.PUBLISHED),
        Move("take_back", Duty.HELP_ANSWER, (State.PUBLISHED,), State.ANSWERED),
        Move("close", Duty.HELP_ASK, (State.ASKED,), State.CLOSED),
    ),
)
