"""Original records (原始凭证) attached to a month: kept as they are, by kind."""

from __future__ import annotations

from datetime import datetime

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.core.law import last_day_of
from domain.monthly_evidence import queries, rules
from domain.monthly_evidence.acts.proofs import answer
from domain.monthly_evidence.queries import MonthCard
from domain.monthly_evidence.rules import EvidenceKind
from domain.monthly_evidence.states import ATTACH_TAG, TAKES_FILES
from domain.monthly_evidence.tables import MonthAttachment
from domain.records.database import ask, transaction
from domain.records.evidence.writes import clean_name, keep
from domain.records.journal.writes import Note, record, require
from domain.records.lawbook.queries import as_of
from domain.records.sheets.reader import grid_of_in_thread


async def attach(month_id: int, kind: str, content: bytes, file_name: str, *, actor: Actor, at: datetime) -> int:
    """Attach an original record; answers its number. Findings that asked for this kind are answered by it.

    Refused: MONTH-UNKNOWN, MONTH-RECORD-KIND, MONTH-RECORD-EMPTY, MONTH-RECORD-LARGE, MONTH-RECORD-TYPE (neither pdf,
    xlsx, jpg nor png by its first bytes), MONTH-RECORD-SAME, MONTH-RECORD-MANY, SHEET-… for a workbook that is not
    harmless. `Stale` once the month was accepted.
    """
    require(actor, Duty.MONTH_FILE)
    media_type = _taken(kind, content)
    if media_type == rules.XLSX:
        # Read to be sure that it is a workbook without macros and links; what it says is for human eyes.
        await grid_of_in_thread(content)
    async with transaction():
        await ask("SELECT id FROM month_evidence WHERE id = {} FOR UPDATE", month_id)
        card = await _taking(month_id, actor)
        digest = await keep(content, file_name=file_name, media_type=media_type, at=at)
        await _refuse_repeated(card, kind, digest, actor)
        row = MonthAttachment(
            month_id=month_id,
            kind=kind,
            evidence=digest,
            file_name=clean_name(file_name),
            media_type=media_type,
            size=len(content),
            attached_at=at,
            attached_by=actor.name,
        )
        attachment_id = int((await MonthAttachment.insert(row))[0]["id"])
        if card.version_id is not None:
            await answer(month_id, card.version_id, await as_of(last_day_of(card.year)))
        note = Note(basis={"kind": kind, "size": len(content)}, evidence=digest, enterprise_id=card.enterprise_id)
        subject = f"month_evidence:{month_id}"
        await record(ATTACH_TAG, subject, actor=actor, at=at, duty=Duty.MONTH_FILE, note=note)
    return attachment_id


def _taken(kind: str, content: bytes) -> str:
    """The media type of a record that may be attached."""
    if kind not in [each.value for each in EvidenceKind]:
        raise refuse("MONTH-RECORD-KIND", field_name="kind")
    if not content:
        raise refuse("MONTH-RECORD-EMPTY", field_name="record")
    if len(content) > rules.MOST_BYTES:
        raise refuse("MONTH-RECORD-LARGE", field_name="record", most=rules.MOST_BYTES // 1024 // 1024)
    media_type = rules.sniffed(content)
    if not media_type:
        raise refuse("MONTH-RECORD-TYPE", field_name="record")
    return media_type


async def _taking(month_id: int, actor: Actor) -> MonthCard:
    card = await queries.month(month_id, actor=actor)
    if card is None:
        raise refuse("MONTH-UNKNOWN")
    if card.state not in TAKES_FILES:
        raise Stale(f"month_evidence:{month_id}", "|".join(TAKES_FILES))
    return card


async def _refuse_repeated(card: MonthCard, kind: str, digest: str, actor: Actor) -> None:
    there = await queries.attachments(card.id, actor=actor)
    if any((one.kind, one.evidence) == (kind, digest) for one in there):
        raise refuse("MONTH-RECORD-SAME", field_name="record")
    if len(there) >= rules.MOST_FILES:
        raise refuse("MONTH-RECORD-MANY", field_name="record", most=rules.MOST_FILES)
