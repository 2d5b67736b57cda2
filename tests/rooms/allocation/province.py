"""A small province for tests of allocation and surrender: listed enterprises with confirmed emissions of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.records.database import ask
from domain.records.people.rules import check_digit


@dataclass(frozen=True, slots=True)
class Unit:
    """A generating unit's confirmed year."""

    unit_class: str
    generation_mwh: str
    emissions: str
    heat_gj: str = "0"
    load_factor: str | None = "0.70"
    prior: str = ""


COAL = Unit("II", "1000000", "850000.00", prior="800000.00")
LARGE = Unit("I", "3200000", "2800000.40", heat_gj="1500000", load_factor="0.60", prior="2700000.00")
GAS = Unit("IV", "1000000", "390000.60", prior="380000.00")
DIRTY = Unit("III", "500000", "600000.00", prior="590000.00")


def credit_code(number: int) -> str:
    first = f"91420000{number:09d}"
    return first + check_digit(first)


async def enterprise(number: int, year: int, units: list[Unit], *, city: str = "武汉市", confirmed: bool = True) -> int:
    """An enterprise on the published list of the year, with last year's emissions and this year's confirmation."""
    rows = await ask(
        "INSERT INTO enterprise (credit_code, name, name_en, city, sector, sector_code, captive_industry, address, "
        "legal_person, registry_account, fictional, synthetic) "
        "VALUES ({}, {}, {}, {}, 'power', '4411', '', '', '', '', true, true) RETURNING id",
        credit_code(number),
        f"示例电厂{number}",
        f"Plant {number}",
        city,
    )
    enterprise_id = int(rows[0]["id"])
    await list_and_confirm(enterprise_id, year, units, confirmed=confirmed)
    return enterprise_id


async def list_and_confirm(enterprise_id: int, year: int, units: list[Unit], *, confirmed: bool = True) -> None:
    """Put an enterprise that is there on the list, with last year's emissions and this year's confirmation."""
    await _list(enterprise_id, year)
    for place, unit in enumerate(units, 1):
        if unit.prior:
            await ask(
                "INSERT INTO known_emissions (enterprise_id, year, unit_number, origin, emissions_tonnes, "
                "entered_at) VALUES ({}, {}, {}, 'imported', {}, now())",
                enterprise_id,
                year - 1,
                str(place),
                Decimal(unit.prior),
            )
    if confirmed:
        await confirm(enterprise_id, year, units)


async def _list(enterprise_id: int, year: int) -> None:
    await ask(
        "INSERT INTO list_entry (year, enterprise_id, state, verdict, explanation, ministry_reference) "
        "VALUES ({}, {}, 'published', 'list', to_jsonb('x'::text), '')",
        year,
        enterprise_id,
    )


async def confirm(enterprise_id: int, year: int, units: list[Unit]) -> None:
    """A final confirmation of the year, by unit."""
    total = sum((Decimal(unit.emissions) for unit in units), Decimal(0))
    rows = await ask(
        "INSERT INTO confirmation (year, enterprise_id, report_id, state, basis, chain, verified_tonnes, "
        "emissions_tonnes, explanation, prepared_by, notified_on, provisional) VALUES ({}, {}, 0, 'final', 'verified', "
        "to_jsonb('x'::text), {}, {}, to_jsonb('x'::text), 0, {}, false) RETURNING id",
        year,
        enterprise_id,
        total,
        total,
        date(year + 1, 7, 1),
    )
    for place, unit in enumerate(units, 1):
        await ask(
            "INSERT INTO confirmed_unit (confirmation_id, enterprise_id, unit_number, unit_class, fuel, cogeneration, "
            "capacity_mw, base_emissions_tonnes, base_generation_mwh, base_heat_gj, emissions_tonnes, generation_mwh, "
            "heat_gj, load_factor, explanations) "
            "VALUES ({}, {}, {}, {}, 'bituminous', false, 300, 0, 0, 0, {}, {}, {}, {}, to_jsonb('x'::text))",
            rows[0]["id"],
            enterprise_id,
            str(place),
            unit.unit_class,
            Decimal(unit.emissions),
            Decimal(unit.generation_mwh),
            Decimal(unit.heat_gj),
            None if unit.load_factor is None else Decimal(unit.load_factor),
        )
