"""Listed power plants with a plan in force, their months of 2024 open, for tests of acts and pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.core.actors import THE_CLOCK, Actor
from domain.monthly_evidence import acts, queries
from tests.cast import actor
from tests.rooms.emission_report import ground as reports
from tests.rooms.monthly_evidence.sample import MONTH, YEAR, Entries, entries, workbook

OFFICER = actor("verification_officer")
OPENED = datetime(2024, 4, 1, 2, 0, tzinfo=UTC)
IN_TIME = datetime(2024, 4, 10, 2, 0, tzinfo=UTC)
TOO_LATE = datetime(2024, 5, 11, 2, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n% a reading of the belt scale"


@dataclass(frozen=True, slots=True)
class Plant:
    """One enterprise of the ground with its people and its months by number."""

    id: int
    credit_code: str
    name: str
    months: dict[int, int]

    @property
    def filer(self) -> Actor:
        return actor("filer", enterprise_id=self.id)

    @property
    def month_id(self) -> int:
        return self.months[MONTH]

    def filled(self, spoil: Callable[[Entries], object] = lambda _: None, month: int = MONTH) -> bytes:
        """The honest workbook of one of its months, spoilt."""
        made = entries(month, code=self.credit_code, name=self.name)
        spoil(made)
        return workbook(made)

    async def upload(self, content: bytes, at: datetime = IN_TIME, *, month: int = MONTH, read: bool = True) -> int:
        """Upload a workbook and let the clock read it; answers the version."""
        month_id = self.months[month]
        version_id = await acts.receive(month_id, content, "存证.xlsx", actor=self.filer, at=at)
        if read:
            await acts.read(version_id, actor=THE_CLOCK, at=at)
        return version_id

    async def submitted(self, at: datetime = IN_TIME, *, month: int = MONTH) -> int:
        version_id = await self.upload(self.filled(month=month), at, month=month)
        await acts.submit(self.months[month], actor=self.filer, at=at)
        return version_id

    async def card(self, month: int = MONTH) -> queries.MonthCard:
        found = await queries.month(self.months[month], actor=OFFICER)
        assert found is not None
        return found


async def settle(count: int, at: datetime = OPENED) -> list[Plant]:
    """That many plants, listed and planned, with every month open that had ended by then."""
    enterprises = await reports.settle(count)
    await acts.open_months(YEAR, actor=OFFICER, at=at)
    return [Plant(each.id, each.credit_code, each.name, await months_of(each.id)) for each in enterprises]


async def months_of(enterprise_id: int) -> dict[int, int]:
    cards = await queries.months_of(enterprise_id, YEAR, actor=OFFICER)
    return {card.month: card.id for card in cards}
