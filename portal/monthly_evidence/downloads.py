"""What is taken away: the pre-filled blank, originals, annotated copies, original records."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.law import last_day_of
from domain.emission_report.rules import form_of
from domain.monthly_evidence import queries, rules
from domain.monthly_evidence.workbook import workbook_of
from domain.records.evidence import queries as evidence
from domain.records.lawbook.queries import as_of
from domain.records.sheets.writer import SYNTHETIC, Remark, annotated_in_thread, blank_in_thread
from portal import words
from portal.monthly_evidence.views import Ask, attachment_card, month_card, version_card
from portal.page import XLSX, download, language_of
from portal.words import finding_sentence, label, say

# Whatever was uploaded goes back as a file to be saved, never as something a browser opens.
TO_SAVE = "application/octet-stream"


@get("/months/month/{month_id:int}/blank", duty=Duty.MONTH_SEE)
async def blank_form(request: Ask, month_id: FromPath[int]) -> Response[Any]:
    """The month's workbook, pre-filled with the units of the plan in force and the methods planned."""
    card = await month_card(request, month_id)
    law = await as_of(last_day_of(card.year))
    form = form_of(law, card.sector)
    workbook = workbook_of(form.code)
    if workbook is None:
        raise NotFoundException
    known = await queries.known(card, actor=request.user)
    filled = rules.prefill(form, workbook, known, card.month, law)
    content = await blank_in_thread(workbook, filled, banner=SYNTHETIC if card.synthetic else "")
    return download(content, f"月度存证-{card.year}-{card.month:02}-{card.credit_code}.xlsx", XLSX)


@get("/months/versions/{version_id:int}/original", duty=Duty.MONTH_SEE)
async def original(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """The workbook as it was received."""
    version = await version_card(request, version_id)
    return download(await _kept(version.evidence), version.file_name, TO_SAVE)


@get("/months/versions/{version_id:int}/annotated", duty=Duty.MONTH_SEE)
async def annotated(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """A copy of the workbook with every finding written at its cell."""
    version = await version_card(request, version_id)
    if not await queries.lines(version_id, actor=request.user):
        raise NotFoundException
    words.speaking.set(language_of(request))
    found = await queries.findings(version_id, actor=request.user)
    open_ones = [card for card in found if card.stands]
    copy = await annotated_in_thread(await _kept(version.evidence), [_remark(card) for card in open_ones])
    mark = say("annotated")
    return download(copy, f"{mark}-{version.file_name}", XLSX)


def _remark(card: queries.FindingCard) -> Remark:
    finding = card.finding
    return finding.place, f"[{label('severity', finding.severity.value)}] {finding.code} {finding_sentence(finding)}"


@get("/months/records/{attachment_id:int}", duty=Duty.MONTH_SEE)
async def record(request: Ask, attachment_id: FromPath[int]) -> Response[Any]:
    """An original record as it was attached."""
    card = await attachment_card(request, attachment_id)
    return download(await _kept(card.evidence), card.file_name, TO_SAVE)


async def _kept(sha256: str) -> bytes:
    content = await evidence.fetch(sha256)
    if content is None:
        raise NotFoundException
    return content


routes = [blank_form, original, annotated, record]
