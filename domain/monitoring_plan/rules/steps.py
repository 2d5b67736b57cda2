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


# A version with findings, one that was not submitted yet, and one that came back are corrected.
_CORRECTED = ("stopped", "clean", "returned")
# After nothing, and after a version that is on file, the next one begins with the pre-filled form.
_BEGUN = ("", "filed", "replaced")


def may_correct(newest_state: str, readable: bool) -> bool:
    """Whether the newest version may be corrected on screen; what could not be read has nothing to be corrected."""
    return newest_state in _CORRECTED and readable


def may_begin(newest_state: str, readable: bool) -> bool:
    """Whether the next version may be begun on screen from the pre-filled form."""
    return newest_state in _BEGUN or (newest_state in _CORRECTED and not readable)


def next_step(newest_state: str) -> Next:
    """From the state of the newest version; empty when there is none."""
    return _NEXT[newest_state]
