"""Every page says what it is, who does what and under which article; every term that is used is explained.

`python -m tests.house.test_help` writes the table of docs/glossary.md anew from the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import nodes

from domain.core.duties import POSTS
from portal.help_desk import glossary, page_help, tour
from portal.help_desk.glossary import in_language
from portal.page import TEMPLATES, templates
from portal.words import LANGUAGES, speaking, translations
from tests.house.sources import ROOT
from tests.house.test_words import said

GLOSSARY = ROOT / "docs" / "glossary.md"
FEWEST_PLACES = 10
FEWEST_TERMS = 80
# The table begins with its head and ends with the file.
HEAD = "| English | 中文 |"


@cache
def trees() -> dict[str, nodes.Template]:
    """Every template by its code."""
    return {
        ".".join(path.relative_to(TEMPLATES).with_suffix("").parts): templates().parse(path.read_text(encoding="utf-8"))
        for path in sorted(TEMPLATES.rglob("*.html"))
    }


def extends(tree: nodes.Template, seen: int = 5) -> bool:
    """Whether a template is a page: it extends the frame, or a template that does."""
    for parent in tree.find_all(nodes.Extends):
        name = parent.template.value if isinstance(parent.template, nodes.Const) else ""
        code = str(name).removesuffix(".html").replace("/", ".")
        return code == "frame" or (seen > 0 and code in trees() and extends(trees()[code], seen - 1))
    return False


def pages() -> set[str]:
    """What is shown by itself: it extends the frame, or a part that several pages are made of."""
    return {code for code, tree in trees().items() if extends(tree) and not code.startswith("parts.")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["page_what", "page_who"])
def test_every_page_says_what_it_is_and_who_does_what(language: str, kind: str) -> None:
    known = said(language)
    assert sorted(code for code in pages() if f"{kind}:{code}" not in known) == []


@pytest.mark.parametrize("kind", page_help.KINDS)
def test_no_page_is_explained_that_does_not_exist(kind: str) -> None:
    told = {message.partition(":")[2] for message in said("zh") if message.startswith(f"{kind}:")}
    assert sorted(told - pages()) == []


def test_both_languages_name_articles_for_the_same_pages() -> None:
    zh, en = ({code for code in said(language) if code.startswith("page_law:")} for language in LANGUAGES)
    assert zh ^ en == set()


def test_help_is_short() -> None:
    long = [
        code
        for language in LANGUAGES
        for code, text in said(language).items()
        if code.startswith("page_") and len(text) > 260
    ]
    assert long == []


def test_addresses_of_the_search_are_those_of_pages() -> None:
    assert set(page_help.ADDRESSES) - pages() == set()


# ------------------------------------------------------------------------------------------------- the glossary


def uses() -> Iterator[tuple[str, nodes.Call]]:
    """Where templates explain a term."""
    for code, tree in trees().items():
        for call in tree.find_all(nodes.Call):
            made = call.node
            of_terms = (
                isinstance(made, nodes.Getattr) and isinstance(made.node, nodes.Name) and made.node.name == "terms"
            )
            if of_terms and _name(call) in ("term", "told"):
                yield code, call


def codes_of(call: nodes.Call) -> list[str]:
    """The terms of a use: the first word of `term`, all words behind the sentence of `told`."""
    given = call.args[:1] if _name(call) == "term" else call.args[1:]
    firsts = [part.items[0] if isinstance(part, nodes.Tuple) else part for part in given]
    return [str(part.value) for part in firsts if isinstance(part, nodes.Const)]


def _name(call: nodes.Call) -> str:
    return call.node.attr if isinstance(call.node, nodes.Getattr) else ""


def test_every_term_that_is_used_is_in_the_glossary() -> None:
    assert [(place, code) for place, call in uses() for code in codes_of(call) if code not in glossary.codes()] == []
    assert len({place for place, _ in uses()}) >= FEWEST_PLACES


def test_a_sentence_holds_the_terms_that_it_explains() -> None:
    """In one of the languages at least: the other may say the same without the word."""
    silent = []
    for place, call in uses():
        if (
            _name(call) == "told"
            and isinstance(call.args[0], nodes.Call)
            and isinstance(call.args[0].args[0], nodes.Const)
        ):
            sentence = str(call.args[0].args[0].value)
            silent += [f"{place}: {code}" for code in codes_of(call) if not occurs(code, sentence)]
    assert silent == []


def occurs(code: str, sentence: str) -> bool:
    return any(
        in_language(language, f"term:{code}").casefold() in str(translations(language).ugettext(sentence)).casefold()
        for language in LANGUAGES
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_a_word_and_a_meaning_of_its_own(language: str) -> None:
    known = said(language)
    for kind in ("term", "meaning"):
        assert {code for code in known if code.startswith(f"{kind}:")} == {
            f"{kind}:{code}" for code in glossary.codes()
        }
    named = [known[f"term:{code}"] for code in glossary.codes()]
    assert sorted(word for word in named if named.count(word) > 1) == []
    assert len(named) >= FEWEST_TERMS


def test_the_printed_glossary_is_that_of_the_portal() -> None:
    written = GLOSSARY.read_text(encoding="utf-8")
    assert written[written.index(HEAD) :] == glossary.table(), "python -m tests.house.test_help"


@pytest.mark.parametrize("search", ["清缴", "SURRENDER", "未足额", "penalty law"])
def test_a_term_is_found_in_either_language(search: str) -> None:
    spoken = speaking.set("zh")
    try:
        assert search == "penalty law" or glossary.found(search)
        assert glossary.best("清缴", 3)[0].code == "surrender"
        assert glossary.found("no such word") == ()
    finally:
        speaking.reset(spoken)


def test_one_mention_is_explained_and_nothing_is_left_unescaped() -> None:
    spoken = speaking.set("zh")
    try:
        told = _rendered('terms.told("清缴 <b> 与清缴，按基准值", "benchmark", "surrender", "offset")')
    finally:
        speaking.reset(spoken)
    assert told.count('class="term"') == 2
    assert told.count('href="/help/glossary#surrender"') == 1
    assert "&lt;b&gt;" in told
    assert "<b>" not in told


def test_a_longer_word_is_another_word_and_a_plural_the_same() -> None:
    spoken = speaking.set("en")
    try:
        told = _rendered('terms.told("Offsets are rechecked", "recheck", "offset")')
        twice = _rendered('terms.term("offset") ~ terms.term("offset")')
    finally:
        speaking.reset(spoken)
    assert ">Offsets</a>" in told
    assert "glossary#recheck" not in told
    assert twice.count('id="term-offset-1"') == twice.count('id="term-offset-2"') == 1


def _rendered(expression: str) -> str:
    text = '{% import "parts/terms.html" as terms with context %}{{ ' + expression + " }}"
    return templates().from_string(text).render()


# ----------------------------------------------------------------------------------------------------- the tour


@pytest.mark.parametrize("post", [post.code for post in POSTS])
def test_the_tour_has_five_steps_with_words_for_every_post(post: str) -> None:
    steps = tour.steps_for(post)
    assert len(steps) == 5
    assert len({step.code for step in steps}) == 5
    for language in LANGUAGES:
        known = said(language)
        assert [step.code for step in steps if f"tour_title:{step.code}" not in known] == []
        assert [step.code for step in steps if f"tour_text:{step.code}" not in known] == []


def test_no_step_is_told_that_nobody_takes() -> None:
    taken = {step.code for post in POSTS for step in tour.steps_for(post.code)}
    assert {code.partition(":")[2] for code in said("zh") if code.startswith("tour_t")} == taken


def write(path: Path = GLOSSARY) -> None:
    """The table anew; what stands before it stays."""
    before = path.read_text(encoding="utf-8").partition(HEAD)[0]
    path.write_text(before + glossary.table(), encoding="utf-8")


if __name__ == "__main__":
    write()
