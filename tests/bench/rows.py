"""Bulk rows for the measurements: enterprises with their units, and a published list of them."""

from __future__ import annotations

from decimal import Decimal

import asyncpg

from tests.bench.ground import AT, MANY, credit_code

YEAR = 2024
CITIES = ("武汉市", "黄石市", "宜昌市", "襄阳市", "荆州市")


async def enter_enterprises(connection: asyncpg.Connection[asyncpg.Record], count: int = MANY) -> list[int]:
    """`count` enterprises with one 300 MW unit each, straight into the tables."""
    columns = ("credit_code", "name", "name_en", "city", "sector", "sector_code", "registry_account", "synthetic")
    rows = [
        (credit_code(n), f"示例{n:04}发电厂", f"Plant {n}", CITIES[n % len(CITIES)], "power", "4411", f"BENCH-{n}", True)
        for n in range(1, count + 1)
    ]
    await connection.copy_records_to_table("enterprise", records=rows, columns=columns)
    found = await connection.fetch("SELECT id FROM enterprise WHERE registry_account LIKE 'BENCH-%' ORDER BY id")
    ids = [row["id"] for row in found]
    unit_columns = ("enterprise_id", "number", "capacity_mw", "technology", "fuel", "unit_class", "cogeneration")
    units = [(each, "1#", Decimal(300), "subcritical", "bituminous", "II", False) for each in ids]
    await connection.copy_records_to_table("generating_unit", records=units, columns=unit_columns)
    return ids


async def publish_list(connection: asyncpg.Connection[asyncpg.Record], ids: list[int]) -> None:
    columns = ("year", "enterprise_id", "state", "verdict", "noticed_until", "ministry_reference", "explanation")
    rows = [(YEAR, each, "published", "list", AT.date(), "BENCH", "{}") for each in ids]
    await connection.copy_records_to_table("list_entry", records=rows, columns=columns)
    await connection.execute("ANALYZE")
