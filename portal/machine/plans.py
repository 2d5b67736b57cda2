"""Monitoring plans and data quality control plans for programs, by the same rules as reports."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding
from domain.core.law import last_day_of
from domain.core.workbook import Workbook, data_from, pointer_of
from domain.monitoring_plan import acts, queries, rules
from domain.monitoring_plan.queries import VersionCard
from domain.records.evidence import queries as evidence
from domain.records.evidence.writes import JSON, XLSX
from domain.records.lawbook.queries import as_of
from domain.records.people import queries as people
from domain.records.people.queries import EnterpriseCard
from domain.records.sheets.writer import blank_in_thread
from portal.clock import now, today
from portal.emission_report.views import known_id, known_year
from portal.machine.answers import answered, speak, tagged
from portal.machine.doors import read_at, send_to
from portal.machine.problems import remarks
from portal.machine.reports import described
from portal.machine.sending import once, sent
from portal.machine.shapes import Form, PlanFindings, PlanReceived, Plans, PlanVersion, Remark
from portal.workbooks import SYNTHETIC

Ask = Request[Actor, str, Any]
SEE, FILE = Duty.PLAN_FILE, Duty.PLAN_FILE


async def _own(request: Ask) -> EnterpriseCard:
    user = request.user
    card = await people.enterprise(user.enterprise_id, actor=user) if user.enterprise_id else None
    if card is None:
        raise NotFoundException
    return card


async def _form(enterprise: EnterpriseCard, year: int) -> Workbook:
    """The form of the enterprise's plan of a year; no page where its sector has none."""
    law = await as_of(last_day_of(known_year(year)))
    if not law.has(rules.form_key(enterprise.sector)):
        raise NotFoundException
    return rules.form_of(law, enterprise.sector).workbook


@read_at("/machine/plans/{year:int}", "plan_standing", SEE, Plans, "The plan of a year and its versions")
async def plans(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Every version of your enterprise's plan of a year, newest first; none is an empty list."""
    enterprise = await _own(request)
    cards = await queries.versions(enterprise.id, known_year(year), actor=request.user)
    return answered(request, Plans(year, [_version(card) for card in cards]))


def _version(card: VersionCard) -> PlanVersion:
    return PlanVersion(
        card.id,
        card.version,
        card.state,
        card.file_name,
        card.original,
        card.received_at,
        card.filed_at,
        card.stops,
        card.warnings,
        f"/machine/plans/versions/{card.id}",
    )


@read_at("/machine/plans/{year:int}/form", "plan_form", SEE, Form, "The form of your plan, as a JSON schema")
async def form(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The JSON schema of the plan's form of a year, and in `data` what the register and your last version say."""
    enterprise = await _own(request)
    book = await _form(enterprise, year)
    filled = await queries.prefill(enterprise.id, year, today(), actor=request.user)
    data = data_from(book, filled) if filled is not None else None
    return answered(request, Form(book.key, book.edition, year, described(book), data))


@read_at(
    "/machine/plans/{year:int}/blank", "plan_blank", SEE, None, "The pre-filled workbook of your plan", media_type=XLSX
)
async def blank(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The workbook of the next version, filled in from the register and from the version before."""
    enterprise = await _own(request)
    book = await _form(enterprise, year)
    filled = await queries.prefill(enterprise.id, year, today(), actor=request.user)
    content = await blank_in_thread(book, filled, banner=SYNTHETIC if enterprise.synthetic else "")
    name = {"Content-Disposition": f'attachment; filename="{book.key}-{year}-{enterprise.credit_code}.xlsx"'}
    return tagged(request, content, XLSX, headers=name)


@send_to("/machine/plans/{year:int}", "send_plan", FILE, PlanReceived, "Send a version of the plan")
async def upload(request: Ask, year: FromPath[int], file_name: FromQuery[str] = "") -> Response[Any]:
    """Take in the next version of the plan: the filled workbook, or JSON by the schema of its form.

    It is read right afterwards; submitting it for filing remains the act of a person.
    """
    enterprise = await _own(request)
    content = await sent(request, await _form(enterprise, year), file_name)

    async def act() -> PlanReceived:
        original, name = content.original, content.file_name
        plan_id = await acts.receive(enterprise.id, year, original, name, actor=request.user, at=now())
        card = await _card(request, plan_id)
        digest, at = hashlib.sha256(original).hexdigest(), f"/machine/plans/versions/{plan_id}"
        return PlanReceived(plan_id, card.state, digest, len(original), card.received_at, at)

    speak(request)
    return await once(request, content, act)


async def _card(request: Ask, plan_id: int) -> VersionCard:
    card = await queries.plan(known_id(plan_id), actor=request.user)
    if card is None:
        raise NotFoundException
    return card


@read_at(
    "/machine/plans/versions/{plan_id:int}", "plan_findings", SEE, PlanFindings, "What was found in a version of a plan"
)
async def findings(request: Ask, plan_id: FromPath[int]) -> Response[Any]:
    """Where a version of a plan stands, and its findings with their cells; of JSON with their pointers."""
    card = await _card(request, plan_id)
    speak(request)
    found = await queries.findings(plan_id, actor=request.user)
    original = await evidence.card(card.original)
    enterprise = await _own(request)
    book = await _form(enterprise, card.year) if original and original.media_type == JSON else None
    return answered(request, PlanFindings(_version(card), [_remark(each, book) for each in found]))


def _remark(finding: Finding, book: Workbook | None) -> Remark:
    (told,) = remarks([finding])
    return replace(told, pointer=pointer_of(book, finding.place)) if book else told


routes = [plans, form, blank, upload, findings]
