"""After the decision: service, payment and making good, closing, publication."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import Stale, refuse, stop_on
from domain.penalty import checks
from domain.penalty.acts.cases import case_of, days_after, needed, step, to_enterprise, write
from domain.penalty.acts.papers import issue_paper
from domain.penalty.checks import Correction
from domain.penalty.queries import CaseFile
from domain.penalty.rules import late_addition
from domain.penalty.states import AWAITING_CORRECTION, MOVES, PUBLISHABLE, Ground, Service
from domain.records.database import ask_one, transaction
from domain.records.documents.queries import number_about
from domain.records.journal.writes import Note, record, require
from domain.records.lawbook.queries import as_of, working_calendar
from domain.records.notices.writes import tell


async def serve(case_id: int, method: str, on: date, *, actor: Actor, at: datetime) -> date:
    """Record how and when the decision was served; answers the last day of payment.

    行政处罚法 art 61, 67. Refused: PENALTY-SERVICE for an unknown way, PENALTY-DAY for a day before the decision or in
    the future.
    """
    require(actor, Duty.PENALTY_HANDLE)
    if method not in list(Service):
        raise refuse("PENALTY-SERVICE", field_name="method", method=method)
    law, calendar = await as_of(legal_day(at)), await working_calendar()
    pay_by = days_after(calendar, law, "clock.penalty.payment", on)
    async with transaction():
        case = await case_of(case_id, actor=actor)
        stop_on(checks.day_between("PENALTY-DAY", "on", on, case.decided_on, legal_day(at)))
        changes = {"service": method, "served_on": on, "pay_by": pay_by}
        await step(case, "serve", changes, Note(basis={"method": method, "on": on.isoformat()}), actor=actor, at=at)
        await tell("penalty.served", at=at, **to_enterprise(case, fine=f"{case.fine_yuan:,.2f}", until=pay_by))
        told = {
            "decision_number": await number_about("penalty_decision", f"penalty_case:{case.id}"),
            "method": method,
            "served_on": on,
            "pay_by_on": pay_by,
            "fine_yuan": case.fine_yuan,
            "citation": MOVES["serve"].citation,
        }
        await issue_paper("service_record", case, actor=actor, at=at, **told)
    return pay_by


async def make_good(case_id: int, tonnes: int, on: date, *, actor: Actor, at: datetime) -> None:
    """Record the allowances that the enterprise handed in after the deadline, as the registry shows them.

    Refused: PENALTY-TONNES when that is nothing or more than was short, PENALTY-DAY; `Stale` in a state where nothing
    is awaited any more.
    """
    require(actor, Duty.PENALTY_HANDLE)
    async with transaction():
        case = await case_of(case_id, actor=actor)
        if case.state not in AWAITING_CORRECTION or case.shortfall is None:
            raise Stale(f"penalty_case:{case_id}", "|".join(AWAITING_CORRECTION))
        stop_on(checks.day_between("PENALTY-DAY", "on", on, case.conduct_on, legal_day(at)))
        if not 0 < tonnes <= case.shortfall:
            raise refuse("PENALTY-TONNES", field_name="tonnes", tonnes=tonnes, shortfall=case.shortfall)
        await write(case_id, {"made_good_tonnes": tonnes, "made_good_on": on})
        note = Note(basis={"tonnes": tonnes, "on": on.isoformat()}, enterprise_id=case.enterprise_id)
        subject = f"penalty_case:{case_id}"
        await record("penalty:case:make_good", subject, actor=actor, at=at, duty=Duty.PENALTY_HANDLE, note=note)


async def execute(case_id: int, paid_on: date, *, actor: Actor, at: datetime, made_good_on: date | None = None) -> None:
    """Record the payment; late, it costs the additional fine. The shortfall was made good before, or is with this act.

    行政处罚法 art 67, 72. `made_good_on` records that the whole shortfall was handed in on that day. Refused:
    PENALTY-DAY, PENALTY-NOT-MADE-GOOD while allowances are short and none are deducted.
    """
    require(actor, Duty.PENALTY_HANDLE)
    day = legal_day(at)
    law = await as_of(day)
    async with transaction():
        case = await case_of(case_id, actor=actor)
        stop_on(checks.day_between("PENALTY-DAY", "paid_on", paid_on, case.served_on, day))
        changes: dict[str, Any] = {"paid_on": paid_on}
        changes |= _made_good(case, made_good_on, day)
        if case.pay_by is not None and paid_on > case.pay_by and case.fine_yuan is not None:
            addition = late_addition(law, case.fine_yuan, (paid_on - case.pay_by).days)
            changes |= {
                "late_fine_yuan": addition.value,
                "late_fine": json.dumps(addition.as_json(), ensure_ascii=False),
            }
        basis = {name: str(value) for name, value in changes.items() if name != "late_fine"}
        await step(case, "execute", changes, Note(basis=basis), actor=actor, at=at)
        await tell("penalty.executed", at=at, **to_enterprise(case, on=paid_on))


def _made_good(case: CaseFile, on: date | None, day: date) -> dict[str, Any]:
    """What is to be written about the shortfall; nothing for a case that has none."""
    if case.ground != Ground.SHORTFALL:
        return {}
    correction, changes = case.correction, dict[str, Any]()
    if on is not None and case.shortfall is not None:
        stop_on(checks.day_between("PENALTY-DAY", "made_good_on", on, case.conduct_on, day))
        correction = Correction(case.correct_by, case.shortfall, case.shortfall, on)
        changes = {"made_good_on": on, "made_good_tonnes": case.shortfall}
    stop_on(checks.made_good(correction, case.deduct_tonnes))
    return changes


async def close(case_id: int, credit_entry: str, *, actor: Actor, at: datetime) -> None:
    """Close the case with its entry in the credit record (Decree 775 art 27). Refused: PENALTY-CREDIT without one."""
    require(actor, Duty.PENALTY_HANDLE)
    entry = needed(credit_entry, "PENALTY-CREDIT", "credit_entry")
    async with transaction():
        case = await case_of(case_id, actor=actor)
        changes = {"credit_entry": entry, "closed_on": legal_day(at)}
        await step(case, "close", changes, Note(basis={"credit_entry": entry}), actor=actor, at=at)
        await tell("penalty.closed", at=at, **to_enterprise(case))


async def publish(case_id: int, *, actor: Actor, at: datetime) -> None:
    """Publish the decision (行政处罚法 art 48; Order 19 art 32). Refused: PENALTY-PUBLISHED the second time."""
    require(actor, Duty.PENALTY_HANDLE)
    async with transaction():
        case = await case_of(case_id, actor=actor)
        if case.published_at is not None:
            raise refuse("PENALTY-PUBLISHED")
        written = await ask_one(
            "UPDATE penalty_case SET published_at = {} WHERE id = {} AND state = ANY({}) AND published_at IS NULL "
            "RETURNING id",
            at,
            case_id,
            [state.value for state in PUBLISHABLE],
        )
        if written is None:
            raise Stale(f"penalty_case:{case_id}", "|".join(PUBLISHABLE))
        note = Note(basis={"number": case.number}, enterprise_id=case.enterprise_id)
        subject = f"penalty_case:{case_id}"
        await record("penalty:case:publish", subject, actor=actor, at=at, duty=Duty.PENALTY_HANDLE, note=note)
        await tell("penalty.published", at=at, **to_enterprise(case))
