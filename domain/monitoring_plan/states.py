"""States and moves of one version of a plan, of an application to change it, of a body's review. Pure."""

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


class ChangeState(StrEnum):
    """Where an application to change the plan in force stands. `settled`: the revision it was for is filed."""

    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SETTLED = "settled"


class ReviewState(StrEnum):
    """Where a verification body's review of one version stands."""

    ASKED = "asked"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


DECREE_11 = "碳排放权交易管理暂行条例 第十一条"
GUIDE = "企业温室气体排放核算与报告指南 发电设施 数据质量控制计划"
REVISION = "企业温室气体排放核算与报告指南 数据质量控制方案的修订"
REVIEW = "发改办气候〔2017〕1989号 附件5 监测计划审核"

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

CHANGE_MOVES = Moves(
    "monitoring_plan",
    "change",
    (
        Move("apply", Duty.PLAN_FILE, (), ChangeState.APPLIED, REVISION),
        Move("grant", Duty.PLAN_REVIEW, (ChangeState.APPLIED,), ChangeState.GRANTED, REVISION),
        Move("refuse", Duty.PLAN_REVIEW, (ChangeState.APPLIED,), ChangeState.REFUSED, REVISION),
        Move("withdraw", Duty.PLAN_FILE, (ChangeState.APPLIED,), ChangeState.WITHDRAWN, REVISION),
        # Made with the filing of the version that names it, never by itself.
        Move("settle", Duty.PLAN_REVIEW, (ChangeState.GRANTED,), ChangeState.SETTLED, REVISION),
    ),
)

REVIEW_MOVES = Moves(
    "monitoring_plan",
    "review",
    (
        Move("ask", Duty.PLAN_REVIEW, (), ReviewState.ASKED, REVIEW),
        Move("give", Duty.PLAN_VERIFY, (ReviewState.ASKED,), ReviewState.GIVEN, REVIEW),
        Move("withdraw", Duty.PLAN_REVIEW, (ReviewState.ASKED,), ReviewState.WITHDRAWN, REVIEW),
    ),
)
