"""States and moves of one enterprise's allocation for one compliance year. Pure."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import Duty
from domain.core.moves import Move, Moves


class State(StrEnum):
    """Where an allocation stands, from the pre-allocation to the final issue."""

    PRE_PROPOSED = "pre_proposed"
    PRE_RETURNED = "pre_returned"
    PRE_APPROVED = "pre_approved"
    PRE_ISSUED = "pre_issued"
    FINAL_PROPOSED = "final_proposed"
    FINAL_APPROVED = "final_approved"
    FINAL_CONFIRMED = "final_confirmed"
    FINAL_ISSUED = "final_issued"


PRE = (State.PRE_PROPOSED, State.PRE_RETURNED, State.PRE_APPROVED, State.PRE_ISSUED)
FINAL = (State.FINAL_PROPOSED, State.FINAL_APPROVED, State.FINAL_CONFIRMED, State.FINAL_ISSUED)
# From here on the obligation is settled as far as the province is concerned.
SETTLED = (State.FINAL_CONFIRMED, State.FINAL_ISSUED)

DECREE = "碳排放权交易管理暂行条例 第九条"
ORDER_14, ORDER_16 = "碳排放权交易管理办法（试行） 第十四条", "碳排放权交易管理办法（试行） 第十六条"
PREPARE, APPROVE = Duty.ALLOCATION_PREPARE, Duty.ALLOCATION_APPROVE

MOVES = Moves(
    "allocation",
    "allocation",
    (
        Move("propose_pre", PREPARE, (), State.PRE_PROPOSED, ORDER_14),
        Move("propose_pre_again", PREPARE, (State.PRE_RETURNED,), State.PRE_PROPOSED, ORDER_14),
        Move("return_pre", APPROVE, (State.PRE_PROPOSED,), State.PRE_RETURNED, ORDER_14),
        Move("approve_pre", APPROVE, (State.PRE_PROPOSED,), State.PRE_APPROVED, ORDER_14),
        Move("issue_pre", PREPARE, (State.PRE_APPROVED,), State.PRE_ISSUED, DECREE),
        Move("propose_final", PREPARE, (State.PRE_ISSUED,), State.FINAL_PROPOSED, ORDER_14),
        Move("return_final", APPROVE, (State.FINAL_PROPOSED,), State.PRE_ISSUED, ORDER_14),
        Move("approve_final", APPROVE, (State.FINAL_PROPOSED,), State.FINAL_APPROVED, ORDER_14),
        Move("confirm_final", PREPARE, (State.FINAL_APPROVED,), State.FINAL_CONFIRMED, DECREE),
        Move("issue_final", PREPARE, (State.FINAL_CONFIRMED,), State.FINAL_ISSUED, ORDER_16),
    ),
)
