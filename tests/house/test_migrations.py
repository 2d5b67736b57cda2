"""The migrations say exactly what the rooms' tables say."""

from __future__ import annotations

import pytest
from piccolo.apps.migrations.commands.new import AutoMigrationManager

from domain import piccolo_app
from domain.migrations import (
    domain_0002_triggers,
    domain_0004_instrument_rules,
    domain_0006_holiday_notice_rules,
    domain_0008_front_door_rules,
)


@pytest.mark.usefixtures("database")
async def test_no_table_has_changed_since_its_migration() -> None:
    new = await AutoMigrationManager(auto_input="n").get_alter_statements(app_config=piccolo_app.APP_CONFIG)
    assert not [statement for part in new for statement in part.statements]


def test_every_trigger_and_index_that_a_room_asks_for_is_migrated() -> None:
    frozen = (
        domain_0002_triggers,
        domain_0004_instrument_rules,
        domain_0006_holiday_notice_rules,
        domain_0008_front_door_rules,
    )
    migrated = [statement for module in frozen for statement in module.STATEMENTS]
    assert sorted(piccolo_app.sql_after()) == sorted(migrated)
