"""Every file of the corpus gives what the index says: its code at its cell, with a sentence in both languages."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from domain.core.findings import Finding
from domain.core.workbook.codes import CODES
from portal import words
from portal.words import finding_sentence
from tests.sheets import make
from tests.sheets.files import same
from tests.sheets.honest import honest
from tests.sheets.make import Made

LISTED = make.listed()
FAILING = [each for each in LISTED if each.code]
GOOD = [each for each in LISTED if not each.code]
AT_LEAST, MOST_BYTES = 120, 3 * 1024 * 1024
# Codes that no small file can give, or that only JSON gives: their tests are elsewhere.
ELSEWHERE = {
    "SHEET-BEYOND-RESULT",
    "SHEET-JSON",
    "SHEET-JSON-SHAPE",
    "SHEET-JSON-UNKNOWN",
    "SHEET-MORE",
    "SHEET-TOO-LARGE",
    "SHEET-TOO-MANY-CELLS",
}


@cache
def findings(file: str) -> tuple[Finding, ...]:
    each = next(one for one in LISTED if one.file == file)
    return tuple(honest()[each.form].findings(each.content))


def test_the_corpus_is_large_enough_and_light() -> None:
    assert len(FAILING) >= AT_LEAST
    assert sum(len(each.content) for each in LISTED) < MOST_BYTES
    assert max(Counter(each.file for each in LISTED).values()) == 1


def test_every_form_with_a_sample_is_there() -> None:
    assert {each.form for each in GOOD} == set(honest())


def test_the_generators_still_make_the_same_files() -> None:
    """Otherwise `python -m tests.sheets.make` makes them anew."""
    made = list(make.corpus())
    assert make.index(made) == make.INDEX.read_text(encoding="utf-8")
    kept = {each.file: each.content for each in LISTED}
    assert [each.file for each in made if not same(each.content, kept[each.file])] == []


@pytest.mark.parametrize("each", FAILING, ids=lambda each: each.file)
def test_a_spoilt_file_gives_its_code_at_its_cell(each: Made) -> None:
    found = [(finding.code, str(finding.place)) for finding in findings(each.file)]
    assert (each.code, each.place) in found
    # A file that is refused as a whole has one reason.
    assert each.place or len(found) == 1


@pytest.mark.parametrize("each", GOOD, ids=lambda each: each.file)
def test_a_good_file_has_nothing_that_stops_it(each: Made) -> None:
    assert [finding for finding in findings(each.file) if finding.stops] == []


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_finding_is_a_sentence_in_both_languages(language: str) -> None:
    token = words.speaking.set(language)
    try:
        told = {
            finding_sentence(finding)
            for each in FAILING
            for finding in findings(each.file)
            if (finding.code, str(finding.place)) == (each.code, each.place)
        }
    finally:
        words.speaking.reset(token)
    assert [sentence for sentence in told if re.search(r"%\(|^finding:", sentence)] == []
    assert len(told) > len({each.code for each in FAILING}) / 2


def test_every_code_of_reading_is_given_by_some_file() -> None:
    assert set(CODES) - {each.code for each in FAILING} - ELSEWHERE == set()
