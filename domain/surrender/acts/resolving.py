"""Clearing up a difference between a statement and the portal."""

from __future__ import annotations

from datetime import datetime

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, record, require, subject_of
from domain.surrender import queries
from domain.surrender.tables import SurrenderDifference


async def resolve_difference(difference_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Write down how a difference was cleared up with the registry; the account itself is not changed by it.

    Refused: SURRENDER-REASON, SURRENDER-UNKNOWN. `Stale` when it is cleared up already.
    """
    require(actor, Duty.SURRENDER_RECORD)
    if not reason.strip():
        raise refuse("SURRENDER-REASON", field_name="reason")
    async with transaction():
        card = await queries.difference(difference_id, actor=actor)
        if card is None:
            raise refuse("SURRENDER-UNKNOWN")
        subject = subject_of(SurrenderDifference, difference_id)
        rows = await ask(
            "UPDATE surrender_difference SET resolved_at = {}, resolved_by = {}, resolution = {} "
            "WHERE id = {} AND resolved_at IS NULL RETURNING id",
            at,
            actor.name[:60],
            reason.strip()[:500],
            difference_id,
        )
        if not rows:
            raise Stale(subject, "open")
        note = Note(reason=reason.strip(), basis={"code": card.code}, enterprise_id=card.enterprise_id)
        duty = Duty.SURRENDER_RECORD
        await record("surrender:difference:resolve", subject, actor=actor, at=at, duty=duty, note=note)
