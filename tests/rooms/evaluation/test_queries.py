"""What the rooms know, joined: one enterprise over the years, and years in sums, each for who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from domain.core.actors import THE_PUBLIC, Actor
from domain.evaluation import queries
from domain.evaluation.queries import By, EnterpriseYear, Part, Total
from domain.evaluation.queries.years import ROOMS
from domain.records.database import ask
from domain.records.facts import Span
from domain.records.lists import Asked, found
from domain.records.people.queries import actor_by_name
from tests.doors import Town, people_the_town, plant
from tests.rooms.evaluation.ground import CLOSED, OTHER_TONNES, RUNNING, TONNES, play
from tests.statements import statements


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    town = await people_the_town()
    await play(town)
    return town


WHOLE = Part()


async def somebody(name: str) -> Actor:
    found = await actor_by_name(name)
    assert found is not None
    return found


async def year_of(enterprise_id: int, year: int, name: str) -> EnterpriseYear:
    years = await queries.years_of(enterprise_id, actor=await somebody(name))
    return next(one for one in years if one.year == year)


def test_no_two_rooms_tell_a_fact_of_one_name() -> None:
    columns = [column for room in ROOMS for column in room(THE_PUBLIC, Span()).columns]
    assert len(columns) == len(set(columns))
    assert set(columns) | {"enterprise_id", "year", "classes"} == set(EnterpriseYear.__slots__)


def test_numbers_alone_enter_a_span() -> None:
    for span in (Span(years=("2024); DROP TABLE enterprise; --",)), Span(enterprise_id="1 OR TRUE")):  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="invalid literal"):
            span.of("x")


class TestYears:
    async def test_every_room_tells_its_part_in_one_statement(self, town: Town) -> None:
        actor = await somebody("leader")
        with statements() as sent:
            years = await queries.years_of(town.enterprise_id, actor=actor)
        assert len(sent) == 1
        assert [one.year for one in years] == [RUNNING, CLOSED, 2023]
        closed = years[1]
        assert closed.entry_state == "published"
        assert (closed.plan_state, closed.plan_version) == ("filed", 1)
        assert (closed.report_state, closed.versions, closed.stopped_versions, closed.stopping_findings) == (
            "accepted",
            2,
            1,
            2,
        )
        assert closed.reported_tonnes == TONNES - 10
        assert closed.reported_mwh == TONNES
        assert (closed.verified_tonnes, closed.verification_correction, closed.verification_findings) == (996, 6, 1)
        assert (closed.confirmed_tonnes, closed.recheck_correction) == (TONNES, 4)
        assert (closed.pre, closed.final, closed.owed, closed.gap) == (800, 1200, 1000, 200)
        assert (closed.surrendered, closed.missing, closed.status, closed.shortfall) == (1000, 0, "on_time", 0)
        assert closed.case_id is None
        assert [(one.unit_class, one.emissions_tonnes) for one in closed.classes] == [("II", Decimal(TONNES))]

    async def test_a_year_from_before_the_portal_is_what_was_brought_along(self, town: Town) -> None:
        before = await year_of(town.enterprise_id, 2023, "leader")
        assert before.emissions_tonnes == TONNES - 50
        assert (before.confirmed_tonnes, before.known_origin, before.gap) == (None, "imported", None)

    async def test_what_came_back_is_counted(self, town: Town) -> None:
        assert (await year_of(town.enterprise_id, RUNNING, "leader")).returns == 1

    async def test_a_stranger_sees_nothing(self, town: Town) -> None:
        filer = await somebody("filer")
        assert await queries.years_of(town.other_enterprise_id, actor=filer) == []
        assert await queries.years_of(town.enterprise_id, actor=THE_PUBLIC) == []

    async def test_the_enterprise_is_told_no_sooner_than_by_the_rooms(self, town: Town) -> None:
        """A pre-allocation that is proposed and a confirmation that is prepared are the province's alone."""
        ours, theirs = [await year_of(town.enterprise_id, RUNNING, name) for name in ("leader", "signatory")]
        assert (ours.allocation_state, ours.pre, ours.confirmation_state) == ("pre_proposed", 777, "prepared")
        assert (theirs.allocation_state, theirs.pre, theirs.confirmation_state) == (None, None, None)
        assert ours.confirmed_tonnes is None

    async def test_an_enterprise_hears_of_its_fine_when_it_is_served(self, town: Town) -> None:
        own = Actor(5, "x", (await somebody("filer")).kind, frozenset(), enterprise_id=town.other_enterprise_id)
        told = next(one for one in await queries.years_of(town.other_enterprise_id, actor=own) if one.year == CLOSED)
        assert (told.case_state, told.fine_yuan) == ("reviewed", None)
        seen = await year_of(town.other_enterprise_id, CLOSED, "leader")
        assert (seen.case_state, seen.fine_yuan) == ("decided", 5000)


class TestTotals:
    async def one(self, name: str, year: int = CLOSED, part: Part = WHOLE) -> Total:
        (total,) = await queries.totals(await somebody(name), [year], part=part)
        return total

    async def test_a_year_in_sums(self, town: Town) -> None:
        total = await self.one("leader")
        assert (total.enterprises, total.listed, total.reports, total.reports_late, total.confirmed) == (2, 2, 2, 1, 2)
        assert total.emissions_tonnes == total.confirmed_tonnes == TONNES + OTHER_TONNES
        assert (total.final, total.owed) == (3700, 4000)
        assert (total.with_surplus, total.surplus, total.with_deficit, total.deficit) == (1, 200, 1, 500)
        assert total.gap == -300
        assert (total.on_time, total.short, total.shortfall, total.missing) == (1, 1, 600, 600)
        assert (total.cases, total.fine_yuan) == (1, 5000)
        assert (total.corrected, total.corrected_up, total.corrected_down) == (2, 12, 0)
        assert (total.rechecked_up, total.stopping_findings, total.verification_findings) == (8, 4, 2)

    async def test_what_is_not_known_is_none_and_not_nothing(self, town: Town) -> None:
        total = await self.one("leader", RUNNING)
        assert (total.confirmed_tonnes, total.final, total.surplus, total.due, total.fine_yuan) == (None,) * 5
        assert (total.returns, total.reports_returned) == (1, 1)

    async def test_what_was_imported_of_a_year_that_is_reported_here_is_not_summed(self, town: Town) -> None:
        of = {"enterprise_id": town.other_enterprise_id, "year": RUNNING, "origin": "imported"}
        planted = await plant("known_emissions", **of, emissions_tonnes=77)
        try:
            assert (await self.one("leader", RUNNING)).emissions_tonnes is None
            assert (await self.one("leader", 2023)).emissions_tonnes == TONNES + OTHER_TONNES - 100
        finally:
            await ask("DELETE FROM known_emissions WHERE id = {}", planted)

    async def test_an_enterprise_sums_itself_alone(self, town: Town) -> None:
        assert (await self.one("filer")).emissions_tonnes == TONNES

    async def test_a_city_sums_its_own(self, town: Town) -> None:
        assert (await self.one("city_officer")).enterprises == 2
        elsewhere = Actor(0, "x", (await somebody("city_officer")).kind, frozenset(), city="黄石市")
        assert await queries.totals(elsewhere, [CLOSED]) == []

    async def test_a_part_is_summed_alone(self, town: Town) -> None:
        assert (await self.one("leader", part=Part("power", "武汉市"))).enterprises == 2
        assert await queries.totals(await somebody("leader"), [CLOSED], part=Part(city="' OR TRUE --")) == []

    async def test_the_groups_of_a_year_add_up_to_it(self, town: Town) -> None:
        actor = await somebody("leader")
        with statements() as sent:
            found = await queries.totals_by(actor, range(2020, 2026), tuple(By))
        assert len(sent) == 1
        for by in By:
            assert self.sums(found[by]) == self.sums(found[By.YEAR])
        assert {one.key for one in found[By.CITY]} == {"武汉市"}
        assert found[By.SECTOR] == await queries.totals(actor, range(2020, 2026), By.SECTOR)

    @staticmethod
    def sums(totals: Sequence[Total]) -> dict[int, Decimal]:
        years = {one.year for one in totals}
        return {year: sum(one.emissions_tonnes or Decimal(0) for one in totals if one.year == year) for year in years}  # type: ignore[misc]

    async def test_classes_of_units(self, town: Town) -> None:
        (told,) = await queries.classes(await somebody("leader"), [CLOSED, RUNNING])
        assert (told.year, told.unit_class, told.units) == (CLOSED, "II", 2)
        assert (told.emissions_tonnes, told.final) == (TONNES + OTHER_TONNES, 3700)
        (own,) = await queries.classes(await somebody("filer"), [CLOSED])
        assert own.emissions_tonnes == TONNES


class TestRoll:
    async def names(self, name: str, year: int = CLOSED, **filters: str) -> list[str]:
        actor = await somebody(name)
        page = await found(queries.roll(actor, year), Asked(filters=filters), queries.seen_by(actor))
        return [line["name"] for line in page.lines]

    async def test_everyone_is_on_it_in_a_year_of_which_nothing_is_known(self, town: Town) -> None:
        assert len(await self.names("leader", 2019)) == 2

    @pytest.mark.parametrize(
        ("filters", "count"),
        [
            ({"reporting": "late"}, 1),
            ({"side": "deficit"}, 1),
            ({"status": "on_time"}, 1),
            ({"corrected": "yes"}, 2),
            ({"rechecked": "no"}, 0),
            ({"stopped": "yes"}, 2),
            ({"penalised": "yes"}, 1),
            ({"returned": "yes"}, 0),
            ({"city": "武汉市", "sector": "power"}, 2),
        ],
    )
    async def test_it_is_narrowed_to_what_a_number_counts(
        self, town: Town, filters: dict[str, str], count: int
    ) -> None:
        assert len(await self.names("leader", **filters)) == count

    async def test_an_enterprise_finds_itself_alone(self, town: Town) -> None:
        assert await self.names("filer") == ["示例第1电厂"]

    async def test_what_belongs_to_a_closed_room_is_no_column(self, town: Town) -> None:
        codes = {one.code for one in queries.roll(await somebody("ministry"), CLOSED).visible}
        assert codes & {"report_state", "reporting", "verified_tonnes", "fine_yuan", "penalised"} == set()
        assert {"emissions", "final", "status", "entry_state"} <= codes
