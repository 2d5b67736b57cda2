"""Reports for programs: the form and its schema, the blank, sending, where it stands, what was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.law import Law, last_day_of
from domain.core.workbook import data_of_content
from domain.emission_report import acts, queries, rules
from domain.emission_report.queries import ReportCard, VersionCard
from domain.emission_report.states import OWED
from domain.records.evidence.writes import XLSX
from domain.records.lawbook.queries import as_of
from portal.clock import now
from portal.emission_report.blanks import beside
from portal.emission_report.views import known_id, known_year, version_card
from portal.machine.answers import answered, speak
from portal.machine.doors import read_at, send_to
from portal.machine.filing import blank_answer, form_answer, sent_as_json, text_of, told
from portal.machine.sending import once, sent
from portal.machine.shapes import Findings, Form, Received, Report, Version

Ask = Request[Actor, str, Any]
SEE, FILE = Duty.REPORT_FILE, Duty.REPORT_FILE


@read_at(
    "/machine/forms/{sector:str}/{year:int}",
    "report_form",
    SEE,
    Form,
    "The form of a sector and year, as a JSON schema",
)
async def form(request: Ask, sector: FromPath[str], year: FromPath[int]) -> Response[Any]:
    """The JSON schema of a sector's report (draft 2020-12, titles in Chinese and English, units, choices, bounds), and
    in `data` what the portal has filled in already where the report is your own: send it back, completed."""
    law = await as_of(last_day_of(known_year(year)))
    card = await _own(request, year)
    own = rules.form_of(law, card.sector, card.sector_code) if card else None
    found = own if own and sector in (own.sector, card.sector if card else "") else _form_of(law, sector)
    filled = None
    if card and found is own and own is not None:
        filled = own.prefill(await queries.known(card, actor=request.user), law)
    return form_answer(request, found.workbook, year, filled)


def _form_of(law: Law, sector: str) -> rules.Form:
    if not law.has(rules.form_key(sector)):
        raise NotFoundException
    return rules.form_of(law, sector)


async def _own(request: Ask, year: int) -> ReportCard | None:
    """The report of the enterprise whose program asks."""
    user = request.user
    if user.enterprise_id is None:
        return None
    return await queries.report_of(user.enterprise_id, known_year(year), actor=user)


async def _opened(request: Ask, year: int) -> ReportCard:
    card = await _own(request, year)
    if card is None:
        raise NotFoundException
    return card


@read_at(
    "/machine/reports/{year:int}", "report_standing", SEE, Report, "Where the report of a year stands, and its versions"
)
async def report(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The report of your enterprise: its state, the deadline, and every version that was filed, newest first."""
    card = await _opened(request, year)
    law = await as_of(last_day_of(card.year))
    versions = [_version(each) for each in await queries.versions(card.id, actor=request.user)]
    found = Report(
        card.year,
        card.state,
        rules.form_of(law, card.sector, card.sector_code).workbook.key,
        rules.due_on(law, card.sector, card.opened_until),
        card.late,
        card.state in OWED,
        queries.submittable(card),
        text_of(card.emissions_tonnes),
        versions,
    )
    return answered(request, found)


def _version(card: VersionCard) -> Version:
    return Version(
        card.id,
        card.number,
        card.state,
        rules.FORMS[card.form].workbook.key,
        card.file_name,
        card.evidence,
        card.received_at,
        text_of(card.emissions_tonnes),
        card.stops,
        card.warns,
        f"/machine/versions/{card.id}",
    )


@send_to("/machine/reports/{year:int}", "send_report", FILE, Received, "Send the report of a year")
async def upload(request: Ask, year: FromPath[int], file_name: FromQuery[str] = "") -> Response[Any]:
    """Take in the enterprise's report of the year: the filled workbook, or JSON by the schema of its form.

    It is kept as it came and read right afterwards: ask at `findings_at` until its state is no longer `received`.
    Signing it remains the act of a person. 404 when no report is open for that year, 409 when it is no longer owed.
    """
    card = await _opened(request, year)
    law = await as_of(last_day_of(card.year))
    content = await sent(request, rules.form_of(law, card.sector, card.sector_code).workbook, file_name)

    async def act() -> Received:
        version_id = await acts.receive(card.id, content.original, content.file_name, actor=request.user, at=now())
        version = await version_card(request, version_id)
        size, at = len(content.original), f"/machine/versions/{version_id}"
        return Received(version_id, version.number, version.state, version.evidence, size, version.received_at, at)

    speak(request)
    return await once(request, content, act)


@read_at(
    "/machine/reports/{year:int}/blank", "report_blank", SEE, None, "The pre-filled workbook of a year", media_type=XLSX
)
async def blank(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The workbook that the page offers: plan and law are filled in, the figures of the year before stand beside."""
    card = await _opened(request, year)
    law, known = await as_of(last_day_of(card.year)), await queries.known(card, actor=request.user)
    found = rules.form_of(law, card.sector, card.sector_code)
    return await blank_answer(
        request,
        found.workbook,
        found.prefill(known, law),
        f"{found.code}-{card.year}-{card.credit_code}",
        synthetic=card.synthetic,
        references=await beside(card, found.workbook, known, actor=request.user),
    )


@read_at("/machine/versions/{version_id:int}", "version_findings", SEE, Findings, "What was found in a version")
async def findings(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """Where a version stands, its emissions, and its findings with their cells; of JSON with their pointers."""
    version = await version_card(request, known_id(version_id))
    speak(request)
    found = await queries.findings(version_id, actor=request.user)
    book = rules.FORMS[version.form].workbook if await sent_as_json(version.evidence) else None
    remarks = [told(each.finding, book, set_aside=each.waived_at is not None) for each in found]
    return answered(request, Findings(_version(version), remarks))


@read_at(
    "/machine/versions/{version_id:int}/data", "version_data", SEE, Mapping, "What was read from a version, as JSON"
)
async def data(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """Every value that was read, by the schema of the form, whatever the version was sent as. 404 before it was read,
    and when nothing in it could be read."""
    version = await version_card(request, known_id(version_id))
    content = await queries.lines(version.id, actor=request.user)
    if not content:
        raise NotFoundException
    return answered(request, data_of_content(rules.FORMS[version.form].workbook, content))


routes = [form, report, upload, blank, findings, data]
