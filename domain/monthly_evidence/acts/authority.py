"""What the authority does: the city's first look, and the province's return or acceptance."""

from __future__ import annotations

from datetime import datetime

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.monthly_evidence import queries, rules
from domain.monthly_evidence.queries import MonthCard
from domain.monthly_evidence.states import FILED, LOOK_TAG, MONTH_MOVES
from domain.monthly_evidence.tables import MonthEvidence, MonthLook
from domain.records.database import ask, transaction
from domain.records.figures.queries import MONTHLY
from domain.records.figures.writes import take_back
from domain.records.journal.writes import Note, move, record, require
from domain.records.notices.writes import tell


async def _seen(month_id: int, actor: Actor) -> MonthCard:
    card = await queries.month(month_id, actor=actor)
    if card is None:
        raise refuse("MONTH-UNKNOWN")
    return card


async def return_(month_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Send a submitted or accepted month back with a reason. Its figures are taken back; its versions stay."""
    require(actor, Duty.MONTH_REVIEW)
    if not reason.strip():
        raise refuse("MONTH-REASON", field_name="reason")
    async with transaction():
        card = await _seen(month_id, actor)
        note = Note(reason=reason.strip(), basis={"version": card.version_number}, enterprise_id=card.enterprise_id)
        await move(MonthEvidence, month_id, MONTH_MOVES, "return", actor=actor, at=at, note=note)
        await ask("UPDATE month_evidence SET version_id = NULL, emissions_tonnes = NULL WHERE id = {}", month_id)
        await take_back(source=MONTHLY, subject=f"month_evidence:{month_id}")
        facts = {"months": rules.named([(card.year, card.month)]), "reason": reason.strip()}
        link = f"/months/month/{month_id}"
        await tell("monthly_evidence.returned", at=at, facts=facts, enterprise_id=card.enterprise_id, link=link)


async def accept(month_id: int, *, actor: Actor, at: datetime) -> None:
    """Accept a submitted month. The city's first look may be still to come; it holds nothing up."""
    require(actor, Duty.MONTH_REVIEW)
    async with transaction():
        card = await _seen(month_id, actor)
        basis = {"version": card.version_number, "late": card.late, "looked": card.looked}
        note = Note(basis=basis, enterprise_id=card.enterprise_id)
        await move(MonthEvidence, month_id, MONTH_MOVES, "accept", actor=actor, at=at, note=note)


async def first_look(month_id: int, remark: str, *, unusual: bool = False, actor: Actor, at: datetime) -> int:
    """The city officer's first look at a submitted month, with a remark where something is unusual. Blocks nothing.

    Refused: MONTH-UNKNOWN (also a month of another city), MONTH-REMARK when something is unusual and it is not said
    what. `Stale` when the month is not submitted (any longer).
    """
    require(actor, Duty.FIRST_LOOK)
    if unusual and not remark.strip():
        raise refuse("MONTH-REMARK", field_name="remark")
    async with transaction():
        card = await _seen(month_id, actor)
        if card.state not in FILED or card.version_id is None:
            raise Stale(f"month_evidence:{month_id}", "|".join(FILED))
        row = MonthLook(
            month_id=month_id,
            version_id=card.version_id,
            account_id=actor.account_id,
            actor_name=actor.name,
            looked_at=at,
            unusual=unusual,
            remark=remark.strip(),
        )
        look_id = int((await MonthLook.insert(row))[0]["id"])
        basis = {"version": card.version_number, "unusual": unusual}
        note = Note(reason=remark.strip(), basis=basis, enterprise_id=card.enterprise_id)
        subject = f"month_evidence:{month_id}"
        await record(LOOK_TAG, subject, actor=actor, at=at, duty=Duty.FIRST_LOOK, note=note)
    return look_id
