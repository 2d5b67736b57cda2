"""Which body may verify whom: each rule of impartiality on both sides of its edge."""

from __future__ import annotations

from datetime import date

import pytest

from domain.core.law import Confidence, Law, Provision
from domain.verification.rules.clocks import due, visit_may_be_waived
from domain.verification.rules.eligibility import Body, Enterprise, Tie, exclusions, tied_persons, years_before
from domain.verification.rules.values import report_number
from domain.verification.states import Clock, Exclusion, TieKind
from tests.law.edition import law

YEAR, DAY = 2024, date(2025, 5, 15)
LAW = law(DAY)
BODY = Body(1, 12)
PLANT = Enterprise(7, "91420000000000007A")


def reasons(*ties: Tie, body: Body = BODY, enterprise: Enterprise = PLANT, under: Law = LAW) -> list[Exclusion]:
    return [one.reason for one in exclusions(enterprise, body, ties, year=YEAR, day=DAY, law=under)]


def tie(kind: TieKind, since: date = date(2020, 1, 1), until: date | None = None, enterprise: int | None = 7) -> Tie:
    return Tie(1, enterprise, kind, since, until)


def test_a_body_without_ties_may() -> None:
    assert reasons() == []


def test_whoever_prepares_reports_in_the_province_may_not_review_there() -> None:
    (found,) = exclusions(PLANT, Body(1, 12, prepares_reports=True), (), year=YEAR, day=DAY, law=LAW)
    assert found.reason is Exclusion.PREPARES_REPORTS
    assert "第十三条" in found.citation


@pytest.mark.parametrize("kind", TieKind)
def test_every_kind_of_tie_that_lasts_excludes(kind: TieKind) -> None:
    assert reasons(tie(kind)) == [Exclusion(kind.value)]


@pytest.mark.parametrize("kind", [TieKind.CONSULTING, TieKind.OWNERSHIP, TieKind.SHARED_MANAGER, TieKind.STAFF])
def test_a_tie_to_another_enterprise_does_not_exclude(kind: TieKind) -> None:
    assert reasons(tie(kind, enterprise=8)) == []


@pytest.mark.parametrize("kind", [TieKind.REPORT_PREPARATION, TieKind.CARBON_TRADING])
def test_preparing_reports_or_trading_excludes_in_the_whole_province(kind: TieKind) -> None:
    assert reasons(tie(kind, enterprise=8)) == [Exclusion(kind.value)]
    assert reasons(tie(kind, until=date(2024, 1, 1), enterprise=8)) == [Exclusion(kind.value)]
    assert reasons(tie(kind, until=date(2023, 12, 31), enterprise=8)) == []


def test_consulting_once_excludes_for_good() -> None:
    assert reasons(tie(TieKind.CONSULTING, date(2005, 1, 1), date(2006, 1, 1))) == [Exclusion.CONSULTING]


@pytest.mark.parametrize("kind", [TieKind.SHARED_MANAGER, TieKind.STAFF])
def test_managers_and_staff_tie_for_three_years_after_they_left(kind: TieKind) -> None:
    assert reasons(tie(kind, until=date(2022, 5, 15))) == [Exclusion(kind.value)]
    assert reasons(tie(kind, until=date(2022, 5, 14))) == []


@pytest.mark.parametrize("kind", [TieKind.OWNERSHIP, TieKind.FUNDING])
def test_ownership_and_funding_tie_while_they_last(kind: TieKind) -> None:
    assert reasons(tie(kind, until=DAY)) == [Exclusion(kind.value)]
    assert reasons(tie(kind, until=date(2025, 5, 14))) == []


def test_a_tie_to_come_does_not_exclude_yet() -> None:
    assert reasons(tie(TieKind.OWNERSHIP, date(2025, 5, 16))) == []


def test_one_persons_tie_keeps_the_person_out_and_not_the_body() -> None:
    ties = (Tie(1, 7, TieKind.STAFF, date(2020, 1, 1), date(2023, 1, 1), person_id=5),)
    assert reasons(*ties) == []
    assert tied_persons(7, ties, year=YEAR, day=DAY, law=LAW) == {5}
    assert tied_persons(8, ties, year=YEAR, day=DAY, law=LAW) == frozenset()
    assert tied_persons(7, ties, year=YEAR, day=date(2026, 1, 2), law=LAW) == frozenset()


def test_a_body_that_declined_is_not_asked_again() -> None:
    assert reasons(enterprise=Enterprise(7, "x", {}, frozenset({1}))) == [Exclusion.DECLINED]


def rotating(years: str) -> Law:
    limit = Provision(
        "verification.rotation_years", years, "years", date(2024, 1, 1), None, "省级规定", Confidence.INFERRED
    )
    return Law(LAW.day, {**LAW.provisions, limit.key: limit})


def test_without_a_provision_there_is_no_rotation() -> None:
    assert reasons(enterprise=Enterprise(7, "x", {2021: 1, 2022: 1, 2023: 1})) == []


@pytest.mark.parametrize(
    ("verified_by", "excluded"),
    [({2022: 1, 2023: 1}, True), ({2022: 2, 2023: 1}, False), ({2021: 1, 2023: 1}, False), ({2023: 1}, False)],
)
def test_a_rotation_limit_counts_years_running(verified_by: dict[int, int], excluded: bool) -> None:
    found = reasons(enterprise=Enterprise(7, "x", verified_by), under=rotating("2"))
    assert found == ([Exclusion.ROTATION] if excluded else [])


def test_all_reasons_are_told_not_only_the_first() -> None:
    found = reasons(tie(TieKind.OWNERSHIP), tie(TieKind.CONSULTING), body=Body(1, 12, True))
    assert found == [Exclusion.PREPARES_REPORTS, Exclusion.OWNERSHIP, Exclusion.CONSULTING]


def test_three_years_before_a_leap_day() -> None:
    assert years_before(date(2024, 2, 29), 3) == date(2021, 3, 1)
    assert years_before(date(2024, 2, 29), 4) == date(2020, 2, 29)


def test_the_clocks_of_the_guide(calendar: object) -> None:
    days = {clock: due(clock, date(2025, 5, 16), LAW, calendar).on for clock in Clock}  # type: ignore[arg-type]
    assert days[Clock.SITE_LIST] == days[Clock.FINDINGS] == date(2025, 5, 20)
    assert days[Clock.CORRECTION] == days[Clock.CONCLUSION] == date(2025, 5, 23)


@pytest.mark.parametrize(
    ("before", "own", "waived"),
    [([0, 0], 0, True), ([0, 1], 0, False), ([0, None], 0, False), ([0], 0, False), ([0, 0], 1, False)],
)
def test_a_visit_is_waived_after_two_years_without_findings(before: list[int | None], own: int, waived: bool) -> None:
    assert visit_may_be_waived(before, own, LAW) is waived


def test_the_number_of_a_report() -> None:
    assert report_number("鄂", "示例江汉核查中心", "91420000000000001R", 2024, 2) == "鄂-示例江汉-00001R-2024-2"
