"""How many allowances one may hold in a pilot. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.core.facts import needed
from domain.core.findings import refuse
from domain.core.formulas import NOTHING
from domain.core.law import Law
from domain.core.workings import Explanation, Working

UNIT = "unit"
HOLDERS = (UNIT, "institution", "person")


@dataclass(frozen=True, slots=True)
class HoldingLimit:
    """The most that may be held, whole tonnes; None where there is no limit.

    `lowest` differs from `limit` where the source prints a range and not what it depends on. `disclosure` is what a
    unit tells of when it holds more; None where nothing is known of it.
    """

    limit: int | None
    lowest: int | None
    disclosure: int | None
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question of one market and holder; `allowances` of the year, None where they were not given."""

    working: Working
    market: str
    holder: str
    allowances: Decimal | None

    def key(self, name: str) -> str:
        return f"pilot.holding.{self.market}.{name}"

    def law(self, name: str) -> Decimal:
        return self.working.law(self.key(name))

    def issued(self) -> Decimal:
        """The allowances of the year; refused (FACT-MISSING) where the limit rests on them and they are not known."""
        return self.working.given("allowances", needed("allowances", self.allowances), "t")

    def limit(self, formula: str, tonnes: Decimal, lowest: int | None = None) -> HoldingLimit:
        told = self.working.result("limit", formula, tonnes, "t")
        return HoldingLimit(int(tonnes), int(tonnes) if lowest is None else lowest, None, told)


def holding_limit(law: Law, market: str, holder: str, allowances: Decimal | None) -> HoldingLimit:
    """The most that a unit, an institution or a person may hold. NotInForce for a market of which nothing is printed.

    Source: 地方政府参与全国碳市场工作手册 表2-3. Example (Beijing): a unit with 2,000,000 t of allowances may hold
    2,000,000 + 1,000,000 = 3,000,000 t; an institution 1,000,000 t, a person 50,000 t.
    """
    working = Working("market.holding_limit", law)
    asked = _Asked(working, market, holder, allowances)
    working.edition = working.provision(asked.key("rule")).value
    working.fact("market", market)
    working.fact("holder", holder)
    return RULES[working.edition](asked)


def _flat(asked: _Asked) -> HoldingLimit:
    """One limit for all of a kind of holders."""
    key = asked.key(f"{asked.holder}.limit")
    return asked.limit(key, asked.working.law(key))


def _allowances_plus(asked: _Asked) -> HoldingLimit:
    """A unit holds its allowances of the year and so much more; above a smaller sum it discloses what it holds."""
    if asked.holder != UNIT:
        return _flat(asked)
    issued = asked.issued()
    disclosure = None
    if asked.working.law_of_day.has(key := asked.key("unit.disclosure_above_allowances")):
        more = issued + asked.working.law(key)
        disclosure = int(asked.working.step("disclosure", f"allowances + {key}", more, "t"))
    key = asked.key("unit.above_allowances")
    told = asked.working.result("limit", f"allowances + {key}", issued + asked.working.law(key), "t")
    return HoldingLimit(int(told.value), int(told.value), disclosure, told)


def _tiers(asked: _Asked) -> HoldingLimit:
    """A unit's limit goes by its initial allowances, in three steps."""
    if asked.holder != UNIT:
        return _flat(asked)
    issued = asked.issued()
    if issued <= asked.law("unit.small_upto"):
        step = "small"
    else:
        step = "medium" if issued <= asked.law("unit.medium_upto") else "large"
    key = asked.key(f"unit.{step}_limit")
    return asked.limit(key, asked.working.law(key))


def _range(asked: _Asked) -> HoldingLimit:
    """A range is printed and not what it depends on: nobody may hold more than its upper end."""
    lowest = int(asked.law("lowest"))
    return asked.limit(asked.key("highest"), asked.law("highest"), lowest)


def _none(asked: _Asked) -> HoldingLimit:
    """The market has no limit: there is nothing to compute."""
    told = asked.working.result("limit", NOTHING, Decimal(0), "t")
    return HoldingLimit(None, None, None, told)


def _adjustment_trigger(asked: _Asked) -> HoldingLimit:
    """What is printed for Hubei is by how much emissions and allowances may differ before allowances are adjusted.

    That is no limit on holding, so none is answered (MARKET-NOT-A-LIMIT).
    """
    citation = asked.working.provision(asked.key("rule")).citation
    share, tonnes = asked.law("adjustment.share"), asked.law("adjustment.tonnes")
    percent = f"{share * 100:f}".rstrip("0").rstrip(".")
    raise refuse("MARKET-NOT-A-LIMIT", field_name="market", citation=citation, percent=percent, tonnes=tonnes)


# How a market limits holdings, by the value of the provision that names it.
RULES: Mapping[str, Callable[[_Asked], HoldingLimit]] = {
    "flat": _flat,
    "allowances_plus": _allowances_plus,
    "tiers": _tiers,
    "range": _range,
    "none": _none,
    "adjustment_trigger": _adjustment_trigger,
}
