"""Generated figures: the same every time, physically possible, and near enough to the benchmarks to make a market."""

from __future__ import annotations

from decimal import Decimal

import pytest

from seed.cast import the_cast
from seed.figures import UnitYear, enterprise_year, unit_year

YEARS = (2022, 2023, 2024, 2025)


def every_unit_year() -> list[tuple[str, UnitYear]]:
    return [
        (f"{enterprise.slug} {unit.unit.number} {year}", unit)
        for enterprise in the_cast().enterprises
        for year in YEARS
        for unit in enterprise_year(enterprise, year)
    ]


def test_the_same_unit_and_year_give_the_same_figures() -> None:
    enterprise = the_cast().enterprises[0]
    assert unit_year(enterprise, enterprise.units[0], 2024) == unit_year(enterprise, enterprise.units[0], 2024)


def test_a_known_figure_stands_still() -> None:
    """Pictures and texts name figures of the demonstration: whoever changes the generator shall notice."""
    gas = the_cast().with_role("gas_short")
    assert sum(unit.emissions_tonnes for unit in enterprise_year(gas, 2024)) == Decimal("665381.88")


@pytest.mark.parametrize(
    ("name", "figures"), every_unit_year(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_unit_year_is_physically_possible(name: str, figures: UnitYear) -> None:
    condensing_limit, any_limit = Decimal("0.46"), Decimal(1)
    if figures.unit.fuel == "gas":
        condensing_limit = Decimal("0.62")
    assert Decimal("0.45") <= figures.load_factor <= Decimal("0.90")
    for month in figures.months:
        energy_in = month.fuel_quantity * month.heat_value
        energy_out = month.generation_mwh * Decimal("3.6") + month.heat_gj
        assert 0 < month.hours <= 744
        assert month.generation_mwh <= figures.unit.capacity_mw * month.hours
        assert energy_out / energy_in < (any_limit if figures.unit.cogeneration else condensing_limit), month
        assert month.supplied_mwh < month.generation_mwh
        assert abs(month.carbon - month.heat_value * month.carbon_per_gigajoule) <= Decimal("0.0001")


def test_heat_belongs_to_cogeneration_alone() -> None:
    for _, figures in every_unit_year():
        assert bool(figures.heat_gj) == figures.unit.cogeneration


def test_years_resemble_one_another() -> None:
    """A checker warns of a jump of a fifth from year to year; an honest unit makes none."""
    for enterprise in the_cast().enterprises:
        for unit in enterprise.units:
            before, after = (unit_year(enterprise, unit, year).emissions_tonnes for year in (2023, 2024))
            assert abs(after / before - 1) < Decimal("0.15"), (enterprise.slug, unit.number)
