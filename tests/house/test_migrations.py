"""The migrations say exactly what the rooms' tables say."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from piccolo.apps.migrations.commands.new import AutoMigrationManager

from domain import migrations, piccolo_app


@pytest.mark.usefixtures("database")
async def test_no_table_has_changed_since_its_migration() -> None:
    new = await AutoMigrationManager(auto_input="n").get_alter_statements(app_config=piccolo_app.APP_CONFIG)
    assert not [statement for part in new for statement in part.statements]


def test_every_trigger_and_index_that_a_room_asks_for_is_migrated() -> None:
    """Statements are frozen where they were migrated: a file of the migrations that has any names them so, and one that
    drops a table names those of it that are gone.
    """
    files = sorted(Path(migrations.__file__).parent.glob("domain_*.py"))
    frozen = [import_module(f"domain.migrations.{path.stem}") for path in files]
    gone = {statement for module in frozen for statement in getattr(module, "GONE", ())}
    stated = [statement for module in frozen for statement in getattr(module, "STATEMENTS", ())]
    migrated = [statement for statement in stated if statement not in gone]
    assert sorted(piccolo_app.sql_after()) == sorted(migrated)
