"""What is done: upload, submit, return, accept, set aside, determine, open the year, urge."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from litestar import Response, post
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Finding, Place, Refused
from domain.emission_report import acts, queries, rules
from domain.emission_report.rules import DeterminedUnit, KnownUnit
from portal.clock import now
from portal.emission_report.pages import show_determine, show_report, show_version
from portal.emission_report.views import Ask, known_id, report_card, version_card
from portal.page import done, typed_text, whole_number

MOST_FIGURE = Decimal(10) ** 12
FIGURES = ("emissions_tonnes", "generation_mwh", "heat_gj", "hours")


@post("/reports/report/{report_id:int}/upload", duty=Duty.REPORT_FILE)
async def upload(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """Take in a filled workbook; a refusal shows the report again, with every earlier version still there."""
    sent = (await request.form()).get("workbook")
    content = await sent.read() if isinstance(sent, UploadFile) else b""
    name = (sent.filename or "") if isinstance(sent, UploadFile) else ""
    try:
        version_id = await acts.receive(known_id(report_id), content, name, actor=request.user, at=now())
    except Refused as refused:
        return await show_report(request, report_id, 422, refused.findings)
    return done(request, f"/reports/versions/{version_id}", "emission_report:received")


@post("/reports/report/{report_id:int}/submit", duty=Duty.REPORT_SIGN)
async def submit(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """Sign the version that the page showed."""
    seen = typed_text(await request.form(), "version_id", 10)
    version_id = known_id(whole_number(seen)) if seen else None
    try:
        await acts.submit(known_id(report_id), actor=request.user, at=now(), version_id=version_id)
    except Refused as refused:
        return await show_report(request, report_id, 422, refused.findings)
    return done(request, f"/reports/report/{report_id}", "emission_report:submitted")


@post("/reports/report/{report_id:int}/return", duty=Duty.REPORT_ACCEPT)
async def return_(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """Send a report back, as a whole or for the sheets that are named."""
    form = await request.form()
    reason = typed_text(form, "reason")
    sections = [text for text in form.getall("section", []) if isinstance(text, str)]
    try:
        await acts.return_(known_id(report_id), reason, actor=request.user, at=now(), sections=sections)
    except Refused as refused:
        kept = {"reason": reason, **{f"section-{key}": "yes" for key in sections}}
        return await show_report(request, report_id, 422, refused.findings, kept)
    return done(request, f"/reports/report/{report_id}", "emission_report:returned")


@post("/reports/report/{report_id:int}/accept", duty=Duty.REPORT_ACCEPT)
async def accept(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    await acts.accept(known_id(report_id), actor=request.user, at=now())
    return done(request, f"/reports/report/{report_id}", "emission_report:accepted")


@post("/reports/findings/{finding_id:int}/waive", duty=Duty.REPORT_ACCEPT)
async def waive(request: Ask, finding_id: FromPath[int]) -> Response[Any]:
    """Set one finding aside with its reason."""
    found = await queries.finding(known_id(finding_id), actor=request.user)
    if found is None:
        raise NotFoundException
    version = await version_card(request, found.version_id)
    reason = typed_text(await request.form(), "reason")
    try:
        await acts.waive(finding_id, reason, actor=request.user, at=now())
    except Refused as refused:
        return await show_version(request, version.id, 422, refused.findings)
    return done(request, f"/reports/versions/{version.id}", "emission_report:waived")


@post("/reports/report/{report_id:int}/determine", duty=Duty.REPORT_DETERMINE)
async def determine(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """Determine emissions, unit by unit or as one; a refusal shows the form again with what was typed."""
    card = await report_card(request, report_id)
    form = await request.form()
    typed = {name: typed_text(form, name) for name in form if name != "_csrf_token"}
    known = await queries.known(card, actor=request.user)
    try:
        rows = [_determined(unit, typed) for unit in rules.determinable(known)]
        await acts.determine(report_id, rows, typed.get("reason", ""), actor=request.user, at=now())
    except Refused as refused:
        return await show_determine(request, report_id, typed, 422, refused.findings)
    return done(request, f"/reports/report/{report_id}", "emission_report:determined")


def _determined(unit: KnownUnit, typed: Mapping[str, str]) -> DeterminedUnit:
    """What was typed for a generating unit; an enterprise that is determined as one has its emissions alone."""
    asked = FIGURES if unit.capacity_mw else FIGURES[:1]
    figures = [_figure(f"{name}_{unit.number}", typed) for name in asked]
    return DeterminedUnit(unit.number, *figures, *[Decimal()] * (len(FIGURES) - len(asked)))


def _figure(name: str, typed: Mapping[str, str]) -> Decimal:
    """A typed figure; what is not typed or is no number is said at its field."""
    text = typed.get(name, "").replace(",", "")
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= MOST_FIGURE:
        raise Refused(Finding("REPORT-NO-FIGURE", place=Place(field=name), facts={"text": text}))
    return value


routes = [upload, submit, return_, accept, waive, determine]
