"""What Piccolo's columns cannot say of outside data and suppressions: a suppression is only ended, once and earlier."""

from __future__ import annotations

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from domain.records.database import engine

ID = "2026-11-21T10:16:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "lines of outside data are found; a suppression is only ended"

STATEMENTS = (
    "CREATE INDEX IF NOT EXISTS outside_row_of_import ON outside_row (import_id, id)",
    "CREATE INDEX IF NOT EXISTS outside_row_by_figure ON outside_row (enterprise_id, year, code, month)",
    "CREATE INDEX IF NOT EXISTS check_suppression_ruling ON check_suppression (until_on, from_on)",
    """CREATE OR REPLACE FUNCTION refuse_suppression_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL OR NEW.until_on > OLD.until_on OR (NEW.code, NEW.sector,
            NEW.enterprise_id, NEW.from_on, NEW.document, NEW.reason, NEW.made_at, NEW.made_by) IS DISTINCT FROM
            (OLD.code, OLD.sector, OLD.enterprise_id, OLD.from_on, OLD.document, OLD.reason, OLD.made_at, OLD.made_by)
        THEN RAISE EXCEPTION 'a suppression is only ended, once and earlier'
            USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE OR REPLACE TRIGGER check_suppression_is_kept BEFORE UPDATE OR DELETE ON check_suppression
    FOR EACH ROW EXECUTE FUNCTION refuse_suppression_change()""",
)


async def forwards() -> MigrationManager:
    """Run the statements in order."""
    manager = MigrationManager(migration_id=ID, app_name="domain", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
