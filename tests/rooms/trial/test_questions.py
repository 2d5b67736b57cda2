"""The register of questions: every one can be asked by a form, has an example, and has words for all that is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from domain.core.workings import Explanation
from domain.trial.rules import QUESTIONS, Answer, Field, Kind, ask
from portal import told, words
from portal.trial.form import MORE, PICKING, example_of
from tests.house.sources import ROOT
from tests.law import edition

TODAY = date(2026, 11, 21)
# Symbols that are the same in every language.
SYMBOL = re.compile(r"[A-Za-z0-9%°⁴ /·³]+")
# Below the doors a house test gathers the codes of findings; these are found by readers of files at the door itself.
READERS = ("portal/case_file.py", "portal/yaml_nodes.py", "portal/cases_command.py")


def fields(among: tuple[Field, ...]) -> Iterator[Field]:
    for one in among:
        yield one
        yield from fields(one.rows)


def answered(code: str) -> Answer:
    """The answer to a question's own example, typed as the form would send it."""
    typed = example_of(QUESTIONS[code])
    year, on = typed.texts.get("year", ""), typed.texts.get("on", "")
    return ask(code, typed.given(QUESTIONS[code]), edition.book(), today=TODAY, year=year, on=on)


@pytest.fixture(params=words.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    token = words.speaking.set(request.param)
    yield request.param
    words.speaking.reset(token)


@pytest.mark.parametrize("code", sorted(QUESTIONS))
def test_a_question_can_be_put_into_a_form(code: str) -> None:
    question = QUESTIONS[code]
    names = [one.name for one in question.fields]
    assert len(set(names)) == len(names)
    assert not {*PICKING, MORE} & set(names), "an address names the year, the day and the wish for more rows itself"
    assert all(re.fullmatch(r"[a-z]\w*", one.name) for one in fields(question.fields))
    for one in question.fields:
        assert bool(one.rows) == (one.kind is Kind.ROWS)
        assert [column.name for column in one.rows if column.kind in (Kind.ROWS, Kind.BY_YEAR)] == []
    assert code.partition(".")[0]


@pytest.mark.parametrize("code", sorted(QUESTIONS))
def test_the_example_is_answered_with_figures_that_are_declared(code: str) -> None:
    answer = answered(code)
    assert answer.law_day is not None
    assert set(answer.values) - set(QUESTIONS[code].figures) == set()
    assert all(isinstance(one, Explanation) for one in answer.explanations)


@pytest.mark.parametrize("code", sorted(QUESTIONS))
def test_everything_shown_has_words(code: str, language: str) -> None:
    question = QUESTIONS[code]
    wordless = [f"fact {one.name}" for one in fields(question.fields) if not known_fact(one.name)]
    wordless += [
        f"choice {one.name} {choice}"
        for one in fields(question.fields)
        for choice in one.choices
        if not told.first_words(f"choice:{one.name}:{choice}", f"{one.name}:{choice}")
    ]
    units = {*question.figures.values(), *(one.unit for one in fields(question.fields))}
    wordless += [f"unit {unit}" for unit in units if not known_unit(unit)]
    wordless += [f"figure {name}" for name in figures(answered(code).values) if not known_figure(name)]
    assert wordless == []
    assert told.first_words(f"question:{code}")
    assert told.first_words(f"about:{code}")
    assert told.first_words(f"room:{question.room}")


def known_fact(name: str) -> bool:
    return bool(told.first_words(f"fact:{name}", f"figure:{name}"))


def known_unit(unit: str) -> bool:
    return not unit or bool(told.first_words(f"unit:{unit}")) or bool(SYMBOL.fullmatch(unit))


def known_figure(name: str) -> bool:
    return bool(told.first_words(f"answer:{name}", f"figure:{name}", f"fact:{name}"))


def figures(values: object) -> Iterator[str]:
    """Names of an answer, those of its rows too."""
    if isinstance(values, Mapping):
        for name, value in values.items():
            yield str(name)
            yield from figures(value)
    elif isinstance(values, list | tuple):
        for one in values:
            yield from figures(one)


@pytest.mark.parametrize("code", sorted(QUESTIONS))
def test_a_derivation_has_words_in_both_languages(code: str, language: str) -> None:
    codes: set[str] = set()
    for one in answered(code).explanations:
        codes |= {f"provision:{used.key}" for used in one.provisions}
        codes |= {f"figure:{given.name}" for given in one.inputs}
        codes |= {f"figure:{step.name}" for step in (*one.steps, one.result)}
        codes |= {f"question:{one.question}"} | ({f"edition:{one.edition}"} if one.edition else set())
        codes |= {f"review:{review}" for review in one.reviews}
    wordless = [
        one for one in sorted(codes) if not told.first_words(one) and words.label(*one.split(":")) == one.split(":")[-1]
    ]
    assert wordless == []


def test_findings_of_files_have_words(language: str) -> None:
    codes = {code for path in READERS for code in re.findall(r'"(CASE-[A-Z-]+)"', (ROOT / path).read_text())}
    assert len(codes) >= 15
    assert [code for code in sorted(codes) if words.say(f"finding:{code}") == f"finding:{code}"] == []


def test_a_finding_is_told_by_the_names_of_the_form() -> None:
    token = words.speaking.set("en")
    assert told.place("units[2].class").startswith(f"{told.fact('units')} 2 · ")
    assert told.place("no/place") == "no/place"
    words.speaking.reset(token)
