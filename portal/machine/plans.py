"""Monitoring plans and data quality control plans for programs, by the same rules as reports."""

from __future__ import annotations

import hashlib
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.law import last_day_of
from domain.core.workbook import Workbook
from domain.monitoring_plan import acts, queries, rules
from domain.monitoring_plan.queries import VersionCard
from domain.records.evidence.writes import XLSX
from domain.records.lawbook.queries import as_of
from domain.records.people.queries import EnterpriseCard
from portal.clock import now, today
from portal.emission_report.views import known_id, known_year
from portal.machine.answers import answered, speak
from portal.machine.doors import read_at, send_to
from portal.machine.filing import blank_answer, form_answer, own_enterprise, sent_as_json, told
from portal.machine.sending import once, sent
from portal.machine.shapes import Form, PlanFindings, PlanReceived, Plans, PlanVersion

Ask = Request[Actor, str, Any]
SEE, FILE = Duty.PLAN_FILE, Duty.PLAN_FILE


async def _form(enterprise: EnterpriseCard, year: int) -> Workbook:
    """The form of the enterprise's plan of a year; no page where its sector has none."""
    law = await as_of(last_day_of(known_year(year)))
    whose = enterprise.sector, enterprise.sector_code
    if not rules.has_form(law, *whose):
        raise NotFoundException
    return rules.form_of(law, *whose).workbook


@read_at("/machine/plans/{year:int}", "plan_standing", SEE, Plans, "The plan of a year and its versions")
async def plans(request: Ask, year: FromPath[int]) -> Response[Any]:
    """Every version of your enterprise's plan of a year, newest first; none is an empty list."""
    enterprise = await own_enterprise(request)
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
    enterprise = await own_enterprise(request)
    book = await _form(enterprise, year)
    filled = await queries.prefill(enterprise.id, year, today(), actor=request.user)
    return form_answer(request, book, year, filled)


@read_at(
    "/machine/plans/{year:int}/blank", "plan_blank", SEE, None, "The pre-filled workbook of your plan", media_type=XLSX
)
async def blank(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The workbook of the next version, filled in from the register and from the version before."""
    enterprise = await own_enterprise(request)
    book = await _form(enterprise, year)
    filled = await queries.prefill(enterprise.id, year, today(), actor=request.user)
    name = f"{book.key}-{year}-{enterprise.credit_code}"
    return await blank_answer(request, book, filled, name, synthetic=enterprise.synthetic)


@send_to("/machine/plans/{year:int}", "send_plan", FILE, PlanReceived, "Send a version of the plan")
async def upload(request: Ask, year: FromPath[int], file_name: FromQuery[str] = "") -> Response[Any]:
    """Take in the next version of the plan: the filled workbook, or JSON by the schema of its form.

    It is read right afterwards; submitting it for filing remains the act of a person.
    """
    enterprise = await own_enterprise(request)
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
    enterprise = await own_enterprise(request)
    book = await _form(enterprise, card.year) if await sent_as_json(card.original) else None
    return answered(request, PlanFindings(_version(card), [told(each, book) for each in found]))


routes = [plans, form, blank, upload, findings]
