"""By when a report is due on the desk, in the year and in the list: each by its own last day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from domain.core.actors import Actor
from domain.records.lawbook import queries as lawbook
from domain.records.people import queries as people
from portal.desk.items import DeskItem, coming, days_of_law, for_others, waiting
from portal.desk.page import ground_for
from portal.year.track import track_of
from tests.cast import actor, enact_the_law
from tests.doors import Browser, Town, opened_portal, people_the_town
from tests.rooms.emission_report.owed import ONE_DAY, WINDOWS, YEAR, Window, owing

OFFICER = actor("verification_officer")
POWER, EXTENDED, STEEL = WINDOWS[:3]


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    return await people_the_town()


@pytest.fixture(scope="module")
async def plants(town: Town) -> dict[Window, int]:
    """A unit by each window; answers the enterprises."""
    await enact_the_law()
    return {window: (await owing(300 + number, window))[0] for number, window in enumerate(WINDOWS)}


async def desk(reader: Actor, day: date) -> dict[str, DeskItem]:
    return {item.code: item for item in waiting(reader, await ground_for(reader, day)) if item.year == YEAR}


@pytest.mark.parametrize("window", WINDOWS)
async def test_a_unit_is_told_its_own_day_and_is_late_only_after_it(plants: dict[Window, int], window: Window) -> None:
    filer = actor("filer", enterprise_id=plants[window])
    last, after = [(await desk(filer, day))["report.upload"] for day in (window.last, window.last + ONE_DAY)]
    assert (last.due_on, last.days, last.overdue) == (window.last, 0, 0)
    assert (after.due_on, after.overdue, after.urgency) == (window.last, 1, "overdue")


@pytest.mark.parametrize("window", WINDOWS)
async def test_the_next_days_of_a_unit_have_its_own_and_no_other(plants: dict[Window, int], window: Window) -> None:
    filer = actor("filer", enterprise_id=plants[window])
    found = [one for one in coming(filer, await ground_for(filer, date(2025, 3, 1)), 99) if one.year == YEAR]
    assert [one.on for one in found if one.key.startswith("deadline.report")] == [window.last]


async def test_the_authority_counts_as_late_exactly_those_whose_day_is_over(plants: dict[Window, int]) -> None:
    for day in sorted({window.last + step for window in WINDOWS for step in (0 * ONE_DAY, ONE_DAY)}):
        late = sum(window.last < day for window in WINDOWS)
        item = (await desk(OFFICER, day)).get("report.overdue")
        assert (item.count if item else 0) == late, day
        waits = [one for one in for_others(OFFICER, await ground_for(OFFICER, day)) if one.code == "report.upload"]
        assert [(one.count, one.overdue) for one in waits] == [(len(WINDOWS), late)], day
        city = await people.actor_by_name("city_officer")
        assert city is not None
        of_city = (await desk(city, day)).get("report.overdue")
        assert (of_city.count if of_city else 0) == late, day


@pytest.mark.parametrize("window", WINDOWS)
async def test_the_track_of_a_unit_has_its_own_day(plants: dict[Window, int], window: Window) -> None:
    filer = actor("filer", enterprise_id=plants[window])
    days = days_of_law(row.provision for row in await lawbook.standing())
    for day, late in ((window.last, 0), (window.last + ONE_DAY, 1)):
        ground = await ground_for(filer, day)
        stage = next(card for card in track_of(filer, YEAR, ground, days) if card.stage.code == "emission_report")
        assert ([one.on for one in stage.days], stage.late) == ([window.last], late)


async def test_the_track_of_the_province_names_the_days_of_all_sectors(plants: dict[Window, int]) -> None:
    days = days_of_law(row.provision for row in await lawbook.standing())
    ground = await ground_for(OFFICER, POWER.last + ONE_DAY)
    told = {}
    for year in (YEAR, YEAR + 1):
        stage = next(card for card in track_of(OFFICER, year, ground, days) if card.stage.code == "emission_report")
        told[year] = [(one.key, one.on) for one in stage.days]
    assert told[YEAR] == [("deadline.report", POWER.last), ("deadline.report.industry", STEEL.last)]
    # In the next year all sectors have one day, which is told once.
    assert told[YEAR + 1] == [("deadline.report", date(2026, 3, 31))]


@pytest.fixture
async def door(plants: object, tmp_path: Path) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with opened_portal(tmp_path) as client:
        yield client


async def test_the_list_tells_the_day_of_each_and_those_of_the_sectors(door: AsyncTestClient[Litestar]) -> None:
    officer = Browser(door)
    await officer.sign_in("verification_officer")
    text = (await officer.get(f"/reports/{YEAR}?sort=last_day")).text
    for day in ("2025年3月31日", "2025年5月15日", "2025年6月30日", "2025年8月31日"):
        assert day in text
    assert "钢铁、水泥、铝冶炼排放报告报送截止日" in text
    assert text.index("示例第300厂") < text.index("示例第301厂") < text.index("示例第302厂") < text.index("示例第304厂")
    single = (await officer.get(f"/reports/{YEAR + 1}")).text
    assert "2026年3月31日" in single
    assert "铝冶炼排放报告报送截止日" not in single
    assert "2025年6月30日" in (await officer.get(f"/reports/{YEAR}/open-one")).text
    assert (await officer.get("/reports/2041")).status_code == 200
