"""Each check: the honest month passes it, one spoiled value fails it, at its cell."""

from __future__ import annotations

import inspect
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.core.findings import Severity
from domain.monthly_evidence.checks import ALL, ANSWERED, Beside
from domain.monthly_evidence.rules import EvidenceKind
from tests.rooms.emission_report.sample import CONDENSING, UNITS, without
from tests.rooms.monthly_evidence.sample import PROVED, Entries, Spoil, entries, examined, found, law

THIRD = replace(CONDENSING, number="3")
STOP, WARN, NOTE = Severity.STOP, Severity.WARN, Severity.NOTE


def put(sheet: str, row: int, **values: Any) -> Spoil:
    return lambda filled: filled[sheet][row].update(values)


def scale(sheet: str, row: int, key: str, factor: str) -> Spoil:
    return lambda filled: filled[sheet][row].update({key: filled[sheet][row][key] * Decimal(factor)})


def drop(sheet: str, row: int) -> Spoil:
    return lambda filled: filled[sheet].pop(row)


def both(*spoils: Spoil) -> Spoil:
    return lambda filled: [spoil(filled) for spoil in spoils]


def stranger(filled: Entries) -> None:
    """A third unit that the plan does not know."""
    for sheet in ("fuels", "production"):
        filled[sheet] += entries(units=(THIRD,))[sheet]


def copied(filled: Entries) -> None:
    """The second unit's line of fuel has the first unit's figures."""
    filled["fuels"][1] = {**filled["fuels"][0], "unit_number": filled["fuels"][1]["unit_number"]}


def no_lines(filled: Entries) -> None:
    filled["fuels"].clear()


def with_figures(key: str, share: str) -> Beside:
    """Another month whose generation of unit 1 was this share of the sample's."""
    generation = next(one.value for one in examined().figures if (one.code, one.number) == ("generation_mwh", "1"))
    return Beside(**{key: {("generation_mwh", "1"): generation * Decimal(share)}, "attached": PROVED})  # type: ignore[arg-type]


SHUT = put("production", 0, generation_mwh=Decimal(0), heat_gj=Decimal(0), hours=Decimal(0), load_factor=None)
FAILS: list[tuple[str, Severity, str, Spoil, dict[str, Any]]] = [
    ("MO-001", STOP, "单位信息!D5", put("enterprise", 0, credit_code="91420000000000002N"), {}),
    ("MO-002", WARN, "单位信息!D4", put("enterprise", 0, name="另一家电厂"), {}),
    ("MO-003", STOP, "单位信息!D6", put("enterprise", 0, year=2023), {}),
    ("MO-004", STOP, "单位信息!D8", put("enterprise", 0, month=4), {}),
    ("MO-005", STOP, "化石燃料!B6", put("fuels", 0, month=4), {}),
    ("MO-006", WARN, "单位信息!D7", lambda _: None, {"plan_version": None}),
    ("MO-007", WARN, "单位信息!D7", lambda _: None, {"plan_version": 2}),
    ("MO-010", STOP, "化石燃料", lambda _: None, {"units": (*UNITS, THIRD)}),
    ("MO-010", STOP, "生产数据", drop("production", 1), {}),
    ("MO-011", STOP, "化石燃料!A8", stranger, {}),
    ("MO-012", STOP, "化石燃料!A8", lambda filled: filled["fuels"].append(dict(filled["fuels"][0])), {}),
    ("MO-013", STOP, "化石燃料", no_lines, {"units": ()}),
    ("MO-014", STOP, "化石燃料!G6", put("fuels", 0, carbon=None), {}),
    ("MO-015", STOP, "化石燃料!E7", put("fuels", 1, ncv=None), {}),
    ("MO-016", NOTE, "生产数据!A6", both(SHUT, put("fuels", 0, quantity=Decimal(0))), {}),
    ("MO-020", STOP, "化石燃料!E6", scale("fuels", 0, "ncv", "1000"), {}),
    ("MO-021", WARN, "化石燃料!E6", put("fuels", 0, ncv=Decimal(35)), {}),
    ("MO-022", WARN, "化石燃料!G6", put("fuels", 0, carbon=Decimal("0.95")), {}),
    ("MO-023", WARN, "化石燃料!G6", put("fuels", 0, carbon=Decimal("0.45")), {}),
    ("MO-024", STOP, "化石燃料!H7", put("fuels", 1, carbon_per_heat=Decimal("0.02618")), {}),
    ("MO-025", STOP, "化石燃料!E7", put("fuels", 1, ncv_method="default"), {}),
    ("MO-026", STOP, "化石燃料!J6", put("fuels", 0, oxidation=Decimal(98)), {}),
    ("MO-027", WARN, "化石燃料!F7", put("fuels", 1, ncv_method="default", ncv=Decimal("26.7")), {}),
    ("MO-030", STOP, "生产数据!E6", put("production", 0, hours=Decimal(745)), {}),
    ("MO-031", STOP, "生产数据!C6", scale("production", 0, "generation_mwh", "1.4"), {}),
    ("MO-032", WARN, "生产数据!F6", put("production", 0, load_factor=Decimal(80)), {}),
    ("MO-033", STOP, "生产数据!E6", put("production", 0, hours=Decimal(0)), {}),
    ("MO-034", STOP, "生产数据!C6", put("fuels", 0, quantity=Decimal(0)), {}),
    ("MO-035", WARN, "生产数据!C6", SHUT, {}),
    ("MO-036", STOP, "生产数据!C6", scale("fuels", 0, "quantity", "0.001"), {}),
    ("MO-037", WARN, "生产数据!C6", scale("fuels", 0, "quantity", "0.8"), {}),
    ("MO-038", WARN, "生产数据!D6", put("production", 0, heat_gj=Decimal(5000)), {}),
    ("MO-044", WARN, "化石燃料!A7", copied, {}),
]


def test_an_honest_month_has_nothing_wrong_with_it() -> None:
    assert found() == []


@pytest.mark.parametrize(("code", "severity", "place", "spoil", "known"), FAILS)
def test_a_spoiled_value_is_found_at_its_cell(
    code: str, severity: Severity, place: str, spoil: Spoil, known: dict[str, Any]
) -> None:
    mine = [finding for finding in found(spoil, **known) if finding.code == code]
    assert mine, [str(finding) for finding in found(spoil, **known)]
    assert (mine[0].severity, str(mine[0].place)) == (severity, place)


@pytest.mark.parametrize(
    ("code", "severity", "place", "beside"),
    [
        ("MO-040", WARN, "生产数据!C6", ("last_month", "1")),
        ("MO-041", WARN, "生产数据!C6", ("year_before", "2.5")),
        ("MO-042", NOTE, "生产数据!C6", ("last_month", "5")),
    ],
)
def test_another_month_is_held_against_this_one(
    code: str, severity: Severity, place: str, beside: tuple[str, str]
) -> None:
    (mine,) = [finding for finding in found(beside=with_figures(*beside)) if finding.code == code]
    assert (mine.severity, str(mine.place)) == (severity, place)


def test_what_lies_within_the_usual_is_no_jump() -> None:
    for beside in (with_figures("year_before", "0.9"), with_figures("last_month", "1.2")):
        assert found(beside=beside) == []


def test_an_earlier_month_that_is_owed_is_noted() -> None:
    (mine,) = found(beside=Beside(owed=(1, 2), attached=PROVED))
    assert (mine.code, mine.severity, str(mine.place), mine.facts["months"]) == ("MO-043", NOTE, "单位信息!D8", "1, 2")


@pytest.mark.parametrize(
    ("code", "place", "attached"),
    [
        ("MO-050", "化石燃料!D6", {EvidenceKind.LABORATORY_REPORT, EvidenceKind.PRODUCTION_REPORT}),
        ("MO-051", "化石燃料!I6", {EvidenceKind.METER_READING}),
        ("MO-052", "生产数据!C6", {EvidenceKind.LABORATORY_REPORT}),
    ],
)
def test_what_is_not_proved_is_found(code: str, place: str, attached: set[EvidenceKind]) -> None:
    mine = [finding for finding in found(beside=Beside(attached=frozenset(attached))) if finding.code == code]
    assert [(one.severity, str(one.place)) for one in mine] == [(WARN, place)]


def test_a_bill_proves_fuel_and_production() -> None:
    kinds = frozenset((EvidenceKind.BILL, EvidenceKind.LABORATORY_REPORT))
    assert found(beside=Beside(attached=kinds)) == []


def test_where_the_law_asks_for_no_records_none_is_missing() -> None:
    keys = [f"monthly.evidence.{what}" for what in ("fuel", "quality", "production")]
    assert found(beside=Beside(), law_of_year=without(law(), *keys)) == []


def test_a_law_that_is_not_enacted_stops_the_month() -> None:
    (mine,) = found(law_of_year=without(law(), "rounding.emissions.unit"))
    assert (mine.code, mine.severity) == ("MONTH-LAW", STOP)


def test_every_check_is_tried_and_says_its_rule() -> None:
    tried = {case[0] for case in FAILS} | {"MO-040", "MO-041", "MO-042", "MO-043", *ANSWERED}
    assert {check.code for check in ALL} == tried
    assert len(ALL) == len(tried)
    for check in ALL:
        told = inspect.getdoc(check.find) or ""
        assert told.startswith(f"{check.code}: "), check.code
        assert "→" in told
        assert check.owner
        assert check.citation


def test_figures_of_the_month_are_told_by_the_codes_of_the_report() -> None:
    figures = {(one.code, one.number): one.unit for one in examined().figures}
    assert figures == {
        **{(code, unit): measure for unit in "12" for code, measure in _MEASURES},
        **{("fuel.bituminous", unit): "t" for unit in "12"},
    }


_MEASURES = (("generation_mwh", "MWh"), ("heat_gj", "GJ"), ("hours", "h"))
