"""The workbook, both ways: the pre-filled blank, the upload, the original and its annotated copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Finding, Refused
from domain.monitoring_plan import acts, queries
from domain.monitoring_plan.queries import VersionCard
from domain.records.evidence import queries as evidence
from domain.records.people import queries as people
from domain.records.sheets.writer import SYNTHETIC, annotated_in_thread, blank_in_thread
from portal import words
from portal.clock import now, today
from portal.monitoring_plan.views import Ask, no_form_page, own, version_card, year_form
from portal.page import XLSX, done, download, language_of, page, typed_text, whole_number
from portal.words import finding_sentence, say


@get("/plans/{year:int}/blank", duty=Duty.PLAN_FILE)
async def blank_form(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The workbook of the next version, pre-filled from the register and from the version before."""
    mine = own(request)
    form = await year_form(request, year)
    if form is None:
        return no_form_page(request, year)
    enterprise = await people.enterprise(mine, actor=request.user)
    filled = await queries.prefill(mine, year, today(), actor=request.user)
    if enterprise is None or filled is None:
        raise NotFoundException
    workbook = form.workbook
    content = await blank_in_thread(workbook, filled, banner=SYNTHETIC if enterprise.synthetic else "")
    return download(content, f"{workbook.title_zh}-{year}-{enterprise.credit_code}.xlsx", XLSX)


@get("/plans/{year:int}/upload", duty=Duty.PLAN_FILE)
async def upload_form(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Where a filled workbook is handed in."""
    if await year_form(request, year) is None:
        return no_form_page(request, year)
    return await _upload_page(request, year)


async def _upload_page(
    request: Ask, year: int, status: int = 200, refused: Sequence[Finding] = (), typed: dict[str, str] | None = None
) -> Response[Any]:
    """The form of an upload; granted applications can be named by a revised version."""
    granted = await queries.granted(own(request), year, actor=request.user)
    return page(
        request,
        "monitoring_plan/upload.html",
        status,
        year=year,
        findings=refused,
        typed=typed or {},
        granted=[(card.id, f"{card.since.isoformat()} {card.what[:60]}") for card in granted],
    )


@post("/plans/{year:int}/upload", duty=Duty.PLAN_FILE)
async def upload(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Take in a filled workbook; a refusal shows the form again."""
    if await year_form(request, year) is None:
        return no_form_page(request, year, 422)
    form = await request.form()
    sent, change = form.get("workbook"), whole_number(typed_text(form, "change", 10))
    content = await sent.read() if isinstance(sent, UploadFile) else b""
    name = (sent.filename or "") if isinstance(sent, UploadFile) else ""
    try:
        plan_id = await acts.receive(
            own(request), year, content, name, actor=request.user, at=now(), change_id=change or None
        )
    except Refused as refused:
        return await _upload_page(request, year, 422, refused.findings, {"change": str(change)})
    return done(request, f"/plans/versions/{plan_id}", "monitoring_plan:received")


@get("/plans/versions/{plan_id:int}/original", duty=Duty.PLAN_SEE)
async def original(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    """The workbook as it was received."""
    card = await version_card(request, plan_id)
    return download(await _original(card), card.file_name, XLSX)


@get("/plans/versions/{plan_id:int}/annotated", duty=Duty.PLAN_SEE)
async def annotated(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    """A copy of the workbook with every finding written at its cell."""
    card = await version_card(request, plan_id)
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


routes = [blank_form, upload_form, upload, original, annotated]
