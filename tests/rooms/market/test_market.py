"""Prices: what is imported, and the average that a penalty rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from domain.core.actors import THE_CLOCK, Actor
from domain.core.duties import Duty, Kind
from domain.core.findings import Refused
from domain.records.lawbook.acts import load_edition
from domain.records.market import acts, queries, yaml
from domain.records.market.checks import PriceRow, rows_findings
from domain.records.market.rules import TradingDay, Window, average_price, window_before
from tests.law import edition

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
OFFICER = Actor(5, "officer", Kind.PROVINCE, frozenset((Duty.SURRENDER_RECORD,)))
PRICES = Path(__file__).parent.parent.parent.parent / "seed" / "prices.yaml"
LAW = edition.law(date(2025, 1, 1))
DECEMBER = Window(date(2024, 12, 1), date(2024, 12, 31))


def trading_day(on: str, volume: int, amount: str, total: int | None = None, money: str | None = None) -> TradingDay:
    return TradingDay(date.fromisoformat(on), volume, Decimal(amount), total, None if money is None else Decimal(money))


@pytest.mark.parametrize(
    ("deadline", "first"),
    [
        ("2024-12-31", "2024-12-01"),
        ("2025-03-31", "2025-03-01"),
        ("2026-06-30", "2026-05-31"),
        ("2025-01-15", "2024-12-16"),
    ],
)
def test_the_window_is_the_month_before_the_deadline(deadline: str, first: str) -> None:
    window = window_before(LAW, date.fromisoformat(deadline))
    assert window == Window(date.fromisoformat(first), date.fromisoformat(deadline))


def test_trades_are_weighted_by_volume() -> None:
    days = [trading_day("2024-12-02", 100, "9000"), trading_day("2024-12-03", 300, "29400")]
    explanation = average_price(LAW, DECEMBER, days)
    assert explanation.value == Decimal("96")
    assert explanation.edition == "days"
    keys = ["penalty.price.window_months", "market.price.definition", "rounding.average_price"]
    assert [used.key for used in explanation.provisions] == keys


def test_half_a_fen_goes_up_and_the_unrounded_price_is_kept() -> None:
    explanation = average_price(LAW, DECEMBER, [trading_day("2024-12-02", 1000, "98005")])
    assert explanation.result.value == "98.01"
    assert explanation.result.unrounded == "98.005"


def test_days_outside_the_window_do_not_count() -> None:
    days = [
        trading_day("2024-11-29", 900, "1"),
        trading_day("2024-12-03", 300, "29400"),
        trading_day("2025-01-02", 9, "1"),
    ]
    assert average_price(LAW, DECEMBER, days).value == Decimal("98")


def test_missing_days_are_bridged_by_the_official_totals_and_it_says_so() -> None:
    days = [trading_day("2024-11-29", 1, "1", 1000, "50000"), trading_day("2024-12-31", 10, "980", 2000, "148000")]
    expected = [date(2024, 12, 30), date(2024, 12, 31)]
    explanation = average_price(LAW, DECEMBER, days, expected)
    assert explanation.value == Decimal("98")
    assert explanation.edition == "totals"
    assert {given.name for given in explanation.inputs} >= {"missing_days", "volume_before", "volume_after"}


@pytest.mark.parametrize(
    "days",
    [
        [trading_day("2024-12-31", 10, "980", 2000, "148000")],
        [trading_day("2024-11-29", 1, "1"), trading_day("2024-12-31", 10, "980", 2000, "148000")],
        [trading_day("2024-11-29", 1, "1", 1000, "50000"), trading_day("2024-12-20", 10, "980", 2000, "148000")],
        [trading_day("2024-11-20", 1, "1", 1000, "50000"), trading_day("2024-12-31", 10, "980", 2000, "148000")],
    ],
)
def test_without_both_ends_the_price_is_not_known(days: list[TradingDay]) -> None:
    expected = [date(2024, 11, 29), date(2024, 12, 30), date(2024, 12, 31)]
    with pytest.raises(Refused) as refused:
        average_price(LAW, DECEMBER, days, expected)
    assert refused.value.findings[0].code == "MARKET-DAYS-MISSING"


def test_no_trade_has_no_price() -> None:
    with pytest.raises(Refused) as refused:
        average_price(LAW, DECEMBER, [])
    assert refused.value.findings[0].code == "MARKET-NO-TRADES"


def test_rows_are_checked() -> None:
    day = trading_day("2024-12-02", 100, "9000", 1000, "1")
    rows = [
        PriceRow(day, Decimal(90)),
        PriceRow(day, Decimal(90)),
        PriceRow(replace(day, volume_tonnes=-1), Decimal(0)),
    ]
    codes = [finding.code for finding in rows_findings(rows, frozenset((day.on,)))]
    assert codes == ["MARKET-NEGATIVE", "MARKET-TWICE", "MARKET-TWICE"]
    later = PriceRow(trading_day("2024-12-03", 5, "9", 1009, "1"), Decimal(1))
    assert [finding.code for finding in rows_findings([rows[0], later], frozenset((day.on,)))] == [
        "MARKET-NOT-TRADING",
        "MARKET-TOTALS",
    ]


@pytest.mark.parametrize(
    "text", ["", "[", "days: 3", "source: x\ndays:\n- [2024-12-02, x, 1, '1']", "source: x\ndays: [7]"]
)
def test_a_file_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        yaml.read(text)
    assert refused.value.findings[0].code == "MARKET-YAML"


@pytest.fixture(scope="module")
async def prices(database: object) -> None:
    await load_edition(edition.files(), actor=THE_CLOCK, at=AT)
    source, rows = yaml.read(PRICES.read_text(encoding="utf-8"))
    await acts.import_prices(rows, source=source, actor=OFFICER, at=AT)


@pytest.mark.usefixtures("prices")
async def test_december_2024_is_the_price_of_the_published_decision() -> None:
    explanation = await queries.average_before(date(2024, 12, 31), law_day=date(2025, 1, 1))
    assert explanation.value == Decimal("98.00")
    assert explanation.edition == "days"


@pytest.mark.usefixtures("prices")
async def test_december_2025_comes_from_the_totals() -> None:
    explanation = await queries.average_before(date(2025, 12, 31), law_day=date(2026, 1, 1))
    assert explanation.result.value == "64.98"
    assert explanation.edition == "totals"


@pytest.mark.usefixtures("prices")
async def test_a_month_that_nobody_entered_has_no_price() -> None:
    with pytest.raises(Refused):
        await queries.average_before(date(2026, 6, 30), law_day=date(2026, 7, 1))


@pytest.mark.usefixtures("prices")
async def test_importing_again_replaces_and_a_wrong_row_enters_nothing() -> None:
    day = (await queries.days(date(2024, 12, 2), date(2024, 12, 2)))[0]
    row = PriceRow(TradingDay(day.on_day, day.volume_tonnes, Decimal("1.00")), day.close_yuan)
    with pytest.raises(Refused):
        await acts.import_prices([row, row], source="twice", actor=OFFICER, at=AT)
    assert (await queries.days(day.on_day, day.on_day)) == [day]
    await acts.import_prices([row], source="correction", actor=OFFICER, at=AT)
    assert (await queries.days(day.on_day, day.on_day))[0].amount_yuan == Decimal("1.00")


@pytest.mark.usefixtures("prices")
async def test_prices_need_the_duty() -> None:
    with pytest.raises(Refused):
        await acts.import_prices([], source="", actor=THE_CLOCK, at=AT)
