"""A finding that the province holds unfounded is set aside, with a reason that stays beside it."""

from __future__ import annotations

from datetime import datetime

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.monthly_evidence import queries, rules
from domain.monthly_evidence.queries import FindingCard, VersionCard
from domain.monthly_evidence.states import VERSION_MOVES, WAIVE_TAG, VersionState
from domain.monthly_evidence.tables import MonthVersion, MonthWaiver
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, move, record, require
from domain.records.notices.writes import tell


async def waive(finding_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Set one finding aside. The last stopping one clears the version, and the enterprise is told.

    Refused: MONTH-REASON, MONTH-FINDING-UNKNOWN, MONTH-NOT-WAIVABLE (the workbook could not be read, it is not this
    enterprise's or month's, or no emissions follow from it). `Stale` when it was set aside or answered already, or the
    month has moved on.
    """
    require(actor, Duty.MONTH_REVIEW)
    if not reason.strip():
        raise refuse("MONTH-REASON", field_name="reason")
    async with transaction():
        card = await queries.finding(finding_id, actor=actor)
        if card is None:
            raise refuse("MONTH-FINDING-UNKNOWN")
        # One waiver at a time for a version: the last one must see the others.
        await ask("SELECT id FROM month_version WHERE id = {} FOR UPDATE", card.version_id)
        card, version = await _waivable(finding_id, actor)
        waiver = MonthWaiver(
            finding_id=finding_id,
            account_id=actor.account_id,
            actor_name=actor.name,
            waived_at=at,
            reason=reason.strip(),
        )
        await MonthWaiver.insert(waiver)
        await _journal(card, version, reason.strip(), actor, at)


async def _waivable(finding_id: int, actor: Actor) -> tuple[FindingCard, VersionCard]:
    card = await queries.finding(finding_id, actor=actor)
    version = await queries.version(card.version_id, actor=actor) if card else None
    month = await queries.month(version.month_id, actor=actor) if version else None
    if card is None or version is None or month is None:
        raise refuse("MONTH-FINDING-UNKNOWN")
    if not card.stands or not month.owed or month.version_id != version.id:
        raise Stale(f"month_finding:{finding_id}", "open")
    if not card.waivable or (card.finding.stops and version.emissions_tonnes is None):
        raise refuse("MONTH-NOT-WAIVABLE", finding=card.finding.code)
    return card, version


async def _journal(card: FindingCard, version: VersionCard, reason: str, actor: Actor, at: datetime) -> None:
    """One entry: the version's move to clean when nothing stops it any longer, otherwise the waiver itself."""
    left = [found for found in await queries.findings(version.id, actor=actor) if found.stands and found.finding.stops]
    basis = {"finding": card.finding.code, "place": str(card.finding.place)}
    note = Note(reason=reason, basis=basis, enterprise_id=version.enterprise_id)
    if version.state != VersionState.STOPPED or left:
        subject = f"month_version:{version.id}"
        await record(WAIVE_TAG, subject, actor=actor, at=at, duty=Duty.MONTH_REVIEW, note=note)
        return
    await move(MonthVersion, version.id, VERSION_MOVES, "waive", actor=actor, at=at, note=note)
    facts = {"months": rules.named([(version.year, version.month)]), "number": str(version.number), "reason": reason}
    link = f"/months/versions/{version.id}"
    await tell("monthly_evidence.waived", at=at, facts=facts, enterprise_id=version.enterprise_id, link=link)
