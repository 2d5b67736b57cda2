"""Two persons make law: also when they click twice, at once, or enter a holiday notice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.core.actors import THE_CLOCK
from domain.core.calendar import WorkingCalendar
from domain.core.findings import Stale
from domain.core.law import Confidence, law_on
from domain.records.database import ask
from domain.records.lawbook import acts, checks, queries
from domain.records.lawbook.rules import Enacted, Entry, calendar_with, change, preceding, timeline
from domain.records.lawbook.states import State
from tests.cast import entries_for
from tests.law import edition
from tests.rooms.lawbook.hands import AT, BOTH, EDITOR, JURIST, entry, refused

YEAR = 2027
HOLIDAYS = [date(YEAR, 1, 1), date(YEAR, 2, 8)]
MAKEUP = [date(YEAR, 1, 9)]
CITATION = "国办发明电〔2026〕9号"
PACKAGED = WorkingCalendar(
    frozenset((date(2026, 1, 1), date(2026, 10, 1))), frozenset((date(2026, 1, 4),)), date(2026, 12, 31)
)


@pytest.fixture(scope="module")
async def book(database: object) -> None:
    await acts.load_edition(edition.files(), actor=THE_CLOCK, at=AT)


async def enter(
    year: int = YEAR, holidays: list[date] = HOLIDAYS, makeup: list[date] = MAKEUP, at: datetime = AT
) -> int:
    return await acts.enter_calendar(year, holidays, makeup, citation=CITATION, actor=EDITOR, at=at)


@pytest.mark.usefixtures("book")
async def test_two_clicks_at_once_make_one_proposal() -> None:
    one = entry("surrender.offset.share", "0.09").provision
    clicks = [acts.enact(one, "surrender", reason="x", actor=EDITOR, at=AT) for _ in range(3)]
    told = await asyncio.gather(*clicks, return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in told) == ["Refused", "Refused", "int"]
    assert [card.value for card in await queries.proposed() if card.key == one.key] == ["0.09"]


@pytest.mark.usefixtures("book")
async def test_two_confirmers_at_once_make_it_law_once() -> None:
    one = entry("surrender.offset.share", "0.08", in_force_from=date(2050, 1, 1), in_force_until=None).provision
    provision_id = await acts.enact(one, "surrender", reason="x", actor=EDITOR, at=AT)
    told = await asyncio.gather(
        *(acts.confirm(provision_id, actor=JURIST, at=AT) for _ in range(3)), return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in told) == ["NoneType", "Stale", "Stale"]
    assert await entries_for(f"provision:{provision_id}") == ["law:provision:enact", "law:provision:confirm"]


@pytest.mark.usefixtures("book")
async def test_a_notice_counts_when_a_second_person_confirms_it() -> None:
    before = await queries.working_calendar()
    assert before.after(date(2026, 12, 30), 7).provisional
    notice_id = await enter()
    assert await queries.working_calendar() == before
    async with refused("CALENDAR-ENTERED"):
        await enter(makeup=[])
    async with refused("PEOPLE-DUTY"):
        await acts.confirm_calendar(notice_id, actor=EDITOR, at=AT)
    await acts.confirm_calendar(notice_id, actor=JURIST, at=AT)
    after = await queries.working_calendar()
    assert not after.is_working_day(date(YEAR, 1, 1))
    assert after.is_working_day(date(YEAR, 1, 9))
    assert after.known_until == date(YEAR, 12, 31)
    assert not after.after(date(2026, 12, 30), 7).provisional
    assert await entries_for(f"holiday_notice:{notice_id}") == [
        "law:holiday_notice:enter",
        "law:holiday_notice:confirm",
    ]
    for verdict in (acts.confirm_calendar, acts.decline_calendar):
        more = {"reason": "x"} if verdict is acts.decline_calendar else {}
        with pytest.raises(Stale):
            await verdict(notice_id, actor=JURIST, at=AT, **more)  # type: ignore[operator]
    async with refused("CALENDAR-ENTERED"):
        await enter()


@pytest.mark.usefixtures("book")
async def test_a_later_notice_of_a_known_year_keeps_its_past() -> None:
    """As in 2020, when a holiday was made longer while it was already being kept."""
    late = datetime(YEAR, 2, 1, 2, tzinfo=UTC)
    async with refused("CALENDAR-PAST"):
        await enter(holidays=[date(YEAR, 2, 8), date(YEAR, 2, 9)], at=late)
    notice_id = await enter(holidays=[*HOLIDAYS, date(YEAR, 2, 9)], at=late)
    await acts.confirm_calendar(notice_id, actor=JURIST, at=late)
    calendar = await queries.working_calendar()
    assert [calendar.is_working_day(day) for day in (date(YEAR, 1, 1), date(YEAR, 2, 9))] == [False, False]
    assert len(await ask("SELECT day FROM calendar_day WHERE year = {}", YEAR)) == 4


@pytest.mark.usefixtures("book")
async def test_a_notice_beats_the_package_for_its_year() -> None:
    """The package has holidays in the rest of 2026; a notice without them makes those days working days."""
    day = next(day for day in sorted(queries.packaged_calendar().holidays) if day > date(2026, 9, 1))
    weekdays = [
        one for one in sorted(queries.packaged_calendar().holidays) if one.year == 2026 and one < date(2026, 9, 1)
    ]
    makeup = [one for one in queries.packaged_calendar().makeup_days if one.year == 2026 and one < date(2026, 9, 1)]
    early = datetime(2026, 9, 1, 2, tzinfo=UTC)
    notice_id = await enter(2026, weekdays, makeup, early)
    await acts.confirm_calendar(notice_id, actor=JURIST, at=early)
    calendar = await queries.working_calendar()
    assert day not in calendar.holidays
    assert {one for one in calendar.holidays if one.year == 2026} == set(weekdays)
    assert {one for one in calendar.holidays if one.year == 2024} == {
        one for one in queries.packaged_calendar().holidays if one.year == 2024
    }


@pytest.mark.usefixtures("book")
async def test_what_is_wrong_with_a_notice_is_named() -> None:
    async with refused("CALENDAR-YEAR", "LAW-CITATION"):
        await acts.enter_calendar(2029, [date(2028, 1, 1)], [], citation=" ", actor=EDITOR, at=AT)
    async with refused("CALENDAR-YEAR"):
        await enter(2029, [], [])
    async with refused("CALENDAR-TWICE", "LAW-TOO-LONG"):
        days = [date(2029, 1, 1)]
        await acts.enter_calendar(2029, days, days, citation="文" * 241, actor=EDITOR, at=AT)
    async with refused("PEOPLE-DUTY"):
        await acts.enter_calendar(2029, [date(2029, 1, 1)], [], citation="x", actor=JURIST, at=AT)


@pytest.mark.usefixtures("book")
async def test_a_declined_notice_leaves_its_year_open_and_nobody_judges_their_own() -> None:
    days = [date(2029, 1, 1)]
    own = await acts.enter_calendar(2029, days, [], citation=CITATION, actor=BOTH, at=AT)
    async with refused("LAW-SAME-PERSON"):
        await acts.confirm_calendar(own, actor=BOTH, at=AT)
    async with refused("LAW-REASON"):
        await acts.decline_calendar(own, reason=" ", actor=JURIST, at=AT)
    await acts.decline_calendar(own, reason="年份有误", actor=JURIST, at=AT)
    assert [card.state for card in await queries.notices() if card.year == 2029] == [State.DECLINED]
    again = await enter(2029, days, [])
    await acts.confirm_calendar(again, actor=JURIST, at=AT)
    async with refused("LAW-UNKNOWN"):
        await acts.confirm_calendar(99999, actor=JURIST, at=AT)


DAY = date(2026, 11, 20)
OFFSETS = st.integers(-400, 400)


@given(
    st.lists(st.tuples(OFFSETS, st.none() | st.integers(0, 500), st.booleans(), st.sampled_from("123")), max_size=12)
)
def test_whatever_is_accepted_leaves_one_value_a_day_and_the_past_alone(
    proposals: list[tuple[int, int | None, bool, str]],
) -> None:
    """Values, open or not, and corrections of what stands, in any order: each is confirmed when nothing is wrong."""
    enacted: list[Enacted] = []
    for number, (offset, length, correcting, value) in enumerate(proposals, 1):
        begins = DAY + timedelta(days=offset)
        until = None if length is None else begins + timedelta(days=length)
        book = timeline(enacted)
        one = entry("a.b", value, in_force_from=begins, in_force_until=until, confidence=Confidence.DRAFT)
        if correcting and book:
            row = book[offset % len(book)]
            one = Entry("surrender", replace(row.provision, value=value), row.id)
        before = [_value(book, day) for day in _days()]
        if not list(checks.together([one], book, DAY, new_keys=True)):
            enacted.append(Enacted(number, one.subject, one.provision, AT, one.corrects))
        after = [_value(timeline(enacted), day) for day in _days()]
        changed = [day for day, old, new in zip(_days(), before, after, strict=True) if old is not None and old != new]
        assert one.corrects is not None or all(day > DAY for day in changed)


def _days() -> list[date]:
    return [DAY + timedelta(days=offset) for offset in range(-400, 900, 23)] + [DAY]


def _value(book: tuple[Enacted, ...], day: date) -> str | None:
    """The one value of the day; two of them are no law (ValueError)."""
    law = law_on((row.provision for row in book), day)
    return law.text("a.b") if law.has("a.b") else None


def test_known_years_end_before_the_first_unknown_one() -> None:
    """2028 is noticed, 2027 is not: a due day of 2027 is provisional all the same."""
    day = date(2028, 1, 1)
    assert calendar_with(PACKAGED, [(day, 2028, "holiday")]).known_until == date(2026, 12, 31)
    both = [(day, 2028, "holiday"), (date(2027, 1, 1), 2027, "holiday")]
    assert calendar_with(PACKAGED, both).known_until == date(2028, 12, 31)
    assert calendar_with(PACKAGED, []) == PACKAGED
    assert calendar_with(PACKAGED, [(date(2026, 5, 1), 2026, "holiday")]).holidays == {date(2026, 5, 1)}


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), min_size=1)
)
def test_no_notice_changes_a_day_that_has_passed(today: date, holidays: set[date]) -> None:
    days = sorted(holidays)
    found = list(checks.notice(2026, days, [], CITATION, PACKAGED, today))
    after = calendar_with(PACKAGED, [(day, 2026, "holiday") for day in days])
    passed = [date(2026, 1, 1) + timedelta(days=number) for number in range((today - date(2026, 1, 1)).days + 1)]
    same = all(after.is_working_day(day) == PACKAGED.is_working_day(day) for day in passed)
    assert ([finding.code for finding in found] == []) == same


def test_a_change_is_told_in_its_unit_and_in_percent() -> None:
    old, new = (entry("power.benchmark.I", value, "t/MWh").provision for value in ("0.7950", "0.7910"))
    told = change(old, new)
    assert (str(told.difference), str(told.percent), told.same) == ("-0.0040", "-0.50", False)
    assert change(old, old).same
    zero, day = entry("a.b", "0").provision, entry("a.b", "2027-01-01", "date").provision
    assert change(zero, new).percent is None
    assert (change(day, day).difference, change(None, new).old) == (None, None)


@pytest.mark.usefixtures("book")
async def test_a_proposal_follows_the_last_value_before_it() -> None:
    book = await queries.standing()
    new = entry("power.benchmark.I", "0.7", "t/MWh", in_force_from=date(2024, 6, 1)).provision
    found = preceding(new, book)
    assert found is not None
    assert (found.in_force_from, found.value) == (date(2024, 1, 1), "0.7910")
    assert preceding(entry("no.key", "1").provision, book) is None
