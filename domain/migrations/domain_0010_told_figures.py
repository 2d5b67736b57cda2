"""What Piccolo's columns cannot say of figures told by others."""

from __future__ import annotations

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from domain.records.database import engine

ID = "2026-11-21T10:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a figure is told once by a source"

STATEMENTS = (
    "CREATE UNIQUE INDEX IF NOT EXISTS told_figure_once "
    "ON told_figure (enterprise_id, year, source, number, code, month)",
)


async def forwards() -> MigrationManager:
    """Run the statements in order."""
    manager = MigrationManager(migration_id=ID, app_name="domain", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
