"""The ledger of meters: taken over from the plan that is filed, calibrations recorded, the clock's reminders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import Duty
from domain.core.findings import refuse
from domain.monitoring_plan import queries, rules
from domain.monitoring_plan.queries import MeterCard, VersionCard
from domain.monitoring_plan.rules import Meter
from domain.monitoring_plan.tables import MeterCalibration
from domain.records.database import ask, copy_rows, transaction
from domain.records.evidence.writes import clean_name, keep
from domain.records.journal.writes import Note, record, require
from domain.records.lawbook.queries import as_of
from domain.records.notices.writes import tell

LEDGER = "monitoring_plan:ledger:update"
CALIBRATED = "monitoring_plan:meter:calibrate"
REMINDED = "monitoring_plan:ledger:remind"
METER_COLUMNS = (
    "enterprise_id",
    "plan_id",
    "unit",
    "item",
    "parameter",
    "name",
    "place",
    "accuracy",
    "calibration_months",
    "calibrated_on",
    "due_on",
)
# How many meters a reminder names; the page has them all.
MOST_NAMED = 3
MOST_TEXT = 120
MOST_SIGNS = 80


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What a certificate says: the day, who calibrated, its number, and that of the device."""

    calibrated_on: date
    laboratory: str
    number: str
    serial: str = ""


# ------------------------------------------------------------------------------------------------- from the plan


async def take_over(card: VersionCard, meters: Sequence[Meter], *, actor: Actor, at: datetime) -> None:
    """Make the meters of a plan that is being filed those of the ledger; what it names no more is in use no longer.

    A calibration recorded since the plan was written stays: the later day counts. Within the transaction of filing.
    """
    rows = await ask(
        "SELECT id, unit, item, parameter, name, calibrated_on, due_on, retired_on FROM plan_meter "
        "WHERE enterprise_id = {} FOR UPDATE",
        card.enterprise_id,
    )
    there = {(row["unit"], row["item"], row["parameter"]): row for row in rows}
    new = [meter for meter in meters if meter.position not in there]
    kept = [(there[meter.position], meter) for meter in meters if meter.position in there]
    await _update([_as_named(row, meter) for row, meter in kept], card.id)
    named = {meter.position for meter in meters}
    gone = [row["id"] for place, row in there.items() if place not in named and row["retired_on"] is None]
    await ask("UPDATE plan_meter SET retired_on = {} WHERE id = ANY({})", legal_day(at), gone)
    await copy_rows("plan_meter", METER_COLUMNS, [_row(card, meter) for meter in new])
    if new or gone or kept:
        basis = {"plan": card.id, "entered": len(new), "kept": len(kept), "retired": len(gone)}
        note = Note(basis=basis, enterprise_id=card.enterprise_id)
        subject = f"plan_ledger:{card.enterprise_id}"
        await record(LEDGER, subject, actor=actor, at=at, duty=Duty.PLAN_REVIEW, note=note)


def _row(card: VersionCard, meter: Meter) -> tuple[object, ...]:
    return (
        card.enterprise_id,
        card.id,
        *meter.position,
        meter.name,
        meter.place,
        meter.accuracy,
        meter.calibration_months,
        meter.calibrated_on,
        meter.due_on,
    )


def _as_named(row: Mapping[str, object], meter: Meter) -> tuple[object, ...]:
    """The plan's word on a meter; another device in the same place begins with its own calibration."""
    same, recorded = row["name"] == meter.name, row["calibrated_on"]
    day = meter.calibrated_on
    if same and isinstance(recorded, date) and (day is None or recorded > day):
        day = recorded
    due = rules.calibration_due(day, meter.calibration_months) if day and meter.calibration_months else None
    return row["id"], meter.name, meter.place, meter.accuracy, meter.calibration_months, day, due


async def _update(named: Sequence[tuple[object, ...]], plan_id: int) -> None:
    """All meters that stay, in one statement."""
    if not named:
        return
    await ask(
        "UPDATE plan_meter m SET plan_id = {}, name = n.name, place = n.place, accuracy = n.accuracy, "
        "calibration_months = n.months, calibrated_on = n.calibrated_on, due_on = n.due_on, retired_on = NULL "
        "FROM unnest({}::int[], {}::text[], {}::text[], {}::numeric[], {}::int[], {}::date[], {}::date[]) "
        "AS n (id, name, place, accuracy, months, calibrated_on, due_on) WHERE m.id = n.id",
        plan_id,
        *(list(column) for column in zip(*named, strict=True)),
    )


# ---------------------------------------------------------------------------------------------------- calibration


async def calibrate(
    meter_id: int, told: Calibrated, certificate: bytes, file_name: str, *, actor: Actor, at: datetime
) -> int:
    """Record a calibration with its certificate (the filer); the next day due follows. Answers the calibration's id.

    Refused: MP-METER-UNKNOWN, MP-METER-RETIRED, MP-NO-CERTIFICATE, MP-CALIBRATED-LATER (the day has not come),
    MP-CALIBRATED-BEFORE (no later than the one on record), MP-CALIBRATION-NUMBER.
    """
    require(actor, Duty.PLAN_FILE)
    if not certificate:
        raise refuse("MP-NO-CERTIFICATE", field_name="certificate")
    if not told.number.strip():
        raise refuse("MP-CALIBRATION-NUMBER", field_name="number")
    async with transaction():
        card = await _meter(meter_id, actor)
        _check_day(card, told.calibrated_on, legal_day(at))
        months = card.calibration_months
        due = rules.calibration_due(told.calibrated_on, months) if months else None
        media_type = "application/octet-stream"
        digest = await keep(certificate, file_name=file_name, media_type=media_type, at=at)
        calibration = MeterCalibration(
            meter_id=meter_id,
            calibrated_on=told.calibrated_on,
            due_on=due,
            laboratory=told.laboratory.strip()[:MOST_TEXT],
            number=told.number.strip()[:MOST_SIGNS],
            device=card.name,
            serial=told.serial.strip()[:MOST_SIGNS],
            certificate=digest,
            file_name=clean_name(file_name),
            recorded_at=at,
            recorded_by=actor.account_id,
        )
        calibration_id = int((await MeterCalibration.insert(calibration))[0]["id"])
        await ask(
            "UPDATE plan_meter SET calibrated_on = {}, due_on = {} WHERE id = {}", told.calibrated_on, due, meter_id
        )
        basis = {
            "calibrated_on": told.calibrated_on.isoformat(),
            "due_on": due and due.isoformat(),
            "number": told.number,
        }
        note = Note(basis=basis, evidence=digest, enterprise_id=card.enterprise_id)
        await record(CALIBRATED, f"plan_meter:{meter_id}", actor=actor, at=at, duty=Duty.PLAN_FILE, note=note)
    return calibration_id


async def _meter(meter_id: int, actor: Actor) -> MeterCard:
    """The meter under a lock: of two certificates sent at once the second is judged by the first."""
    await ask("SELECT id FROM plan_meter WHERE id = {} FOR UPDATE", meter_id)
    card = await queries.meter(meter_id, actor=actor)
    if card is None:
        raise refuse("MP-METER-UNKNOWN")
    if card.retired_on is not None:
        raise refuse("MP-METER-RETIRED")
    return card


def _check_day(card: MeterCard, day: date, today: date) -> None:
    if day > today:
        raise refuse("MP-CALIBRATED-LATER", field_name="calibrated_on", day=day, today=today)
    if card.calibrated_on is not None and day <= card.calibrated_on:
        raise refuse("MP-CALIBRATED-BEFORE", field_name="calibrated_on", day=day, before=card.calibrated_on)


# ------------------------------------------------------------------------------------------------------- reminders


async def remind(_: int, *, actor: Actor, at: datetime) -> int:
    """Remind of calibrations on the days that the law names before and after the day due (the clock); answers how many
    enterprises were told.

    One notice an enterprise and day, each meter once for each of its days: a clock that stood still makes up once.
    """
    require(actor, Duty.CLOCK)
    today = legal_day(at)
    days = rules.reminder_days(await as_of(today))
    if not days:
        return 0
    async with transaction():
        # Two clocks at once: the second finds everything told.
        await ask("SELECT pg_advisory_xact_lock(hashtext('meter_reminder'))")
        cards = await queries.due_until(today, days[0], actor=actor)
        owed = [card for card in cards if card.due_on and rules.reminder_due(card.due_on, today, days) is not None]
        new = await _enter(owed, today, days, at)
        groups = groupby([card for card in owed if card.id in new], key=lambda card: card.enterprise_id)
        told = [await _remind(enterprise_id, list(mine), today, at, actor) for enterprise_id, mine in groups]
    return len(told)


async def _enter(cards: Sequence[MeterCard], today: date, days: tuple[int, ...], at: datetime) -> set[int]:
    """Note the reminders; answers the meters of those that had not been given yet."""
    due = [(card.id, card.due_on, rules.reminder_due(card.due_on, today, days)) for card in cards if card.due_on]
    rows = await ask(
        "INSERT INTO meter_reminder (meter_id, due_on, days, told_at) SELECT meter_id, due_on, days, {} "
        "FROM unnest({}::int[], {}::date[], {}::int[]) AS given (meter_id, due_on, days) "
        "ON CONFLICT (meter_id, due_on, days) DO NOTHING RETURNING meter_id",
        at,
        [meter_id for meter_id, _, _ in due],
        [day for _, day, _ in due],
        [number for _, _, number in due],
    )
    return {row["meter_id"] for row in rows}


async def _remind(enterprise_id: int, cards: list[MeterCard], today: date, at: datetime, actor: Actor) -> int:
    """One notice to one enterprise: how many meters, which come first, by when."""
    late = [card for card in cards if card.due_on and card.due_on < today]
    first = min(card.due_on for card in cards if card.due_on)
    named = "、".join(" ".join(part for part in (card.unit, card.name) if part) for card in cards[:MOST_NAMED])
    facts = {"count": str(len(cards)), "meters": named, "due": first.isoformat(), "overdue": str(len(late))}
    code = "plan.calibration_overdue" if late else "plan.calibration_due"
    await tell(code, at=at, facts=facts, enterprise_id=enterprise_id, link="/plans/instruments")
    note = Note(basis={"meters": [card.id for card in cards], "overdue": len(late)}, enterprise_id=enterprise_id)
    return await record(REMINDED, f"plan_ledger:{enterprise_id}", actor=actor, at=at, duty=Duty.CLOCK, note=note)
