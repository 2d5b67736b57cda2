"""Importing prices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.core.findings import Finding, stop_on
from domain.records.database import ask, transaction
from domain.records.journal.writes import Note, record, require
from domain.records.lawbook.queries import working_calendar
from domain.records.market.checks import PriceRow, rows_findings
from domain.records.market.queries import trading_days

_COLUMNS = (
    "close_yuan",
    "volume_tonnes",
    "amount_yuan",
    "total_volume_tonnes",
    "total_amount_yuan",
    "source",
    "entered_by",
    "entered_at",
)


async def import_prices(rows: Sequence[PriceRow], *, source: str, actor: Actor, at: datetime) -> tuple[Finding, ...]:
    """Enter or replace days of prices; the journal keeps what each day was before. Answers the warnings.

    Refused (MARKET-TWICE, MARKET-NEGATIVE) as a whole when one row stops.
    """
    async with transaction():
        require(actor, Duty.SURRENDER_RECORD)
        if not rows:
            return ()
        first, last = min(row.day.on for row in rows), max(row.day.on for row in rows)
        trading = frozenset(trading_days(await working_calendar(), first, last))
        findings = tuple(rows_findings(rows, trading))
        stop_on(findings)
        replaced = await _enter(rows, source, actor, at)
        note = Note(
            source, {"days": len(rows), "first": first.isoformat(), "last": last.isoformat(), "before": replaced}
        )
        await record(
            "market:prices:import", f"price_day:{first.year}", actor=actor, at=at, duty=Duty.SURRENDER_RECORD, note=note
        )
    return findings


async def _enter(rows: Sequence[PriceRow], source: str, actor: Actor, at: datetime) -> dict[str, str]:
    """Write the days; answer volume and amount of those that changed."""
    held = await ask(
        "SELECT on_day, volume_tonnes, amount_yuan FROM price_day WHERE on_day = ANY({}) FOR UPDATE",
        [row.day.on for row in rows],
    )
    before = {row["on_day"]: (row["volume_tonnes"], row["amount_yuan"]) for row in held}
    for row in rows:
        await _enter_one(row, source, actor, at)
    changed = [row.day for row in rows if before.get(row.day.on, _now(row)) != _now(row)]
    return {day.on.isoformat(): "{} t, {} yuan".format(*before[day.on]) for day in changed}


def _now(row: PriceRow) -> tuple[int, Decimal]:
    return row.day.volume_tonnes, row.day.amount_yuan


async def _enter_one(row: PriceRow, source: str, actor: Actor, at: datetime) -> None:
    day = row.day
    await ask(
        f"INSERT INTO price_day (on_day, {', '.join(_COLUMNS)}) "
        "VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}) "
        f"ON CONFLICT (on_day) DO UPDATE SET {', '.join(f'{name} = EXCLUDED.{name}' for name in _COLUMNS)}",
        day.on,
        row.close_yuan,
        day.volume_tonnes,
        day.amount_yuan,
        day.total_volume_tonnes,
        day.total_amount_yuan,
        source,
        actor.account_id,
        at,
    )
