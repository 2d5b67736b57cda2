"""Whatever is typed into a calculator is answered, refused with findings, or told that the law is silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.core.findings import Refused
from domain.core.law import NotInForce
from domain.trial.rules import QUESTIONS, Answer, Field, Kind, Question, ask
from portal.trial.form import columns_of, example_of, is_table, typed_in
from tests.doors import Browser
from tests.law import edition

TODAY = date(2026, 11, 21)
STRANGE = (
    *(
        "",
        " ",
        "0",
        "-1",
        "-0",
        "1.5",
        "½",
        "²",
        "٣",
        "１２．５",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999999",
        "1E-999999",
    ),
    *("9" * 20, "9" * 400, "0." + "0" * 29 + "1", "99999999999999999999.99", "1,234", "1_000", "0x1F", "none", "null"),
    *("1000-01-01", "2999-12-31", "9999-12-31", "2024-02-30", "0000-00-00", "1000", "2999", "9999", "2023 2024 x"),
    *("2024:1,2024:2", "x" * 500, "<b>'\"%s{}{{7*7}}", "\u202e\u200b", "\ud7ff\uffff", "a\tb\nc", "{}", "[1]", "true"),
)
PLAUSIBLE = {
    Kind.AMOUNT: ("0", "1", "0.5", "1000000", "9" * 20),
    Kind.COUNT: ("0", "1", "9999"),
    Kind.YES: ("yes", "no"),
    Kind.DAY: ("2016-06-20", "2019-06-30", "2024-05-01", "2026-08-15", "2999-12-31", "1000-01-01"),
    Kind.MONTH: ("2026-01", "2999-12", "1000-01"),
    Kind.YEARS: ("2023 2024", "2999"),
}
YEARS = ("", "1000", "2014", "2018", "2020", "2022", "2024", "2025", "2999", "24", "x")
Pairs = list[tuple[str, str]]


def some_of(one: Field) -> st.SearchStrategy[str]:
    usual = (*one.choices, *PLAUSIBLE.get(one.kind, ("x",)))
    return st.one_of(st.sampled_from(usual), st.sampled_from(usual), st.sampled_from(STRANGE), st.text(max_size=8))


@st.composite
def queries(draw: st.DrawFn, question: Question) -> Pairs:
    """An address: what the form would send, some of it strange, some of it left out."""
    pairs = [("year", draw(st.sampled_from(YEARS))), ("on", draw(st.sampled_from(("", "", "2024-05-01", "x"))))]
    for one in question.fields:
        if is_table(one):
            for row in range(1, draw(st.integers(1, 4))):
                pairs += [(f"{one.name}.{row}.{column.name}", draw(some_of(column))) for column in columns_of(one)]
        elif one.needed or draw(st.booleans()):
            pairs.append((one.name, draw(some_of(one))))
    return pairs


@pytest.mark.parametrize("code", sorted(QUESTIONS))
def test_no_facts_are_a_bug(code: str) -> None:
    question, book = QUESTIONS[code], edition.book()

    @settings(max_examples=25, deadline=None)
    @given(queries(question))
    def asked(pairs: Pairs) -> None:
        typed = typed_in(question, pairs)
        year, on = typed.texts.get("year", ""), typed.texts.get("on", "")
        try:
            answer = ask(code, typed.given(question), book, today=TODAY, year=year, on=on)
        except (Refused, NotInForce):
            return
        assert isinstance(answer, Answer)

    asked()


@pytest.mark.parametrize("code", sorted(QUESTIONS))
def test_one_strange_fact_in_the_example_is_no_bug(code: str) -> None:
    """Everything else being right, the strange value reaches the rule or is told at its own place."""
    question, book = QUESTIONS[code], edition.book()
    typed = example_of(question)
    for name in typed.texts:
        for strange in STRANGE:
            texts = typed.texts | {name: strange}
            facts = {one: text for one, text in texts.items() if one not in ("year", "on")}
            given_facts = typed.given(question) | facts
            try:
                ask(code, given_facts, book, today=TODAY, year=texts.get("year", ""), on=texts.get("on", ""))
            except (Refused, NotInForce):
                continue


NAMES = ("units", "units.1", "units.0.class", "units.1.class", "units.1.class.x", "units.999.class", "units.x.class")
MORE_NAMES = (
    "more",
    "year",
    "on",
    "class",
    "sector",
    "",
    ".",
    "..",
    "a.1.b",
    "_csrf_token",
    "x" * 400,
    "emissions.1.year",
)


def addresses(random: Random) -> Iterator[str]:
    """Random queries, well formed and not."""
    codes = sorted(QUESTIONS)
    for _ in range(250):
        pairs = [(random.choice(NAMES), random.choice((*STRANGE, *YEARS, "units"))) for _ in range(random.randrange(6))]
        yield f"/trial/{random.choice(codes)}?{urlencode(pairs)}"
    for raw in (
        "?",
        "?&&==&",
        "?%",
        "?%zz",
        "?a=%ff%fe",
        "?%ED%A0%80=1",
        "?year=%00",
        "?" + "a=1&" * 3000,
        "?" + "[" * 2000,
    ):
        yield f"/trial/allocation.power_entity{raw}"


async def test_no_address_is_a_bug(browsers: dict[str, Browser]) -> None:
    bugs = []
    for address in addresses(Random(20241231)):
        answer = await browsers["allocation_officer"].get(address)
        if answer.status_code >= 500 or "<main" not in answer.text:
            bugs.append((answer.status_code, address[:200]))
    assert bugs == []


async def test_what_was_typed_is_shown_and_never_obeyed(browsers: dict[str, Browser]) -> None:
    typed = '"><script>alert(1)</script>'
    query = urlencode({"year": typed, "sector": typed, "prior_verified": typed, typed: typed, "on": typed})
    answer = await browsers[""].get(f"/trial/allocation.pre?{query}")
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
