"""All tables of all rooms as one Piccolo app."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

HERE = Path(__file__).parent
TABLES = [
    ".".join(("domain", *path.relative_to(HERE).with_suffix("").parts)) for path in sorted(HERE.rglob("tables.py"))
]


def sql_after() -> list[str]:
    """Triggers and indexes that the rooms' tables ask for, in the order of the modules."""
    return [sql for name in TABLES for sql in getattr(import_module(name), "SQL_AFTER", ())]


APP_CONFIG = AppConfig(
    app_name="domain",
    migrations_folder_path=str(HERE / "migrations"),
    table_classes=table_finder(modules=TABLES),
    migration_dependencies=[],
    commands=[],
)
