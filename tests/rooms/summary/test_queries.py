"""What the rooms answer becomes one bundle an enterprise: by their real questions, and with cards of their kind."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.allocation import queries as allocation
from domain.core.actors import Actor
from domain.emission_report import queries as reports
from domain.listing.tables import ListEntry
from domain.monitoring_plan import queries as plans
from domain.penalty import queries as penalties
from domain.recheck import queries as recheck
from domain.records import database
from domain.records.database import transaction
from domain.records.people.writes import enter_enterprises
from domain.summary import queries
from domain.summary.states import Part
from domain.surrender import queries as surrender
from domain.verification import queries as verification
from tests.cast import actor
from tests.doors import credit_code

YEAR = 2024
OFFICER = actor("summary_officer")
MOST_STATEMENTS = 8
TONNES = Decimal("100.50")


@pytest.fixture(scope="module")
async def listed(database: object) -> int:
    """One enterprise on the published list."""
    facts = {
        "credit_code": credit_code(1),
        "name": "示例电厂",
        "city": "武汉市",
        "sector": "power",
        "sector_code": "4411",
    }
    async with transaction():
        (enterprise_id,) = (await enter_enterprises([facts])).values()
        await ListEntry.insert(ListEntry(year=YEAR, enterprise_id=enterprise_id, state="published", verdict="list"))
    return enterprise_id


async def test_with_nothing_but_the_list_everything_lacks(listed: int) -> None:
    (row,) = await queries.completeness(YEAR, actor=OFFICER)
    assert (row.enterprise_id, row.lacking) == (listed, tuple(Part))
    (bundle,) = await queries.bundles(YEAR, actor=OFFICER)
    assert (bundle.report, bundle.plan, bundle.confirmed, bundle.penalties) == (None, None, None, ())
    assert await queries.completeness(YEAR + 1, actor=OFFICER) == []


async def test_completeness_asks_each_room_once(listed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []
    run = database.PostgresEngine.run_querystring

    async def counting(self: object, *arguments: object, **more: object) -> object:
        counted.append(str(arguments[0]))
        return await run(self, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(database.PostgresEngine, "run_querystring", counting)
    await queries.completeness(YEAR, actor=OFFICER)
    assert len(counted) <= MOST_STATEMENTS


def made(card: type[Any], **given: Any) -> Any:
    """A card of another room; what this room does not ask for stays empty."""
    return card(**{field.name: given.get(field.name) for field in fields(card)})


async def test_the_cards_of_the_rooms_become_a_bundle(listed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = {
        "unit_number": "1",
        "unit_class": "II",
        "fuel": "gas",
        "cogeneration": False,
        "capacity_mw": Decimal(330),
        "emissions_tonnes": TONNES,
        "generation_mwh": Decimal(9),
        "heat_gj": Decimal(0),
    }
    mine = {"enterprise_id": listed, "year": YEAR, "emissions_tonnes": TONNES}
    filed = {"state": "accepted", "version_number": 2, "original": "abc", "file_name": "报告.xlsx"}
    report = made(reports.ReportCard, **mine, **filed, id=5, plan_version=1, late=True)
    plan_unit = made(plans.PlanUnit, number="1", capacity_mw=Decimal(330), carbon_method="measured")
    plan = made(
        plans.PlanCard, **mine, id=6, version=1, filed_at=datetime(2023, 12, 1, 17, tzinfo=UTC), units=(plan_unit,)
    )
    verified = made(
        verification.VerifiedCard,
        **mine,
        task_id=7,
        body_name="核查中心",
        report_number="HC-1",
        findings=2,
        unresolved=0,
    )
    answers: dict[tuple[Any, str], Any] = {
        (reports, "accepted"): [report],
        (reports, "unit_years"): [made(reports.UnitYear, **unit, enterprise_id=listed, id=11, report_id=5)],
        (plans, "plans_in_force"): {listed: plan},
        (verification, "delivered"): [verified],
        (recheck, "confirmed"): [made(recheck.ConfirmedCard, **mine, confirmation_id=8, basis="verified")],
        (recheck, "confirmed_units"): [made(recheck.ConfirmedUnit, **unit, enterprise_id=listed)],
        (allocation, "finals"): [
            made(allocation.AllocationCard, **mine, id=9, state="final_issued", final=90, due=101)
        ],
        (surrender, "outcomes"): [made(surrender.OutcomeCard, **mine, obligation_id=10, status="late", due=101)],
        (penalties, "cases"): [
            made(penalties.CaseCard, **mine, id=12, number="1号", ground="shortfall", state="served")
        ],
    }
    for (room, name), answer in answers.items():
        monkeypatch.setattr(room, name, _answering(answer))
    (bundle,) = await queries.bundles(YEAR, actor=OFFICER)
    assert queries.completeness_of(bundle).complete
    assert bundle.report is not None
    assert (bundle.report.version_number, bundle.report.units[0].reported_id) == (2, 11)
    assert bundle.plan is not None
    # 17:00 UTC is the next day in China.
    assert bundle.plan.filed_on == date(2023, 12, 2)
    assert bundle.confirmed is not None
    assert (bundle.confirmed.basis, bundle.units[0].reported_id) == ("verified", 0)
    assert bundle.surrender is not None
    assert (bundle.surrender.status, bundle.penalties[0].number) == ("late", "1号")


def _answering(answer: Any) -> Any:
    async def answering(*_: object, actor: Actor, **__: object) -> Any:
        return answer

    return answering
