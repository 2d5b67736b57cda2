"""Monthly evidence for programs, by the same rules as reports: the form, sending, original records, what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.law import Law, NotInForce, last_day_of
from domain.core.workbook import Sheet, Workbook, data_of_content
from domain.emission_report.rules import Known, came_back, form_of
from domain.emission_report.rules.forms import Form as ReportForm
from domain.emission_report.rules.forms import Prefilled
from domain.monthly_evidence import acts, queries, rules
from domain.monthly_evidence.queries import AttachmentCard, MonthCard, VersionCard
from domain.monthly_evidence.rules import EvidenceKind, Proved
from domain.monthly_evidence.states import VersionState
from domain.monthly_evidence.workbook import workbook_of
from domain.records.evidence.writes import XLSX
from domain.records.lawbook.queries import as_of, as_of_days
from portal.clock import now, today
from portal.machine.answers import answered, speak
from portal.machine.doors import read_at, send_record_to, send_to
from portal.machine.filing import blank_answer, form_answer, own_enterprise, sent_as_json, text_of, told
from portal.machine.sending import once, sent, sent_record
from portal.machine.shapes import Findings, Form, Month, Months, MonthStanding, Proof, Received, Record, Version
from portal.monthly_evidence.views import attachment_card, known_year, version_card

Ask = Request[Actor, str, Any]
SEE, FILE = Duty.MONTH_FILE, Duty.MONTH_FILE


async def _opened(request: Ask, year: int, month: int) -> MonthCard:
    """The month of the enterprise whose program asks; no page before it is opened."""
    user = request.user
    if user.enterprise_id is None:
        raise NotFoundException
    cards = await queries.months_of(user.enterprise_id, known_year(year), actor=user)
    found = next((card for card in cards if card.month == month), None)
    if found is None:
        raise NotFoundException
    return found


async def _form(card: MonthCard) -> tuple[ReportForm, Workbook, Law]:
    """The form of the year's report, the month's workbook that is made from it, and the law of the year."""
    law = await as_of(last_day_of(card.year))
    form = form_of(law, card.sector)
    return form, _workbook(form.code), law


def _workbook(code: str) -> Workbook:
    found = workbook_of(code)
    if found is None:
        raise NotFoundException
    return found


def _filled(form: ReportForm, book: Workbook, known: Known, month: int, law: Law) -> Prefilled:
    """What is known of a month; of the year's first sheet the month's has some columns alone."""
    whole = rules.prefill(form, book, known, month, law)
    return {sheet.key: [_line(sheet, line) for line in whole.get(sheet.key, ())] for sheet in book}


def _line(sheet: Sheet, line: Mapping[str, object]) -> Mapping[str, object]:
    return {column.key: line[column.key] for column in sheet.columns if column.key in line}


@read_at("/machine/months/{year:int}", "month_standings", SEE, Months, "Where the months of a year stand")
async def months(request: Ask, year: FromPath[int]) -> Response[Any]:
    """The twelve months of your enterprise's year, each with its own last day."""
    enterprise = await own_enterprise(request)
    days = {month: rules.last_day(known_year(year), month) for month in rules.MONTHS}
    laws = await as_of_days(list(days.values()))
    cards = {card.month: card for card in await queries.months_of(enterprise.id, year, actor=request.user)}
    found = [
        _month(cards[month])
        if month in cards
        else replace(_NOT_OPENED, month=month, last_day=_due_on(laws[day], enterprise.sector, year, month))
        for month, day in days.items()
    ]
    return answered(request, Months(year, found))


_NOT_OPENED = Month(0, "", "", None, False, False, None, 0, 0, None, 0)


def _due_on(law: Law, sector: str, year: int, month: int) -> date | None:
    """The last day of a month that is still to be opened; None where the sector owes nothing or no law says."""
    try:
        return rules.due_on(law, sector, year, month) if rules.owes(law, sector) else None
    except NotInForce:
        return None


def _month(card: MonthCard) -> Month:
    return Month(
        card.month,
        card.state,
        card.standing(today()).value,
        card.due_on,
        card.late,
        card.owed,
        card.version_id,
        card.stops,
        card.warns,
        text_of(card.emissions_tonnes),
        card.attachments,
    )


@read_at("/machine/months/{year:int}/{month:int}", "month_standing", SEE, MonthStanding, "Where one month stands")
async def standing(request: Ask, year: FromPath[int], month: FromPath[int]) -> Response[Any]:
    """One month: its state and last day, every version, its original records, and what has to be proved by them."""
    card = await _opened(request, year, month)
    law = await as_of(last_day_of(year))
    versions = await queries.versions(card.id, actor=request.user)
    records = await queries.attachments(card.id, actor=request.user)
    there = {record.kind for record in records}
    wanted = [(proved.value, rules.proofs(law, proved)) for proved in Proved]
    found = MonthStanding(
        year,
        _month(card),
        card.owed and bool(versions) and _submittable(versions[0], card),
        [_version(each) for each in versions],
        [_record(each) for each in records],
        [Proof(proved, list(kinds), not there.isdisjoint(kinds)) for proved, kinds in wanted if kinds],
    )
    return answered(request, found)


def _submittable(newest: VersionCard, card: MonthCard) -> bool:
    return newest.state == VersionState.CLEAN and not came_back(newest.received_at, card.submitted_at)


def _version(card: VersionCard) -> Version:
    return Version(
        card.id,
        card.number,
        card.state,
        _workbook(card.form).key,
        card.file_name,
        card.evidence,
        card.received_at,
        text_of(card.emissions_tonnes),
        card.stops,
        card.warns,
        f"/machine/months/versions/{card.id}",
    )


def _record(card: AttachmentCard) -> Record:
    return Record(card.id, card.kind, card.file_name, card.media_type, card.evidence, card.size, card.attached_at)


@read_at("/machine/months/{year:int}/{month:int}/form", "month_form", SEE, Form, "The form of a month, as JSON schema")
async def form(request: Ask, year: FromPath[int], month: FromPath[int]) -> Response[Any]:
    """The JSON schema of a month's form, and in `data` the units and methods of the plan in force."""
    card = await _opened(request, year, month)
    of_year, book, law = await _form(card)
    known = await queries.known(card, actor=request.user)
    return form_answer(request, book, year, _filled(of_year, book, known, card.month, law))


@read_at(
    "/machine/months/{year:int}/{month:int}/blank",
    "month_blank",
    SEE,
    None,
    "The pre-filled workbook of a month",
    media_type=XLSX,
)
async def blank(request: Ask, year: FromPath[int], month: FromPath[int]) -> Response[Any]:
    """The workbook that the page offers, filled in from the plan in force."""
    card = await _opened(request, year, month)
    of_year, book, law = await _form(card)
    filled = _filled(of_year, book, await queries.known(card, actor=request.user), card.month, law)
    name = f"{book.key}-{year}-{month:02}-{card.credit_code}"
    return await blank_answer(request, book, filled, name, synthetic=card.synthetic)


@send_to("/machine/months/{year:int}/{month:int}", "send_month", FILE, Received, "Send the evidence of a month")
async def upload(
    request: Ask, year: FromPath[int], month: FromPath[int], file_name: FromQuery[str] = ""
) -> Response[Any]:
    """Take in the evidence of a month: the filled workbook, or JSON by the schema of its form.

    It is kept as it came and read right afterwards: ask at `findings_at` until its state is no longer `received`.
    Submitting it remains the act of a person. 404 when the month is not open, 409 when it is no longer owed.
    """
    card = await _opened(request, year, month)
    _, book, _ = await _form(card)
    content = await sent(request, book, file_name)

    async def act() -> Received:
        version_id = await acts.receive(card.id, content.original, content.file_name, actor=request.user, at=now())
        version = await version_card(request, version_id)
        size, at = len(content.original), f"/machine/months/versions/{version_id}"
        return Received(version_id, version.number, version.state, version.evidence, size, version.received_at, at)

    speak(request)
    return await once(request, content, act)


@send_record_to(
    "/machine/months/{year:int}/{month:int}/records", "send_record", FILE, Record, "Send an original record of a month"
)
async def attach(
    request: Ask,
    year: FromPath[int],
    month: FromPath[int],
    kind: FromQuery[EvidenceKind],
    file_name: FromQuery[str] = "",
) -> Response[Any]:
    """Attach an original record under its kind: pdf, jpg, png or xlsx by its first bytes, kept as it came.

    Findings that ask for a record of this kind are answered by it. 409 once the month was accepted.
    """
    card = await _opened(request, year, month)
    content = await sent_record(request, kind.value, file_name)

    async def act() -> Record:
        number = await acts.attach(
            card.id, kind.value, content.original, content.file_name, actor=request.user, at=now()
        )
        return _record(await attachment_card(request, number))

    speak(request)
    return await once(request, content, act)


@read_at(
    "/machine/months/versions/{version_id:int}", "month_findings", SEE, Findings, "What was found in a month's version"
)
async def findings(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """Where a version stands, its emissions, and its findings with their cells, of JSON with their pointers; one that a
    record has answered or that was set aside says so."""
    version = await version_card(request, version_id)
    speak(request)
    found = await queries.findings(version_id, actor=request.user)
    book = _workbook(version.form) if await sent_as_json(version.evidence) else None
    remarks = [told(each.finding, book, set_aside=not each.stands) for each in found]
    return answered(request, Findings(_version(version), remarks))


@read_at(
    "/machine/months/versions/{version_id:int}/data", "month_data", SEE, Mapping, "What was read from a month's version"
)
async def data(request: Ask, version_id: FromPath[int]) -> Response[Any]:
    """Every value that was read, by the schema of the form. 404 before it was read, and when nothing could be read."""
    version = await version_card(request, version_id)
    content = await queries.lines(version.id, actor=request.user)
    if not content:
        raise NotFoundException
    return answered(request, data_of_content(_workbook(version.form), content))


routes = [months, standing, form, blank, upload, attach, findings, data]
