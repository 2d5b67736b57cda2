"""Reconciling a statement with the account. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.core.findings import Place
from domain.core.law import last_day_of
from domain.surrender.checks import Account, Booked, Owner, Reconciled, Row, reconcile
from domain.surrender.states import MovementKind
from tests.law import edition

LAW = edition.law(last_day_of(2024))
DAY, TODAY = date(2025, 12, 10), date(2025, 12, 20)
ACCOUNT = Account(
    2024,
    TODAY,
    {"A": Owner(1, "甲电厂", 11, due=1000), "B": Owner(2, "乙电厂")},
    {(1, 2024): 1000, (2, 2024): 300},
    {(1, 2024): [(date(2025, 8, 18), 1000)], (2, 2024): [(date(2025, 8, 18), 300)]},
)
SURRENDER = Row("A", "甲电厂", MovementKind.SURRENDER, 2024, 900, DAY, "N1", Place("持仓与流水", "A6"))


def found(*rows: Row, account: Account = ACCOUNT) -> tuple[list[str], list[str]]:
    """Codes of the differences, and the references booked."""
    made: Reconciled = reconcile(rows, account, LAW)
    return [one.finding.code for one in made.differences], [row.reference for row, _ in made.accepted]


def test_a_line_that_agrees_is_booked() -> None:
    assert found(SURRENDER) == ([], ["N1"])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"credit_code": "X"}, "SURRENDER-CODE"),
        ({"vintage": 2025}, "SURRENDER-VINTAGE"),
        ({"vintage": None}, "SURRENDER-VINTAGE-MISSING"),
        ({"vintage": 2023}, "SURRENDER-OVER"),
        ({"tonnes": 1001}, "SURRENDER-OVER"),
        ({"tonnes": 0}, "SURRENDER-TONNES"),
        ({"reference": ""}, "SURRENDER-REFERENCE-MISSING"),
        ({"on_day": date(2025, 12, 21)}, "SURRENDER-FUTURE"),
        ({"credit_code": "B", "name": "乙电厂", "tonnes": 100}, "SURRENDER-NO-OBLIGATION"),
    ],
)
def test_a_line_with_such_a_difference_is_not_booked(changes: dict[str, object], code: str) -> None:
    assert found(replace(SURRENDER, **changes)) == ([code], [])  # type: ignore[arg-type]


def test_another_name_is_booked_by_the_code_and_told() -> None:
    assert found(replace(SURRENDER, name="甲 电力")) == (["SURRENDER-NAME"], ["N1"])
    assert found(replace(SURRENDER, name="甲 电厂")) == ([], ["N1"])


def test_a_number_stands_once_in_a_statement() -> None:
    assert found(SURRENDER, replace(SURRENDER, tonnes=50)) == (["SURRENDER-REFERENCE-TWICE"], ["N1"])


def test_a_line_known_to_the_letter_is_passed_over() -> None:
    account = replace(ACCOUNT, booked={"N1": Booked(1, SURRENDER.content)})
    made = reconcile([SURRENDER], account, LAW)
    assert (made.accepted, made.repeated, made.differences) == ((), 1, ())


def test_a_known_number_with_other_content_differs() -> None:
    account = replace(ACCOUNT, booked={"N1": Booked(1, SURRENDER.content)})
    assert found(replace(SURRENDER, tonnes=901), account=account) == (["SURRENDER-REFERENCE-DIFFERS"], [])


def test_what_is_bought_on_the_day_may_be_handed_in() -> None:
    bought = replace(SURRENDER, kind=MovementKind.PURCHASE, tonnes=100, reference="N2")
    codes, booked = found(replace(SURRENDER, tonnes=1100), bought)
    assert codes == ["SURRENDER-MORE"]
    assert booked == ["N2", "N1"]


def test_what_is_bought_later_may_not() -> None:
    bought = replace(SURRENDER, kind=MovementKind.PURCHASE, tonnes=100, reference="N2", on_day=date(2025, 12, 11))
    assert found(replace(SURRENDER, tonnes=1100), bought)[0] == ["SURRENDER-OVER"]


@pytest.mark.parametrize(
    ("on_day", "tonnes", "codes"),
    [
        (DAY, 100, []),
        (date(2025, 12, 9), 1000, []),
        (DAY, 120, ["SURRENDER-HOLDING"]),
        (date(2025, 8, 17), 0, []),
    ],
)
def test_a_holding_is_compared_as_of_its_day(on_day: date, tonnes: int, codes: list[str]) -> None:
    holding = replace(SURRENDER, kind=MovementKind.HOLDING, tonnes=tonnes, reference="", on_day=on_day)
    assert found(SURRENDER, holding) == (codes, ["N1"])


def test_cancelled_reductions_are_compared_with_those_counted() -> None:
    cancelled = replace(SURRENDER, kind=MovementKind.OFFSET_CANCEL, vintage=None, tonnes=40, reference="N3")
    owners = {"A": replace(ACCOUNT.owners["A"], offsets=40)}
    assert found(cancelled, account=replace(ACCOUNT, owners=owners)) == ([], ["N3"])
    assert found(cancelled) == (["SURRENDER-OFFSET-DIFFERS"], ["N3"])


def test_a_difference_points_at_its_cell_and_keeps_its_matter() -> None:
    made = reconcile([replace(SURRENDER, tonnes=5000)], ACCOUNT, LAW)
    (difference,) = made.differences
    assert str(difference.finding.place) == "持仓与流水!A6"
    assert difference.about in made.examined
    assert difference.finding.facts["held"] == "1000"
