"""What Piccolo's columns cannot say of the report room: one draft a version, seals and looks never changed."""

from __future__ import annotations

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from domain.records.database import engine

ID = "2026-11-21T10:18:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one draft a version; seals and first looks are never changed"

STATEMENTS = (
    "CREATE UNIQUE INDEX IF NOT EXISTS report_draft_once ON report_draft (report_id, version_id)",
    """CREATE OR REPLACE TRIGGER report_seal_is_append_only BEFORE UPDATE OR DELETE ON report_seal
    FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE OR REPLACE TRIGGER report_look_is_append_only BEFORE UPDATE OR DELETE ON report_look
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
