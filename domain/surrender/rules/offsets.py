"""Certified reductions against an obligation of the national market, as the surrender room records them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.records.market.rules import NATIONAL
from domain.surrender.rules.lots import Lot, Reason
from domain.surrender.rules.pilot_offsets import count_offsets


@dataclass(frozen=True, slots=True)
class Offset:
    """Certified reductions handed in: tonnes, and the day they were registered."""

    tonnes: int
    registered_on: date
    project: str = ""


@dataclass(frozen=True, slots=True)
class OffsetsTaken:
    """What of the offsets counts and what does not, tonnes, in the order handed in."""

    accepted: tuple[int, ...]
    ineligible: tuple[int, ...]
    over_cap: tuple[int, ...]
    cap: Explanation

    @property
    def tonnes(self) -> int:
        return sum(self.accepted)

    @property
    def refused(self) -> int:
        return sum(self.ineligible) + sum(self.over_cap)


def offset_cap(law: Law, due: int) -> Explanation:
    """Certified reductions may make up at most 5 % of what is to be surrendered, rounded down to whole tonnes.

    Source: 碳排放权交易管理办法（试行） 第二十九条. Example: 432,912 × 0.05 = 21,645.6 → 21,645 t.
    """
    working = Working("surrender.offset_cap", law)
    owed = working.given("due", Decimal(due), "t", "obligation")
    share = working.law("surrender.offset.share")
    return working.result(
        "offset_cap", "due × surrender.offset.share", owed * share, "t", rounding="rounding.offset_cap"
    )


def take_offsets(law: Law, due: int, offsets: Sequence[Offset]) -> OffsetsTaken:
    """Offsets count in the order handed in, up to the cap; those registered too early do not count at all.

    Source: 碳排放权交易管理办法（试行） 第二十九条. Example: cap 21,645; handed in 20,000 and 5,000: of these
    20,000 and 1,645 count, 3,355 are over the cap.
    """
    lots = [Lot(offset.tonnes, registered_on=offset.registered_on) for offset in offsets]
    counted = count_offsets(law, NATIONAL, {"due": Decimal(due)}, lots).lots
    over_cap = tuple(lot.refused_for(Reason.CAP) for lot in counted)
    ineligible = tuple(lot.refused - over for lot, over in zip(counted, over_cap, strict=True))
    return OffsetsTaken(tuple(lot.accepted for lot in counted), ineligible, over_cap, offset_cap(law, due))
