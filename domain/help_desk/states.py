"""States and moves of a question to the help desk, and what questions are about. Pure."""

from __future__ import annotations

from enum import StrEnum

from domain.core.duties import Duty
from domain.core.moves import Move, Moves


class State(StrEnum):
    """Where a question stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    PUBLISHED = "published"
    CLOSED = "closed"


class Topic(StrEnum):
    """What a question is about: a room of the year, the law, or the portal itself."""

    LISTING = "listing"
    MONITORING_PLAN = "monitoring_plan"
    EMISSION_REPORT = "emission_report"
    VERIFICATION = "verification"
    RECHECK = "recheck"
    ALLOCATION = "allocation"
    SURRENDER = "surrender"
    PENALTY = "penalty"
    SUMMARY = "summary"
    LAW = "law"
    PORTAL = "portal"


MOVES = Moves(
    "help_desk",
    "question",
    (
        Move("ask", Duty.HELP_ASK, (), State.ASKED),
        Move("answer", Duty.HELP_ANSWER, (State.ASKED,), State.ANSWERED),
        # What the law of another day answers otherwise is taken back, amended and published anew.
        Move("amend", Duty.HELP_ANSWER, (State.ANSWERED,), State.ANSWERED),
        Move("publish", Duty.HELP_ANSWER, (State.ANSWERED,), State.PUBLISHED),
        Move("take_back", Duty.HELP_ANSWER, (State.PUBLISHED,), State.ANSWERED),
        Move("close", Duty.HELP_ASK, (State.ASKED,), State.CLOSED),
    ),
)
