"""One version: what it says, what changed against the one in force, what was found, what can be done."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Finding, Refused
from domain.core.moves import Move
from domain.monitoring_plan import acts, queries, rules
from domain.monitoring_plan.queries import VersionCard, VersionFile
from domain.monitoring_plan.rules import next_step
from domain.monitoring_plan.states import MOVES, ReviewState, State
from domain.records.documents import queries as documents
from domain.records.journal import queries as journal
from portal import workbooks
from portal.clock import now
from portal.monitoring_plan.views import Ask, known_id, version_card, workbook_of
from portal.page import done, language_of, page, typed_text

BUTTONS = ("submit", "file", "return")
DECIDING = ("file", "return")


@get("/plans/versions/{plan_id:int}", duty=Duty.PLAN_SEE)
async def version_page(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    """One version: what it says, what is wrong with it and where, what can be done, its history."""
    return await _version_page(request, plan_id)


async def _version_page(
    request: Ask, plan_id: int, status: int = 200, refused: Sequence[Finding] = ()
) -> Response[Any]:
    told = await queries.version_file(known_id(plan_id), actor=request.user)
    if told is None:
        raise NotFoundException
    card, workbook = told.card, workbook_of(told.card.form)
    found = await queries.findings(plan_id, actor=request.user)
    versions = await queries.versions(card.enterprise_id, card.year, actor=request.user)
    called = await _called_for(request, told)
    return page(
        request,
        "monitoring_plan/version.html",
        status,
        card=card,
        found=found,
        findings=refused,
        next=next_step(card.state),
        sheets=workbooks.sheet_views(workbook, told.content, found, language_of(request)),
        changed=_changed(told, language_of(request)),
        change=told.change,
        review=told.review,
        said_of={workbooks.title(sheet, language_of(request)): told.review.parts.get(sheet.key) for sheet in workbook}
        if told.review
        else {},
        called_for=called,
        others=_worth_comparing(card, versions) if card.readable else [],
        newer=versions[0] if versions[0].id > plan_id else None,
        may_correct=versions[0].id == plan_id
        and request.user.holds(Duty.PLAN_FILE)
        and rules.may_correct(card.state, card.readable),
        moves=_moves(request, told, called.required),
        papers=await documents.of_subjects([f"plan:{plan_id}"], actor=request.user),
        history=await journal.of_subjects(_subjects(told)),
    )


def _subjects(told: VersionFile) -> list[str]:
    """The version, and the review and the application that the reader sees beside it."""
    subjects = [f"plan:{told.card.id}"]
    subjects += [f"plan_review:{told.review.id}"] if told.review else []
    return subjects + ([f"plan_change:{told.change.id}"] if told.change else [])


def _moves(request: Ask, told: VersionFile, called: bool) -> list[Move]:
    """What this reader may do now; while a body is asked nothing is decided, and before an opinion that is `called`
    for nothing is filed.
    """
    waiting = told.review is not None and told.review.state == ReviewState.ASKED
    barred = {*(DECIDING if waiting else ()), *(("file",) if called else ())}
    open_moves = MOVES.open_to(told.card.state, request.user.duties)
    return [move for move in open_moves if move.name in BUTTONS and move.name not in barred]


def _changed(told: VersionFile, language: str) -> tuple[workbooks.SheetDifferences, ...]:
    """What differs from the version in force, for a version that may take its place."""
    if told.force_id is None or not told.card.readable or told.card.state == State.REPLACED:
        return ()
    return workbooks.difference_sheets(workbook_of(told.card.form), told.force_content, told.content, language)


async def _called_for(request: Ask, told: VersionFile) -> rules.Called:
    """Whether the law calls for a body's opinion on what waits for this officer."""
    if told.review or told.card.state != State.SUBMITTED or not request.user.holds(Duty.PLAN_REVIEW):
        return rules.Called()
    return await queries.called_for(told.card)


def _worth_comparing(card: VersionCard, versions: Sequence[VersionCard]) -> list[VersionCard]:
    """What a reader holds a version against: the one in force, and the one received before it."""
    readable = [other for other in versions if other.readable and other.id != card.id]
    in_force = [other for other in readable if other.state == State.FILED]
    before = [other for other in readable if other.id < card.id][:1]
    return list({other.id: other for other in (*in_force, *before)}.values())


@get("/plans/versions/{plan_id:int}/differences/{before_id:int}", duty=Duty.PLAN_SEE)
async def differences_page(request: Ask, plan_id: FromPath[int], before_id: FromPath[int]) -> Response[Any]:
    """Every value that differs between two versions of one enterprise's plan."""
    card, before = await version_card(request, plan_id), await version_card(request, before_id)
    if card.enterprise_id != before.enterprise_id:
        raise NotFoundException
    old = await queries.content(before_id, actor=request.user)
    new = await queries.content(plan_id, actor=request.user)
    workbook = workbook_of(card.form)
    changed = await asyncio.to_thread(workbooks.difference_sheets, workbook, old, new, language_of(request))
    return page(request, "monitoring_plan/differences.html", card=card, before=before, changed=changed)


@post("/plans/versions/{plan_id:int}/submit", duty=Duty.PLAN_FILE)
async def submit(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    try:
        await acts.submit(plan_id, actor=request.user, at=now())
    except Refused as refused:
        return await _version_page(request, plan_id, 422, refused.findings)
    return done(request, f"/plans/versions/{plan_id}", "monitoring_plan:submitted")


@post("/plans/versions/{plan_id:int}/file", duty=Duty.PLAN_REVIEW)
async def file(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    reason = typed_text(await request.form(), "reason")
    try:
        await acts.file(plan_id, reason, actor=request.user, at=now())
    except Refused as refused:
        return await _version_page(request, plan_id, 422, refused.findings)
    return done(request, f"/plans/versions/{plan_id}", "monitoring_plan:filed")


@post("/plans/versions/{plan_id:int}/return", duty=Duty.PLAN_REVIEW)
async def return_(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    reason = typed_text(await request.form(), "reason")
    try:
        await acts.return_(plan_id, reason, actor=request.user, at=now())
    except Refused as refused:
        return await _version_page(request, plan_id, 422, refused.findings)
    return done(request, f"/plans/versions/{plan_id}", "monitoring_plan:returned")


routes = [version_page, differences_page, submit, file, return_]
