"""States and moves of an entry in the yearly list. Pure."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import Duty
from domain.core.moves import Move, Moves


class State(StrEnum):
    """Where an entry of one year's list stands."""

    PROPOSED = "proposed"
    NOTICED = "noticed"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


OPEN = (State.PROPOSED, State.NOTICED, State.REPORTED)

MOVES = Moves(
    "listing",
    "entry",
    (
        Move("propose", Duty.LISTING_PREPARE, (), State.PROPOSED, "碳排放权交易管理办法（试行） 第九条"),
        Move("notice", Duty.LISTING_PREPARE, (State.PROPOSED,), State.NOTICED, "碳排放权交易管理办法（试行） 第九条"),
        Move("report", Duty.LISTING_PREPARE, (State.NOTICED,), State.REPORTED, "碳排放权交易管理办法（试行） 第九条"),
        Move("confirm", Duty.LISTING_PREPARE, (State.REPORTED,), State.CONFIRMED, "碳排放权交易管理暂行条例 第八条"),
        Move("publish", Duty.LISTING_APPROVE, (State.CONFIRMED,), State.PUBLISHED, "碳排放权交易管理暂行条例 第八条"),
        Move("withdraw", Duty.LISTING_PREPARE, OPEN, State.WITHDRAWN, "碳排放权交易管理办法（试行） 第十一条"),
    ),
)
