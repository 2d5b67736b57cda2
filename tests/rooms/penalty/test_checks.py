"""What each step of a penalty needs: on paper, without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.core.findings import Finding, Severity
from domain.penalty import checks
from domain.penalty.checks import Correction, Option
from domain.penalty.rules import When, compare, report_fine
from domain.penalty.states import MOVES, LegalDay, State
from tests.law import edition

DECREE, CODE = edition.law(date(2026, 1, 1)), edition.law(date(2026, 9, 1))
ORDER_19 = edition.law(date(2024, 1, 1))
PRICE = Decimal(60)


def options(decision: object = DECREE) -> tuple[Option, ...]:
    return checks.of_shortfall(compare(DECREE, decision, 10_000, PRICE))  # type: ignore[arg-type]


def codes(found: object) -> list[str]:
    return [finding.code for finding in found]  # type: ignore[attr-defined]


def test_under_one_law_there_is_one_fine() -> None:
    (option,) = options()
    assert (option.code, option.law) == ("conduct:failed", "decree-775-art-24")
    assert (option.fine_min, option.fine_max, option.deduct) == (Decimal(3_000_000), Decimal(6_000_000), 10_000)
    assert not checks.two_laws(options())


def test_two_laws_are_laid_side_by_side() -> None:
    found = options(CODE)
    assert [option.code for option in found] == ["conduct:failed", "decision:failed", "decision:uncorrected"]
    assert [option.law for option in found] == ["decree-775-art-24", "code-art-1226", "code-art-1226"]
    assert (found[1].fine_min, found[1].fine_max) == (Decimal(1_000_000), Decimal(5_000_000))
    assert (found[2].fine_min, found[2].fine_max) == (Decimal(3_000_000), Decimal(6_000_000))
    assert found[1].deduct == found[2].deduct == 0


def test_open_questions_of_law_are_flags_and_stop_nothing() -> None:
    flags = list(checks.flags(options(CODE)))
    assert codes(flags) == ["PENALTY-FLAG-TWO-LAWS"]
    assert {flag.severity for flag in flags} == {Severity.WARN}
    assert list(checks.flags(options())) == []
    assert {"cumulative_fines", "quantity_uncorrected", "lighter_law"} <= set(checks.reviews(options(CODE)))
    assert "cumulative_fines" not in checks.reviews(options())


def test_a_report_never_filed_under_two_laws_with_the_same_range() -> None:
    found = checks.of_report(report_fine(DECREE, "not_filed"), report_fine(CODE, "not_filed"))
    assert [option.law for option in found] == ["decree-775-art-21", "code-art-1226"]
    assert {option.lighter for option in found} == {"same"}
    lighter = checks.of_report(report_fine(ORDER_19, "not_filed"), report_fine(DECREE, "not_filed"))
    assert {option.lighter for option in lighter} == {"conduct"}
    heavier = checks.of_report(report_fine(DECREE, "not_filed"), report_fine(ORDER_19, "not_filed"))
    assert {option.lighter for option in heavier} == {"decision"}


@pytest.mark.parametrize("fine", ["3000000", "4500000.50", "6000000"])
def test_an_amount_within_the_range_is_lawful(fine: str) -> None:
    assert list(checks.amount(options()[0], Decimal(fine))) == []


@pytest.mark.parametrize("fine", ["2999999.99", "6000000.01", "0", "-1"])
def test_an_amount_outside_names_range_law_and_article(fine: str) -> None:
    (found,) = checks.amount(options()[0], Decimal(fine))
    assert found.code == "PENALTY-RANGE"
    assert (found.facts["least"], found.facts["most"]) == ("3,000,000.00", "6,000,000.00")
    assert found.facts["law"] == "decree-775-art-24"
    assert "第二十四条" in found.citation


def test_a_law_without_an_amount_fines_nobody() -> None:
    old = edition.law(date(2020, 1, 1))
    (option,) = checks.of_shortfall(compare(old, old, 10, Decimal(0)))
    assert codes(checks.amount(option, Decimal(1))) == ["PENALTY-NO-AMOUNT"]


@pytest.mark.parametrize(("fine", "wrong"), [("1.005", 1), ("NaN", 1), ("Infinity", 1), ("1.10", 0), ("1E+6", 0)])
def test_money_is_yuan_and_fen(fine: str, wrong: int) -> None:
    assert len(list(checks.to_the_fen(Decimal(fine)))) == wrong


def test_an_answer_never_makes_it_heavier() -> None:
    assert codes(checks.not_heavier(Decimal("3500000.01"), Decimal(3_500_000))) == ["PENALTY-HEAVIER"]
    assert codes(checks.not_heavier(Decimal(3_500_000), Decimal(3_500_000))) == []


@pytest.mark.parametrize(
    ("named", "wrong"),
    [(("张某", "李某"), 0), (("张某", ""), 1), (("张某", " 张某 "), 1), ((), 1), (("甲", "乙", "丙"), 0)],
)
def test_two_inspectors_are_two_people(named: tuple[str, ...], wrong: int) -> None:
    assert len(list(checks.inspectors(named, 2))) == wrong


LIMIT = date(2026, 2, 1)


@pytest.mark.parametrize(
    ("made_good", "made_good_on", "today", "missed"),
    [
        (0, None, date(2026, 2, 1), False),
        (0, None, date(2026, 2, 2), True),
        (9_999, date(2026, 1, 20), date(2026, 2, 2), True),
        (10_000, date(2026, 2, 1), date(2026, 2, 2), False),
        (10_000, date(2026, 2, 2), date(2026, 2, 3), True),
    ],
)
def test_when_a_limit_was_missed(made_good: int, made_good_on: date | None, today: date, missed: bool) -> None:
    assert Correction(LIMIT, 10_000, made_good, made_good_on).missed(today) is missed


@pytest.mark.parametrize(
    ("made_good", "made_good_on", "today", "still_open"),
    [
        (4_000, date(2026, 1, 20), date(2026, 2, 1), None),
        (4_000, date(2026, 2, 1), date(2026, 2, 2), 6_000),
        (4_000, date(2026, 2, 2), date(2026, 2, 3), 10_000),
        (0, None, date(2026, 2, 2), 10_000),
        (10_000, date(2026, 2, 1), date(2026, 2, 2), None),
    ],
)
def test_what_was_open_when_the_limit_ended(
    made_good: int, made_good_on: date | None, today: date, still_open: int | None
) -> None:
    assert Correction(LIMIT, 10_000, made_good, made_good_on).still_open(today) == still_open


def test_the_second_fine_needs_a_limit_that_is_over() -> None:
    second = options(CODE)[2]
    assert second.step is When.UNCORRECTED
    open_still = Correction(LIMIT, 10_000, 0, None)
    early = checks.uncorrected(second, open_still, LIMIT, deduct=False)
    assert codes(early) == ["PENALTY-NOT-UNCORRECTED"]
    assert codes(checks.uncorrected(second, open_still, date(2026, 2, 2), deduct=False)) == []


def test_the_code_knows_no_deduction_and_the_decree_does() -> None:
    decree, code = options(CODE)[0], options(CODE)[1]
    missed = Correction(LIMIT, 10_000, 0, None)
    after = date(2026, 2, 2)
    assert codes(checks.uncorrected(code, missed, after, deduct=True)) == ["PENALTY-NO-DEDUCTION"]
    assert codes(checks.uncorrected(decree, missed, after, deduct=True)) == []


def test_nobody_reviews_while_an_answer_may_come() -> None:
    until = date(2026, 1, 19)
    assert codes(checks.answer_clock_over(State.NOTICED, until, until)) == ["PENALTY-CLOCK"]
    assert codes(checks.answer_clock_over(State.NOTICED, until, date(2026, 1, 20))) == []
    assert codes(checks.answer_clock_over(State.STATED, until, until)) == []


def test_a_chair_did_not_inspect() -> None:
    assert codes(checks.independent_chair("张 某", ["张某（A001）"])) == ["PENALTY-CHAIR-INSPECTS"]
    assert codes(checks.independent_chair("赵某", ["张某（A001）", "李某"])) == []


def test_a_day_lies_where_it_can() -> None:
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    assert list(checks.day_between("PENALTY-DAY", "on", last, first, last)) == []
    (found,) = checks.day_between("PENALTY-DAY", "on", date(2026, 2, 1), first, last)
    assert isinstance(found, Finding)
    assert (found.place.field, found.facts["last"]) == ("on", "2026-01-31")


def test_every_state_but_the_first_is_reached_and_left() -> None:
    reached = {move.after for move in MOVES}
    assert reached == set(State)
    left = {state for move in MOVES for state in move.before}
    assert set(State) - left == {State.CLOSED, State.WITHDRAWN}


def test_the_days_of_the_law_are_two() -> None:
    assert [day.value for day in LegalDay] == ["conduct", "decision"]
