"""Between which prices allowances may change hands on a day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from domain.core.findings import refuse
from domain.core.law import Law
from domain.core.workings import Explanation, Working

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class PriceBand:
    """How so many tonnes are traded (`listed`, `block`), and the lowest and highest price, yuan per tonne."""

    mode: str
    low: Decimal
    high: Decimal
    explanation: Explanation


def price_band(law: Law, close: Decimal, tonnes: Decimal) -> PriceBand:
    """Listed trades stay within a tenth of the last close, block trades within three tenths; a block is 100,000 t on.

    Prices move in steps of a fen and tonnes in lots (refused otherwise: MARKET-LOT), so the band is that of the steps
    inside it. Source: 碳排放权交易管理规则（试行）. Example: close 97.49 and 5,000 t, listed: 87.75 to 107.23 yuan, for
    97.49 × 0.9 = 87.741 and 97.49 × 1.1 = 107.239.
    """
    working = Working("market.price_band", law)
    last = working.given("close", close, "yuan/t")
    amount = working.given("volume", tonnes, "t")
    lot = working.law("market.trade.lot")
    if amount <= 0 or amount % lot:
        raise refuse("MARKET-LOT", field_name="volume", tonnes=tonnes, lot=lot)
    mode = "block" if amount >= working.law("market.trade.block_from") else "listed"
    working.edition = mode
    key, tick = f"market.trade.{mode}_band", working.law("market.trade.tick")
    band = working.law(key)
    steps = (last * (ONE - band) / tick).to_integral_value(ROUND_CEILING)
    formula = f"-floor(-close × (1 - {key}) ÷ market.trade.tick) × market.trade.tick"
    low = working.step("lowest_price", formula, steps * tick, "yuan/t")
    steps = (last * (ONE + band) / tick).to_integral_value(ROUND_FLOOR)
    formula = f"floor(close × (1 + {key}) ÷ market.trade.tick) × market.trade.tick"
    told = working.result("highest_price", formula, steps * tick, "yuan/t")
    return PriceBand(mode, low, told.value, told)
