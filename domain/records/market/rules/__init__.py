"""Average prices, what may be held, at what price one may trade, auctions, what caps consist of. Pure."""

from domain.records.market.rules.auctions import Auction, AuctionTotal, Held, auction, auction_total
from domain.records.market.rules.caps import CapComposition, cap_composition
from domain.records.market.rules.holdings import HOLDERS, HoldingLimit, holding_limit
from domain.records.market.rules.markets import MARKETS, NATIONAL, PILOTS
from domain.records.market.rules.prices import (
    PriceWindow,
    TradingDay,
    Window,
    average_price,
    price_window,
    window_before,
)
from domain.records.market.rules.trading import PriceBand, price_band

__all__ = [
    "HOLDERS",
    "MARKETS",
    "NATIONAL",
    "PILOTS",
    "Auction",
    "AuctionTotal",
    "CapComposition",
    "Held",
    "HoldingLimit",
    "PriceBand",
    "PriceWindow",
    "TradingDay",
    "Window",
    "auction",
    "auction_total",
    "average_price",
    "cap_composition",
    "holding_limit",
    "price_band",
    "price_window",
    "window_before",
]
