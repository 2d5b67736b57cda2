"""Reading the law at the front door: by day, room, subject, document and word; what changes; what is open."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.core.law import Confidence, Provision
from domain.core.workings import Working
from domain.records import database
from domain.records.lawbook import acts, queries, yaml
from domain.records.lawbook.rules import SUBJECTS, Enacted, compare
from domain.records.people.queries import actor_by_name
from portal import words
from portal.law import lookup
from portal.law.reading import day_or
from portal.law_command import EDITION, KEYS_PAGE, files_in, keys_page
from portal.page import templates
from tests.cast import enact_the_law
from tests.doors import Browser, opened_portal, people_the_town
from tests.law import edition

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
BENCHMARK = "power.benchmark.II"
# Of these no page may show all there is: an edition has more than a thousand provisions.
PAGES = (
    "/law",
    "/law?day=2024-12-31",
    "/law?search=%E5%8F%91%E7%94%B5",
    "/law?search=.",
    "/law/rooms/allocation",
    "/law/rooms/penalty",
    "/law/subjects/power_benchmarks?day=2024-12-31",
    "/law/subjects/fuels",
    f"/law/provisions/{BENCHMARK}",
    "/law/instruments",
    "/law/instruments/2",
    "/law/changes",
    "/law/changes?from=2013-01-01&to=2026-12-31",
    "/law/reviews",
)
MOST_LINKS = 260


@pytest.fixture(scope="module")
async def browsers(database: object, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Browser]]:
    await enact_the_law()
    await people_the_town()
    await correct_a_benchmark()
    async with opened_portal(Path(tmp_path_factory.mktemp("portal"))) as client:
        found = {"": Browser(client)}
        for name in ("summary_officer", "leader", "filer"):
            found[name] = Browser(client)
            await found[name].sign_in(name)
        yield found


async def correct_a_benchmark() -> None:
    """The draft benchmark of 2025 gives way to a final text; one official enacts, another confirms."""
    editor, jurist = await actor_by_name("summary_officer"), await actor_by_name("legal_reviewer")
    assert editor is not None
    assert jurist is not None
    draft = next(card for card in await queries.history(BENCHMARK) if card.in_force_from == date(2025, 1, 1))
    final = Provision(
        BENCHMARK,
        "0.8015",
        draft.unit,
        draft.in_force_from,
        draft.in_force_until,
        "正式方案 表1",
        Confidence.FOUND,
        "国环规气候〔2026〕1号",
    )
    provision_id = await acts.enact(final, draft.subject, reason="正式文本", actor=editor, at=AT, corrects=draft.id)
    await acts.confirm(provision_id, actor=jurist, at=AT)


async def test_anybody_reads_how_much_is_law_on_a_day(browsers: dict[str, Browser]) -> None:
    reader = browsers[""]
    answer = await reader.get("/law?day=2024-12-31")
    assert answer.status_code == 200
    in_force = sum(one.rules_on(date(2024, 12, 31)) for one in edition.provisions())
    assert f"<strong>{in_force}</strong>" in answer.text
    assert "/law/rooms/allocation?day=2024-12-31" in answer.text
    assert "国务院令第775号" in answer.text
    assert "/law/enact" not in answer.text
    assert "<strong>0</strong>" in (await reader.get("/law?day=1999-01-01")).text
    assert (await reader.get("/law?day=nonsense")).status_code == 200
    assert "/law/enact" in (await browsers["summary_officer"].get("/law")).text


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_costs_few_statements_and_stays_light(
    browsers: dict[str, Browser], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, asked = database.engine(), list[str]()
    ask = engine._run_in_pool

    async def counted(query: str, *values: object) -> object:
        asked.append(query)
        return await ask(query, *values)

    monkeypatch.setattr(engine, "_run_in_pool", counted)
    for name in ("summary_officer", "filer"):
        asked.clear()
        answer = await browsers[name].get(path)
        assert answer.status_code == 200
        assert 0 < len(asked) <= 6, asked
        assert answer.text.count("/law/provisions/") < MOST_LINKS


async def test_rooms_and_subjects_are_opened_one_by_one(browsers: dict[str, Browser]) -> None:
    reader = browsers[""]
    subjects = set(edition.files())
    for room in {SUBJECTS[subject] for subject in subjects}:
        text = (await reader.get(f"/law/rooms/{room}?day=2024")).text
        listed = set(re.findall(r"/law/subjects/(\w+)\?day=2024-12-31", text))
        assert listed == {subject for subject in subjects if SUBJECTS[subject] == room}
    assert (await reader.get("/law/rooms/kitchen")).status_code == 404
    assert (await reader.get("/law/subjects/nothing")).status_code == 404
    text = (await reader.get("/law/subjects/power_benchmarks?day=2024-12-31")).text
    assert "0.7910" in text
    assert "0.7950" not in text


async def test_a_subject_without_a_value_on_the_day_says_when_it_has_one(browsers: dict[str, Browser]) -> None:
    text = (await browsers[""].get("/law/subjects/power_benchmarks?day=2005-01-01")).text
    assert "该日没有有效条款" in text
    assert re.search(r"/law/subjects/power_benchmarks\?day=20\d\d-\d\d-\d\d", text)


@pytest.mark.parametrize("asked", ["power.benchmark.i", "Benchmark class II", "发电基准值 常规", "清缴截止日"])
async def test_a_key_is_found_by_its_words_in_either_language(browsers: dict[str, Browser], asked: str) -> None:
    text = (await browsers[""].get("/law", params={"search": asked, "day": "2024-12-31"})).text
    assert "/law/provisions/" in text


async def test_what_nobody_calls_so_is_not_found(browsers: dict[str, Browser]) -> None:
    text = (await browsers[""].get("/law", params={"search": "<b>moon</b>"})).text
    assert "没有这样的条款" in text
    assert "<b>moon" not in text


def test_what_is_in_force_on_the_day_is_found_first() -> None:
    rows = [_row("a.x", "1", ends=date(2020, 12, 31)), _row("a.y", "2", starts=date(2021, 1, 1))]
    found = lookup.find(rows, "A. 条例", date(2022, 1, 1))
    assert [(hit.key, hit.on_day is not None) for hit in found] == [("a.y", True), ("a.x", False)]
    assert lookup.find(rows, "a. b", date(2022, 1, 1)) == []


@pytest.mark.parametrize(
    ("written", "day"),
    [("2024", date(2024, 12, 31)), ("2024-06-01", date(2024, 6, 1)), ("0000", None), ("²²²²", None), ("soon", None)],
)
def test_a_year_stands_for_its_last_day(written: str, day: date | None) -> None:
    otherwise = date(2026, 1, 1)
    assert day_or(written, otherwise) == (day or otherwise)


async def test_a_provision_shows_its_values_sources_and_corrections(browsers: dict[str, Browser]) -> None:
    text = (await browsers[""].get(f"/law/provisions/{BENCHMARK}")).text
    assert all(value in text for value in ("0.8090", "0.8049", "<s>0.8017", "0.8015"))
    assert "所据文本" in text
    assert "首版" in text
    corrected = re.findall(r'href="#value-(\d+)"', text)
    assert len(corrected) == 2
    assert all(f'id="value-{number}"' in text for number in corrected)
    assert (await browsers[""].get("/law/provisions/no.such.key")).status_code == 404


async def test_officials_are_told_names_and_everybody_else_posts(browsers: dict[str, Browser]) -> None:
    by_name = (await browsers["leader"].get(f"/law/provisions/{BENCHMARK}")).text
    assert "summary_officer" in by_name
    assert "legal_reviewer" in by_name
    for reader in ("", "filer"):
        text = (await browsers[reader].get(f"/law/provisions/{BENCHMARK}")).text
        assert "summary_officer" not in text.replace("/law", "")
        assert "法制审核" in text


async def test_a_provision_says_what_uses_it(browsers: dict[str, Browser]) -> None:
    text = (await browsers[""].get(f"/law/provisions/{BENCHMARK}")).text
    assert "/trial/allocation.power_unit" in text
    assert "domain.allocation.rules.power:power_unit" in text


async def test_values_and_subjects_come_as_yaml(browsers: dict[str, Browser]) -> None:
    reader = browsers[""]
    file = await reader.get("/law/provisions/deadline.surrender/file")
    values = [one for one in edition.provisions() if one.key == "deadline.surrender"]
    assert file.content == yaml.write(values).encode()
    assert (await reader.get("/law/provisions/no.such.key/file")).status_code == 404
    assert (await reader.get("/law/files/deadlines")).content == (EDITION / "deadlines.yaml").read_bytes()
    assert (await reader.get("/law/files/nothing")).status_code == 404


async def test_two_years_are_compared(browsers: dict[str, Browser]) -> None:
    reader = browsers[""]
    text = (await reader.get("/law/changes?from=2023&to=2024&subject=power_benchmarks")).text
    row = next(row for row in text.split("<tr>") if "<code>power.benchmark.I</code>" in row)
    assert "0.7950" in row
    assert "0.7910" in row
    assert "-0.50 %" in row
    same = (await reader.get("/law/changes?from=2024-12-31&to=2024-12-31")).text
    assert "两日的规定相同" in same
    many = (await reader.get("/law/changes?from=2005&to=2026&subject=deadlines")).text
    assert 'id="deadlines"' in many
    assert 'id="fuels"' not in many


def _row(
    key: str,
    value: str,
    *,
    starts: date = date(2020, 1, 1),
    ends: date | None = None,
    instrument: str = "条例",
    unit: str = "t",
) -> Enacted:
    one = Provision(key, value, unit, starts, ends, f"{instrument} 一", Confidence.FOUND, instrument)
    return Enacted(0, "planted", one, AT)


def test_added_ended_changed_and_repeated_are_told_apart() -> None:
    new_year = date(2021, 1, 1)
    eve = date(2020, 12, 31)
    rows = [
        _row("a.added", "1", starts=new_year),
        _row("a.ended", "1", ends=eve),
        _row("a.changed", "4", ends=eve),
        _row("a.changed", "3", starts=new_year),
        _row("a.repeated", "5", ends=eve),
        _row("a.repeated", "5", starts=new_year, instrument="办法"),
        _row("a.kept", "5", ends=eve),
        _row("a.kept", "5", starts=new_year),
        _row("a.stays", "5"),
    ]
    (found,) = compare(rows, eve, new_year)
    assert [one.key for one in found.added] == ["a.added"]
    assert [one.key for one in found.ended] == ["a.ended"]
    assert [(one.new.key, str(one.percent)) for one in found.changed] == [("a.changed", "-25.00")]
    assert [one.new.key for one in found.repeated] == ["a.repeated"]
    assert found.count == 4
    assert compare(rows, eve, eve) == ()


async def test_open_questions_are_listed_with_what_they_touch(browsers: dict[str, Browser]) -> None:
    text = (await browsers[""].get("/law/reviews")).text
    codes = {one.key.removeprefix("review.") for one in edition.provisions() if one.key.startswith("review.")}
    assert codes
    assert all(f'id="{code}"' in text for code in codes)
    touched = (await browsers[""].get("/law/provisions/penalty.surrender.failed.fine_min")).text
    assert "/law/reviews#cumulative_fines" in touched


def test_an_explanation_shows_open_questions_and_indexes() -> None:
    law = edition.law(date(2026, 12, 31))
    working = Working("planted", law)
    working.given("unit_initial", law.value("penalty.surrender.failed.fine_min"), "t", index="7号机组")
    working.law("penalty.surrender.failed.fine_min")
    told = working.result("total", "Σ unit_initial", law.value("penalty.surrender.failed.fine_min"), "yuan")
    assert told.reviews
    text = (
        templates()
        .from_string('{% import "parts/macros.html" as parts with context %}{{ parts.explanation(told) }}')
        .render(told=told, csrf_input="", user=None)
    )
    assert 'role="note"' in text
    assert all(f'href="/law/reviews#{code}"' in text for code in told.reviews)
    assert "7号机组" in text


def test_every_note_is_said_in_chinese() -> None:
    token = words.speaking.set("zh")
    try:
        notes = {one.note for one in edition.provisions() if one.note}
        documents = yaml.read_instruments(edition.instruments_file())
        notes |= {text for one in documents for text in (one.note, one.read_where) if text}
        assert sorted(note for note in notes if not re.search("[\u4e00-\u9fff]", words.note(note))) == []
    finally:
        words.speaking.reset(token)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_note_without_words_stays_as_it_is(language: str) -> None:
    token = words.speaking.set(language)
    try:
        assert words.note("at most 50 %") == "at most 50 %"
    finally:
        words.speaking.reset(token)


def test_the_page_of_keys_is_current() -> None:
    assert keys_page(files_in(EDITION)) == KEYS_PAGE.read_text(encoding="utf-8")
