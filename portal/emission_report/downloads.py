"""What is taken away: the pre-filled blank, originals, annotated copies, the year as a table."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.law import last_day_of
from domain.emission_report import queries, rules
from domain.emission_report.queries import VersionCard
from domain.records.evidence import queries as evidence
from domain.records.lawbook.queries import as_of
from domain.records.sheets.writer import SYNTHETIC, Remark, annotated_in_thread, blank_in_thread
from portal import words
from portal.emission_report.blanks import beside
from portal.emission_report.views import Ask, report_card, version_card
from portal.page import XLSX, download, language_of
from portal.words import finding_sentence, label, say


@get("/reports/report/{report_id:int}/blank", duty=Duty.REPORT_SEE)
async def blank_form(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """The workbook of the year, pre-filled; the figures of the year before and the meters stand beside."""
    card = await report_card(request, report_id)
    known = await queries.known(card, actor=request.user)
    law = await as_of(last_day_of(card.year))
    form = rules.form_of(law, card.sector, card.sector_code)
    content = await blank_in_thread(
        form.workbook,
        form.prefill(known, law),
        banner=SYNTHETIC if card.synthetic else "",
        references=await beside(card, form.workbook, known, actor=request.user),
    )
    return download(content, f"{form.workbook.title_zh}-{card.year}-{card.credit_code}.xlsx", XLSX)


@get("/reports/versions/{version_id:int}/original", duty=Duty.REPORT_SEE)
async def original(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """The workbook as it was received."""
    version = await version_card(request, version_id)
    # Whatever was uploaded goes back as a file to be saved, never as something a browser opens.
    return download(await _original(version), version.file_name, "application/octet-stream")


@get("/reports/versions/{version_id:int}/annotated", duty=Duty.REPORT_SEE)
async def annotated(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """A copy of the workbook with every finding written at its cell."""
    version = await version_card(request, version_id)
    if not await queries.lines(version_id, actor=request.user):
        raise NotFoundException
    words.speaking.set(language_of(request))
    found = await queries.findings(version_id, actor=request.user)
    copy = await annotated_in_thread(await _original(version), [_remark(card) for card in found])
    mark = say("annotated")
    return download(copy, f"{mark}-{version.file_name}", XLSX)


def _remark(card: queries.FindingCard) -> Remark:
    finding = card.finding
    text = f"[{label('severity', finding.severity.value)}] {finding.code} {finding_sentence(finding)}"
    aside = f" ({say('Set aside')}: {card.reason})" if card.reason else ""
    return finding.place, f"{text}{aside}"


async def _original(version: VersionCard) -> bytes:
    content = await evidence.fetch(version.evidence)
    if content is None:
        raise NotFoundException
    return content


routes = [blank_form, original, annotated]
