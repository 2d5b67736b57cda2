"""Bodies with their load of a year, and the ties that keep them from enterprises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Finding, Refused, refuse
from domain.records.people import queries as people
from domain.verification import acts, queries
from domain.verification.states import TieKind
from portal import lists
from portal.clock import current_year, now
from portal.page import done, typed_text
from portal.verification.parts import Ask, known_year, row_id, typed_choice, typed_day


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
    view = lists.view_over(request, queries.BODIES, f"/verification/{year}/bodies", queries.body_lines(bodies))
    staff = [
        person
        for person in (
            await people.holders(["body_manager", "verifier", "reviewer"], user.body_id) if may_declare else []
        )
        if person.body_id is not None
    ]
    return lists.list_page(
        request,
        "verification/bodies.html",
        view,
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


@get("/verification/{year:int}/bodies/export", duty=Duty.VERIFICATION_SEE)
async def bodies_export(request: Ask, year: FromPath[int]) -> Response[Any]:
    lines = queries.body_lines(await queries.body_loads(known_year(year), actor=request.user))
    name = lists.file_name(request, "Bodies", year)
    return await lists.export_over(request, queries.BODIES, name, lines)


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


routes = [bodies_page, bodies_export, declare_tie, declare_own_tie, end_tie, end_own_tie]
