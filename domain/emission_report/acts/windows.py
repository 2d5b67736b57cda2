"""One unit's window: a report opened singly, and a last day of its own."""

from __future__ import annotations

from datetime import date, datetime

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse
from domain.core.law import Law, last_day_of
from domain.emission_report import queries, rules
from domain.emission_report.states import EXTEND_TAG, OWED, REPORT_MOVES
from domain.emission_report.tables import Report
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, begin, record, require
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell
from domain.records.people import queries as people


async def open_one(
    year: int, credit_code: str, reason: str, *, actor: Actor, at: datetime, until: date | None = None
) -> int:
    """Open the report of one enterprise, listed or only obliged to report, with the reason; answers the report.

    `until` gives it a last day of its own, which has to be named when the law's has passed. Refused: REPORT-REASON,
    REPORT-NO-ENTERPRISE, REPORT-OPENED (it is open already), REPORT-UNTIL. NotInForce when the law of the year has no
    deadline.
    """
    require(actor, Duty.REPORT_ACCEPT)
    reason = _reasoned(reason)
    async with transaction():
        enterprise = await people.enterprise_by_code(credit_code.strip().upper(), actor=actor)
        if enterprise is None:
            raise refuse("REPORT-NO-ENTERPRISE", field_name="credit_code", text=credit_code.strip())
        # Two at once: the second waits for the first and finds its report.
        await ask("SELECT pg_advisory_xact_lock({}, {})", year, enterprise.id)
        if await queries.report_of(enterprise.id, year, actor=actor):
            raise refuse("REPORT-OPENED", field_name="credit_code", name=enterprise.name)
        law, day = await as_of(last_day_of(year)), legal_day(at)
        last = rules.deadline(law, enterprise.sector)
        if until is not None or day > last:
            until = _beyond(until, last, day)
        report = Report(enterprise_id=enterprise.id, year=year, state=REPORT_MOVES["open"].after.value, opened_at=at)
        report.opened_until = until
        report_id = int((await Report.insert(report))[0]["id"])
        basis = {"deadline": (until or last).isoformat(), "year": year, "single": True}
        note = Note(reason=reason, basis=basis, enterprise_id=enterprise.id)
        await begin(Report, report_id, REPORT_MOVES, "open", actor=actor, at=at, note=note)
        facts = {"year": str(year), "deadline": (until or last).isoformat()}
        link = f"/reports/report/{report_id}"
        await tell("emission_report.opened", at=at, facts=facts, enterprise_id=enterprise.id, link=link)
    return report_id


async def extend(report_id: int, until: date | None, reason: str, *, actor: Actor, at: datetime) -> None:
    """Give one report that is owed a last day of its own, with the reason: what is submitted until then is in time.

    Whoever was marked late for owing it, and has never submitted, is no longer. Refused: REPORT-UNKNOWN,
    REPORT-REASON, REPORT-UNTIL (no later than today or than the day it has). `Stale` when it is no longer owed.
    """
    require(actor, Duty.REPORT_ACCEPT)
    reason = _reasoned(reason)
    async with transaction():
        await ask("SELECT id FROM report WHERE id = {} FOR UPDATE", report_id)
        card = await queries.report(report_id, actor=actor)
        if card is None:
            raise refuse("REPORT-UNKNOWN")
        if card.state not in OWED:
            raise Stale(f"report:{report_id}", "|".join(OWED))
        law: Law = await as_of(last_day_of(card.year))
        last = rules.last_day(law, card.sector, card.opened_until)
        until = _beyond(until, last, legal_day(at))
        await ask(
            "UPDATE report SET opened_until = {}, late = late AND first_submitted_at IS NOT NULL WHERE id = {}",
            until,
            report_id,
        )
        basis = {"until": until.isoformat(), "before": last.isoformat()}
        note = Note(reason=reason, basis=basis, enterprise_id=card.enterprise_id)
        subject, state = f"report:{report_id}", card.state
        await record(
            EXTEND_TAG, subject, actor=actor, at=at, duty=Duty.REPORT_ACCEPT, before=state, after=state, note=note
        )
        facts = {"year": str(card.year), "deadline": until.isoformat(), "reason": reason}
        link = f"/reports/report/{report_id}"
        await tell("emission_report.extended", at=at, facts=facts, enterprise_id=card.enterprise_id, link=link)


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise refuse("REPORT-REASON", field_name="reason")
    return reason.strip()


def _beyond(until: date | None, last: date, day: date) -> date:
    """A day beyond the last one so far, and not past."""
    if until is None or until <= last or until < day:
        raise refuse("REPORT-UNTIL", field_name="until", last=max(last, day).isoformat())
    return until
