"""The ledger of meters: what is in use, when it is due, what was recorded of it."""

from __future__ import annotations

import json
from datetime import date, timedelta

from domain.core.actors import Actor
from domain.core.workbook import from_json
from domain.monitoring_plan import rules
from domain.monitoring_plan.queries.cards import CalibrationCard, MeterCard
from domain.monitoring_plan.queries.ruling import reigns
from domain.monitoring_plan.rules import MeterInUse, OnRecord
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


async def meters_on(enterprise_id: int, day: date, *, actor: Actor) -> tuple[MeterInUse, ...]:
    """The meters in use on a day, as the version of the plan names them that ruled then, in the order of its lines.

    Where none ruled yet on that day because the plan came late, the first one for that year after it. Empty when no
    plan was filed for the year, or the actor may not see it. Two statements. `rules.meter_for` picks one of them.
    """
    cards = await reigns(enterprise_id, actor=actor)
    later = [card for card in cards if card.year == day.year and card.reign.since > day]
    card = next((card for card in cards if card.reign.rules_on(day)), later[-1] if later else None)
    if card is None:
        return ()
    row = await ask_one(_NAMED, day, card.id)
    if row is None:
        return ()
    told = [_recorded(*texts) for texts in json.loads(row["told"])]
    named = rules.meters(rules.FORMS[card.form], from_json(json.loads(row["content"])))
    return rules.in_use(card.id, named, told)


def _recorded(unit: str, item: str, parameter: str, device: str, day: str, serial: str, number: str) -> OnRecord:
    return OnRecord((unit, item, parameter), device, date.fromisoformat(day), serial, number)


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


# A plan's content with every calibration of the enterprise's meters up to a day.
_NAMED = """SELECT p.content, coalesce((SELECT json_agg(json_build_array(m.unit, m.item, m.parameter, k.device,
    k.calibrated_on, k.serial, k.number) ORDER BY k.id) FROM meter_calibration k JOIN plan_meter m ON m.id = k.meter_id
    WHERE m.enterprise_id = p.enterprise_id AND k.calibrated_on <= {}), '[]') AS told FROM plan p WHERE p.id = {}"""
_ORDER = "ORDER BY k.calibrated_on DESC, k.id DESC"
_CALIBRATION = """SELECT k.id, k.meter_id, k.calibrated_on, k.due_on, k.laboratory, k.number, k.device,
    k.serial, k.certificate, k.file_name, k.recorded_at
    FROM meter_calibration k JOIN plan_meter m ON m.id = k.meter_id"""
