"""States and moves of a package, and the parts of which a year consists."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import CLOCK, Duty
from domain.core.moves import Move, Moves


class State(StrEnum):
    """Where a package stands."""

    ORDERED = "ordered"
    BUILDING = "building"
    BUILT = "built"
    FAILED = "failed"
    SIGNED = "signed"
    HANDED_OVER = "handed_over"


# Another package of the year waits until this one is finished.
UNDER_WAY = (State.ORDERED, State.BUILDING)
# There is a file to fetch.
HAS_FILE = (State.BUILT, State.SIGNED, State.HANDED_OVER)

NOTICE_71 = "环办气候函〔2019〕71号"

MOVES = Moves(
    "summary",
    "package",
    (
        Move("order", Duty.SUMMARY_PREPARE, (), State.ORDERED, NOTICE_71),
        # A building that was interrupted starts again from the beginning: nothing half done was kept.
        Move("start", CLOCK, (State.ORDERED, State.BUILDING), State.BUILDING, NOTICE_71),
        Move("finish", CLOCK, (State.BUILDING,), State.BUILT, NOTICE_71),
        Move("fail", CLOCK, (State.BUILDING,), State.FAILED, NOTICE_71),
        Move("sign", Duty.SUMMARY_SIGN, (State.BUILT,), State.SIGNED, NOTICE_71),
        Move("hand_over", Duty.SUMMARY_PREPARE, (State.SIGNED,), State.HANDED_OVER, NOTICE_71),
    ),
)


class Part(StrEnum):
    """What the year of one enterprise consists of; each is there or lacking."""

    REPORT = "report"
    SUPPLEMENT = "supplement"
    PLAN = "plan"
    CONCLUSION = "conclusion"
    CONFIRMED = "confirmed"
    ALLOCATION = "allocation"
    SURRENDER = "surrender"


class Folder(StrEnum):
    """The first level of the disc, by the names that the notice gives."""

    TABLES = "碳排放汇总表"
    CONCLUSIONS = "核查报告结论页"
    REPORTS = "排放报告"
    SUPPLEMENTS = "补充数据表"
    PLANS = "监测计划"
