"""What is done with a plan. Each verb is one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Finding, Refused, Severity, Stale, refuse
from domain.core.law import last_day_of
from domain.core.workbook import Lines, as_json, content_of
from domain.core.workbook import read as read_lines
from domain.monitoring_plan import queries
from domain.monitoring_plan.checks import check
from domain.monitoring_plan.queries import VersionCard
from domain.monitoring_plan.rules import is_late, settled_method
from domain.monitoring_plan.states import MOVES, State
from domain.monitoring_plan.tables import Plan
from domain.monitoring_plan.workbook import MOST_VERSION, WORKBOOK
from domain.records.database import ask, copy_rows, transaction
from domain.records.documents import writes as documents
from domain.records.documents.rules import about
from domain.records.evidence.queries import fetch
from domain.records.evidence.writes import XLSX, clean_name, keep
from domain.records.journal.writes import Note, begin, move, require
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell
from domain.records.people import queries as people
from domain.records.sheets.reader import grid_of_in_thread

FINDING_COLUMNS = ("plan_id", "position", "code", "severity", "sheet", "cell", "facts", "citation")
UNIT_COLUMNS = (
    "plan_id",
    "number",
    "capacity_mw",
    "unit_class",
    "fuel",
    "cogeneration",
    "carbon_method",
    "heat_value_method",
)


async def receive(enterprise_id: int, year: int, original: bytes, file_name: str, *, actor: Actor, at: datetime) -> int:
    """Take in a workbook as a new version; it is read next, by the clock. Answers the version's id.

    The very same file, sent again while the newest version has not moved on, answers that version: a second click is
    no second plan. Refused: MP-NO-FILE, MP-ENTERPRISE.
    """
    require(actor, Duty.PLAN_FILE)
    if not original:
        raise refuse("MP-NO-FILE", field_name="workbook")
    if await people.enterprise(enterprise_id, actor=actor) is None:
        raise refuse("MP-ENTERPRISE")
    async with transaction():
        await _one_at_a_time(enterprise_id)
        digest = await keep(original, file_name=file_name, media_type=XLSX, at=at)
        again = await _same_again(enterprise_id, year, digest)
        if again is not None:
            return again
        plan = Plan(
            enterprise_id=enterprise_id,
            year=year,
            state=State.RECEIVED.value,
            original=digest,
            file_name=clean_name(file_name),
            received_at=at,
            received_by=actor.account_id,
        )
        plan_id = int((await Plan.insert(plan))[0]["id"])
        note = Note(basis={"year": year}, evidence=digest, enterprise_id=enterprise_id)
        await begin(Plan, plan_id, MOVES, "receive", actor=actor, at=at, note=note)
    return plan_id


async def _one_at_a_time(enterprise_id: int) -> None:
    """Two people of one enterprise, or two officers over it, wait for each other here."""
    await ask("SELECT id FROM enterprise WHERE id = {} FOR NO KEY UPDATE", enterprise_id)


async def _same_again(enterprise_id: int, year: int, digest: str) -> int | None:
    rows = await ask(
        "SELECT id, original, state FROM plan WHERE enterprise_id = {} AND year = {} ORDER BY id DESC LIMIT 1",
        enterprise_id,
        year,
    )
    same = [row["id"] for row in rows if row["original"] == digest and row["state"] in (State.RECEIVED, State.CLEAN)]
    return int(same[0]) if same else None


async def read(plan_id: int, *, actor: Actor, at: datetime) -> None:
    """Read a received version and check it: `clean` without a stopping finding, `stopped` otherwise (the clock)."""
    require(actor, Duty.CLOCK)
    card = await _card(plan_id, actor)
    if card.state != State.RECEIVED:
        raise Stale(f"plan:{plan_id}", State.RECEIVED.value)
    lines, findings = await _read_and_check(card, actor, at)
    stops = sum(finding.stops for finding in findings)
    warnings = sum(finding.severity is Severity.WARN for finding in findings)
    async with transaction():
        await ask(
            "UPDATE plan SET version = {}, readable = {}, content = {}, stops = {}, warnings = {} WHERE id = {}",
            _version_of(lines),
            bool(lines.sheets),
            json.dumps(as_json(content_of(lines)), ensure_ascii=False),
            stops,
            warnings,
            plan_id,
        )
        await _keep_findings(plan_id, findings)
        if not stops:
            await _keep_units(plan_id, lines)
        note = Note(basis={"stops": stops, "warnings": warnings}, enterprise_id=card.enterprise_id)
        await move(Plan, plan_id, MOVES, "stop" if stops else "clear", actor=actor, at=at, note=note)


def _version_of(lines: Lines) -> int:
    """As the workbook says; a number beyond the form has its own finding and is cut to fit."""
    return min(max(lines.fields("version").integer("version") or 0, 0), MOST_VERSION)


async def _read_and_check(card: VersionCard, actor: Actor, at: datetime) -> tuple[Lines, list[Finding]]:
    """Lines and findings; a file that is no workbook has findings only."""
    original = await fetch(card.original)
    enterprise = await people.enterprise(card.enterprise_id, actor=actor)
    if original is None or enterprise is None:
        raise LookupError(f"plan:{card.id} has lost its original or its enterprise")
    try:
        lines, findings = read_lines(WORKBOOK, await grid_of_in_thread(original))
    except Refused as refused:
        return Lines(), list(refused.findings)
    known = await queries.known(enterprise, card.year, legal_day(at), actor=actor)
    return lines, [*findings, *check(lines, known)]


async def _keep_findings(plan_id: int, findings: Sequence[Finding]) -> None:
    rows = [
        (
            plan_id,
            position,
            finding.code,
            finding.severity.value,
            finding.place.sheet[:60],
            finding.place.cell,
            json.dumps(dict(finding.facts), ensure_ascii=False),
            finding.citation,
        )
        for position, finding in enumerate(findings)
    ]
    await copy_rows("plan_finding", FINDING_COLUMNS, rows)


async def _keep_units(plan_id: int, lines: Lines) -> None:
    methods = {(row.text("unit"), row.text("parameter")): row.text("method") for row in lines.rows("parameters")}
    rows = [
        (
            plan_id,
            row.text("number"),
            row.decimal("capacity_mw"),
            row.text("unit_class"),
            row.text("fuel"),
            row.text("cogeneration") == "yes",
            settled_method(methods.get((row.text("number"), "carbon"), "")),
            settled_method(methods.get((row.text("number"), "heat_value"), "")),
        )
        for row in lines.rows("units")
    ]
    await copy_rows("plan_unit", UNIT_COLUMNS, rows)


async def submit(plan_id: int, *, actor: Actor, at: datetime) -> None:
    """Submit a clean version for review (the filer). Refused: MP-UNKNOWN, MP-WAITING while another one waits."""
    require(actor, Duty.PLAN_FILE)
    async with transaction():
        card = await _locked(plan_id, actor)
        filed = await queries.filed_version(card.enterprise_id, card.year, actor=actor)
        if card.state == State.CLEAN:
            await _check_submission(card, filed)
        late = is_late(legal_day(at), filed, await as_of(last_day_of(card.year)))
        note = _note(card, version=card.version, late=late)
        await move(Plan, plan_id, MOVES, "submit", actor=actor, at=at, note=note)
        await ask(
            "UPDATE plan SET submitted_at = {}, submitted_by = {}, late = {} WHERE id = {}",
            at,
            actor.account_id,
            late,
            plan_id,
        )


async def _check_submission(card: VersionCard, filed: int) -> None:
    if await _others(card, State.SUBMITTED):
        raise refuse("MP-WAITING")
    if card.version <= filed:
        raise refuse("MP-VERSION", version=card.version, filed=filed)


async def file(plan_id: int, *, actor: Actor, at: datetime) -> None:
    """File a submitted version (the reviewer); it replaces the one in force, and the enterprise is told.

    Refused: MP-UNKNOWN, MP-SAME-PERSON, MP-VERSION when a version as high has been filed since it was checked.
    """
    require(actor, Duty.PLAN_REVIEW)
    async with transaction():
        card = await _locked(plan_id, actor)
        if card.state == State.SUBMITTED:
            await _check_filing(card, actor)
        for before in await _others(card, State.FILED):
            replaced = Note(basis={"replaced_by": plan_id}, enterprise_id=card.enterprise_id)
            await move(Plan, before, MOVES, "replace", actor=actor, at=at, note=replaced)
        await move(Plan, plan_id, MOVES, "file", actor=actor, at=at, note=_note(card, version=card.version))
        await ask("UPDATE plan SET filed_at = {} WHERE id = {}", at, plan_id)
        await _tell("plan.filed", card, at)
        await _issue_receipt(card, actor=actor, at=at)


async def _issue_receipt(card: VersionCard, *, actor: Actor, at: datetime) -> None:
    """The receipt of filing (备案回执)."""
    facts = about(
        card,
        year=card.year,
        version=card.version,
        file_name=card.file_name,
        sha256=card.original,
        submitted_at=card.submitted_at,
        late=card.late,
        citation=MOVES["file"].citation,
    )
    subject, whose = f"plan:{card.id}", card.enterprise_id
    await documents.issue("plan_filing", subject=subject, facts=facts, enterprise_id=whose, actor=actor, at=at)


async def _check_filing(card: VersionCard, actor: Actor) -> None:
    if actor.account_id in (card.received_by, card.submitted_by):
        raise refuse("MP-SAME-PERSON")
    if card.version <= card.in_force:
        raise refuse("MP-VERSION", version=card.version, filed=card.in_force)


async def return_(plan_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Return a submitted version with a reason (the reviewer); the enterprise is told. Refused: MP-REASON."""
    require(actor, Duty.PLAN_REVIEW)
    if not reason.strip():
        raise refuse("MP-REASON", field_name="reason")
    async with transaction():
        card = await _locked(plan_id, actor)
        note = Note(reason=reason.strip(), basis={"version": card.version}, enterprise_id=card.enterprise_id)
        await move(Plan, plan_id, MOVES, "return", actor=actor, at=at, note=note)
        await _tell("plan.returned", card, at, reason=reason.strip()[:300])


def _note(card: VersionCard, **basis: object) -> Note:
    return Note(basis={"year": card.year, **basis}, evidence=card.original, enterprise_id=card.enterprise_id)


async def _others(card: VersionCard, state: State) -> list[int]:
    """Other versions of the same enterprise and year in that state; the indexes allow one at most."""
    rows = await ask(
        "SELECT id FROM plan WHERE enterprise_id = {} AND year = {} AND state = {} AND id <> {}",
        card.enterprise_id,
        card.year,
        state.value,
        card.id,
    )
    return [row["id"] for row in rows]


async def _tell(code: str, card: VersionCard, at: datetime, **more: str) -> None:
    facts = {"name": card.name, "year": str(card.year), "version": str(card.version), **more}
    await tell(code, at=at, facts=facts, enterprise_id=card.enterprise_id, link=f"/plans/versions/{card.id}")


async def _card(plan_id: int, actor: Actor) -> VersionCard:
    card = await queries.plan(plan_id, actor=actor)
    if card is None:
        raise refuse("MP-UNKNOWN")
    return card


async def _locked(plan_id: int, actor: Actor) -> VersionCard:
    """The version as it stands once nobody else is acting on the enterprise's plans."""
    card = await _card(plan_id, actor)
    await _one_at_a_time(card.enterprise_id)
    return await _card(plan_id, actor)
