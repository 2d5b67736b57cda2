"""What Piccolo's columns cannot say of drafts and waivers; what was typed of reports goes into the one table of drafts."""

from __future__ import annotations

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from domain.records.database import engine

ID = "2026-11-21T13:24:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one draft on top of a version, waivers stay as they are"

STATEMENTS = (
    "CREATE UNIQUE INDEX IF NOT EXISTS typed_draft_once ON typed_draft (subject, version_id)",
    """CREATE OR REPLACE TRIGGER month_waiver_is_append_only BEFORE UPDATE OR DELETE ON month_waiver
    FOR EACH ROW EXECUTE FUNCTION refuse_month_record_change()""",
)
# Statements of earlier migrations whose table is no more.
GONE = ("CREATE UNIQUE INDEX IF NOT EXISTS report_draft_once ON report_draft (report_id, version_id)",)
CARRIED_OVER = """INSERT INTO typed_draft (subject, enterprise_id, version_id, revision, lines, saved_at, saved_by)
    SELECT 'report:' || r.id, r.enterprise_id, d.version_id, d.revision, d.lines, d.saved_at, d.saved_by
    FROM report_draft d JOIN report r ON r.id = d.report_id"""


async def forwards() -> MigrationManager:
    """Run the statements in order, before the table that they read is dropped."""
    manager = MigrationManager(migration_id=ID, app_name="domain", description=DESCRIPTION)

    async def run() -> None:
        for statement in (*STATEMENTS, CARRIED_OVER):
            await engine().run_ddl(statement)

    manager.add_raw(run)
    manager.drop_table(class_name="ReportDraft", tablename="report_draft", schema=None)
    return manager
