"""One unit by itself: opened, extended, looked at by its city, determined whatever its sector."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.core.actors import THE_CLOCK, Actor
from domain.core.findings import Refused, Stale
from domain.core.law import NotInForce, last_day_of
from domain.emission_report import acts, queries, rules
from domain.emission_report.rules import DeterminedUnit
from domain.emission_report.rules.industry import WHOLE
from domain.records.database import ask, transaction
from domain.records.people.writes import enter_enterprises
from domain.records.standing import standing_of
from tests.cast import actor, codes, entries_for
from tests.doors import plant as planted
from tests.law import edition
from tests.rooms.emission_report import ground as grounds
from tests.rooms.emission_report.ground import IN_TIME, OFFICER, TOO_LATE, Enterprise, at, settle
from tests.rooms.emission_report.sample import YEAR, law

LATER = date(2025, 4, 30)


@pytest.fixture(scope="module")
async def ground(database: object) -> list[Enterprise]:
    plants = await settle(24)
    for number, name in ((901, "武汉市"), (902, "宜昌市")):
        await planted("account", id=number, sign_in_name=f"city{number}", post="city_officer", city=name)
    return plants


@pytest.fixture
def plant(ground: list[Enterprise]) -> Enterprise:
    return ground.pop()


def city(number: int = 901, name: str = "武汉市") -> Actor:
    return replace(actor("city_officer"), account_id=number, city=name)


def test_each_sector_has_its_last_day() -> None:
    assert rules.deadline(law()) == date(2025, 3, 31)
    assert rules.deadline(law(), "steel") == law().on("deadline.report.industry")
    old = edition.law(last_day_of(2020))
    assert rules.deadline(old, "steel") == old.on("deadline.report.other")
    assert rules.deadline(law(), "flat_glass") == law().on("deadline.report")


def test_the_days_of_many_reports_are_those_of_one() -> None:
    days = rules.last_days(tuple(law()) + tuple(edition.law(last_day_of(2020))))
    for year, of_year in ((2020, edition.law(last_day_of(2020))), (YEAR, law())):
        for sector in ("power", "steel", "cement", "aluminium", "flat_glass", ""):
            told = days[year].get(sector, days[year][rules.ANY_OTHER])
            assert told == rules.last_day(of_year, sector), (year, sector)
    assert [one.key for one in rules.deadlines(law())] == ["deadline.report", "deadline.report.industry"]
    empty = edition.law(last_day_of(2041))
    assert (rules.due_on(empty, "steel", LATER), rules.deadlines(empty), rules.sector_days(empty)) == (None, (), {})


def test_a_day_of_its_own_counts_only_when_it_is_later() -> None:
    assert rules.last_day(law(), "power", LATER) == LATER
    assert rules.last_day(law(), "power", date(2025, 1, 1)) == date(2025, 3, 31)
    assert not rules.is_late(LATER, law(), "power", LATER)
    assert rules.is_late(date(2025, 5, 1), law(), "power", LATER)
    assert rules.is_urging_day(date(2025, 5, 1), law(), "power", LATER)


async def test_what_comes_within_the_own_window_is_in_time(plant: Enterprise) -> None:
    await acts.urge(YEAR, actor=OFFICER, at=TOO_LATE)
    assert (await plant.card()).late
    await acts.extend(plant.report_id, LATER, "机组大修，数据迟到", actor=OFFICER, at=TOO_LATE)
    card = await plant.card()
    assert (card.late, card.opened_until) == (False, LATER)
    await plant.submitted(at(LATER))
    assert not (await plant.card()).late
    assert await entries_for(f"report:{plant.report_id}") == [
        "emission_report:report:open",
        "emission_report:report:urge",
        "emission_report:report:extend",
        "emission_report:report:submit",
    ]
    told = await ask("SELECT code FROM notice WHERE enterprise_id = {} ORDER BY id", plant.id)
    assert "emission_report.extended" in {row["code"] for row in told}


async def test_beyond_the_own_window_it_is_late_and_only_then_determined(plant: Enterprise) -> None:
    await acts.extend(plant.report_id, LATER, "停产检修", actor=OFFICER, at=TOO_LATE)
    rows = [DeterminedUnit(unit, *[Decimal(1)] * 4) for unit in ("1", "2")]
    with pytest.raises(Refused) as early:
        await acts.determine(plant.report_id, rows, "拒不报送", actor=OFFICER, at=at(LATER))
    assert codes(early) == {"REPORT-NOT-DUE"}
    await plant.submitted(at(date(2025, 5, 1)))
    assert (await plant.card()).late


@pytest.mark.parametrize(
    ("until", "reason", "code"),
    [
        (None, "因故", "REPORT-UNTIL"),
        (date(2025, 3, 31), "因故", "REPORT-UNTIL"),
        (date(2025, 4, 1), "因故", "REPORT-UNTIL"),
        (LATER, "  ", "REPORT-REASON"),
    ],
)
async def test_a_window_needs_a_reason_and_a_day_ahead(
    ground: list[Enterprise], until: date | None, reason: str, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        await acts.extend(ground[0].report_id, until, reason, actor=OFFICER, at=TOO_LATE)
    assert codes(caught) == {code}


async def test_only_the_officer_moves_a_day_and_only_while_it_is_owed(plant: Enterprise) -> None:
    with pytest.raises(Refused) as caught:
        await acts.extend(plant.report_id, LATER, "因故", actor=plant.filer, at=TOO_LATE)
    assert codes(caught) == {"PEOPLE-DUTY"}
    with pytest.raises(Refused) as unknown:
        await acts.extend(999_999, LATER, "因故", actor=OFFICER, at=TOO_LATE)
    assert codes(unknown) == {"REPORT-UNKNOWN"}
    await plant.submitted()
    with pytest.raises(Stale):
        await acts.extend(plant.report_id, LATER, "因故", actor=OFFICER, at=TOO_LATE)


async def newcomer(number: int, sector: str = "flat_glass", code: str = "3041") -> tuple[int, str]:
    """An enterprise of the register that is on no list."""
    facts = grounds._facts(number) | {"sector": sector, "sector_code": code}
    async with transaction():
        ids = await enter_enterprises([facts])
    return ids[str(facts["credit_code"])], str(facts["credit_code"])


async def test_a_unit_that_only_reports_is_opened_singly(ground: list[Enterprise]) -> None:
    enterprise_id, code = await newcomer(501)
    report_id = await acts.open_one(YEAR, f" {code.lower()} ", "达到报告标准", actor=OFFICER, at=IN_TIME)
    card = await queries.report(report_id, actor=OFFICER)
    assert card is not None
    assert (card.enterprise_id, card.state, card.opened_until) == (enterprise_id, "open", None)
    assert await entries_for(f"report:{report_id}") == ["emission_report:report:open"]
    with pytest.raises(Refused) as twice:
        await acts.open_one(YEAR, code, "再开", actor=OFFICER, at=IN_TIME)
    assert codes(twice) == {"REPORT-OPENED"}


async def test_after_the_deadline_it_is_opened_with_a_day_of_its_own(ground: list[Enterprise]) -> None:
    _, code = await newcomer(502)
    late = at(date(2025, 7, 1))
    with pytest.raises(Refused) as caught:
        await acts.open_one(YEAR, code, "补列", actor=OFFICER, at=late)
    assert codes(caught) == {"REPORT-UNTIL"}
    report_id = await acts.open_one(YEAR, code, "补列", actor=OFFICER, at=late, until=date(2025, 8, 31))
    card = await queries.report(report_id, actor=OFFICER)
    assert card is not None
    assert card.opened_until == date(2025, 8, 31)


async def test_opening_needs_an_enterprise_a_reason_the_duty_and_a_law(ground: list[Enterprise]) -> None:
    _, code = await newcomer(503)
    for given, reason, by, expected in (
        ("nobody", "因故", OFFICER, "REPORT-NO-ENTERPRISE"),
        (code, " ", OFFICER, "REPORT-REASON"),
        (code, "因故", ground[0].filer, "PEOPLE-DUTY"),
    ):
        with pytest.raises(Refused) as caught:
            await acts.open_one(YEAR, given, reason, actor=by, at=IN_TIME)
        assert codes(caught) == {expected}
    with pytest.raises(NotInForce):
        await acts.open_one(2035, code, "因故", actor=OFFICER, at=IN_TIME)


async def test_a_glassworks_that_refuses_is_determined_as_one(ground: list[Enterprise]) -> None:
    _, code = await newcomer(504)
    report_id = await acts.open_one(YEAR, code, "报告义务", actor=OFFICER, at=IN_TIME)
    whole = DeterminedUnit(WHOLE, Decimal(123_456), Decimal(), Decimal(), Decimal())
    wrong = [DeterminedUnit("1", Decimal(1), Decimal(), Decimal(), Decimal())]
    with pytest.raises(Refused) as caught:
        await acts.determine(report_id, wrong, "拒不报送", actor=OFFICER, at=at(date(2025, 7, 1)))
    assert codes(caught) == {"REPORT-UNITS"}
    await acts.determine(report_id, [whole], "拒不报送，按上年测算", actor=OFFICER, at=at(date(2025, 7, 1)))
    card = await queries.report(report_id, actor=OFFICER)
    assert card is not None
    assert (card.state, card.emissions_tonnes, card.late) == ("determined", Decimal(123_456), True)
    (unit,) = await queries.unit_years([report_id], actor=OFFICER)
    assert (unit.unit_number, unit.emissions_tonnes, unit.load_factor) == (WHOLE, Decimal(123_456), None)
    told = await queries.explanation(report_id, actor=OFFICER)
    assert told is not None
    assert told.edition == "flat_glass.G13"


async def waiting(by: Actor) -> int:
    subjects = queries.standing_subjects(by)
    found = await standing_of(subjects, date(2025, 3, 12))
    return sum(one.count for one in found if one.kind == "look" and one.state == "waiting")


async def test_the_city_looks_first_and_blocks_nothing(plant: Enterprise) -> None:
    officer = city()
    assert await waiting(officer) == await waiting(OFFICER)
    await plant.submitted()
    before = await waiting(officer)
    assert (await plant.card()).look == "waiting"
    await acts.first_look(plant.report_id, False, "请核对一月煤量", actor=officer, at=IN_TIME)
    assert (await plant.card()).look == "asks"
    assert await waiting(officer) == before - 1
    with pytest.raises(Refused) as same:
        await acts.first_look(plant.report_id, False, "请核对一月煤量", actor=officer, at=IN_TIME)
    assert codes(same) == {"REPORT-LOOKED"}
    await acts.first_look(plant.report_id, True, "已说明", actor=officer, at=IN_TIME)
    assert (await plant.card()).look == "conforms"
    await acts.accept(plant.report_id, actor=OFFICER, at=IN_TIME)
    file = await queries.report_file(plant.report_id, actor=OFFICER)
    assert file is not None
    assert [(look.conforms, look.city) for look in file.looks] == [(True, "武汉市"), (False, "武汉市")]
    assert (await entries_for(f"report:{plant.report_id}")).count("emission_report:report:look") == 2
    with pytest.raises(Stale):
        await acts.first_look(plant.report_id, True, "", actor=officer, at=IN_TIME)


async def test_a_look_is_of_the_own_city_and_of_what_was_seen(plant: Enterprise) -> None:
    version_id = await plant.submitted()
    with pytest.raises(Refused) as other:
        await acts.first_look(plant.report_id, True, "", actor=city(902, "宜昌市"), at=IN_TIME)
    assert codes(other) == {"REPORT-UNKNOWN"}
    with pytest.raises(Refused) as silent:
        await acts.first_look(plant.report_id, False, " ", actor=city(), at=IN_TIME)
    assert codes(silent) == {"REPORT-REMARK"}
    with pytest.raises(Stale):
        await acts.first_look(plant.report_id, True, "", actor=city(), at=IN_TIME, version_id=version_id + 999)
    for by in (OFFICER, plant.filer, THE_CLOCK):
        with pytest.raises(Refused) as caught:
            await acts.first_look(plant.report_id, True, "", actor=by, at=IN_TIME)
        assert codes(caught) == {"PEOPLE-DUTY"}
