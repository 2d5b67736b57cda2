"""Steel, cement and aluminium beside their samples: derivations that compute again, months alone, the plan's lines."""

from __future__ import annotations

from decimal import Decimal
from types import ModuleType

import pytest

from domain.core.formulas import replay
from domain.core.law import last_day_of
from domain.core.workbook import content_of, read
from domain.emission_report.rules import FORMS, KnownUnit, form_of
from domain.emission_report.rules.metals import MetalResults, capacities
from domain.records.sheets.reader import USUAL, grid_of
from domain.records.sheets.writer import blank
from tests.law import edition
from tests.rooms.emission_report.sectors import aluminium, aluminium_old, cement, cement_old, steel, steel_old
from tests.rooms.emission_report.sectors.harness import (
    Entries,
    examined,
    found,
    known_of,
    law_of,
    lines_of,
    put,
    put_all,
)

ALL = (steel, steel_old, cement, cement_old, aluminium, aluminium_old)
MONTHLY = (steel, cement, aluminium)
every = pytest.mark.parametrize("sector", ALL, ids=[one.FORM for one in ALL])
monthly = pytest.mark.parametrize("sector", MONTHLY, ids=[one.FORM for one in MONTHLY])


def results(sector: ModuleType, filled: Entries, year: int = 0) -> MetalResults:
    found = examined(sector.FORM, year or sector.YEAR, filled).results
    assert isinstance(found, MetalResults)
    return found


@every
def test_every_derivation_computes_again(sector: ModuleType) -> None:
    told = examined(sector.FORM, sector.YEAR, sector.entries()).results
    assert told is not None
    derivations = (told.enterprise, *told.beside, *(part.emissions for part in told.parts))
    assert [one.question for one in derivations if not all(step.holds for step in replay(one))] == []


@monthly
def test_the_months_are_told_and_add_up_to_the_year(sector: ModuleType) -> None:
    told = results(sector, sector.entries()).figures
    for code in {figure.code for figure in told if figure.month}:
        months = sum(figure.value for figure in told if figure.code == code and figure.month)
        assert [figure.value for figure in told if figure.code == code and not figure.month] == [months]


@monthly
def test_a_month_alone_is_accounted(sector: ModuleType) -> None:
    """Monthly evidence is one month of the same sheets, without the sheets of the year."""
    keys = {sheet.key for sheet in FORMS[sector.FORM].workbook if "month" in sheet.keys}
    march = {key: [row for row in sector.entries()[key] if row["month"] == 3] for key in keys}
    alone = results(sector, {"enterprise": sector.entries()["enterprise"], **march})
    assert 0 < alone.enterprise.value < sector.EMISSIONS / 6
    assert {figure.month for figure in alone.figures if figure.code.startswith("output.")} == {0, 3}


@monthly
def test_electricity_counts_beside_and_not_in_the_sum(sector: ModuleType) -> None:
    filled = sector.entries()
    put_all("energy", mwh=Decimal(0))(filled)
    assert results(sector, filled).enterprise.value == sector.EMISSIONS
    assert "electricity_tco2" not in results(sector, filled).totals


def test_fuel_outside_the_lines_counts_beside() -> None:
    filled = cement.entries()
    filled["fuels"] = [row for row in filled["fuels"] if row["line"] != "全厂"]
    assert results(cement, filled).enterprise.value == cement.EMISSIONS


def test_what_is_passed_between_processes_leaves_the_enterprise_as_it_is() -> None:
    filled = steel.entries()
    filled["materials"] = [row for row in filled["materials"] if row["role"] not in ("passed", "received")]
    filled["own_fuels"] = []
    told = results(steel, filled)
    assert told.enterprise.value == steel.EMISSIONS
    # Nothing is handed on: ironmaking keeps the carbon of its gas and iron, and takes no gas.
    assert told.totals["ironmaking_tco2"] == Decimal("1977558.00")


def test_a_factor_that_was_determined_counts() -> None:
    filled = steel.entries()
    put("materials", 0, factor=Decimal("0.430"))(filled)
    # 12,100 t × (0.440 − 0.430) = 121 t less.
    assert results(steel, filled).enterprise.value == steel.EMISSIONS - 121


def test_deductions_go_to_the_kind_made_most() -> None:
    filled = cement.entries()
    filled["products"].append(
        {"line": "1", "month": 1, "product": "white", "output": Decimal(1000), "hours": Decimal(1)}
    )
    # 1,000 t × 0.550 more, and as much saved as before.
    assert results(cement, filled).lines["1"]["process_tco2"] == Decimal("745773.00") + 550


def test_a_default_month_takes_the_values_of_the_guide_whatever_stands_beside() -> None:
    filled = aluminium.entries()
    put("anodes", 12, net_carbon=Decimal("0.3"))(filled)
    assert results(aluminium, filled).enterprise.value == aluminium.EMISSIONS


def test_the_minutes_of_anode_effects_give_both_gases() -> None:
    filled = aluminium.entries()
    put_all("anodes", method="measured", cf4_kg_per_t=None, c2f6_kg_per_t=None, effect_minutes=Decimal("0.2"))(filled)
    # 0.2 × 0.143 = 0.0286 kg of CF4, a tenth of it C2F6: 0.0286 × 6,630 + 0.00286 × 11,100 = 221.364 kg for a tonne.
    told = results(aluminium, filled).lines["1"]["anode_effect_tco2e"]
    assert abs(told - Decimal("127800") * Decimal("0.221364")) < Decimal("0.1")


@pytest.mark.parametrize(("high", "carbon"), [("yes", "0.003"), ("no", "0.001")])
def test_raw_meal_that_was_not_measured_takes_an_end_of_the_range(high: str, carbon: str) -> None:
    filled = cement_old.entries()
    put("oxides", 0, raw_meal_carbon=None, high_carbon=high)(filled)
    told = examined(cement_old.FORM, cement_old.YEAR, filled).results
    assert told is not None
    process = Decimal("532714.29") + 1_500_000 * Decimal(carbon) * 44 / 12
    assert told.enterprise.value == round(Decimal(265_980) + 34_860 + process)


def test_an_altitude_factor_is_shown_and_not_applied() -> None:
    filled = cement_old.entries()
    put("supplement", 0, altitude_m=Decimal(2_200), altitude_factor=Decimal("0.8761"))(filled)
    told = examined(cement_old.FORM, cement_old.YEAR, filled)
    assert told.results is not None
    assert told.results.enterprise.value == cement_old.EMISSIONS
    assert [finding.code for finding in told.findings] == ["CM-038"]


def test_more_carbon_leaving_than_entering_is_refused_at_its_cell() -> None:
    filled = steel.entries()
    filled["fuels"], filled["own_fuels"] = [], []
    filled["materials"] = [row for row in filled["materials"] if row["role"] in ("product", "electrode")]
    codes = {finding.code for finding in found(steel.FORM, steel.YEAR, filled)}
    assert {"ST-013", "FACT-BALANCE"} <= codes


@pytest.mark.parametrize(
    ("sector", "code", "year", "form"),
    [
        ("steel", "", 2023, "steel.G13"),
        ("steel", "", 2024, "steel.A24"),
        ("nonferrous", "3216", 2024, "aluminium.A24"),
        ("building_materials", "3011", 2021, "cement.G13"),
        ("building_materials", "3011", 2025, "cement.A24"),
        ("steel", "3110", 2025, "steel.A24"),
    ],
)
def test_the_form_goes_by_year_and_code(sector: str, code: str, year: int, form: str) -> None:
    assert form_of(edition.law(last_day_of(year)), sector, code).code == form


@pytest.mark.parametrize(
    ("capacity", "unit", "yearly"),
    [
        ("5000", "t/d", "1825000"),
        ("150", "万吨/年", "1500000"),
        ("120000", "t/a", "120000"),
        ("5000", "吨/日", "1825000"),
    ],
)
def test_a_capacity_of_the_plan_is_counted_by_the_year(capacity: str, unit: str, yearly: str) -> None:
    assert capacities([("1", capacity, unit)], 2023) == {"1": Decimal(yearly)}


def test_a_capacity_in_another_unit_is_left_out() -> None:
    assert capacities([("1", "12", "炉"), ("", "5", "t/d")], 2023) == {}


@pytest.mark.parametrize("sector", [cement, aluminium], ids=["cement", "aluminium"])
def test_the_blank_knows_the_lines_of_the_plan(sector: ModuleType) -> None:
    units = tuple(KnownUnit(number, Decimal(0), "", "", False) for number in ("1", "2"))
    form = FORMS[sector.FORM]
    lines = form.prefill(known_of(form, sector.YEAR, units=units), law_of(sector.YEAR))
    assert [(row["line"], row["month"]) for row in lines["products"]] == [(n, m) for n in "12" for m in range(1, 13)]
    assert [row["line"] for row in lines["line_totals"]] == ["1", "2"]
    read_back, _ = read(form.workbook, grid_of(blank(form.workbook, lines), limits=USUAL))
    assert len(read_back.rows("products")) == 24


@monthly
def test_the_blank_knows_the_lines_of_the_year_before(sector: ModuleType) -> None:
    form = FORMS[sector.FORM]
    last = content_of(lines_of(form, sector.entries()))
    lines = form.prefill(known_of(form, sector.YEAR, last=last), law_of(sector.YEAR))
    assert len(lines["products"]) == len(sector.entries()["products"])
    assert len(lines["fuels"]) == len(sector.entries()["fuels"])
    assert "output" not in lines["products"][0]
