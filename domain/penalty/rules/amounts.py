"""How articles name the amount of a fine: one visible table, and the law says which way holds on a day. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.core.facts import needed
from domain.core.formulas import NOTHING
from domain.core.workings import Explanation, Working

ZERO = Decimal(0)
ROUNDING = "rounding.fine"

# A formula, and the yuan that it gives.
Amount = tuple[str, Decimal]


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the greatest fine that an article allows."""

    least: Amount
    most: Amount

    def plus(self, other: Range) -> Range:
        """Both fines together."""
        pairs = ((self.least, other.least), (self.most, other.most))
        least, most = ((f"{one[0]} + {two[0]}", one[1] + two[1]) for one, two in pairs)
        return Range(least, most)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a fine may be measured by: tonnes not surrendered, yuan a tonne, yuan gained, yuan of what was traded.

    `tonnes_name` is the figure that the tonnes are; None stands for what was not stated.
    """

    tonnes: Decimal = ZERO
    average_price: Decimal | None = None
    gain: Decimal = ZERO
    traded: Decimal | None = None
    tonnes_name: str = "shortfall"


def fine_range(working: Working, prefix: str, measure: Measure) -> Range | None:
    """The range by the way that `{prefix}.amount` names, noted as the edition; None where no amount is named.

    Refused (FACT-MISSING) at the fact that this way needs and that was not stated.
    """
    working.edition = working.provision(f"{prefix}.amount").value
    return WAYS[working.edition](working, prefix, measure)


def told(working: Working, found: Range | None) -> tuple[Decimal | None, Decimal | None, Explanation]:
    """The least and the greatest fine in yuan and fen with their derivation, whose result is the greatest."""
    if found is None:
        return None, None, working.result("fine_max", NOTHING, ZERO, "yuan")
    least = working.step("fine_min", *found.least, "yuan", ROUNDING)
    explanation = working.result("fine_max", *found.most, "yuan", ROUNDING)
    return least, explanation.value, explanation


def _unnamed(working: Working, prefix: str, measure: Measure) -> None:
    """Penalised "according to law": Order 17 art 40 to 43 name no amount."""
    return


def _no_fine(working: Working, prefix: str, measure: Measure) -> Range:
    """The article knows no fine at this step; what else follows stands beside it."""
    return Range(("0", ZERO), ("0", ZERO))


def _fixed(working: Working, prefix: str, measure: Measure) -> Range:
    """From so many to so many yuan. Order 19 art 40: 20,000 to 30,000."""
    least, most = f"{prefix}.fine_min", f"{prefix}.fine_max"
    return Range((least, working.law(least)), (most, working.law(most)))


def _by_market_value(working: Working, prefix: str, measure: Measure) -> Range:
    """Multiples of what the missing allowances cost. Decree 775 art 24: 5 to 10 times; 10,000 t at 60: 3 to 6 million.

    The price is an average over the months that the law names, where it names them.
    """
    if working.law_of_day.has(window := f"{prefix.partition('.surrender')[0]}.price.window_months"):
        working.provision(window)
    price = working.given("average_price", needed("average_price", measure.average_price), "yuan/t", "market.prices")
    formula = f"{measure.tonnes_name} × average_price"
    value = working.step("market_value", formula, measure.tonnes * price, "yuan")
    return _multiples(working, prefix, "market_value", value)


def _by_market_value_capped(working: Working, prefix: str, measure: Measure) -> Range:
    """Multiples of the market value, never above a cap. Hubei: 1 to 3 times, at most 150,000 yuan."""
    found, cap = _by_market_value(working, prefix, measure), f"{prefix}.fine_cap"
    highest = working.law(cap)
    least, most = ((f"min({text}, {cap})", min(yuan, highest)) for text, yuan in (found.least, found.most))
    return Range(least, most)


def _by_gain(working: Working, prefix: str, measure: Measure) -> Range:
    """From a threshold of unlawful gain on, multiples of it; below it, or without a gain, a fixed range.

    Decree 775 art 22: from 500,000 yuan on 5 to 10 times, else 500,000 to 2,000,000; 600,000: 3 to 6 million.
    """
    if measure.gain >= working.law(f"{prefix}.gain_threshold"):
        return _multiples(working, prefix, "gain", measure.gain)
    return _fixed(working, prefix, measure)


def _by_trades(working: Working, prefix: str, measure: Measure) -> Range:
    """Up to the value of what was traded (等值以下): Decree 775 art 20."""
    traded = working.given("traded", needed("traded", measure.traded), "yuan")
    least, most = f"{prefix}.fine_min", f"{prefix}.multiple_max"
    return Range((least, working.law(least)), (f"traded × {most}", traded * working.law(most)))


def _multiples(working: Working, prefix: str, name: str, yuan: Decimal) -> Range:
    least, most = f"{prefix}.multiple_min", f"{prefix}.multiple_max"
    return Range((f"{name} × {least}", yuan * working.law(least)), (f"{name} × {most}", yuan * working.law(most)))


# The ways of naming an amount, by what `….amount` says on the day.
WAYS: Mapping[str, Callable[[Working, str, Measure], Range | None]] = {
    "unnamed": _unnamed,
    "no_fine": _no_fine,
    "fixed": _fixed,
    "market_value": _by_market_value,
    "market_value_capped": _by_market_value_capped,
    "gain": _by_gain,
    "trades": _by_trades,
}
