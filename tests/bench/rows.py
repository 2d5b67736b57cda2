"""Bulk rows for the measurements, straight into the tables: what the acts would have left behind."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

import asyncpg

from seed.cast import EnterpriseFact
from tests.bench.ground import AT, MANY, credit_code

YEAR = 2024
CITIES = ("武汉市", "黄石市", "宜昌市", "襄阳市", "荆州市")
CAPACITY_MW, EMISSIONS, GENERATION = Decimal(300), Decimal("1200000.00"), Decimal("1450000.000")
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


async def enter_enterprises(connection: Connection, count: int = MANY, units_each: int = 1) -> list[int]:
    """`count` enterprises with so many 300 MW units each."""
    columns = ("credit_code", "name", "name_en", "city", "sector", "sector_code", "registry_account", "synthetic")
    rows = [
        (credit_code(n), f"示例{n:04}电厂", f"Plant {n}", CITIES[n % len(CITIES)], "power", "4411", f"BENCH-{n}", True)
        for n in range(1, count + 1)
    ]
    await connection.copy_records_to_table("enterprise", records=rows, columns=columns)
    found = await connection.fetch("SELECT id FROM enterprise WHERE registry_account LIKE 'BENCH-%' ORDER BY id")
    ids = [row["id"] for row in found]
    unit_columns = ("enterprise_id", "number", "capacity_mw", "technology", "fuel", "unit_class", "cogeneration")
    units = [
        (each, f"{number}#", CAPACITY_MW, "subcritical", "bituminous", "II", False)
        for each in ids
        for number in range(1, units_each + 1)
    ]
    await connection.copy_records_to_table("generating_unit", records=units, columns=unit_columns)
    return ids


async def publish_list(connection: Connection, ids: list[int]) -> None:
    columns = ("year", "enterprise_id", "state", "verdict", "noticed_until", "ministry_reference", "explanation")
    rows = [(YEAR, each, "published", "list", AT.date(), "BENCH", "{}") for each in ids]
    await connection.copy_records_to_table("list_entry", records=rows, columns=columns)
    await connection.execute("ANALYZE")


async def enter_known_enterprise(connection: Connection, known: EnterpriseFact) -> int:
    """One enterprise of the cast with its units, listed."""
    facts = known.facts
    marks = ", ".join(f"${number}" for number in range(1, len(facts) + 1))
    sql = f"INSERT INTO enterprise ({', '.join(facts)}) VALUES ({marks}) RETURNING id"
    enterprise_id = int(await connection.fetchval(sql, *facts.values()))
    units = [{"enterprise_id": enterprise_id, **unit} for unit in known.unit_facts]
    rows = [tuple(unit.values()) for unit in units]
    await connection.copy_records_to_table("generating_unit", records=rows, columns=tuple(units[0]))
    await publish_list(connection, [enterprise_id])
    return enterprise_id


async def enter_known_emissions(connection: Connection, ids: list[int], year: int, units_each: int) -> None:
    columns = ("enterprise_id", "year", "unit_number", "origin", "emissions_tonnes", "generation_mwh", "heat_gj")
    rows = [
        (each, year, f"{number}#", "imported", EMISSIONS, GENERATION, Decimal(0))
        for each in ids
        for number in range(1, units_each + 1)
    ]
    at = [(*row, AT) for row in rows]
    await connection.copy_records_to_table("known_emissions", records=at, columns=(*columns, "entered_at"))


async def confirm_emissions(connection: Connection, ids: list[int], units_each: int) -> None:
    """Final confirmations with their units."""
    columns = ("id", "year", "enterprise_id", "report_id", "state", "basis", "verified_tonnes", "emissions_tonnes")
    columns += ("prepared_by", "notified_on", "finalised_on")
    total, day = EMISSIONS * units_each, AT.date()
    rows = [(n, YEAR, each, n, "final", "verified", total, total, 1, day, day) for n, each in enumerate(ids, 1)]
    await connection.copy_records_to_table("confirmation", records=rows, columns=columns)
    unit_columns = ("confirmation_id", "enterprise_id", "unit_number", "unit_class", "fuel", "capacity_mw")
    unit_columns += ("base_emissions_tonnes", "base_generation_mwh", "base_heat_gj", "emissions_tonnes")
    unit_columns += ("generation_mwh", "heat_gj", "load_factor")
    figures = (EMISSIONS, GENERATION, Decimal(0), EMISSIONS, GENERATION, Decimal(0), Decimal("0.640000"))
    units = [
        (n, each, f"{number}#", "II", "bituminous", CAPACITY_MW, *figures)
        for n, each in enumerate(ids, 1)
        for number in range(1, units_each + 1)
    ]
    await connection.copy_records_to_table("confirmed_unit", records=units, columns=unit_columns)
    await connection.execute("ANALYZE")
