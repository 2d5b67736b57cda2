"""The year's package is accepted by its own checker away from the portal, and refused when a byte is changed."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from seed.play.scene import Scene

FOLDERS = {"碳排放汇总表", "核查报告结论页", "排放报告", "补充数据表", "监测计划"}


@pytest.fixture
def package(scene: Scene, package_folder: Path) -> Path:
    """The folder in which the play has left package, key and checker."""
    return package_folder


def check(folder: Path, package: Path) -> subprocess.CompletedProcess[str]:
    """In isolation: nothing of the project can be imported."""
    arguments = [sys.executable, "-I", str(folder / "checker.py"), str(package), str(folder / "public.pem")]
    return subprocess.run(arguments, capture_output=True, text=True, check=False, cwd=folder)


def test_the_checker_accepts_it(package: Path) -> None:
    found = check(package, package / "2024-1.zip")
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_checker_finds_a_changed_file(package: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(package / "2024-1.zip") as before, zipfile.ZipFile(changed, "w") as after:
        for position, entry in enumerate(before.infolist()):
            content = before.read(entry)
            after.writestr(entry, content + b" " if position == 0 else content)
    assert check(package, changed).returncode == 1


def test_the_disc_has_its_five_folders(package: Path) -> None:
    with zipfile.ZipFile(package / "2024-1.zip") as held:
        assert {name.split("/")[0] for name in held.namelist() if "/" in name} >= FOLDERS
