"""How a workbook becomes the next version of a month, however it came; inside the transaction of an act."""

from __future__ import annotations

from datetime import datetime

from domain.core.actors import Actor
from domain.core.findings import Stale, refuse
from domain.core.law import last_day_of
from domain.emission_report.rules import form_of
from domain.monthly_evidence import queries
from domain.monthly_evidence.queries import MonthCard
from domain.monthly_evidence.states import OWED, VERSION_MOVES, VersionState
from domain.monthly_evidence.tables import MonthVersion
from domain.records.database import ask, ask_one
from domain.records.documents import writes as documents
from domain.records.documents.rules import about
from domain.records.evidence.writes import clean_name, keep, media_type_of
from domain.records.journal.writes import Note, begin
from domain.records.lawbook.queries import as_of


async def enter_version(
    month_id: int, original: bytes, file_name: str, *, actor: Actor, at: datetime, on_screen: bool = False
) -> int:
    """The next version of a month that is owed, with its receipt, inside an act's transaction."""
    # Two uploads at once get two numbers: the second waits here for the first.
    await ask("SELECT id FROM month_evidence WHERE id = {} FOR UPDATE", month_id)
    card = await owed(month_id, actor)
    digest = await keep(original, file_name=file_name, media_type=media_type_of(original), at=at)
    number = await _next_number(month_id, digest)
    version = MonthVersion(
        month_id=month_id,
        number=number,
        form=form_of(await as_of(last_day_of(card.year)), card.sector).code,
        state=VersionState.RECEIVED.value,
        evidence=digest,
        file_name=clean_name(file_name),
        received_at=at,
        received_from=actor.name,
        on_screen=on_screen,
    )
    version_id = int((await MonthVersion.insert(version))[0]["id"])
    basis = {"month": month_id, "number": number} | ({"on_screen": True} if on_screen else {})
    note = Note(basis=basis, evidence=digest, enterprise_id=card.enterprise_id)
    await begin(MonthVersion, version_id, VERSION_MOVES, "receive", actor=actor, at=at, note=note)
    told = {"file_name": clean_name(file_name), "file_size": len(original), "sha256": digest, "on_screen": on_screen}
    await _issue_receipt(card, number, told, actor=actor, at=at)
    return version_id


async def _issue_receipt(card: MonthCard, number: int, told: dict[str, object], *, actor: Actor, at: datetime) -> None:
    """The receipt of an upload (上传回执). It is of the month, whose page lists its papers."""
    of = {"what": "monthly_evidence", "year": card.year, "month": card.month, "version": number, "received_at": at}
    subject, whose = f"month_evidence:{card.id}", card.enterprise_id
    facts = about(card, **of, **told)
    await documents.issue("upload_receipt", subject=subject, facts=facts, enterprise_id=whose, actor=actor, at=at)


async def owed(month_id: int, actor: Actor) -> MonthCard:
    """The month, while a new version may be uploaded. Refused: MONTH-UNKNOWN; `Stale` when it is owed no more."""
    card = await queries.month(month_id, actor=actor)
    if card is None:
        raise refuse("MONTH-UNKNOWN")
    if not card.owed:
        raise Stale(f"month_evidence:{month_id}", "|".join(OWED))
    return card


async def _next_number(month_id: int, digest: str) -> int:
    newest = await ask_one(
        "SELECT number, evidence FROM month_version WHERE month_id = {} ORDER BY number DESC LIMIT 1", month_id
    )
    if newest and newest["evidence"] == digest:
        raise refuse("MONTH-SAME", field_name="workbook", number=newest["number"])
    return int(newest["number"]) + 1 if newest else 1
