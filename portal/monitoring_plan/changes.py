"""Applications to change the plan in force (变更申请)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Finding, Place, Refused
from domain.monitoring_plan import acts, queries
from domain.monitoring_plan.queries import ChangeCard
from domain.monitoring_plan.states import CHANGE_MOVES
from domain.records.journal import queries as journal
from domain.records.lawbook.queries import as_of
from portal import lists
from portal.clock import now, today
from portal.monitoring_plan.views import Ask, known_id, own, typed_day
from portal.page import done, page, typed_text
from portal.words import label

FIELDS = ("trigger", "what", "why", "since")
BUTTONS = ("grant", "refuse", "withdraw")
TRIGGERS = "plan.update_triggers"


@get("/plans/changes", duty=Duty.PLAN_SEE)
async def list_page(request: Ask) -> Response[Any]:
    """Applications, newest first: an enterprise's own, everybody's for officers."""
    view = await lists.view_of(request, queries.CHANGES, "/plans/changes", *queries.changes_of(actor=request.user))
    return lists.list_page(request, "monitoring_plan/changes.html", view)


@get("/plans/changes/export", duty=Duty.PLAN_SEE)
async def export(request: Ask) -> Response[Any]:
    name = lists.file_name(request, "Applications for a change")
    return await lists.export(request, queries.CHANGES, name, *queries.changes_of(actor=request.user))


@get("/plans/{year:int}/change", duty=Duty.PLAN_FILE)
async def change_form(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The form of an application for the plan in force of a year."""
    return await _change_form(request, year)


async def _change_form(
    request: Ask, year: int, status: int = 200, refused: Sequence[Finding] = (), typed: dict[str, str] | None = None
) -> Response[Any]:
    law = await as_of(today())
    codes = law.text(TRIGGERS).split(",") if law.has(TRIGGERS) else []
    return page(
        request,
        "monitoring_plan/apply.html",
        status,
        year=year,
        in_force=await queries.in_force(own(request), year, actor=request.user),
        triggers=[(code, label("choice", "update_triggers", code)) for code in codes],
        findings=refused,
        typed=typed or {},
    )


@post("/plans/{year:int}/change", duty=Duty.PLAN_FILE)
async def apply(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Apply; a refusal shows the form again with what was typed."""
    form = await request.form()
    typed = {name: typed_text(form, name, 2000) for name in FIELDS}
    since = typed_day(typed["since"])
    try:
        if since is None:
            raise Refused(Finding("MP-CHANGE-DAY", place=Place(field="since"), facts={"since": "—", "year": str(year)}))
        wanted = acts.Wanted(typed["trigger"], typed["what"], typed["why"], since)
        change_id = await acts.apply(own(request), year, wanted, actor=request.user, at=now())
    except Refused as refused:
        return await _change_form(request, year, 422, refused.findings, typed)
    return done(request, f"/plans/changes/{change_id}", "monitoring_plan:applied")


@get("/plans/changes/{change_id:int}", duty=Duty.PLAN_SEE)
async def change_page(request: Ask, change_id: FromPath[int]) -> Response[Any]:
    """One application: what, why, since when, and what was decided."""
    return await _change_page(request, change_id)


async def _change_page(
    request: Ask,
    change_id: int,
    status: int = 200,
    refused: Sequence[Finding] = (),
    typed: dict[str, str] | None = None,
) -> Response[Any]:
    card = await _change(request, change_id)
    return page(
        request,
        "monitoring_plan/change.html",
        status,
        card=card,
        moves=[move for move in CHANGE_MOVES.open_to(card.state, request.user.duties) if move.name in BUTTONS],
        history=await journal.of_subject(f"plan_change:{change_id}"),
        findings=refused,
    )


async def _change(request: Ask, change_id: int) -> ChangeCard:
    card = await queries.change(known_id(change_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


@post("/plans/changes/{change_id:int}/grant", duty=Duty.PLAN_REVIEW)
async def grant(request: Ask, change_id: FromPath[int]) -> Response[Any]:
    await _change(request, change_id)
    await acts.grant(change_id, typed_text(await request.form(), "reason"), actor=request.user, at=now())
    return done(request, f"/plans/changes/{change_id}", "monitoring_plan:granted")


@post("/plans/changes/{change_id:int}/refuse", duty=Duty.PLAN_REVIEW)
async def refuse(request: Ask, change_id: FromPath[int]) -> Response[Any]:
    await _change(request, change_id)
    try:
        await acts.refuse_change(change_id, typed_text(await request.form(), "reason"), actor=request.user, at=now())
    except Refused as refused:
        return await _change_page(request, change_id, 422, refused.findings)
    return done(request, f"/plans/changes/{change_id}", "monitoring_plan:change_refused")


@post("/plans/changes/{change_id:int}/withdraw", duty=Duty.PLAN_FILE)
async def withdraw(request: Ask, change_id: FromPath[int]) -> Response[Any]:
    await _change(request, change_id)
    await acts.withdraw(change_id, actor=request.user, at=now())
    return done(request, f"/plans/changes/{change_id}", "monitoring_plan:withdrawn")


routes = [list_page, export, change_form, apply, change_page, grant, refuse, withdraw]
