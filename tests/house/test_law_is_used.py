"""The lawbook and the code know each other: every shipped key is asked for, and every key asked for is shipped.

Keys are found in the source as texts and patterns (see `portal.law.scan`); `portal law keys` writes what it finds to
`portal/law/uses.txt`, which the pages of provisions show.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from domain.core.duties import Duty
from domain.core.findings import Refused
from domain.core.law import NotInForce
from domain.trial.rules import QUESTIONS, ask
from portal import words
from portal.law.scan import PATTERN, Scan, expression, fits_any
from portal.law.source import Module, Sources, read
from portal.law.uses import USES, uses_of, written
from tests.house.sources import ROOT, called, calls
from tests.law import edition

CASES = ROOT / "tests" / "cases"
ASKED_ON = date(2026, 11, 21)
# Methods that are told a key.
ASKING = ("value", "on", "text", "rounding", "has", "provision", "law", "last_day", "values_of", "reviews_of")
# Texts that look like keys and are names of something else, each with what it names.
NO_KEYS: dict[str, str] = {
    "market.prices": "where a price came from",
    "penalty.series": "a numbered series",
}
NOT_READ = "the values of the national database were not read: by type of boiler, and from an altitude on"
# Keys that the code asks whether there are: the law may set them and no rule that was read does.
MAY_BE_SET: dict[str, str] = {
    "accounting.oxidation.database": NOT_READ,
    "accounting.oxidation.database.*": NOT_READ,
    "accounting.oxidation.database.*.*": NOT_READ,
    "verification.rotation_years": "some provinces limit how long a body verifies one enterprise",
}
# Keys that are shipped and that no code asks for, each with the reason.
READ_BY_PEOPLE: dict[str, str] = {}


@cache
def shipped() -> tuple[str, ...]:
    return tuple(sorted({one.key for one in edition.provisions()}))


@cache
def source() -> Scan:
    return Scan(read(ROOT))


def never_asked(found: Scan, keys: Iterable[str]) -> list[str]:
    """Keys that no function asks for."""
    patterns = [expression(pattern) for pattern in found.asked(keys)]
    return [key for key in keys if not any(pattern.fullmatch(key) for pattern in patterns)]


def not_shipped(found: Scan, keys: Iterable[str]) -> list[str]:
    """Keys in the code that the edition does not have, with the place of each."""
    known = set(keys)
    wrong = [f"{texts[0]}  ({place})" for place, texts in _said(found, known) if not any(map(_fits(known), texts))]
    wrong += [f"{key}  ({place})" for place, key in _asked_plainly(found) if not _fits(known)(key)]
    return [told for told in wrong if told.partition(" ")[0] not in NO_KEYS | MAY_BE_SET]


def _said(found: Scan, known: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the house says that begins as keys do and names no duty, question, notice or value of the law."""
    heads = {key.partition(".")[0] for key in known}
    others = {duty.value for duty in Duty} | set(QUESTIONS) | _values() | _names_of_workings(found)
    for place, what in found.places.items():
        for texts in sorted(what.said) if place[0].startswith("domain.") else ():
            keys = tuple(text for text in texts if PATTERN.fullmatch(text) and text.partition(".")[0] in heads)
            if keys and not others.intersection(keys) and not any(map(_is_a_notice_or_edition, keys)):
                yield f"{place[0]}:{place[1]}", keys


def _is_a_notice_or_edition(text: str) -> bool:
    return any(not words.say(f"{kind}:{text}").startswith(f"{kind}:") for kind in ("notice", "edition"))


@cache
def _values() -> set[str]:
    """What provisions of words say: the names of editions and ways."""
    return {part for one in edition.provisions() if one.unit == "text" for part in one.value.split(",")}


def _names_of_workings(found: Scan) -> set[str]:
    return {
        text
        for module in found.sources.modules.values()
        for call in calls(module.tree, "Working")
        if call.args
        for text in found.sources.texts(module, call.args[0])
    }


def _fits(known: set[str]) -> Callable[[str], bool]:
    """Whether a text is a key, the beginning or the end of some, or a pattern that some fit or begin with."""

    def fits(text: str) -> bool:
        beginning = re.compile(expression(text).pattern + r"(\..+)?")
        return text in known or any(key.endswith(f".{text}") or beginning.fullmatch(key) for key in known)

    return fits


def _asked_plainly(found: Scan) -> Iterator[tuple[str, str]]:
    """Keys that a law is asked for by their full name."""
    for module in found.sources.modules.values():
        for call in calls(module.tree, *ASKING):
            given = call.args[0] if call.args and isinstance(call.func, ast.Attribute) else None
            if isinstance(given, ast.Constant) and re.fullmatch(r"[a-z_]+(\.\w+)+", str(given.value)):
                yield f"{module.name}:{call.lineno} {called(call)}", str(given.value)


def test_every_shipped_key_is_asked_for() -> None:
    assert [key for key in never_asked(source(), shipped()) if key not in READ_BY_PEOPLE] == []


def test_every_key_in_the_code_is_shipped() -> None:
    assert not_shipped(source(), shipped()) == []


def test_what_is_excepted_is_still_there() -> None:
    said = {text for what in source().places.values() for text in what.patterns}
    assert {*NO_KEYS, *MAY_BE_SET} - said - {text for _, text in _asked_plainly(source())} == set()
    assert set(READ_BY_PEOPLE) <= set(never_asked(source(), shipped()))


def test_the_written_uses_are_current() -> None:
    """`portal law keys` writes them anew."""
    assert written(source(), shipped()) == USES.read_text(encoding="utf-8")


def test_what_worked_cases_rest_on_was_found_in_the_source() -> None:
    """Reading the source finds at least what asking the questions needs."""
    missed = {
        (str(case["ask"]), key)
        for case in cases()
        for key in rested_on(case)
        if case["ask"] not in uses_of(key).questions
    }
    assert missed == set()


def cases() -> Iterator[dict[str, Any]]:
    for path in sorted(CASES.glob("*.yaml")):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))


def rested_on(case: dict[str, Any]) -> set[str]:
    """The keys in the derivations of a case's answer."""
    try:
        answer = ask(
            case["ask"], case["given"], edition.book(), today=ASKED_ON, year=case.get("year"), on=case.get("on")
        )
    except (Refused, NotInForce):
        return set()
    return {used.key for told in answer.explanations for used in told.provisions}


def planted(**modules: str) -> Scan:
    """A house of these modules: `planted(domain_listing_rules="…")`."""
    named = {name.replace("__", "."): text for name, text in modules.items()}
    return Scan(Sources({name: Module(name, ast.parse(text)) for name, text in named.items()}))


ASKS = "def rule(law, name):\n    return law.value({})\n"
FUNCTION = "domain__listing__rules"


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("'a.b'", "a.b"),
        ("f'a.b.{name}'", "a.b.coal"),
        ("'a.b.' + name", "a.b.coal"),
        ("f'a.share{name}'", "a.share"),
        ("f'a.share{name}'", "a.share.steel"),
        ("f'a.{name}.min'", "a.coal.min"),
    ],
)
def test_a_key_is_found_however_it_is_written(asked: str, key: str) -> None:
    found = planted(**{FUNCTION: ASKS.format(asked)})
    assert never_asked(found, [key]) == []
    assert never_asked(found, ["a.other.key"]) == ["a.other.key"]


def test_what_is_open_stands_for_one_segment() -> None:
    found = planted(**{FUNCTION: ASKS.format("f'power.benchmark.{name}'")})
    assert never_asked(found, ["power.benchmark.heat.coal"]) == ["power.benchmark.heat.coal"]
    assert not fits_any("a.*.min", ["a.b.c.min"])


def test_a_beginning_is_continued_elsewhere_in_its_room() -> None:
    """The caller says where the keys begin, another function of the room how they go on."""
    begins = "from domain.listing.amounts import least\ndef rule(law):\n    return least(law, 'a.b')\n"
    goes_on = "def least(law, prefix):\n    return law.value(f'{prefix}.fine_min')\n"
    found = planted(domain__listing__rules=begins, domain__listing__amounts=goes_on)
    assert never_asked(found, ["a.b.fine_min"]) == []
    elsewhere = planted(domain__listing__rules=begins, domain__penalty__amounts=goes_on)
    assert never_asked(elsewhere, ["a.b.fine_min"]) == ["a.b.fine_min"]


def test_constants_and_functions_are_followed() -> None:
    keys = "KEY = 'a.b'\ndef root(name):\n    return 'a' if name else f'a.pilot.{name}'\n"
    asks = (
        "from domain.listing.keys import KEY, root\n"
        "def rule(law, name):\n    prefix = f'{root(name)}.fine'\n"
        "    return law.value(KEY), law.value(f'{prefix}.min')\n"
    )
    found = planted(domain__listing__keys=keys, domain__listing__rules=asks)
    assert never_asked(found, ["a.b", "a.fine.min", "a.pilot.hubei.fine.min"]) == []
    assert found.asked(["a.b"]) == {"a.b": {("domain.listing.rules", "rule")}}


def test_the_name_of_a_question_or_a_notice_is_no_key() -> None:
    text = "def rule(law):\n    Working('a.b', law)\n    tell('a.b' if law else 'a.c', at=0)\n"
    assert never_asked(planted(**{FUNCTION: text}), ["a.b", "a.c"]) == ["a.b", "a.c"]


def test_a_question_and_a_page_come_to_what_they_call() -> None:
    rules = "def rule(law):\n    return law.value('a.b')\n"
    answer = "def _a(x):\n    return rules.rule(x)\n"
    asks = f"from domain.listing import rules\n{answer}QUESTIONS = (Question('q.a', 'r', _a),)\n"
    page = (
        "from domain.listing.rules import rule\n@get('/a', duty=1)\nasync def a(request):\n    return rule(request)\n"
    )
    found = planted(domain__listing__rules=rules, domain__trial__rules__listing=asks, portal__listing=page)
    text = written(found, ["a.b"])
    assert "rule a.b domain.listing.rules:rule\n" in text
    assert "question q.a domain.listing.rules:rule\n" in text
    assert "page /a domain.listing.rules:rule\n" in text


@pytest.mark.parametrize(
    "text",
    [
        "law.value('penalty.surender.failed.fine_min')",
        "KEY = 'penalty.surender'",
        "law.text('planted.key')",
        "law.value(f'penalty.surender.{name}')",
        "law.has('penalty.surrender.failed.fine_min.planted')",
    ],
)
def test_a_planted_key_that_is_not_shipped_is_seen(text: str) -> None:
    found = planted(domain__listing__rules=f"def rule(law, name):\n    KEY = 0\n    {text}\n")
    assert not_shipped(found, shipped()) != []


def test_a_planted_key_that_nobody_asks_for_is_seen() -> None:
    assert never_asked(source(), [*shipped(), "planted.key"])[-1] == "planted.key"


def test_a_file_of_uses_tells_rooms_questions_and_pages() -> None:
    found = uses_of("power.benchmark.I")
    assert "allocation.power_unit" in found.questions
    assert any(one.room == "allocation" and one.page == "/allocation" for one in found.rooms)
    assert uses_of("deadline.report").pages
    assert not uses_of("planted.key")
    assert Path(USES).exists()
