"""What the enterprise does: upload a month's workbook, which the clock reads, attach original records, submit."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import datetime
from decimal import InvalidOperation, Overflow

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Finding, Refused, Severity, Stale, refuse
from domain.core.law import Law, last_day_of
from domain.core.workbook import Lines, as_json, content_of
from domain.core.workbook import read as read_lines
from domain.emission_report.rules import FORMS, Results, came_back
from domain.emission_report.rules.forms import Form
from domain.monthly_evidence import queries, rules
from domain.monthly_evidence.acts.entering import enter_version, owed
from domain.monthly_evidence.acts.proofs import answer
from domain.monthly_evidence.checks import Examined, MonthCase, examine
from domain.monthly_evidence.queries import MonthCard, VersionCard
from domain.monthly_evidence.rules import MonthFigure
from domain.monthly_evidence.states import MONTH_MOVES, VERSION_MOVES, VersionState
from domain.monthly_evidence.tables import MonthEvidence, MonthVersion
from domain.monthly_evidence.workbook import workbook_of
from domain.records.database import ask, ask_one, copy_rows, transaction
from domain.records.evidence import queries as evidence
from domain.records.figures.queries import MONTHLY
from domain.records.figures.writes import Told, enter
from domain.records.journal.writes import Note, move, require
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell
from domain.records.sheets.reader import grid_for_in_thread


async def receive(month_id: int, original: bytes, file_name: str, *, actor: Actor, at: datetime) -> int:
    """Take an uploaded workbook as a new version, whatever is in it; reading it is owed. Answers the version.

    A receipt is issued for it. Refused: MONTH-UNKNOWN, MONTH-EMPTY, MONTH-SAME (the newest version is the same file).
    `Stale` when the month is no longer owed. Earlier versions are untouched.
    """
    require(actor, Duty.MONTH_FILE)
    if not original:
        raise refuse("MONTH-EMPTY", field_name="workbook")
    async with transaction():
        return await enter_version(month_id, original, file_name, actor=actor, at=at)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading one version."""

    findings: tuple[Finding, ...]
    lines: Lines = field(default_factory=Lines)
    results: Results | None = None
    figures: tuple[MonthFigure, ...] = ()
    plan_version: int | None = None
    law_digest: str = ""

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def stops(self) -> bool:
        return any(finding.stops for finding in self.findings)

    @property
    def counted(self) -> dict[str, str]:
        return {f"{severity.value}s": str(self.count(severity)) for severity in Severity}


async def read(version_id: int, *, actor: Actor, at: datetime) -> None:
    """Read and check a received version, then stop or clear it. Owed by every upload; `Stale` when it was read already.

    A workbook that cannot be read is stopped by a finding like any other; nothing is thrown away.
    """
    require(actor, Duty.CLOCK)
    version = await queries.version(version_id, actor=actor)
    card = await queries.month(version.month_id, actor=actor) if version else None
    if version is None or card is None or version.state != VersionState.RECEIVED:
        raise Stale(f"month_version:{version_id}", VersionState.RECEIVED.value)
    law = await as_of(last_day_of(card.year))
    outcome = await _outcome(version, card, law, actor, at)
    async with transaction():
        # A record that is being attached meanwhile comes before or after, never unseen.
        await ask("SELECT id FROM month_evidence WHERE id = {} FOR UPDATE", card.id)
        basis = {**outcome.counted, "law": outcome.law_digest}
        note = Note(basis=basis, evidence=version.evidence, enterprise_id=card.enterprise_id)
        name = "stop" if outcome.stops else "clear"
        await move(MonthVersion, version_id, VERSION_MOVES, name, actor=actor, at=at, note=note)
        await _save(version, outcome, at)
        await answer(card.id, version_id, law)
        facts = {"months": rules.named([(card.year, card.month)]), "number": str(version.number), **outcome.counted}
        link = f"/months/versions/{version_id}"
        code = "monthly_evidence.stopped" if outcome.stops else "monthly_evidence.clean"
        await tell(code, at=at, facts=facts, enterprise_id=card.enterprise_id, link=link)


async def _outcome(version: VersionCard, card: MonthCard, law: Law, actor: Actor, at: datetime) -> Outcome:
    original = await evidence.fetch(version.evidence)
    form, workbook = FORMS[version.form], workbook_of(version.form)
    if original is None or workbook is None:
        raise KeyError(version.evidence if original is None else version.form)
    known = await queries.known(card, actor=actor)
    try:
        grid = await grid_for_in_thread(workbook, original)
    except Refused as refused:
        return Outcome(refused.findings, plan_version=known.plan_version, law_digest=law.digest())
    lines, findings = await asyncio.to_thread(read_lines, workbook, grid)
    beside = await queries.beside(card, known, legal_day(at), actor=actor)
    expected = rules.prefill(form, workbook, known, card.month, law)
    case = MonthCase(card.year, card.month, workbook, lines, known, expected, law, beside=beside)
    examined = await asyncio.to_thread(_examined, form, case)
    found = (*findings, *examined.findings)
    return Outcome(found, lines, examined.results, examined.figures, known.plan_version, law.digest())


def _examined(form: Form, case: MonthCase) -> Examined:
    """Nobody emits what no row can hold: a slip in some cell, which its own finding or this one names."""
    try:
        examined = examine(form, case)
    except (InvalidOperation, Overflow):
        return Examined((Finding("SHEET-BEYOND-RESULT"),))
    if examined.results is not None and not examined.results.fit():
        return Examined((*examined.findings, Finding("SHEET-BEYOND-RESULT")))
    return examined


async def _save(version: VersionCard, outcome: Outcome, at: datetime) -> None:
    """Lines, figures and findings of a version, in a handful of statements whatever their number."""
    await ask(
        "UPDATE month_version SET read_at = {}, plan_version = {}, law_digest = {}, lines = {}::jsonb, "
        "emissions_tonnes = {}, figures = {}::jsonb, stops = {}, warns = {}, notes = {} WHERE id = {}",
        at,
        outcome.plan_version,
        outcome.law_digest,
        _json(as_json(content_of(outcome.lines))),
        outcome.results.enterprise.value if outcome.results else None,
        _json(rules.as_json(outcome.figures)),
        *(outcome.count(severity) for severity in (Severity.STOP, Severity.WARN, Severity.NOTE)),
        version.id,
    )
    rows = [
        (
            version.id,
            found.code,
            found.severity.value,
            found.place.sheet[:60],
            found.place.cell,
            _json(dict(found.facts)),
            found.citation[:200],
        )
        for found in outcome.findings
    ]
    columns = ("version_id", "code", "severity", "sheet", "cell", "facts", "citation")
    await copy_rows("month_finding", columns, rows)


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)


async def submit(month_id: int, *, actor: Actor, at: datetime, version_id: int | None = None) -> None:
    """Submit the newest version. Late submission is taken and marked late; what counts is the first one.

    The month's figures are told by it. `version_id` is the version that the filer was looking at; `Stale` when it is no
    longer the newest. Refused: MONTH-UNKNOWN, MONTH-NO-VERSION, MONTH-UNREAD, MONTH-NOT-CLEAN, MONTH-CAME-BACK.
    """
    require(actor, Duty.MONTH_FILE)
    async with transaction():
        await ask("SELECT id FROM month_evidence WHERE id = {} FOR UPDATE", month_id)
        card = await owed(month_id, actor)
        version = await _submittable(card, version_id, actor)
        late = card.late or (card.submitted_at is None and legal_day(at) > card.due_on)
        basis = {"version": version.number, "late": late, "attachments": card.attachments}
        note = Note(basis=basis, evidence=version.evidence, enterprise_id=card.enterprise_id)
        await move(MonthEvidence, month_id, MONTH_MOVES, "submit", actor=actor, at=at, note=note)
        await ask(
            "UPDATE month_evidence SET version_id = {}, emissions_tonnes = {}, late = {}, submitted_at = {}, "
            "first_submitted_at = coalesce(first_submitted_at, {}) WHERE id = {}",
            version.id,
            version.emissions_tonnes,
            late,
            at,
            at,
            month_id,
        )
        await _tell_figures(card, version.id, at)


async def _submittable(card: MonthCard, version_id: int | None, actor: Actor) -> VersionCard:
    newest = next(iter(await queries.versions(card.id, actor=actor)), None)
    if newest is None:
        raise refuse("MONTH-NO-VERSION")
    if version_id is not None and newest.id != version_id:
        raise Stale(f"month_version:{version_id}", "newest")
    if newest.state == VersionState.RECEIVED:
        raise refuse("MONTH-UNREAD", number=newest.number)
    if newest.state != VersionState.CLEAN:
        raise refuse("MONTH-NOT-CLEAN", number=newest.number, stops=newest.stops)
    if came_back(newest.received_at, card.submitted_at):
        raise refuse("MONTH-CAME-BACK", number=newest.number)
    return newest


async def _tell_figures(card: MonthCard, version_id: int, at: datetime) -> None:
    """The figures of the month by the report's codes, for whoever reads the enterprise's year against them."""
    row = await ask_one("SELECT figures FROM month_version WHERE id = {}", version_id)
    figures = rules.from_json(json.loads(row["figures"])) if row else ()
    told = [
        Told(card.enterprise_id, card.year, one.code, one.value, one.unit, one.number, card.month) for one in figures
    ]
    await enter(told, source=MONTHLY, subject=f"month_evidence:{card.id}", at=at)
