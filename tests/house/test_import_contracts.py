"""Which way imports run. Every contract holds, and every contract breaks when somebody breaks it."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.house.sources import ROOMS, ROOT, Source, source, sources

PACKAGES = ("portal", "domain", "tasks", "seed")
PURE = ("states", "rules", "checks", "workbook")
# One violation for each contract: where it is planted, and the line.
PLANTS = {
    "doors-apart": ("portal/clock.py", "import tasks.worker"),
    "layers": ("domain/listing/queries.py", "import domain.penalty.states"),
    "pure": ("domain/listing/rules.py", "import piccolo"),
    "no-door-inside": ("domain/records/database.py", "import litestar"),
    "acts-by-the-doors": ("domain/listing/queries.py", "import domain.records.follow_ups.acts"),
    "celery-in-tasks": ("portal/clock.py", "import celery"),
    "xlsx-in-sheets": ("domain/listing/acts.py", "import openpyxl"),
    "docx-in-documents": ("portal/clock.py", "import docx"),
    "tables-of-records": ("domain/listing/queries.py", "import domain.records.people.tables"),
    **{
        f"tables-of-{room.replace('_', '-')}": ("portal/clock.py", f"import domain.{room}.tables")
        for room in ROOMS
        if (ROOT / "domain" / room / "tables.py").exists()
    },
}


def contracts() -> dict[str, str]:
    """The contracts of the project: id → name."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        told: list[dict[str, Any]] = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return {contract["id"]: contract["name"] for contract in told}


def verdicts(folder: Path) -> dict[str, str]:
    """What the linter says of each contract by its name: KEPT or BROKEN."""
    linter = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run(
        [linter, "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.findall(r"^(.+?) (KEPT|BROKEN)\b", told.stdout, flags=re.MULTILINE)
    assert found, told.stdout + told.stderr
    return {name.strip(): verdict for name, verdict in found}


def test_every_contract_is_kept() -> None:
    assert verdicts(ROOT) == dict.fromkeys(contracts().values(), "KEPT")


@pytest.mark.slow
def test_every_contract_breaks_when_broken(tmp_path: Path) -> None:
    assert set(PLANTS) == set(contracts()), "a contract without its planted violation"
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "piccolo_conf.py", tmp_path)
    for path, line in PLANTS.values():
        with (tmp_path / path).open("a") as file:
            file.write(f"\n{line}\n")
    assert verdicts(tmp_path) == dict.fromkeys(contracts().values(), "BROKEN")


def test_the_pure_furniture_imports_only_the_core() -> None:
    """The linter's list of forbidden parts cannot be complete; this one says what is allowed."""
    modules = [module for module in sources("domain") if module.furniture in PURE or module.room == "core"]
    assert [told for module in modules for told in impurities(module)] == []


def impurities(module: Source) -> list[str]:
    """What a module imports beside the standard library, the core and pure furniture."""
    found: list[str] = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return [f"{module.path}: {name}" for name in found if not _is_pure(name)]


def _is_pure(name: str) -> bool:
    parts = name.split(".")
    if parts[0] in sys.stdlib_module_names or parts[:2] == ["domain", "core"]:
        return True
    return parts[0] == "domain" and any(part in PURE for part in parts)


@pytest.mark.parametrize(
    "planted", ["import openpyxl", "from domain.listing.queries import entries", "import piccolo.table"]
)
def test_a_planted_impurity_is_seen(planted: str) -> None:
    assert len(impurities(source(planted))) == 1
