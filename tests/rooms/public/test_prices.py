"""Prices in public: days, months, and the average that penalties are reckoned by."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from domain.records.lawbook.queries import as_of
from domain.records.market.queries import PriceCard
from portal.public.prices import calculator, months_of
from tests.cast import enact_the_law
from tests.doors import Browser, opened_portal, plant


@pytest.fixture(scope="module")
async def prices(database: object) -> None:
    """Two Decembers: one whole enough to tell an average, one not; official totals far above a day's trade."""
    await enact_the_law()
    for day, tonnes, yuan in ((29, 300, 29_400), (30, 100, 9_000), (31, 100, 10_600)):
        more = {"total_volume_tonnes": 987654321, "total_amount_yuan": 98765432100, "source": "来源"}
        await plant(
            "price_day",
            on_day=f"2025-12-{day}",
            close_yuan=yuan // tonnes,
            volume_tonnes=tonnes,
            amount_yuan=yuan,
            **more,
        )


@pytest.fixture
async def reader(prices: None, tmp_path: Path) -> AsyncIterator[Browser]:
    async with opened_portal(tmp_path) as client:
        yield Browser(client)


async def test_a_day_shows_what_was_traded_on_it_and_not_the_total_since_the_opening(reader: Browser) -> None:
    shown = (await reader.get("/public/prices")).text
    assert "29,400" in shown
    assert "987,654,321" not in shown


async def test_an_average_that_lacks_days_says_so(reader: Browser) -> None:
    shown = (await reader.get("/public/prices?year=2025")).text
    assert "尚不能计算" in shown
    assert (await reader.get("/public/prices/2025/average")).status_code == 404


@pytest.mark.parametrize("year", ["1999", "x", "0", "99999999999"])
async def test_a_year_nobody_knows_shows_the_newest(reader: Browser, year: str) -> None:
    answer = await reader.get(f"/public/prices?year={year}")
    assert answer.status_code == 200
    assert "2025" in answer.text


async def test_a_month_is_averaged_by_the_definition_of_the_law(prices: None) -> None:
    cards = [
        PriceCard(date(2025, 12, 2), Decimal(90), 100, Decimal(9_000), None, None, ""),
        PriceCard(date(2025, 12, 3), Decimal(98), 300, Decimal(29_400), None, None, ""),
        PriceCard(date(2026, 1, 5), Decimal(70), 0, Decimal(0), None, None, ""),
    ]
    january, december = months_of(cards, await as_of(date(2026, 1, 5)))
    assert (december.average_yuan, december.volume_tonnes, december.days) == (Decimal("96.00"), 400, 2)
    assert january.average_yuan is None, "a month without trades has no average"


async def test_the_calculator_answers_what_the_page_says(reader: Browser) -> None:
    card = PriceCard(date(2025, 12, 3), Decimal(98), 300, Decimal(29_439), None, None, "")
    answer = await reader.get(calculator([card]))
    assert answer.status_code == 200, answer.text
    assert "98.13" in answer.text
