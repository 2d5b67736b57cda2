"""What the enterprise does: upload a workbook, which the clock reads, and sign it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import InvalidOperation, Overflow

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Finding, Refused, Severity, Stale, refuse
from domain.core.law import Law, last_day_of
from domain.core.workbook import Lines, as_json, content_of
from domain.core.workbook import read as read_lines
from domain.emission_report import queries, rules
from domain.emission_report.acts.entering import enter_version, owed
from domain.emission_report.checks import examine
from domain.emission_report.queries import ReportCard, VersionCard
from domain.emission_report.rules import Form, Known, Part, Results
from domain.emission_report.states import REPORT_MOVES, VERSION_MOVES, VersionState
from domain.emission_report.tables import Report, ReportVersion
from domain.records.database import ask, copy_rows, transaction
from domain.records.documents import writes as documents
from domain.records.documents.rules import about
from domain.records.evidence import queries as evidence
from domain.records.journal.writes import Note, move, require
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell
from domain.records.sheets.reader import grid_for_in_thread
from domain.records.suppressions import queries as suppressions
from domain.records.suppressions.rules import apply


async def receive(report_id: int, original: bytes, file_name: str, *, actor: Actor, at: datetime) -> int:
    """Take an uploaded workbook as a new version, whatever is in it; reading it is owed. Answers the version.

    A receipt is issued for it. Refused: REPORT-UNKNOWN, REPORT-EMPTY, REPORT-SAME (the newest version is the same
    file). `Stale` when the report is no longer owed. Earlier versions are untouched.
    """
    require(actor, Duty.REPORT_FILE)
    if not original:
        raise refuse("REPORT-EMPTY", field_name="workbook")
    async with transaction():
        return await enter_version(report_id, original, file_name, actor=actor, at=at)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading one version."""

    findings: tuple[Finding, ...]
    lines: Lines = field(default_factory=Lines)
    results: Results | None = None
    plan_version: int | None = None
    law_digest: str = ""

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def stops(self) -> bool:
        return any(finding.stops for finding in self.findings)


async def read(version_id: int, *, actor: Actor, at: datetime) -> None:
    """Read and check a received version, then stop or clear it. Owed by every upload; `Stale` when it was read already.

    A workbook that cannot be read is stopped by a finding like any other; nothing is thrown away.
    """
    require(actor, Duty.CLOCK)
    version = await queries.version(version_id, actor=actor)
    card = await queries.report(version.report_id, actor=actor) if version else None
    if version is None or card is None or version.state != VersionState.RECEIVED:
        raise Stale(f"report_version:{version_id}", VersionState.RECEIVED.value)
    law, known = await as_of(last_day_of(card.year)), await queries.known(card, actor=actor)
    known = await queries.with_peers(known, card, law)
    outcome = await _outcome(version, rules.FORMS[version.form], known, law)
    outcome = await _within_sections(card, version, outcome, actor=actor)
    suppressed = await suppressions.ruling(card.sector, card.enterprise_id, legal_day(at))
    outcome = replace(outcome, findings=apply(outcome.findings, suppressed))
    async with transaction():
        note = Note(basis=_basis(outcome), evidence=version.evidence, enterprise_id=card.enterprise_id)
        name = "stop" if outcome.stops else "clear"
        await move(ReportVersion, version_id, VERSION_MOVES, name, actor=actor, at=at, note=note)
        await _save(version, outcome, at)
        facts = {"year": str(card.year), "number": str(version.number), **_counted(outcome)}
        link = f"/reports/versions/{version_id}"
        code = "emission_report.stopped" if outcome.stops else "emission_report.clean"
        await tell(code, at=at, facts=facts, enterprise_id=card.enterprise_id, link=link)


async def _outcome(version: VersionCard, form: Form, known: Known, law: Law) -> Outcome:
    original = await evidence.fetch(version.evidence)
    if original is None:
        raise KeyError(version.evidence)
    try:
        grid = await grid_for_in_thread(form.workbook, original)
    except Refused as refused:
        return Outcome(refused.findings, plan_version=known.plan_version, law_digest=law.digest())
    lines, findings = await asyncio.to_thread(read_lines, form.workbook, grid)
    try:
        examined = await asyncio.to_thread(examine, form, lines, known, law)
        found, results = (*findings, *examined.findings), examined.results
    except (InvalidOperation, Overflow):
        found, results = (*findings, Finding("SHEET-BEYOND-RESULT")), None
    if results is not None and not results.fit():
        # Nobody emits so much: a slip in some cell, which its own finding or this one names, and no row could hold it.
        found, results = (*found, Finding("SHEET-BEYOND-RESULT")), None
    return Outcome(found, lines, results, known.plan_version, law.digest())


async def _within_sections(card: ReportCard, version: VersionCard, outcome: Outcome, *, actor: Actor) -> Outcome:
    """What differs outside the sections that the report came back for, as findings that stop."""
    if not (card.sections and card.returned_version_id and outcome.lines.sheets):
        return outcome
    before = await queries.lines(card.returned_version_id, actor=actor)
    workbook, after = rules.FORMS[version.form].workbook, content_of(outcome.lines)
    found = await asyncio.to_thread(rules.elsewhere, workbook, before, after, card.sections)
    return replace(outcome, findings=(*outcome.findings, *found))


def _counted(outcome: Outcome) -> dict[str, str]:
    return {f"{severity.value}s": str(outcome.count(severity)) for severity in Severity}


def _basis(outcome: Outcome) -> dict[str, str]:
    emissions = str(outcome.results.enterprise.value) if outcome.results else ""
    return {**_counted(outcome), "emissions_tonnes": emissions, "law": outcome.law_digest}


async def _save(version: VersionCard, outcome: Outcome, at: datetime) -> None:
    """Lines, findings and units of a version, with its figures, in a handful of statements whatever their number."""
    enterprise = outcome.results.enterprise if outcome.results else None
    await ask(
        "UPDATE report_version SET read_at = {}, plan_version = {}, law_digest = {}, lines = {}::jsonb, "
        "emissions_tonnes = {}, explanation = {}::jsonb, beside = {}::jsonb, figures = {}::jsonb, "
        "stops = {}, warns = {}, notes = {} WHERE id = {}",
        at,
        outcome.plan_version,
        outcome.law_digest,
        _json(as_json(content_of(outcome.lines))),
        enterprise.value if enterprise else None,
        _json(enterprise.as_json() if enterprise else {}),
        _json([told.as_json() for told in outcome.results.beside] if outcome.results else []),
        _json(rules.year_figures(outcome.results.figures) if outcome.results else {}),
        *(outcome.count(severity) for severity in (Severity.STOP, Severity.WARN, Severity.NOTE)),
        version.id,
    )
    await _save_findings(version.id, outcome.findings)
    if outcome.results:
        await _save_parts(version, outcome.results.parts)


async def _save_findings(version_id: int, findings: tuple[Finding, ...]) -> None:
    rows = [
        (
            version_id,
            found.code,
            found.severity.value,
            found.place.sheet[:60],
            found.place.cell,
            _json(dict(found.facts)),
            found.citation[:200],
        )
        for found in findings
    ]
    columns = ("version_id", "code", "severity", "sheet", "cell", "facts", "citation")
    await copy_rows("report_finding", columns, rows)


UNIT_COLUMNS = (
    "report_id",
    "version_id",
    "unit_number",
    "unit_class",
    "fuel",
    "cogeneration",
    "capacity_mw",
    "emissions_tonnes",
    "generation_mwh",
    "heat_gj",
    "hours",
    "load_factor",
    "product",
    "output",
    "output_unit",
    "explanation",
)


async def _save_parts(version: VersionCard, parts: tuple[Part, ...]) -> None:
    rows = [
        (
            version.report_id,
            version.id,
            part.number,
            part.unit_class,
            part.fuel,
            part.cogeneration,
            part.capacity_mw,
            part.emissions.value,
            part.generation_mwh,
            part.heat_gj,
            part.hours,
            part.load_factor,
            part.product,
            part.output,
            part.output_unit,
            _json(part.emissions.as_json()),
        )
        for part in parts
    ]
    await copy_rows("report_unit", UNIT_COLUMNS, rows)


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)


async def submit(report_id: int, *, actor: Actor, at: datetime, version_id: int | None = None) -> None:
    """Sign and submit the newest version. Late submission is taken and marked late; what counts is the first one.

    `version_id` is the version that the signatory was looking at; `Stale` when it is no longer the newest.
    Refused: REPORT-UNKNOWN, REPORT-NO-VERSION, REPORT-UNREAD, REPORT-NOT-CLEAN, REPORT-CAME-BACK.
    """
    require(actor, Duty.REPORT_SIGN)
    async with transaction():
        await ask("SELECT id FROM report WHERE id = {} FOR UPDATE", report_id)
        card = await owed(report_id, actor)
        version = await _signable(card, version_id, actor)
        law, day = await as_of(last_day_of(card.year)), legal_day(at)
        late = card.late or (card.submitted_at is None and rules.is_late(day, law, card.sector, card.opened_until))
        basis = {"version": version.number, "emissions_tonnes": str(version.emissions_tonnes), "late": late}
        note = Note(basis=basis, evidence=version.evidence, enterprise_id=card.enterprise_id)
        await move(Report, report_id, REPORT_MOVES, "submit", actor=actor, at=at, note=note)
        await ask(
            "UPDATE report SET version_id = v.id, emissions_tonnes = v.emissions_tonnes, explanation = v.explanation, "
            "late = {}, submitted_at = {}, first_submitted_at = COALESCE(first_submitted_at, {}) "
            "FROM report_version v WHERE report.id = v.report_id AND v.id = {}",
            late,
            at,
            at,
            version.id,
        )
        facts = {"year": str(card.year), "name": card.enterprise_name, "number": str(version.number)}
        link = f"/reports/report/{report_id}"
        await tell("emission_report.submitted", at=at, facts=facts, duty=Duty.REPORT_ACCEPT, link=link)
        await _issue_receipt(card, version, late, actor=actor, at=at)


async def _issue_receipt(card: ReportCard, version: VersionCard, late: bool, *, actor: Actor, at: datetime) -> None:
    """The receipt of a report (受理回执): that this very file came in, and when."""
    facts = about(
        card,
        year=card.year,
        version=version.number,
        file_name=version.file_name,
        sha256=version.evidence,
        emissions_tonnes=version.emissions_tonnes,
        submitted_at=at,
        late=late,
        citation=REPORT_MOVES["submit"].citation,
    )
    subject, whose = f"report:{card.id}", card.enterprise_id
    await documents.issue("report_receipt", subject=subject, facts=facts, enterprise_id=whose, actor=actor, at=at)


async def _signable(card: ReportCard, version_id: int | None, actor: Actor) -> VersionCard:
    newest = next(iter(await queries.versions(card.id, actor=actor)), None)
    if newest is None:
        raise refuse("REPORT-NO-VERSION")
    if version_id is not None and newest.id != version_id:
        raise Stale(f"report_version:{version_id}", "newest")
    if newest.state == VersionState.RECEIVED:
        raise refuse("REPORT-UNREAD", number=newest.number)
    if newest.state != VersionState.CLEAN:
        raise refuse("REPORT-NOT-CLEAN", number=newest.number, stops=newest.stops)
    if rules.came_back(newest.received_at, card.submitted_at):
        raise refuse("REPORT-CAME-BACK", number=newest.number)
    return newest
