"""The ledger of meters (计量器具台账): what is due, one meter, its calibrations and their certificates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Finding, Place, Refused
from domain.monitoring_plan import acts, queries
from domain.monitoring_plan.queries import MeterCard
from domain.records.evidence import queries as evidence
from domain.records.journal import queries as journal
from portal import lists
from portal.clock import now
from portal.monitoring_plan.views import Ask, known_id, parameter_said, typed_day
from portal.page import done, download, language_of, page, typed_text

# What a certificate may come as, told by how the file begins.
PAPERS = (b"%PDF-", b"\x89PNG\r\n", b"\xff\xd8\xff", b"PK\x03\x04")


@get("/plans/instruments", duty=Duty.PLAN_SEE)
async def ledger_page(request: Ask) -> Response[Any]:
    """The meters that plans in force name, the day due first: an enterprise's own, an officer's whole province."""
    view = await lists.view_of(request, queries.METERS, "/plans/instruments", *queries.ledger(actor=request.user))
    return lists.list_page(request, "monitoring_plan/instruments.html", view)


@get("/plans/instruments/export", duty=Duty.PLAN_SEE)
async def ledger_export(request: Ask) -> Response[Any]:
    name = lists.file_name(request, "Ledger of meters")
    return await lists.export(request, queries.METERS, name, *queries.ledger(actor=request.user))


@get("/plans/instruments/{meter_id:int}", duty=Duty.PLAN_SEE)
async def meter_page(request: Ask, meter_id: FromPath[int]) -> Response[Any]:
    """One meter: what it measures, when it is due, every calibration on record."""
    return await _meter_page(request, meter_id)


async def _meter_page(
    request: Ask, meter_id: int, status: int = 200, refused: Sequence[Finding] = (), typed: dict[str, str] | None = None
) -> Response[Any]:
    card = await _meter(request, meter_id)
    return page(
        request,
        "monitoring_plan/meter.html",
        status,
        card=card,
        parameter=parameter_said(card, language_of(request)),
        calibrations=await queries.calibrations(meter_id, actor=request.user),
        may_record=request.user.holds(Duty.PLAN_FILE) and card.retired_on is None,
        history=await journal.of_subject(f"plan_meter:{meter_id}"),
        findings=refused,
        typed=typed or {},
    )


async def _meter(request: Ask, meter_id: int) -> MeterCard:
    card = await queries.meter(known_id(meter_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


@post("/plans/instruments/{meter_id:int}/calibrate", duty=Duty.PLAN_FILE)
async def calibrate(request: Ask, meter_id: FromPath[int]) -> Response[Any]:
    """Record a calibration with its certificate; a refusal shows the form again with what was typed."""
    await _meter(request, meter_id)
    form = await request.form()
    typed = {name: typed_text(form, name, 120) for name in ("calibrated_on", "laboratory", "number", "serial")}
    sent = form.get("certificate")
    content = await sent.read() if isinstance(sent, UploadFile) else b""
    name = (sent.filename or "") if isinstance(sent, UploadFile) else ""
    try:
        told = _told(typed, content)
        await acts.calibrate(meter_id, told, content, name, actor=request.user, at=now())
    except Refused as refused:
        return await _meter_page(request, meter_id, 422, refused.findings, typed)
    return done(request, f"/plans/instruments/{meter_id}", "monitoring_plan:calibrated")


def _told(typed: dict[str, str], content: bytes) -> acts.Calibrated:
    """What was typed, as far as it can be read; what cannot be is said at its field."""
    day = typed_day(typed["calibrated_on"])
    if day is None:
        raise Refused(Finding("MP-CALIBRATED-DAY", place=Place(field="calibrated_on")))
    if content and not content.startswith(PAPERS):
        raise Refused(Finding("MP-CERTIFICATE-KIND", place=Place(field="certificate")))
    return acts.Calibrated(day, typed["laboratory"], typed["number"], typed["serial"])


@get("/plans/instruments/calibrations/{calibration_id:int}/certificate", duty=Duty.PLAN_SEE)
async def certificate(request: Ask, calibration_id: FromPath[int]) -> Response[Any]:
    """The certificate as it was received: a file to be saved, never something a browser opens."""
    card = await queries.calibration(known_id(calibration_id), actor=request.user)
    content = await evidence.fetch(card.certificate) if card else None
    if card is None or content is None:
        raise NotFoundException
    return download(content, card.file_name, "application/octet-stream")


routes = [ledger_page, ledger_export, meter_page, calibrate, certificate]
