"""The shipped provisions parse, cite, never overlap, and read and write to the same bytes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.findings import Refused
from domain.core.law import Confidence, Law, NotInForce, Provision, last_day_of
from domain.records.lawbook import checks, yaml
from domain.records.lawbook.rules import SUBJECTS
from portal import words
from tests.law import edition

KEYS = sorted({provision.key for provision in edition.provisions()})
DAYS = st.dates(date(2013, 1, 1), date(2035, 12, 31))


def test_every_provision_is_well_formed() -> None:
    assert [finding for one in edition.provisions() for finding in checks.well_formed(one)] == []


def test_no_day_has_two_values_of_a_key() -> None:
    assert list(checks.overlaps(edition.provisions())) == []


def test_a_key_has_one_unit_and_lives_in_one_file() -> None:
    units: dict[str, set[str]] = {}
    subjects: dict[str, set[str]] = {}
    for subject, text in edition.files().items():
        for one in yaml.read(text, subject):
            units.setdefault(one.key, set()).add(one.unit)
            subjects.setdefault(one.key, set()).add(subject)
    assert [key for key in KEYS if len(units[key]) > 1 or len(subjects[key]) > 1] == []


@pytest.mark.parametrize("subject", sorted(edition.files()))
def test_writing_what_was_read_gives_the_same_bytes(subject: str) -> None:
    text = edition.files()[subject]
    assert yaml.write(yaml.read(text, subject)) == text


@given(key=st.sampled_from(KEYS), day=DAYS)
def test_on_any_day_a_key_has_one_value_or_is_not_in_force(key: str, day: date) -> None:
    ruling = [one for one in edition.provisions() if one.key == key and one.rules_on(day)]
    law = Law(day, {one.key: one for one in edition.provisions() if one.rules_on(day)})
    if not ruling:
        with pytest.raises(NotInForce):
            law.provision(key)
    else:
        assert [law.provision(key)] == ruling


def test_every_subject_belongs_to_a_room() -> None:
    assert set(edition.files()) <= set(SUBJECTS)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_key_and_subject_has_words(language: str) -> None:
    token = words.speaking.set(language)
    try:
        wordless = [key for key in KEYS if words.label("provision", key) == key]
        assert wordless == []
        assert [name for name in edition.files() if words.label("subject", "law", name) == name] == []
    finally:
        words.speaking.reset(token)


def test_the_years_of_this_edition_are_complete() -> None:
    yearly = [f"power.benchmark.{name}" for name in ("I", "II", "III", "IV", "heat.coal", "heat.gas")]
    dated = [f"deadline.{name}" for name in ("report", "verification", "pre_allocation", "final_tables", "surrender")]
    for year in (2023, 2024, 2025):
        law = edition.law(last_day_of(year))
        assert [key for key in (*yearly, *dated, "allocation.pre.share") if not law.has(key)] == []
        days = [law.on(key) for key in ("deadline.report", "deadline.verification", "deadline.surrender")]
        assert days == sorted(days)
        assert {day.year for day in days} == {year + 1}


def test_2025_benchmarks_are_marked_as_draft_and_2024_as_found() -> None:
    assert edition.law(last_day_of(2025)).provision("power.benchmark.I").confidence is Confidence.DRAFT
    assert edition.law(last_day_of(2024)).provision("power.benchmark.I").confidence is Confidence.FOUND


@pytest.mark.parametrize(
    "text",
    [
        "not: a list",
        "- key: a.b\n",
        "- key: a.b\n  values: []\n",
        "- key: a.b\n  values:\n  - value: 1\n    unit: t\n",
        "- {key: a.b, values: [{value: '1', unit: t, from: tomorrow, citation: x, confidence: found, instrument: '',"
        " note: ''}]}",
        "- {key: a.b, values: [{value: '1', unit: t, from: 2024-01-01, citation: x, confidence: sure, instrument: '',"
        " note: ''}]}",
        "a: [",
        "!!python/object/apply:os.system ['true']",
        "",
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_name(text: str) -> None:
    with pytest.raises(Refused) as refused:
        yaml.read(text, "broken")
    assert refused.value.findings[0].code.startswith(("LAW-YAML", "LAW-CONFIDENCE"))
    assert refused.value.findings[0].facts["subject"] == "broken"


@st.composite
def provision(draw: st.DrawFn) -> Provision:
    begins = draw(st.dates(date(2000, 1, 1), date(2050, 1, 1)))
    ends = draw(st.none() | st.integers(0, 4000).map(lambda days: begins + timedelta(days=days)))
    texts = st.text("ab 0.-:#%'\"\\[]{}&*!|>,?@`\n\t政策〔〕é\u200b", max_size=40)
    return Provision(
        draw(st.sampled_from(("a.b", "a.c", "b.no", "b.on_1", "z.yes"))),
        draw(texts),
        draw(texts),
        begins,
        ends,
        draw(texts),
        draw(st.sampled_from(Confidence)),
        draw(texts),
        draw(texts),
    )


@given(st.lists(provision(), max_size=6))
def test_any_provisions_survive_the_file(written: list[Provision]) -> None:
    by_key = sorted(written, key=lambda one: [other.key for other in written].index(one.key))
    text = yaml.write(written)
    assert list(yaml.read(text, "any")) == by_key
    assert yaml.write(yaml.read(text, "any")) == text
