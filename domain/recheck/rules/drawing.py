"""The double-random draw (双随机): enterprises and inspectors, so that anyone can repeat it with a standard library.

Before: the frame (everyone who can be drawn, sorted) and the SHA-256 of the seed are published. Then the seed is
revealed. Each candidate's lot is HMAC-SHA256(seed, text), its text naming it; the smallest lots are drawn.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from domain.core.law import Law
from domain.recheck.states import Group

SHARE = "recheck.random_share"
INSPECTORS = "inspection.persons_min"
DIGEST_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Frame:
    """Who can be drawn: enterprises (credit code, group) and inspectors (account numbers). All sorted."""

    year: int
    enterprises: tuple[tuple[str, Group], ...]
    inspectors: tuple[int, ...]
    drawn_of_share: int
    inspectors_each: int

    def text(self) -> str:
        """The published text of the frame, one line a fact, the same for everyone. Lines end with a line feed."""
        lines = [f"year {self.year}", f"draw {self.drawn_of_share}", f"inspectors-each {self.inspectors_each}"]
        lines += [f"enterprise {code} {group.value}" for code, group in self.enterprises]
        lines += [f"inspector {number}" for number in self.inspectors]
        return "".join(f"{line}\n" for line in lines)

    def digest(self) -> str:
        return hashlib.sha256(self.text().encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawn enterprise with the inspectors drawn for it; `lot` is empty where the law itself names it."""

    code: str
    group: Group
    lot: str
    inspectors: tuple[int, ...]


def how_many(rest: int, share: Decimal) -> int:
    """A certain share of the rest, at least: a part of an enterprise counts as one.

    10 % of 31 enterprises makes 4.

    >>> how_many(31, Decimal("0.10"))
    4
    """
    return int((rest * share).to_integral_value(ROUND_CEILING))


def frame(year: int, enterprises: Iterable[tuple[str, Group]], inspectors: Iterable[int], law: Law) -> Frame:
    """Sort who can be drawn, and fix how many are."""
    everyone = tuple(sorted(enterprises))
    rest = sum(group is Group.SHARE for _, group in everyone)
    return Frame(
        year, everyone, tuple(sorted(inspectors)), how_many(rest, law.value(SHARE)), int(law.value(INSPECTORS))
    )


def commitment(seed: str) -> str:
    """What is published of the seed before the draw: the SHA-256 of its UTF-8 bytes.

    >>> commitment("seed")[:16]
    '19b25856e1c150ca'
    """
    return hashlib.sha256(seed.encode()).hexdigest()


def lot(seed: str, text: str) -> str:
    """The lot of a candidate: HMAC-SHA256 with the seed as key, in hexadecimal."""
    return hmac.new(seed.encode(), text.encode(), hashlib.sha256).hexdigest()


def lots(frame: Frame, seed: str) -> dict[str, str]:
    """The lot of every enterprise that chance decides on, by credit code."""
    return {code: lot(seed, f"enterprise:{code}") for code, group in frame.enterprises if group is Group.SHARE}


def draw(frame: Frame, seed: str) -> tuple[Drawn, ...]:
    """Draw enterprises and, for each, inspectors; in order of credit codes.

    Named and problem enterprises are rechecked without chance. Of the others those with the smallest lots
    `enterprise:<code>` are drawn. Of the inspectors those with the smallest lots `inspector:<code>:<number>`.
    """
    own_lots = lots(frame, seed)
    fallen = set(sorted(own_lots, key=lambda code: own_lots[code])[: frame.drawn_of_share])
    return tuple(
        Drawn(code, group, own_lots.get(code, ""), _inspectors(frame, seed, code))
        for code, group in frame.enterprises
        if group is not Group.SHARE or code in fallen
    )


def _inspectors(frame: Frame, seed: str, code: str) -> tuple[int, ...]:
    def own_lot(number: int) -> str:
        return lot(seed, f"inspector:{code}:{number}")

    return tuple(sorted(sorted(frame.inspectors, key=own_lot)[: frame.inspectors_each]))


def is_commitment(text: str) -> bool:
    """64 hexadecimal digits in small letters."""
    return len(text) == DIGEST_LENGTH and all(sign in "0123456789abcdef" for sign in text)
