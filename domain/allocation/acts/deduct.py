"""Ordering a deduction (核减) from a year's allocation."""

from __future__ import annotations

from datetime import datetime

from domain.allocation import checks
from domain.allocation.acts.advance import one_at_a_time
from domain.allocation.tables import AllocationDeduction
from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import refuse, stop_on
from domain.records.database import ask_one, transaction
from domain.records.journal.writes import Note, record, require
from domain.records.people.bounds import may_see


async def order_deduction(
    enterprise_id: int, year: int, tonnes: int, reference: str, *, actor: Actor, at: datetime
) -> None:
    """Note that a decision takes allowances from a year's allocation: taken when the pre-allocation is proposed.

    Refused: ALLOCATION-TONNES, -REFERENCE; ALLOCATION-DEDUCTED when that decision is noted already; ALLOCATION-TOO-LATE
    once the year's pre-allocation of the enterprise has been proposed; ALLOCATION-UNKNOWN.
    """
    async with transaction():
        require(actor, Duty.ALLOCATION_PREPARE)
        stop_on(checks.deduction(tonnes, reference))
        await one_at_a_time(year)
        if not await may_see(actor, enterprise_id):
            raise refuse("ALLOCATION-UNKNOWN")
        if await ask_one(
            "SELECT 1 AS there FROM allocation WHERE enterprise_id = {} AND year = {}", enterprise_id, year
        ):
            raise refuse("ALLOCATION-TOO-LATE", year=year)
        known = await ask_one(
            "SELECT 1 AS there FROM allocation_deduction WHERE enterprise_id = {} AND year = {} AND reference = {}",
            enterprise_id,
            year,
            reference,
        )
        if known:
            raise refuse("ALLOCATION-DEDUCTED", reference=reference)
        row = AllocationDeduction(
            enterprise_id=enterprise_id, year=year, tonnes=tonnes, reference=reference, ordered_at=at
        )
        await AllocationDeduction.insert(row)
        note = Note(reference, {"tonnes": tonnes, "year": year}, enterprise_id=enterprise_id)
        subject, duty = f"enterprise:{enterprise_id}", Duty.ALLOCATION_PREPARE
        await record("allocation:deduction:order", subject, actor=actor, at=at, duty=duty, note=note)
