"""Questions about surrender: how an obligation stands, offsets of every market, vintages, carry-over. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from domain.core.facts import not_negative, share, whole
from domain.core.findings import refuse
from domain.core.law import last_day_of
from domain.records.market.rules import MARKETS, NATIONAL
from domain.surrender import rules
from domain.trial.rules.question import Answer, Asked, Book, Facts, Field, Kind, Question, Value

ONE_DAY = timedelta(days=1)
BASES = ("due", "verified", "allowances")


def _after_the_deadline(facts: Facts, year: int | None, today: date, book: Book) -> date:
    """Failing to surrender begins on the day after the deadline."""
    deadline_on: date = facts["deadline_on"]
    return deadline_on + ONE_DAY


def _status(asked: Asked) -> Answer:
    """Whether an obligation was met on time, late, or not."""
    facts = asked.facts
    due, surrendered, offsets = (whole(name, facts[name]) for name in ("due", "surrendered", "offsets"))
    days = (facts["deadline_on"], facts.get("completed_on"), asked.day)
    card = rules.verdict(asked.law, due, surrendered, offsets, *days)
    values: dict[str, Value] = {"status": card.standing.status.value, "shortfall": card.standing.shortfall}
    return Answer(values | {"offsets_counted": card.offsets_counted}, (card.explanation,))


def _offset_cap(asked: Asked) -> Answer:
    """How much may be offset in a market, and how much of what is handed in counts."""
    facts = asked.facts
    lots = [_lot(number, row) for number, row in enumerate(facts.get("offsets", []), 1)]
    amounts = {name: not_negative(name, facts[name]) for name in BASES if name in facts}
    card = rules.count_offsets(asked.law, facts.get("market", NATIONAL), amounts, lots)
    values: dict[str, Value] = {"cap": card.cap, "accepted": card.accepted, "not_accepted": card.refused}
    refused_for: list[Any] = [{"reason": reason.value, "tonnes": tonnes} for reason, tonnes in card.refused_for]
    values |= {"refused_for": refused_for, "lots": _lots(card.lots)}
    return Answer(values, (card.explanation,))


def _lot(number: int, row: Facts) -> rules.Lot:
    """A row of reductions; where they come from and what they are is read without regard to capitals."""
    place = f"offsets[{number}]"
    known: dict[str, Any] = {name: value.lower() for name, value in row.items() if isinstance(value, str)}
    known = dict(row) | known | {"tonnes": whole(f"{place}.tonnes", row["tonnes"])}
    if "co2_ch4_share" in row:
        share(f"{place}.co2_ch4_share", row["co2_ch4_share"])
    return rules.Lot(**known)


def _lots(lots: Sequence[rules.CountedLot]) -> list[Any]:
    """What became of each lot: tonnes, the reasons, and the facts that were taken for granted."""
    return [
        {
            "accepted": lot.accepted,
            "not_accepted": lot.refused,
            "reasons": [reason.value for reason, _ in lot.reasons],
            "assumed": list(lot.assumed),
        }
        for lot in lots
    ]


def _vintage_day(facts: Facts, year: int | None, today: date, book: Book) -> date:
    """A year in its own cycle is asked of by its end, arrears by the day on which they are handed in."""
    if year is None:
        raise refuse("TRIAL-YEAR", field_name="year", fact="year", written="")
    return today if facts.get("arrears") else last_day_of(year)


def _vintage(asked: Asked) -> Answer:
    """Whether a vintage settles a year."""
    arrears = bool(asked.facts.get("arrears"))
    card = rules.vintages(asked.law, asked.year or asked.day.year, asked.facts["vintage"], arrears)
    return Answer({"usable": card.usable, "earliest": card.earliest, "latest": card.latest}, (card.explanation,))


def _while_open(facts: Facts, year: int | None, today: date, book: Book) -> date:
    """The carry-over was a scheme of some years: afterwards it is asked of by its last day."""
    return book.last_day("surrender.carry_over.base", today)


def _carry_over(asked: Asked) -> Answer:
    """How much of the old vintages becomes allowances of the new one."""
    facts = asked.facts
    sold = rules.net_sold(asked.law, _trades(facts["trades"])) if "trades" in facts else None
    net_sold = sold.value if sold else facts.needed("net_sold")
    whole("net_sold", abs(net_sold))
    holdings, pending = (Decimal(whole(name, facts[name])) for name in ("holdings", "pending"))
    card = rules.carry_over(asked.law, net_sold, holdings, pending, facts.get("on_time_years", ()))
    values: dict[str, Value] = {"carry_over": card.carry_over, "eligible": card.eligible, "limited_by": card.limited_by}
    told = (sold, card.explanation) if sold else (card.explanation,)
    return Answer(values | {"net_sold": net_sold}, told)


def _trades(rows: Sequence[Facts]) -> list[rules.Trade]:
    return [
        rules.Trade(
            row["traded_on"],
            row["vintage"],
            whole(f"trades[{number}].sold", row["sold"]),
            whole(f"trades[{number}].bought", row["bought"]),
        )
        for number, row in enumerate(rows, 1)
    ]


def _carry_over_days(asked: Asked) -> Answer:
    """By when an application is decided and the new allowances are issued."""
    card = rules.carry_over_days(asked.law, asked.book.calendar, asked.facts["applied_on"])
    values: dict[str, Value] = {"notice_by": card.notice_by, "processed_by": card.processed_by}
    return Answer(values | {"issued_by": card.issued_by, "provisional": card.provisional}, (card.explanation,))


_LOT = (
    Field("kind", Kind.TEXT, needed=False),
    Field("tonnes", unit="t"),
    Field("origin", Kind.TEXT, needed=False),
    Field("type", Kind.TEXT, needed=False),
    Field("registered_on", Kind.DAY, needed=False),
    Field("produced_on", Kind.DAY, needed=False),
    Field("started_on", Kind.DAY, needed=False),
    Field("operating_since", Kind.DAY, needed=False),
    Field("filed", Kind.YES, needed=False),
    Field("partner", Kind.YES, needed=False),
    Field("covered", Kind.YES, needed=False),
    Field("co2_ch4_share", unit="share", needed=False),
)
_TRADE = (
    Field("traded_on", Kind.DAY),
    Field("vintage", Kind.COUNT),
    Field("sold", unit="t"),
    Field("bought", unit="t"),
)

QUESTIONS = (
    Question(
        "surrender.status",
        "surrender",
        (
            *(Field(name, unit="t") for name in ("due", "surrendered", "offsets")),
            Field("deadline_on", Kind.DAY),
            Field("completed_on", Kind.DAY, needed=False),
        ),
        {"status": "", "shortfall": "t", "offsets_counted": "t"},
        _status,
        _after_the_deadline,
        example={"due": "432912", "surrendered": "412912", "offsets": "20000", "deadline_on": "2025-12-31"}
        | {"completed_on": "2025-12-20"},
    ),
    Question(
        "surrender.offset_cap",
        "surrender",
        (
            Field("market", Kind.CHOICE, needed=False, choices=MARKETS),
            *(Field(name, unit="t", needed=False) for name in BASES),
            Field("offsets", Kind.ROWS, needed=False, rows=_LOT),
        ),
        {"cap": "t", "accepted": "t", "not_accepted": "t", "refused_for": "", "lots": ""},
        _offset_cap,
        example={
            "market": "beijing",
            "allowances": "100000",
            "offsets": [
                {"kind": "ccer", "tonnes": "2000", "origin": "beijing"},
                {"kind": "ccer", "tonnes": "2600", "origin": "hebei"},
            ],
        },
    ),
    Question(
        "surrender.vintage",
        "surrender",
        (Field("vintage", Kind.COUNT), Field("arrears", Kind.YES, needed=False)),
        {"usable": "", "earliest": "year", "latest": "year"},
        _vintage,
        _vintage_day,
        example={"year": "2024", "vintage": "2022"},
    ),
    Question(
        "surrender.carry_over",
        "surrender",
        (
            Field("net_sold", unit="t", needed=False),
            Field("holdings", unit="t"),
            Field("pending", unit="t"),
            Field("on_time_years", Kind.YEARS, needed=False),
            Field("trades", Kind.ROWS, needed=False, rows=_TRADE),
        ),
        {"carry_over": "t", "eligible": "", "limited_by": "", "net_sold": "t"},
        _carry_over,
        _while_open,
        example={"net_sold": "200001", "holdings": "9000000", "pending": "0", "on_time_years": "2023, 2024"},
    ),
    Question(
        "surrender.carry_over_days",
        "surrender",
        (Field("applied_on", Kind.DAY),),
        {"notice_by": "", "processed_by": "", "issued_by": "", "provisional": ""},
        _carry_over_days,
        _while_open,
        example={"applied_on": "2026-03-20"},
    ),
)
