"""What must hold of emission accounting for any facts, and that every derivation computes what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, event, given
from hypothesis import strategies as st

from domain.core.findings import Refused
from domain.core.formulas import replay
from domain.core.law import Law, NotInForce, last_day_of
from domain.emission_report import rules
from domain.emission_report.rules import FuelRow, accounting
from domain.emission_report.rules.accounting import Balance, FuelFacts, Matter, Month, Sample, Smelting, Substitute
from domain.trial.rules import ask
from domain.trial.rules.emission import FUELS, PROVINCES, REGIONS, SECTORS
from domain.trial.rules.emission_processes import CLINKERS, STEEL_MATERIALS, SUBSTITUTES
from tests.law import edition

CASES = Path(__file__).parent.parent / "cases"
ASKED_ON = date(2026, 11, 21)
TONNES = st.decimals(0, 10_000_000, places=2)
SHARE = st.decimals(0, 1, places=4)
NCV = st.decimals(0, 60, places=3)
PER_HEAT = st.decimals(0, Decimal("0.1"), places=5)
# Years of every edition of the fuel formulas for which the default table has values.
YEARS = st.sampled_from((2022, 2023, 2024, 2025))
CENT = Decimal("0.01")


def law(year: int) -> Law:
    return edition.law(last_day_of(year))


def asked_cases() -> list[Any]:
    files = (CASES / "emission.yaml", CASES / "emission_processes.yaml")
    rows = [row for path in files for row in yaml.safe_load(path.read_text(encoding="utf-8"))]
    return [pytest.param(row, id=row["case"]) for row in rows if "refused" not in row["expect"]]


@pytest.mark.parametrize("case", asked_cases())
def test_every_derivation_of_the_worked_cases_computes_what_it_says(case: dict[str, Any]) -> None:
    answer = ask(case["ask"], case["given"], edition.book(), today=ASKED_ON, year=case.get("year"))
    assert answer.explanations or case["ask"] == "emission.plausibility"
    assert [step for told in answer.explanations for step in replay(told) if not step.holds] == []


def fuel(year: int, sector: str, facts: FuelFacts) -> accounting.FuelEmissions:
    return accounting.fuel_emissions(law(year), facts, sector)


@given(YEARS, st.sampled_from(SECTORS), st.sampled_from(FUELS), TONNES, st.integers(0, 9))
def test_emissions_are_proportional_to_what_is_burnt(
    year: int, sector: str, code: str, quantity: Decimal, times: int
) -> None:
    facts = FuelFacts(code, quantity, Decimal("0.5"), oxidation=Decimal("0.98"))
    once = fuel(year, sector, facts).explanation
    many = fuel(year, sector, replace(facts, quantity=quantity * times)).explanation
    difference = Decimal(many.result.unrounded) - times * Decimal(once.result.unrounded)
    assert abs(difference) < Decimal("0.000001")
    assert once.value >= 0


@given(YEARS, st.sampled_from(SECTORS), st.sampled_from(FUELS), TONNES)
def test_measuring_what_the_defaults_say_changes_nothing(year: int, sector: str, code: str, quantity: Decimal) -> None:
    try:
        default = fuel(year, sector, FuelFacts(code, quantity))
    except NotInForce:
        return
    taken = default.taken
    measured = fuel(year, sector, FuelFacts(code, quantity, None, taken.ncv, taken.carbon_per_heat, taken.oxidation))
    assert measured.tco2 == default.tco2
    assert set(default.taken.defaults) >= {"ncv", "carbon_per_heat"}
    assert measured.taken.defaults == ()


@given(YEARS, st.sampled_from(SECTORS), TONNES, NCV, PER_HEAT, SHARE)
def test_heat_value_times_carbon_per_heat_is_carbon(
    year: int, sector: str, quantity: Decimal, ncv: Decimal, per_heat: Decimal, oxidation: Decimal
) -> None:
    """The two ways of one carbon content agree."""
    by_heat = FuelFacts("natural_gas", quantity, None, ncv, per_heat, oxidation)
    by_carbon = FuelFacts("natural_gas", quantity, ncv * per_heat, oxidation=oxidation)
    assert fuel(year, sector, by_heat).tco2 == fuel(year, sector, by_carbon).tco2


@given(TONNES, SHARE, SHARE)
def test_more_oxidation_never_means_fewer_emissions(quantity: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    less = fuel(2024, "power", FuelFacts("bituminous", quantity, Decimal("0.5"), oxidation=low))
    more = fuel(2024, "power", FuelFacts("bituminous", quantity, Decimal("0.5"), oxidation=high))
    assert 0 <= less.tco2 <= more.tco2


@given(st.lists(st.tuples(st.decimals(1, 100_000, places=2), NCV), min_size=1, max_size=12))
def test_a_years_average_lies_between_its_months(months: list[tuple[Decimal, Decimal]]) -> None:
    told = accounting.fuel_year(law(2024), [Month(quantity, ncv) for quantity, ncv in months])
    values = [ncv for _, ncv in months]
    assert told.ncv is not None
    assert min(values) <= told.ncv <= max(values)
    assert told.quantity == sum(quantity for quantity, _ in months)
    assert all(step.holds for one in told.explanations for step in replay(one))


PERCENT = st.decimals(0, Decimal("99.99"), places=2)


@given(PERCENT, PERCENT, PERCENT)
def test_carbon_as_received_is_that_of_the_dry_coal(carbon: Decimal, received: Decimal, dried: Decimal) -> None:
    """Air-dried carbon made dry, and from there as received, is what the one formula gives."""
    direct = accounting.carbon_as_received(law(2024), Sample(received, carbon, dried)).value
    dry = carbon * 100 / (100 - dried)
    if dry <= 100:
        through = accounting.carbon_as_received(law(2024), Sample(received, carbon_dry=dry)).value
        assert abs(direct - through) < Decimal("1e-20")
    assert direct >= 0


@given(st.decimals(0, 50_000_000, places=3), st.sampled_from(range(2018, 2026)))
def test_electricity_is_proportional_and_told_with_its_factor(mwh: Decimal, year: int) -> None:
    told = accounting.electricity(law(year), mwh)
    assert abs(told.tco2 - mwh * told.factor) <= CENT / 2


@given(st.sampled_from(REGIONS), st.sampled_from(PROVINCES))
def test_every_region_and_province_has_a_factor_of_its_year(region: str, province: str) -> None:
    for named in ({"region": region}, {"province": province}):
        assert 0 < accounting.electricity(law(2023), Decimal(1), **named).factor < 1


@given(TONNES, st.sampled_from(CLINKERS), st.lists(st.tuples(st.sampled_from(SUBSTITUTES), TONNES), max_size=4))
def test_clinker_never_emits_less_than_nothing_nor_more_for_a_substitute(
    clinker: Decimal, kind: str, rows: list[tuple[str, Decimal]]
) -> None:
    substitutes = [Substitute(*row) for row in rows]
    told = accounting.clinker_process(law(2024), clinker, kind, substitutes)
    alone = accounting.clinker_process(law(2024), clinker, kind)
    assert 0 <= told.tco2 <= alone.tco2
    assert (told.substitution_rate is None) == (clinker == 0)


@given(TONNES, st.decimals(0, 60, places=3), SHARE)
def test_aluminium_is_the_sum_of_its_two_sources(aluminium: Decimal, minutes: Decimal, carbon: Decimal) -> None:
    told = accounting.aluminium_process(law(2024), Smelting(aluminium, carbon, effect_minutes=minutes))
    assert told.tco2e == told.anode_tco2 + told.anode_effect_tco2e
    assert min(told.anode_tco2, told.anode_effect_tco2e) >= 0
    assert all(step.holds for one in told.explanations for step in replay(one))


MATTERS = st.lists(st.tuples(st.sampled_from(STEEL_MATERIALS), TONNES), max_size=4)


@given(MATTERS, MATTERS, MATTERS, TONNES)
def test_the_carbon_of_a_steelworks_is_conserved(
    carbonates: list[tuple[str, Decimal]],
    inputs: list[tuple[str, Decimal]],
    products: list[tuple[str, Decimal]],
    electrodes: Decimal,
) -> None:
    rows = [[Matter(*row) for row in each] for each in (carbonates, inputs, products)]
    try:
        told = accounting.steel_balance(law(2024), Balance((), rows[0], electrodes, rows[1], rows[2]))
    except Refused as refused:
        codes = [finding.code for finding in refused.findings]
        event(str(codes))
        assume(codes != ["FACT-BALANCE"])
        raise
    entering = told.fuel_tco2 + told.carbonate_tco2 + told.electrode_tco2 + told.input_tco2
    assert abs(entering - told.product_tco2 - told.tco2) <= Decimal("0.5")
    assert told.tco2 >= 0
    assert all(step.holds for step in replay(told.explanation))


def filed_row(month: int, quantity: Decimal, carbon: Decimal | None, ncv: Decimal, per_heat: Decimal) -> FuelRow:
    method = "default" if carbon is None else "measured"
    oxidation = Decimal("0.99")
    return FuelRow("1", month, "bituminous", quantity, ncv, "measured", carbon, per_heat, method, oxidation)


@given(
    st.lists(st.tuples(st.integers(1, 12), TONNES, st.none() | SHARE, NCV, PER_HEAT), min_size=1, max_size=14),
    st.sampled_from((2023, 2024)),
)
def test_a_filed_report_is_told_so_that_it_computes_again(rows: list[Any], year: int) -> None:
    """Also where a month was filed twice: every line keeps its own name."""
    unit = rules.unit_emissions("1", [filed_row(*row) for row in rows], law(year))
    whole = rules.enterprise_emissions({"1": unit, "2": unit}, law(year))
    assert all(step.holds for told in (unit, whole) for step in replay(told))
    assert whole.value == 2 * unit.value


def test_a_line_filed_twice_keeps_its_own_name() -> None:
    row = filed_row(3, Decimal(100), Decimal("0.5"), Decimal(20), Decimal("0.026"))
    told = rules.unit_emissions("1", [row, row], law(2024))
    assert [step.index for step in told.steps] == ["3 bituminous", "3 bituminous #2"]


def test_every_fuel_of_the_law_is_offered() -> None:
    """What a form offers and what the law of the day knows are the same."""
    assert set(FUELS) == set(law(2024).text("accounting.fuels").split(","))
    offered = {"cement.clinker": CLINKERS, "cement.substitute": SUBSTITUTES, "electricity.province": PROVINCES}
    for family, codes in offered.items():
        keys = {one.key for one in law(2023 if family.startswith("electricity") else 2024)}
        assert {f"accounting.{family}.{code}" for code in codes} == {
            key for key in keys if key.startswith(f"accounting.{family}.")
        }


@pytest.mark.parametrize("year", [2019, 2021, 2022, 2023, 2024, 2025, 2026])
def test_every_edition_that_the_law_names_is_there(year: int) -> None:
    named = [one.value for one in law(year) if one.key.startswith("accounting.fuel.edition.")]
    methods = [one.value for one in law(year) if one.key.startswith("accounting.process.") and one.unit == "text"]
    assert set(named) <= set(accounting.EDITIONS)
    assert set(methods) <= set(accounting.METHODS)
