"""What the authority does with a submitted version: file it, or return it."""

from __future__ import annotations

import json
from datetime import date, datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import refuse
from domain.core.workbook import from_json
from domain.monitoring_plan import queries, rules
from domain.monitoring_plan.acts.common import facts_of, locked, note_of, others_in, page_of
from domain.monitoring_plan.acts.ledger import take_over
from domain.monitoring_plan.queries import VersionCard
from domain.monitoring_plan.states import CHANGE_MOVES, MOVES, ChangeState, State
from domain.monitoring_plan.tables import Plan, PlanChange
from domain.records.database import ask, transaction
from domain.records.documents import writes as documents
from domain.records.documents.rules import ANY_PROVINCE, about
from domain.records.journal.writes import CHAIN_LOCK, Note, move, require
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell

PROVINCE = "province.abbreviation"


async def file(plan_id: int, reason: str = "", *, actor: Actor, at: datetime) -> None:
    """File a submitted version under a number (the reviewer); it replaces the one in force, and the enterprise is told.

    Its meters become those of the ledger, the application it names is settled. Refused: MP-UNKNOWN, MP-SAME-PERSON,
    MP-VERSION when a version as high has been filed since it was checked, MP-REVIEW-OPEN while a body is asked,
    MP-REVIEW-REQUIRED before a body's opinion where the law of the year wants one, MP-AGAINST-OPINION without a reason
    where the body says that the plan does not conform.
    """
    require(actor, Duty.PLAN_REVIEW)
    async with transaction():
        card = await locked(plan_id, actor)
        if card.state == State.SUBMITTED:
            await _check_filing(card, actor)
            await _check_opinion(card, reason, actor)
        before = await _before(card)
        for other in await others_in(card, State.FILED):
            replaced = Note(basis={"replaced_by": plan_id}, enterprise_id=card.enterprise_id)
            await move(Plan, other, MOVES, "replace", actor=actor, at=at, note=replaced)
        number, year, serial = await _number(at)
        note = note_of(card, reason=reason.strip(), version=card.version, filing_number=number)
        await move(Plan, plan_id, MOVES, "file", actor=actor, at=at, note=note)
        ruling = rules.rules_from(card.year, legal_day(at), await _settle(card, actor=actor, at=at), before)
        await ask(
            "UPDATE plan SET filed_at = {}, rules_from = {}, filing_number = {}, filing_year = {}, filing_serial = {} "
            "WHERE id = {}",
            at,
            ruling,
            number,
            year,
            serial,
            plan_id,
        )
        await _enter_meters(card, actor=actor, at=at)
        facts = facts_of(card, number=number)
        await tell("plan.filed", at=at, facts=facts, enterprise_id=card.enterprise_id, link=page_of(card))
        await _issue_receipt(card, number, actor=actor, at=at)


async def _before(card: VersionCard) -> date | None:
    """From when the newest filed version of the year has ruled; None before the first."""
    rows = await ask(
        "SELECT max(rules_from) AS day FROM plan WHERE enterprise_id = {} AND year = {} AND filing_serial > 0",
        card.enterprise_id,
        card.year,
    )
    found: date | None = rows[0]["day"]
    return found


async def _number(at: datetime) -> tuple[str, int, int]:
    """The next number of the calendar year, without a gap: whoever comes second waits at the journal's end."""
    day = legal_day(at)
    law = await as_of(day)
    await ask("SELECT pg_advisory_xact_lock({})", CHAIN_LOCK)
    rows = await ask("SELECT coalesce(max(filing_serial), 0) + 1 AS serial FROM plan WHERE filing_year = {}", day.year)
    serial = int(rows[0]["serial"])
    province = law.text(PROVINCE) if law.has(PROVINCE) else ANY_PROVINCE
    return rules.filing_number(law, province, day.year, serial), day.year, serial


async def _settle(card: VersionCard, *, actor: Actor, at: datetime) -> date | None:
    """Settle the application that the version names; answers the day of the change."""
    if card.change_id is None:
        return None
    change = await queries.change(card.change_id, actor=actor)
    if change is None or change.state != ChangeState.GRANTED:
        return None
    note = Note(basis={"plan": card.id, "version": card.version}, enterprise_id=card.enterprise_id)
    await move(PlanChange, change.id, CHANGE_MOVES, "settle", actor=actor, at=at, note=note)
    return change.since


async def _enter_meters(card: VersionCard, *, actor: Actor, at: datetime) -> None:
    """The ledger follows the plan in force; a plan of a past year changes nothing in it."""
    rows = await ask(
        "SELECT content, EXISTS (SELECT 1 FROM plan n WHERE n.enterprise_id = plan.enterprise_id "
        "AND n.year > plan.year AND n.filing_serial > 0) AS past FROM plan WHERE id = {}",
        card.id,
    )
    if not rows[0]["past"]:
        content = from_json(json.loads(rows[0]["content"]))
        await take_over(card, rules.meters(rules.FORMS[card.form], content), actor=actor, at=at)


async def _issue_receipt(card: VersionCard, number: str, *, actor: Actor, at: datetime) -> None:
    """The receipt of filing (备案回执)."""
    facts = about(
        card,
        year=card.year,
        version=card.version,
        filing_number=number,
        file_name=card.file_name,
        sha256=card.original,
        submitted_at=card.submitted_at,
        late=card.late,
        citation=MOVES["file"].citation,
    )
    subject, whose = f"plan:{card.id}", card.enterprise_id
    await documents.issue("plan_filing", subject=subject, facts=facts, enterprise_id=whose, actor=actor, at=at)


async def _check_filing(card: VersionCard, actor: Actor) -> None:
    if actor.account_id in (card.received_by, card.submitted_by):
        raise refuse("MP-SAME-PERSON")
    if card.version <= card.in_force:
        raise refuse("MP-VERSION", version=card.version, filed=card.in_force)


async def _check_opinion(card: VersionCard, reason: str, actor: Actor) -> None:
    if await queries.open_review(card.id, actor=actor) is not None:
        raise refuse("MP-REVIEW-OPEN")
    conforms = await queries.last_opinion(card.id, actor=actor)
    if conforms is None and (called := await queries.called_for(card)).required:
        raise refuse("MP-REVIEW-REQUIRED", citation=called.citation)
    if conforms is False and not reason.strip():
        raise refuse("MP-AGAINST-OPINION", field_name="reason")


async def return_(plan_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Return a submitted version with a reason (the reviewer); the enterprise is told.

    Refused: MP-REASON, MP-REVIEW-OPEN while a body is asked.
    """
    require(actor, Duty.PLAN_REVIEW)
    if not reason.strip():
        raise refuse("MP-REASON", field_name="reason")
    async with transaction():
        card = await locked(plan_id, actor)
        if card.state == State.SUBMITTED and await queries.open_review(card.id, actor=actor) is not None:
            raise refuse("MP-REVIEW-OPEN")
        note = Note(reason=reason.strip(), basis={"version": card.version}, enterprise_id=card.enterprise_id)
        await move(Plan, plan_id, MOVES, "return", actor=actor, at=at, note=note)
        facts = facts_of(card, reason=reason.strip()[:300])
        await tell("plan.returned", at=at, facts=facts, enterprise_id=card.enterprise_id, link=page_of(card))
