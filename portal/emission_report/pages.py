"""What is looked at: the year's reports, one report, one version, differences, explanations."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding
from domain.core.law import last_day_of
from domain.core.workbook import Content, Workbook
from domain.emission_report import queries, rules
from domain.emission_report.queries import ReportCard, UnitYear, VersionCard
from domain.emission_report.rules import measuring
from domain.emission_report.states import ATTACHABLE, OWED, REPORT_MOVES, State
from domain.records.documents import queries as documents
from domain.records.journal import queries as journal
from domain.records.lawbook.queries import as_of
from portal.clock import today
from portal.emission_report.preview import Preview, preview_of, shown_to
from portal.emission_report.views import Ask, known_id, report_card, titles_for, version_card
from portal.page import language_of, page
from portal.workbooks import difference_sheets, sheet_views, title

EMPTY: Mapping[str, str] = MappingProxyType({})
# Moves that are a button of their own; determining has a page.
BUTTONS = ("submit", "accept", "return")


@get("/reports/report/{report_id:int}", duty=Duty.REPORT_SEE)
async def report_page(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """One report: where it stands, what can be done, its versions and units, its history."""
    return await show_report(request, report_id)


async def show_report(
    request: Ask, report_id: int, status: int = 200, refused: Sequence[Finding] = (), typed: Mapping[str, str] = EMPTY
) -> Response[Any]:
    """The report's page; after a refusal again, with the findings and what was typed."""
    file = await queries.report_file(known_id(report_id), actor=request.user)
    if file is None:
        raise NotFoundException
    card, versions, user = file.card, file.versions, request.user
    law = await as_of(last_day_of(card.year))
    last_day = rules.due_on(law, card.sector, card.opened_until)
    owed = card.state in OWED
    units = await queries.units_shown(report_id, actor=user)
    subjects = [f"report:{report_id}", *(f"report_version:{version.id}" for version in versions)]
    came_back = owed and bool(versions) and rules.came_back(versions[0].received_at, card.submitted_at)
    preview = None
    if card.emissions_tonnes is not None and (owed or card.state == State.SUBMITTED) and shown_to(user):
        preview = await preview_of(card, card.emissions_tonnes, units, law, actor=user)
    return page(
        request,
        "emission_report/report.html",
        status,
        card=card,
        findings=refused,
        typed=dict(typed),
        deadline=last_day,
        overdue=last_day is not None and today() > last_day and owed,
        owed=owed,
        submittable=queries.submittable(card),
        came_back=came_back,
        newest=versions[0] if versions else None,
        versions=versions,
        seals=file.seals,
        looks=file.looks,
        drafts=file.drafts,
        sheets=_sheets(card, versions, language_of(request)),
        attachable=card.state in ATTACHABLE,
        may_look=card.state == State.SUBMITTED and user.holds(Duty.FIRST_LOOK),
        preview=preview,
        units=units,
        titled=titles_for(request),
        moves=[move for move in REPORT_MOVES.open_to(card.state, user.duties) if move.name in BUTTONS],
        papers=await documents.of_subjects([f"report:{report_id}"], actor=user),
        history=await journal.of_subjects(subjects),
    )


def _sheets(card: ReportCard, versions: Sequence[VersionCard], language: str) -> dict[str, str]:
    """The sheets of the form by which the report was filed last; none before there is a version."""
    chosen = next((each for each in versions if each.id == card.version_id), None)
    return {sheet.key: title(sheet, language) for sheet in rules.FORMS[chosen.form].workbook} if chosen else {}


@get("/reports/versions/{version_id:int}", duty=Duty.REPORT_SEE)
async def version_page(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """One version: what was read, what is wrong with it and where, and what its emissions mean."""
    return await show_version(request, version_id)


async def show_version(
    request: Ask, version_id: int, status: int = 200, refused: Sequence[Finding] = ()
) -> Response[Any]:
    """The version's page; after a refusal again, with the findings."""
    file = await queries.version_file(known_id(version_id), actor=request.user)
    if file is None:
        raise NotFoundException
    version, content, user = file.card, file.lines, request.user
    card = await report_card(request, version.report_id)
    found = await queries.findings(version_id, actor=user)
    workbook = rules.FORMS[version.form].workbook
    current = card.version_id == version.id and card.state in OWED
    units = await queries.units_of_version(version_id, actor=user)
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
        units=units,
        titled=titles_for(request),
        others=file.others,
        preview=await _preview(card, version, units, (workbook, content), user),
        may_waive=current and user.holds(Duty.REPORT_ACCEPT),
        may_correct=current and user.holds(Duty.REPORT_FILE),
    )


async def _preview(
    card: ReportCard, version: VersionCard, units: Sequence[UnitYear], lines: tuple[Workbook, Content], user: Actor
) -> Preview | None:
    if version.emissions_tonnes is None or not shown_to(user):
        return None
    law = await as_of(last_day_of(card.year))
    return await preview_of(card, version.emissions_tonnes, units, law, actor=user, lines=lines)


@get("/reports/versions/{version_id:int}/measuring", duty=Duty.REPORT_SEE)
async def measuring_page(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """Fuel by fuel how the emissions by default came about, and what measuring would have given."""
    file = await queries.version_file(known_id(version_id), actor=request.user)
    if file is None or not file.lines:
        raise NotFoundException
    card = await report_card(request, file.card.report_id)
    workbook, law = rules.FORMS[file.card.form].workbook, await as_of(last_day_of(card.year))
    told = measuring.measuring(measuring.burnt(workbook, file.lines), law, card.sector)
    return page(request, "emission_report/measuring.html", card=card, version=file.card, told=told)


@get("/reports/versions/{version_id:int}/differences/{before_id:int}", duty=Duty.REPORT_SEE)
async def differences_page(request: Ask, version_id: FromPath[int], before_id: FromPath[int]) -> Response[Any]:
    """Every cell that two versions of one report fill differently, side by side, however many."""
    files = [await queries.version_file(known_id(each), actor=request.user) for each in (before_id, version_id)]
    before, after = files
    if before is None or after is None or before.card.report_id != after.card.report_id:
        raise NotFoundException
    card = await report_card(request, after.card.report_id)
    workbook = rules.FORMS[after.card.form].workbook
    sheets = await asyncio.to_thread(difference_sheets, workbook, before.lines, after.lines, language_of(request))
    return page(
        request,
        "emission_report/differences.html",
        card=card,
        version=after.card,
        before=before.card,
        sheets=sheets,
        count=sum(sheet.count for sheet in sheets),
    )


@get("/reports/report/{report_id:int}/explanation", duty=Duty.REPORT_SEE)
async def explanation_page(request: Ask, report_id: FromPath[int]) -> Response[Any]:
    """How the enterprise's emissions came about; each unit's figure leads on to its own explanation."""
    card = await report_card(request, report_id)
    told = await queries.explanation(report_id, actor=request.user)
    units = await queries.units_shown(report_id, actor=request.user)
    if told is None and card.version_id:
        told = await queries.version_explanation(card.version_id, actor=request.user)
    if told is None:
        raise NotFoundException
    return page(
        request,
        "emission_report/explanation.html",
        card=card,
        told=told,
        units=units,
        unit=None,
        titled=titles_for(request),
    )


@get("/reports/versions/{version_id:int}/explanation", duty=Duty.REPORT_SEE)
async def version_explanation_page(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """How the emissions of one version came about, whether or not it was submitted."""
    version = await version_card(request, version_id)
    card = await report_card(request, version.report_id)
    told = await queries.version_explanation(version_id, actor=request.user)
    if told is None:
        raise NotFoundException
    units = await queries.units_of_version(version_id, actor=request.user)
    return page(
        request,
        "emission_report/explanation.html",
        card=card,
        told=told,
        units=units,
        unit=None,
        titled=titles_for(request),
    )


@get("/reports/units/{unit_id:int}/explanation", duty=Duty.REPORT_SEE)
async def unit_explanation_page(request: Ask, unit_id: FromPath[int]) -> Response[Any]:
    """How one generating unit's emissions came about, month by month and cell by cell."""
    found = await queries.unit_explanation(known_id(unit_id), actor=request.user)
    if found is None:
        raise NotFoundException
    unit, told = found
    card = await report_card(request, unit.report_id)
    return page(
        request,
        "emission_report/explanation.html",
        card=card,
        told=told,
        units=[],
        unit=unit,
        titled=titles_for(request),
    )


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
    units = rules.determinable(known)
    context = {"card": card, "known": known, "units": units, "typed": typed, "findings": refused}
    return page(request, "emission_report/determine.html", status, **context)


routes = [
    report_page,
    version_page,
    measuring_page,
    differences_page,
    explanation_page,
    version_explanation_page,
    unit_explanation_page,
    determine_page,
]
