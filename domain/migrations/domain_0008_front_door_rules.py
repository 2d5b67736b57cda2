"""What Piccolo's columns cannot say of the front door's tables, and the initials of those already registered."""

from __future__ import annotations

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from domain.records.database import ask, engine
from domain.records.people.writes import initials_of

ID = "2026-11-21T06:15:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes and triggers of documents, letters, bulletins, help desk"

STATEMENTS = (
    "CREATE INDEX IF NOT EXISTS help_question_published ON help_question (published_at DESC, id)",
    "CREATE INDEX IF NOT EXISTS bulletin_published ON bulletin (published_at DESC, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS document_serial ON document (kind, year, serial)",
    """CREATE OR REPLACE TRIGGER document_is_never_changed BEFORE UPDATE OR DELETE ON document
    FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    "CREATE UNIQUE INDEX IF NOT EXISTS letter_once ON letter (notice_id, account_id)",
    "CREATE INDEX IF NOT EXISTS letter_waiting ON letter (next_try_at) WHERE state = 'waiting'",
)


async def forwards() -> MigrationManager:
    """Run the statements in order, then write the initials of every enterprise that has none."""
    manager = MigrationManager(migration_id=ID, app_name="domain", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)
        for row in await ask("SELECT id, name FROM enterprise WHERE initials = ''"):
            await ask("UPDATE enterprise SET initials = {} WHERE id = {}", initials_of(row["name"]), row["id"])

    manager.add_raw(run)
    return manager
