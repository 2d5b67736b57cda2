"""Each check: the honest sample passes it, one spoiled value fails it, at its cell."""

from __future__ import annotations

import inspect
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.core.checks import short
from domain.core.findings import Severity
from domain.emission_report.checks import CHECKS, COMMON
from tests.rooms.emission_report.sample import (
    CONDENSING,
    UNITS,
    Entries,
    Spoil,
    emissions_of,
    entries,
    found,
    law,
    without,
)

THIRD = replace(CONDENSING, number="3")
STOP, WARN, NOTE = Severity.STOP, Severity.WARN, Severity.NOTE


def put(sheet: str, row: int, **values: Any) -> Spoil:
    """Overwrite cells of one line."""
    return lambda filled: filled[sheet][row].update(values)


def put_all(sheet: str, unit: str, **values: Any) -> Spoil:
    def spoil(filled: Entries) -> None:
        for row in filled[sheet]:
            if row["unit_number"] == unit:
                row.update(values)

    return spoil


def drop(sheet: str, row: int) -> Spoil:
    return lambda filled: filled[sheet].pop(row)


def repeat(sheet: str, row: int) -> Spoil:
    return lambda filled: filled[sheet].append(dict(filled[sheet][row]))


def scale(sheet: str, row: int, **factors: Decimal) -> Spoil:
    def spoil(filled: Entries) -> None:
        for key, factor in factors.items():
            filled[sheet][row][key] *= factor

    return spoil


def scale_all(sheet: str, unit: str, key: str, factor: str) -> Spoil:
    def spoil(filled: Entries) -> None:
        for row in filled[sheet]:
            if row["unit_number"] == unit:
                row[key] = row[key] * Decimal(factor)

    return spoil


def both(*spoils: Spoil) -> Spoil:
    return lambda filled: [spoil(filled) for spoil in spoils]


def restated(filled: Entries) -> None:
    """The filer's totals follow the changed lines, so that only what the lines say is found."""
    for total in filled["totals"]:
        rows = [row for row in filled["fuels"] if row["unit_number"] == total["unit_number"]]
        own = [row for row in filled["production"] if row["unit_number"] == total["unit_number"]]
        total["emissions_tonnes"] = emissions_of(rows)
        total |= {key: sum(row[key] for row in own) for key in ("generation_mwh", "heat_gj", "hours")}


def stranger(filled: Entries) -> None:
    """A third unit that the plan does not know."""
    more = entries(units=(THIRD,))
    for sheet in ("fuels", "production", "totals"):
        filled[sheet] += more[sheet]


# March of unit 1 has no sample that carbon could follow from.
UNTESTED = put("determination", 2, carbon_air_dried=None)
Fail = tuple[str, Severity, str, Spoil, dict[str, Any]]
FAILS: list[Fail] = [
    ("ER-001", STOP, "单位信息!D5", put("enterprise", 0, credit_code="91420000000000002N"), {}),
    ("ER-002", WARN, "单位信息!D4", put("enterprise", 0, name="另一家电厂"), {}),
    ("ER-003", STOP, "单位信息!D6", put("enterprise", 0, year=2023), {}),
    ("ER-004", STOP, "单位信息!D7", lambda _: None, {"units": (*UNITS, THIRD)}),
    ("ER-005", STOP, "机组年度汇总!A8", stranger, {}),
    ("ER-006", WARN, "单位信息!D7", lambda _: None, {"plan_version": None}),
    ("ER-007", WARN, "单位信息!D7", lambda _: None, {"plan_version": 2}),
    ("ER-010", STOP, "机组年度汇总!A6", drop("fuels", 4), {}),
    ("ER-011", STOP, "机组年度汇总!A7", drop("production", 14), {}),
    ("ER-012", STOP, "化石燃料!A30", repeat("fuels", 4), {}),
    ("ER-013", STOP, "生产数据!A30", repeat("production", 4), {}),
    ("ER-014", STOP, "机组年度汇总!A8", repeat("totals", 0), {}),
    ("ER-015", STOP, "化石燃料!A18", drop("totals", 1), {}),
    ("ER-016", STOP, "化石燃料!G8", both(put("fuels", 2, carbon=None), UNTESTED), {}),
    ("ER-016", STOP, "化石燃料!H18", put("fuels", 12, carbon_per_heat=None), {}),
    ("ER-016", STOP, "化石燃料!E18", put("fuels", 12, ncv=None), {}),
    (
        "ER-017",
        STOP,
        "化石燃料!G8",
        both(put("fuels", 2, carbon=None, carbon_per_heat=Decimal("0.0262")), UNTESTED),
        {},
    ),
    ("ER-018", STOP, "机组年度汇总", lambda filled: filled["totals"].clear(), {}),
    ("ER-020", STOP, "机组年度汇总!F6", scale("totals", 0, emissions_tonnes=Decimal("1.01")), {}),
    ("ER-021", STOP, "机组年度汇总!G6", scale("totals", 0, generation_mwh=Decimal("1.01")), {}),
    ("ER-022", STOP, "机组年度汇总!H7", scale("totals", 1, heat_gj=Decimal("0.1")), {}),
    ("ER-023", STOP, "机组年度汇总!I6", put("totals", 0, hours=Decimal(7200)), {}),
    ("ER-024", WARN, "机组年度汇总!J6", put("totals", 0, load_factor=Decimal(80)), {}),
    ("ER-025", WARN, "生产数据!F6", put("production", 0, load_factor=Decimal(80)), {}),
    ("ER-026", STOP, "化石燃料!G18", put("fuels", 12, carbon=Decimal("0.5400")), {}),
    ("ER-030", STOP, "化石燃料!H18", put("fuels", 12, carbon_per_heat=Decimal("0.02618")), {}),
    ("ER-031", STOP, "化石燃料!E6", put("fuels", 0, ncv_method="default"), {}),
    ("ER-032", STOP, "化石燃料!J6", put("fuels", 0, oxidation=Decimal(98)), {}),
    ("ER-033", WARN, "化石燃料!E6", put("fuels", 0, ncv=Decimal(40)), {}),
    ("ER-034", WARN, "化石燃料!G6", put("fuels", 0, carbon=Decimal("0.95")), {}),
    ("ER-035", WARN, "化石燃料!G6", put("fuels", 0, carbon=Decimal("0.35")), {}),
    ("ER-036", WARN, "化石燃料!I6", put("fuels", 0, carbon_method="default", carbon_per_heat=Decimal("0.03085")), {}),
    ("ER-037", WARN, "化石燃料!F6", put("fuels", 0, ncv_method="default", ncv=Decimal("26.7")), {}),
    ("ER-038", STOP, "化石燃料!E6", put("fuels", 0, ncv=Decimal(20910)), {}),
    ("ER-040", WARN, "机组年度汇总!G7", both(scale_all("fuels", "2", "quantity", "0.5"), restated), {}),
    ("ER-041", WARN, "机组年度汇总!G6", both(scale_all("fuels", "1", "quantity", "0.8"), restated), {}),
    ("ER-042", STOP, "生产数据!E7", put("production", 1, hours=Decimal(720)), {}),
    ("ER-043", STOP, "生产数据!C8", put("fuels", 2, quantity=Decimal(0)), {}),
    ("ER-044", WARN, "生产数据!C8", put("production", 2, generation_mwh=Decimal(0), hours=Decimal(0)), {}),
    ("ER-045", WARN, "机组年度汇总!E7", put("totals", 1, cogeneration="no"), {}),
    ("ER-046", STOP, "生产数据!C8", put("production", 2, generation_mwh=Decimal(330 * 700)), {}),
    ("ER-047", STOP, "生产数据!E8", put("production", 2, hours=Decimal(0)), {}),
    ("ER-048", WARN, "机组年度汇总!F6", both(scale_all("fuels", "1", "quantity", "1.9"), restated), {}),
    ("ER-049", STOP, "生产数据!C8", scale("fuels", 2, quantity=Decimal("0.001")), {}),
    ("ER-050", STOP, "机组年度汇总!C6", put("totals", 0, capacity_mw=Decimal(300)), {}),
    ("ER-051", STOP, "机组年度汇总!B6", put("totals", 0, unit_class="I"), {}),
    ("ER-052", WARN, "机组年度汇总!E6", put("totals", 0, cogeneration="yes"), {}),
    ("ER-053", WARN, "机组年度汇总!D6", put("totals", 0, fuel="gangue"), {}),
    ("ER-054", WARN, "机组年度汇总!F6", both(scale_all("fuels", "1", "quantity", "1.3"), restated), {}),
    ("ER-055", WARN, "机组年度汇总!G6", both(scale_all("production", "1", "generation_mwh", "0.7"), restated), {}),
    ("ER-056", WARN, "机组年度汇总!F6", both(scale_all("fuels", "1", "quantity", "1.3"), restated), {}),
    ("ER-057", WARN, "单位信息!D4", both(scale_all("fuels", "1", "quantity", "1.9"), restated), {}),
    ("ER-058", NOTE, "机组年度汇总!A6", put_all("fuels", "1", quantity=Decimal(1000)), {}),
    ("ER-059", WARN, "化石燃料!G6", put_all("fuels", "1", carbon=Decimal("0.5500")), {}),
]


def test_the_honest_sample_has_nothing_wrong() -> None:
    assert found() == []


@pytest.mark.parametrize(("code", "severity", "place", "spoil", "changes"), FAILS, ids=[row[0] for row in FAILS])
def test_a_spoiled_value_is_found_at_its_cell(
    code: str, severity: Severity, place: str, spoil: Spoil, changes: dict[str, Any]
) -> None:
    findings = [finding for finding in found(spoil, **changes) if finding.code == code]
    assert [(finding.severity, str(finding.place)) for finding in findings] == [(severity, place)]
    assert findings[0].citation


def test_every_check_has_a_failing_example_and_a_docstring_with_its_code() -> None:
    """The first sixty; `test_power_forms.py` has the others, `test_against.py` those against other sources."""
    failing = {row[0]: row[1] for row in FAILS}
    checks = [
        check for check in (*COMMON, *CHECKS["power.A22"]) if check.code.startswith("ER-0") and check.code < "ER-06"
    ]
    assert {check.code: check.severity for check in checks} == failing
    assert [check.code for check in checks if not (inspect.getdoc(check.find) or "").startswith(check.code)] == []


def test_plausibility_applies_only_where_the_law_of_the_year_has_it() -> None:
    bare = without(law(), *(key for key in law().provisions if key.startswith("check.")))
    spoil = put("fuels", 0, ncv=Decimal(40))
    assert "ER-033" not in {finding.code for finding in found(spoil, bare)}


def test_a_law_that_was_not_enacted_is_told_and_stops() -> None:
    (finding,) = found(law_of_year=without(law(), "accounting.co2_per_carbon.numerator"))
    assert (finding.code, finding.severity) == ("REPORT-LAW", STOP)
    assert finding.facts["key"] == "accounting.co2_per_carbon.numerator"


def test_a_gas_unit_is_not_held_to_the_efficiency_of_coal() -> None:
    def gas(filled: Entries) -> None:
        for row in filled["fuels"]:
            row |= {"fuel": "natural_gas", "ncv": Decimal("389.31"), "carbon": Decimal("5.9642")}
            row["quantity"] = row["quantity"] * Decimal("0.03")
        for total in filled["totals"]:
            total["fuel"] = "gas"
        restated(filled)

    assert "ER-041" not in {finding.code for finding in found(gas)}


def test_an_exact_band_edge_passes() -> None:
    edge = law().value("check.ncv.coal.max")
    assert "ER-033" not in {finding.code for finding in found(put("fuels", 0, ncv=edge))}


def test_rounding_of_a_total_is_no_difference() -> None:
    def nearly(filled: Entries) -> None:
        filled["totals"][0]["emissions_tonnes"] += 1

    assert found(nearly) == []


@pytest.mark.parametrize(
    ("value", "told"),
    [("0", "0"), ("1960200.4", "1960200"), ("0.0261834567", "0.0261835"), ("75.004", "75.004"), ("20934", "20934")],
)
def test_figures_are_told_short(value: str, told: str) -> None:
    assert short(Decimal(value)) == told
