"""A shortfall of 10,000 t at a price of 60 yuan, and who deals with it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.penalty import acts, queries
from domain.penalty.acts import Ruling
from domain.records.database import transaction
from domain.records.market.tables import PriceDay
from domain.records.people.writes import enter_enterprises
from domain.surrender import queries as surrender
from portal.penalty import case, forms, leads
from tests.cast import actor, enact_the_law
from tests.doors import credit_code

YEAR = 2024
DEADLINE = date(2025, 12, 31)
# Between the deadline and the day on which the Code takes effect, and after it.
AT = datetime(2026, 1, 12, 2, 0, tzinfo=UTC)
UNDER_THE_CODE = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)
DUE, SHORT = 1_000_000, 10_000
# 5 and 10 times 10,000 t at 60 yuan.
LEAST, MOST = Decimal("3000000.00"), Decimal("6000000.00")
INSPECTORS = ("张某（A001）", "李某（A002）")
OFFICER, JURIST, LEADER = actor("enforcement_officer"), actor("legal_reviewer"), actor("leader")
numbers = itertools.count(500)


@dataclass(frozen=True)
class Outcome:
    """What the surrender room says of one obligation, as far as this room asks."""

    enterprise_id: int
    name: str
    status: str = "short"
    due: int = DUE
    deadline_shortfall: int = SHORT
    completed_on: date | None = None


@dataclass
class Desk:
    """The outcomes that the surrender room would answer; a test adds its own."""

    outcomes: list[Outcome]

    async def enterprise(self, status: str = "short", completed_on: date | None = None) -> int:
        """A new enterprise whose obligation ended so; answers its id."""
        number = next(numbers)
        facts = {"credit_code": credit_code(number), "name": f"示例第{number}电厂", "city": "武汉市"}
        async with transaction():
            (enterprise_id,) = (await enter_enterprises([{**facts, "synthetic": True}])).values()
        short = 0 if status == "on_time" else SHORT
        outcome = Outcome(enterprise_id, facts["name"], status, DUE, short, completed_on)
        self.outcomes.append(outcome)
        return enterprise_id


async def opened_desk(patch: pytest.MonkeyPatch) -> Desk:
    """The law, the prices of the month before the deadline, and a surrender room that says what a test wants."""
    await enact_the_law()
    await enter_prices(date(2025, 11, 1), DEADLINE)
    desk = Desk([])

    async def outcomes(year: int, *, actor: Actor) -> list[Outcome]:
        return [outcome for outcome in desk.outcomes if year == YEAR]

    patch.setattr(surrender, "outcomes", outcomes)
    return desk


async def enter_prices(first: date, last: date) -> None:
    """Every day at 60 yuan a tonne."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    await PriceDay.insert(
        *(
            PriceDay(
                on_day=day,
                close_yuan=Decimal(60),
                volume_tonnes=1000,
                amount_yuan=Decimal(60_000),
                source="sample",
                entered_by=1,
                entered_at=AT,
            )
            for day in days
        )
    )


async def opened(desk: Desk, status: str = "short", at: datetime = AT) -> int:
    enterprise_id = await desk.enterprise(status)
    return await acts.open_from_shortfall(YEAR, enterprise_id, INSPECTORS, actor=OFFICER, at=at)


async def noticed(desk: Desk, fine: Decimal = MOST, at: datetime = AT, option: str = "conduct:failed") -> int:
    """A case with its order (to be corrected within two days) and its prior notice."""
    case_id = await opened(desk, at=at)
    await acts.order(case_id, at.date() + timedelta(days=2), actor=OFFICER, at=at)
    await acts.notice(case_id, fine, "未足额清缴", actor=OFFICER, at=at, option=option)
    return case_id


async def reviewed(desk: Desk, fine: Decimal = MOST, at: datetime = AT, option: str = "conduct:failed") -> int:
    case_id = await noticed(desk, fine, at, option)
    await acts.review(case_id, "事实清楚", actor=JURIST, at=later(at))
    return case_id


async def decided(desk: Desk, fine: Decimal = LEAST) -> int:
    case_id = await reviewed(desk)
    await acts.decide(case_id, ruling(fine), actor=LEADER, at=later(AT))
    return case_id


def ruling(fine: Decimal = LEAST, **more: object) -> Ruling:
    return Ruling(fine, "初次违法，积极配合", ("first_time", "cooperated"), **more)  # type: ignore[arg-type]


def on(patch: pytest.MonkeyPatch, at: datetime) -> None:
    """Turn the front door's clock."""
    for module in (case, forms, leads):
        patch.setattr(module, "now", lambda: at, raising=False)
        patch.setattr(module, "today", lambda: legal_day(at), raising=False)


def later(at: datetime, days: int = 14) -> datetime:
    """When the time to answer is over."""
    return at + timedelta(days=days)


async def own(case_id: int) -> Actor:
    """The signatory of the enterprise that the case is about."""
    found = await queries.case(case_id, actor=OFFICER)
    assert found is not None
    return actor("signatory", enterprise_id=found.enterprise_id)
