"""What Piccolo's columns cannot say of instruments and of values enacted together. Frozen here as it stood."""

from __future__ import annotations

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from domain.records.database import engine

ID = "2026-11-21T03:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks and indexes of instruments and batches"

STATEMENTS = (
    "ALTER TABLE instrument DROP CONSTRAINT IF EXISTS instrument_is_named, ADD CONSTRAINT instrument_is_named CHECK (number <> '' AND title <> '')",
    "CREATE INDEX IF NOT EXISTS provision_batch ON provision (batch) WHERE batch <> ''",
)


async def forwards() -> MigrationManager:
    """Run the statements in order."""
    manager = MigrationManager(migration_id=ID, app_name="domain", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
