"""The states of a provision and of a holiday notice, and the moves between them. Only what is confirmed is law."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import Duty
from domain.core.moves import Move, Moves


class State(StrEnum):
    """Where a dated value stands between the two persons who make it law."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


MOVES = Moves(
    "law",
    "provision",
    (
        Move("enact", Duty.LAW_ENACT, (), State.PROPOSED),
        Move("confirm", Duty.LAW_CONFIRM, (State.PROPOSED,), State.CONFIRMED),
        Move("decline", Duty.LAW_CONFIRM, (State.PROPOSED,), State.DECLINED),
    ),
)

NOTICE_MOVES = Moves(
    "law",
    "holiday_notice",
    (
        Move("enter", Duty.LAW_ENACT, (), State.PROPOSED),
        Move("confirm", Duty.LAW_CONFIRM, (State.PROPOSED,), State.CONFIRMED),
        Move("decline", Duty.LAW_CONFIRM, (State.PROPOSED,), State.DECLINED),
    ),
)
