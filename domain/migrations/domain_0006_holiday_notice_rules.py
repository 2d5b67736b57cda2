"""What Piccolo's columns cannot say of holiday notices. Frozen here as it stood."""

from __future__ import annotations

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from domain.records.database import engine

ID = "2026-11-21T03:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "checks and indexes of holiday notices"

STATEMENTS = (
    "ALTER TABLE holiday_notice DROP CONSTRAINT IF EXISTS holiday_notice_persons, ADD CONSTRAINT holiday_notice_persons CHECK (confirmed_by IS NULL OR confirmed_by <> entered_by)",
    "CREATE UNIQUE INDEX IF NOT EXISTS holiday_notice_waiting ON holiday_notice (year) WHERE state = 'proposed'",
    """CREATE OR REPLACE TRIGGER holiday_notice_is_never_deleted BEFORE DELETE ON holiday_notice
    FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
)


async def forwards() -> MigrationManager:
    """Run the statements in order."""
    manager = MigrationManager(migration_id=ID, app_name="domain", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
