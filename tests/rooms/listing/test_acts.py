"""The list from the imported workbook to its publication."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from domain.core.actors import Actor
from domain.core.findings import Refused, Stale
from domain.listing import acts, queries
from domain.listing.workbook import WORKBOOK
from domain.records.database import ask
from domain.records.lawbook.queries import as_of
from domain.records.lists import Asked, Line, found
from domain.records.people.rules import check_digit
from domain.records.sheets.writer import blank
from tests.cast import AT, actor, codes, enact_the_law, entries_for

pytestmark = pytest.mark.usefixtures("imported")
OFFICER, LEADER = actor("listing_officer"), actor("leader")
YEAR = 2024


def credit_code(number: int) -> str:
    first = f"91420000{number:09d}"
    return first + check_digit(first)


def workbook(*rows: tuple[int, str]) -> bytes:
    """Enterprises by number with their emissions of the year before last."""
    enterprises = [
        {
            "credit_code": credit_code(number),
            "name": f"示例电厂{number}",
            "city": "武汉市",
            "sector_code": "4411",
            "year": YEAR - 2,
            "emissions_tonnes": Decimal(tonnes),
        }
        for number, tonnes in rows
    ]
    unit = {"credit_code": credit_code(rows[0][0]), "number": "1", "capacity_mw": Decimal(300), "fuel": "bituminous"}
    units = [{**unit, "unit_class": "II", "cogeneration": "no"}]
    return blank(WORKBOOK, {"enterprises": enterprises, "units": units})


@pytest.fixture(scope="module")
async def imported(database: object) -> None:
    await enact_the_law()
    rows = [(1, "1000000"), (2, "26000"), (3, "25999"), (4, "50000")]
    await acts.import_candidates(workbook(*rows), "候选.xlsx", actor=OFFICER, at=AT)


async def proposed(number: int, year: int) -> int:
    """Propose one enterprise for a year of its own; answers the entry."""
    rows = await ask("SELECT id FROM enterprise WHERE credit_code = {}", credit_code(number))
    await acts.propose(year, [rows[0]["id"]], actor=OFFICER, at=AT)
    return (await listed(year, OFFICER))[-1].id


async def listed(year: int, reader: Actor) -> tuple[Line, ...]:
    """The lines of a year's list that the reader sees."""
    return (await found(queries.ROLL, Asked(), *queries.of_year(year, actor=reader))).lines


async def test_an_import_is_previewed_before_it_is_made() -> None:
    preview = await acts.preview_import(workbook((1, "1"), (9, "1")), actor=OFFICER)
    assert [code for code, _ in preview.new] == [credit_code(9)]
    assert [code for code, _ in preview.known] == [credit_code(1)]
    assert not await ask("SELECT id FROM enterprise WHERE credit_code = {}", credit_code(9))


async def test_an_import_with_a_wrong_credit_code_is_refused_whole() -> None:
    broken = blank(
        WORKBOOK,
        {
            "enterprises": [
                {
                    "credit_code": "914200000000000080",
                    "name": "错码",
                    "city": "武汉市",
                    "sector_code": "4411",
                    "year": 2022,
                    "emissions_tonnes": Decimal(1),
                }
            ]
        },
    )
    with pytest.raises(Refused) as caught:
        await acts.import_candidates(broken, "x.xlsx", actor=OFFICER, at=AT)
    assert "LISTING-CODE" in codes(caught)
    assert caught.value.findings[0].place.cell
    assert not await ask("SELECT id FROM enterprise WHERE name = '错码'")


async def test_screening_offers_those_at_or_above_the_threshold() -> None:
    found = await queries.candidates(YEAR, await as_of(AT.date()), actor=OFFICER)
    offered = {card.enterprise.credit_code for card in found if queries.proposable(card)}
    assert {credit_code(1), credit_code(2)} <= offered
    assert credit_code(3) not in offered


async def test_the_list_goes_its_way_to_publication() -> None:
    entry_id = await proposed(1, YEAR)
    until = await acts.notice(YEAR, actor=OFFICER, at=AT)
    with pytest.raises(Refused) as early:
        await acts.report(YEAR, actor=OFFICER, at=AT)
    assert codes(early) == {"LISTING-NOTICE"}
    later = datetime.combine(until, AT.timetz()) + timedelta(days=1)
    await acts.report(YEAR, actor=OFFICER, at=later)
    await acts.confirm(YEAR, "环办气候函〔2023〕1号", actor=OFFICER, at=later)
    await acts.publish(YEAR, actor=LEADER, at=later)
    assert [card.entry_id for card in await queries.published(YEAR, actor=LEADER)] == [entry_id]
    moves = ["propose", "notice", "report", "confirm", "publish"]
    assert await entries_for(f"list_entry:{entry_id}") == [f"listing:entry:{name}" for name in moves]
    assert len(await ask("SELECT id FROM notice WHERE code = 'listing.published'")) == 1


async def test_whoever_prepares_does_not_publish() -> None:
    with pytest.raises(Refused) as caught:
        await acts.publish(YEAR, actor=OFFICER, at=AT)
    assert codes(caught) == {"PEOPLE-DUTY"}


async def test_a_leader_does_not_prepare() -> None:
    with pytest.raises(Refused) as caught:
        await acts.propose(YEAR, [1], actor=LEADER, at=AT)
    assert codes(caught) == {"PEOPLE-DUTY"}


async def test_nobody_is_proposed_twice() -> None:
    await proposed(2, YEAR + 1)
    with pytest.raises(Refused) as caught:
        await proposed(2, YEAR + 1)
    assert codes(caught) == {"LISTING-SCREEN"}


async def test_a_withdrawn_entry_cannot_be_withdrawn_again() -> None:
    entry_id = await proposed(4, YEAR + 2)
    await acts.withdraw(entry_id, "重复列入", actor=OFFICER, at=AT)
    with pytest.raises(Stale):
        await acts.withdraw(entry_id, "重复列入", actor=OFFICER, at=AT)
    assert await entries_for(f"list_entry:{entry_id}") == ["listing:entry:propose", "listing:entry:withdraw"]


async def test_an_enterprise_sees_itself_alone() -> None:
    rows = await ask("SELECT id FROM enterprise ORDER BY id")
    mine = rows[0]["id"]
    assert {line["enterprise_id"] for line in await listed(YEAR, actor("filer", enterprise_id=mine))} <= {mine}
    assert not await listed(YEAR, actor("filer", enterprise_id=rows[1]["id"]))
