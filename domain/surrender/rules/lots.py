"""Reductions handed in, and the conditions under which a market takes them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.core.law import Law
from domain.core.workings import Working
from domain.records.market.rules import NATIONAL

CCER = "ccer"
REFUSED = "refused"


class Reason(StrEnum):
    """Why tonnes handed in do not count."""

    KIND = "kind"
    COVERED = "covered"
    TYPE = "type"
    TIME = "time"
    GASES = "gases"
    UNFILED = "unfiled"
    ORIGIN = "origin"
    CAP = "cap"


@dataclass(frozen=True, slots=True)
class Lot:
    """Reductions of one project handed in, whole tonnes. What is not known is empty or None.

    `kind` is ccer, phcer, ffcer, …; `origin` a province in pinyin; `type` the project's (hydro_small, wind, …);
    `registered_on` when they were registered, `produced_on` when they came about, `started_on` when the project began,
    `operating_since` when it went into operation; `filed` whether they are filed with the State, `partner` whether the
    origin is a partner of the market, `covered` whether the project belongs to who is in a market already;
    `co2_ch4_share` the share of these two gases.
    """

    tonnes: int
    kind: str = ""
    origin: str = ""
    type: str = ""
    registered_on: date | None = None
    produced_on: date | None = None
    started_on: date | None = None
    operating_since: date | None = None
    filed: bool | None = None
    partner: bool | None = None
    covered: bool | None = None
    co2_ch4_share: Decimal | None = None

    @property
    def counts_as(self) -> str:
        return self.kind or CCER


@dataclass(frozen=True, slots=True)
class Terms:
    """What a market says on the day of the law. A term of one kind of reductions comes before that of all kinds.

    `base` is what its cap is a share of, `amount` its tonnes.
    """

    working: Working
    market: str
    base: str = ""
    amount: Decimal = Decimal(0)

    @property
    def law(self) -> Law:
        return self.working.law_of_day

    @property
    def prefix(self) -> str:
        return "surrender.offset" if self.market == NATIONAL else f"pilot.offset.{self.market}"

    def key(self, name: str, kind: str = "") -> str:
        """The key of a term, empty where the market has none."""
        keys = (f"{self.prefix}.{kind}.{name}", f"{self.prefix}.{name}") if kind else (f"{self.prefix}.{name}",)
        return next((key for key in keys if self.law.has(key)), "")

    def text(self, name: str, kind: str = "") -> str:
        key = self.key(name, kind)
        return self.working.provision(key).value if key else ""

    def listed(self, name: str, kind: str = "") -> tuple[str, ...]:
        text = self.text(name, kind)
        return tuple(text.split(",")) if text else ()

    def day(self, name: str, kind: str = "") -> date | None:
        text = self.text(name, kind)
        return date.fromisoformat(text) if text else None


# Whether a lot meets a condition; None where that cannot be said, for a fact was not given.
Holds = Callable[[Terms, Lot], bool | None]


def known_kind(terms: Terms, lot: Lot) -> bool | None:
    """Each market takes the national certified reductions and, some, kinds of its own."""
    return lot.kind in terms.listed("kinds") if lot.kind else None


def not_covered(terms: Terms, lot: Lot) -> bool | None:
    """The national market takes nothing from projects inside it, Fujian nothing from key emitting units."""
    if terms.text("covered_projects") != REFUSED:
        return True
    return None if lot.covered is None else not lot.covered


def type_allowed(terms: Terms, lot: Lot) -> bool | None:
    """Hydropower and others are excluded by name, with exceptions: small hydropower in Hubei.

    The words of a type decide: `small hydro` is hydropower, and falls under the exception `hydro_small`.
    """
    excluded = terms.listed("types_excluded")
    if not excluded or not lot.type:
        return None if excluded else True
    excepted = any(_is_a(lot.type, name) for name in terms.listed("types_excepted"))
    return excepted or not any(_is_a(lot.type, name) for name in excluded)


def _is_a(type_: str, name: str) -> bool:
    """Whether a type is one of a name: every word of the name begins a word of the type.

    >>> _is_a("Small hydropower", "hydro_small"), _is_a("hydro", "hydro_small")
    (True, False)
    """
    given = _words(type_)
    return all(any(word.startswith(part) for word in given) for part in _words(name))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def late_enough(name: str, fact: str) -> Holds:
    """A day that a lot must not lie before."""

    def holds(terms: Terms, lot: Lot) -> bool | None:
        first = terms.day(name, lot.counts_as)
        given: date | None = getattr(lot, fact)
        return True if first is None else None if given is None else given >= first

    return holds


def operating_later(terms: Terms, lot: Lot) -> bool | None:
    """In Chongqing the project went into operation after a day; sinks are exempt."""
    last = terms.day("operating_after", lot.counts_as)
    if last is None or any(_is_a(lot.type, name) for name in terms.listed("operating_exempt", lot.counts_as)):
        return True
    return None if lot.operating_since is None else lot.operating_since > last


def mostly_two_gases(terms: Terms, lot: Lot) -> bool | None:
    """In Guangdong carbon dioxide and methane make up more than half of what was avoided."""
    key = terms.key("co2_ch4_above", lot.counts_as)
    if not key:
        return True
    least = terms.working.law(key)
    return None if lot.co2_ch4_share is None else lot.co2_ch4_share > least


def filed_or_taken_unfiled(terms: Terms, lot: Lot) -> bool | None:
    """Certified reductions are filed with the State; Hubei alone takes, in part, what is not."""
    if lot.filed is None:
        return None if terms.key("unfiled.share") else True
    return lot.filed or lot.counts_as != CCER or bool(terms.key("unfiled.share"))


def within_the_period(terms: Terms, lot: Lot) -> bool | None:
    """What is not filed counts in Hubei only from its effective period."""
    first, last = terms.day("unfiled.from"), terms.day("unfiled.until")
    if lot.filed is not False or first is None or last is None:
        return True
    return None if lot.produced_on is None else first <= lot.produced_on <= last


def local(terms: Terms, lot: Lot) -> bool | None:
    """Fujian takes what comes from Fujian."""
    origin = terms.text("local_only")
    return not origin or lot.origin == origin


def filed_partner(terms: Terms, lot: Lot) -> bool | None:
    """From outside, Hubei takes what its partner provinces have filed."""
    if not terms.key("partner_limit", lot.counts_as) or lot.origin == terms.market:
        return True
    return False if lot.filed is False else lot.partner


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition, what it is about, and the fact that it needs."""

    reason: Reason
    fact: str
    holds: Holds


# The order in which a lot is examined; the first condition that it fails is the reason told.
CONDITIONS = (
    Condition(Reason.KIND, "kind", known_kind),
    Condition(Reason.COVERED, "covered", not_covered),
    Condition(Reason.TYPE, "type", type_allowed),
    Condition(Reason.TIME, "registered_on", late_enough("eligible_from", "registered_on")),
    Condition(Reason.TIME, "produced_on", late_enough("produced_from", "produced_on")),
    Condition(Reason.TIME, "started_on", late_enough("started_from", "started_on")),
    Condition(Reason.TIME, "operating_since", operating_later),
    Condition(Reason.GASES, "co2_ch4_share", mostly_two_gases),
    Condition(Reason.UNFILED, "filed", filed_or_taken_unfiled),
    Condition(Reason.UNFILED, "produced_on", within_the_period),
    Condition(Reason.ORIGIN, "origin", local),
    Condition(Reason.ORIGIN, "partner", filed_partner),
)


@dataclass(frozen=True, slots=True)
class Examined:
    """What the conditions say of a lot: the first that it fails, and those that could not be looked at."""

    refused: Reason | None
    assumed: tuple[str, ...]


def examine(terms: Terms, lot: Lot) -> Examined:
    """Every condition of the market, in order. One whose fact was not given is taken as met, and named."""
    assumed: list[str] = []
    for condition in CONDITIONS:
        held = condition.holds(terms, lot)
        if held is False:
            return Examined(condition.reason, ())
        if held is None:
            assumed.append(condition.fact)
    return Examined(None, tuple(dict.fromkeys(assumed)))
