"""The schema without migrations: every table under `domain`, then the raw SQL that its module lists in `SQL_AFTER`.

For the days before the first migration exists; `tests/conftest.py` prefers migrations, and this file goes then.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from piccolo.table import Table, create_db_tables

import domain
import piccolo_conf


def table_modules() -> Iterator[ModuleType]:
    """Every `tables.py`, or module of a `tables` package, under `domain`."""
    root = Path(str(domain.__file__)).parent
    for path in sorted([*root.rglob("tables.py"), *root.rglob("tables/*.py")]):
        parts = path.relative_to(root.parent).with_suffix("").parts
        yield importlib.import_module(".".join(part for part in parts if part != "__init__"))


def tables_of(module: ModuleType) -> list[type[Table]]:
    return [
        value
        for value in vars(module).values()
        if inspect.isclass(value) and issubclass(value, Table) and value.__module__ == module.__name__
    ]


async def create_schema() -> None:
    modules = list(table_modules())
    await create_db_tables(*(table for module in modules for table in tables_of(module)))
    for module in modules:
        for statement in getattr(module, "SQL_AFTER", ()):
            await piccolo_conf.DB.run_ddl(statement)
