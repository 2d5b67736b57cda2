"""The meters that a plan names, as they stood on a day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.monitoring_plan.rules.described import Meter
from domain.monitoring_plan.rules.known import calibration_due


@dataclass(frozen=True, slots=True)
class MeterInUse:
    """A meter as the plan of a day names it, with its newest calibration up to that day.

    `unit` is the number of a generating unit, line or facility, empty for the whole plant; `item` a fuel, material or
    product as the plan writes it; `parameter` a code of `workbook.common.PARAMETERS`; `name` name and model. `number`
    is that of the device and `certificate` that of the paper, both empty where no certificate is on record.
    `accuracy` in percent: 0.5 is a meter of class 0.5. `due_on` is `calibrated_on` and the interval in months.
    """

    plan_id: int
    unit: str
    item: str
    parameter: str
    name: str
    number: str
    place: str
    frequency: str
    accuracy: Decimal | None
    calibration_months: int | None
    calibrated_on: date | None
    due_on: date | None
    certificate: str


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A calibration with its certificate: of which device in which place, when, the numbers of device and paper."""

    position: tuple[str, str, str]
    device: str
    calibrated_on: date
    serial: str
    number: str


def in_use(plan_id: int, meters: Iterable[Meter], records: Iterable[OnRecord]) -> tuple[MeterInUse, ...]:
    """The meters of a plan, each with what was recorded of this very device; the later day counts.

    A belt scale calibrated on 1 June after the plan and on 3 September after a certificate was calibrated on
    3 September; what was recorded of the scale that stood there before says nothing of it.
    """
    ordered = sorted(records, key=lambda one: one.calibrated_on)
    newest = {(one.position, one.device): one for one in ordered}
    return tuple(_in_use(plan_id, meter, newest.get((meter.position, meter.name))) for meter in meters)


def _in_use(plan_id: int, meter: Meter, record: OnRecord | None) -> MeterInUse:
    day, certificate = meter.calibrated_on, ""
    if record is not None and (day is None or record.calibrated_on >= day):
        day, certificate = record.calibrated_on, record.number
    return MeterInUse(
        plan_id,
        meter.unit,
        meter.item,
        meter.parameter,
        meter.name,
        record.serial if record else "",
        meter.place,
        meter.frequency,
        meter.accuracy,
        meter.calibration_months,
        day,
        calibration_due(day, meter.calibration_months) if day and meter.calibration_months else None,
        certificate,
    )


def meter_for(meters: Sequence[MeterInUse], parameter: str, unit: str = "", item: str = "") -> MeterInUse | None:
    """What measures a parameter of a unit and fuel: the unit's own meter, else that of the whole plant; None without.

    Of each the one for this very item comes first, else the first one that the plan names.
    """
    for place in dict.fromkeys((unit, "")):
        found = [one for one in meters if (one.parameter, one.unit) == (parameter, place)]
        if found:
            return next((one for one in found if one.item == item), found[0])
    return None
