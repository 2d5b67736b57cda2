"""States and moves of a month's evidence and of its versions. Pure."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import CLOCK, Duty
from domain.core.moves import Move, Moves

KEEPING = "关于做好2025年全国碳排放权交易市场有关工作的通知 月度信息化存证"
REVIEW = "关于做好2026年全国碳排放权交易市场有关工作的通知 国家—省—市三级联审"


class State(StrEnum):
    """Where one enterprise's evidence of one month stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class VersionState(StrEnum):
    """Where one uploaded workbook stands: received, then stopped by findings or clean."""

    RECEIVED = "received"
    STOPPED = "stopped"
    CLEAN = "clean"


class Standing(StrEnum):
    """What a day says of a month: filed in time or late, sent back, still in time, or missing."""

    ON_TIME = "on_time"
    LATE = "late"
    RETURNED = "returned"
    DUE = "due"
    MISSING = "missing"


# The enterprise still owes the month; a new version may be uploaded.
OWED = (State.OPEN, State.RETURNED)
# What was submitted stands, looked at or not.
FILED = (State.SUBMITTED, State.ACCEPTED)
# Original records may be added until the province has accepted the month.
TAKES_FILES = (*OWED, State.SUBMITTED)

MONTH_MOVES = Moves(
    "monthly_evidence",
    "month",
    (
        Move("open", Duty.MONTH_REVIEW, (), State.OPEN, KEEPING),
        Move("submit", Duty.MONTH_FILE, OWED, State.SUBMITTED, KEEPING),
        # A month that was accepted goes back, too, when the report of the year shows that it was wrong.
        Move("return", Duty.MONTH_REVIEW, FILED, State.RETURNED, REVIEW),
        Move("accept", Duty.MONTH_REVIEW, (State.SUBMITTED,), State.ACCEPTED, REVIEW),
    ),
)

VERSION_MOVES = Moves(
    "monthly_evidence",
    "version",
    (
        Move("receive", Duty.MONTH_FILE, (), VersionState.RECEIVED, KEEPING),
        Move("stop", CLOCK, (VersionState.RECEIVED,), VersionState.STOPPED, REVIEW),
        Move("clear", CLOCK, (VersionState.RECEIVED,), VersionState.CLEAN, REVIEW),
        # The last stopping finding was set aside with a reason.
        Move("waive", Duty.MONTH_REVIEW, (VersionState.STOPPED,), VersionState.CLEAN, REVIEW),
    ),
)

# Acts that leave the state as it is; the journal knows them by these tags.
URGE_TAG = "monthly_evidence:month:urge"
LOOK_TAG = "monthly_evidence:month:look"
ATTACH_TAG = "monthly_evidence:month:attach"
WAIVE_TAG = "monthly_evidence:finding:waive"
