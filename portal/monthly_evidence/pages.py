"""What is looked at: one month, one version, differences, the months beside the annual report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Finding
from domain.core.law import Law, last_day_of
from domain.core.workbook import differences
from domain.emission_report.rules import came_back
from domain.monthly_evidence import queries, rules
from domain.monthly_evidence.queries import AttachmentCard, MonthCard, VersionCard
from domain.monthly_evidence.rules import EvidenceKind, Proved
from domain.monthly_evidence.states import FILED, MONTH_MOVES, TAKES_FILES, VersionState
from domain.records.documents import queries as documents
from domain.records.journal import queries as journal
from domain.records.lawbook.queries import as_of
from domain.records.people import queries as people
from portal.clock import today
from portal.monthly_evidence.own import own_page
from portal.monthly_evidence.views import Ask, known_id, known_year, month_card, version_card, workbook
from portal.page import language_of, page
from portal.workbooks import difference_view, sheet_views

BUTTONS = ("submit", "accept", "return")


@get("/months/month/{month_id:int}", duty=Duty.MONTH_SEE)
async def month_page(request: Ask, month_id: FromPath[int]) -> Response[Any]:
    """One month: where it stands, what can be done, its records and versions, its history."""
    return await show_month(request, month_id)


async def show_month(
    request: Ask,
    month_id: int,
    status: int = 200,
    refused: Sequence[Finding] = (),
    typed: dict[str, str] | None = None,
) -> Response[Any]:
    """The month's page; after a refusal again, with the findings and what was typed. Eight statements."""
    card, user = await month_card(request, month_id), request.user
    law = await as_of(last_day_of(card.year))
    versions = await queries.versions(month_id, actor=user)
    records = await queries.attachments(month_id, actor=user)
    looks = await queries.looks(month_id, actor=user)
    subjects = [f"month_evidence:{month_id}", *(f"month_version:{version.id}" for version in versions)]
    newest = versions[0] if versions else None
    return page(
        request,
        "monthly_evidence/month.html",
        status,
        card=card,
        findings=refused,
        typed=typed or {},
        standing=card.standing(today()).value,
        days_left=(card.due_on - today()).days,
        versions=versions,
        submittable=newest is not None and newest.state == VersionState.CLEAN and not _came_back(newest, card),
        came_back=newest is not None and card.owed and _came_back(newest, card),
        records=records,
        proofs=_proofs(law, records),
        kinds=[kind.value for kind in EvidenceKind],
        takes_records=card.state in TAKES_FILES and user.holds(Duty.MONTH_FILE),
        looks=looks,
        may_look=card.state in FILED and user.holds(Duty.FIRST_LOOK),
        moves=[move for move in MONTH_MOVES.open_to(card.state, user.duties) if move.name in BUTTONS],
        papers=await documents.of_subjects([f"month_evidence:{month_id}"], actor=user),
        history=await journal.of_subjects(subjects),
    )


def _came_back(version: VersionCard, card: MonthCard) -> bool:
    return came_back(version.received_at, card.submitted_at)


@dataclass(frozen=True, slots=True)
class Proof:
    """What has to be proved, by one of which kinds of record, and whether one is there."""

    proved: str
    kinds: tuple[str, ...]
    there: bool


def _proofs(law: Law, records: Sequence[AttachmentCard]) -> list[Proof]:
    attached = {record.kind for record in records}
    wanted = [(proved, rules.proofs(law, proved)) for proved in Proved]
    return [Proof(proved.value, kinds, not attached.isdisjoint(kinds)) for proved, kinds in wanted if kinds]


@get("/months/versions/{version_id:int}", duty=Duty.MONTH_SEE)
async def version_page(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """One version: what was read, what is wrong with it and where."""
    return await show_version(request, version_id)


async def show_version(
    request: Ask, version_id: int, status: int = 200, refused: Sequence[Finding] = ()
) -> Response[Any]:
    """The version's page; after a refusal again, with the findings. Six statements."""
    version, user = await version_card(request, version_id), request.user
    card = await month_card(request, version.month_id)
    found = await queries.findings(version_id, actor=user)
    content = await queries.lines(version_id, actor=user)
    versions = await queries.versions(version.month_id, actor=user)
    current = card.owed and card.version_id == version.id
    shown = [each.finding for each in found if each.stands]
    return page(
        request,
        "monthly_evidence/version.html",
        status,
        version=version,
        card=card,
        found=found,
        findings=refused,
        readable=bool(content),
        sheets=sheet_views(workbook(version.form), content, shown, language_of(request)),
        others=[other for other in versions if other.id != version_id],
        may_waive=current and user.holds(Duty.MONTH_REVIEW),
        may_correct=current and user.holds(Duty.MONTH_FILE),
    )


@get("/months/versions/{version_id:int}/differences/{before_id:int}", duty=Duty.MONTH_SEE)
async def differences_page(request: Ask, version_id: FromPath[int], before_id: FromPath[int]) -> Response[Any]:
    """Every cell that two versions of one month fill differently, side by side, however many."""
    version, before = await version_card(request, version_id), await version_card(request, before_id)
    if version.month_id != before.month_id:
        raise NotFoundException
    card = await month_card(request, version.month_id)
    old, new = [await queries.lines(each, actor=request.user) for each in (before_id, version_id)]
    form = workbook(version.form)
    changes = [difference_view(form, each, language_of(request)) for each in differences(form, old, new)]
    return page(
        request, "monthly_evidence/differences.html", card=card, version=version, before=before, changes=changes
    )


@get("/months/enterprises/{enterprise_id:int}/{year:int}", duty=Duty.MONTH_SEE)
async def enterprise_page(request: Ask, enterprise_id: FromPath[int], year: FromPath[int]) -> Response[Any]:
    """One enterprise's year as it sees it itself."""
    return await own_page(request, known_year(year), known_id(enterprise_id))


@get("/months/enterprises/{enterprise_id:int}/{year:int}/report", duty=Duty.MONTH_SEE)
async def rollup_page(request: Ask, enterprise_id: FromPath[int], year: FromPath[int]) -> Response[Any]:
    """The submitted months of a year beside the lines of the annual report."""
    enterprise = await people.enterprise(known_id(enterprise_id), actor=request.user)
    if enterprise is None:
        raise NotFoundException
    law = await as_of(last_day_of(known_year(year)))
    told = await queries.roll_up(enterprise_id, year, law, actor=request.user)
    return page(
        request, "monthly_evidence/rollup.html", enterprise=enterprise, year=year, told=told, months=rules.MONTHS
    )


routes = [month_page, version_page, differences_page, enterprise_page, rollup_page]
