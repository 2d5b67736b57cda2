"""What is wrong with days of prices. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from domain.core.findings import Finding, Severity
from domain.records.market.rules import TradingDay


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A day of prices as imported."""

    day: TradingDay
    close_yuan: Decimal


def rows_findings(rows: Sequence[PriceRow], trading_days: frozenset[date]) -> Iterator[Finding]:
    """Each day once, on a trading day, nothing negative; two neighbouring days agree with their totals."""
    ordered = sorted(rows, key=lambda row: row.day.on)
    for row in ordered:
        if row.day.volume_tonnes < 0 or row.day.amount_yuan < 0 or row.close_yuan <= 0:
            yield _finding("MARKET-NEGATIVE", Severity.STOP, row.day.on)
        if row.day.on not in trading_days:
            yield _finding("MARKET-NOT-TRADING", Severity.WARN, row.day.on)
    for earlier, later in pairwise(ordered):
        if earlier.day.on == later.day.on:
            yield _finding("MARKET-TWICE", Severity.STOP, later.day.on)
        elif not totals_agree(earlier.day, later.day):
            yield _finding("MARKET-TOTALS", Severity.WARN, later.day.on)


def totals_agree(earlier: TradingDay, later: TradingDay) -> bool:
    """The later total is the earlier one plus the later day's volume; also when either total is not known.

    The official amounts are printed in whole yuan for some years, so only volumes are held against each other.
    """
    if earlier.total_volume_tonnes is None or later.total_volume_tonnes is None:
        return True
    return earlier.total_volume_tonnes + later.volume_tonnes == later.total_volume_tonnes


def _finding(code: str, severity: Severity, day: date) -> Finding:
    return Finding(code, severity, facts={"day": day.isoformat()})
