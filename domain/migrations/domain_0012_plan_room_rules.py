"""What Piccolo's columns cannot say of plans, their meters, changes and reviews."""

from __future__ import annotations

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from domain.records.database import engine

ID = "2026-11-21T10:12:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a filing number is given once, a meter known by what it measures, a reminder told once"

STATEMENTS = (
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_filing_number ON plan (filing_number) WHERE filing_number <> ''",
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_filing_serial ON plan (filing_year, filing_serial) WHERE filing_serial > 0",
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_meter_once ON plan_meter (enterprise_id, unit, item, parameter)",
    "CREATE INDEX IF NOT EXISTS plan_meter_due ON plan_meter (due_on) WHERE retired_on IS NULL",
    "CREATE UNIQUE INDEX IF NOT EXISTS meter_reminder_once ON meter_reminder (meter_id, due_on, days)",
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_change_open ON plan_change (enterprise_id, year) WHERE state = 'applied'",
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_review_open ON plan_review (plan_id) WHERE state = 'asked'",
)


async def forwards() -> MigrationManager:
    """Run the statements in order."""
    manager = MigrationManager(migration_id=ID, app_name="domain", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
