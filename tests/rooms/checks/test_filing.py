"""A report read by the clock: what others tell is asked about, and a suppressed check only informs."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from domain.core.calendar import legal_day
from domain.emission_report import queries
from domain.emission_report.states import VersionState
from domain.records.database import ask, transaction
from domain.records.figures.writes import Told, enter
from domain.records.suppressions import acts as suppressing
from domain.records.suppressions.acts import Wish
from tests.cast import actor
from tests.rooms.emission_report.ground import IN_TIME, OFFICER, Enterprise, settle
from tests.rooms.emission_report.sample import YEAR, Entries


@pytest.fixture(scope="module")
async def plants(database: object) -> list[Enterprise]:
    return await settle(3)


async def found(version_id: int) -> dict[str, str]:
    """Severity of every finding of a version, by code."""
    cards = await queries.findings(version_id, actor=OFFICER)
    return {card.finding.code: card.finding.severity.value for card in cards}


def overlong(filled: Entries) -> None:
    """February with more hours than it has: ER-042 stops."""
    filled["production"][1]["hours"] = Decimal(720)


async def test_what_the_grid_tells_is_asked_about(plants: list[Enterprise]) -> None:
    plant = plants[0]
    async with transaction():
        told = [Told(plant.id, YEAR, "on_grid_mwh", Decimal(1), "MWh")]
        await enter(told, source="grid", subject="outside_import:1", at=IN_TIME)
    version_id = await plant.upload(plant.filled())
    assert (await found(version_id)).get("AG-011") == "warn"


async def test_a_source_that_tells_of_some_months_is_no_year(plants: list[Enterprise]) -> None:
    plant = plants[1]
    async with transaction():
        told = [Told(plant.id, YEAR, "on_grid_mwh", Decimal(1), "MWh", month=month) for month in range(1, 12)]
        await enter(told, source="grid", subject="outside_import:1", at=IN_TIME)
    card = await queries.known(await plant.card(), actor=OFFICER)
    assert card.others.outside == {}


async def test_a_suppressed_check_informs_and_no_longer_stops(plants: list[Enterprise]) -> None:
    plant = plants[2]
    stopped = await plant.upload(plant.filled(overlong))
    assert (await found(stopped))["ER-042"] == "stop"
    day = legal_day(IN_TIME)
    wish = Wish("ER-042", day, day + timedelta(days=1), "鄂环函〔2026〕12号", "闰年", credit_code=plant.credit_code)
    await suppressing.suppress(wish, actor=actor("summary_officer"), at=IN_TIME)
    await ask("UPDATE report_version SET evidence = '' WHERE id = {}", stopped)
    again = await plant.upload(plant.filled(overlong))
    assert (await found(again))["ER-042"] == "note"
    version = await queries.version(again, actor=OFFICER)
    assert version is not None
    before = await found(stopped)
    others = [code for code, severity in before.items() if severity == "stop" and code != "ER-042"]
    assert version.state == (VersionState.STOPPED if others else VersionState.CLEAN)
    (noted,) = [card.finding for card in await queries.findings(again, actor=OFFICER) if card.finding.code == "ER-042"]
    assert noted.facts["suppressed"] == "鄂环函〔2026〕12号"
