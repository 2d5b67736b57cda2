"""How a workbook becomes the next version of a report, however it came; inside the transaction of an act."""

from __future__ import annotations

from datetime import datetime

from domain.core.actors import Actor
from domain.core.findings import Stale, refuse
from domain.core.law import last_day_of
from domain.emission_report import queries, rules
from domain.emission_report.queries import ReportCard
from domain.emission_report.states import OWED, VERSION_MOVES, VersionState
from domain.emission_report.tables import ReportVersion
from domain.records.database import ask, ask_one
from domain.records.documents import writes as documents
from domain.records.documents.rules import about
from domain.records.evidence.writes import clean_name, keep, media_type_of
from domain.records.journal.writes import Note, begin
from domain.records.lawbook.queries import as_of


async def enter_version(
    report_id: int, original: bytes, file_name: str, *, actor: Actor, at: datetime, on_screen: bool = False
) -> int:
    """The next version of a report that is owed, with its receipt, inside an act's transaction."""
    # Two uploads at once get two numbers: the second waits here for the first.
    await ask("SELECT id FROM report WHERE id = {} FOR UPDATE", report_id)
    card = await owed(report_id, actor)
    digest = await keep(original, file_name=file_name, media_type=media_type_of(original), at=at)
    number = await _next_number(report_id, digest)
    version = ReportVersion(
        report_id=report_id,
        number=number,
        form=rules.form_of(await as_of(last_day_of(card.year)), card.sector, card.sector_code).code,
        state=VersionState.RECEIVED.value,
        evidence=digest,
        file_name=clean_name(file_name),
        received_at=at,
        received_from=actor.name,
        on_screen=on_screen,
    )
    version_id = int((await ReportVersion.insert(version))[0]["id"])
    basis = {"report": report_id, "number": number} | ({"on_screen": True} if on_screen else {})
    note = Note(basis=basis, evidence=digest, enterprise_id=card.enterprise_id)
    await begin(ReportVersion, version_id, VERSION_MOVES, "receive", actor=actor, at=at, note=note)
    told = {"file_name": clean_name(file_name), "file_size": len(original), "sha256": digest, "on_screen": on_screen}
    facts = about(card, what="emission_report", year=card.year, version=number, received_at=at, **told)
    # The receipt is of the report, whose page lists its papers.
    subject, whose = f"report:{report_id}", card.enterprise_id
    await documents.issue("upload_receipt", subject=subject, facts=facts, enterprise_id=whose, actor=actor, at=at)
    return version_id


async def owed(report_id: int, actor: Actor) -> ReportCard:
    """The report, while a new version may be uploaded. Refused: REPORT-UNKNOWN; `Stale` when it is owed no more."""
    card = await queries.report(report_id, actor=actor)
    if card is None:
        raise refuse("REPORT-UNKNOWN")
    if card.state not in OWED:
        raise Stale(f"report:{report_id}", "|".join(OWED))
    return card


async def _next_number(report_id: int, digest: str) -> int:
    newest = await ask_one(
        "SELECT number, evidence FROM report_version WHERE report_id = {} ORDER BY number DESC LIMIT 1", report_id
    )
    if newest and newest["evidence"] == digest:
        raise refuse("REPORT-SAME", field_name="workbook", number=newest["number"])
    return int(newest["number"]) + 1 if newest else 1
