"""Words in both languages for everything a page may have to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from domain.core.duties import Kind
from portal.words import LANGUAGES, catalogs, speaking, worded
from portal.words_law import CODE, VOCABULARIES, provision_value
from tests.house import codes, named
from tests.house.sources import ROOT, source, sources

A_FACT = re.compile(r"%\((\w+)\)s")
READERS = {kind.value for kind in Kind}
# As `pybabel extract` is told to look for sentences.
METHODS = [("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2"), ("portal/**.py", "python")]
OPTIONS = {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true", "silent": "false"}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "say_many": (1, 2)}


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
    return bool(re.fullmatch(r"[a-z_-]+(:[^\s:%]+)+", message))


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_unused(language: str) -> None:
    assert codes.unused(said(language), codes.all_codes() | codes.sentences()) == []


def extracted() -> set[str]:
    """Sentences as babel's own extractor finds them in templates and the front door."""
    found = extract_from_dir(
        str(ROOT),
        method_map=METHODS,
        options_map={pattern: OPTIONS for pattern, method in METHODS if method == "jinja2"},
        keywords=KEYWORDS,
        directory_filter=lambda folder: Path(folder).name not in (".venv", "var", "__pycache__"),
    )
    told = (message if isinstance(message, str) else message[0] for _, _, message, _, _ in found)
    return {message for message in told if message and not is_code(message)}


def test_the_chinese_catalog_holds_what_is_extracted_and_nothing_else() -> None:
    """Calls within f-strings, which the extractor reads from Python 3.12 on only, are taken from the gathering."""
    sentences = {message for message in said("zh") if not is_code(message) and not message.startswith("note:")}
    gathered = {text for text in codes.labels_of_python(sources("portal")) if not is_code(text) and "*" not in text}
    assert sorted((extracted() | gathered) ^ sentences) == []


def test_the_gathering_finds_what_the_extractor_finds() -> None:
    gathered = codes.sentences() | codes.labels_of_python(sources("portal"))
    assert sorted(extracted() - gathered.keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_for_one_reader_differ_from_those_for_all(language: str) -> None:
    words = said(language)
    of_readers = {message: words[message] for message in words if is_code(message) and "@" in message}
    assert of_readers
    assert [message for message in of_readers if message.partition("@")[2] not in READERS] == []
    plain = {message: words.get(message.partition("@")[0]) for message in of_readers}
    assert [message for message, told in plain.items() if told is None or told == of_readers[message]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_law_has_words(language: str) -> None:
    """No code of a provision is shown as the edition writes it."""
    token = speaking.set(language)
    raw = {
        (key, code.strip())
        for key, value in named.provisions()
        if value["unit"] == "text"
        for code in value["value"].split(",")
        if CODE.fullmatch(code.strip()) and not worded_in_law(key, code.strip())
    }
    raw |= {
        (key, value["value"])
        for key, value in named.provisions()
        if value["unit"] == "rounding" and provision_value(key, value["value"], "rounding").startswith("rounding:")
    }
    speaking.reset(token)
    assert sorted(raw) == []


def worded_in_law(key: str, code: str) -> bool:
    return any(worded(f"{vocabulary}:{code}") for vocabulary in (f"choice:{key}", *VOCABULARIES))


@pytest.mark.parametrize(
    ("planted", "gather", "code"),
    [
        ("raise refuse('PLANTED-CODE', citation='x')", codes.codes_of_findings, "finding:PLANTED-CODE"),
        ("yield Finding('ER-099', Severity.WARN)", codes.codes_of_findings, "finding:ER-099"),
        ("CODES = {'a': 'ER-098'}", codes.codes_of_findings, "finding:ER-098"),
        ("await tell('planted.told', at=at, facts={})", codes.codes_of_notices, "notice:planted.told"),
        ("await tell('p.a' if late else 'p.b', at=at, facts={})", codes.codes_of_notices, "notice:p.b"),
        ("async def act():\n code = 'p.a' if late else 'p.b'\n await tell(code)", codes.codes_of_notices, "notice:p.b"),
        (
            "async def act():\n code = 'p.c'\n await _tell(x, code)\nasync def _tell(x, code):\n await tell(code)",
            codes.codes_of_notices,
            "notice:p.c",
        ),
        ("raise refuse(f'PLANTED-{way}', citation='x')", codes.codes_of_findings, "finding:PLANTED-*"),
        ("x = first_words(f'about:{code}', 'planted:other')", codes.labels_of_python, "planted:other"),
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
    asked = {"choice:x:*": "", "said": "", "state:*:*": ""}
    assert codes.unused(["choice:x:ccer", "said", "said@enterprise"], asked) == []
    left = ["choice:x:never_named", "nothing", "said@nobody", "state:x:ccer", "note:never written"]
    assert codes.unused(left, asked) == left
    assert unsayable("70% of it")
    assert not unsayable("%(share)s%% of it")
