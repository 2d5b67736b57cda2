"""Urging by the clock and by button: on the days of the law, nobody twice, and letters as each person wants them."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from domain.core.actors import THE_CLOCK
from domain.emission_report import acts
from domain.records.database import ask
from domain.records.follow_ups.rules import DAILY
from domain.records.notices.acts import claim, write_letters
from tests.doors import plant as planted
from tests.rooms.emission_report.ground import OFFICER, Enterprise, at, settle
from tests.rooms.emission_report.sample import YEAR

DEADLINE = date(2025, 3, 31)


@pytest.fixture(scope="module")
async def ground(database: object) -> list[Enterprise]:
    return await settle(6)


async def urged(enterprise_id: int) -> list[tuple[str, date]]:
    rows = await ask(
        "SELECT code, (told_at AT TIME ZONE 'Asia/Shanghai')::date AS on_day FROM notice WHERE enterprise_id = {} "
        "AND code IN ('emission_report.urged', 'emission_report.overdue') ORDER BY id",
        enterprise_id,
    )
    return [(row["code"].partition(".")[2], row["on_day"]) for row in rows]


def test_the_clock_owes_urging_every_day() -> None:
    assert "emission_report.urge" in DAILY


async def test_a_whole_season_urges_on_the_days_of_the_law_before_and_after(ground: list[Enterprise]) -> None:
    one, extended = ground[0], ground[1]
    await acts.extend(
        extended.report_id, DEADLINE + timedelta(days=20), "检修", actor=OFFICER, at=at(date(2025, 2, 20))
    )
    for offset in range(-35, 36):
        day = DEADLINE + timedelta(days=offset)
        await acts.urge(YEAR, actor=THE_CLOCK, at=at(day))
        # The clock may strike twice a day: whoever was urged is not urged again.
        assert await acts.urge(YEAR, actor=THE_CLOCK, at=at(day)) == 0
    named = (30, 15, 7, 3, 1)
    before = [("urged", DEADLINE - timedelta(days=each)) for each in named]
    after = [("overdue", DEADLINE + timedelta(days=each)) for each in reversed(named)]
    assert await urged(one.id) == before + after
    last = DEADLINE + timedelta(days=20)
    moved = [("urged", last - timedelta(days=each)) for each in named]
    moved += [("overdue", last + timedelta(days=each)) for each in (1, 3, 7, 15)]
    assert await urged(extended.id) == moved


async def test_two_that_urge_at_once_urge_nobody_twice(ground: list[Enterprise]) -> None:
    day = at(date(2026, 1, 5))
    counts = await asyncio.gather(*(acts.urge(YEAR, actor=OFFICER, at=day) for _ in range(3)))
    assert sorted(counts) == [0, 0, len(ground)]


async def test_a_notice_becomes_one_letter_for_whoever_wants_letters(ground: list[Enterprise]) -> None:
    """One with letters, one without, one without an address: one letter a notice, however often it is asked."""
    who = ground[2].id
    for number, wants, address in ((801, True, "a@example.com"), (802, False, "b@example.com"), (803, True, "")):
        await planted(
            "account",
            id=number,
            sign_in_name=f"letters{number}",
            post="filer",
            enterprise_id=who,
            email=address,
            letters=wants,
        )
    day = at(date(2026, 2, 2))
    await acts.urge(YEAR, actor=OFFICER, at=day)
    for _ in range(3):
        await write_letters(since=day - timedelta(hours=1), at=day)
    rows = await ask(
        "SELECT l.account_id, n.code FROM letter l JOIN notice n ON n.id = l.notice_id WHERE n.enterprise_id = {}", who
    )
    assert [(row["account_id"], row["code"]) for row in rows] == [(801, "emission_report.overdue")]
    first = [letter for letter in await claim(at=day, accounts=99) if letter.account_id == 801]
    again = [letter for letter in await claim(at=day, accounts=99) if letter.account_id == 801]
    assert (len(first), again) == (1, [])
