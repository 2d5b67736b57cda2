"""States and moves of a report and of its versions. Pure."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import CLOCK, Duty
from domain.core.moves import Move, Moves

REPORTING = "碳排放权交易管理暂行条例 第十一条"
ORDER = "碳排放权交易管理办法（试行） 第二十五条"


class State(StrEnum):
    """Where one enterprise's report of one year stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    DETERMINED = "determined"


class VersionState(StrEnum):
    """Where one uploaded workbook stands: received, then stopped by findings or clean."""

    RECEIVED = "received"
    STOPPED = "stopped"
    CLEAN = "clean"


class SealState(StrEnum):
    """What the digital signatures of a sealed PDF say, from good to bad.

    Without one the seal is for human eyes. An unknown signer's signature is intact; who it is, no root vouches for.
    """

    VALID = "valid"
    UNSIGNED = "unsigned"
    UNKNOWN_SIGNER = "unknown_signer"
    BROKEN = "broken"
    ALTERED = "altered"


class Look(StrEnum):
    """What the city's first look at a submitted version came to."""

    WAITING = "waiting"
    CONFORMS = "conforms"
    ASKS = "asks"


# The enterprise still owes its report; a new version may be uploaded.
OWED = (State.OPEN, State.RETURNED)
# A sealed copy may be attached to it.
ATTACHABLE = (*OWED, State.SUBMITTED)
# Emissions of the year are known, one way or the other.
SETTLED = (State.ACCEPTED, State.DETERMINED)

REPORT_MOVES = Moves(
    "emission_report",
    "report",
    (
        Move("open", Duty.REPORT_ACCEPT, (), State.OPEN, REPORTING),
        Move("submit", Duty.REPORT_SIGN, OWED, State.SUBMITTED, REPORTING),
        Move("return", Duty.REPORT_ACCEPT, (State.SUBMITTED,), State.RETURNED, ORDER),
        Move("accept", Duty.REPORT_ACCEPT, (State.SUBMITTED,), State.ACCEPTED, ORDER),
        Move("determine", Duty.REPORT_DETERMINE, OWED, State.DETERMINED, "碳排放权交易管理办法（试行） 第三十九条"),
    ),
)

VERSION_MOVES = Moves(
    "emission_report",
    "version",
    (
        Move("receive", Duty.REPORT_FILE, (), VersionState.RECEIVED, REPORTING),
        Move("stop", CLOCK, (VersionState.RECEIVED,), VersionState.STOPPED, ORDER),
        Move("clear", CLOCK, (VersionState.RECEIVED,), VersionState.CLEAN, ORDER),
        # The last stopping finding was set aside with a reason.
        Move("waive", Duty.REPORT_ACCEPT, (VersionState.STOPPED,), VersionState.CLEAN, ORDER),
    ),
)

# Acts that leave the state as it is, with whose duty they are; the journal knows them by these tags.
URGE_TAG = "emission_report:report:urge"
EXTEND_TAG = "emission_report:report:extend"
SEAL_TAG = "emission_report:report:seal"
LOOK_TAG = "emission_report:report:look"
WAIVE_TAG = "emission_report:finding:waive"
