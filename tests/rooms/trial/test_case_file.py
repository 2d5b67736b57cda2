"""Files of cases: whatever is in them, every fault is told by its line, and the other cases still run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.trial.rules import run
from portal.case_file import MOST_BYTES, Case, cases_in
from portal.yaml_nodes import MOST_DEPTH
from tests.law import edition

TODAY = date(2026, 11, 21)
GOOD = """- case: pre-allocation
  ask: allocation.pre
  year: 2024
  given: {sector: power, prior_verified: '1234567'}
  expect: {pre: '864196'}
"""


def file(tmp_path: Path, content: str | bytes) -> list[Case]:
    path = tmp_path / "cases.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(cases_in(path))


def faults(cases: list[Case]) -> list[tuple[int, str]]:
    """Line and code of everything wrong, also of what is only seen when the case is asked."""
    found: list[tuple[int, str]] = []
    for case in cases:
        found += [(int(one.facts.get("line", case.line)), one.code) for one in case.faults]
        if not case.faults:
            outcome = run(case.values, edition.book(), TODAY)
            found += [(case.line_of(str(one.place)), one.code) for one in outcome.faults]
            found += [(case.line_of(f"expect.{one.name}"), "differs") for one in outcome.differences]
    return found


def test_a_case_as_it_should_be(tmp_path: Path) -> None:
    cases = file(tmp_path, GOOD)
    assert faults(cases) == []
    assert (cases[0].line, cases[0].sentence) == (1, "pre-allocation")


@pytest.mark.parametrize(
    ("written", "line", "code"),
    [
        # Names
        (GOOD.replace("ask:", "asks:"), 2, "CASE-UNKNOWN-KEY"),
        (GOOD.replace("  ask: allocation.pre\n", ""), 1, "CASE-MISSING-KEY"),
        (GOOD.replace("allocation.pre", "allocation.prae"), 2, "TRIAL-QUESTION"),
        (GOOD.replace("prior_verified", "prior_verifed"), 4, "TRIAL-UNKNOWN"),
        (GOOD.replace("{pre:", "{prae:"), 5, "CASE-UNKNOWN-FIGURE"),
        (GOOD + "  ask: allocation.pre\n", 6, "CASE-TWICE"),
        (GOOD.replace("{sector: power,", "{sector: power, sector: steel,"), 4, "CASE-TWICE"),
        (GOOD.replace("case: pre-allocation", "? [a, b]\n  : c"), 1, "CASE-NAME"),
        # Kinds of values
        (GOOD.replace("'1234567'", "1234567.5"), 4, "TRIAL-FLOAT"),
        (GOOD.replace("'1234567'", "0100"), 4, "TRIAL-FLOAT"),
        (GOOD.replace("'1234567'", "1:30"), 4, "TRIAL-FLOAT"),
        (GOOD.replace("'1234567'", "0x1F"), 4, "TRIAL-FLOAT"),
        (GOOD.replace("'1234567'", ".nan"), 4, "TRIAL-FLOAT"),
        (GOOD.replace("'1234567'", "'1,234'"), 4, "TRIAL-NUMBER"),
        (GOOD.replace("'1234567'", "[1]"), 4, "TRIAL-NUMBER"),
        (GOOD.replace("'1234567'", "9" * 5000), 4, "TRIAL-NUMBER"),
        (GOOD.replace("'1234567'", "yes"), 4, "TRIAL-NUMBER"),
        (GOOD.replace("sector: power", "sector: no"), 4, "TRIAL-UNQUOTED"),
        (GOOD.replace("sector: power", "sector: 2024-01-01"), 4, "TRIAL-UNQUOTED"),
        (GOOD.replace("sector: power", "sector: {a: b}"), 4, "TRIAL-CHOICE"),
        (GOOD.replace("sector: power", "sector: coal"), 4, "TRIAL-CHOICE"),
        (GOOD.replace("{sector: power, prior_verified: '1234567'}", "[power]"), 4, "CASE-MAPPING"),
        (GOOD.replace("{sector: power, prior_verified: '1234567'}", "power"), 4, "CASE-MAPPING"),
        (GOOD.replace("{pre: '864196'}", "864196"), 5, "CASE-MAPPING"),
        (GOOD.replace("{pre: '864196'}", "{}"), 5, "CASE-NOTHING-EXPECTED"),
        (GOOD.replace("'864196'", "864196.0"), 5, "CASE-FLOAT"),
        (GOOD.replace("'864196'", "[1, 2]"), 5, "differs"),
        (GOOD.replace("{pre: '864196'}", "{refused: 5}"), 5, "CASE-TEXT"),
        (GOOD.replace("pre-allocation", "[a]"), 1, "CASE-TEXT"),
        (GOOD.replace("pre-allocation", ""), 1, "CASE-TEXT"),
        (GOOD.replace("allocation.pre", "7"), 2, "CASE-TEXT"),
        (GOOD.replace("year: 2024", "year: '24'"), 3, "TRIAL-YEAR"),
        (GOOD.replace("year: 2024", "year: [2024]"), 3, "TRIAL-YEAR"),
        (GOOD.replace("  year: 2024\n", ""), 1, "TRIAL-YEAR"),
        (GOOD.replace("year: 2024", "year: 2024\n  on: 2024-02-30"), 4, "TRIAL-DAY"),
        (GOOD.replace("year: 2024", "year: 2024\n  on: 2024-12-31 10:00:00"), 4, "TRIAL-DAY"),
        (GOOD.replace("pre-allocation", "!!python/object/apply:os.system ['true']"), 1, "CASE-TAG"),
        (GOOD.replace("pre-allocation", "!!binary aGVsbG8="), 1, "CASE-TAG"),
        (GOOD.replace("pre-allocation", "*nowhere"), 1, "CASE-ALIAS"),
        (GOOD.replace("pre-allocation", "&own [*own]"), 1, "CASE-ALIAS"),
        (GOOD.replace("pre-allocation", "[" * 40 + "]" * 40), 1, "CASE-DEPTH"),
        # What is expected
        (GOOD.replace("'864196'", "'864197'"), 5, "differs"),
        (GOOD.replace("'864196'", "864E3"), 5, "differs"),
        (GOOD.replace("'864196'", "none"), 5, "differs"),
        (GOOD.replace("{pre: '864196'}", "{refused: FACT-SHARE}"), 5, "differs"),
        (GOOD.replace("year: 2024", "year: 1999"), 1, "LAW-NOT-IN-FORCE"),
    ],
)
def test_a_fault_has_its_line_and_the_next_case_still_runs(tmp_path: Path, written: str, line: int, code: str) -> None:
    cases = file(tmp_path, written + GOOD)
    assert (line, code) in faults(cases)
    assert faults(cases[-1:]) == [], "the case after it holds"
    assert faults([cases[0]]), "and the faulty one does not"


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        ("", 0, "CASE-EMPTY"),
        ("# nothing but a remark\n", 0, "CASE-EMPTY"),
        ("[]", 0, "CASE-EMPTY"),
        ("case: one\nask: allocation.pre\n", 1, "CASE-LIST"),
        ("a sentence", 1, "CASE-LIST"),
        ("- a sentence\n- [a]\n-\n", 1, "CASE-ITEM"),
        ("- case: [\n", 2, "CASE-YAML"),
        ("- case: a\n\task: b\n", 2, "CASE-YAML"),
        ("- case: 'a\n", 2, "CASE-YAML"),
        ("- case: a\n  ask: `\n", 2, "CASE-YAML"),
        (b"- case: a\n  ask: \xff\xfe\n", 2, "CASE-ENCODING"),
        ("- case: a".encode("utf-16"), 1, "CASE-ENCODING"),
        ("- case: a\n- case: \x1b[31m\n", 2, "CASE-ENCODING"),
        (b"PK\x03\x04\x00\x00", 1, "CASE-ENCODING"),
        (b"#" * (MOST_BYTES + 1), 0, "CASE-SIZE"),
    ],
)
def test_a_file_that_is_none(tmp_path: Path, content: str | bytes, line: int, code: str) -> None:
    assert (line, code) in faults(file(tmp_path, content))


def test_what_stands_before_the_fault_is_run(tmp_path: Path) -> None:
    cases = file(tmp_path, GOOD + GOOD + "- case: ]\n")
    assert [case.line for case in cases] == [1, 6, 11]
    assert faults(cases) == [(11, "CASE-YAML")]


def test_missing_files_and_folders(tmp_path: Path) -> None:
    assert faults(list(cases_in(tmp_path / "none.yaml"))) == [(0, "CASE-FILE")]
    assert faults(list(cases_in(tmp_path))) == [(0, "CASE-DIRECTORY")]
    assert faults(list(cases_in(Path("a\0b")))) == [(0, "CASE-FILE")]
    assert faults(list(cases_in(Path("/dev/zero")))) == [(0, "CASE-SIZE")]


def test_a_mark_at_the_beginning_and_windows_lines_are_read(tmp_path: Path) -> None:
    assert faults(file(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())) == []


def test_names_stay_text(tmp_path: Path) -> None:
    """`on` is what YAML would take for yes."""
    (case,) = file(tmp_path, GOOD.replace("year: 2024", "year: 2024\n  on: 2024-12-31"))
    assert case.values["on"] == date(2024, 12, 31)
    (listing,) = file(tmp_path, "- given: {emissions: {2024: '1'}}\n")
    assert listing.values["given"] == {"emissions": {"2024": "1"}}


def test_references_are_read(tmp_path: Path) -> None:
    first = GOOD.replace("given: {", "given: &facts {")
    second = GOOD.replace("{sector: power, prior_verified: '1234567'}", "*facts")
    third = GOOD.replace("{sector: power, prior_verified: '1234567'}", "{<<: *facts, prior_verified: '10'}")
    cases = file(tmp_path, first + second + third.replace("864196", "7"))
    assert faults(cases) == []


def test_a_few_lines_do_not_grow_into_millions_of_values(tmp_path: Path) -> None:
    bomb = "- case: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"- case: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, MOST_DEPTH))
    assert faults(file(tmp_path, bomb))[-1][1] == "CASE-TOO-MUCH"
    merged = "- &m0 {a: b}\n" + "".join(f"- &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 10)}]}}\n" for n in range(1, 16))
    assert faults(file(tmp_path, merged))[-1][1] == "CASE-TOO-MUCH"


@settings(deadline=None)
@given(st.text("-: \n\t'\"[]{}&*!|>,?@`%#0.1a\u3000政案", max_size=60))
def test_any_text_is_read_or_told(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(text, encoding="utf-8")
    for case in cases_in(path):
        assert case.faults or run(case.values, edition.book(), TODAY).faults


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_told(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(b"- case: " + content)
    assert list(cases_in(path))
