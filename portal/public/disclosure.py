"""What is published of one enterprise, year by year, on one page.

The amount due is the confirmed emissions in whole tonnes (碳排放权交易管理暂行条例 第十二条: the result of verification
is made public); it becomes public with the outcome of its year, and so does everything else here: each room answers
with what it has published, and a year of which nothing is published is not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.listing import queries as listing
from domain.listing.queries import ListedCard
from domain.penalty import queries as penalty
from domain.surrender import queries as surrender
from domain.surrender.queries import PublishedCard as Outcome
from portal.charts import Chart
from portal.page import language_of, page
from portal.words import label, say, speaking

Ask = Request[Actor, str, Any]
LONGEST_CODE = 18


@dataclass(frozen=True, slots=True)
class YearLine:
    """One compliance year of an enterprise: its entry on the published list and its published outcome."""

    year: int
    listed: ListedCard | None
    outcome: Outcome | None


def lines_of(listed: Sequence[ListedCard], outcomes: Sequence[Outcome]) -> list[YearLine]:
    """A line for each year of which something is published, newest first."""
    entries, results = {card.year: card for card in listed}, {card.year: card for card in outcomes}
    years = sorted(entries.keys() | results.keys(), reverse=True)
    return [YearLine(year, entries.get(year), results.get(year)) for year in years]


@get("/public/enterprises/{credit_code:str}", duty=Duty.PUBLIC)
async def disclosure(request: Ask, credit_code: FromPath[str]) -> Response[Any]:
    """An enterprise's years on the list, confirmed emissions, outcomes and penalties, as far as they are published."""
    if not credit_code or len(credit_code) > LONGEST_CODE:
        raise NotFoundException
    speaking.set(language_of(request))
    listed, outcomes = await listing.disclosed(credit_code), await surrender.disclosed(credit_code)
    penalties = await penalty.published(credit_code=credit_code)
    newest = next(iter([*listed, *outcomes, *penalties]), None)
    if newest is None:
        raise NotFoundException
    return page(
        request,
        "public/enterprise.html",
        enterprise=newest,
        newest=listed[0] if listed else None,
        lines=lines_of(listed, outcomes),
        penalties=penalties,
        chart=_chart(outcomes),
    )


def _chart(outcomes: Sequence[Outcome]) -> Chart | None:
    """Confirmed emissions of the published years, oldest first; one year alone needs no picture."""
    if len(outcomes) <= 1:
        return None
    ordered = sorted(outcomes, key=lambda card: card.year)
    due = tuple(Decimal(card.due) for card in ordered)
    short = tuple(Decimal(card.shortfall) for card in ordered)
    series = ((say("Confirmed emissions"), due), (say("Shortfall"), short))
    return Chart("disclosed", "bar", tuple(str(card.year) for card in ordered), series, label("unit", "t"))


routes = [disclosure]
