"""A small province whose final allocation is settled: who owes what, what each holds, and what the registry says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from domain.allocation.tables import Allocation, AllocationUnit
from domain.core.calendar import CHINA
from domain.records.account.rules import POOL, Entry, holding
from domain.records.account.writes import post
from domain.records.database import ask, transaction
from domain.records.people.rules import check_digit
from domain.records.people.writes import enter_enterprises
from domain.records.sheets.writer import blank
from domain.surrender import acts, queries
from domain.surrender.queries import OutcomeCard
from domain.surrender.workbook import WORKBOOK
from tests.cast import AT, actor

YEAR = 2024
OFFICER, LEADER = actor("allocation_officer"), actor("leader")
DUE = {1: 1000, 2: 2000, 3: 500, 4: 800}
HELD = {1: 1200, 2: 1500, 3: 500, 4: 800}
ISSUED_ON, SURRENDERED_ON, DEADLINE = date(2025, 8, 18), date(2025, 12, 10), date(2025, 12, 31)

Line = dict[str, object]


def at(year: int, month: int, day: int) -> datetime:
    """Nine in the morning in China."""
    return datetime(year, month, day, 9, tzinfo=CHINA)


OPENED = at(2025, 12, 1)
BEFORE, AFTER = at(2025, 12, 20), at(2026, 1, 5)


def credit_code(number: int) -> str:
    first = f"91420000{number:09d}"
    return first + check_digit(first)


def name(number: int) -> str:
    return f"示例电厂{number}"


def line(number: int, kind: str, tonnes: int, reference: str, day: date = SURRENDERED_ON, **other: object) -> Line:
    """A line of the registry's statement; `other` replaces any cell."""
    usual = {"credit_code": credit_code(number), "name": name(number), "vintage": YEAR, "kind": kind}
    return {**usual, "tonnes": tonnes, "day": day, "reference": reference, **other}


def statement(*lines: Line) -> bytes:
    return blank(WORKBOOK, {"movements": list(lines)})


async def imported(*lines: Line, when: datetime = BEFORE, year: int = YEAR) -> acts.Imported:
    return await acts.import_statement(year, statement(*lines), "流水单.xlsx", actor=OFFICER, at=when)


async def furnish(due: dict[int, int], held: dict[int, int], year: int = YEAR) -> dict[int, int]:
    """Enter the enterprises, their settled final allocation and their holdings; answers their ids by number."""
    facts = [
        {
            "credit_code": credit_code(number),
            "name": name(number),
            "name_en": f"Example plant {number}",
            "city": "武汉市",
            "address": "",
            "legal_person": "",
            "sector_code": "4411",
            "captive_industry": "",
            "sector": "power",
            "fictional": True,
            "synthetic": True,
        }
        for number in due
    ]
    async with transaction():
        by_code = await enter_enterprises(facts)
        ids = {number: by_code[credit_code(number)] for number in due}
        for number, tonnes in due.items():
            await _settled_allocation(ids[number], tonnes, year)
        await post(
            [
                Entry(year, POOL, holding(ids[number]), tonnes, ISSUED_ON, "final_issue", f"test:{number}")
                for number, tonnes in held.items()
            ],
            at=AT,
        )
    return ids


async def _settled_allocation(enterprise_id: int, due: int, year: int) -> None:
    row = Allocation(year=year, enterprise_id=enterprise_id, state="final_issued", due=due)
    allocation_id = (await Allocation.insert(row))[0]["id"]
    for unit_number, part in (("1", due // 2), ("2", due - due // 2)):
        unit = AllocationUnit(allocation_id=allocation_id, enterprise_id=enterprise_id, year=year, due=part)
        unit.unit_number = unit_number
        await AllocationUnit.insert(unit)


async def card_of(enterprise_id: int, year: int = YEAR) -> OutcomeCard:
    card = await queries.obligation_of(enterprise_id, year, actor=OFFICER)
    assert card is not None
    return card


async def tags(subjects: Sequence[str]) -> list[str]:
    rows = await ask("SELECT tag FROM journal_entry WHERE subject = ANY({}) ORDER BY number", list(subjects))
    return [row["tag"] for row in rows]
