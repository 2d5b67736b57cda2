"""Words in both languages for everything a page may have to say."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

import pytest

from portal.words import LANGUAGES, catalogs
from tests.house import codes
from tests.house.sources import source

A_FACT = re.compile(r"%\((\w+)\)s")
# Spaces of codes that the gathering does not see whole; their words are not called unused.
OPEN_SPACES = ("provision:", "edition:", "trouble:", "advice:", "unit:")


def messages(language: str) -> Iterator[tuple[str, str, str]]:
    """(file, message, words) of a language."""
    for path, catalog in catalogs(language):
        for message in catalog:
            if message.id:
                words = message.string if isinstance(message.string, str) else message.string[-1]
                yield path.name, message.id if isinstance(message.id, str) else message.id[0], words


def said(language: str) -> dict[str, str]:
    return {message: words for _, message, words in messages(language) if words}


def is_code(message: str) -> bool:
    return bool(re.fullmatch(r"[a-z_]+(:[\w.\-*{}]+)+", message))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words(language: str) -> None:
    wanted = codes.all_codes()
    if language == "en":  # an English sentence is its own words
        wanted = {code: place for code, place in wanted.items() if is_code(code)}
    assert codes.missing(wanted, said(language)) == []


def test_every_sentence_has_chinese_words() -> None:
    assert codes.missing(codes.sentences(), said("zh")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_files_say_the_same_differently(language: str) -> None:
    assert codes.conflicts(messages(language)) == []


def test_both_languages_know_the_same_codes() -> None:
    zh, en = ({message for message in said(language) if is_code(message)} for language in LANGUAGES)
    assert zh ^ en == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_can_be_said(language: str) -> None:
    """A percent sign that is no fact would break the page that says it; plain labels take no facts."""
    taking_facts = {
        message: words
        for message, words in said(language).items()
        if message.startswith(("finding:", "notice:", "done:", "desk:")) or not is_code(message)
    }
    assert [message for message, words in taking_facts.items() if unsayable(words)] == []


def unsayable(words: str) -> bool:
    try:
        words % dict.fromkeys(A_FACT.findall(words), "x")
    except (TypeError, ValueError, KeyError):
        return True
    return False


def test_both_languages_use_the_same_facts() -> None:
    zh, en = said("zh"), said("en")
    different = [
        message
        for message, words in zh.items()
        if set(A_FACT.findall(words)) != set(A_FACT.findall(en.get(message, message) if is_code(message) else message))
        and (is_code(message) or A_FACT.findall(message))
    ]
    assert different == []


def test_unused_words_are_told() -> None:
    known = codes.all_codes() | codes.sentences()
    words = [message for message in said("zh") if not message.startswith(OPEN_SPACES)]
    if left := codes.unused(words, known):
        warnings.warn(f"{len(left)} messages have words and no use: {left[:20]}", stacklevel=1)


@pytest.mark.parametrize(
    ("planted", "gather", "code"),
    [
        ("raise refuse('PLANTED-CODE', citation='x')", codes.codes_of_findings, "finding:PLANTED-CODE"),
        ("yield Finding('ER-099', Severity.WARN)", codes.codes_of_findings, "finding:ER-099"),
        ("CODES = {'a': 'ER-098'}", codes.codes_of_findings, "finding:ER-098"),
        ("await tell('planted.told', at=at, facts={})", codes.codes_of_notices, "notice:planted.told"),
        ("await tell('a' if late else 'b', at=at, facts={})", codes.codes_of_notices, "notice:b"),
        ("working.step('planted', 'a × b', x, 't')", codes.codes_of_figures, "figure:planted"),
        ("working = Working('planted.question', law)", codes.codes_of_figures, "question:planted.question"),
        ("await record('planted:thing:done', 's', actor=a)", codes.codes_of_tags, "tag:planted:thing:done"),
        ("return done(request, '/x', 'planted:done')", codes.labels_of_python, "done:planted:done"),
        ("x = say('planted sentence')", codes.labels_of_python, "planted sentence"),
    ],
)
def test_a_planted_code_without_words_is_seen(planted: str, gather: object, code: str) -> None:
    found = gather([source(planted)])  # type: ignore[operator]
    assert code in found
    assert any(told.startswith(code) for told in codes.missing(found, said("zh")))


def test_a_made_name_needs_words_that_fit() -> None:
    found = codes.codes_of_figures([source("working.given(f'planted_{year}', x, 't')")])
    assert codes.missing(found, ["figure:planted_2024"]) == []
    assert codes.missing(found, ["figure:other"]) != []


def test_conflicts_and_unused_words_are_seen() -> None:
    assert len(codes.conflicts([("a.po", "Name", "名称"), ("b.po", "Name", "姓名"), ("c.po", "Name", "姓名")])) == 1
    assert codes.unused(["state:x:y", "nothing"], {"state:x:*": ""}) == ["nothing"]
    assert unsayable("70% of it")
    assert not unsayable("%(share)s%% of it")
