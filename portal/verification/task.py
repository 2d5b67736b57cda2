"""One verification: its page, and every step that the body, the enterprise and the province take with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty, Kind
from domain.core.findings import Finding, Refused, refuse
from domain.emission_report import queries as reports
from domain.records.documents import queries as documents
from domain.records.evidence import queries as evidence
from domain.records.journal import queries as journal
from domain.records.people import queries as people
from domain.verification import acts, checks, queries
from domain.verification.queries import TaskCard
from domain.verification.states import (
    FINDING_OPEN,
    MOVES,
    REPLACEABLE,
    SETTLED,
    Approach,
    Category,
    Quantity,
    Role,
    TaskState,
)
from portal.clock import now
from portal.page import XLSX, done, download, page, typed_text, whole_number
from portal.verification.parts import Ask, Form, one_of, origins, row_id, typed_choice, typed_day

SITE_LINES = 6
PAPERS = {"application/pdf", "image/png", "image/jpeg", XLSX}


@get("/verification/tasks/{task_id:int}", duty=Duty.VERIFICATION_SEE)
async def task_page(request: Ask, task_id: FromPath[int]) -> Response[Any]:
    """One verification: who, its steps and clocks, site list, findings, conclusion; what may be done next."""
    return await _task_page(request, task_id)


async def _task_page(
    request: Ask, task_id: int, status: int = 200, found: Sequence[Finding] = (), typed: Mapping[str, str] | None = None
) -> Response[Any]:
    user, card = request.user, await _task(request, task_id)
    members, clocks = await queries.group_and_clocks(task_id, actor=user)
    roles = {member.role for member in members if member.account_id == user.account_id}
    names = _open_moves(card, user, roles)
    inside, reassignable = user.kind not in (Kind.ENTERPRISE, Kind.CITY), "assign_one" in names
    return page(
        request,
        "verification/task.html",
        status,
        card=card,
        members=members,
        clocks=clocks,
        items=await queries.site_items(task_id, actor=user) if inside else [],
        found=await queries.findings(task_id, actor=user),
        units=await queries.units_of_task(task_id, actor=user),
        report_units=await reports.unit_years([card.report_id], actor=user) if names & {"find", "conclude"} else [],
        exclusions=await queries.exclusions(card.enterprise_id, card.year, actor=user) if reassignable else [],
        staff=await people.holders(["verifier"], card.body_id) if "accept" in names else [],
        bodies=await queries.body_loads(card.year, actor=user) if reassignable else [],
        papers=await documents.of_subjects([f"verification_task:{task_id}"], actor=user),
        history=await journal.of_subject(f"verification_task:{task_id}") if inside else [],
        names=names,
        approaches=list(Approach),
        categories=list(Category),
        quantities=[quantity for quantity in Quantity if quantity],
        settled=SETTLED,
        lines=range(1, SITE_LINES + 1),
        quote=quote,
        findings=found,
        typed=typed or {},
    )


async def _task(request: Ask, task_id: int) -> TaskCard:
    card = await queries.task(row_id(task_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


def _open_moves(card: TaskCard, user: Actor, roles: set[str]) -> set[str]:
    """What this person may do with the task now: the table of moves, and who is in the group."""
    names = {move.name for move in MOVES.open_to(card.state, user.duties)} - {"withdraw", "correct"}
    if user.holds(Duty.VERIFICATION_PERFORM):
        if card.state in FINDING_OPEN:
            names |= {"find"}
        if not roles:
            names -= {"review_documents", "visit", "find", "send_findings", "conclude"}
        elif Role.LEADER.value not in roles:
            names -= {"conclude"}
    if roles or card.concluded_by == user.account_id:
        names -= {"deliver", "send_back"}
    if user.holds(Duty.VERIFICATION_ANSWER) and card.state == TaskState.AWAITING_CORRECTION:
        names |= {"answer"}
    if user.holds(Duty.VERIFICATION_ASSIGN) and card.state in REPLACEABLE:
        names |= {"assign_one"}
    return names


async def _do(request: Ask, task_id: int, code: str, act: Callable[[Form], Awaitable[object]]) -> Response[Any]:
    """Do an act with the form; a refusal shows the task again with what was typed."""
    form = await request.form()
    await _task(request, task_id)
    try:
        await act(form)
    except Refused as refused:
        typed = {name: value for name, value in form.items() if isinstance(value, str)}
        return await _task_page(request, task_id, 422, refused.findings, typed)
    return done(request, f"/verification/tasks/{task_id}", code)


@post("/verification/tasks/{task_id:int}/accept", duty=Duty.VERIFICATION_ACCEPT)
async def accept(request: Ask, task_id: FromPath[int]) -> Response[Any]:
    async def act(form: Form) -> None:
        leader = typed_choice(form, "leader")
        chosen = form.getall("member", [])  # type: ignore[attr-defined]
        others = tuple(number for one in chosen if (number := whole_number(one)) and number != leader)
        await acts.accept(task_id, acts.Team(leader, others), actor=request.user, at=now())

    return await _do(request, task_id, "verification:accepted", act)


@post("/verification/tasks/{task_id:int}/decline", duty=Duty.VERIFICATION_ACCEPT)
async def decline(request: Ask, task_id: FromPath[int]) -> Response[Any]:
    async def act(form: Form) -> None:
        await acts.decline(task_id, typed_text(form, "reason"), actor=request.user, at=now())

    return await _do(request, task_id, "verification:declined", act)


@post("/verification/tasks/{task_id:int}/review_documents", duty=Duty.VERIFICATION_PERFORM)
async def review_documents(request: Ask, task_id: FromPath[int]) -> Response[Any]:
    async def act(form: Form) -> None:
        lines = [
            acts.SiteQuestion(
                one_of(Approach, typed_text(form, f"approach-{number}"), Approach.CHECK),
                typed_text(form, f"question-{number}"),
            )
            for number in range(1, SITE_LINES + 1)
        ]
        await acts.review_documents(task_id, typed_text(form, "text"), lines, actor=request.user, at=now())

    return await _do(request, task_id, "verification:documents_reviewed", act)


@post("/verification/tasks/{task_id:int}/visit", duty=Duty.VERIFICATION_PERFORM)
async def visit(request: Ask, task_id: FromPath[int]) -> Response[Any]:
    async def act(form: Form) -> None:
        items = await queries.site_items(task_id, actor=request.user)
        answers = [
            acts.SiteAnswer(
                item.number,
                typed_text(form, f"answer-{item.number}"),
                typed_text(form, f"conforms-{item.number}") == "yes",
            )
            for item in items
        ]
        visited = typed_day(form, "visited_on")
        await acts.visit(task_id, answers, visited_on=visited, actor=request.user, at=now())

    return await _do(request, task_id, "verification:visited", act)


@post("/verification/tasks/{task_id:int}/waive_visit", duty=Duty.VERIFICATION_ASSIGN)
async def waive_visit(request: Ask, task_id: FromPath[int]) -> Response[Any]:
    async def act(form: Form) -> None:
        await acts.waive_visit(task_id, typed_text(form, "reason"), actor=request.user, at=now())

    return await _do(request, task_id, "verification:visit_waived", act)


@post("/verification/tasks/{task_id:int}/find", duty=Duty.VERIFICATION_PERFORM)
async def find(request: Ask, task_id: FromPath[int]) -> Response[Any]:
    async def act(form: Form) -> None:
        finding = acts.NewFinding(
            one_of(Category, typed_text(form, "category"), Category.OTHER),
            typed_text(form, "text"),
            typed_text(form, "unit_number", 40),
            one_of(Quantity, typed_text(form, "quantity"), Quantity.NONE),
            checks.number(typed_text(form, "estimate", 40), "estimate"),
        )
        await acts.find(task_id, finding, actor=request.user, at=now())

    return await _do(request, task_id, "verification:found", act)


@post("/verification/tasks/{task_id:int}/send_findings", duty=Duty.VERIFICATION_PERFORM)
async def send_findings(request: Ask, task_id: FromPath[int]) -> Response[Any]:
    async def act(_: Form) -> None:
        await acts.send_findings(task_id, actor=request.user, at=now())

    return await _do(request, task_id, "verification:findings_sent", act)


@post("/verification/findings/{finding_id:int}/answer", duty=Duty.VERIFICATION_ANSWER)
async def answer(request: Ask, finding_id: FromPath[int]) -> Response[Any]:
    found = await queries.finding(row_id(finding_id), actor=request.user)
    if found is None:
        raise NotFoundException

    async def act(form: Form) -> None:
        value = checks.number(typed_text(form, "corrected_value", 40), "corrected_value")
        sent = await _attachment(form.get("attachment"))
        text = typed_text(form, "text")
        await acts.answer(finding_id, text, corrected_value=value, attachment=sent, actor=request.user, at=now())

    return await _do(request, found.task_id, "verification:answered", act)


async def _attachment(sent: object) -> acts.Attachment | None:
    """A paper that came with a form: PDF, image or workbook; None when none was chosen."""
    if not isinstance(sent, UploadFile) or not sent.filename:
        return None
    content = await sent.read()
    if sent.content_type not in PAPERS:
        raise refuse("VERIFICATION-ATTACHMENT", field_name="attachment")
    return acts.Attachment(sent.filename, sent.content_type, content)


@get("/verification/findings/{finding_id:int}/evidence", duty=Duty.VERIFICATION_SEE)
async def finding_evidence(request: Ask, finding_id: FromPath[int]) -> Response[Any]:
    """The paper that came with an answer."""
    found = await queries.finding(row_id(finding_id), actor=request.user)
    card = await evidence.card(found.evidence) if found and found.evidence else None
    content = await evidence.fetch(card.sha256) if card else None
    if card is None or content is None:
        raise NotFoundException
    return download(content, card.file_name, card.media_type)


@post("/verification/tasks/{task_id:int}/conclude", duty=Duty.VERIFICATION_PERFORM)
async def conclude(request: Ask, task_id: FromPath[int]) -> Response[Any]:
    async def act(form: Form) -> None:
        card = await _task(request, task_id)
        judged = [
            acts.Judgement(
                finding.id,
                typed_text(form, f"status-{finding.number}") == "resolved",
                checks.number(typed_text(form, f"estimate-{finding.number}", 40), f"estimate-{finding.number}"),
            )
            for finding in await queries.findings(task_id, actor=request.user)
            if typed_text(form, f"status-{finding.number}")
        ]
        units = await reports.unit_years([card.report_id], actor=request.user)
        own = [value for unit in units if (value := _own_value(form, unit.unit_number))]
        statement = typed_text(form, "statement")
        await acts.conclude(task_id, statement, judged, own, actor=request.user, at=now())

    return await _do(request, task_id, "verification:concluded", act)


def _own_value(form: Form, unit: str) -> acts.UnitValue | None:
    """What the group sets itself for a unit; None when its fields are empty."""
    emissions, generation, heat = (
        checks.number(typed_text(form, f"{name}-{unit}", 40), f"{name}-{unit}")
        for name in ("emissions", "generation", "heat")
    )
    if emissions is None and generation is None and heat is None:
        return None
    return acts.UnitValue(unit, emissions, generation, heat, typed_text(form, f"reason-{unit}"))


@post("/verification/tasks/{task_id:int}/deliver", duty=Duty.VERIFICATION_REVIEW)
async def deliver(request: Ask, task_id: FromPath[int]) -> Response[Any]:
    async def act(form: Form) -> None:
        await acts.review(task_id, True, typed_text(form, "text"), actor=request.user, at=now())

    return await _do(request, task_id, "verification:delivered", act)


@post("/verification/tasks/{task_id:int}/send_back", duty=Duty.VERIFICATION_REVIEW)
async def send_back(request: Ask, task_id: FromPath[int]) -> Response[Any]:
    async def act(form: Form) -> None:
        await acts.review(task_id, False, typed_text(form, "text"), actor=request.user, at=now())

    return await _do(request, task_id, "verification:sent_back", act)


@get("/verification/tasks/{task_id:int}/explanation", duty=Duty.VERIFICATION_SEE)
async def explanation(
    request: Ask, task_id: FromPath[int], unit: FromQuery[str] = "", quantity: FromQuery[str] = ""
) -> Response[Any]:
    """How a verified figure came about: of the enterprise, or of one quantity of one unit."""
    card = await _task(request, task_id)
    if unit:
        chosen = one_of(Quantity, quantity, Quantity.EMISSIONS) or Quantity.EMISSIONS
        told = await queries.unit_explanation(task_id, unit, chosen, actor=request.user)
    else:
        told = await queries.explanation(task_id, actor=request.user)
    if told is None:
        raise NotFoundException
    return page(request, "verification/explanation.html", card=card, unit=unit, told=told, origins=origins(told))
