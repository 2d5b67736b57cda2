"""Names of ledger accounts, and what a set of postings does to their balances. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a ledger account stands for. The pool and the market give without end; all others hold what they hold."""

    POOL = "pool"
    MARKET = "market"
    PROVINCE = "province"
    HOLDING = "holding"
    SURRENDERED = "surrendered"
    CANCELLED = "cancelled"


ENDLESS = (Kind.POOL, Kind.MARKET)


@dataclass(frozen=True, slots=True, order=True)
class Ledger:
    """A named ledger account; `enterprise_id` is 0 where it belongs to nobody in particular."""

    kind: Kind
    enterprise_id: int = 0

    @property
    def name(self) -> str:
        return f"{self.kind.value}:{self.enterprise_id}" if self.enterprise_id else self.kind.value


POOL = Ledger(Kind.POOL)
MARKET = Ledger(Kind.MARKET)
PROVINCE = Ledger(Kind.PROVINCE)


def holding(enterprise_id: int) -> Ledger:
    """The allowances an enterprise may use."""
    return Ledger(Kind.HOLDING, enterprise_id)


def surrendered(enterprise_id: int) -> Ledger:
    """The allowances an enterprise has surrendered."""
    return Ledger(Kind.SURRENDERED, enterprise_id)


def cancelled(enterprise_id: int) -> Ledger:
    """The allowances an enterprise has given up of its own will (自愿注销)."""
    return Ledger(Kind.CANCELLED, enterprise_id)


@dataclass(frozen=True, slots=True)
class Entry:
    """Tonnes of one vintage moved from one account to another: credit and debit in one, so the sum is always zero.

    `why` is a code (pre_issue, final_issue, take_back, bought, sold, surrender, …), `subject` what it was done for,
    `reference` the registry's own number where there is one: it is posted once only.
    """

    vintage: int
    source: Ledger
    target: Ledger
    tonnes: int
    on: date
    why: str
    subject: str
    reference: str = ""


def movement(vintage: int, giver: Ledger, taker: Ledger, tonnes: int, on: date, why: str, subject: str) -> Entry:
    """An entry that turns round when the tonnes are negative: what is taken back goes from the taker to the giver."""
    if tonnes < 0:
        return Entry(vintage, taker, giver, -tonnes, on, why, subject)
    return Entry(vintage, giver, taker, tonnes, on, why, subject)


def legs(entries: Iterable[Entry]) -> dict[tuple[Ledger, int], int]:
    """By how much each account changes, per vintage. The changes of any entries add up to zero.

    >>> legs([Entry(2024, POOL, holding(7), 100, date(2025, 8, 20), "final_issue", "allocation:1")])[holding(7), 2024]
    100
    """
    changes: dict[tuple[Ledger, int], int] = {}
    for entry in entries:
        if entry.tonnes <= 0 or entry.source == entry.target:
            raise ValueError(f"no entry: {entry}")
        for ledger, change in ((entry.source, -entry.tonnes), (entry.target, entry.tonnes)):
            key = (ledger, entry.vintage)
            changes[key] = changes.get(key, 0) + change
    return changes
