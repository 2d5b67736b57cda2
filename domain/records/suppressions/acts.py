"""Suppressing a check, and ending a suppression earlier. Each verb is one transaction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, record, require
from domain.records.people import queries as people
from domain.records.suppressions import queries
from domain.records.suppressions.tables import CheckSuppression

MOST_REASON, MOST_DOCUMENT = 4000, 80
SUPPRESS_TAG = "suppressions:check:suppress"
END_TAG = "suppressions:check:end"
# Checks of content. Codes of reading are no checks: what cannot be read cannot be set aside.
A_CHECK = re.compile(r"(?=.{4,24}$)[A-Z]{2,8}(-[A-Z0-9]+)+")
READING = "SHEET-"


@dataclass(frozen=True, slots=True)
class Wish:
    """A check to be suppressed: for a sector, for one enterprise (by credit code), or for all; and for how long."""

    code: str
    from_on: date | None
    until_on: date | None
    document: str
    reason: str
    sector: str = ""
    credit_code: str = ""


async def suppress(wish: Wish, *, actor: Actor, at: datetime) -> int:
    """Suppress a check; answers the suppression.

    Refused: SUPPRESS-CODE, SUPPRESS-READING, SUPPRESS-DAYS (from a day not before today, to a day not before it),
    SUPPRESS-DOCUMENT, SUPPRESS-REASON, SUPPRESS-ENTERPRISE, SUPPRESS-BOTH.
    """
    require(actor, Duty.CHECK_SUPPRESS)
    from_on, until_on = _checked(wish, legal_day(at))
    enterprise_id = await _enterprise_id(wish, actor)
    async with transaction():
        row = CheckSuppression(
            code=wish.code,
            sector=wish.sector,
            enterprise_id=enterprise_id,
            from_on=from_on,
            until_on=until_on,
            document=wish.document.strip()[:MOST_DOCUMENT],
            reason=wish.reason.strip()[:MOST_REASON],
            made_at=at,
            made_by=actor.name,
        )
        suppression_id = int((await CheckSuppression.insert(row))[0]["id"])
        basis = {"code": wish.code, "sector": wish.sector, "from": from_on.isoformat(), "until": until_on.isoformat()}
        note = Note(reason=wish.reason.strip(), basis={**basis, "document": row.document}, enterprise_id=enterprise_id)
        subject, duty = f"check_suppression:{suppression_id}", Duty.CHECK_SUPPRESS
        await record(SUPPRESS_TAG, subject, actor=actor, at=at, duty=duty, after=wish.code, note=note)
    return suppression_id


def _checked(wish: Wish, today: date) -> tuple[date, date]:
    if wish.code.startswith(READING):
        raise refuse("SUPPRESS-READING", check=wish.code)
    if not A_CHECK.fullmatch(wish.code):
        raise refuse("SUPPRESS-CODE", check=wish.code)
    if not wish.document.strip():
        raise refuse("SUPPRESS-DOCUMENT", field_name="document")
    if not wish.reason.strip():
        raise refuse("SUPPRESS-REASON", field_name="reason")
    if wish.sector and wish.credit_code:
        raise refuse("SUPPRESS-BOTH", field_name="credit_code")
    if wish.from_on is None or wish.from_on < today:
        raise refuse("SUPPRESS-DAYS", field_name="from_on")
    if wish.until_on is None or wish.until_on < wish.from_on:
        raise refuse("SUPPRESS-DAYS", field_name="until_on")
    return wish.from_on, wish.until_on


async def _enterprise_id(wish: Wish, actor: Actor) -> int | None:
    if not wish.credit_code:
        return None
    card = await people.enterprise_by_code(wish.credit_code, actor=actor)
    if card is None:
        raise refuse("SUPPRESS-ENTERPRISE", field_name="credit_code", credit_code=wish.credit_code)
    return card.id


async def end(suppression_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """End a suppression today: from tomorrow on the check counts again. One that has not begun never rules.

    Refused: SUPPRESS-UNKNOWN, SUPPRESS-REASON. `Stale` when it has ended already.
    """
    require(actor, Duty.CHECK_SUPPRESS)
    if not reason.strip():
        raise refuse("SUPPRESS-REASON", field_name="reason")
    today = legal_day(at)
    async with transaction():
        await ask("SELECT id FROM check_suppression WHERE id = {} FOR UPDATE", suppression_id)
        card = await queries.suppression(suppression_id, actor=actor)
        if card is None:
            raise refuse("SUPPRESS-UNKNOWN")
        if not card.is_open(today):
            raise Stale(f"check_suppression:{suppression_id}", "open")
        await ask(
            "UPDATE check_suppression SET until_on = {}, ended_at = {}, ended_by = {}, end_reason = {} WHERE id = {}",
            today,
            at,
            actor.name,
            reason.strip()[:500],
            suppression_id,
        )
        basis = {"code": card.code, "until": card.until_on.isoformat()}
        note = Note(reason=reason.strip(), basis=basis, enterprise_id=card.enterprise_id)
        subject, duty = f"check_suppression:{suppression_id}", Duty.CHECK_SUPPRESS
        await record(END_TAG, subject, actor=actor, at=at, duty=duty, before=card.code, note=note)
