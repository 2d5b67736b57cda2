"""What an obligation is, how it was met, what may offset it, which vintages settle it, what is carried over. Pure."""

from domain.surrender.rules.carry_over import CarryOver, CarryOverDays, Trade, carry_over, carry_over_days, net_sold
from domain.surrender.rules.lots import Lot, Reason
from domain.surrender.rules.offsets import Offset, OffsetsTaken, offset_cap, take_offsets
from domain.surrender.rules.pilot_offsets import Counted, CountedLot, base_of, count_offsets
from domain.surrender.rules.standing import (
    HandIn,
    Outcome,
    Standing,
    Status,
    Verdict,
    completed_on,
    cost,
    obligation,
    outcome,
    standing,
    verdict,
)
from domain.surrender.rules.vintages import Vintages, vintage_usable, vintages

__all__ = [
    "CarryOver",
    "CarryOverDays",
    "Counted",
    "CountedLot",
    "HandIn",
    "Lot",
    "Offset",
    "OffsetsTaken",
    "Outcome",
    "Reason",
    "Standing",
    "Status",
    "Trade",
    "Verdict",
    "Vintages",
    "base_of",
    "carry_over",
    "carry_over_days",
    "completed_on",
    "cost",
    "count_offsets",
    "net_sold",
    "obligation",
    "offset_cap",
    "outcome",
    "standing",
    "take_offsets",
    "verdict",
    "vintage_usable",
    "vintages",
]
