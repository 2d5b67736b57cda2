"""Prices of the national exchange: the days of a year, and averages by the definition that the law names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, Refused
from domain.core.law import Law, NotInForce
from domain.core.workings import Explanation
from domain.records.lawbook import queries as lawbook
from domain.records.market import queries as market
from domain.records.market.queries import PriceCard
from domain.records.market.rules import TradingDay, average_price
from portal.charts import Chart
from portal.clock import today
from portal.page import language_of, page, whole_number
from portal.public.year import DEADLINE, days_of
from portal.words import label, say, speaking

Ask = Request[Actor, str, Any]
DAYS_DRAWN = 31
FEN = Decimal("0.01")
SURRENDER = f"{DEADLINE}surrender"
CALCULATOR = "market.average_price"


@dataclass(frozen=True, slots=True)
class Month:
    """What a month's known days add up to; `average_yuan` by the law's definition, `calculator` makes it again."""

    first: date
    days: int
    volume_tonnes: int
    amount_yuan: Decimal
    lowest_yuan: Decimal
    highest_yuan: Decimal
    average_yuan: Decimal | None
    calculator: str


@dataclass(frozen=True, slots=True)
class Average:
    """The average price that counts for a deadline, or why it cannot be told yet."""

    deadline_on: date
    told: Explanation | None
    findings: tuple[Finding, ...] = ()

    @property
    def yuan(self) -> Decimal | None:
        """The average with its fen."""
        return self.told.value.quantize(FEN) if self.told is not None else None


@get("/public/prices", duty=Duty.PUBLIC)
async def prices(request: Ask, year: FromQuery[str] = "") -> Response[Any]:
    """One calendar year of prices: chart, months, days, and the average that penalties are reckoned by."""
    speaking.set(language_of(request))
    years = await market.years()
    chosen = whole_number(year) if whole_number(year) in years else next(iter(years), 0)
    cards = await market.days(date(chosen, 1, 1), date(chosen, 12, 31)) if chosen else []
    return page(
        request,
        "public/prices.html",
        prices_year=chosen,
        years=years,
        cards=cards[::-1],
        months=months_of(cards, await lawbook.as_of(today())) if cards else [],
        chart=_chart(cards[-DAYS_DRAWN:]) if cards else None,
        average=await _average(chosen) if chosen else None,
    )


@get("/public/prices/{year:int}/average", duty=Duty.PUBLIC)
async def average_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """How the average price before the deadline in a calendar year came about."""
    speaking.set(language_of(request))
    found = await _average(year)
    if found is None or found.told is None:
        raise NotFoundException
    return page(request, "public/average.html", prices_year=year, average=found)


async def _average(year: int) -> Average | None:
    """The average before the surrender deadline that lies in a calendar year; None where the law names none."""
    days = days_of(row.provision for row in await lawbook.standing())
    deadlines = [date.fromisoformat(one.value) for (key, _), one in days.items() if key == SURRENDER]
    deadline_on = max((day for day in deadlines if day.year == year), default=None)
    if deadline_on is None:
        return None
    try:
        return Average(deadline_on, await market.average_before(deadline_on, law_day=deadline_on))
    except Refused as refused:
        return Average(deadline_on, None, refused.findings)
    except NotInForce:
        return None


def months_of(cards: Sequence[PriceCard], law: Law) -> list[Month]:
    """The known days of each month, newest month first."""
    grouped = groupby(cards, lambda card: card.on_day.replace(day=1))
    return [_month(first, list(days), law) for first, days in grouped][::-1]


def _month(first: date, cards: Sequence[PriceCard], law: Law) -> Month:
    closes = [card.close_yuan for card in cards]
    volume, amount = sum(card.volume_tonnes for card in cards), sum((card.amount_yuan for card in cards), Decimal(0))
    average = _average_of(cards, law) if volume else None
    return Month(first, len(cards), volume, amount, min(closes), max(closes), average, calculator(cards))


def _average_of(cards: Sequence[PriceCard], law: Law) -> Decimal | None:
    try:
        days = [TradingDay(card.on_day, card.volume_tonnes, card.amount_yuan) for card in cards]
        return average_price(law, None, days).value.quantize(FEN)
    except NotInForce:
        return None


def calculator(cards: Sequence[PriceCard]) -> str:
    """The address of the calculator with these days filled in."""
    pairs = [
        pair
        for number, card in enumerate(cards, 1)
        for pair in (
            (f"days.{number}.on", card.on_day.isoformat()),
            (f"days.{number}.volume", card.volume_tonnes),
            (f"days.{number}.amount", card.amount_yuan),
        )
    ]
    return f"/trial/{CALCULATOR}?{urlencode(pairs)}"


def _chart(cards: Sequence[PriceCard]) -> Chart:
    labels = tuple(card.on_day.strftime("%m-%d") for card in cards)
    closes = tuple(card.close_yuan for card in cards)
    return Chart("prices", "line", labels, ((say("Closing price"), closes),), label("unit", "yuan/t"))


routes = [prices, average_page]
