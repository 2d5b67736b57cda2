"""States and moves of a penalty case, its grounds, ways of service, and factors of discretion."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import Duty
from domain.core.moves import Move, Moves


class State(StrEnum):
    """Where a case stands."""

    OPENED = "opened"
    ORDERED = "ordered"
    NOTICED = "noticed"
    STATED = "stated"
    REVIEWED = "reviewed"
    DECIDED = "decided"
    SERVED = "served"
    EXECUTED = "executed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


# Before the decision a case may still be withdrawn; afterwards the decision itself would have to be revoked.
BEFORE_DECISION = (State.OPENED, State.ORDERED, State.NOTICED, State.STATED, State.REVIEWED)
# The enterprise has been told of the fine that is meant.
ANSWERED_OR_RUNNING = (State.NOTICED, State.STATED)
# A shortfall is made good whenever the enterprise does so, from the order on.
AWAITING_CORRECTION = (
    State.ORDERED,
    State.NOTICED,
    State.STATED,
    State.REVIEWED,
    State.DECIDED,
    State.SERVED,
    State.EXECUTED,
)
# The enterprise has its decision: it may be shown to the public.
PUBLISHABLE = (State.SERVED, State.EXECUTED, State.CLOSED)
ENDED = (State.CLOSED, State.WITHDRAWN)
RUNNING = tuple(state for state in State if state not in ENDED)

APL = "行政处罚法"
ORDER_30 = "生态环境行政处罚办法"

MOVES = Moves(
    "penalty",
    "case",
    (
        Move("open", Duty.PENALTY_HANDLE, (), State.OPENED, f"{APL} 第五十四条"),
        Move("order", Duty.PENALTY_HANDLE, (State.OPENED,), State.ORDERED, f"{APL} 第二十八条"),
        Move("notice", Duty.PENALTY_HANDLE, (State.ORDERED,), State.NOTICED, f"{APL} 第四十四条"),
        Move("state", Duty.PENALTY_ANSWER, (State.NOTICED,), State.STATED, f"{APL} 第四十五条"),
        # Inviting and hearing change nothing about where the case stands; they must be over before the legal review.
        Move("invite", Duty.PENALTY_HANDLE, (State.STATED,), State.STATED, f"{APL} 第六十四条"),
        Move("hear", Duty.PENALTY_HANDLE, (State.STATED,), State.STATED, f"{APL} 第六十四条"),
        Move("review", Duty.PENALTY_REVIEW, ANSWERED_OR_RUNNING, State.REVIEWED, f"{APL} 第五十八条"),
        Move("send_back", Duty.PENALTY_REVIEW, ANSWERED_OR_RUNNING, State.ORDERED, f"{APL} 第五十八条"),
        Move("decide", Duty.PENALTY_DECIDE, (State.REVIEWED,), State.DECIDED, f"{APL} 第五十七条"),
        Move("serve", Duty.PENALTY_HANDLE, (State.DECIDED,), State.SERVED, f"{APL} 第六十一条"),
        Move("execute", Duty.PENALTY_HANDLE, (State.SERVED,), State.EXECUTED, f"{APL} 第六十六条、第六十七条"),
        Move("close", Duty.PENALTY_HANDLE, (State.EXECUTED,), State.CLOSED, f"{ORDER_30} 结案"),
        Move("withdraw", Duty.PENALTY_DECIDE, BEFORE_DECISION, State.WITHDRAWN, f"{APL} 第五十七条"),
    ),
)


class Ground(StrEnum):
    """What a case is about."""

    SHORTFALL = "shortfall"
    REPORT = "report"


class LegalDay(StrEnum):
    """Which day's law a possible penalty comes from: the conduct's or the decision's."""

    CONDUCT = "conduct"
    DECISION = "decision"


class Service(StrEnum):
    """Ways of serving the decision (送达方式)."""

    DIRECT = "direct"
    LEFT = "left"
    ENTRUSTED = "entrusted"
    POST = "post"
    ELECTRONIC = "electronic"
    ANNOUNCED = "announced"


class Factor(StrEnum):
    """Factors of discretion (裁量因素): lighter ones first, then heavier ones."""

    CORRECTED_EARLY = "corrected_early"
    FIRST_TIME = "first_time"
    COOPERATED = "cooperated"
    HARDSHIP = "hardship"
    SMALL_SHARE = "small_share"
    REPEATED = "repeated"
    REFUSED = "refused"
    CONCEALED = "concealed"
    LARGE_SHARE = "large_share"


HEAVIER = (Factor.REPEATED, Factor.REFUSED, Factor.CONCEALED, Factor.LARGE_SHARE)
