"""Open data: what is written is what was read, and nothing of it is unpublished."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.listing.states import State as ListState
from domain.records.database import ask, transaction
from domain.records.journal.writes import record
from domain.records.people.writes import enter_enterprises
from domain.records.sheets.reader import USUAL, grid_of
from portal.public import files
from portal.public.data import BY_CODE, DATA_SETS, DataSet, Type
from portal.public.files import BOM, as_text, csv_bytes, neutral
from portal.public.handbook import PAGE, handbook
from portal.words import translations
from tests.cast import AT, actor, enact_the_law
from tests.doors import Browser, credit_code, opened_portal, plant

YEAR = 2024
SECRETS = ("SECRET", "888888", "7654321")


@pytest.fixture(scope="module")
async def province(database: object) -> None:
    """A published and a hidden record of every kind; what is hidden has a telling name or figure."""
    await enact_the_law()
    names = ["=HYPERLINK(1)", "电厂,“甲”\n二期", *[f"SECRET-{state}" for state in ListState if state != "published"]]
    facts = [
        {"credit_code": credit_code(number), "name": name, "city": "武汉市", "sector": "power", "synthetic": True}
        for number, name in enumerate(names)
    ]
    async with transaction():
        ids = dict(zip(names, (await enter_enterprises(facts)).values(), strict=True))
    for name, enterprise_id in ids.items():
        state = name.removeprefix("SECRET-") if name.startswith("SECRET-") else "published"
        for year in (YEAR, YEAR + 1):
            await plant("list_entry", year=year, enterprise_id=enterprise_id, state=state, verdict="list")
    first, second, *_ = ids.values()
    await _outcomes(first, second)
    await _cases(first, second)
    await _others()


async def _outcomes(first: int, second: int) -> None:
    for enterprise_id, due, column in ((first, 1_000_000, "published_result_id"), (second, 7654321, "result_id")):
        about = {"enterprise_id": enterprise_id, "year": YEAR}
        obligation = await plant("obligation", state="settled", due=due, **about)
        result = await plant(
            "surrender_result", obligation_id=obligation, status="short", shortfall=12, published_at=AT, **about
        )
        await ask(f"UPDATE obligation SET {column} = {{}} WHERE id = {{}}", result, obligation)


async def _cases(first: int, second: int) -> None:
    for serial, (enterprise_id, number, fine, published_at) in enumerate(
        ((first, "一号", 200_000, AT), (second, "SECRET-case", 888888, None)), 1
    ):
        about = {"enterprise_id": enterprise_id, "year": YEAR, "number": number, "serial": serial}
        decided = {"state": "served", "fine_yuan": fine, "decided_on": "2026-02-01", "published_at": published_at}
        await plant("penalty_case", ground="shortfall", law="decree-775-art-24", shortfall=12, **about, **decided)


async def _others() -> None:
    await plant("price_day", on_day="2024-12-30", close_yuan=97, volume_tonnes=10, amount_yuan=970, source="+来源")
    for state, title, published_at in (
        ("published", "@公告", AT),
        ("drafted", "SECRET", None),
        ("withdrawn", "SECRET", AT),
    ):
        text = "正文" if state == "published" else "SECRET"
        await plant("bulletin", topic="portal", title=title, text=text, state=state, published_at=published_at)


@pytest.fixture
async def reader(province: None, tmp_path: Path) -> AsyncIterator[Browser]:
    files._shelf = files._Shelf()
    async with opened_portal(tmp_path) as client:
        yield Browser(client)


def read_back(content: bytes) -> list[dict[str, str]]:
    """A csv as a program reads it: the mark of Excel left out, the apostrophes of text taken away."""
    text = content.decode("utf-8")
    assert text.startswith(BOM)
    lines = csv.DictReader(io.StringIO(text.removeprefix(BOM), newline=""))
    return [{name: value.removeprefix("'") for name, value in line.items()} for line in lines]


def plain(value: object) -> str:
    """What a value is when it is read back as text."""
    return value if isinstance(value, str) else as_text(value)


@pytest.mark.parametrize("one", DATA_SETS, ids=lambda one: one.code)
async def test_a_csv_read_back_is_what_the_room_has_published(reader: Browser, one: DataSet) -> None:
    answer = await reader.get(f"/public/data/{one.code}/all.csv")
    assert answer.status_code == 200, answer.text
    cards = await one.rows()
    wanted = [{each.code: plain(each.value(card)) for each in one.fields} for card in cards]
    assert read_back(answer.content) == wanted
    assert cards, "an empty set proves nothing"
    assert not any(secret in answer.text for secret in SECRETS)


@pytest.mark.parametrize("one", DATA_SETS, ids=lambda one: one.code)
async def test_an_xlsx_has_the_same_rows_and_its_dictionary(reader: Browser, one: DataSet) -> None:
    answer = await reader.get(f"/public/data/{one.code}/all.xlsx")
    sheets = grid_of(answer.content, limits=USUAL).sheets
    assert len(sheets) == 2
    rows, dictionary = sheets.values()
    assert max(row for row, _ in rows) == len(await one.rows()) + 1
    assert {text.text for (row, column), text in dictionary.items() if column == 2 and row > 1} == {
        each.code for each in one.fields
    }
    assert not any(secret in text.text for text in rows.values() for secret in SECRETS)


async def test_every_line_ends_as_the_standard_says_and_nothing_runs(reader: Browser) -> None:
    content = (await reader.get("/public/data/listing/all.csv")).content.decode()
    assert content.count("\r\n") >= 5
    assert "'=HYPERLINK(1)" in content
    assert '"电厂,“甲”\n二期"' in content
    assert all(not line.startswith(("=", "+", "-", "@")) for line in content.splitlines())


async def test_files_by_year_make_up_the_whole(reader: Browser) -> None:
    whole = read_back((await reader.get("/public/data/listing/all.csv")).content)
    years = [read_back((await reader.get(f"/public/data/listing/{year}.csv")).content) for year in (YEAR + 1, YEAR)]
    assert [line for lines in years for line in lines] == whole
    assert {line["year"] for line in years[1]} == {str(YEAR)}


@pytest.mark.parametrize(
    "path", ["listing/1999.csv", "listing/x.csv", "listing/0.csv", "listing/all.exe", "listing/all", "nothing/all.csv"]
)
async def test_what_there_is_not_is_not_found(reader: Browser, path: str) -> None:
    assert (await reader.get(f"/public/data/{path}")).status_code == 404


async def test_the_page_tells_the_digest_of_the_file(reader: Browser) -> None:
    shown = (await reader.get("/public/data")).text
    for one in DATA_SETS:
        content = (await reader.get(f"/public/data/{one.code}/all.csv")).content
        assert sha256(content).hexdigest() in shown, one.code


async def test_a_reader_who_has_a_file_is_not_sent_it_again(reader: Browser) -> None:
    first = await reader.get("/public/data/prices/all.csv")
    assert first.headers["cache-control"] == "public, no-cache"
    again = await reader.get("/public/data/prices/all.csv", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = await reader.get("/public/data/prices/all.csv", headers={"if-none-match": '"other"'})
    assert other.status_code == 200


async def test_a_file_is_made_anew_when_something_has_happened(reader: Browser) -> None:
    before = (await reader.get("/public/data/prices/all.csv")).headers["etag"]
    await plant("price_day", on_day="2024-12-31", close_yuan=98, volume_tonnes=1, amount_yuan=98, source="x")
    officer = actor("allocation_officer")
    async with transaction():
        duty = next(iter(officer.duties))
        await record("market:prices:import", "price_day:1", actor=officer, at=AT, duty=duty)
    after = await reader.get("/public/data/prices/all.csv")
    assert after.headers["etag"] != before
    assert after.headers["last-modified"] == "Mon, 09 Oct 2023 02:00:00 GMT"


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_dictionary_names_every_field_in_both_languages(reader: Browser, language: str) -> None:
    reader.cookies["language"] = language
    answer = await reader.get("/public/data/dictionary/all.csv")
    lines = read_back(answer.content)
    assert [(line["dataset"], line["field"]) for line in lines] == [
        (one.code, each.code) for one in DATA_SETS for each in one.fields
    ]
    for line in lines:
        assert all(line[name] for name in ("name_zh", "name_en", "meaning", "type")), line
        assert line["name_zh"] != f"data_field:{line['field']}"
    assert (await reader.get("/public/data/dictionary/all.xlsx")).status_code == 200
    assert (await reader.get("/public/data/dictionary")).status_code == 200


def test_every_set_and_field_has_words_and_codes_have_values() -> None:
    for language in ("zh", "en"):
        said = translations(language).ugettext
        for one in DATA_SETS:
            keys = [f"dataset:{one.code}", f"dataset_about:{one.code}"]
            keys += [f"{kind}:{each.code}" for each in one.fields for kind in ("data_field", "data_meaning")]
            assert [key for key in keys if said(key) == key] == []
    coded = [each for one in DATA_SETS for each in one.fields if each.type is Type.CODE]
    assert all(each.words for each in coded)


def test_the_handbook_says_what_the_register_says() -> None:
    """Written anew by `python -m portal.public.handbook`."""
    assert PAGE.read_text(encoding="utf-8") == handbook()


def test_no_set_has_a_field_twice() -> None:
    assert all(len({each.code for each in one.fields}) == len(one.fields) for one in DATA_SETS)
    assert len(BY_CODE) == len(DATA_SETS)


@given(st.text())
def test_no_text_runs_and_every_text_comes_back(text: str) -> None:
    kept = neutral(text)
    assert not kept.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert kept.removeprefix("'") == text


def test_values_are_written_so_that_they_read_back() -> None:
    at = datetime.fromisoformat("2026-01-31T16:30:00+00:00")
    values = (None, False, 0, Decimal("1E+3"), Decimal("-0.10"), date(2026, 2, 1), at)
    assert [as_text(value) for value in values] == [
        "",
        "no",
        "0",
        "1000",
        "-0.10",
        "2026-02-01",
        "2026-02-01T00:30:00+08:00",
    ]
    fields = BY_CODE["prices"].fields
    row = (date(2026, 1, 2), Decimal("74.63"), 10, None, None, None, '"=1"')
    assert read_back(csv_bytes(fields, [row]))[0]["source"] == '"=1"'
