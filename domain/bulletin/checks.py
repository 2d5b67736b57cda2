"""What keeps a bulletin from being kept or published. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from domain.bulletin.rules import Topic, Wording
from domain.core.findings import Finding, Place

# What each field holds at most.
MOST = {"number": 40, "title": 160, "title_en": 200, "text": 20_000, "text_en": 20_000}
MOST_REASON = 500


def of_wording(wording: Wording) -> Iterator[Finding]:
    """A bulletin has a topic, a Chinese title and a Chinese text; in English it has both or neither.

    Example: an English title without an English text stops with BULLETIN-ENGLISH at the text.
    """
    given = asdict(wording)
    for name in ("title", "text"):
        if not given[name]:
            yield _finding("BULLETIN-EMPTY", name)
    if wording.topic not in set(Topic):
        yield _finding("BULLETIN-TOPIC", "topic")
    if bool(wording.title_en) != bool(wording.text_en):
        yield _finding("BULLETIN-ENGLISH", "text_en" if wording.title_en else "title_en")
    for name, most in MOST.items():
        if len(given[name]) > most:
            yield _finding("BULLETIN-LONG", name, most=str(most), found=str(len(given[name])))


def of_reason(reason: str) -> Iterator[Finding]:
    """What was public is taken back with a reason, which stays public."""
    if not reason:
        yield _finding("BULLETIN-REASON", "reason")
    if len(reason) > MOST_REASON:
        yield _finding("BULLETIN-LONG", "reason", most=str(MOST_REASON), found=str(len(reason)))


def another_hand(drafted_by: int, actor_id: int) -> Iterator[Finding]:
    """Nobody publishes what they drafted, whatever duties they hold."""
    if drafted_by == actor_id:
        yield _finding("BULLETIN-OWN", "")


def _finding(code: str, field: str, **facts: str) -> Finding:
    return Finding(code, place=Place(field=field), facts=facts)
