"""The catalogue of checks is whole: every code once, with words, an example, a citation and somebody who answers.

`python -m tests.house.test_checks_catalogue` tells how many there are of each room.
"""

from __future__ import annotations

import ast
import re
from collections import Counter

import pytest

from domain.core.checks import Register
from domain.core.duties import POSTS
from domain.core.findings import Severity
from domain.core.workbook.codes import CODES
from portal.checks import told
from portal.checks.catalogue import READING, ROOMS, catalogue, modules_of
from portal.words import LANGUAGES, speaking
from tests.house.sources import called, calls, constants, source, sources, texts
from tests.house.test_words import said

# To be raised as the sectors land; never lowered.
FEWEST = 500
A_FACT = re.compile(r"%\((\w+)\)s")
# Writers of a code of reading by their place of a severity: what is not named is a stop.
MAKERS = ("Trouble", "Finding", "refuse", "find", "_finding", "_refused")


def test_there_are_as_many_checks_as_there_should_be() -> None:
    assert len(catalogue()) >= FEWEST


def test_a_code_stands_once_in_all_registers() -> None:
    """`catalogue` itself refuses a code that two checks have; here those that two registers have."""
    registers = {
        id(register): register
        for room in ROOMS
        for module in modules_of(f"domain.{room}.checks")
        for register in vars(module).values()
        if isinstance(register, Register)
    }
    codes = Counter(check.code for register in registers.values() for check in register)
    assert [code for code, times in codes.items() if times > 1] == []
    assert set(codes).isdisjoint(CODES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["finding", "example"])
def test_every_check_has_words_and_an_example(language: str, kind: str) -> None:
    known = said(language)
    assert sorted(code for code in catalogue() if not known.get(f"{kind}:{code}")) == []


def test_every_check_has_a_citation_and_a_known_owner() -> None:
    posts = {post.code for post in POSTS}
    assert [entry.code for entry in catalogue().values() if not entry.citation or entry.owner not in posts] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_shows_no_raw_fact(language: str) -> None:
    token = speaking.set(language)
    raw = [code for code in catalogue() if "%" in told.sentence(code).replace("⟩%", "") and "%(" in told.sentence(code)]
    speaking.reset(token)
    assert raw == []


def test_the_table_of_reading_knows_every_code_that_the_source_names() -> None:
    named = {
        text
        for module in sources("domain")
        if not module.path.endswith("workbook/codes.py")
        for text, _ in texts(module.tree)
        if re.fullmatch(r"SHEET-[A-Z-]*[A-Z]", text)
    }
    assert named ^ set(CODES) == set()


def test_a_code_of_reading_weighs_what_the_table_says() -> None:
    wrong = [
        f"{module.path}:{call.lineno} {code}"
        for module in sources("domain")
        for call in calls(module.tree, *MAKERS)
        for code in constants(call.args[0] if call.args else ast.Constant(""))
        if code in CODES and code != "SHEET-MORE" and _severity(call) is not CODES[code].severity
    ]
    assert wrong == []


def _severity(call: ast.Call) -> Severity:
    """The severity named in a call; a stop where none is."""
    named = [
        node.attr
        for part in (*call.args, *(keyword.value for keyword in call.keywords))
        for node in ast.walk(part)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Severity"
    ]
    return Severity[named[0]] if named else Severity.STOP


def test_a_planted_severity_is_seen() -> None:
    (call,) = calls(source("Trouble('SHEET-MACROS', Severity.NOTE)").tree, *MAKERS)
    assert called(call) == "Trouble"
    assert _severity(call) is Severity.NOTE


if __name__ == "__main__":
    print(Counter(entry.room for entry in catalogue().values()), len(catalogue()))
    print(Counter(entry.severity.value for entry in catalogue().values() if entry.room != READING))
