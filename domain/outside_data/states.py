"""States and moves of an import of outside data. Pure."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import Duty
from domain.core.moves import Move, Moves

# The authority may look into information systems and copy material when it inspects reports.
CITATION = "碳排放权交易管理暂行条例 第十七条"


class State(StrEnum):
    """Where one file of outside data stands: received and looked at, imported, taken back; or dropped unimported."""

    RECEIVED = "received"
    IMPORTED = "imported"
    TAKEN_BACK = "taken_back"
    DROPPED = "dropped"


MOVES = Moves(
    "outside_data",
    "import",
    (
        Move("receive", Duty.OUTSIDE_IMPORT, (), State.RECEIVED, CITATION),
        Move("import", Duty.OUTSIDE_IMPORT, (State.RECEIVED,), State.IMPORTED, CITATION),
        Move("drop", Duty.OUTSIDE_IMPORT, (State.RECEIVED,), State.DROPPED, CITATION),
        Move("take_back", Duty.OUTSIDE_IMPORT, (State.IMPORTED,), State.TAKEN_BACK, CITATION),
    ),
)
