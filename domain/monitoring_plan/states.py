"""States and moves of one version of a plan. Pure."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import CLOCK, Duty
from domain.core.moves import Move, Moves


class State(StrEnum):
    """Where one version of an enterprise's plan for one year stands."""

    RECEIVED = "received"
    STOPPED = "stopped"
    CLEAN = "clean"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    FILED = "filed"
    REPLACED = "replaced"


# Was filed once: its version number is taken.
ONCE_FILED = (State.FILED, State.REPLACED)

DECREE_11 = "碳排放权交易管理暂行条例 第十一条"
GUIDE = "企业温室气体排放核算与报告指南 发电设施 数据质量控制计划"

MOVES = Moves(
    "monitoring_plan",
    "plan",
    (
        Move("receive", Duty.PLAN_FILE, (), State.RECEIVED, DECREE_11),
        Move("stop", CLOCK, (State.RECEIVED,), State.STOPPED, GUIDE),
        Move("clear", CLOCK, (State.RECEIVED,), State.CLEAN, GUIDE),
        Move("submit", Duty.PLAN_FILE, (State.CLEAN,), State.SUBMITTED, DECREE_11),
        Move("file", Duty.PLAN_REVIEW, (State.SUBMITTED,), State.FILED, DECREE_11),
        Move("return", Duty.PLAN_REVIEW, (State.SUBMITTED,), State.RETURNED, DECREE_11),
        # Made with the filing of the next version, never by itself.
        Move("replace", Duty.PLAN_REVIEW, (State.FILED,), State.REPLACED, GUIDE),
    ),
)
