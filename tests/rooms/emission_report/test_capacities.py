"""What the lines of a plan can make in a year reaches the checks of the report."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.core.actors import THE_CLOCK
from domain.emission_report.rules.metals import capacities
from domain.monitoring_plan import queries as plans
from domain.monitoring_plan.states import State
from domain.monitoring_plan.tables import Plan, PlanUnit

YEAR = 2024
AT = datetime(2023, 12, 1, 2, 0, tzinfo=UTC)


@pytest.mark.usefixtures("database")
async def test_the_plan_in_force_tells_what_its_lines_can_make() -> None:
    lines = [
        {"values": {"number": "1", "capacity": "5000", "capacity_unit": "t/d"}, "cells": {}},
        {"values": {"number": "2", "capacity": "80", "capacity_unit": "万t/a"}, "cells": {}},
        {"values": {"number": "3"}, "cells": {}},
    ]
    told: dict[str, Any] = {
        "enterprise_id": 777_001,
        "year": YEAR,
        "state": State.FILED.value,
        "form": "plan.cement.2024",
    }
    plan = Plan(**told, version=1, received_at=AT, filed_at=AT, content=json.dumps({"lines": lines}))
    (kept,) = await Plan.insert(plan)
    await PlanUnit(plan_id=kept["id"], number="1", capacity_mw=Decimal(0)).save()
    card = await plans.in_force(777_001, YEAR, actor=THE_CLOCK)
    assert card is not None
    assert card.capacities == (("1", "5000", "t/d"), ("2", "80", "万t/a"))
    # A leap year: 366 days.
    assert capacities(card.capacities, YEAR) == {"1": Decimal(1_830_000), "2": Decimal(800_000)}
