"""The plan room at the front door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty, Kind
from domain.core.findings import Finding, Refused
from domain.core.workbook import differences
from domain.monitoring_plan import acts, queries
from domain.monitoring_plan.queries import VersionCard
from domain.monitoring_plan.rules import next_step
from domain.monitoring_plan.states import MOVES, State
from domain.monitoring_plan.workbook import WORKBOOK
from domain.records.documents import queries as documents
from domain.records.evidence import queries as evidence
from domain.records.journal import queries as journal
from domain.records.people import queries as people
from domain.records.sheets.writer import annotated_in_thread, blank_in_thread
from portal import acting, lists, words, workbooks
from portal.clock import current_year, now, today
from portal.page import XLSX, done, download, language_of, page, typed_text
from portal.words import finding_sentence, say

Ask = Request[Actor, str, Any]
BUTTONS = ("submit", "file", "return")
SYNTHETIC = "演示数据，运行数据均为虚构 synthetic figures"


# ------------------------------------------------------------------------------------------------ the year


@get("/plans", duty=Duty.PLAN_SEE)
async def this_year(request: Ask) -> Response[Any]:
    return done(request, f"/plans/{current_year()}")


@get("/plans/{year:int}", duty=Duty.PLAN_SEE)
async def year_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """An enterprise finds what it has to do; everyone else the plans of the year, one line per enterprise."""
    user = request.user
    if user.kind is Kind.ENTERPRISE:
        return await _own_page(request, year)
    view = await lists.view_of(request, queries.ROLL, f"/plans/{year}", *queries.of_year(year, actor=user))
    counts = await queries.counts(year, actor=user)
    reviews = user.holds(Duty.PLAN_REVIEW) and State.SUBMITTED in counts
    states = [state.value for state in State if state.value in counts]
    bulk = ("file", "return") if reviews else ()
    return lists.list_page(
        request, "monitoring_plan/list.html", view, year=year, counts=counts, states=states, bulk=bulk
    )


async def _own_page(request: Ask, year: int) -> Response[Any]:
    """The enterprise's own plan of one year: what is due, what to do next, its versions."""
    mine = _own(request)
    versions = await queries.versions(mine, year, actor=request.user)
    due = await queries.due(mine, year, versions[0].state if versions else "", today(), actor=request.user)
    # A plan is filed before its year begins, so the next one is always for the calendar year to come.
    coming = today().year + 1
    return page(
        request,
        "monitoring_plan/own.html",
        year=year,
        versions=versions,
        due=due,
        coming=coming if coming != year else None,
        coming_by=await queries.deadline(coming),
    )


@get("/plans/{year:int}/export", duty=Duty.PLAN_SEE)
async def export(request: Ask, year: FromPath[int]) -> Response[Any]:
    """What the page shows, whole, as xlsx."""
    name = lists.file_name(request, "room:monitoring_plan", year)
    return await lists.export(request, queries.ROLL, name, *queries.of_year(year, actor=request.user))


@get("/plans/{year:int}/missing", duty=Duty.PLAN_SEE)
async def missing_page(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Enterprises on the published list that have submitted no plan: whom to urge."""
    bounded = queries.missing_in(year, actor=request.user)
    view = await lists.view_of(request, queries.MISSING, f"/plans/{year}/missing", *bounded)
    return lists.list_page(request, "monitoring_plan/missing.html", view, year=year)


@get("/plans/{year:int}/missing/export", duty=Duty.PLAN_SEE)
async def missing_export(request: Ask, year: FromPath[int]) -> Response[Any]:
    name = lists.file_name(request, "Who has not submitted yet", year)
    return await lists.export(request, queries.MISSING, name, *queries.missing_in(year, actor=request.user))


@post("/plans/{year:int}/chosen", duty=Duty.PLAN_REVIEW)
async def act_on_chosen(request: Ask, year: FromPath[int]) -> Response[Any]:
    """File or return the chosen plans, each by itself."""
    actor = request.user

    async def enter(plan_id: int, _reason: str) -> None:
        await acts.file(plan_id, actor=actor, at=now())

    async def send_back(plan_id: int, reason: str) -> None:
        await acts.return_(plan_id, reason, actor=actor, at=now())

    doings = (
        acting.Doing("file", acting.open_in(MOVES["file"].before), enter),
        acting.Doing("return", acting.open_in(MOVES["return"].before), send_back, reasoned=True),
    )
    bounded = queries.of_year(year, actor=actor)
    return await acting.chosen(request, queries.ROLL, ("monitoring_plan", "plan"), f"/plans/{year}", doings, *bounded)


# --------------------------------------------------------------------------------------- the workbook, both ways


@get("/plans/{year:int}/blank", duty=Duty.PLAN_FILE)
async def blank_form(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The workbook of the next version, pre-filled from the register and from the version before."""
    mine = _own(request)
    enterprise = await people.enterprise(mine, actor=request.user)
    form = await queries.prefill(mine, year, today(), actor=request.user)
    if enterprise is None or form is None:
        raise NotFoundException
    content = await blank_in_thread(WORKBOOK, form, banner=SYNTHETIC if enterprise.synthetic else "")
    return download(content, f"{WORKBOOK.title_zh}-{year}-{enterprise.credit_code}.xlsx", XLSX)


@get("/plans/{year:int}/upload", duty=Duty.PLAN_FILE)
async def upload_form(request: Ask, year: FromPath[int]) -> Response[Any]:
    return page(request, "monitoring_plan/upload.html", year=year)


@post("/plans/{year:int}/upload", duty=Duty.PLAN_FILE)
async def upload(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Take in a filled workbook; a refusal shows the form again."""
    sent = (await request.form()).get("workbook")
    content = await sent.read() if isinstance(sent, UploadFile) else b""
    name = (sent.filename or "") if isinstance(sent, UploadFile) else ""
    try:
        plan_id = await acts.receive(_own(request), year, content, name, actor=request.user, at=now())
    except Refused as refused:
        return page(request, "monitoring_plan/upload.html", 422, year=year, findings=refused.findings)
    return done(request, f"/plans/versions/{plan_id}", "monitoring_plan:received")


@get("/plans/versions/{plan_id:int}/original", duty=Duty.PLAN_SEE)
async def original(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    """The workbook as it was received."""
    card = await _card(request, plan_id)
    return download(await _original(card), card.file_name, XLSX)


@get("/plans/versions/{plan_id:int}/annotated", duty=Duty.PLAN_SEE)
async def annotated(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    """A copy of the workbook with every finding written at its cell."""
    card = await _card(request, plan_id)
    if not card.readable:
        raise NotFoundException
    words.speaking.set(language_of(request))
    findings = await queries.findings(plan_id, actor=request.user)
    remarks = [(finding.place, f"{finding.code} {finding_sentence(finding)}") for finding in findings]
    copy = await annotated_in_thread(await _original(card), remarks)
    mark = say("with the findings")
    return download(copy, f"{mark}-{card.file_name}", XLSX)


async def _original(card: VersionCard) -> bytes:
    content = await evidence.fetch(card.original)
    if content is None:
        raise NotFoundException
    return content


# ---------------------------------------------------------------------------------------------- one version


@get("/plans/versions/{plan_id:int}", duty=Duty.PLAN_SEE)
async def version_page(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    """One version: what it says, what is wrong with it and where, what can be done, its history."""
    return await _version_page(request, plan_id)


async def _version_page(
    request: Ask, plan_id: int, status: int = 200, refused: Sequence[Finding] = ()
) -> Response[Any]:
    card = await _card(request, plan_id)
    found = await queries.findings(plan_id, actor=request.user)
    content = await queries.content(plan_id, actor=request.user)
    versions = await queries.versions(card.enterprise_id, card.year, actor=request.user)
    return page(
        request,
        "monitoring_plan/version.html",
        status,
        card=card,
        found=found,
        findings=refused,
        next=next_step(card.state),
        sheets=workbooks.sheet_views(WORKBOOK, content, found, language_of(request)),
        others=_worth_comparing(card, versions) if card.readable else [],
        newer=next((other for other in versions if other.id > plan_id), None),
        moves=[move for move in MOVES.open_to(card.state, request.user.duties) if move.name in BUTTONS],
        papers=await documents.of_subjects([f"plan:{plan_id}"], actor=request.user),
        history=await journal.of_subject(f"plan:{plan_id}"),
    )


def _worth_comparing(card: VersionCard, versions: Sequence[VersionCard]) -> list[VersionCard]:
    """What a reader holds a version against: the one in force, and the one received before it."""
    readable = [other for other in versions if other.readable and other.id != card.id]
    in_force = [other for other in readable if other.state == State.FILED]
    before = [other for other in readable if other.id < card.id][:1]
    return list({other.id: other for other in (*in_force, *before)}.values())


@get("/plans/versions/{plan_id:int}/differences/{before_id:int}", duty=Duty.PLAN_SEE)
async def differences_page(request: Ask, plan_id: FromPath[int], before_id: FromPath[int]) -> Response[Any]:
    """Every value that differs between two versions of one enterprise's plan."""
    card, before = await _card(request, plan_id), await _card(request, before_id)
    if card.enterprise_id != before.enterprise_id:
        raise NotFoundException
    old = await queries.content(before_id, actor=request.user)
    new = await queries.content(plan_id, actor=request.user)
    changes = [
        workbooks.difference_view(WORKBOOK, each, language_of(request)) for each in differences(WORKBOOK, old, new)
    ]
    return page(request, "monitoring_plan/differences.html", card=card, before=before, changes=changes)


@post("/plans/versions/{plan_id:int}/submit", duty=Duty.PLAN_FILE)
async def submit(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    try:
        await acts.submit(plan_id, actor=request.user, at=now())
    except Refused as refused:
        return await _version_page(request, plan_id, 422, refused.findings)
    return done(request, f"/plans/versions/{plan_id}", "monitoring_plan:submitted")


@post("/plans/versions/{plan_id:int}/file", duty=Duty.PLAN_REVIEW)
async def file(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    try:
        await acts.file(plan_id, actor=request.user, at=now())
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


# --------------------------------------------------------------------------------------- who asks, for what


def _own(request: Ask) -> int:
    if request.user.enterprise_id is None:
        raise NotFoundException
    return request.user.enterprise_id


async def _card(request: Ask, plan_id: int) -> VersionCard:
    """The version, or no page: one that the reader may not see is like one that does not exist."""
    card = await queries.plan(plan_id, actor=request.user)
    if card is None:
        raise NotFoundException
    return card


routes = [
    this_year,
    year_page,
    export,
    missing_page,
    missing_export,
    act_on_chosen,
    blank_form,
    upload_form,
    upload,
    original,
    annotated,
    version_page,
    differences_page,
    submit,
    file,
    return_,
]
