"""What Piccolo's columns cannot say of months: each once, and what is never changed."""

from __future__ import annotations

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from domain.records.database import engine

ID = "2026-11-21T10:14:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a month stands once; its records and first looks are append-only"

STATEMENTS = (
    "CREATE UNIQUE INDEX IF NOT EXISTS month_evidence_once ON month_evidence (enterprise_id, year, month)",
    "CREATE INDEX IF NOT EXISTS month_evidence_owed ON month_evidence (year, state, due_on)",
    "CREATE UNIQUE INDEX IF NOT EXISTS month_version_number ON month_version (month_id, number)",
    "CREATE UNIQUE INDEX IF NOT EXISTS month_attachment_once ON month_attachment (month_id, kind, evidence)",
    """CREATE OR REPLACE FUNCTION refuse_month_record_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE OR REPLACE TRIGGER month_attachment_is_append_only BEFORE UPDATE OR DELETE ON month_attachment
    FOR EACH ROW EXECUTE FUNCTION refuse_month_record_change()""",
    """CREATE OR REPLACE TRIGGER month_look_is_append_only BEFORE UPDATE OR DELETE ON month_look
    FOR EACH ROW EXECUTE FUNCTION refuse_month_record_change()""",
)


async def forwards() -> MigrationManager:
    """Run the statements in order."""
    manager = MigrationManager(migration_id=ID, app_name="domain", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
