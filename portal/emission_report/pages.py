"""What is looked at: the year's reports, one report, one version, differences, explanations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Finding
from domain.core.law import last_day_of
from domain.core.workbook import differences
from domain.emission_report import queries, rules
from domain.emission_report.states import OWED, REPORT_MOVES
from domain.records.documents import queries as documents
from domain.records.journal import queries as journal
from domain.records.lawbook.queries import as_of
from portal.clock import today
from portal.emission_report.views import (
    Ask,
    known_id,
    report_card,
    version_card,
)
from portal.page import language_of, page
from portal.workbooks import difference_view, sheet_views

# Moves that are a button of their own; determining has a page.
BUTTONS = ("submit", "accept", "return")


@get("/reports/report/{report_id:int}", duty=Duty.REPORT_SEE)
async def report_page(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """One report: where it stands, what can be done, its versions and units, its history."""
    return await show_report(request, report_id)


async def show_report(
    request: Ask, report_id: int, status: int = 200, refused: Sequence[Finding] = ()
) -> Response[Any]:
    """The report's page; after a refusal again, with the findings."""
    card = await report_card(request, report_id)
    law = await as_of(last_day_of(card.year))
    deadline = rules.deadline(law) if law.has("deadline.report") else None
    versions = await queries.versions(report_id, actor=request.user)
    units = await queries.unit_years([report_id], actor=request.user)
    subjects = [f"report:{report_id}", *(f"report_version:{version.id}" for version in versions)]
    return page(
        request,
        "emission_report/report.html",
        status,
        card=card,
        findings=refused,
        deadline=deadline,
        overdue=deadline is not None and today() > deadline and card.state in OWED,
        owed=card.state in OWED,
        submittable=queries.submittable(card),
        came_back=card.state in OWED and bool(versions) and rules.came_back(versions[0].received_at, card.submitted_at),
        versions=versions,
        units=units or await _computed_units(request, card.version_id),
        moves=[move for move in REPORT_MOVES.open_to(card.state, request.user.duties) if move.name in BUTTONS],
        papers=await documents.of_subjects([f"report:{report_id}"], actor=request.user),
        history=await journal.of_subjects(subjects),
    )


async def _computed_units(request: Ask, version_id: int | None) -> list[queries.UnitYear]:
    """Units of the newest version, while none is submitted."""
    return await queries.units_of_version(version_id, actor=request.user) if version_id else []


@get("/reports/versions/{version_id:int}", duty=Duty.REPORT_SEE)
async def version_page(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """One version: what was read, what is wrong with it and where."""
    return await show_version(request, version_id)


async def show_version(
    request: Ask, version_id: int, status: int = 200, refused: Sequence[Finding] = ()
) -> Response[Any]:
    version = await version_card(request, version_id)
    card = await report_card(request, version.report_id)
    found = await queries.findings(version_id, actor=request.user)
    content = await queries.lines(version_id, actor=request.user)
    workbook = rules.FORMS[version.form].workbook
    versions = await queries.versions(version.report_id, actor=request.user)
    current = card.version_id == version.id and card.state in OWED
    return page(
        request,
        "emission_report/version.html",
        status,
        version=version,
        card=card,
        found=found,
        findings=refused,
        readable=bool(content),
        sheets=sheet_views(workbook, content, [each.finding for each in found], language_of(request)),
        units=await queries.units_of_version(version_id, actor=request.user),
        others=[other for other in versions if other.id != version_id],
        may_waive=current and request.user.holds(Duty.REPORT_ACCEPT),
        may_correct=current and request.user.holds(Duty.REPORT_FILE),
    )


@get("/reports/versions/{version_id:int}/differences/{before_id:int}", duty=Duty.REPORT_SEE)
async def differences_page(request: Ask, version_id: FromPath[int], before_id: FromPath[int]) -> Response[Any]:
    """Every cell that two versions of one report fill differently, side by side, however many."""
    version, before = await version_card(request, version_id), await version_card(request, before_id)
    if version.report_id != before.report_id:
        raise NotFoundException
    card = await report_card(request, version.report_id)
    old, new = [await queries.lines(each, actor=request.user) for each in (before_id, version_id)]
    workbook = rules.FORMS[version.form].workbook
    changes = [difference_view(workbook, each, language_of(request)) for each in differences(workbook, old, new)]
    return page(request, "emission_report/differences.html", card=card, version=version, before=before, changes=changes)


@get("/reports/report/{report_id:int}/explanation", duty=Duty.REPORT_SEE)
async def explanation_page(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """How the enterprise's emissions came about; each unit's figure leads on to its own explanation."""
    card = await report_card(request, report_id)
    told = await queries.explanation(report_id, actor=request.user)
    units = await queries.unit_years([report_id], actor=request.user)
    if told is None and card.version_id:
        told = await queries.version_explanation(card.version_id, actor=request.user)
        units = await _computed_units(request, card.version_id)
    if told is None:
        raise NotFoundException
    return page(request, "emission_report/explanation.html", card=card, told=told, units=units, unit=None)


@get("/reports/versions/{version_id:int}/explanation", duty=Duty.REPORT_SEE)
async def version_explanation_page(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """How the emissions of one version came about, whether or not it was submitted."""
    version = await version_card(request, version_id)
    card = await report_card(request, version.report_id)
    told = await queries.version_explanation(version_id, actor=request.user)
    if told is None:
        raise NotFoundException
    units = await queries.units_of_version(version_id, actor=request.user)
    return page(request, "emission_report/explanation.html", card=card, told=told, units=units, unit=None)


@get("/reports/units/{unit_id:int}/explanation", duty=Duty.REPORT_SEE)
async def unit_explanation_page(request: Ask, unit_id: FromPath[int]) -> Response[Any]:
    """How one generating unit's emissions came about, month by month and cell by cell."""
    found = await queries.unit_explanation(known_id(unit_id), actor=request.user)
    if found is None:
        raise NotFoundException
    unit, told = found
    card = await report_card(request, unit.report_id)
    return page(request, "emission_report/explanation.html", card=card, told=told, units=[], unit=unit)


@get("/reports/report/{report_id:int}/determine", duty=Duty.REPORT_DETERMINE)
async def determine_page(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    return await show_determine(request, report_id, {})


async def show_determine(
    request: Ask, report_id: int, typed: Mapping[str, str], status: int = 200, refused: Sequence[Finding] = ()
) -> Response[Any]:
    """The form by which the authority determines emissions; last year's figures stand beside it."""
    card = await report_card(request, report_id)
    if card.state not in OWED:
        raise NotFoundException
    known = await queries.known(card, actor=request.user)
    context = {"card": card, "known": known, "typed": typed, "findings": refused}
    return page(request, "emission_report/determine.html", status, **context)


routes = [
    report_page,
    version_page,
    differences_page,
    explanation_page,
    version_explanation_page,
    unit_explanation_page,
    determine_page,
]
