"""The page of the desk, and its few questions: what stands where is one, whatever the number of rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import Cookie

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.law import Provision, law_on
from domain.emission_report import queries as reports
from domain.emission_report import rules as reporting
from domain.records.lawbook import queries as lawbook
from domain.records.notices import queries as notices
from domain.records.standing import Subjects, standing_in
from portal.clock import current_year, today
from portal.desk import filter as filters
from portal.desk.changes import changes_for
from portal.desk.filter import Filter
from portal.desk.items import DeskItem, Ground, coming, deadlines_of, for_others, overdue, unusual, waiting
from portal.desk.reach import rooms_followed, rooms_seen
from portal.desk.ways import ways_for
from portal.page import page
from portal.settings import settings
from portal.subjects import path_of

Ask = Request[Actor, str, Any]
SIGNAL = "recheck.signal."
# Rooms that the records keep.
OF_RECORDS = ("lawbook", "notices", "people")


@dataclass(frozen=True, slots=True)
class Desk:
    """The panels of a desk."""

    mine: list[DeskItem]
    others: list[DeskItem]
    overdue: list[DeskItem]
    unusual: list[DeskItem]

    @property
    def years(self) -> tuple[int, ...]:
        items = (*self.mine, *self.others, *self.unusual)
        return tuple(sorted({item.year for item in items if item.year} | {current_year() - 1, current_year()}))

    def narrowed(self, chosen: Filter) -> Desk:
        """What is unusual is not late or in time: it is narrowed by its year alone."""
        by_year = Filter(chosen.year)
        return Desk(chosen.of(self.mine), chosen.of(self.others), chosen.of(self.overdue), by_year.of(self.unusual))


@get("/desk", duty=Duty.SIGNED_IN)
async def desk(request: Ask) -> Response[Any]:
    """What waits for me and for others, what is late, unusual and new; the inbox, and the next days of the year."""
    actor, day = request.user, today()
    ground = await ground_for(actor, day)
    whole = desk_of(actor, ground)
    kept = request.cookies.get(filters.COOKIE, "")
    chosen = filters.asked(request.query_params, kept).within(whole.years)
    answer = page(
        request,
        "desk/desk.html",
        desk=whole.narrowed(chosen),
        whole=whole,
        chosen=chosen,
        changes=await changes_for(actor),
        path_of=path_of,
        ways=ways_for(actor),
        inbox=await notices.notices_for(actor, 6),
        coming=coming(actor, ground),
    )
    return _remembering(answer, chosen, kept)


def _remembering(answer: Response[Any], chosen: Filter, kept: str) -> Response[Any]:
    if chosen and chosen.kept != kept:
        answer.set_cookie(
            Cookie(
                filters.COOKIE,
                value=chosen.kept,
                httponly=True,
                samesite="lax",
                secure=settings().secure_cookies,
                max_age=filters.REMEMBERED_SECONDS,
                path="/",
            )
        )
    elif kept and not chosen:
        answer.delete_cookie(filters.COOKIE)
    return answer


def desk_of(actor: Actor, ground: Ground) -> Desk:
    """The panels, from what stands where."""
    mine, others = waiting(actor, ground), for_others(actor, ground)
    followed = rooms_followed(actor)
    return Desk(
        mine,
        [item for item in others if item.room in followed],
        overdue(actor, mine, others),
        unusual(actor, ground),
    )


async def ground_for(actor: Actor, day: date) -> Ground:
    """What a desk rests on, in three statements: the law, its calendar, and what stands where in every room."""
    enacted = [row.provision for row in await lawbook.standing()]
    rooms = {room: subjects_of(room, actor, enacted, day) for room in rooms_asked(actor)}
    standings = await standing_in(rooms, day)
    return Ground(standings, deadlines_of(enacted), day, await lawbook.working_calendar())


def rooms_asked(actor: Actor) -> tuple[str, ...]:
    """The rooms seen; an enterprise is asked after its place on the list besides, for that is when its plan begins."""
    seen = rooms_seen(actor)
    return seen if "listing" in seen or Duty.PLAN_FILE not in actor.duties else ("listing", *seen)


def subjects_of(room: str, actor: Actor, enacted: Sequence[Provision], day: date) -> Sequence[Subjects]:
    """What a room counts for this actor, and what it calls unusual."""
    found, queries = [*standing_subjects_of(room, actor, enacted)], _queries_of(room)
    if hasattr(queries, "unusual_subjects"):
        law = law_on((provision for provision in enacted if provision.key.startswith(SIGNAL)), day)
        found += queries.unusual_subjects(actor, law)
    return found


def standing_subjects_of(room: str, actor: Actor, enacted: Sequence[Provision]) -> Sequence[Subjects]:
    """What a room counts for this actor by state. Each report is due on the day that the law and its window give it."""
    if room == "emission_report":
        return reports.standing_subjects(actor, reporting.last_days(enacted))
    found: Sequence[Subjects] = _queries_of(room).standing_subjects(actor)
    return found


def _queries_of(room: str) -> Any:
    """By name, because a desk looks into every room alike."""
    return import_module(f"{'domain.records' if room in OF_RECORDS else 'domain'}.{room}.queries")


routes = [desk]
