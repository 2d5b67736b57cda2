"""A draft becomes the final text: its values are corrected together, and every stored figure that moves is listed."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from domain.allocation import queries as allocation
from domain.allocation.rules import UnitFacts, power_unit
from domain.core.actors import THE_CLOCK, THE_PUBLIC, Actor
from domain.core.duties import Kind
from domain.core.law import Confidence, Law, Provision, last_day_of
from domain.core.workings import Explanation, Working
from domain.records import resting
from domain.records.database import transaction
from domain.records.lawbook import acts, queries, workbook
from domain.records.lawbook.rules import Enacted, Entry
from domain.records.lawbook.workbook import VALUES, WORKBOOK, Fate
from domain.records.people.writes import enter_enterprises
from domain.records.resting import RestingCard, moved_by
from domain.records.sheets.writer import blank
from portal.law import figures
from tests.cast import entries_for
from tests.doors import _facts, plant
from tests.law import edition
from tests.rooms.lawbook.hands import AT, EDITOR, JURIST, refused

pytestmark = pytest.mark.usefixtures("book")
SECOND = "power.benchmark.II"
YEAR = 2025


@pytest.fixture(scope="module")
async def book(database: object) -> None:
    await acts.load_edition(edition.files(), actor=THE_CLOCK, at=AT)


async def draft() -> str:
    """The draft document that the benchmark of the year was read from."""
    return (await drafted(SECOND)).provision.instrument


async def drafted(key: str, year: int = YEAR) -> Enacted:
    rows = [row for row in await queries.standing() if row.provision.key == key]
    return next(row for row in rows if row.provision.rules_on(last_day_of(year)))


async def final(key: str, value: str) -> Entry:
    """A value as the final text has it."""
    row = await drafted(key)
    one = replace(row.provision, value=value, confidence=Confidence.FOUND, instrument="某〔2026〕1号", citation="附表")
    return Entry(row.subject, one)


def unit_working(law: Law, generation: str) -> Explanation:
    """A unit's allocation, as a derivation that rests on the drafted benchmark."""
    working = Working("allocation.power_unit", law)
    megawatt_hours = working.given("generation_mwh", Decimal(generation), "MWh")
    benchmark = working.law(SECOND)
    return working.result("allocation", f"generation_mwh × {SECOND}", megawatt_hours * benchmark, "t")


def entity_working(law: Law, units: dict[str, Decimal]) -> Explanation:
    working = Working("allocation.power_entity", law)
    total = sum(
        (working.given("unit_initial", tonnes, "t", number, number) for number, tonnes in units.items()), Decimal(0)
    )
    return working.result("final", "Σ unit_initial", total, "t")


def issue_working(law: Law, pre: int, granted: Decimal) -> Explanation:
    working = Working("allocation.issue", law)
    working.given("pre", Decimal(pre), "t")
    working.given("final", granted, "t")
    return working.result("final_issue", "final - pre", granted - pre, "t")


@pytest.fixture(scope="module")
async def province(book: None) -> dict[str, int]:
    """An enterprise of two units with an allocation of the drafted year, and one of the year before."""
    async with transaction():
        (enterprise_id, *_) = (await enter_enterprises([_facts(1), _facts(2)])).values()
    law, earlier = await queries.as_of(last_day_of(YEAR)), await queries.as_of(last_day_of(YEAR - 1))
    units = {number: unit_working(law, mwh) for number, mwh in (("1", "1000000"), ("2", "500000"))}
    whole = entity_working(law, {number: told.value for number, told in units.items()})
    told = {"final": whole.as_json(), "final_issue": issue_working(law, 600000, whole.value).as_json()}
    one = await plant(
        "allocation", year=YEAR, enterprise_id=enterprise_id, state="final_proposed", explanations=json.dumps(told)
    )
    for number, unit in units.items():
        await planted_unit(one, enterprise_id, YEAR, number, unit)
    other = await plant(
        "allocation", year=YEAR - 1, enterprise_id=enterprise_id, state="final_issued", explanations="{}"
    )
    await planted_unit(other, enterprise_id, YEAR - 1, "1", unit_working(earlier, "1000000"))
    return {"enterprise": enterprise_id, "allocation": one}


async def planted_unit(allocation_id: int, enterprise_id: int, year: int, number: str, told: Explanation) -> None:
    await plant(
        "allocation_unit",
        allocation_id=allocation_id,
        enterprise_id=enterprise_id,
        year=year,
        unit_number=number,
        explanation=json.dumps(told.as_json()),
    )


async def test_a_draft_document_is_found_with_its_values() -> None:
    drafts = await queries.draft_instruments()
    assert drafts[await draft()] == len(await queries.drafts_of(await draft()))
    assert all(row.provision.confidence is Confidence.DRAFT for row in await queries.drafts_of(await draft()))
    assert await queries.drafts_of("") == await queries.drafts_of("no such document") == []


async def test_figures_that_rest_on_a_draft_are_found_and_moved(province: dict[str, int]) -> None:
    """Two units, their enterprise and its issue; the year before rests on other law."""
    old = (await drafted(SECOND)).provision
    found = await allocation.figures_resting_on([(SECOND, old.in_force_from)], actor=EDITOR)
    assert (found.figures, found.papers) == (4, 1)
    raised = str(Decimal(old.value) + Decimal("0.01"))
    told = moved_by(found.cards, {(SECOND, old.in_force_from.isoformat()): raised})
    assert {(one.card.told.result.name, one.card.place): one.difference for one in told} == {
        ("allocation", "1"): Decimal(10000),
        ("allocation", "2"): Decimal(5000),
        ("final", ""): Decimal(15000),
        ("final_issue", ""): Decimal(15000),
    }
    assert {one.card.paper for one in told} == {province["allocation"]}
    assert moved_by(found.cards, {(SECOND, old.in_force_from.isoformat()): old.value}) == []


@pytest.mark.usefixtures("province")
async def test_only_who_sees_the_province_is_told() -> None:
    sought = [(SECOND, date(YEAR, 1, 1))]
    stranger = Actor(99, "filer", Kind.ENTERPRISE, frozenset(), enterprise_id=1)
    for actor in (THE_PUBLIC, stranger):
        assert (await allocation.figures_resting_on(sought, actor=actor)).figures == 0
    assert (await allocation.figures_resting_on([], actor=EDITOR)).figures == 0
    assert (await allocation.figures_resting_on([("no.key", date(YEAR, 1, 1))], actor=EDITOR)).figures == 0


@pytest.mark.usefixtures("province")
async def test_what_is_looked_at_is_bounded_and_counted() -> None:
    sought = [(SECOND, date(YEAR, 1, 1)), (SECOND, date(YEAR - 1, 1, 1))]
    found = await resting.resting_on(allocation._KEPT, sought, actor=EDITOR, most=1)
    assert (found.figures, found.papers) == (5, 2)
    assert {card.year for card in found.cards} == {YEAR - 1}


@pytest.mark.usefixtures("province")
async def test_every_room_is_asked() -> None:
    """The statements of all rooms run; the order is that of the year."""
    change = (await acts.preview_values([await final(SECOND, "0.9")], draft=await draft(), actor=EDITOR, at=AT)).rows[0]
    assert change.change is not None
    told = await figures.moved([change.change], actor=EDITOR)
    assert [room.room for room in told] == ["allocation"]
    assert (told[0].figures, told[0].seen, len(told[0].moved)) == (4, 1, 4)
    assert told[0].sums["final", "t"] == told[0].sums["allocation", "t"] > 0
    for room in figures._ROOMS.values():
        await room.figures_resting_on([(SECOND, date(YEAR, 1, 1))], actor=EDITOR)


def card_of(told: Explanation, **changes: Any) -> RestingCard:
    return RestingCard(**{"kind": "x", "paper": 1, "enterprise_id": 1, "enterprise": "甲", "year": YEAR, "place": "",
                          "feeds": "", "told": told, **changes})  # fmt: skip


def law_of(*provisions: tuple[str, str, str]) -> Law:
    day = date(YEAR, 1, 1)
    return Law(
        day, {key: Provision(key, value, unit, day, None, "x", Confidence.DRAFT) for key, value, unit in provisions}
    )


def test_what_cannot_be_computed_again_is_said_to_be() -> None:
    """A list of classes chooses steps; words that are no formula compute nothing."""
    law = law_of(("a.classes", "I,II", "text"), ("a.share", "0.5", "share"))
    working = Working("x", law)
    working.provision("a.classes")
    chosen = working.result("y", "2 × a.share", 2 * working.law("a.share"), "t")
    worded = replace(chosen, result=replace(chosen.result, formula="by hand"))
    day = date(YEAR, 1, 1).isoformat()
    assert [one.new for one in moved_by([card_of(chosen)], {("a.classes", day): "I"})] == [None]
    assert [one.new for one in moved_by([card_of(chosen)], {("a.share", day): "0.6"})] == [Decimal("1.2")]
    assert [one.new for one in moved_by([card_of(worded)], {("a.share", day): "0.6"})] == [None]
    assert moved_by([card_of(chosen)], {("a.share", "1999-01-01"): "0.6"}) == []


def test_another_threshold_is_to_be_computed_anew() -> None:
    """At 55 % of load nothing is corrected below 50 %; below 60 % it would be, and the same steps would not say so."""
    law = edition.law(last_day_of(2025))
    unit = UnitFacts("1", "I", generation_mwh=Decimal(1000), load_factor=Decimal("0.55"))
    day = law.provision("power.load_correction.threshold").in_force_from.isoformat()
    (moved,) = moved_by([card_of(power_unit(law, unit).explanation)], {("power.load_correction.threshold", day): "0.6"})
    assert moved.new is None


def test_another_rounding_moves_a_figure_too() -> None:
    law = law_of(("r.down", "floor:0", "rounding"), ("a.share", "0.5", "share"))
    working = Working("x", law)
    tonnes = working.given("tonnes", Decimal(3), "t")
    told = working.result("y", "tonnes × a.share", tonnes * working.law("a.share"), "t", rounding="r.down")
    (moved,) = moved_by([card_of(told)], {("r.down", date(YEAR, 1, 1).isoformat()): "half_up:0"})
    assert (moved.old, moved.new, moved.difference) == (1, 2, 1)


async def test_final_values_are_previewed_beside_the_drafted_ones() -> None:
    old = (await drafted(SECOND)).provision
    values = [
        await final(SECOND, "0.8000"),
        await final("power.benchmark.IV", (await drafted("power.benchmark.IV")).provision.value),
    ]
    told = await acts.preview_values(values, draft=await draft(), actor=EDITOR, at=AT)
    assert [row.fate for row in told.rows] == [Fate.CHANGED, Fate.UNCHANGED]
    assert (told.findings, len(told.entries)) == ((), 2)
    assert told.rows[0].change is not None
    assert told.rows[0].change.old == old


async def test_what_was_never_drafted_is_not_made_final() -> None:
    row = next(
        row
        for row in await queries.standing()
        if row.provision.key == SECOND and row.provision.in_force_from.year == 2024
    )
    certain = Entry(row.subject, replace(row.provision, value="0.9"))
    told = await acts.preview_values([certain], draft=await draft(), actor=EDITOR, at=AT)
    assert [finding.code for finding in told.findings] == ["LAW-NOT-DRAFT"]
    async with refused("LAW-NO-DRAFT"):
        await acts.preview_values([certain], draft="某令", actor=EDITOR, at=AT)
    async with refused("PEOPLE-DUTY"):
        await acts.preview_values([certain], draft=await draft(), actor=JURIST, at=AT)
    async with refused("LAW-NOT-DRAFT"):
        await acts.propose_values([certain], reason="x", draft=await draft(), actor=EDITOR, at=AT)


async def test_the_final_text_takes_the_place_of_the_draft_by_a_sheet() -> None:
    """One sheet, one batch, one confirmation: the drafted rows stay, corrected, and past knowledge stays too."""
    name = await draft()
    rows = [(row.subject, row.provision) for row in await queries.drafts_of(name)]
    before = await queries.as_of(last_day_of(YEAR))
    lines = workbook.prefilled(rows, {}, None, None, "正式方案 附表", "某〔2026〕1号")
    assert all(line["from"] == one.in_force_from for line, (_, one) in zip(lines, rows, strict=True))
    original = typed(
        lines, lambda line: "0.8001" if line["key"] == SECOND and line["from"] == date(YEAR, 1, 1) else line["last"]
    )
    told = await acts.preview_sheet(original, draft=name, actor=EDITOR, at=AT)
    assert [finding for finding in told.findings if finding.stops] == []
    assert len(told.entries) == len(rows)
    digest = await acts.keep_sheet(original, "正式.xlsx", actor=EDITOR, at=AT)
    batch = await acts.propose_sheet(original, digest, reason="正式文本已印发", draft=name, actor=EDITOR, at=AT)
    cards = await queries.batch_cards(batch)
    assert all(card.corrects for card in cards)
    assert (await queries.as_of(last_day_of(YEAR))).digest() == before.digest()
    await acts.confirm_batch(batch, len(rows), actor=JURIST, at=AT)
    law = await queries.as_of(last_day_of(YEAR))
    assert (law.text(SECOND), law.provision(SECOND).confidence) == ("0.8001", Confidence.FOUND)
    assert [one.key for one in law if one.instrument == name and one.confidence is Confidence.DRAFT] == []
    assert await queries.drafts_of(name) == []
    assert await entries_for(f"provision:{cards[0].id}") == ["law:provision:enact", "law:provision:confirm"]
    known = await queries.as_of(last_day_of(YEAR), known_at=AT.replace(year=2026, month=11, day=19))
    assert not known.has(SECOND)
    async with refused("LAW-NO-DRAFT"):
        await acts.preview_sheet(original, draft=name, actor=EDITOR, at=AT)


def typed(lines: list[dict[str, object]], value: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(blank(WORKBOOK, {VALUES.key: lines})))
    page = book[VALUES.title_zh]
    for number, line in enumerate(lines):
        page.cell(VALUES.FIRST_LINE + number, VALUES.index("value")).value = value(line)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
