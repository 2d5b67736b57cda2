"""States and moves of the draw, the recheck task, the confirmation and the objection; groups and signals."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import CLOCK, Duty
from domain.core.moves import Move, Moves

ORDER_19 = "生态环境部令第19号"


class DrawState(StrEnum):
    """A draw: its frame and the seed's digest are published, then the seed is revealed."""

    COMMITTED = "committed"
    DRAWN = "drawn"


class TaskState(StrEnum):
    """A recheck of one enterprise."""

    DRAWN = "drawn"
    DONE = "done"


class ConfirmationState(StrEnum):
    """The confirmation of one enterprise's emissions."""

    PREPARED = "prepared"
    NOTIFIED = "notified"
    OBJECTED = "objected"
    DECIDED = "decided"
    FINAL = "final"


class ObjectionState(StrEnum):
    """An enterprise's objection."""

    FILED = "filed"
    DECIDED = "decided"


DRAW_MOVES = Moves(
    "recheck",
    "draw",
    (
        Move("commit", Duty.RECHECK_DRAW, (), DrawState.COMMITTED, f"{ORDER_19} 第三十一条"),
        Move("draw", Duty.RECHECK_DRAW, (DrawState.COMMITTED,), DrawState.DRAWN, f"{ORDER_19} 第三十一条"),
    ),
)

TASK_MOVES = Moves(
    "recheck",
    "task",
    (
        Move("draw", Duty.RECHECK_DRAW, (), TaskState.DRAWN, "国家发展改革委令第17号 第二十九条"),
        Move("record_result", Duty.RECHECK_PERFORM, (TaskState.DRAWN,), TaskState.DONE, "国务院令第775号 第十七条"),
    ),
)

CONFIRMATION_MOVES = Moves(
    "recheck",
    "confirmation",
    (
        Move("prepare", Duty.RECHECK_DRAW, (), ConfirmationState.PREPARED, "国务院令第775号 第十二条"),
        Move(
            "notify",
            Duty.EMISSIONS_CONFIRM,
            (ConfirmationState.PREPARED,),
            ConfirmationState.NOTIFIED,
            "国务院令第775号 第十二条",
        ),
        Move(
            "object",
            Duty.OBJECT,
            (ConfirmationState.NOTIFIED,),
            ConfirmationState.OBJECTED,
            f"{ORDER_19} 第二十七条",
        ),
        Move(
            "decide",
            Duty.OBJECTION_DECIDE,
            (ConfirmationState.OBJECTED,),
            ConfirmationState.DECIDED,
            f"{ORDER_19} 第二十七条",
        ),
        Move(
            "finalise",
            Duty.RECHECK_DRAW,
            (ConfirmationState.NOTIFIED, ConfirmationState.DECIDED),
            ConfirmationState.FINAL,
            f"{ORDER_19} 第二十七条",
        ),
        Move(
            "run_out",
            CLOCK,
            (ConfirmationState.NOTIFIED, ConfirmationState.DECIDED),
            ConfirmationState.FINAL,
            f"{ORDER_19} 第二十七条",
        ),
    ),
)

OBJECTION_MOVES = Moves(
    "recheck",
    "objection",
    (
        Move("file", Duty.OBJECT, (), ObjectionState.FILED, f"{ORDER_19} 第二十七条"),
        Move(
            "decide", Duty.OBJECTION_DECIDE, (ObjectionState.FILED,), ObjectionState.DECIDED, f"{ORDER_19} 第二十七条"
        ),
    ),
)


class Group(StrEnum):
    """The three groups of the law, in its order: an enterprise belongs to the first that fits."""

    NAMED = "named"
    PROBLEM = "problem"
    SHARE = "share"


class Signal(StrEnum):
    """Coded signals that something may be wrong with a report or its verification."""

    UNRESOLVED = "unresolved"
    MANY_FINDINGS = "many_findings"
    CHANGED = "changed"
    FLUCTUATION = "fluctuation"
    LATE = "late"


class Basis(StrEnum):
    """What a confirmed figure rests on in the end."""

    VERIFIED = "verified"
    RECHECKED = "rechecked"
    DETERMINED = "determined"
    OBJECTION = "objection"


class Quantity(StrEnum):
    """The quantities of a generating unit that are confirmed."""

    EMISSIONS = "emissions_tonnes"
    GENERATION = "generation_mwh"
    HEAT = "heat_gj"
