"""What was recorded of a meter before the device was kept is of the one that the ledger names."""

from __future__ import annotations

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from domain.records.database import engine

ID = "2026-11-21T13:26:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "calibrations on record are of the device that the ledger names"

CARRIED_OVER = """UPDATE meter_calibration k SET device = m.name FROM plan_meter m
    WHERE m.id = k.meter_id AND k.device = ''"""


async def forwards() -> MigrationManager:
    """Once the columns are there."""
    manager = MigrationManager(migration_id=ID, app_name="domain", description=DESCRIPTION)

    async def run() -> None:
        await engine().run_ddl(CARRIED_OVER)

    manager.add_raw(run)
    return manager
