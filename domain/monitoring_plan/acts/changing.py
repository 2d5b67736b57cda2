"""Applications to change the plan in force: made by the enterprise, granted or refused by the authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import refuse
from domain.monitoring_plan import queries
from domain.monitoring_plan.acts.common import one_at_a_time
from domain.monitoring_plan.queries import ChangeCard
from domain.monitoring_plan.states import CHANGE_MOVES, ChangeState
from domain.monitoring_plan.tables import PlanChange
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, begin, move, require
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell

TRIGGERS = "plan.update_triggers"
MOST_TEXT = 2000
MOST_TOLD = 300


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an enterprise wants to change: the legal reason, what, why, since when."""

    trigger: str
    what: str
    why: str
    since: date


async def apply(enterprise_id: int, year: int, wanted: Wanted, *, actor: Actor, at: datetime) -> int:
    """Apply to change the plan in force (the filer); answers the application's id.

    Refused: MP-CHANGE-NO-PLAN (none in force), MP-CHANGE-OPEN (one waits already), MP-CHANGE-TRIGGER, MP-CHANGE-TEXT,
    MP-CHANGE-DAY (outside the year, or not yet come).
    """
    require(actor, Duty.PLAN_FILE)
    await _check(year, wanted, at)
    async with transaction():
        await one_at_a_time(enterprise_id)
        plan = await queries.in_force(enterprise_id, year, actor=actor)
        if plan is None:
            raise refuse("MP-CHANGE-NO-PLAN", year=year)
        if any(card.state == ChangeState.APPLIED for card in await queries.changes(enterprise_id, year, actor=actor)):
            raise refuse("MP-CHANGE-OPEN", year=year)
        row = PlanChange(
            enterprise_id=enterprise_id,
            year=year,
            plan_id=plan.id,
            state=ChangeState.APPLIED.value,
            trigger=wanted.trigger,
            what=wanted.what.strip()[:MOST_TEXT],
            why=wanted.why.strip()[:MOST_TEXT],
            since=wanted.since,
            applied_at=at,
            applied_by=actor.account_id,
        )
        change_id = int((await PlanChange.insert(row))[0]["id"])
        basis = {"year": year, "trigger": wanted.trigger, "since": wanted.since.isoformat(), "plan": plan.id}
        note = Note(reason=wanted.why.strip()[:MOST_TEXT], basis=basis, enterprise_id=enterprise_id)
        await begin(PlanChange, change_id, CHANGE_MOVES, "apply", actor=actor, at=at, note=note)
        card = await _seen(change_id, actor)
        await tell("plan.change_applied", at=at, facts=_facts(card), duty=Duty.PLAN_REVIEW, link=_page(card))
    return change_id


async def _check(year: int, wanted: Wanted, at: datetime) -> None:
    """Whether the application says enough, and what it says can be."""
    day = legal_day(at)
    law = await as_of(day)
    if wanted.trigger not in law.text(TRIGGERS).split(","):
        raise refuse("MP-CHANGE-TRIGGER", field_name="trigger")
    for name, text in (("what", wanted.what), ("why", wanted.why)):
        if not text.strip():
            raise refuse("MP-CHANGE-TEXT", field_name=name)
    if wanted.since.year != year or wanted.since > day:
        raise refuse("MP-CHANGE-DAY", field_name="since", since=wanted.since, year=year)


async def grant(change_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Grant an application (the listing officer): the enterprise makes a revised version. A reason may be given."""
    await _decide(change_id, "grant", reason, actor=actor, at=at)


async def refuse_change(change_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Refuse an application with a reason (the listing officer). Refused: MP-CHANGE-REASON without one."""
    if not reason.strip():
        raise refuse("MP-CHANGE-REASON", field_name="reason")
    await _decide(change_id, "refuse", reason, actor=actor, at=at)


async def _decide(change_id: int, name: str, reason: str, *, actor: Actor, at: datetime) -> None:
    require(actor, Duty.PLAN_REVIEW)
    async with transaction():
        card = await _seen(change_id, actor)
        note = Note(reason=reason.strip(), basis={"year": card.year}, enterprise_id=card.enterprise_id)
        await move(PlanChange, change_id, CHANGE_MOVES, name, actor=actor, at=at, note=note)
        decision = reason.strip()[:MOST_TEXT]
        await ask("UPDATE plan_change SET decided_at = {}, decision = {} WHERE id = {}", at, decision, change_id)
        code = "plan.change_granted" if name == "grant" else "plan.change_refused"
        facts = {**_facts(card), "reason": reason.strip()[:MOST_TOLD]}
        await tell(code, at=at, facts=facts, enterprise_id=card.enterprise_id, link=_page(card))


async def withdraw(change_id: int, *, actor: Actor, at: datetime) -> None:
    """Take an application back while nobody has decided on it (the filer)."""
    require(actor, Duty.PLAN_FILE)
    async with transaction():
        card = await _seen(change_id, actor)
        note = Note(basis={"year": card.year}, enterprise_id=card.enterprise_id)
        await move(PlanChange, change_id, CHANGE_MOVES, "withdraw", actor=actor, at=at, note=note)


async def _seen(change_id: int, actor: Actor) -> ChangeCard:
    card = await queries.change(change_id, actor=actor)
    if card is None:
        raise refuse("MP-CHANGE-UNKNOWN")
    return card


def _facts(card: ChangeCard) -> dict[str, str]:
    return {"name": card.name, "year": str(card.year)}


def _page(card: ChangeCard) -> str:
    return f"/plans/changes/{card.id}"
