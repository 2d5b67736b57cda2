"""`portal law`: the edition goes in and comes out as the same bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from portal import law_command
from tests.law import edition


def portal_law(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from portal.law_command import command; sys.exit(command(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        env={"DATABASE_URL": url, "PATH": "/usr/bin:/bin", "PYTHONPATH": str(law_command.ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_edition_goes_in_once_and_comes_out_the_same(database_url: str, tmp_path: Path) -> None:
    loaded = portal_law(database_url, "load")
    assert (loaded.returncode, loaded.stderr) == (0, "")
    assert loaded.stdout.startswith(f"{len(edition.provisions())} provisions entered, 0 were there\n")
    assert portal_law(database_url, "load", str(law_command.EDITION)).stdout.startswith("0 provisions entered")
    assert portal_law(database_url, "export", str(tmp_path / "law")).returncode == 0
    assert law_command.files_in(tmp_path / "law") == edition.files()


def test_what_contradicts_the_book_is_refused_whole(database_url: str, tmp_path: Path) -> None:
    portal_law(database_url, "load")
    text = edition.files()["surrender"].replace("from: 2021-02-01", "from: 2021-03-01")
    (tmp_path / "surrender.yaml").write_text(text)
    answer = portal_law(database_url, "load", str(tmp_path))
    assert answer.returncode == 1
    assert "LAW-OVERLAP" in answer.stderr
    (tmp_path / "surrender.yaml").write_text("nonsense: [")
    answer = portal_law(database_url, "load", str(tmp_path))
    assert answer.returncode == 1
    assert "LAW-YAML" in answer.stderr


@pytest.mark.parametrize("words", [[], ["drop"], ["export"], ["load", "a", "b"]])
def test_other_words_are_told_how_it_is_used(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert law_command.command(words) == 2
    assert "portal law load" in capsys.readouterr().err


def test_an_empty_folder_is_no_edition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert law_command.command(["load", str(tmp_path)]) == 1
    assert "no *.yaml" in capsys.readouterr().err
