"""When a letter that could not be sent is tried again. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

# One pause after each try but the last: a mail server that is down over a night or a day costs no letter.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
MOST_TRIES = len(PAUSES) + 1


def next_try(tries: int, at: datetime) -> datetime | None:
    """When a letter is tried again after its try number `tries`; None when that was the last.

    >>> next_try(1, datetime(2025, 3, 3, 9, 0)).minute
    1
    >>> next_try(7, datetime(2025, 3, 3, 9, 0)) is None
    True
    """
    return at + PAUSES[tries - 1] if tries < MOST_TRIES else None
