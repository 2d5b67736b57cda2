"""The meters in use on a day, as later rooms ask for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal

import pytest

from domain.monitoring_plan import acts, queries, rules
from domain.monitoring_plan.queries import MeterCard
from domain.monitoring_plan.rules import Meter, MeterInUse, OnRecord
from tests.rooms.monitoring_plan.conftest import Plant
from tests.rooms.monitoring_plan.sample import parameter
from tests.rooms.monitoring_plan.story import MAY, REVIEWER, filed, plan_of

New = Callable[..., Awaitable[Plant]]
PAPER = b"%PDF-1.4 certificate"
JUNE, FEBRUARY, DECEMBER = date(2023, 6, 1), date(2024, 2, 1), date(2024, 12, 31)


def meter(unit: str, item: str, name: str = "ICS-20", day: date | None = JUNE) -> Meter:
    return Meter(unit, item, "fuel_consumption", name, "输煤皮带", "连续", Decimal("0.5"), 12, day)


def record(day: date, device: str = "ICS-20", number: str = "JZ-1") -> OnRecord:
    return OnRecord(("1#", "烟煤", "fuel_consumption"), device, day, "2019-778", number)


def test_the_newest_calibration_of_the_very_device_counts() -> None:
    named = meter("1#", "烟煤")
    (plain,) = rules.in_use(7, [named], [])
    assert (plain.calibrated_on, plain.due_on, plain.number, plain.certificate) == (JUNE, date(2024, 6, 1), "", "")
    (after,) = rules.in_use(7, [named], [record(FEBRUARY, number="JZ-2"), record(date(2023, 9, 3))])
    assert (after.calibrated_on, after.due_on) == (FEBRUARY, date(2025, 2, 1))
    assert (after.plan_id, after.number, after.certificate) == (7, "2019-778", "JZ-2")
    (other,) = rules.in_use(7, [named], [record(FEBRUARY, device="旧秤")])
    assert (other.calibrated_on, other.number) == (JUNE, "")
    (older,) = rules.in_use(7, [named], [record(date(2022, 6, 1))])
    assert (older.calibrated_on, older.number, older.certificate) == (JUNE, "2019-778", "")
    (unsaid,) = rules.in_use(7, [meter("1#", "烟煤", day=None)], [])
    assert (unsaid.calibrated_on, unsaid.due_on) == (None, None)


def test_a_unit_without_a_meter_of_its_own_has_that_of_the_plant() -> None:
    named = rules.in_use(1, [meter("", "", "总秤"), meter("1#", "烟煤", "煤秤"), meter("1#", "柴油", "油表")], [])

    def name(*asked: str) -> str:
        found = rules.meter_for(named, *asked)
        return found.name if found else ""

    assert name("fuel_consumption", "1#", "柴油") == "油表"
    assert name("fuel_consumption", "1#") == "煤秤"
    assert name("fuel_consumption", "2#", "烟煤") == "总秤"
    assert name("fuel_consumption") == "总秤"
    assert name("heat", "1#") == ""


async def on(plant: Plant, day: date, name: str = "carbon") -> MeterInUse | None:
    return rules.meter_for(await queries.meters_on(plant.id, day, actor=plant.filer), name, "1#")


async def in_ledger(plant: Plant, name: str) -> MeterCard:
    cards = await queries.meters_of(plant.id, actor=plant.filer)
    return next(card for card in cards if (card.unit, card.parameter) == ("1#", name))


async def test_each_day_has_the_meters_of_the_version_that_ruled(plant: New) -> None:
    mine = await plant()
    await filed(mine)
    told = acts.Calibrated(FEBRUARY, "省计量院", "JZ-1", "2019-778")
    await acts.calibrate((await in_ledger(mine, "carbon")).id, told, PAPER, "a.pdf", actor=mine.filer, at=MAY)
    revised = plan_of(mine, 2)
    parameter(revised, "1#", "carbon")["meter"] = "新元素分析仪"
    await filed(mine, revised, MAY)
    before, spring, after = [await on(mine, day) for day in (date(2024, 1, 31), date(2024, 3, 1), DECEMBER)]
    assert before is not None
    assert spring is not None
    assert after is not None
    assert (before.name, before.calibrated_on, before.certificate) == ("ICS-20", JUNE, "")
    assert (spring.calibrated_on, spring.number, spring.certificate) == (FEBRUARY, "2019-778", "JZ-1")
    assert (after.name, after.calibrated_on, after.number) == ("新元素分析仪", JUNE, "")
    assert (spring.accuracy, spring.calibration_months, spring.frequency) == (Decimal("0.5"), 12, "连续")
    assert await on(mine, DECEMBER, "hours") is None, "what is calculated has no meter"


async def test_a_plan_that_came_late_answers_for_the_days_before_it(plant: New) -> None:
    mine, other = await plant(), await plant()
    await filed(mine, at=MAY)
    early = await on(mine, date(2024, 1, 1))
    assert early is not None
    assert early.name == "ICS-20"
    assert await queries.meters_on(mine.id, date(2025, 6, 1), actor=REVIEWER) == ()
    assert await queries.meters_on(mine.id, DECEMBER, actor=other.filer) == ()
    assert len(await queries.meters_on(mine.id, DECEMBER, actor=REVIEWER)) == 9


@pytest.mark.usefixtures("law")
async def test_without_a_plan_there_is_no_meter(plant: New) -> None:
    mine = await plant()
    assert await queries.meters_on(mine.id, DECEMBER, actor=mine.filer) == ()
