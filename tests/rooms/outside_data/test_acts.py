"""A file from its receipt to its import and back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.core.actors import Actor
from domain.core.duties import Kind
from domain.core.findings import Refused, Severity, Stale
from domain.outside_data import acts, queries
from domain.outside_data.checks import CHECKS
from domain.outside_data.workbook import Source
from domain.records.database import ask
from domain.records.lists import Asked, found
from tests.cast import actor, codes, entries_for
from tests.doors import Town, people_the_town
from tests.rooms.outside_data.ground import (
    AT,
    OFFICER,
    OTHER,
    PLANT,
    STRANGER,
    Row,
    bought,
    card,
    imported,
    received,
    text,
    told,
    workbook,
)

STOP, WARN, NOTE = Severity.STOP, Severity.WARN, Severity.NOTE


@pytest.fixture(scope="module", autouse=True)
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture(autouse=True)
async def nothing_told() -> None:
    await ask("DELETE FROM told_figure")
    await ask("DELETE FROM outside_row")
    await ask("DELETE FROM outside_import")


async def test_a_file_is_read_and_changes_nothing_until_it_is_imported() -> None:
    found_card = await received(workbook(bought(120), bought(7, STRANGER, name="面包店"), bought(5, OTHER)))
    assert (found_card.new, found_card.unknown, found_card.stops, found_card.state) == (2, 1, 0, "received")
    assert await told() == {}
    assert await acts.import_(found_card.id, actor=OFFICER, at=AT) == 2
    assert await told() == {(PLANT, "electricity_mwh", 0): "120 MWh", (OTHER, "electricity_mwh", 0): "5 MWh"}
    tags = await entries_for(f"outside_import:{found_card.id}")
    assert tags == ["outside_data:import:receive", "outside_data:import:import"]


async def test_the_original_is_kept_and_a_text_is_read_like_a_workbook() -> None:
    content = text(bought("157.5", unit="万kWh"), encoding="gb18030")
    found_card = await imported(content)
    assert await told() == {(PLANT, "electricity_mwh", 0): "1575 MWh"}
    assert found_card.media_type == "text/csv"
    rows = await ask("SELECT content FROM evidence WHERE sha256 = {}", found_card.evidence)
    assert rows[0]["content"] == content


async def test_a_second_import_replaces_and_says_so_before() -> None:
    await imported(workbook(bought(120), bought(5, OTHER)))
    second = await received(workbook(bought(121), bought(5, OTHER), bought(9, year=2024)))
    assert (second.changed, second.unchanged, second.new) == (1, 1, 1)
    await acts.import_(second.id, actor=OFFICER, at=AT)
    assert (await told())[PLANT, "electricity_mwh", 0] == "121 MWh"
    kept = await card(second.id)
    assert (kept.changed, kept.unchanged, kept.new) == (1, 1, 1)


async def test_what_is_taken_back_lets_the_import_before_stand_again() -> None:
    await imported(workbook(bought(120)))
    second = await imported(workbook(bought(121), bought(5, OTHER)))
    await acts.take_back(second.id, "电网更正", actor=OFFICER, at=AT)
    assert await told() == {(PLANT, "electricity_mwh", 0): "120 MWh"}
    assert (await card(second.id)).reason == "电网更正"
    with pytest.raises(Stale):
        await acts.take_back(second.id, "再次", actor=OFFICER, at=AT)


async def test_sources_do_not_touch_each_other() -> None:
    await imported(workbook(bought(120)))
    await imported(workbook(bought(130), source=Source.STATISTICS), "statistics")
    rows = await ask("SELECT source, value FROM told_figure ORDER BY source")
    assert [(row["source"], row["value"]) for row in rows] == [("grid", Decimal(120)), ("statistics", Decimal(130))]


async def test_a_file_is_dropped_or_imported_once() -> None:
    found_card = await received(workbook(bought(120)))
    await acts.drop(found_card.id, actor=OFFICER, at=AT)
    for act in (acts.import_(found_card.id, actor=OFFICER, at=AT), acts.drop(found_card.id, actor=OFFICER, at=AT)):
        with pytest.raises(Stale):
            await act
    assert await told() == {}


FAULTS: list[tuple[str, Severity, str, tuple[Row, ...]]] = [
    ("OD-001", STOP, "A6", (bought(1, "91420000000000001X"),)),
    ("OD-002", WARN, "A7", (bought(1), bought(1, STRANGER))),
    ("OD-003", WARN, "B6", (bought(1, name="另一家电厂"),)),
    ("OD-004", STOP, "G6", (bought(1, unit="桶"),)),
    ("OD-005", STOP, "G6", (bought(1, unit="万t"),)),
    ("OD-006", STOP, "E7", (bought(1), bought(2))),
    ("OD-007", STOP, "D6", (bought(12), *(bought(1, month=month) for month in range(1, 13)))),
    ("OD-008", STOP, "C6", (bought(1, year=2062),)),
    ("OD-009", WARN, "F6", (bought(120_000),)),
    ("OD-010", STOP, "", ()),
    ("OD-011", WARN, "D6", tuple(bought(1, month=month) for month in range(1, 12))),
    ("OD-012", NOTE, "F6", tuple(bought(0, month=month) for month in range(1, 13))),
    ("OD-013", STOP, "F6", (bought(900_000_000_000, unit="亿kWh"),)),
]


@pytest.mark.parametrize(("code", "severity", "cell", "rows"), FAULTS, ids=[row[0] for row in FAULTS])
async def test_a_fault_is_found_at_its_cell(code: str, severity: Severity, cell: str, rows: tuple[Row, ...]) -> None:
    if code == "OD-009":
        await imported(workbook(bought(120)))
    found_card = await received(workbook(*rows))
    mine = [finding for finding in found_card.findings if finding.code == code]
    assert [(finding.severity, finding.place.cell) for finding in mine] == [(severity, cell)]
    assert mine[0].citation


def test_every_check_of_a_file_has_a_failing_example() -> None:
    assert {check.code: check.severity for check in CHECKS} == {row[0]: row[1] for row in FAULTS}


async def test_an_honest_file_has_nothing_wrong() -> None:
    found_card = await received(workbook(*(bought(month, month=month, name="示例第1电厂") for month in range(1, 13))))
    assert found_card.findings == ()


async def test_a_file_with_faults_is_not_imported() -> None:
    found_card = await received(workbook(bought(1, unit="桶"), bought(2, OTHER)))
    with pytest.raises(Refused) as caught:
        await acts.import_(found_card.id, actor=OFFICER, at=AT)
    assert codes(caught) == {"OD-STOPS"}
    assert await told() == {}


async def test_a_file_of_strangers_alone_is_not_imported_and_stays_where_it_was() -> None:
    found_card = await received(workbook(bought(1, STRANGER)))
    with pytest.raises(Refused) as caught:
        await acts.import_(found_card.id, actor=OFFICER, at=AT)
    assert codes(caught) == {"OD-NONE"}
    assert (await card(found_card.id)).state == "received"


@pytest.mark.parametrize(
    ("source", "content", "code"),
    [
        ("gossip", workbook(bought(1)), "OD-SOURCE"),
        ("grid", b"", "SHEET-EMPTY"),
        ("grid", b"PK\x03\x04broken", "SHEET-TRUNCATED"),
        ("grid", b"hello", "OD-TEXT-HEADING"),
    ],
)
async def test_what_cannot_be_read_is_refused_and_not_kept(source: str, content: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        await acts.receive(source, content, "x", actor=OFFICER, at=AT)
    assert codes(caught) == {code}
    assert await ask("SELECT 1 FROM outside_import") == []


async def test_numbers_that_no_column_holds_are_findings_and_no_trouble() -> None:
    rows = (bought(Decimal("1e30")), bought(-5, month=1), bought(1, year=99_999), bought(1, month=77, year=2024))
    found_card = await received(workbook(*rows))
    assert {"SHEET-ABOVE", "SHEET-NEGATIVE"} <= {finding.code for finding in found_card.findings}
    assert found_card.stops >= 4


async def test_thousands_of_faults_are_told_in_part() -> None:
    found_card = await received(text(*(bought(1, month=month % 12 + 1, unit="桶") for month in range(2000))))
    assert len(found_card.findings) == acts.MOST_FINDINGS + 1
    assert found_card.findings[-1].code == "SHEET-MORE"


async def test_nobody_else_imports(town: Town) -> None:
    found_card = await received(workbook(bought(1)))
    for post in ("leader", "city_officer", "filer", "summary_officer"):
        stranger = actor(post, enterprise_id=town.enterprise_id if post == "filer" else None)
        for act in (
            acts.receive("grid", workbook(bought(1)), "x", actor=stranger, at=AT),
            acts.import_(found_card.id, actor=stranger, at=AT),
            acts.drop(found_card.id, actor=stranger, at=AT),
            acts.take_back(found_card.id, "x", actor=stranger, at=AT),
        ):
            with pytest.raises(Refused) as caught:
                await act
            assert codes(caught) == {"PEOPLE-DUTY"}


async def test_a_reason_is_given_for_taking_back() -> None:
    found_card = await imported(workbook(bought(1)))
    with pytest.raises(Refused) as caught:
        await acts.take_back(found_card.id, "  ", actor=OFFICER, at=AT)
    assert codes(caught) == {"OD-REASON"}


async def test_a_city_sees_its_own_lines_and_an_enterprise_none(town: Town) -> None:
    await ask("UPDATE enterprise SET city = '宜昌市' WHERE id = {}", town.other_enterprise_id)
    found_card = await imported(workbook(bought(1), bought(2, OTHER), bought(3, STRANGER)))
    rows = await ask("SELECT id FROM account WHERE sign_in_name = 'city_officer'")
    held = actor("city_officer")
    city = Actor(rows[0]["id"], "市局", Kind.CITY, held.duties, held.post, city="武汉市")
    seen = await found(queries.ROWS, Asked(), *queries.rows_of_import(found_card.id, actor=city))
    assert [line["credit_code"] for line in seen.lines] == [PLANT]
    assert [one.credit_code for one in await queries.told_in(2025, actor=city)] == [PLANT]
    assert await queries.original(found_card.id, actor=city) == ""
    filer = actor("filer", enterprise_id=town.enterprise_id)
    assert await queries.import_card(found_card.id, actor=filer) is None
