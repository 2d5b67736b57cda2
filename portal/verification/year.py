"""The year: tasks, what waits for a body, bodies and their ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.duties import Duty
from domain.core.findings import Finding, Refused, refuse
from domain.emission_report import queries as reports
from domain.emission_report.queries import ReportCard
from domain.records.people import queries as people
from domain.records.sheets.writer import Heading, table_in_thread
from domain.verification import acts, queries
from domain.verification.states import (
    ENDED,
    TaskState,
    TieKind,
)
from portal.clock import current_year, now
from portal.page import XLSX, done, download, page, typed_text
from portal.verification.parts import MOST_ID, Ask, known_year, row_id, typed_choice, typed_day
from portal.words import label, say

# ------------------------------------------------------------------------------------------------ the year


@get("/verification", duty=Duty.VERIFICATION_SEE)
async def this_year(request: Ask) -> Response[Any]:
    return done(request, f"/verification/{current_year()}")


@get("/verification/{year:int}", duty=Duty.VERIFICATION_SEE)
async def year_page(
    request: Ask, year: FromPath[int], after: FromQuery[int] = 0, search: FromQuery[str] = ""
) -> Response[Any]:
    """A year's tasks: how many stand where, what waits for an assignment, which clocks have run out."""
    cards = await queries.tasks(known_year(year), actor=request.user, after=min(after, MOST_ID), search=search)
    counts = await queries.counts(year, actor=request.user)
    waiting = 0
    if request.user.holds(Duty.VERIFICATION_ASSIGN):
        accepted = (await reports.counts(year, actor=request.user)).get("accepted", 0)
        waiting = accepted - sum(count for state, count in counts.items() if TaskState(state) not in ENDED)
    query = urlencode({"after": cards[-1].id, "search": search}) if len(cards) == queries.PAGE else ""
    return page(
        request,
        "verification/list.html",
        year=year,
        cards=cards,
        counts=counts,
        waiting=waiting,
        search=search,
        states=[state for state in TaskState if state.value in counts],
        further=f"/verification/{year}?{query}" if query else "",
    )


@get("/verification/{year:int}/export", duty=Duty.VERIFICATION_SEE)
async def export(request: Ask, year: FromPath[int], search: FromQuery[str] = "") -> Response[Any]:
    """What the page shows, whole, as xlsx."""
    cards = await queries.tasks(known_year(year), actor=request.user, search=search, limit=10_000)
    names = ("credit_code", "name", "city", "body_name", "state", "reported_tonnes", "emissions_tonnes", "due_on")
    headings = [Heading(say(f"column:verification:{name}")) for name in names]
    rows = [
        [
            label("state", "verification", "task", card.state) if name == "state" else getattr(card, name)
            for name in names
        ]
        for card in cards
    ]
    content = await table_in_thread(headings, rows, title=str(year))
    return download(content, f"{say('room:verification')}-{year}.xlsx", XLSX)


@post("/verification/{year:int}/assign", duty=Duty.VERIFICATION_ASSIGN)
async def assign(request: Ask, year: FromPath[int]) -> Response[Any]:
    found = await acts.assign(known_year(year), actor=request.user, at=now())
    code = "verification:assigned_some" if found.unplaced else "verification:assigned"
    path = f"/verification/{year}/waiting" if found.unplaced else f"/verification/{year}"
    return done(request, path, code, placed=found.placed, unplaced=len(found.unplaced))


@get("/verification/{year:int}/waiting", duty=Duty.VERIFICATION_ASSIGN)
async def waiting_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Accepted reports that no body has, with the reasons for which bodies are shut out; one may be given by hand."""
    return await _waiting(request, known_year(year))


async def _waiting(request: Ask, year: int, status: int = 200, found: Sequence[Finding] = ()) -> Response[Any]:
    cards = await queries.waiting(year, actor=request.user)
    return page(
        request,
        "verification/waiting.html",
        status,
        year=year,
        cards=cards,
        bodies=await queries.body_loads(year, actor=request.user),
        runs=await queries.runs(year, actor=request.user),
        findings=found,
    )


@post("/verification/reports/{report_id:int}/assign", duty=Duty.VERIFICATION_ASSIGN)
async def assign_one(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """Give one report to one body by decision; from the waiting page or from its task."""
    form = await request.form()
    card = await _report(request, report_id)
    body_id, reason = typed_choice(form, "body"), typed_text(form, "reason")
    try:
        task_id = await acts.assign_one(card.id, body_id, reason, actor=request.user, at=now())
    except Refused as refused:
        return await _waiting(request, card.year, 422, refused.findings)
    return done(request, f"/verification/tasks/{task_id}", "verification:given")


async def _report(request: Ask, report_id: int) -> ReportCard:
    card = await reports.report(row_id(report_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


# ------------------------------------------------------------------------------------------- bodies and ties


@get("/verification/{year:int}/bodies", duty=Duty.VERIFICATION_SEE)
async def bodies_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Bodies with their load of the year, and declared ties; a body sees itself."""
    return await _bodies(request, known_year(year))


async def _bodies(
    request: Ask, year: int, status: int = 200, found: Sequence[Finding] = (), typed: Mapping[str, str] | None = None
) -> Response[Any]:
    user = request.user
    may_declare = user.holds(Duty.VERIFICATION_ASSIGN) or user.holds(Duty.VERIFICATION_ACCEPT)
    bodies = await queries.body_loads(year, actor=user)
    staff = [
        person
        for person in (
            await people.holders(["body_manager", "verifier", "reviewer"], user.body_id) if may_declare else []
        )
        if person.body_id is not None
    ]
    return page(
        request,
        "verification/bodies.html",
        status,
        year=year,
        bodies=bodies,
        ties=await queries.ties(actor=user),
        kinds=list(TieKind),
        staff=staff,
        may_declare=may_declare,
        declare_path="/verification/ties" if user.holds(Duty.VERIFICATION_ASSIGN) else "/verification/own-ties",
        findings=found,
        typed=typed or {},
    )


@post("/verification/ties", duty=Duty.VERIFICATION_ASSIGN)
async def declare_tie(request: Ask) -> Response[Any]:
    """The province declares a tie of any body."""
    return await _declare(request)


@post("/verification/own-ties", duty=Duty.VERIFICATION_ACCEPT)
async def declare_own_tie(request: Ask) -> Response[Any]:
    """A body's manager declares a tie of the own body."""
    return await _declare(request)


async def _declare(request: Ask) -> Response[Any]:
    form = await request.form()
    typed = {
        name: typed_text(form, name) for name in ("body", "credit_code", "kind", "since", "until", "person", "text")
    }
    try:
        since = typed_day(form, "since")
        kind = next((kind for kind in TieKind if kind.value == typed["kind"]), None)
        if since is None or kind is None:
            raise refuse("VERIFICATION-TIE-SINCE", field_name="since" if kind else "kind")
        await acts.declare_tie(
            typed_choice(form, "body"),
            await queries.enterprise_id_of(typed["credit_code"]) if typed["credit_code"] else None,
            kind,
            since,
            until=typed_day(form, "until"),
            person_id=typed_choice(form, "person") or None,
            text=typed["text"],
            actor=request.user,
            at=now(),
        )
    except Refused as refused:
        return await _bodies(request, current_year(), 422, refused.findings, typed)
    return done(request, f"/verification/{current_year()}/bodies", "verification:tie_declared")


@post("/verification/ties/{tie_id:int}/end", duty=Duty.VERIFICATION_ASSIGN)
async def end_tie(request: Ask, tie_id: FromPath[int]) -> Response[Any]:
    return await _end(request, tie_id)


@post("/verification/own-ties/{tie_id:int}/end", duty=Duty.VERIFICATION_ACCEPT)
async def end_own_tie(request: Ask, tie_id: FromPath[int]) -> Response[Any]:
    return await _end(request, tie_id)


async def _end(request: Ask, tie_id: int) -> Response[Any]:
    try:
        until = typed_day(await request.form(), "until")
        if until is None:
            raise refuse("VERIFICATION-DAY", field_name="until", text="")
        await acts.end_tie(row_id(tie_id), until, actor=request.user, at=now())
    except Refused as refused:
        return await _bodies(request, current_year(), 422, refused.findings)
    return done(request, f"/verification/{current_year()}/bodies", "verification:tie_ended")
