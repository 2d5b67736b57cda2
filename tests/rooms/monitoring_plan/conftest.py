"""Enterprises with two units each, one for every test that wants one."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from domain.core.actors import Actor
from domain.records.database import transaction
from domain.records.people.rules import check_digit
from domain.records.people.writes import enter_enterprises, enter_units
from tests.cast import actor, enact_the_law
from tests.rooms.monitoring_plan.sample import UNITS

numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Plant:
    """An enterprise and the person who files for it."""

    id: int
    credit_code: str
    name: str
    filer: Actor


@pytest.fixture(scope="module")
async def law(database: object) -> None:
    await enact_the_law()


async def new_plant(city: str = "武汉市") -> Plant:
    number = next(numbers)
    first = f"91420100{number:09d}"
    code, name = first + check_digit(first), f"示例电厂{number}"
    async with transaction():
        facts = {"credit_code": code, "name": name, "city": city, "sector": "power", "sector_code": "4411"}
        enterprise_id = (await enter_enterprises([{**facts, "synthetic": True}]))[code]
        await enter_units(
            [
                {
                    "enterprise_id": enterprise_id,
                    "number": unit.number,
                    "capacity_mw": unit.capacity_mw,
                    "fuel": unit.fuel,
                    "unit_class": unit.unit_class,
                    "cogeneration": unit.cogeneration,
                }
                for unit in UNITS
            ]
        )
    return Plant(enterprise_id, code, name, actor("filer", number=number % 90, enterprise_id=enterprise_id))


@pytest.fixture
def plant(law: None) -> Callable[..., Awaitable[Plant]]:
    return new_plant
