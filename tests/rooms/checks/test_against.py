"""What is held against monthly evidence, outside data, the year before and the sector: failing and passing."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.core.checks import run
from domain.core.findings import Finding, Place, Severity
from domain.core.law import Law, last_day_of
from domain.core.workbook import Line
from domain.core.workings import Explanation, Step
from domain.emission_report.checks.against import CHECKS
from domain.emission_report.checks.case import AnyCase, Case
from domain.emission_report.rules import Figure, Filed, Known, Others, Part, PastYear, Results, Told, Usual
from domain.emission_report.rules.sums import with_sums
from domain.emission_report.workbook import WORKBOOKS
from domain.records.people.rules import check_digit
from portal.words import finding_sentence, label, speaking
from tests.law import edition

YEAR = 2024
LAW = edition.law(last_day_of(YEAR))
PLANT = "示例水泥厂"
CODE = "91420000000000001" + check_digit("91420000000000001")
MONTHS = range(1, 13)
STOP, WARN, NOTE = Severity.STOP, Severity.WARN, Severity.NOTE


def at(cell: str) -> Place:
    return Place("表", cell)


def figures() -> list[Figure]:
    """A cement plant with its own generation: two lines, what it burnt and bought, its months of coal."""
    year = [
        ("emissions_tonnes", 1_290_000, "t", "A1"),
        ("generation_mwh", 60_000, "MWh", "A2"),
        ("heat_gj", 8_000, "GJ", "A3"),
        ("electricity_mwh", 120_000, "MWh", "A4"),
        ("fuel.bituminous", 210_000, "t", "A5"),
        ("fuel.natural_gas", 52, "10⁴Nm³", "A6"),
        ("output.clinker", 1_500_000, "t", "A7"),
        ("hours", 7_000, "h", "A8"),
    ]
    found = [Figure(code, Decimal(value), unit, at(cell)) for code, value, unit, cell in year]
    found += [Figure("fuel.bituminous", Decimal(17_500), "t", at(f"B{month}"), "", month) for month in MONTHS]
    return [*found, Figure("emissions_tonnes", Decimal(700_000), "t", at("C1"), "1#")]


def explained(value: int) -> Explanation:
    return Explanation("x", "", "2024-12-31", (), (), (), Step("x", "x", str(value), "t", str(value)))


def monthly(code: str, each: object, months: Iterable[int] = MONTHS) -> dict[tuple[str, str, int], Decimal]:
    return {(code, "", month): Decimal(str(each)) for month in months}


def known(**others: Any) -> Known:
    past = {"": PastYear("", Decimal(1_300_000), None, None), "1#": PastYear("1#", Decimal(690_000), None, None)}
    return Known(PLANT, CODE, YEAR, (), None, past, "cement", Others(**others))


def found(
    case: Known | None = None, told: list[Figure] | None = None, parts: int = 700_000, law: Law = LAW
) -> list[Finding]:
    results = Results((Part("1#", explained(parts)),), explained(1_290_000), (), tuple(told or figures()))
    filed = Filed(PLANT, CODE, YEAR, "1", enterprise=Line("表"))
    looked: AnyCase = Case(filed, case or known(), law, results)
    return run(CHECKS, looked)


def outside(code: str, value: object, source: str, unit: str = "") -> dict[str, Any]:
    return {"outside": {code: (Told(Decimal(str(value)), source, unit),)}}


def sector(ratio: str, least: str, most: str) -> dict[str, Any]:
    return {"sector": {ratio: Usual(Decimal(least), Decimal(most), 12)}}


def before(**values: int) -> dict[str, Any]:
    return {"before": {code.replace("__", "."): Decimal(value) for code, value in values.items()}}


HONEST = before(
    emissions_tonnes=1_300_000,
    electricity_mwh=118_000,
    fuel__bituminous=215_000,
    fuel__natural_gas=50,
    output__clinker=1_510_000,
)
FAILS: list[tuple[str, Severity, str, Known]] = [
    ("AG-001", WARN, "A2", known(monthly=monthly("generation_mwh", 5_100))),
    ("AG-002", WARN, "A3", known(monthly=monthly("heat_gj", 600))),
    ("AG-003", WARN, "A6", known(monthly=monthly("fuel.natural_gas", 5))),
    ("AG-004", WARN, "A7", known(monthly=monthly("output.clinker", 130_000))),
    ("AG-005", WARN, "A4", known(monthly=monthly("electricity_mwh", 11_000))),
    (
        "AG-006",
        WARN,
        "B3",
        known(monthly={**monthly("fuel.bituminous", 17_500), ("fuel.bituminous", "", 3): Decimal(18_000)}),
    ),
    ("AG-007", NOTE, "A7", known(monthly=monthly("output.clinker", 125_000, range(1, 11)))),
    ("AG-010", WARN, "A2", known(**outside("on_grid_mwh", 66_000, "grid"))),
    ("AG-011", WARN, "A2", known(**outside("on_grid_mwh", 40_000, "grid"))),
    ("AG-012", WARN, "A4", known(**outside("electricity_mwh", 130_000, "grid"))),
    ("AG-013", WARN, "A6", known(**outside("fuel.natural_gas", 60, "gas"))),
    ("AG-014", WARN, "A7", known(**outside("output.clinker", 1_800_000, "tax"))),
    ("AG-015", WARN, "A5", known(**outside("coal_tonnes", 250_000, "tax"))),
    ("AG-016", WARN, "A2", known(**outside("generation_mwh", 66_000, "statistics"))),
    ("AG-017", WARN, "A8", known(**outside("hours", 6_000, "permit"))),
    ("AG-020", WARN, "A1", replace(known(), past={"": PastYear("", Decimal(900_000), None, None)})),
    ("AG-021", WARN, "C1", replace(known(), past={"1#": PastYear("1#", Decimal(400_000), None, None)})),
    ("AG-022", WARN, "A7", known(**before(emissions_tonnes=1_290_000, output__clinker=1_100_000))),
    ("AG-023", WARN, "A7", known(**before(output__clinker=3_000_000))),
    ("AG-024", NOTE, "A5", known(**before(fuel__bituminous=500_000))),
    ("AG-025", NOTE, "A4", known(**before(electricity_mwh=20_000))),
    ("AG-026", NOTE, "A1", known(**before(fuel__diesel=4_000))),
    ("AG-030", WARN, "A1", known(**sector("emissions_tonnes/generation_mwh", "0.7", "0.9"))),
    ("AG-031", WARN, "A1", known(**sector("emissions_tonnes/output.clinker", "0.5", "0.6"))),
    ("AG-032", NOTE, "A5", known(**sector("fuel.bituminous/generation_mwh", "0.3", "0.5"))),
    ("AG-033", NOTE, "A5", known(**sector("fuel.bituminous/output.clinker", "0.20", "0.25"))),
    ("AG-034", NOTE, "A4", known(**sector("electricity_mwh/output.clinker", "0.02", "0.03"))),
]
AGREEING = (
    known(),
    known(**HONEST),
    known(monthly=monthly("fuel.bituminous", 17_500) | monthly("output.clinker", 125_000)),
    known(**outside("on_grid_mwh", 56_000, "grid")),
    known(**outside("electricity_mwh", 120_900, "grid", "MWh")),
    known(**outside("coal_tonnes", 215_000, "tax", "t")),
    known(**outside("energy_tce", 1, "statistics", "tce")),
    known(**sector("emissions_tonnes/output.clinker", "0.82", "0.90")),
)


@pytest.mark.parametrize("agreeing", AGREEING)
def test_what_agrees_has_no_finding(agreeing: Known) -> None:
    assert found(agreeing) == []


@pytest.mark.parametrize(("code", "severity", "cell", "case"), FAILS, ids=[row[0] for row in FAILS])
def test_what_differs_is_found_at_its_cell(code: str, severity: Severity, cell: str, case: Known) -> None:
    told = [finding for finding in found(case) if finding.code == code]
    assert [(one.severity, one.place) for one in told] == [(severity, at(cell))]
    assert told[0].citation


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("code", "case"), [(row[0], row[3]) for row in FAILS], ids=[row[0] for row in FAILS])
def test_a_finding_is_told_in_words_without_a_code_or_a_gap(code: str, case: Known, language: str) -> None:
    token = speaking.set(language)
    (told,) = [finding_sentence(finding) for finding in found(case) if finding.code == code]
    speaking.reset(token)
    assert "—" not in told
    assert not any(raw in told for raw in ("_mwh", "fuel.", "output.", "_tonnes", "finding:"))


def test_every_check_has_a_failing_example_and_a_docstring_with_its_code() -> None:
    assert {check.code: check.severity for check in CHECKS} == {row[0]: row[1] for row in FAILS}
    assert [check.code for check in CHECKS if not (inspect.getdoc(check.find) or "").startswith(check.code)] == []
    assert len(CHECKS) >= 16


def test_what_a_source_tells_is_not_repeated_to_the_filer() -> None:
    for code, _, _, case in FAILS:
        values = {str(one.value) for told in case.others.outside.values() for one in told}
        told = [finding for finding in found(case) if finding.code == code]
        assert values.isdisjoint(value for finding in told for value in finding.facts.values()), code


def test_a_power_plant_is_compared_with_the_year_before_by_its_own_checks() -> None:
    past = {"": PastYear("", Decimal(900_000), None, None), "1#": PastYear("1#", Decimal(400_000), None, None)}
    told = {finding.code for finding in found(replace(known(), past=past, sector="power"))}
    assert told == set()


def test_units_are_added_up_where_the_form_tells_by_units_alone() -> None:
    units = [
        Figure("generation_mwh", Decimal(40_000), "MWh", at("D1"), "1"),
        Figure("generation_mwh", Decimal(20_000), "MWh", at("D2"), "2"),
        Figure("hours", Decimal(7_000), "h", at("D3"), "1"),
    ]
    assert found(known(**outside("generation_mwh", 60_000, "statistics")), units) == []
    told = found(known(**outside("generation_mwh", 90_000, "statistics")), units)
    assert [(one.code, one.place) for one in told] == [("AG-016", at("D1"))]
    assert found(known(**outside("hours", 100, "permit")), units) == []


def test_another_unit_of_measure_is_not_compared() -> None:
    assert found(known(**outside("output.clinker", 30_000, "tax", "重量箱"))) == []


def test_a_law_without_tolerances_compares_nothing() -> None:
    bare = replace(LAW, provisions={key: each for key, each in LAW.provisions.items() if "outside." not in key})
    bare = replace(bare, provisions={key: each for key, each in bare.provisions.items() if "check." not in key})
    assert {finding.code for _, _, _, case in FAILS for finding in found(case, law=bare)} <= {"AG-007", "AG-026"}


def test_without_results_nothing_is_compared() -> None:
    filed = Filed(PLANT, CODE, YEAR, "1", enterprise=Line("表"))
    assert run(CHECKS, Case(filed, known(**HONEST), LAW, None)) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fuel_and_product_of_every_form_has_a_name(language: str) -> None:
    token = speaking.set(language)
    codes = {
        f"{family}.{choice.code}"
        for workbook in WORKBOOKS.values()
        for sheet in workbook
        for family, key in (("fuel", "fuel"), ("output", "product"))
        for column in sheet.columns
        if column.key == key
        for choice in column.choices
    }
    nameless = sorted(code for code in codes if _is_nameless(code, label("told_figure", code)))
    speaking.reset(token)
    assert nameless == []


def _is_nameless(code: str, told: str) -> bool:
    """A code that comes back as it is, or within the words of its family."""
    raw = code.partition(".")[2]
    return told == code or (raw in told and "_" in raw)


def test_what_others_tell_as_one_is_a_sum_of_what_the_forms_have() -> None:
    told = with_sums({"output.portland": Decimal(100), "output.white": Decimal(5), "output.ingot": Decimal(1)})
    assert told["output.clinker"] == 105
    assert "output.aluminium" not in told
    lines = [
        Figure("output.converter_steel", Decimal(80), "t", at("E1")),
        Figure("output.electric_steel", Decimal(20), "t", at("E2")),
    ]
    assert found(known(**outside("output.crude_steel", 100, "tax")), lines) == []
    (off,) = found(known(**outside("output.crude_steel", 150, "tax")), lines)
    assert (off.code, off.place) == ("AG-014", at("E1"))
