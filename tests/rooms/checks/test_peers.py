"""Where the sector's figures lay the year before, and the enterprise's own."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from domain.core.law import Law, last_day_of
from domain.emission_report.queries import ReportCard, peers
from domain.emission_report.rules import Known, Usual
from domain.records.database import ask, transaction
from domain.records.people.writes import enter_enterprises
from tests.cast import actor
from tests.doors import credit_code, plant
from tests.law import edition

YEAR = 2025
LAW = edition.law(last_day_of(YEAR))
OFFICER = actor("verification_officer")


def fewest(reports: int) -> Law:
    key = peers.REPORTS
    return Law(LAW.day, {**LAW.provisions, key: replace(LAW.provision(key), value=str(reports))})


@pytest.fixture(scope="module", autouse=True)
async def cement(database: object) -> dict[int, int]:
    """Eleven cement works and their reports of the year before: 0.80, 0.81, … t of CO2 per t of clinker."""
    facts = [_facts(number, "cement") for number in range(1, 12)] + [_facts(50, "power")]
    async with transaction():
        ids = list((await enter_enterprises(facts)).values())
    for number, enterprise_id in enumerate(ids[:11]):
        figures = {
            "emissions_tonnes": str(80_000 + 1000 * number),
            "output.clinker": "100000",
            "fuel.bituminous": "14000",
        }
        await _report(enterprise_id, YEAR - 1, figures)
    # Not accepted, and of another sector: neither counts.
    await _report(ids[11], YEAR - 1, {"emissions_tonnes": "1", "output.clinker": "100000"})
    await ask("UPDATE report SET state = 'returned' WHERE enterprise_id = {}", ids[11])
    return dict(enumerate(ids, start=1))


def _facts(number: int, sector: str) -> dict[str, Any]:
    name = f"示例{number}"
    return {"credit_code": credit_code(number), "name": name, "city": "武汉市", "sector": sector, "sector_code": "3011"}


async def _report(enterprise_id: int, year: int, figures: dict[str, str], *units: tuple[str, str]) -> int:
    report_id = await plant("report", enterprise_id=enterprise_id, year=year, state="accepted")
    version_id = await plant(
        "report_version", report_id=report_id, number=1, state="clean", figures=json.dumps(figures)
    )
    await ask("UPDATE report SET version_id = {} WHERE id = {}", version_id, report_id)
    for number, generation in units:
        await plant(
            "report_unit",
            report_id=report_id,
            version_id=version_id,
            unit_number=number,
            generation_mwh=int(generation),
        )
    return report_id


def card(enterprise_id: int, sector: str = "cement") -> ReportCard:
    made: Any = SimpleNamespace(enterprise_id=enterprise_id, year=YEAR, sector=sector)
    found: ReportCard = made
    return found


async def test_the_sector_is_told_by_quantiles_of_its_ratios(cement: dict[int, int]) -> None:
    known = await peers.with_peers(Known("甲", "", YEAR, ()), card(cement[1]), LAW)
    assert known.others.sector["emissions_tonnes/output.clinker"] == Usual(Decimal("0.805"), Decimal("0.895"), 11)
    assert known.others.sector["fuel.bituminous/output.clinker"].least == Decimal("0.14")
    assert known.others.before["output.clinker"] == 100_000


async def test_fewer_reports_than_the_law_asks_for_tell_nothing(cement: dict[int, int]) -> None:
    known = await peers.with_peers(Known("甲", "", YEAR, ()), card(cement[1]), fewest(12))
    assert known.others.sector == {}
    bare = Law(LAW.day, {key: one for key, one in LAW.provisions.items() if not key.startswith("outside.")})
    assert (await peers.with_peers(Known("甲", "", YEAR, ()), card(cement[1]), bare)).others.sector == {}


async def test_another_sector_is_not_compared_with_this_one(cement: dict[int, int]) -> None:
    known = await peers.with_peers(Known("甲", "", YEAR, ()), card(cement[12], "power"), fewest(1))
    assert known.others.sector == {}


async def test_reported_figures_are_bounded_and_summed_over_units(cement: dict[int, int]) -> None:
    await _report(cement[12], YEAR, {"fuel.bituminous": "900", "fuel.gangue": "100"}, ("1", "40"), ("2", "20"))
    found = await peers.reported(YEAR, actor=OFFICER)
    told = {code: value for code, value in found[cement[12]].figures.items() if value}
    assert told == {
        "fuel.bituminous": 900,
        "fuel.gangue": 100,
        "coal_tonnes": 1000,
        "generation_mwh": 60,
    }
    stranger = actor("filer", enterprise_id=cement[1])
    assert await peers.reported(YEAR, actor=stranger) == {}
    assert await peers.reported(YEAR, actor=OFFICER, enterprise_id=cement[1]) == {}
