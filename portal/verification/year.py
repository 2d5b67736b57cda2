"""The year: tasks, what is done with many of them, and what waits for a body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Finding, Refused
from domain.emission_report import queries as reports
from domain.emission_report.queries import ReportCard
from domain.emission_report.states import State as Reported
from domain.records.lists import Line, whole
from domain.verification import acts, queries
from domain.verification.states import ENDED, MOVES, TaskState
from portal import acting, lists
from portal.clock import current_year, now
from portal.page import done, page, typed_text
from portal.verification.parts import Ask, known_year, row_id, typed_choice

KIND = ("verification", "task")


@get("/verification", duty=Duty.VERIFICATION_SEE)
async def this_year(request: Ask) -> Response[Any]:
    return done(request, f"/verification/{current_year()}")


@get("/verification/{year:int}", duty=Duty.VERIFICATION_SEE)
async def year_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """A year's tasks: how many stand where, what waits for an assignment, which clocks run."""
    user = request.user
    bounded = queries.of_year(known_year(year), actor=user)
    view = await lists.view_of(request, queries.roll(user), f"/verification/{year}", *bounded)
    counts = await queries.counts(year, actor=user)
    assigns, waiting = user.holds(Duty.VERIFICATION_ASSIGN), 0
    if assigns:
        accepted = (await reports.counts(year, actor=user)).get("accepted", 0)
        waiting = accepted - sum(count for state, count in counts.items() if TaskState(state) not in ENDED)
    return lists.list_page(
        request,
        "verification/list.html",
        view,
        year=year,
        counts=counts,
        waiting=waiting,
        states=[state.value for state in TaskState if state.value in counts],
        bulk=("waive_visit",) if assigns and TaskState.REVIEWED_DOCUMENTS in counts else (),
    )


@get("/verification/{year:int}/export", duty=Duty.VERIFICATION_SEE)
async def export(request: Ask, year: FromPath[int]) -> Response[Any]:
    """What the page shows, whole, as xlsx."""
    name = lists.file_name(request, "room:verification", known_year(year))
    return await lists.export(request, queries.roll(request.user), name, *queries.of_year(year, actor=request.user))


@post("/verification/{year:int}/chosen", duty=Duty.VERIFICATION_ASSIGN)
async def act_on_chosen(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Let the chosen verifications do without a site visit, each by itself."""
    actor = request.user

    async def waive(task_id: int, reason: str) -> None:
        await acts.waive_visit(task_id, reason, actor=actor, at=now())

    doings = [acting.Doing("waive_visit", acting.open_in(MOVES["waive_visit"].before), waive, reasoned=True)]
    bounded = queries.of_year(known_year(year), actor=actor)
    return await acting.chosen(request, queries.roll(actor), KIND, f"/verification/{year}", doings, *bounded)


@get("/verification/{year:int}/preview/assign", duty=Duty.VERIFICATION_ASSIGN)
async def preview_assign(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Which reports the next run of the assignment looks at."""
    user = request.user
    given = await queries.given(known_year(year), actor=user)

    def why_not(line: Line) -> str:
        if line["state"] != Reported.ACCEPTED:
            return acting.STATE
        return "given" if line.id in given else ""

    lines = await whole(reports.ROLL, *reports.of_year(year, actor=user))
    return acting.preview(request, acting.Step(reports.ROLL, KIND, "assign", f"/verification/{year}", why_not), lines)


@post("/verification/{year:int}/assign", duty=Duty.VERIFICATION_ASSIGN)
async def assign(request: Ask, year: FromPath[int]) -> Response[Any]:
    found = await acts.assign(known_year(year), actor=request.user, at=now())
    code = "verification:assigned_some" if found.unplaced else "verification:assigned"
    path = f"/verification/{year}/waiting" if found.unplaced else f"/verification/{year}"
    return done(request, path, code, placed=found.placed, unplaced=len(found.unplaced))


@get("/verification/{year:int}/waiting", duty=Duty.VERIFICATION_ASSIGN)
async def waiting_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Accepted reports that no body has; one may be given by hand. Below, the runs of the assignment."""
    bounded = queries.waiting_in(known_year(year), actor=request.user)
    view = await lists.view_of(request, queries.WAITING, f"/verification/{year}/waiting", *bounded)
    runs = await queries.runs(year, actor=request.user)
    return lists.list_page(request, "verification/waiting.html", view, year=year, runs=runs)


@get("/verification/{year:int}/waiting/export", duty=Duty.VERIFICATION_ASSIGN)
async def waiting_export(request: Ask, year: FromPath[int]) -> Response[Any]:
    name = lists.file_name(request, "Reports without a body", known_year(year))
    return await lists.export(request, queries.WAITING, name, *queries.waiting_in(year, actor=request.user))


@get("/verification/reports/{report_id:int}/assign", duty=Duty.VERIFICATION_ASSIGN)
async def give_page(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """One report that is given to a body by decision: who is shut out and why, and the form."""
    return await _give(request, await _report(request, report_id))


async def _give(
    request: Ask,
    card: ReportCard,
    status: int = 200,
    found: Sequence[Finding] = (),
    typed: Mapping[str, str] | None = None,
) -> Response[Any]:
    return page(
        request,
        "verification/give.html",
        status,
        card=card,
        bodies=await queries.body_loads(card.year, actor=request.user),
        exclusions=await queries.exclusions(card.enterprise_id, card.year, actor=request.user),
        findings=found,
        typed=typed or {},
    )


@post("/verification/reports/{report_id:int}/assign", duty=Duty.VERIFICATION_ASSIGN)
async def assign_one(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """Give one report to one body by decision; from its own page or from its task."""
    form = await request.form()
    card = await _report(request, report_id)
    body_id, reason = typed_choice(form, "body"), typed_text(form, "reason")
    try:
        task_id = await acts.assign_one(card.id, body_id, reason, actor=request.user, at=now())
    except Refused as refused:
        return await _give(request, card, 422, refused.findings, {"body": str(body_id), "reason": reason})
    return done(request, f"/verification/tasks/{task_id}", "verification:given")


async def _report(request: Ask, report_id: int) -> ReportCard:
    card = await reports.report(row_id(report_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


routes = [
    this_year,
    year_page,
    export,
    act_on_chosen,
    preview_assign,
    assign,
    waiting_page,
    waiting_export,
    give_page,
    assign_one,
]
