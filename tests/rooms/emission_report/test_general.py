"""The sectors of the older guides: which form a code chooses, what stands beside the sum, and what the law lacks."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from types import ModuleType

import pytest

from domain.core.formulas import replay
from domain.core.workbook import content_of
from domain.core.workings import Explanation
from domain.emission_report.rules import FORMS, form_of
from domain.emission_report.rules.accounting import METHODS, Term, process, wanting
from domain.emission_report.rules.accounting.sectors import NEEDS
from domain.emission_report.rules.general import BALANCE, NOT_COUNTED
from domain.emission_report.rules.supplement import QUESTION, figures_of
from domain.records.sheets.writer import blank
from tests.rooms.emission_report.sectors import airport, aviation, chemical, copper, paper, petrochemical
from tests.rooms.emission_report.sectors.harness import Entries, examined, known_of, law_of, lines_of, put

LAW = law_of(2024)
SECTORS = (airport, aviation, chemical, copper, paper, petrochemical)


def beside(sector: ModuleType, question: str, filled: Entries | None = None) -> list[Explanation]:
    results = examined(sector.FORM, sector.YEAR, filled or sector.entries()).results
    assert results is not None
    return [one for one in results.beside if one.question == question]


@pytest.mark.parametrize(
    ("listed", "code", "sector"),
    [
        ("petrochemical", "2511", "petrochemical"),
        ("chemicals", "2611", "chemical"),
        ("chemicals", "2629", "chemical"),
        ("chemicals", "2651", "chemical"),
        ("building", "3041", "flat_glass"),
        ("building", "3071", "ceramics"),
        ("nonferrous", "3211", "copper"),
        ("paper", "2221", "paper"),
        ("aviation", "5611", "aviation"),
        ("aviation", "5631", "airport"),
        # A captive power plant, whatever its owner makes.
        ("power", "2511", "power"),
        ("paper", "", "paper"),
    ],
)
def test_a_code_chooses_the_form(listed: str, code: str, sector: str) -> None:
    assert form_of(LAW, listed, code).sector == sector


@pytest.mark.parametrize("sector", SECTORS, ids=lambda sector: sector.FORM)
def test_everything_told_computes_what_it_says(sector: ModuleType) -> None:
    results = examined(sector.FORM, sector.YEAR, sector.entries()).results
    assert results is not None
    assert [step for one in (results.enterprise, *results.beside) for step in replay(one) if not step.holds] == []


def test_international_flights_stand_beside_the_sum() -> None:
    (abroad,) = beside(aviation, NOT_COUNTED)
    assert abroad.value == Decimal(252_000)
    assert {used.key for used in abroad.provisions} == {"accounting.aviation.routes"}
    filled = aviation.entries()
    put("processes", 1, route="domestic", source="机队二")(filled)
    results = examined(aviation.FORM, aviation.YEAR, filled).results
    assert results is not None
    assert results.enterprise.value == aviation.EMISSIONS + 252_000
    assert next(one.value for one in results.figures if one.code == "fuel.kerosene") == Decimal(280_000)


def test_electricity_of_soda_ash_counts_by_its_source() -> None:
    first = beside(chemical, QUESTION)[1]
    rows = {step.index: Decimal(step.value) for step in first.steps if step.name == "electricity_row"}
    assert rows == {"grid": Decimal(34_218), "captive": Decimal(11_406), "renewable": 0, "waste_heat": 0}
    assert figures_of(first)["heat_tco2"] == Decimal(220_000)
    assert first.value == Decimal("0.7891")


def test_an_airport_has_an_intensity_of_its_buildings() -> None:
    (line,) = beside(airport, QUESTION)
    assert figures_of(line)["area_intensity"] == Decimal("0.0744")


def test_the_carbon_of_a_plant_is_told_line_by_line() -> None:
    (plant,) = beside(petrochemical, BALANCE)
    assert plant.value == Decimal(36_500)
    assert {given.origin for given in plant.inputs if given.name == "flow_quantity"} == {
        "碳平衡!F6",
        "碳平衡!F7",
        "碳平衡!F8",
    }


def test_a_line_of_a_year_without_a_grid_factor_is_left_untold() -> None:
    """The first grid factor is that of 2018."""
    filled = copper.entries()
    filled["fuels"] = []
    put("energy", 0, mwh=Decimal(0))(filled)
    results = examined(copper.FORM, 2016, filled).results
    assert results is not None
    assert [one for one in results.beside if one.question == QUESTION] == []


def test_the_gas_of_an_acid_is_counted_with_its_warming() -> None:
    acid = Term("nitric_acid", Decimal(50_000), gas_kg=Decimal(7))
    assert process(LAW, "chemical", acid).value == Decimal(108_500)
    assert wanting(LAW, "chemical", Term("nitric_acid", Decimal(1))) == ("gas_kg",)
    assert wanting(LAW, "chemical", Term("nobody knows it")) == ()
    assert NEEDS.keys() == METHODS.keys()


def test_a_report_without_a_value_the_law_lacks_is_not_accounted() -> None:
    filled = chemical.entries()
    put("processes", 1, gas_kg=None)(filled)
    told = examined(chemical.FORM, chemical.YEAR, filled)
    assert told.results is None
    assert [finding.code for finding in told.findings if finding.stops] == ["EI-030"]


@pytest.mark.parametrize("sector", SECTORS, ids=lambda sector: sector.FORM)
def test_next_years_blank_knows_the_lines_of_this_year(sector: ModuleType) -> None:
    form, entries = FORMS[sector.FORM], deepcopy(sector.entries())
    last = content_of(lines_of(form, entries))
    lines = form.prefill(known_of(form, sector.YEAR + 1, last=last), law_of(sector.YEAR))
    assert blank(form.workbook, lines).startswith(b"PK")
    assert [row["product"] for row in lines["products"]] == [row["product"] for row in entries["products"]]
    if sector is aviation:
        assert [row["route"] for row in lines["processes"]] == ["domestic", "international", "domestic", "domestic"]
    if sector is chemical:
        assert [row["name"] for row in lines["carbon"]] == ["原料煤", "尿素"]
        assert [row["route"] for row in lines["soda_ash"]] == ["ammonia", "combined"]
