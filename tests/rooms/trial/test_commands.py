"""`portal ask` and `portal cases`: the law from the command line."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from domain.trial.rules import QUESTIONS, Book, Outcome, run
from portal import ask_command, cases_command, settings, shipped_law
from portal.ask_command import _example
from portal.law_command import ROOT
from tests.law import edition

PRE = ["allocation.pre", "--year", "2024", "sector=power", "prior_verified=1234567", "--language", "en"]
GOOD = """- case: pre-allocation
  ask: allocation.pre
  year: 2024
  given: {sector: power, prior_verified: '1234567'}
  expect: {pre: '864196'}
"""


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    try:
        code = ask_command.command(list(words))
    except SystemExit as ended:
        code = int(str(ended.code))
    told = capsys.readouterr()
    return code, told.out, told.err


def test_an_answer_comes_with_its_derivation(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = asked(capsys, *PRE)
    assert code == 0
    assert "864,196 t" in out
    assert "before rounding 864,196.9" in out
    assert "(allocation.pre.share) = 0.70" in out
    assert "五（一）" in out, "the provision is cited"
    assert "Law as of 2024-12-31" in out
    assert f"{len(edition.provisions())} provisions" in err


def test_the_same_in_chinese(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "")
    monkeypatch.setenv("LC_MESSAGES", "")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    code, out, err = asked(capsys, *PRE[:-2])
    assert (code, "预分配配额" in out, "作答的法规" in err) == (0, True, True)


@pytest.mark.parametrize(
    ("named", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C", "LC_ALL": "zh_TW"}, "zh"),
        ({}, "en"),
    ],
)
def test_the_terminal_names_the_language(monkeypatch: pytest.MonkeyPatch, named: dict[str, str], language: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, named.get(name, ""))
    assert settings.terminal_language() == language


def test_an_answer_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, *PRE, "--json")
    answer = json.loads(out)
    assert (code, answer["figures"], answer["law_day"]) == (0, {"pre": "864196"}, "2024-12-31")
    assert answer["explanations"][0]["result"]["unrounded"] == "864196.9"


def test_rows_and_amounts_by_year(capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["--rows", "units=class:IV,initial:327000,verified:340000", "units=class:II, initial:100, verified:100"]
    code, out, _ = asked(capsys, "allocation.power_entity", *rows, "--year", "2024", "--json")
    assert (code, json.loads(out)["figures"]["gas_topup"]) == (0, "13000")
    facts = ["sector_code=4411", "captive_power=no", "listed=no", "emissions=2024:25000,2025:26000"]
    code, out, _ = asked(capsys, "listing.screen", *facts, "--year", "2025", "--json")
    assert (code, json.loads(out)["figures"]["verdict"]) == (0, "list")


def test_what_is_refused_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = asked(capsys, "allocation.pre", "sector=coal", "prior_verified=1e5", "x=1", "--language", "en")
    assert (code, out) == (1, "")
    for told in ("TRIAL-CHOICE (sector)", "TRIAL-NUMBER (prior_verified)", "TRIAL-UNKNOWN (x)", "TRIAL-YEAR (year)"):
        assert told in err
    code, out, _ = asked(capsys, *PRE, "--year", "1999", "--json")
    (finding,) = json.loads(out)["refused"]
    assert (code, finding["code"]) == (1, "LAW-NOT-IN-FORCE")


@pytest.mark.parametrize(
    "words",
    [
        ["allocation.prae"],
        ["allocation.pre", "sector"],
        ["allocation.pre", "=power"],
        ["allocation.pre", "sector=power", "sector=steel"],
        ["allocation.power_entity", "--rows", "units=I"],
        ["allocation.power_entity", "--rows", "units"],
        ["allocation.pre", "--law", "mine"],
        ["allocation.pre", "--unknown"],
    ],
)
def test_what_is_not_understood_ends_with_two(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    code, out, err = asked(capsys, *words)
    assert (code, out) == (2, "")
    assert err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_questions_are_listed_and_each_tells_its_facts(capsys: pytest.CaptureFixture[str], language: str) -> None:
    code, out, _ = asked(capsys, "--language", language)
    assert code == 0
    assert [question for question in QUESTIONS if f"  {question} " not in out] == []
    assert asked(capsys, "--help")[0] == 0
    for one in QUESTIONS.values():
        code, out, _ = asked(capsys, one.code, "--help", "--language", language)
        assert code == 0
        assert [field.name for field in one.fields if field.name not in out] == []


@pytest.mark.parametrize("code", sorted(QUESTIONS))
def test_the_example_can_be_typed(capsys: pytest.CaptureFixture[str], code: str) -> None:
    """As `--help` prints it, through a shell's reading of it."""
    words = shlex.split(_example(QUESTIONS[code]))[2:]
    answered, out, err = asked(capsys, *words, "--language", "zh")
    assert answered == 0, err
    assert out


# ---- cases


def ran(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], str]:
    capsys.readouterr()
    code = cases_command.command([*words, "--language", "en"])
    told = capsys.readouterr()
    return code, told.out.splitlines(), told.err


def test_cases_that_hold(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD + GOOD)
    code, lines, err = ran(capsys, str(path))
    assert code == 0
    assert lines == [
        f"ok     {path}:1:  pre-allocation",
        f"ok     {path}:6:  pre-allocation",
        "2 cases in 1 files: 2 ok, 0 wrong, 0 in error",
    ]
    assert "shipped" in err


def test_one_line_a_case_whatever_is_wrong(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "mixed.yaml"
    odd = GOOD.replace("pre-allocation", '"two\\nlines\\e[31m"')
    path.write_text(GOOD.replace("864196", "864197") + GOOD.replace("'1234567'", "1234567.5") + odd)
    code, lines, _ = ran(capsys, str(path), str(tmp_path / "none.yaml"))
    assert code == 1
    assert lines[0] == f"WRONG  {path}:1:  pre-allocation  — pre: expected 864197, got 864196"
    assert lines[1].startswith(f"ERROR  {path}:6:  pre-allocation  — line 9: TRIAL-FLOAT (prior_verified) ")
    assert "1234567.5" in lines[1]
    assert lines[2].startswith(f"ok     {path}:11:  two lines ")
    assert "\x1b" not in lines[2]
    assert lines[3].startswith(f"ERROR  {tmp_path / 'none.yaml'}:  — CASE-FILE")
    assert lines[4] == "4 cases in 2 files: 1 ok, 1 wrong, 2 in error"


def test_a_rule_that_breaks_is_told_and_the_others_run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(GOOD + GOOD)
    times = iter((True, False))

    def breaking(case: Mapping[str, object], book: Book, day: date) -> Outcome:
        if next(times):
            raise KeyError("planted")
        return run(case, book, day)

    monkeypatch.setattr(cases_command, "run", breaking)
    code, lines, _ = ran(capsys, str(path))
    assert code == 1
    assert "CASE-BUG" in lines[0]
    assert "planted" in lines[0]
    assert lines[1].startswith("ok")


def test_the_day_of_asking_may_be_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(GOOD)
    assert ran(capsys, str(path), "--asked-on", "2025-01-01")[0] == 0
    with pytest.raises(SystemExit):
        ran(capsys, str(path), "--asked-on", "soon")


def test_hundreds_of_cases_take_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(map(str, (ROOT / "tests" / "cases").glob("*.yaml")))
    began = time.monotonic()
    _, lines, _ = ran(capsys, *files)
    assert len(lines) > 300
    assert time.monotonic() - began < 20, "a few seconds on a slow machine"


async def test_the_lawbook_in_the_database_answers_when_it_is_asked_for(database_url: str) -> None:
    program = "import sys; sys.argv[0] = 'portal'; from portal.command_line import main; sys.exit(main())"

    def told(*words: str, url: str = database_url) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program, *words],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "DATABASE_URL": url, "LANG": "en_US.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    question = ["ask", *PRE[:-2], "--law", "book"]
    empty = told(*question)
    assert (empty.returncode, "the book is empty" in empty.stderr) == (2, True)
    assert told("law", "load").returncode == 0
    answered = told(*question)
    assert (answered.returncode, "lawbook in the database" in answered.stderr) == (0, True)
    assert "864,196" in answered.stdout
    nowhere = told(*question, url="postgresql://localhost:1/none")
    assert (nowhere.returncode, "DATABASE_URL" in nowhere.stderr, "Traceback" in nowhere.stderr) == (2, True, False)
    # What the environment names does not decide.
    assert "edition shipped" in told("ask", *PRE[:-2]).stderr


def test_the_shipped_law_is_the_edition_that_the_tests_ask() -> None:
    assert shipped_law.shipped() == edition.book()
