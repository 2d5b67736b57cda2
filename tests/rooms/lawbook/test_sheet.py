"""Many values by one sheet: a blank with last values, a preview against the book, proposed and confirmed together."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from domain.core.actors import THE_CLOCK
from domain.core.findings import Refused
from domain.core.law import last_day_of
from domain.records.evidence import queries as evidence
from domain.records.journal import queries as journal
from domain.records.lawbook import acts, queries, workbook
from domain.records.lawbook.acts import Preview
from domain.records.lawbook.workbook import VALUES, WORKBOOK, Fate
from domain.records.sheets.writer import blank
from tests.law import edition
from tests.rooms.lawbook.hands import AT, EDITOR, JURIST, refused

pytestmark = pytest.mark.usefixtures("book")
BEGINS, ENDS = date(2031, 1, 1), date(2031, 12, 31)
COLUMNS = [column.key for column in VALUES.columns]


@pytest.fixture(scope="module")
async def book(database: object) -> None:
    await acts.load_edition(edition.files(), actor=THE_CLOCK, at=AT)


async def asked(*subjects: str, instrument: str = "") -> list[Any]:
    return workbook.asked_for(await queries.standing(), subjects, instrument, BEGINS)


async def sheet(**values: Any) -> bytes:
    """The blank of the power benchmarks with some of its cells filled in: `I=…` for the value of power.benchmark.I."""
    lines = workbook.prefilled(await asked("power_benchmarks"), {}, BEGINS, ENDS, "某方案 附表", "某方案")
    changes = {f"power.benchmark.{name}": value for name, value in values.items()}
    cells = {key: value if isinstance(value, dict) else {"value": value} for key, value in changes.items()}
    return filled(lines, cells)


def filled(lines: list[dict[str, object]], changes: dict[str, dict[str, object]]) -> bytes:
    """The blank as a person fills it in: only cells are typed into."""
    book = openpyxl.load_workbook(io.BytesIO(blank(WORKBOOK, {VALUES.key: lines})))
    page = book[VALUES.title_zh]
    for number, line in enumerate(lines):
        for name, value in changes.get(str(line["key"]), {}).items():
            page.cell(VALUES.FIRST_LINE + number, VALUES.index(name)).value = value
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


async def preview(original: bytes) -> Preview:
    return await acts.preview_sheet(original, actor=EDITOR, at=AT)


def fates(told: Preview) -> dict[str, Fate]:
    return {row.key.removeprefix("power.benchmark."): row.fate for row in told.rows}


async def test_the_blank_asks_for_the_keys_with_their_last_values() -> None:
    rows = {one.key: (subject, one) for subject, one in await asked("power_benchmarks")}
    assert rows["power.benchmark.I"][0] == "power_benchmarks"
    newest = max(one.in_force_from for one in edition.provisions() if one.key == "power.benchmark.I")
    assert rows["power.benchmark.I"][1].in_force_from == newest
    by_document = {one.key for _, one in await asked(instrument="国环规气候〔2024〕1号")}
    assert {"power.benchmark.I", "surrender.vintage.latest"} <= by_document
    assert await asked() == []


async def test_keys_that_have_a_later_value_are_left_out() -> None:
    rows = workbook.asked_for(await queries.standing(), ["power_benchmarks"], "", date(2024, 6, 1))
    assert "power.benchmark.I" not in {one.key for _, one in rows}


async def test_an_empty_sheet_changes_nothing_and_says_what_is_missing() -> None:
    told = await preview(await sheet())
    assert set(fates(told).values()) == {Fate.MISSING}
    assert (told.entries, [one for one in told.findings if one.stops]) == ([], [])
    async with refused("LAW-NOTHING"):
        await acts.propose_sheet(await sheet(), "", reason="x", actor=EDITOR, at=AT)


async def test_every_value_is_shown_beside_the_last() -> None:
    last = {one.key: one for _, one in await asked("power_benchmarks")}
    told = await preview(await sheet(I="0.7000", II=last["power.benchmark.II"].value))
    assert fates(told)["I"] is Fate.CHANGED
    assert fates(told)["II"] is Fate.UNCHANGED
    row = next(row for row in told.rows if row.key == "power.benchmark.I")
    assert row.change is not None
    assert row.change.old == last["power.benchmark.I"]
    assert str(row.change.difference).startswith("-0.")
    assert len(told.entries) == 2


async def test_a_value_that_runs_on_unchanged_is_not_proposed() -> None:
    rows = [(subject, one) for subject, one in await asked("surrender") if one.key == "surrender.offset.share"]
    lines = workbook.prefilled(rows, {}, BEGINS, None, "某文", "某文")
    told = await preview(filled(lines, {"surrender.offset.share": {"value": rows[0][1].value}}))
    assert [row.fate for row in told.rows] == [Fate.RUNNING]
    assert told.entries == []


async def test_what_had_no_end_is_not_ended_by_the_way() -> None:
    """The blank leaves the end open; somebody who writes one is warned, and may mean it."""
    key = "surrender.offset.share"
    rows = [(subject, one) for subject, one in await asked("surrender") if one.key == key]
    lines = workbook.prefilled(rows, {}, BEGINS, ENDS, "某文", "某文")
    assert lines[0]["until"] is None
    told = await preview(filled(lines, {key: {"value": "0.06", "until": ENDS}}))
    assert [(one.code, one.stops, one.place.cell[0]) for one in told.findings] == [("LAW-ENDS", False, "H")]
    assert len(told.entries) == 1
    assert (await preview(filled(lines, {key: {"value": "0.06"}}))).findings == ()


async def test_faults_are_named_by_cell() -> None:
    original = await sheet(
        I="0,78",
        II={"value": "0.78", "citation": None, "confidence": "maybe"},
        III={"value": "0.79", "until": date(2030, 1, 1), "unit": "t/MWH"},
        IV={"value": "0.3", "key": "power.benchmark.VI", "from": "soon"},
    )
    told = await preview(original)
    lines = {row.key: VALUES.FIRST_LINE + number for number, row in enumerate(told.rows)}
    letter = dict(zip(COLUMNS, "ABCDEFGHIJKL", strict=True))
    found = {(finding.code, finding.place.cell) for finding in told.findings if finding.stops}
    assert {finding.place.sheet for finding in told.findings} == {VALUES.title_zh}
    assert found == {
        ("LAW-VALUE", f"{letter['value']}{lines['power.benchmark.I']}"),
        ("LAW-CITATION", f"{letter['citation']}{lines['power.benchmark.II']}"),
        ("SHEET-UNKNOWN-CHOICE", f"{letter['confidence']}{lines['power.benchmark.II']}"),
        ("LAW-UNIT-UNKNOWN", f"{letter['unit']}{lines['power.benchmark.III']}"),
        ("LAW-WINDOW", f"{letter['until']}{lines['power.benchmark.III']}"),
        ("SHEET-NOT-A-DATE", f"{letter['from']}{lines['power.benchmark.VI']}"),
    }
    before = len(await queries.proposed())
    with pytest.raises(Refused):
        await acts.propose_sheet(original, "", reason="x", actor=EDITOR, at=AT)
    assert len(await queries.proposed()) == before


async def test_a_strange_key_and_a_missing_confidence_are_told() -> None:
    original = await sheet(I={"value": "0.7", "key": "power.benchmrk.I"}, II={"value": "0.8", "confidence": None})
    told = await preview(original)
    found = {finding.code: finding for finding in told.findings}
    assert found["LAW-KEY-UNKNOWN"].facts["nearest"] == "power.benchmark.I"
    assert found["SHEET-REQUIRED"].place.cell.startswith("J")


async def test_a_formula_is_text_and_no_value() -> None:
    """A formula that was never computed, and text that begins like one, in either direction."""
    told = await preview(await sheet(I="=1+1", II={"value": "0.78", "citation": "=HYPERLINK(1)"}))
    assert [row.fate for row in told.rows if row.key == "power.benchmark.I"] == [Fate.MISSING]
    assert "SHEET-NOT-CALCULATED" in {finding.code for finding in told.findings}
    lines = workbook.prefilled(await asked("power_benchmarks"), {}, BEGINS, ENDS, "=cmd()", "+1")
    book = openpyxl.load_workbook(io.BytesIO(blank(WORKBOOK, {VALUES.key: lines})))
    cell = book[VALUES.title_zh].cell(VALUES.FIRST_LINE, VALUES.index("citation"))
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=cmd()", "s", True)


@pytest.mark.parametrize("original", [b"", b"key,value\n", b"PK\x03\x04broken"])
async def test_what_is_no_sheet_is_refused(original: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        await preview(original)
    assert refusal.value.findings[0].code.startswith("SHEET-")


async def test_the_form_of_another_room_is_recognised() -> None:
    from domain.listing.workbook import WORKBOOK as OTHER

    told = await preview(blank(OTHER))
    assert {"SHEET-WRONG-EDITION", "SHEET-MISSING"} <= {finding.code for finding in told.findings}


async def test_a_previewed_sheet_is_proposed_whole_and_confirmed_in_one_step() -> None:
    original = await sheet(I="0.6900", II="0.6800", III="0.6700")
    async with refused("PEOPLE-DUTY"):
        await acts.preview_sheet(original, actor=JURIST, at=AT)
    digest = await acts.keep_sheet(original, "表.xlsx", actor=EDITOR, at=AT)
    assert digest == hashlib.sha256(original).hexdigest()
    async with refused("LAW-REASON"):
        await acts.propose_sheet(original, digest, reason="", actor=EDITOR, at=AT)
    batch = await acts.propose_sheet(original, digest, reason="2031年方案", actor=EDITOR, at=AT)
    cards = await queries.batch_cards(batch)
    assert {card.key for card in cards} == {f"power.benchmark.{name}" for name in ("I", "II", "III")}
    entries = await journal.of_subjects([f"provision:{card.id}" for card in cards])
    assert [(entry.tag, entry.evidence, entry.reason) for entry in entries] == [
        ("law:provision:enact", digest, "2031年方案")
    ] * 3
    assert await evidence.fetch(digest) == original
    async with refused("LAW-ALREADY-PROPOSED"):
        await acts.propose_sheet(original, digest, reason="again", actor=EDITOR, at=AT)
    assert await acts.confirm_batch(batch, 3, actor=JURIST, at=AT) == 3
    assert (await queries.as_of(last_day_of(2031))).text("power.benchmark.I") == "0.6900"
    again = await preview(original)
    assert {finding.code for finding in again.findings} == {"LAW-OVERLAP"}


async def test_a_number_typed_as_a_number_is_read_with_its_digits() -> None:
    told = await preview(await sheet(IV=0.395))
    assert [entry.provision.value for entry in told.entries] == ["0.395"]
