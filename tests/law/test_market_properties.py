"""What must hold of average prices, windows, holding limits, bands and auctions for any facts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.core.findings import Refused
from domain.core.formulas import replay
from domain.core.law import NotInForce
from domain.core.workings import Explanation
from domain.records.market import rules
from domain.trial.rules import ask
from tests.law import edition

ASKED_ON = date(2026, 11, 21)
LAW = edition.law(ASKED_ON)
TONNES = st.integers(0, 9_000_000)
DEADLINES = st.dates(date(2024, 5, 1), date(2030, 12, 31))
TRADED = st.dictionaries(
    st.dates(date(2025, 11, 1), date(2026, 1, 31)),
    st.tuples(st.integers(1, 9_000_000), st.decimals(Decimal("20"), 150, places=2)),
    min_size=1,
    max_size=12,
)


def holds(told: Explanation) -> bool:
    return all(step.holds for step in replay(told))


@given(TRADED)
def test_an_average_lies_between_the_lowest_and_the_highest_day(traded: dict[date, tuple[int, Decimal]]) -> None:
    days = [rules.TradingDay(on, volume, volume * price) for on, (volume, price) in traded.items()]
    told = rules.average_price(LAW, None, days)
    prices = [price for _, price in traded.values()]
    assert min(prices) <= Decimal(told.result.unrounded).quantize(Decimal("1E-18")) <= max(prices)
    assert told.value == Decimal(told.result.unrounded).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    assert holds(told)


@given(TRADED)
def test_only_days_within_the_window_count(traded: dict[date, tuple[int, Decimal]]) -> None:
    december = rules.price_window(edition.law(date(2026, 1, 1)), rules.NATIONAL, date(2025, 12, 31)).window
    inside = {on: one for on, one in traded.items() if (on.year, on.month) == (2025, 12)}
    days = [rules.TradingDay(on, volume, volume * price) for on, (volume, price) in traded.items()]
    assume(inside)
    volume = sum(tonnes for tonnes, _ in inside.values())
    paid = sum((tonnes * price for tonnes, price in inside.values()), Decimal(0))
    assert Decimal(rules.average_price(LAW, december, days).result.unrounded) == paid / volume


@given(DEADLINES)
def test_windows_end_where_they_should_and_hold_whole_months(deadline_on: date) -> None:
    law = edition.law(deadline_on + timedelta(days=1))
    nation = rules.price_window(law, rules.NATIONAL, deadline_on)
    assert (
        nation.window
        == rules.window_before(law, deadline_on)
        == rules.price_window(law, "chongqing", deadline_on).window
    )
    assert nation.window.last == deadline_on
    assert 28 <= (nation.window.last - nation.window.first).days + 1 <= 31
    shenzhen = rules.price_window(law, "shenzhen", deadline_on).window
    assert shenzhen.last + timedelta(days=1) == deadline_on.replace(day=1)
    assert shenzhen.first.day == 1
    assert (deadline_on.year - shenzhen.first.year) * 12 + deadline_on.month - shenzhen.first.month == 6
    assert holds(nation.explanation)


@given(
    st.sampled_from(rules.PILOTS), st.sampled_from(rules.HOLDERS), st.integers(0, 9_000_000), st.integers(0, 9_000_000)
)
def test_who_has_more_allowances_may_hold_no_less(market: str, holder: str, allowances: int, more: int) -> None:
    try:
        less = rules.holding_limit(LAW, market, holder, Decimal(allowances))
        greater = rules.holding_limit(LAW, market, holder, Decimal(allowances + more))
    except NotInForce:
        assert market == "fujian"
        return
    except Refused:
        assert market == "hubei"
        return
    assert (less.limit is None) == (market in ("tianjin", "chongqing"))
    assert less.limit is None or greater.limit is None or less.limit <= greater.limit
    assert less.limit is None or (less.lowest is not None and less.lowest <= less.limit)
    assert holds(less.explanation)


def test_what_is_printed_for_hubei_is_told_and_no_limit() -> None:
    with pytest.raises(Refused) as refused:
        rules.holding_limit(LAW, "hubei", "unit", Decimal(1))
    told = refused.value.findings[0]
    assert (told.code, dict(told.facts)) == ("MARKET-NOT-A-LIMIT", {"percent": "20", "tonnes": "200000"})
    assert "表2-3" in told.citation


@given(st.decimals(1, 500, places=2), st.integers(1, 300_000))
def test_the_band_is_of_whole_fen_inside_the_share(close: Decimal, tonnes: int) -> None:
    answer = rules.price_band(LAW, close, Decimal(tonnes))
    band = Decimal("0.3") if tonnes >= 100_000 else Decimal("0.1")
    fen = Decimal("0.01")
    assert close * (1 - band) <= answer.low < close * (1 - band) + fen
    assert close * (1 + band) - fen < answer.high <= close * (1 + band)
    assert answer.low % fen == answer.high % fen == 0
    assert holds(answer.explanation)


def test_the_auctions_of_the_markets_add_up_to_all() -> None:
    def total(market: str) -> Decimal:
        told = ask("market.auction_total", {"market": market}, edition.book(), today=ASKED_ON).values["revenue"]
        assert isinstance(told, Decimal)
        return told

    held = [market for market in rules.PILOTS if market in ("shanghai", "hubei", "guangdong", "shenzhen")]
    assert sum(map(total, held)) == total("all")


def test_days_that_were_traded_are_told_one_by_one() -> None:
    days = [
        rules.TradingDay(date(2025, 12, 1), 100, Decimal(9000)),
        rules.TradingDay(date(2025, 12, 2), 300, Decimal(29400)),
    ]
    told = rules.average_price(LAW, None, days)
    assert [one.index for one in told.inputs if one.name == "day_volume"] == ["2025-12-01", "2025-12-02"]
    assert "market.price.definition" in [used.key for used in told.provisions]


def test_an_average_from_the_official_totals_computes_again() -> None:
    before = rules.TradingDay(date(2024, 11, 29), 1, Decimal(1), 1000, Decimal(50000))
    after = rules.TradingDay(date(2024, 12, 31), 10, Decimal(980), 2000, Decimal(148000))
    window = rules.Window(date(2024, 12, 1), date(2024, 12, 31))
    expected = [date(2024, 12, 30), date(2024, 12, 31)]
    told = rules.average_price(edition.law(date(2025, 1, 1)), window, [before, after], expected)
    assert (told.edition, told.value) == ("totals", Decimal(98))
    assert holds(told)


def test_an_average_of_nothing_is_refused() -> None:
    with pytest.raises(Refused):
        rules.average_price(LAW, None, [])
