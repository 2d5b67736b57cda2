"""What the law says differently on two days, and which legal questions it leaves open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.law import REVIEW, Provision, last_day_of, touched
from domain.records.lawbook import queries
from domain.records.lawbook.rules import compare
from portal.clock import current_year, today
from portal.law.reading import day_or
from portal.law.tallies import room_of
from portal.page import page

Ask = Request[Actor, str, Any]
# More differences than this are shown a subject at a time.
MOST = 200
KEYS_SHOWN = 6
# So many years are offered to be compared with the year before; any two days can be typed.
YEARS_OFFERED = 6


@dataclass(frozen=True, slots=True)
class Touched:
    """A key, or the beginning of keys, that an open question is about, and the keys that it means."""

    beginning: str
    keys: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An open legal question with the keys that it touches; `past` when only days that have passed raise it."""

    code: str
    provision: Provision
    touches: tuple[Touched, ...]
    past: bool


@get("/law/changes", duty=Duty.PUBLIC)
async def changes_page(request: Ask, subject: FromQuery[str] = "") -> Response[Any]:
    """From one day to another: what was added, what ended, what changed, what only another document says now."""
    year = current_year()
    before = day_or(request.query_params.get("from", ""), last_day_of(year - 1))
    after = day_or(request.query_params.get("to", ""), last_day_of(year))
    compared = compare(await queries.standing(), before, after)
    ordered = sorted(compared, key=lambda one: (room_of(one.subject), one.subject))
    count = sum(one.count for one in compared)
    return page(
        request,
        "law/changes.html",
        before=before,
        after=after,
        count=count,
        rooms=[(room, list(group)) for room, group in groupby(ordered, key=lambda one: room_of(one.subject))],
        whole=count <= MOST,
        shown={one.subject for one in compared if count <= MOST or one.subject == subject},
        years=range(year - YEARS_OFFERED + 1, year + 1),
    )


@get("/law/reviews", duty=Duty.PUBLIC)
async def reviews_page(request: Ask) -> Response[Any]:
    """The questions that the law leaves open: shown wherever they matter, never answered by the portal."""
    rows = await queries.standing()
    asking = [row.provision for row in rows if row.provision.key.startswith(REVIEW)]
    keys = list(dict.fromkeys(row.provision.key for row in rows))
    found = [_question(one, keys, one.in_force_until is not None and one.in_force_until < today()) for one in asking]
    return page(request, "law/reviews.html", questions=sorted(found, key=lambda one: one.past))


def _question(review: Provision, keys: Iterable[str], past: bool) -> OpenQuestion:
    touches = []
    for beginning in touched(review):
        fitting = [key for key in keys if key.startswith(beginning) and not key.startswith(REVIEW)]
        touches.append(Touched(beginning, tuple(fitting[:KEYS_SHOWN]), max(len(fitting) - KEYS_SHOWN, 0)))
    return OpenQuestion(review.key.removeprefix(REVIEW), review, tuple(touches), past)


routes = [changes_page, reviews_page]
