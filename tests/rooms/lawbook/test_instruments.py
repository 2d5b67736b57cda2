"""The legal documents: shipped with the edition, loaded once, written back as the same bytes, shown as they are."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.core.actors import THE_CLOCK, THE_PUBLIC
from domain.core.findings import Refused
from domain.core.law import Confidence
from domain.records.lawbook import acts, queries, yaml
from domain.records.lawbook.rules import Instrument
from portal import words
from portal.law_command import EDITION, files_in, instruments_in
from tests.cast import codes, enact_the_law, entries_for
from tests.doors import Browser, opened_portal
from tests.law import edition

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SHIPPED = yaml.read_instruments(edition.instruments_file())


@pytest.fixture(scope="module")
async def reader(database: object, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    await enact_the_law()
    async with opened_portal(Path(tmp_path_factory.mktemp("portal"))) as client:
        yield Browser(client)


def test_writing_what_was_read_gives_the_same_bytes() -> None:
    assert yaml.write_instruments(SHIPPED) == edition.instruments_file()


def test_every_document_says_what_it_is_and_where_it_was_read() -> None:
    wanting = [one.number for one in SHIPPED if not (one.title and one.title_en and one.issuer and one.read_where)]
    assert wanting == []
    assert len({one.number for one in SHIPPED}) == len(SHIPPED)
    ended_before = [one.number for one in SHIPPED if one.in_force_until and one.in_force_from]
    assert all(one.in_force_from <= one.in_force_until for one in SHIPPED if one.number in ended_before)  # type: ignore[operator]


def test_every_provision_is_read_from_a_known_document() -> None:
    known = {one.number for one in SHIPPED}
    unknown = {one.instrument: one.key for one in edition.provisions() if one.instrument not in known}
    assert unknown == {}


def test_a_value_of_a_draft_is_marked_as_one() -> None:
    drafts = {one.number for one in SHIPPED if one.confidence is Confidence.DRAFT}
    assert drafts
    marked = {one.instrument for one in edition.provisions() if one.confidence is Confidence.DRAFT}
    assert marked <= drafts


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_issuer_has_a_name(language: str) -> None:
    token = words.speaking.set(language)
    try:
        assert [one.issuer for one in SHIPPED if words.say(f"issuer:{one.issuer}").startswith("issuer:")] == []
    finally:
        words.speaking.reset(token)


async def test_they_come_back_as_the_same_bytes_and_are_entered_once(reader: Browser) -> None:
    assert await queries.instruments_file() == edition.instruments_file()
    again = await acts.load_instruments(edition.instruments_file(), actor=THE_CLOCK, at=AT)
    assert (again.added, again.kept) == (0, len(SHIPPED))
    assert (await entries_for("edition:1")).count("law:instruments:load") == 1


async def test_a_new_document_is_added_to_those_that_are_there(reader: Browser) -> None:
    later = replace(SHIPPED[0], number="某令第1号", title="某办法", confidence=Confidence.MEMORY)
    changed = replace(SHIPPED[0], title="另一个名称")
    added = await acts.load_instruments(yaml.write_instruments([changed, later]), actor=THE_CLOCK, at=AT)
    assert (added.added, added.kept) == (1, 1)
    cards = {card.number: card for card in await queries.instruments()}
    assert cards["某令第1号"].title == "某办法"
    assert cards[SHIPPED[0].number].title == SHIPPED[0].title


async def test_only_the_clock_loads_them(reader: Browser) -> None:
    with pytest.raises(Refused) as caught:
        await acts.load_instruments("[]", actor=THE_PUBLIC, at=AT)
    assert codes(caught) == {"PEOPLE-DUTY"}


@pytest.mark.parametrize(
    "text",
    [
        "number: x",
        "- number: x",
        "- [",
        "- {number: 1, title: x, title_en: x, issuer: x, confidence: found, read_where: x, note: ''}",
        "- {number: x, title: x, title_en: x, issuer: x, confidence: sure, read_where: x, note: ''}",
        "- {number: x, title: '', title_en: x, issuer: x, confidence: found, read_where: x, note: ''}",
        "- {number: x, title: x, title_en: x, issuer: x, confidence: found, read_where: x, note: '', from: soon}",
        edition.instruments_file() + edition.instruments_file()[:400].rpartition("- number")[0],
    ],
)
def test_a_file_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        yaml.read_instruments(text)


def test_days_that_are_not_known_are_left_out() -> None:
    one = Instrument("某令", "某令", "An order", "某部", None, None, None, Confidence.FOUND, "full text")
    text = yaml.write_instruments([one])
    assert "issued_on" not in text
    assert yaml.read_instruments(text) == (one,)


def test_the_documents_are_no_subject_of_an_edition(tmp_path: Path) -> None:
    (tmp_path / "instruments.yaml").write_text(edition.instruments_file())
    (tmp_path / "clocks.yaml").write_text(edition.files()["clocks"])
    assert list(files_in(tmp_path)) == ["clocks"]
    assert instruments_in(tmp_path) == edition.instruments_file()
    assert instruments_in(tmp_path / "empty") == ""
    assert instruments_in(EDITION) == edition.instruments_file()


async def test_they_are_read_with_what_they_say(reader: Browser) -> None:
    text = (await reader.get("/law/instruments")).text
    assert all(one.number in text for one in SHIPPED)
    card = next(card for card in await queries.instruments() if card.number == "国务院令第775号")
    page = (await reader.get(f"/law/instruments/{card.id}?day=2024-12-31&subject=penalty_surrender")).text
    assert card.title in page
    assert "penalty.surrender.uncorrected" in page
    english = await _in_english(reader, f"/law/instruments/{card.id}")
    assert card.title_en in english
    assert "State Council" in english
    assert (await reader.get("/law/instruments/999999")).status_code == 404


async def test_a_document_with_many_values_is_opened_a_subject_at_a_time(reader: Browser) -> None:
    counted = {card.id: card.number for card in await queries.instruments()}
    rows = [row.provision for row in await queries.standing()]
    longest = max(counted, key=lambda number: len({one.key for one in rows if one.instrument == counted[number]}))
    folded = (await reader.get(f"/law/instruments/{longest}")).text
    subject = folded.partition("&amp;subject=")[2].partition("#")[0]
    assert subject
    opened = (await reader.get(f"/law/instruments/{longest}?subject={subject}")).text
    assert folded.count("/law/provisions/") < opened.count("/law/provisions/")


async def test_the_file_can_be_taken_away(reader: Browser) -> None:
    file = await reader.get("/law/instruments/file")
    assert file.status_code == 200
    assert [one.number for one in yaml.read_instruments(file.text)][: len(SHIPPED)] == [one.number for one in SHIPPED]


async def _in_english(reader: Browser, path: str) -> str:
    await reader.get("/language/en")
    text = (await reader.get(path)).text
    await reader.get("/language/zh")
    return text
