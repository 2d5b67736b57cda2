"""Non-reporting: no case before the last day that the unit itself had, and the case rests on that day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.core.findings import Refused
from domain.penalty import acts, queries
from domain.penalty.queries import LeadCard
from portal import application
from tests.cast import actor, codes
from tests.doors import Browser, opened_portal, people_the_town
from tests.rooms.emission_report.owed import ONE_DAY, WINDOWS, YEAR, Window, owing
from tests.rooms.penalty.sample import INSPECTORS, OFFICER, Desk, on

numbers = count(700)


async def lead_of(enterprise_id: int, window: Window, *, late: bool) -> LeadCard | None:
    day = (window.after if late else window.closing).date()
    found = await queries.leads(YEAR, day, actor=OFFICER)
    return next((lead for lead in found if lead.enterprise_id == enterprise_id), None)


@pytest.mark.parametrize("window", WINDOWS)
async def test_a_lead_begins_the_day_after_the_units_own_last_day(desk: Desk, window: Window) -> None:
    enterprise_id, _ = await owing(next(numbers), window)
    assert await lead_of(enterprise_id, window, late=False) is None
    lead = await lead_of(enterprise_id, window, late=True)
    assert lead is not None
    assert (lead.ground, lead.deadline_on, lead.shortfall) == ("report", window.last, None)


@pytest.mark.parametrize("window", WINDOWS)
async def test_a_case_is_opened_no_sooner_and_carries_that_day(desk: Desk, window: Window) -> None:
    enterprise_id, _ = await owing(next(numbers), window)
    with pytest.raises(Refused) as early:
        await acts.open_from_report(YEAR, enterprise_id, INSPECTORS, actor=OFFICER, at=window.closing)
    assert codes(early) == {"PENALTY-REPORT-NOT-DUE"}
    assert early.value.findings[0].facts["until"] == window.last.isoformat()
    case_id = await acts.open_from_report(YEAR, enterprise_id, INSPECTORS, actor=OFFICER, at=window.after)
    case = await queries.case(case_id, actor=OFFICER)
    assert case is not None
    assert (case.ground, case.deadline_on, case.conduct_on) == ("report", window.last, window.last + ONE_DAY)
    assert await lead_of(enterprise_id, window, late=True) is None


@pytest.mark.parametrize("state", ["submitted", "accepted"])
async def test_whoever_filed_is_no_lead_however_late(desk: Desk, state: str) -> None:
    enterprise_id, _ = await owing(next(numbers), WINDOWS[0], state)
    assert await lead_of(enterprise_id, WINDOWS[0], late=True) is None
    for unknown in (enterprise_id, 999_999):
        with pytest.raises(Refused) as caught:
            await acts.open_from_report(YEAR, unknown, INSPECTORS, actor=OFFICER, at=WINDOWS[0].after)
        assert codes(caught) == {"PENALTY-REPORT-FILED"}


async def test_a_determined_report_stays_a_lead_and_only_the_officer_opens(desk: Desk) -> None:
    enterprise_id, _ = await owing(next(numbers), WINDOWS[2], "determined")
    assert await lead_of(enterprise_id, WINDOWS[2], late=True) is not None
    own = actor("signatory", enterprise_id=enterprise_id)
    assert await queries.leads(YEAR, WINDOWS[2].after.date(), actor=own) == []
    with pytest.raises(Refused) as caught:
        await acts.open_from_report(YEAR, enterprise_id, INSPECTORS, actor=own, at=WINDOWS[2].after)
    assert codes(caught) == {"PEOPLE-DUTY"}


@pytest.fixture(scope="module")
async def town(desk: Desk) -> object:
    return await people_the_town()


@pytest.fixture
async def door(
    town: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AsyncTestClient[Litestar]]:
    monkeypatch.setattr(application, "ROOMS", ("front", "penalty"))
    async with opened_portal(tmp_path) as client:
        yield client


async def test_the_pages_tell_the_units_own_day(
    door: AsyncTestClient[Litestar], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = WINDOWS[1]
    enterprise_id, _ = await owing(next(numbers), window)
    officer = Browser(door)
    await officer.sign_in("enforcement_officer")
    lead = f"/penalties/{YEAR}/leads/report/{enterprise_id}"
    form = {"enterprise": str(enterprise_id), "ground": "report", "inspector_1": "张某", "inspector_2": "李某"}
    on(monkeypatch, window.closing)
    assert (await officer.get(lead)).status_code == 404
    refused = await officer.post(f"/penalties/{YEAR}/open", form)
    assert (refused.status_code, "2025-05-15" in refused.text) == (422, True)
    on(monkeypatch, window.after)
    assert "2025年5月15日" in (await officer.get(lead)).text
    assert "2025年5月15日" in (await officer.get(f"/penalties/{YEAR}/leads")).text
    opened = await officer.post(f"/penalties/{YEAR}/open", form)
    text = (await officer.get(opened.headers["location"])).text
    assert "2025年5月15日" in text
    assert "2025年5月16日" in text
