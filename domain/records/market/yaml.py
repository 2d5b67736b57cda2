"""Prices as YAML: a source, and one line a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

import yaml

from domain.core.findings import refuse
from domain.records.market.checks import PriceRow
from domain.records.market.rules import TradingDay


def read(text: str) -> tuple[str, tuple[PriceRow, ...]]:
    """Source and days of a file. Raises `Refused` (MARKET-YAML) naming the line of the list that cannot be read."""
    try:
        held = yaml.safe_load(text)
        source, days = str(held["source"]), list(held["days"])
    except (yaml.YAMLError, KeyError, TypeError):
        raise refuse("MARKET-YAML", line=0) from None
    return source, tuple(_row(number, day) for number, day in enumerate(days, 1))


def _row(number: int, day: object) -> PriceRow:
    """`[day, close, volume, amount, total volume, total amount]`, amounts as quoted texts, totals last and optional."""
    try:
        on, close, volume, amount, *totals = _fields(day)
        total_volume, total_amount = totals or (None, None)
        total = None if total_amount is None else Decimal(str(total_amount))
        known_volume = None if total_volume is None else int(str(total_volume))
        trading = TradingDay(date.fromisoformat(str(on)), int(str(volume)), Decimal(str(amount)), known_volume, total)
        return PriceRow(trading, Decimal(str(close)))
    except (TypeError, ValueError, InvalidOperation):
        raise refuse("MARKET-YAML", line=number) from None


def _fields(day: object) -> list[object]:
    if not isinstance(day, list):
        raise TypeError("a day is a list")
    return day
