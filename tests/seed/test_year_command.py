"""`portal year`: the whole cast through the whole year, into servers of its own, down to the checked package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from seed.year_command import command

PORTAL = Path(sys.executable).with_name("portal")
STAGES = ("founding", "listing", "monitoring plans", "emission reports", "verification", "recheck", "allocation")
STAGES += ("surrender", "penalty", "summary")


def test_another_year_has_no_story_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["--year", "2019", "--out", "nowhere"]) == 2
    assert "2024" in capsys.readouterr().err


def test_without_a_folder_there_is_nothing_to_do() -> None:
    with pytest.raises(SystemExit):
        command(["--year", "2024"])


@pytest.mark.slow
def test_the_year_runs_end_to_end(tmp_path: Path) -> None:
    arguments = [str(PORTAL), "year", "--year", "2024", "--out", str(tmp_path / "package")]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    told = done.stdout
    assert all(f" {stage} " in told for stage in STAGES), told
    assert "37 enterprises on the list of 2024" in told
    assert "35 on time, 1 late, 1 short of 12,000 t" in told
    assert "its chain unbroken" in told
    assert {path.name for path in (tmp_path / "package").iterdir()} == {
        "2024-1.zip",
        "manifest.json",
        "public.pem",
        "checker.py",
    }
