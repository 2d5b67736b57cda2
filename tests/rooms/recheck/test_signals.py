"""Risk signals on both sides of their edges, and the three groups of the law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.recheck.rules.signals import Verified, group, signals
from domain.recheck.states import Group, Signal
from tests.law.edition import law

DAY = date(2025, 6, 20)
LAW = law(DAY)
PLAIN = Verified("91420000000000007A", Decimal(1000), Decimal(1000), last_year_tonnes=Decimal(1000))


def raised(facts: Verified) -> list[Signal]:
    return [one.signal for one in signals(facts, LAW)]


def test_a_plain_report_raises_nothing() -> None:
    assert raised(PLAIN) == []
    assert group(PLAIN, (), LAW) is Group.SHARE


@pytest.mark.parametrize(
    ("facts", "signal"),
    [
        (replace(PLAIN, unresolved=1, findings=1), Signal.UNRESOLVED),
        (replace(PLAIN, findings=3), Signal.MANY_FINDINGS),
        (replace(PLAIN, verified_tonnes=Decimal("1020.01")), Signal.CHANGED),
        (replace(PLAIN, verified_tonnes=Decimal("979.99")), Signal.CHANGED),
        (replace(PLAIN, last_year_tonnes=Decimal("769.2")), Signal.FLUCTUATION),
        (replace(PLAIN, late=True), Signal.LATE),
    ],
)
def test_each_signal_is_raised_with_its_explanation(facts: Verified, signal: Signal) -> None:
    (found,) = signals(facts, LAW)
    assert found.signal is signal
    assert found.explanation.inputs


@pytest.mark.parametrize(
    "facts",
    [
        replace(PLAIN, findings=2),
        replace(PLAIN, verified_tonnes=Decimal(1020)),
        replace(PLAIN, last_year_tonnes=Decimal("769.3")),
        replace(PLAIN, last_year_tonnes=None),
        replace(PLAIN, last_year_tonnes=Decimal(0)),
    ],
)
def test_at_the_edge_nothing_is_raised(facts: Verified) -> None:
    assert raised(facts) == []


def test_what_the_province_itself_set_is_marked_as_such() -> None:
    (found,) = signals(replace(PLAIN, findings=5), LAW)
    assert [used.confidence for used in found.explanation.doubtful] == ["inferred"]


def test_the_groups_go_in_the_order_of_the_law() -> None:
    def grouped(facts: Verified) -> Group:
        return group(facts, signals(facts, LAW), LAW)

    assert grouped(replace(PLAIN, named=True, unresolved=1)) is Group.NAMED
    assert grouped(replace(PLAIN, unresolved=1)) is Group.PROBLEM
    assert grouped(replace(PLAIN, late=True)) is Group.SHARE
    assert grouped(replace(PLAIN, late=True, findings=3)) is Group.PROBLEM
