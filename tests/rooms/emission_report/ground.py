"""Listed enterprises, each with the sample's two units and a plan in force, for tests of acts and pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from domain.core.actors import THE_CLOCK, Actor
from domain.emission_report import acts, queries
from domain.listing.states import State as Listed
from domain.monitoring_plan.states import State as Planned
from domain.records.database import ask, transaction
from domain.records.emissions.writes import Known, enter
from domain.records.people.rules import check_digit
from domain.records.people.writes import enter_enterprises, enter_units
from tests.cast import AT, actor, enact_the_law
from tests.rooms.emission_report.sample import UNITS, YEAR, Entries, entries, workbook

OFFICER = actor("verification_officer")
IN_TIME = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)
TOO_LATE = datetime(2025, 4, 2, 2, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One enterprise of the ground with its people and its report."""

    id: int
    credit_code: str
    name: str
    report_id: int

    @property
    def filer(self) -> Actor:
        return actor("filer", enterprise_id=self.id)

    @property
    def signatory(self) -> Actor:
        return actor("signatory", enterprise_id=self.id)

    def filled(self, spoil: Callable[[Entries], object] = lambda _: None) -> bytes:
        """The honest workbook of this enterprise, spoilt."""
        made = entries(code=self.credit_code, name=self.name)
        spoil(made)
        return workbook(made)

    async def upload(self, content: bytes, at: datetime = IN_TIME, *, read: bool = True) -> int:
        """Upload a workbook and let the clock read it; answers the version."""
        version_id = await acts.receive(self.report_id, content, "报告.xlsx", actor=self.filer, at=at)
        if read:
            await acts.read(version_id, actor=THE_CLOCK, at=at)
        return version_id

    async def submitted(self, at: datetime = IN_TIME) -> int:
        version_id = await self.upload(self.filled(), at)
        await acts.submit(self.report_id, actor=self.signatory, at=at)
        return version_id

    async def card(self) -> queries.ReportCard:
        found = await queries.report(self.report_id, actor=OFFICER)
        assert found is not None
        return found


def at(day: date) -> datetime:
    return datetime.combine(day, time(2), UTC)


def credit_code(number: int) -> str:
    first = f"91420000{number:09d}"
    return first + check_digit(first)


async def settle(count: int) -> list[Enterprise]:
    """Found that many enterprises, list them, give them plans, open the year."""
    await enact_the_law()
    facts = [_facts(number) for number in range(1, count + 1)]
    async with transaction():
        ids = await enter_enterprises(facts)
        await enter_units([_unit(enterprise_id, unit) for enterprise_id in ids.values() for unit in UNITS])
        for enterprise_id in ids.values():
            await _list_and_plan(enterprise_id)
            await enter(_past(enterprise_id), origin="imported", at=AT)
    await acts.open_year(YEAR, actor=OFFICER, at=IN_TIME)
    rows = await ask("SELECT id, enterprise_id FROM report WHERE year = {}", YEAR)
    reports = {row["enterprise_id"]: row["id"] for row in rows}
    names = {each["credit_code"]: each["name"] for each in facts}
    return [Enterprise(ids[code], code, names[code], reports[ids[code]]) for code in names]


def _facts(number: int) -> Mapping[str, Any]:
    return {
        "credit_code": credit_code(number),
        "name": f"示例电厂{number}",
        "name_en": f"Example plant {number}",
        "city": "武汉市",
        "sector": "power",
        "sector_code": "4411",
        "captive_industry": "",
        "address": "",
        "legal_person": "",
        "fictional": True,
        "synthetic": True,
    }


def _unit(enterprise_id: int, unit: Any) -> Mapping[str, Any]:
    facts = {name: getattr(unit, name) for name in ("number", "capacity_mw", "fuel", "unit_class", "cogeneration")}
    return {"enterprise_id": enterprise_id, "technology": "subcritical", "commissioned_year": 2010, **facts}


async def _list_and_plan(enterprise_id: int) -> None:
    """What the rooms before this one leave behind, without playing them."""
    await ask(
        "INSERT INTO list_entry (year, enterprise_id, state, verdict, explanation, ministry_reference) "
        "VALUES ({}, {}, {}, 'list', '{{}}', '')",
        YEAR,
        enterprise_id,
        Listed.PUBLISHED.value,
    )
    rows = await ask(
        "INSERT INTO plan (enterprise_id, year, state, version, original, file_name, received_at, received_by, late, "
        "filed_at, stops, warnings, readable, content) "
        "VALUES ({}, {}, {}, 1, '', '', {}, 1, FALSE, {}, 0, 0, TRUE, '{{}}') RETURNING id",
        enterprise_id,
        YEAR,
        Planned.FILED.value,
        AT,
        AT,
    )
    for unit in UNITS:
        await ask(
            "INSERT INTO plan_unit (plan_id, number, capacity_mw, unit_class, fuel, cogeneration, carbon_method, "
            "heat_value_method) VALUES ({}, {}, {}, {}, {}, {}, {}, {})",
            rows[0]["id"],
            *(getattr(unit, name) for name in unit.__slots__),
        )


def _past(enterprise_id: int) -> list[Known]:
    return [Known(enterprise_id, YEAR - 1, "", Decimal(2_600_000), None, None)]
