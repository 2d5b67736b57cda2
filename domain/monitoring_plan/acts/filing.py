"""What the enterprise and the clock do with a version: receive, read, submit. Each verb is one transaction."""

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
from domain.monitoring_plan.acts.common import locked, note_of, others_in, seen
from domain.monitoring_plan.acts.entering import enter_version
from domain.monitoring_plan.checks import check
from domain.monitoring_plan.queries import VersionCard
from domain.monitoring_plan.rules import FORMS, Described, described, is_late
from domain.monitoring_plan.states import MOVES, State
from domain.monitoring_plan.tables import Plan
from domain.monitoring_plan.workbook import MOST_VERSION
from domain.records.database import ask, copy_rows, transaction
from domain.records.evidence.queries import fetch
from domain.records.journal.writes import Note, move, require
from domain.records.lawbook.queries import as_of
from domain.records.people import queries as people
from domain.records.sheets.reader import grid_for_in_thread
from domain.records.suppressions import queries as suppressions
from domain.records.suppressions.rules import apply

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


async def receive(
    enterprise_id: int,
    year: int,
    original: bytes,
    file_name: str,
    *,
    actor: Actor,
    at: datetime,
    change_id: int | None = None,
) -> int:
    """Take in a workbook as a new version; it is read next, by the clock. Answers the version's id.

    `change_id` names the granted application that the version answers. The form is the one of sector and year.

    The very same file, sent again while the newest version has not moved on, answers that version: a second click is
    no second plan. Refused: MP-NO-FILE, MP-ENTERPRISE, MP-CHANGE-UNKNOWN. NotInForce: the sector has no form that year.
    """
    require(actor, Duty.PLAN_FILE)
    if not original:
        raise refuse("MP-NO-FILE", field_name="workbook")
    async with transaction():
        return await enter_version(enterprise_id, year, original, file_name, change_id=change_id, actor=actor, at=at)


async def read(plan_id: int, *, actor: Actor, at: datetime) -> None:
    """Read a received version and check it: `clean` without a stopping finding, `stopped` otherwise (the clock)."""
    require(actor, Duty.CLOCK)
    card = await seen(plan_id, actor)
    if card.state != State.RECEIVED:
        raise Stale(f"plan:{plan_id}", State.RECEIVED.value)
    lines, units, findings = await _read_and_check(card, actor, at)
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
            await _keep_units(plan_id, units)
        note = Note(basis={"stops": stops, "warnings": warnings}, enterprise_id=card.enterprise_id)
        await move(Plan, plan_id, MOVES, "stop" if stops else "clear", actor=actor, at=at, note=note)


def _version_of(lines: Lines) -> int:
    """As the workbook says; a number beyond the form has its own finding and is cut to fit."""
    return min(max(lines.fields("version").integer("version") or 0, 0), MOST_VERSION)


async def _read_and_check(
    card: VersionCard, actor: Actor, at: datetime
) -> tuple[Lines, tuple[Described, ...], list[Finding]]:
    """Lines, what they describe, and findings; a file that is no workbook has findings only."""
    original = await fetch(card.original)
    enterprise = await people.enterprise(card.enterprise_id, actor=actor)
    if original is None or enterprise is None:
        raise LookupError(f"plan:{card.id} has lost its original or its enterprise")
    form = FORMS[card.form]
    try:
        lines, findings = read_lines(form.workbook, await grid_for_in_thread(form.workbook, original))
    except Refused as refused:
        return Lines(), (), list(refused.findings)
    day = legal_day(at)
    known = await queries.known(enterprise, card.year, day, actor=actor)
    suppressed = await suppressions.ruling(card.sector, card.enterprise_id, day)
    found = apply([*findings, *check(form, lines, known)], suppressed)
    return lines, described(form, lines, known), list(found)


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


async def _keep_units(plan_id: int, units: Sequence[Described]) -> None:
    rows = [(plan_id, *(getattr(unit, name) for name in UNIT_COLUMNS[1:])) for unit in units]
    await copy_rows("plan_unit", UNIT_COLUMNS, rows)


async def submit(plan_id: int, *, actor: Actor, at: datetime) -> None:
    """Submit a clean version for review (the filer). Refused: MP-UNKNOWN, MP-WAITING while another one waits."""
    require(actor, Duty.PLAN_FILE)
    async with transaction():
        card = await locked(plan_id, actor)
        filed = await queries.filed_version(card.enterprise_id, card.year, actor=actor)
        if card.state == State.CLEAN:
            await _check_submission(card, filed)
        late = is_late(legal_day(at), filed, await as_of(last_day_of(card.year)), card.sector)
        note = note_of(card, version=card.version, late=late)
        await move(Plan, plan_id, MOVES, "submit", actor=actor, at=at, note=note)
        await ask(
            "UPDATE plan SET submitted_at = {}, submitted_by = {}, late = {} WHERE id = {}",
            at,
            actor.account_id,
            late,
            plan_id,
        )


async def _check_submission(card: VersionCard, filed: int) -> None:
    if await others_in(card, State.SUBMITTED):
        raise refuse("MP-WAITING")
    if card.version <= filed:
        raise refuse("MP-VERSION", version=card.version, filed=filed)
