"""What the authority does: return, accept, set a finding aside, determine the emissions of whoever does not report."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.core.law import Law, last_day_of
from domain.core.workings import Explanation
from domain.emission_report import queries, rules
from domain.emission_report.queries import FindingCard, ReportCard
from domain.emission_report.rules import DeterminedUnit, KnownUnit
from domain.emission_report.states import OWED, REPORT_MOVES, VERSION_MOVES, WAIVE_TAG, VersionState
from domain.emission_report.tables import Report, ReportUnit, ReportVersion, ReportWaiver
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, move, record, require
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell


async def _seen(report_id: int, actor: Actor) -> ReportCard:
    card = await queries.report(report_id, actor=actor)
    if card is None:
        raise refuse("REPORT-UNKNOWN")
    return card


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise refuse("REPORT-REASON", field_name="reason")
    return reason.strip()


async def return_(report_id: int, reason: str, *, actor: Actor, at: datetime, sections: Collection[str] = ()) -> None:
    """Return a submitted report for correction. The enterprise uploads a new version; nothing is lost.

    With `sections`, keys of sheets, only these may differ in it from the version that came back (RS-001).
    Refused: REPORT-REASON, REPORT-SECTION (the form has no such sheet).
    """
    require(actor, Duty.REPORT_ACCEPT)
    reason = _reasoned(reason)
    async with transaction():
        card = await _seen(report_id, actor)
        named = await _sections(card, sections, actor)
        basis = {"version": card.version_number} | ({"sections": named} if named else {})
        note = Note(reason=reason, basis=basis, enterprise_id=card.enterprise_id)
        await move(Report, report_id, REPORT_MOVES, "return", actor=actor, at=at, note=note)
        await ask(
            "UPDATE report SET returned_version_id = version_id, sections = {}::jsonb, version_id = NULL, "
            "emissions_tonnes = NULL WHERE id = {}",
            json.dumps(named),
            report_id,
        )
        facts = {"year": str(card.year), "reason": reason}
        link = f"/reports/report/{report_id}"
        await tell("emission_report.returned", at=at, facts=facts, enterprise_id=card.enterprise_id, link=link)


async def _sections(card: ReportCard, sections: Collection[str], actor: Actor) -> list[str]:
    """The sheets named, in the order of the form; none when all of them are."""
    version = await queries.version(card.version_id, actor=actor) if sections and card.version_id else None
    known = [sheet.key for sheet in rules.FORMS[version.form].workbook] if version else []
    strange = sorted(set(sections) - set(known))
    if strange:
        raise refuse("REPORT-SECTION", field_name="section", section=strange[0][:60])
    return [key for key in known if key in sections] if set(known) != set(sections) else []


async def accept(report_id: int, *, actor: Actor, at: datetime) -> None:
    """Accept a submitted report: its emissions go on to verification."""
    require(actor, Duty.REPORT_ACCEPT)
    async with transaction():
        card = await _seen(report_id, actor)
        basis = {"version": card.version_number, "emissions_tonnes": str(card.emissions_tonnes), "late": card.late}
        note = Note(basis=basis, enterprise_id=card.enterprise_id)
        await move(Report, report_id, REPORT_MOVES, "accept", actor=actor, at=at, note=note)
        facts = {"year": str(card.year), "number": str(card.version_number)}
        link = f"/reports/report/{report_id}"
        await tell("emission_report.accepted", at=at, facts=facts, enterprise_id=card.enterprise_id, link=link)


async def waive(finding_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Set one finding aside, with a reason that stays beside it. The last stopping one clears the version.

    Refused: REPORT-FINDING-UNKNOWN, REPORT-NOT-WAIVABLE (the workbook could not be read, or no emissions follow from
    it). `Stale` when it was set aside already or the report has moved on.
    """
    require(actor, Duty.REPORT_ACCEPT)
    reason = _reasoned(reason)
    async with transaction():
        card = await queries.finding(finding_id, actor=actor)
        if card is None:
            raise refuse("REPORT-FINDING-UNKNOWN")
        # One waiver at a time for a version: the last one must see the others.
        await ask("SELECT id FROM report_version WHERE id = {} FOR UPDATE", card.version_id)
        card = await _waivable(finding_id, actor)
        waiver = ReportWaiver(
            finding_id=finding_id, account_id=actor.account_id, actor_name=actor.name, waived_at=at, reason=reason
        )
        await ReportWaiver.insert(waiver)
        await _journal_waiver(card, reason, actor, at)


async def _waivable(finding_id: int, actor: Actor) -> FindingCard:
    card = await queries.finding(finding_id, actor=actor)
    version = await queries.version(card.version_id, actor=actor) if card else None
    if card is None or version is None:
        raise refuse("REPORT-FINDING-UNKNOWN")
    report = await _seen(version.report_id, actor)
    if card.waived_at is not None or report.state not in OWED or report.version_id != version.id:
        raise Stale(f"report_finding:{finding_id}", "open")
    if not card.waivable or (card.finding.stops and version.emissions_tonnes is None):
        raise refuse("REPORT-NOT-WAIVABLE", finding=card.finding.code)
    return card


async def _journal_waiver(card: FindingCard, reason: str, actor: Actor, at: datetime) -> None:
    """One entry: the version's move to clean when nothing stops it any longer, otherwise the waiver itself."""
    version = await queries.version(card.version_id, actor=actor)
    assert version is not None
    left = [found for found in await queries.findings(card.version_id, actor=actor) if found.waived_at is None]
    basis = {"finding": card.finding.code, "place": str(card.finding.place)}
    note = Note(reason=reason, basis=basis, enterprise_id=version.enterprise_id)
    if version.state == VersionState.STOPPED and not any(found.finding.stops for found in left):
        await move(ReportVersion, card.version_id, VERSION_MOVES, "waive", actor=actor, at=at, note=note)
        return
    subject = f"report_version:{card.version_id}"
    await record(WAIVE_TAG, subject, actor=actor, at=at, duty=Duty.REPORT_ACCEPT, note=note)


async def determine(
    report_id: int, unit_rows: Sequence[DeterminedUnit], reason: str, *, actor: Actor, at: datetime
) -> None:
    """Determine the emissions of an enterprise that has not reported by its last day, with the reason: unit by unit,
    and where it has no generating units, or is of another sector, as one (`rules.determinable`).

    Refused: REPORT-NOT-DUE before that day has passed, REPORT-UNITS when the rows are not those that are to be
    determined, REPORT-NEGATIVE. `Stale` when the report came in meanwhile.
    """
    require(actor, Duty.REPORT_DETERMINE)
    reason = _reasoned(reason)
    async with transaction():
        card = await _seen(report_id, actor)
        law = await as_of(last_day_of(card.year))
        units = rules.determinable(await queries.known(card, actor=actor))
        _refuse_early(card, law, legal_day(at))
        _check_units(unit_rows, units)
        told, total = _determined(card, unit_rows, reason, law)
        basis = {"emissions_tonnes": str(total.value), "units": len(unit_rows), "law": law.digest()}
        note = Note(reason=reason, basis=basis, enterprise_id=card.enterprise_id)
        await move(Report, report_id, REPORT_MOVES, "determine", actor=actor, at=at, note=note)
        await _enter_determined(report_id, unit_rows, units, told)
        await ask(
            "UPDATE report SET emissions_tonnes = {}, explanation = {}::jsonb, late = TRUE, version_id = NULL "
            "WHERE id = {}",
            total.value,
            json.dumps(total.as_json(), ensure_ascii=False),
            report_id,
        )
        facts = {"year": str(card.year), "tonnes": str(total.value), "reason": reason}
        link = f"/reports/report/{report_id}"
        await tell("emission_report.determined", at=at, facts=facts, enterprise_id=card.enterprise_id, link=link)


def _refuse_early(card: ReportCard, law: Law, day: date) -> None:
    last = rules.last_day(law, card.sector, card.opened_until)
    if day <= last:
        raise refuse("REPORT-NOT-DUE", deadline=last.isoformat())


def _determined(
    card: ReportCard, unit_rows: Sequence[DeterminedUnit], reason: str, law: Law
) -> tuple[dict[str, Explanation], Explanation]:
    """The determined emissions of each unit and of the enterprise, under the form of its sector and year."""
    edition = rules.form_of(law, card.sector, card.sector_code).code
    told = {row.unit_number: rules.determined_emissions(row, reason, law, edition) for row in unit_rows}
    return told, rules.enterprise_emissions(told, law, edition)


def _check_units(unit_rows: Sequence[DeterminedUnit], known: Sequence[KnownUnit]) -> None:
    given, expected = sorted(row.unit_number for row in unit_rows), sorted(unit.number for unit in known)
    if given != expected:
        raise refuse("REPORT-UNITS", given=", ".join(given), expected=", ".join(expected))
    for row in unit_rows:
        if min(row.emissions_tonnes, row.generation_mwh, row.heat_gj, row.hours) < 0:
            raise refuse("REPORT-NEGATIVE", field_name=f"emissions_tonnes_{row.unit_number}", unit=row.unit_number)


async def _enter_determined(
    report_id: int,
    unit_rows: Sequence[DeterminedUnit],
    known: Sequence[KnownUnit],
    told: dict[str, Explanation],
) -> None:
    units = {unit.number: unit for unit in known}
    rows = [
        ReportUnit(
            report_id=report_id,
            version_id=None,
            unit_number=row.unit_number,
            unit_class=units[row.unit_number].unit_class,
            fuel=units[row.unit_number].fuel,
            cogeneration=units[row.unit_number].cogeneration,
            capacity_mw=units[row.unit_number].capacity_mw,
            emissions_tonnes=told[row.unit_number].value,
            generation_mwh=row.generation_mwh,
            heat_gj=row.heat_gj,
            hours=row.hours,
            load_factor=rules.load_factor(row.generation_mwh, units[row.unit_number].capacity_mw, row.hours),
            explanation=json.dumps(told[row.unit_number].as_json(), ensure_ascii=False),
        )
        for row in unit_rows
    ]
    await ReportUnit.insert(*rows)
