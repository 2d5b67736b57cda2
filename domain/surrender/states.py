"""States and moves of an obligation; what a registry statement tells of an account. Pure."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import Duty
from domain.core.moves import Move, Moves

ORDER_28 = "碳排放权交易管理办法（试行） 第二十八条"
ORDER_32 = "碳排放权交易管理办法（试行） 第三十二条"
DECREE_14 = "碳排放权交易管理暂行条例 第十四条"
RECORD, PUBLISH = Duty.SURRENDER_RECORD, Duty.SURRENDER_PUBLISH


class State(StrEnum):
    """Where an obligation stands. Whether it was met on time, late or not is its status, told by the result."""

    OPEN = "open"
    SETTLED = "settled"
    PUBLISHED = "published"


# A result has been computed; it is computed again when more has been handed in.
WITH_RESULT = (State.SETTLED, State.PUBLISHED)

MOVES = Moves(
    "surrender",
    "obligation",
    (
        Move("open_year", RECORD, (), State.OPEN, ORDER_28),
        Move("settle", RECORD, (State.OPEN,), State.SETTLED, DECREE_14),
        Move("settle_again", RECORD, WITH_RESULT, State.SETTLED, DECREE_14),
        Move("publish", PUBLISH, (State.SETTLED,), State.PUBLISHED, ORDER_32),
    ),
)


class MovementKind(StrEnum):
    """What a line of the registry's statement tells of an account."""

    HOLDING = "holding"
    SURRENDER = "surrender"
    PURCHASE = "purchase"
    SALE = "sale"
    OFFSET_CANCEL = "offset_cancel"


# Lines that move allowances, and with them the portal's account.
ALLOWANCE_KINDS = (MovementKind.SURRENDER, MovementKind.PURCHASE, MovementKind.SALE)
OUTGOING = (MovementKind.SURRENDER, MovementKind.SALE)
