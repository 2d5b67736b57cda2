"""A page of all parts in every state, for those who build pages. It is there in a demonstration only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, Place, Severity
from domain.core.workings import Explanation, Given, Step, Used
from domain.listing.queries import ROLL
from domain.listing.states import State
from domain.records.documents.queries import DocumentCard
from domain.records.journal.queries import EntryCard
from domain.records.lists import Asked, Line
from portal import words
from portal.charts import Chart
from portal.clock import current_year
from portal.lists import View
from portal.page import language_of, page
from portal.settings import settings

Ask = Request[Actor, str, Any]
AT = datetime(2025, 3, 3, 1, 30, tzinfo=UTC)
# A state of each colour: under way, waiting, done, stopped.
STATES = (
    ("listing", "entry", "proposed"),
    ("listing", "entry", "noticed"),
    ("listing", "entry", "published"),
    ("listing", "entry", "withdrawn"),
)
CONFIDENCES = ("memory", "inferred", "draft")


@dataclass(frozen=True, slots=True)
class Named:
    """An enterprise as marks show it."""

    name: str
    synthetic: bool = False
    fictional: bool = False


ENTERPRISES = (Named("示例第一电厂"), Named("示例第二电厂", True), Named("示例第三电厂", True, True))


def findings() -> tuple[Finding, ...]:
    """Findings of each weight, at fields and at cells."""
    return (
        Finding("PEOPLE-REASON", place=Place(field="part-reason")),
        Finding("PEOPLE-PASSWORD-SHORT", place=Place(field="part-password"), facts={"characters": "12"}),
    )


def cells() -> tuple[Finding, ...]:
    place = Place(words.say("sample sheet"), "D9")
    return tuple(Finding("PEOPLE-REASON", severity, place, citation="GB/T 32151.1") for severity in Severity)


def explanation() -> Explanation:
    """A derivation with every row that one can have."""
    given = Given("verified_emissions", "1234567.89", "t", "report:1")
    used = Used("rounding.obligation", "half_up:0", "text", "775, 14", "memory", AT.date().isoformat())
    step = Step("verified_emissions", "verified_emissions", "1234568", "t", "1234567.89", "rounding.obligation")
    return Explanation("listing.screen", "", AT.date().isoformat(), (given,), (used,), (step,), step)


def history() -> tuple[EntryCard, ...]:
    """A timeline: a person's act with a reason, and one of the clock."""
    return (
        _entry(1, "周名录", "listing:entry:propose", words.say("sample reason")),
        _entry(0, "clock", "listing:entry:publish", ""),
    )


def _entry(actor_id: int, name: str, tag: str, reason: str) -> EntryCard:
    return EntryCard(1, AT, actor_id, name, "", "", tag, "list_entry:1", "", "", reason, {}, "", "")


def charts() -> tuple[Chart, ...]:
    years = tuple(str(current_year() - before) for before in (2, 1, 0))
    emissions = (words.label("column", "listing", "state"), (Decimal(120), None, Decimal("98.5")))
    other = (words.label("column", "listing", "city"), (Decimal(60), Decimal(70), Decimal(80)))
    return tuple(Chart(f"part-{kind}", kind, years, (emissions, other), "t") for kind in ("bar", "stacked", "line"))


def papers() -> tuple[DocumentCard, ...]:
    return (DocumentCard(1, "listing_notice", words.say("sample number"), "", "", AT, True),)


def view() -> View:
    """The list of a year with two lines, as its room would show it."""
    lines = tuple(
        Line(number, dict.fromkeys((one.code for one in ROLL.columns), "") | _line(number, one))
        for number, one in enumerate(ENTERPRISES, 1)
    )
    return View(ROLL, "/parts", Asked(), lines, "3", {"state": tuple(State)})


def _line(number: int, one: Named) -> dict[str, object]:
    about = {"name": one.name, "synthetic": one.synthetic, "fictional": one.fictional, "city": "武汉市"}
    flags = {"captive_industry": False, "noticed_until": None, "state": STATES[number % len(STATES)][2]}
    return {**about, **flags, "credit_code": f"91420000000000{number:03}X", "sector_code": "4411"}


@get("/parts", duty=Duty.PUBLIC)
async def parts_page(request: Ask) -> Response[Any]:
    """Every part of the design system with made-up facts."""
    if not settings().demo:
        raise NotFoundException
    words.speaking.set(language_of(request))
    return page(
        request,
        "house/parts.html",
        wrong=findings(),
        cells=cells(),
        told=explanation(),
        history=history(),
        drawings=charts(),
        papers=papers(),
        list=view(),
        states=STATES,
        confidences=CONFIDENCES,
        enterprises=ENTERPRISES,
        parts_year=current_year(),
        parts_typed={"part-name": "示例第一电厂", "part-choice": "two"},
    )


routes = [parts_page]
