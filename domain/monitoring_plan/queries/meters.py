"""The ledger of meters: what is in use, when it is due, what was recorded of it."""

from __future__ import annotations

from datetime import date, timedelta

from domain.core.actors import Actor
from domain.monitoring_plan.queries.cards import CalibrationCard, MeterCard
from domain.records.database import ask, ask_one
from domain.records.people.bounds import bound

_METER = """SELECT m.id, m.enterprise_id, e.name AS enterprise_name, e.credit_code, e.city, e.synthetic, e.fictional,
    m.plan_id, p.form, m.unit, m.item, m.parameter, m.name, m.place,
    trim_scale(m.accuracy) AS accuracy, m.calibration_months, m.calibrated_on, m.due_on, m.retired_on
    FROM plan_meter m JOIN enterprise e ON e.id = m.enterprise_id JOIN plan p ON p.id = m.plan_id"""


async def meter(meter_id: int, *, actor: Actor) -> MeterCard | None:
    """One meter, or None when there is none that the actor may see."""
    row = await ask_one(f"{_METER} WHERE m.id = {{}} AND {bound(actor, 'm.enterprise_id')}", meter_id)
    return MeterCard(**row) if row else None


async def meters_of(enterprise_id: int, *, actor: Actor) -> list[MeterCard]:
    """The meters of an enterprise that the plan in force names, in order of unit and parameter."""
    rows = await ask(
        f"{_METER} WHERE m.enterprise_id = {{}} AND m.retired_on IS NULL AND {bound(actor, 'm.enterprise_id')} "
        "ORDER BY m.unit, m.item, m.id",
        enterprise_id,
    )
    return [MeterCard(**row) for row in rows]


async def due_until(day: date, most_days: int, *, actor: Actor) -> list[MeterCard]:
    """Meters in use of all enterprises that are due no later than so many days after the day, by enterprise."""
    rows = await ask(
        f"{_METER} WHERE m.retired_on IS NULL AND m.due_on <= {{}} AND {bound(actor, 'm.enterprise_id')} "
        "ORDER BY m.enterprise_id, m.due_on, m.id",
        day + timedelta(days=most_days),
    )
    return [MeterCard(**row) for row in rows]


async def calibrations(meter_id: int, *, actor: Actor) -> list[CalibrationCard]:
    """What was recorded of a meter, newest first."""
    rows = await ask(f"{_CALIBRATION} WHERE k.meter_id = {{}} AND {bound(actor, 'm.enterprise_id')} {_ORDER}", meter_id)
    return [CalibrationCard(**row) for row in rows]


async def calibration(calibration_id: int, *, actor: Actor) -> CalibrationCard | None:
    row = await ask_one(f"{_CALIBRATION} WHERE k.id = {{}} AND {bound(actor, 'm.enterprise_id')}", calibration_id)
    return CalibrationCard(**row) if row else None


_ORDER = "ORDER BY k.calibrated_on DESC, k.id DESC"
_CALIBRATION = """SELECT k.id, k.meter_id, k.calibrated_on, k.due_on, k.laboratory, k.number, k.certificate,
    k.file_name, k.recorded_at FROM meter_calibration k JOIN plan_meter m ON m.id = k.meter_id"""
