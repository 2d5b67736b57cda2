"""Questions about markets: average prices, holding limits, price bands, auctions, what caps consist of. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from domain.core.facts import not_negative, positive, whole
from domain.core.findings import refuse
from domain.records.market import rules
from domain.trial.rules.question import Answer, Asked, Book, Facts, Field, Kind, Question, end_of_year, fields_of

ONE_DAY = timedelta(days=1)
ALL = "all"
AUCTION = "pilot.auction."


def _after_the_deadline(facts: Facts, year: int | None, today: date, book: Book) -> date:
    """The law of the day after the deadline, where one is named; otherwise today's."""
    deadline_on: date | None = facts.get("deadline_on")
    return today if deadline_on is None else deadline_on + ONE_DAY


def _average_price(asked: Asked) -> Answer:
    """The average of the days given; with a deadline, of those in its window."""
    days = [_trading_day(number, row) for number, row in enumerate(asked.facts["days"], 1)]
    for number, day in enumerate(days, 1):
        if day.on in [earlier.on for earlier in days[: number - 1]]:
            raise refuse("MARKET-TWICE", field_name=f"days[{number}].on", day=day.on)
    deadline_on = asked.facts.get("deadline_on")
    window = rules.price_window(asked.law, rules.NATIONAL, deadline_on).window if deadline_on else None
    told = rules.average_price(asked.law, window, days)
    volume, amount = (Decimal(step.value) for step in told.steps)
    trading_days = next(int(given.value) for given in told.inputs if given.name == "trading_days")
    return Answer({"average": told.value, "volume": volume, "amount": amount, "trading_days": trading_days}, (told,))


def _trading_day(number: int, row: Facts) -> rules.TradingDay:
    volume = whole(f"days[{number}].volume", row["volume"])
    return rules.TradingDay(row["on"], volume, not_negative(f"days[{number}].amount", row["amount"]))


def _price_window(asked: Asked) -> Answer:
    """The first and last day whose prices count."""
    card = rules.price_window(asked.law, asked.facts.get("market", rules.NATIONAL), asked.facts["deadline_on"])
    return Answer({"first": card.window.first, "last": card.window.last}, (card.explanation,))


def _holding_limit(asked: Asked) -> Answer:
    """The most that may be held."""
    facts = asked.facts
    allowances = not_negative("allowances", facts["allowances"]) if "allowances" in facts else None
    card = rules.holding_limit(asked.law, facts["market"], facts["holder"], allowances)
    return Answer(fields_of(card, "limit", "lowest", "disclosure"), (card.explanation,))


def _price_band(asked: Asked) -> Answer:
    """Between which prices so many tonnes may be traded."""
    card = rules.price_band(asked.law, positive("close", asked.facts["close"]), asked.facts["volume"])
    return Answer(fields_of(card, "mode", "low", "high"), (card.explanation,))


def _auction(asked: Asked) -> Answer:
    """A year's auction of a market, and whether tonnes and price make the revenue."""
    card = rules.auction(asked.law, asked.facts["market"])
    return Answer(fields_of(card, "tonnes", "price", "revenue", "computed", "difference"), (card.explanation,))


def _auction_total(asked: Asked) -> Answer:
    """All auctions of a market, or of all markets, added up."""
    market = asked.facts["market"]
    held = [one for one in _auctions(asked.book) if market in (one.market, ALL)]
    if not held:
        raise refuse("MARKET-NO-AUCTION", field_name="market", market=market)
    card = rules.auction_total(asked.law, market, held)
    names = ("tonnes", "price", "revenue", "printed_tonnes", "printed_price", "printed_revenue")
    return Answer(fields_of(card, *names), (card.explanation,))


def _auctions(book: Book) -> Iterator[rules.Held]:
    """Every auction in the book, market by market, year by year."""
    for market in rules.PILOTS:
        revenues = {one.in_force_from: one.value for one in book.values_of(f"{AUCTION}{market}.revenue")}
        for one in book.values_of(f"{AUCTION}{market}.tonnes"):
            day = one.in_force_from
            yield rules.Held(market, day.year, Decimal(one.value), Decimal(revenues[day]))


def _cap_composition(asked: Asked) -> Answer:
    """What a pilot's cap is made of."""
    card = rules.cap_composition(asked.law, asked.facts["market"])
    figures = fields_of(card, "peak_from", "peak_until", "yearly_reduction")
    return Answer({"composition": list(card.parts)} | figures, (card.explanation,))


_HOLDER = Field("holder", Kind.CHOICE, choices=rules.HOLDERS)
_PILOT = Field("market", Kind.CHOICE, choices=rules.PILOTS)
_DAY = (Field("on", Kind.DAY), Field("volume", unit="t"), Field("amount", unit="yuan"))

QUESTIONS = (
    Question(
        "market.average_price",
        "surrender",
        (Field("days", Kind.ROWS, rows=_DAY), Field("deadline_on", Kind.DAY, needed=False)),
        {"average": "yuan/t", "volume": "t", "amount": "yuan", "trading_days": "days"},
        _average_price,
        _after_the_deadline,
        example={
            "days": [
                {"on": "2024-12-02", "volume": "100", "amount": "9000"},
                {"on": "2024-12-03", "volume": "300", "amount": "29400"},
            ]
        },
    ),
    Question(
        "market.price_window",
        "surrender",
        (Field("market", Kind.CHOICE, needed=False, choices=rules.MARKETS), Field("deadline_on", Kind.DAY)),
        {"first": "", "last": ""},
        _price_window,
        _after_the_deadline,
        example={"market": "national", "deadline_on": "2025-12-31"},
    ),
    Question(
        "market.holding_limit",
        "surrender",
        (Field("market", Kind.CHOICE, choices=rules.MARKETS), _HOLDER, Field("allowances", unit="t", needed=False)),
        {"limit": "t", "lowest": "t", "disclosure": "t"},
        _holding_limit,
        example={"market": "beijing", "holder": "unit", "allowances": "2000000"},
    ),
    Question(
        "market.price_band",
        "surrender",
        (Field("close", unit="yuan/t"), Field("volume", unit="t")),
        {"mode": "", "low": "yuan/t", "high": "yuan/t"},
        _price_band,
        example={"close": "97.49", "volume": "5000"},
    ),
    Question(
        "market.auction",
        "surrender",
        (_PILOT,),
        {"tonnes": "wan_t", "price": "yuan/t", "revenue": "wan_yuan", "computed": "wan_yuan", "difference": "wan_yuan"},
        _auction,
        end_of_year,
        example={"market": "guangdong", "year": "2014"},
    ),
    Question(
        "market.auction_total",
        "surrender",
        (Field("market", Kind.CHOICE, choices=(*rules.PILOTS, ALL)),),
        {"tonnes": "wan_t", "price": "yuan/t", "revenue": "wan_yuan"}
        | {"printed_tonnes": "wan_t", "printed_price": "yuan/t", "printed_revenue": "wan_yuan"},
        _auction_total,
        example={"market": ALL},
    ),
    Question(
        "market.cap_composition",
        "surrender",
        (_PILOT,),
        {"composition": "", "peak_from": "year", "peak_until": "year", "yearly_reduction": "share"},
        _cap_composition,
        example={"market": "chongqing", "on": "2015-12-31"},
    ),
)
