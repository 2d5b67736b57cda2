"""The penalties that the law allows, and how they are kept with a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.core.workings import Explanation
from domain.penalty.checks import Option, of_report, of_shortfall
from domain.penalty.queries.cards import Possible
from domain.penalty.rules import Comparison, Reading, When, compare, report_fine
from domain.penalty.states import Ground, LegalDay
from domain.records.lawbook.queries import as_of
from domain.records.market.queries import average_before

WINDOW = "penalty.price.window_months"


async def possible(
    ground: str,
    conduct_on: date,
    deadline_on: date,
    shortfall: int | None,
    decided_on: date,
    still_open: int | None = None,
) -> Possible:
    """The penalties by the law of the conduct and, where it is another, of the day of the decision.

    `still_open` are the tonnes that were open when the limit for correction ended, once it has. Refused (MARKET-…)
    while the prices are not known; `NotInForce` where a day has no law.
    """
    at_conduct, at_decision = await as_of(conduct_on), await as_of(decided_on)
    if ground == Ground.REPORT:
        what = "not_filed"
        return Possible(of_report(report_fine(at_conduct, what), report_fine(at_decision, what)), None)
    price = None
    priced = next((law for law in (at_conduct, at_decision) if law.has(WINDOW)), None)
    if priced is not None:
        price = await average_before(deadline_on, law_day=priced.day)
    yuan = price.value if price is not None else None
    compared = compare(at_conduct, at_decision, shortfall or 0, yuan, still_open)
    return Possible(of_shortfall(compared), price, _readings(compared))


def _readings(compared: Comparison) -> tuple[Reading, ...]:
    return compared.at_conduct.readings + (compared.at_decision.readings if compared.at_decision else ())


def option_as_json(option: Option) -> dict[str, Any]:
    amounts = {
        name: None if value is None else str(value)
        for name, value in (("fine_min", option.fine_min), ("fine_max", option.fine_max))
    }
    return {
        "legal_day": option.legal_day.value,
        "law": option.law,
        "citation": option.citation,
        "step": option.step.value,
        **amounts,
        "deduct": option.deduct,
        "lighter": option.lighter,
        "explanation": option.explanation.as_json(),
    }


def option_from_json(data: Mapping[str, Any]) -> Option:
    return Option(
        LegalDay(data["legal_day"]),
        data["law"],
        data["citation"],
        When(data["step"]),
        None if data["fine_min"] is None else Decimal(data["fine_min"]),
        None if data["fine_max"] is None else Decimal(data["fine_max"]),
        data["deduct"],
        data["lighter"],
        Explanation.from_json(data["explanation"]),
    )
