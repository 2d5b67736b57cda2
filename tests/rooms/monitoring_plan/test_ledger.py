"""The ledger of meters: from the plan, through calibrations, to reminders that come once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

import pytest

from domain.core.actors import THE_CLOCK
from domain.core.findings import Refused
from domain.monitoring_plan import acts, queries
from domain.monitoring_plan.queries import MeterCard
from domain.records.database import ask
from domain.records.evidence.queries import fetch
from domain.records.follow_ups.rules import DAILY
from domain.records.standing import standing_of
from tests.cast import actor, codes, entries_for
from tests.rooms.monitoring_plan.conftest import Plant
from tests.rooms.monitoring_plan.sample import parameter
from tests.rooms.monitoring_plan.story import AT, MAY, REVIEWER, filed, plan_of, told

pytestmark = pytest.mark.usefixtures("law")
New = Callable[..., Awaitable[Plant]]
PAPER = b"%PDF-1.4 certificate"


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 2, 0, tzinfo=UTC)


async def meter_of(plant: Plant, unit: str = "1#", name: str = "fuel_consumption") -> MeterCard:
    cards = await queries.meters_of(plant.id, actor=plant.filer)
    return next(card for card in cards if (card.unit, card.parameter) == (unit, name))


async def notices(plant: Plant) -> list[str]:
    rows = await ask("SELECT code FROM notice WHERE enterprise_id = {} ORDER BY id", plant.id)
    return [row["code"] for row in rows if "calibration" in row["code"]]


async def test_filing_enters_the_meters_that_measure(plant: New) -> None:
    mine = await plant()
    assert await queries.meters_of(mine.id, actor=mine.filer) == []
    plan_id = await filed(mine)
    cards = await queries.meters_of(mine.id, actor=mine.filer)
    assert {(card.unit, card.parameter) for card in cards} == {
        *(("1#", name) for name in ("fuel_consumption", "heat_value", "carbon", "generation")),
        *(("2#", name) for name in ("fuel_consumption", "heat_value", "carbon", "generation", "heat")),
    }
    assert {(card.plan_id, card.due_on) for card in cards} == {(plan_id, date(2024, 6, 1))}
    assert await entries_for(f"plan_ledger:{mine.id}") == ["monitoring_plan:ledger:update"]


async def test_a_revision_changes_adds_and_retires(plant: New) -> None:
    mine = await plant()
    await filed(mine)
    await acts.calibrate((await meter_of(mine)).id, told(date(2024, 2, 1)), PAPER, "a.pdf", actor=mine.filer, at=MAY)
    plan = plan_of(mine, 2)
    parameter(plan, "1#", "heat_value")["method"] = "default"
    parameter(plan, "1#", "carbon")["meter"] = "新元素分析仪"
    parameter(plan, "1#", "hours").update(parameter(plan, "1#", "generation") | {"parameter": "hours"})
    await filed(mine, plan, MAY)
    by_name = {card.parameter: card for card in await queries.meters_of(mine.id, actor=mine.filer) if card.unit == "1#"}
    assert "heat_value" not in by_name
    assert by_name["carbon"].name == "新元素分析仪"
    assert by_name["hours"].due_on == date(2024, 6, 1)
    assert by_name["fuel_consumption"].calibrated_on == date(2024, 2, 1), "a calibration on record is not lost"
    assert by_name["fuel_consumption"].due_on == date(2025, 2, 1)


async def test_a_plan_of_a_past_year_leaves_the_ledger_alone(plant: New) -> None:
    mine = await plant()
    await filed(mine, plan_of(mine, year=2025), on(2024, 12, 1))
    old = plan_of(mine, 1, 2024)
    parameter(old, "1#", "carbon")["meter"] = "旧仪器"
    await filed(mine, old, on(2024, 12, 2))
    assert (await meter_of(mine, name="carbon")).name == "ICS-20"


async def test_a_calibration_is_recorded_with_its_certificate(plant: New) -> None:
    mine = await plant()
    await filed(mine)
    meter = await meter_of(mine)
    calibration_id = await acts.calibrate(
        meter.id, told(date(2024, 5, 2)), PAPER, "C:\\temp\\证书.pdf", actor=mine.filer, at=MAY
    )
    after = await meter_of(mine)
    assert (after.calibrated_on, after.due_on) == (date(2024, 5, 2), date(2025, 5, 2))
    (card,) = await queries.calibrations(meter.id, actor=REVIEWER)
    assert (card.id, card.file_name, card.number) == (calibration_id, "证书.pdf", "JZ-1")
    assert await fetch(card.certificate) == PAPER
    assert await entries_for(f"plan_meter:{meter.id}") == ["monitoring_plan:meter:calibrate"]


@pytest.mark.parametrize(
    ("day", "paper", "number", "code"),
    [
        (date(2024, 5, 2), b"", "JZ-1", "MP-NO-CERTIFICATE"),
        (date(2024, 5, 2), PAPER, " ", "MP-CALIBRATION-NUMBER"),
        (date(2024, 5, 21), PAPER, "JZ-1", "MP-CALIBRATED-LATER"),
        (date(2023, 6, 1), PAPER, "JZ-1", "MP-CALIBRATED-BEFORE"),
    ],
)
async def test_what_is_no_calibration_is_refused(plant: New, day: date, paper: bytes, number: str, code: str) -> None:
    mine = await plant()
    await filed(mine)
    meter = await meter_of(mine)
    with pytest.raises(Refused) as caught:
        await acts.calibrate(meter.id, told(day, number), paper, "x.pdf", actor=mine.filer, at=MAY)
    assert codes(caught) == {code}
    assert await entries_for(f"plan_meter:{meter.id}") == []


async def test_the_same_certificate_twice_counts_once(plant: New) -> None:
    mine = await plant()
    await filed(mine)
    meter = await meter_of(mine)
    tries = [
        acts.calibrate(meter.id, told(date(2024, 5, 2)), PAPER, "x.pdf", actor=mine.filer, at=MAY) for _ in range(3)
    ]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refused", "Refused", "int"]
    assert len(await queries.calibrations(meter.id, actor=mine.filer)) == 1


async def test_only_the_filer_of_the_enterprise_records(plant: New) -> None:
    mine, other = await plant(), await plant()
    await filed(mine)
    meter = await meter_of(mine)
    for who, code in ((other.filer, "MP-METER-UNKNOWN"), (REVIEWER, "PEOPLE-DUTY")):
        with pytest.raises(Refused) as caught:
            await acts.calibrate(meter.id, told(date(2024, 5, 2)), PAPER, "x.pdf", actor=who, at=MAY)
        assert codes(caught) == {code}
    assert await queries.meter(meter.id, actor=other.filer) is None
    assert await queries.meters_of(mine.id, actor=other.filer) == []
    assert await queries.calibrations(meter.id, actor=other.filer) == []


async def test_a_meter_out_of_use_is_calibrated_no_more(plant: New) -> None:
    mine = await plant()
    await filed(mine)
    meter = await meter_of(mine, name="carbon")
    plan = plan_of(mine, 2)
    parameter(plan, "1#", "carbon")["method"] = "default"
    await filed(mine, plan, MAY)
    with pytest.raises(Refused) as caught:
        await acts.calibrate(meter.id, told(date(2024, 5, 2)), PAPER, "x.pdf", actor=mine.filer, at=MAY)
    assert codes(caught) == {"MP-METER-RETIRED"}


async def test_reminders_come_on_the_days_of_the_law_and_once_each(plant: New) -> None:
    assert "monitoring_plan.remind" in DAILY
    mine = await plant()
    await filed(mine)
    seen = []
    for day in (on(2024, 4, 1), on(2024, 5, 2), on(2024, 5, 2), on(2024, 5, 10), on(2024, 5, 25), on(2024, 6, 2)):
        await acts.remind(0, actor=THE_CLOCK, at=day)
        seen.append(len(await notices(mine)))
    assert seen == [0, 1, 1, 1, 2, 3]
    assert await notices(mine) == ["plan.calibration_due", "plan.calibration_due", "plan.calibration_overdue"]
    (facts,) = await ask(
        "SELECT facts->>'count' AS count, facts->>'overdue' AS overdue FROM notice WHERE enterprise_id = {} "
        "AND code = 'plan.calibration_overdue'",
        mine.id,
    )
    assert facts == {"count": "9", "overdue": "9"}


async def test_a_clock_that_stood_still_makes_up_once(plant: New) -> None:
    mine = await plant()
    await filed(mine)
    await acts.remind(0, actor=THE_CLOCK, at=on(2025, 3, 1))
    await acts.remind(0, actor=THE_CLOCK, at=on(2025, 3, 2))
    assert await notices(mine) == ["plan.calibration_overdue"]


async def test_two_clocks_at_once_remind_once(plant: New) -> None:
    mine = await plant()
    await filed(mine)
    await asyncio.gather(*(acts.remind(0, actor=THE_CLOCK, at=on(2024, 5, 2)) for _ in range(4)))
    assert await notices(mine) == ["plan.calibration_due"]


async def test_a_new_day_due_begins_its_own_reminders(plant: New) -> None:
    mine = await plant()
    await filed(mine)
    await acts.remind(0, actor=THE_CLOCK, at=on(2024, 5, 2))
    for meter in await queries.meters_of(mine.id, actor=mine.filer):
        at = on(2024, 5, 20)
        await acts.calibrate(meter.id, told(date(2024, 5, 18)), PAPER, "x.pdf", actor=mine.filer, at=at)
    await acts.remind(0, actor=THE_CLOCK, at=on(2024, 6, 2))
    assert len(await notices(mine)) == 1
    await acts.remind(0, actor=THE_CLOCK, at=on(2025, 4, 20))
    assert len(await notices(mine)) == 2


async def test_only_the_clock_reminds(plant: New) -> None:
    with pytest.raises(Refused) as caught:
        await acts.remind(0, actor=REVIEWER, at=MAY)
    assert codes(caught) == {"PEOPLE-DUTY"}


async def test_overdue_meters_stand_on_the_desk(plant: New) -> None:
    mine = await plant()
    await filed(mine)
    rows = await standing_of(queries.standing_subjects(mine.filer), date(2024, 7, 1))
    (meters,) = [row for row in rows if row.kind == "meter"]
    assert (meters.year, meters.count, meters.overdue, meters.due_on) == (2024, 9, 9, date(2024, 6, 1))
    stranger = actor("filer", number=77, enterprise_id=10**6)
    assert await standing_of(queries.standing_subjects(stranger), AT.date()) == []
