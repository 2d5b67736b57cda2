"""A plan on its way, for tests of what comes after it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from domain.core.actors import THE_CLOCK
from domain.monitoring_plan import acts
from domain.records.database import ask
from tests.cast import actor
from tests.rooms.monitoring_plan.conftest import Plant
from tests.rooms.monitoring_plan.sample import YEAR, Entries, entries, workbook

AT = datetime(2023, 12, 1, 2, 0, tzinfo=UTC)
MAY = datetime(2024, 5, 20, 2, 0, tzinfo=UTC)
REVIEWER = actor("listing_officer")


def plan_of(plant: Plant, version: int = 1, year: int = YEAR, **changes: Any) -> Entries:
    """The honest plan of that enterprise."""
    plan = entries(version=version, year=year, code=plant.credit_code, name=plant.name)
    plan["boundary"][0] |= changes
    return plan


async def on_the_list(enterprise_id: int, year: int) -> None:
    """On the published list of the year."""
    await ask(
        "INSERT INTO list_entry (year, enterprise_id, state, verdict, explanation, ministry_reference) "
        "VALUES ({}, {}, 'published', 'list', {}, '')",
        year,
        enterprise_id,
        "{}",
    )


async def submitted(plant: Plant, plan: Entries, at: datetime = AT, change_id: int | None = None) -> int:
    """Received, read and submitted."""
    year = plan["version"][0]["year"]
    plan_id = await acts.receive(
        plant.id, year, workbook(plan), "方案.xlsx", actor=plant.filer, at=at, change_id=change_id
    )
    await acts.read(plan_id, actor=THE_CLOCK, at=at)
    await acts.submit(plan_id, actor=plant.filer, at=at)
    return plan_id


async def filed(plant: Plant, plan: Entries | None = None, at: datetime = AT, change_id: int | None = None) -> int:
    """On file."""
    plan_id = await submitted(plant, plan or plan_of(plant), at, change_id)
    await acts.file(plan_id, actor=REVIEWER, at=at)
    return plan_id


def told(day: date, number: str = "JZ-1") -> acts.Calibrated:
    return acts.Calibrated(day, "省计量院", number)


def wanted(**changes: Any) -> acts.Wanted:
    facts: dict[str, Any] = {
        "trigger": "new_meter",
        "what": "更换皮带秤",
        "why": "准确度下降",
        "since": date(2024, 5, 6),
    }
    return acts.Wanted(**(facts | changes))


ACCURATE = Decimal("0.25")
