"""The pilots' auctions as the handbook prints them, and whether its arithmetic holds. Pure.

Amounts are in 10⁴ t and 10⁴ yuan, as printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.core.law import Law
from domain.core.workings import Explanation, Working

ALL = "all"


@dataclass(frozen=True, slots=True)
class Auction:
    """What a market auctioned in a year, what tonnes and price make together, and by how much that differs."""

    tonnes: Decimal
    price: Decimal
    revenue: Decimal
    computed: Decimal
    difference: Decimal
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Held:
    """A year's auction of a market, for adding up."""

    market: str
    year: int
    tonnes: Decimal
    revenue: Decimal


@dataclass(frozen=True, slots=True)
class AuctionTotal:
    """All auctions added up, their average price, and what is printed for them; None where no sum is printed."""

    tonnes: Decimal
    revenue: Decimal
    price: Decimal
    printed_tonnes: Decimal | None
    printed_revenue: Decimal | None
    printed_price: Decimal | None
    explanation: Explanation


def auction(law: Law, market: str) -> Auction:
    """The auction of a market in the year of the law; NotInForce where it held none.

    Source: 地方政府参与全国碳市场工作手册 表2-2. Example (Guangdong 2014): 1,082.48 × 51.77 = 56,039.9896, printed
    56,044.36: the product is 4.3704 less, for the price is rounded.
    """
    working = Working("market.auction", law)
    working.fact("market", market)
    keys = [f"pilot.auction.{market}.{name}" for name in ("tonnes", "price", "revenue")]
    tonnes, price, revenue = (working.law(key) for key in keys)
    computed = working.step("computed_revenue", f"{keys[0]} × {keys[1]}", tonnes * price, "wan_yuan")
    told = working.result("difference", f"computed_revenue - {keys[2]}", computed - revenue, "wan_yuan")
    return Auction(tonnes, price, revenue, computed, told.value, told)


def auction_total(law: Law, market: str, auctions: Sequence[Held]) -> AuctionTotal:
    """The auctions of a market, or of all, added up, beside the sums that are printed.

    Source: 地方政府参与全国碳市场工作手册 表2-2. Example (all): 1,928.5755 for 84,880.62, on average 44.01; printed
    1,928.58, 84,880.62 and 44.01.
    """
    working = Working("market.auction_total", law)
    working.fact("market", market)
    for one in auctions:
        index = f"{one.market} {one.year}"
        working.given("auctioned", one.tonnes, "wan_t", index=index)
        working.given("revenue", one.revenue, "wan_yuan", index=index)
    tonnes = sum((one.tonnes for one in auctions), Decimal(0))
    revenue = sum((one.revenue for one in auctions), Decimal(0))
    tonnes = working.step("auctioned_total", "Σ auctioned", tonnes, "wan_t")
    revenue = working.step("revenue_total", "Σ revenue", revenue, "wan_yuan")
    printed = {
        name: working.law(key) if law.has(key := f"pilot.auction_total.{market}.{name}") else None
        for name in ("tonnes", "revenue", "price")
    }
    formula = "revenue_total ÷ auctioned_total"
    told = working.result("average_price", formula, revenue / tonnes, "yuan/t", "rounding.pilot.auction_price")
    return AuctionTotal(tonnes, revenue, told.value, printed["tonnes"], printed["revenue"], printed["price"], told)
