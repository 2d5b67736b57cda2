"""What Piccolo's columns cannot say of the keys of programs."""

from __future__ import annotations

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from domain.records.database import engine

ID = "2026-11-21T10:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a key stands once for an account"

STATEMENTS = (
    "CREATE UNIQUE INDEX IF NOT EXISTS machine_key_once ON machine_key (account_id, key)",
    "CREATE INDEX IF NOT EXISTS machine_key_kept ON machine_key (kept_until)",
)


async def forwards() -> MigrationManager:
    """Run the statements in order."""
    manager = MigrationManager(migration_id=ID, app_name="domain", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
