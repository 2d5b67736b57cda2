"""Open data: what each set holds, described once. Page, csv, xlsx and dictionary all follow from the description.

A set asks its room for what the room has published and for nothing else; no figure is made here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from domain.bulletin import queries as bulletin
from domain.bulletin.rules import Topic
from domain.core.calendar import legal_day
from domain.core.law import Confidence
from domain.listing import queries as listing
from domain.penalty import queries as penalty
from domain.penalty.states import Ground
from domain.records.lawbook import queries as lawbook
from domain.records.market import queries as market
from domain.surrender import queries as surrender
from domain.surrender.rules import Status

MOST_ROWS = 50_000
DECREE, ORDER, PENALTY_LAW = "碳排放权交易管理暂行条例", "碳排放权交易管理办法（试行）", "行政处罚法"


class Type(StrEnum):
    """What a field holds."""

    TEXT = "text"
    CODE = "code"
    WHOLE = "whole"
    DECIMAL = "decimal"
    YEAR = "year"
    DAY = "day"
    INSTANT = "instant"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a set. Its words are `data_field:<code>` and `data_meaning:<code>`; `of` is where a card keeps it.

    `source` is document and article, `mark` how well that is known. A code's values are `choices`, in words under
    `words`.
    """

    code: str
    type: Type = Type.TEXT
    unit: str = ""
    source: str = ""
    of: str = ""
    words: str = ""
    choices: tuple[str, ...] = ()
    mark: Confidence = Confidence.FOUND

    def value(self, card: object) -> object:
        return attrgetter(self.of or self.code)(card)


@dataclass(frozen=True, slots=True)
class DataSet:
    """A set of published records. Its words are `dataset:<code>` and `dataset_about:<code>`.

    `tags` are the acts by which it changes, `year` tells the year of a card where there are files by year, `page` is
    where the same is read on the site.
    """

    code: str
    page: str
    fields: tuple[Field, ...]
    rows: Callable[[], Awaitable[Sequence[Any]]]
    tags: tuple[str, ...]
    year: Callable[[Any], int] | None = None


_YEAR = Field("year", Type.YEAR)
_ENTERPRISE = (Field("credit_code", source="GB 32100"), Field("name"), Field("city"))
_MARKS = (Field("synthetic", Type.FLAG), Field("fictional", Type.FLAG))
_STATUSES = tuple(one.value for one in Status if one is not Status.OPEN)
_LAW = f"{ORDER} 第三十二条"


def _by_year(card: Any) -> int:
    return int(card.year)


def _by_day(card: Any) -> int:
    day: date = card.on_day
    return day.year


def _by_publication(card: Any) -> int:
    at: datetime = card.published_at
    return legal_day(at).year


async def _prices() -> Sequence[Any]:
    return await market.days(date.min, date.max)


async def _penalties() -> Sequence[Any]:
    return await penalty.published(limit=MOST_ROWS)


LISTING = DataSet(
    "listing",
    "/public/list",
    (
        _YEAR,
        *_ENTERPRISE,
        Field("name_en"),
        Field("sector"),
        Field("sector_code", source="GB/T 4754"),
        Field("captive_industry"),
        Field("ministry_reference", source=f"{DECREE} 第八条"),
        *_MARKS,
    ),
    listing.disclosed,
    ("listing:entry:publish",),
    _by_year,
)
SURRENDER = DataSet(
    "surrender",
    "/public/surrender",
    (
        _YEAR,
        *_ENTERPRISE,
        Field("due", Type.WHOLE, "t", f"{DECREE} 第十二条、第十四条"),
        Field("shortfall", Type.WHOLE, "t", f"{DECREE} 第二十四条"),
        Field("status", Type.CODE, source=_LAW, words="status:surrender", choices=_STATUSES),
        Field("completed_on", Type.DAY, source=f"{DECREE} 第十四条"),
        Field("published_at", Type.INSTANT, source=_LAW),
        *_MARKS,
    ),
    surrender.disclosed,
    ("surrender:obligation:publish",),
    _by_year,
)
PENALTY = DataSet(
    "penalty",
    "/public/penalties",
    (
        Field("decision_number", of="number", source=f"{PENALTY_LAW} 第五十九条"),
        _YEAR,
        *_ENTERPRISE,
        Field("ground", Type.CODE, words="ground:penalty", choices=tuple(one.value for one in Ground)),
        Field("law", Type.CODE, words="law"),
        Field("citation"),
        Field("missing_tonnes", Type.WHOLE, "t", f"{DECREE} 第二十四条", "shortfall"),
        Field("fine_yuan", Type.DECIMAL, "yuan", f"{DECREE} 第二十四条"),
        Field("deduct_tonnes", Type.WHOLE, "t", f"{DECREE} 第二十四条"),
        Field("decided_on", Type.DAY, source=f"{PENALTY_LAW} 第五十七条"),
        Field("published_at", Type.INSTANT, source=f"{PENALTY_LAW} 第四十八条"),
        *_MARKS,
    ),
    _penalties,
    ("penalty:case:publish",),
    _by_year,
)
PRICES = DataSet(
    "prices",
    "/public/prices",
    (
        Field("on_day", Type.DAY),
        Field("close_yuan", Type.DECIMAL, "yuan/t"),
        Field("volume_tonnes", Type.WHOLE, "t"),
        Field("amount_yuan", Type.DECIMAL, "yuan"),
        Field("total_volume_tonnes", Type.WHOLE, "t"),
        Field("total_amount_yuan", Type.DECIMAL, "yuan"),
        Field("source"),
    ),
    _prices,
    ("market:prices:import",),
    _by_day,
)
PROVISIONS = DataSet(
    "provisions",
    "/law",
    (
        Field("subject"),
        Field("key", of="provision.key"),
        Field("value", of="provision.value"),
        Field("unit", of="provision.unit"),
        Field("in_force_from", Type.DAY, of="provision.in_force_from"),
        Field("in_force_until", Type.DAY, of="provision.in_force_until"),
        Field("citation", of="provision.citation"),
        Field("confidence", Type.CODE, of="provision.confidence.value", words="confidence", choices=tuple(Confidence)),
        Field("instrument", of="provision.instrument"),
        Field("note", of="provision.note"),
    ),
    lawbook.standing,
    ("law:edition:load", "law:provision:confirm"),
)
INSTRUMENTS = DataSet(
    "instruments",
    "/law/instruments",
    (
        Field("instrument", of="number"),
        Field("title"),
        Field("title_en"),
        Field("issuer"),
        Field("issued_on", Type.DAY),
        Field("in_force_from", Type.DAY),
        Field("in_force_until", Type.DAY),
        Field("confidence", Type.CODE, words="confidence", choices=tuple(Confidence)),
        Field("note"),
    ),
    lawbook.instruments,
    ("law:instruments:load",),
)
BULLETINS = DataSet(
    "bulletins",
    "/bulletins",
    (
        Field("bulletin", Type.WHOLE, of="id"),
        Field("document_number", of="number"),
        Field("topic", Type.CODE, words="topic", choices=tuple(one.value for one in Topic)),
        Field("title"),
        Field("title_en"),
        Field("text"),
        Field("text_en"),
        Field("published_at", Type.INSTANT),
    ),
    bulletin.published,
    ("bulletin:bulletin:publish", "bulletin:bulletin:withdraw"),
    _by_publication,
)

DATA_SETS = (LISTING, SURRENDER, PENALTY, PRICES, PROVISIONS, INSTRUMENTS, BULLETINS)
BY_CODE = {one.code: one for one in DATA_SETS}
# Every act by which a set changes.
TAGS = tuple(tag for one in DATA_SETS for tag in one.tags)
