"""Where the balance point of an industry lies: the intensity at which what some gain is what others give. Pure.

Every entity's coefficient rises with the balance point in three pieces: flat, rising, flat. So does the sum over all of
them, with a turn wherever one entity changes piece. Between two turns the equation is linear in 1/BP and is solved
exactly; nothing is iterated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

ZERO = Decimal(0)
# What the last places of the arithmetic may put a solution outside of its piece by.
TOLERANCE = Decimal("1e-20")


class Side(StrEnum):
    """Where an entity stands to the balance point: within the limit of deviation, or better or worse by more."""

    INSIDE = "inside"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Terms:
    """The shares of the plan: coefficient by deviation, its limit, and the deviation from which on it is limited."""

    slope: Decimal
    limit: Decimal
    deviation_limit: Decimal

    def side(self, deviation: Decimal) -> Side:
        """The side of a deviation given as a share: 0.20 is above already where the limit is 0.20."""
        if abs(deviation) < self.deviation_limit:
            return Side.INSIDE
        return Side.ABOVE if deviation > 0 else Side.BELOW


@dataclass(frozen=True, slots=True)
class Producer:
    """An entity, line or process: tonnes emitted and tonnes for each tonne made."""

    emissions: Decimal
    intensity: Decimal


@dataclass(frozen=True, slots=True)
class Turn:
    """The balance point at which one producer comes to a side, by its place in the row."""

    at: Decimal
    producer: int
    side: Side


@dataclass(frozen=True, slots=True)
class Solution:
    """The balance point. Where a whole stretch of them balances, its two ends are named as well."""

    point: Decimal
    lowest: Turn | None = None
    highest: Turn | None = None


@dataclass(frozen=True, slots=True)
class _Sums:
    """Emissions on each side, and those inside times their intensities."""

    below: Decimal
    inside: Decimal = ZERO
    weighted: Decimal = ZERO
    above: Decimal = ZERO

    def after(self, turn: Turn, one: Producer) -> _Sums:
        weight = one.emissions * one.intensity
        if turn.side is Side.INSIDE:
            return replace(
                self,
                below=self.below - one.emissions,
                inside=self.inside + one.emissions,
                weighted=self.weighted + weight,
            )
        return replace(
            self, inside=self.inside - one.emissions, weighted=self.weighted - weight, above=self.above + one.emissions
        )

    @property
    def all_clipped_and_even(self) -> bool:
        return not self.inside and self.above == self.below

    def gained(self, point: Decimal, terms: Terms) -> Decimal:
        """What all coefficients together add at a balance point of this piece."""
        return terms.slope * (self.inside - self.weighted / point) + terms.limit * (self.above - self.below)


@dataclass(frozen=True, slots=True)
class _Piece:
    """The stretch between two turns."""

    begins: Turn
    ends: Turn
    sums: _Sums


def solve(terms: Terms, producers: Sequence[Producer]) -> Solution | None:
    """The balance point; None when no intensity balances these producers.

    When every producer is clipped and both sides weigh the same, each point of a stretch balances and leads to the
    same allowances; then it is the mean intensity, or the end of the stretch that is nearest to it.

    Example: 1,000 t each at 0.5, 1.0 and 1.2 → 1.0: the first gains 3 %, the last gives 3 %.
    """
    pieces = tuple(_pieces(terms, producers))
    if even := [piece for piece in pieces if piece.sums.all_clipped_and_even and piece.sums.above]:
        lowest, highest = even[0].begins, even[-1].ends
        return Solution(min(max(mean_intensity(producers), lowest.at), highest.at), lowest, highest)
    for piece in pieces:
        if piece.sums.gained(piece.ends.at, terms) >= 0:
            return _within(piece, terms)
    return None


def mean_intensity(producers: Sequence[Producer]) -> Decimal:
    """Intensity weighted by emissions: the balance point when nobody is clipped."""
    weighted = sum((one.emissions * one.intensity for one in producers), ZERO)
    return weighted / sum((one.emissions for one in producers), ZERO)


def _turns(terms: Terms, producers: Sequence[Producer]) -> Iterator[Turn]:
    for place, one in enumerate(producers):
        yield Turn(one.intensity / (1 + terms.deviation_limit), place, Side.INSIDE)
        yield Turn(one.intensity / (1 - terms.deviation_limit), place, Side.ABOVE)


def _pieces(terms: Terms, producers: Sequence[Producer]) -> Iterator[_Piece]:
    """The pieces in rising order; those without length are passed over."""
    sums = _Sums(below=sum((one.emissions for one in producers), ZERO))
    for turn, following in pairwise(sorted(_turns(terms, producers), key=lambda turn: turn.at)):
        sums = sums.after(turn, producers[turn.producer])
        if turn.at < following.at:
            yield _Piece(turn, following, sums)


def _within(piece: _Piece, terms: Terms) -> Solution | None:
    """The solution of one piece; None when it lies outside, which a coefficient that jumps would bring about."""
    sums = piece.sums
    if not sums.inside:
        return None
    slack = piece.ends.at * TOLERANCE
    point = terms.slope * sums.weighted / (terms.slope * sums.inside + terms.limit * (sums.above - sums.below))
    if not piece.begins.at - slack <= point <= piece.ends.at + slack:
        return None
    return Solution(min(max(point, piece.begins.at), piece.ends.at))
