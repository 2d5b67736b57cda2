"""What comes next for a plan. Pure."""

from __future__ import annotations

from enum import StrEnum


class Next(StrEnum):
    """What the enterprise has to do next for the plan of one year."""

    MAKE = "make"
    WAIT_FOR_CHECKS = "wait_for_checks"
    CORRECT = "correct"
    SUBMIT = "submit"
    WAIT_FOR_REVIEW = "wait_for_review"
    ANSWER_RETURN = "answer_return"
    FOLLOW = "follow"


_NEXT = {
    "": Next.MAKE,
    "received": Next.WAIT_FOR_CHECKS,
    "stopped": Next.CORRECT,
    "clean": Next.SUBMIT,
    "submitted": Next.WAIT_FOR_REVIEW,
    "returned": Next.ANSWER_RETURN,
    "filed": Next.FOLLOW,
    "replaced": Next.FOLLOW,
}


def next_step(newest_state: str) -> Next:
    """From the state of the newest version; empty when there is none."""
    return _NEXT[newest_state]
