"""Months from opening to acceptance: who may do what, when, how often, and what is left behind."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.core.actors import THE_CLOCK, Actor
from domain.core.duties import Kind
from domain.core.findings import Refused, Stale
from domain.monthly_evidence import acts, queries
from domain.records.database import ask
from domain.records.figures import queries as figures
from domain.records.journal import queries as journal
from tests.cast import actor, codes, entries_for
from tests.doors import plant as plant_row
from tests.rooms.monthly_evidence.ground import IN_TIME, OFFICER, OPENED, PDF, TOO_LATE, Plant, months_of, settle
from tests.rooms.monthly_evidence.sample import MONTH, YEAR, Entries, entries, workbook

CITY = actor("city_officer")
STRANGER = actor("filer", enterprise_id=999)
XLSX = workbook({"enterprise": [{}], "fuels": [], "production": []})
COUNT = 14
places = iter(range(COUNT))


@pytest.fixture(scope="module")
async def plants(database: object) -> list[Plant]:
    return await settle(COUNT)


@pytest.fixture
def plant(plants: list[Plant]) -> Plant:
    """A plant that no other test has touched."""
    return plants[next(places)]


def wrong_oxidation(filled: Entries) -> None:
    filled["fuels"][0]["oxidation"] = 98


async def told(code: str, enterprise_id: int) -> list[dict[str, object]]:
    return await ask("SELECT code, facts FROM notice WHERE code = {} AND enterprise_id = {}", code, enterprise_id)


class TestOpening:
    async def test_every_month_that_has_ended_is_open_with_its_due_day(self, plants: list[Plant]) -> None:
        cards = await queries.months_of(plants[0].id, YEAR, actor=OFFICER)
        assert [card.month for card in cards] == [1, 2, 3]
        assert [card.due_on.isoformat() for card in cards] == ["2024-03-11", "2024-04-09", "2024-05-10"]
        assert len(await told("monthly_evidence.opened", plants[0].id)) == 1

    async def test_opening_again_opens_nothing(self, plants: list[Plant]) -> None:
        assert await acts.open_months(YEAR, actor=OFFICER, at=OPENED) == 0

    async def test_the_clock_opens_what_can_still_come_in_time(self, plants: list[Plant]) -> None:
        await ask("DELETE FROM month_evidence WHERE enterprise_id = {}", plants[-1].id)
        at = datetime(2024, 4, 20, 2, tzinfo=UTC)
        assert await acts.open_months(YEAR - 1, actor=THE_CLOCK, at=at) == 1
        assert list(await months_of(plants[-1].id)) == [3]
        assert await acts.open_months(YEAR, actor=OFFICER, at=at) == 2

    async def test_only_officer_and_clock_open(self, plants: list[Plant]) -> None:
        for stranger in (plants[0].filer, CITY):
            with pytest.raises(Refused) as caught:
                await acts.open_months(YEAR, actor=stranger, at=OPENED)
            assert codes(caught) == {"PEOPLE-DUTY"}

    async def test_a_year_without_law_or_list_has_nothing_to_open(self, plants: list[Plant]) -> None:
        assert await acts.open_months(2031, actor=OFFICER, at=datetime(2032, 1, 1, tzinfo=UTC)) == 0


class TestFiling:
    async def test_a_month_goes_from_upload_to_acceptance(self, plant: Plant) -> None:
        version_id = await plant.upload(plant.filled())
        found = await queries.findings(version_id, actor=plant.filer)
        assert {each.finding.code for each in found} == {"MO-043", "MO-050", "MO-051", "MO-052"}
        await acts.submit(plant.month_id, actor=plant.filer, at=IN_TIME, version_id=version_id)
        card = await plant.card()
        assert (card.state, card.late, card.version_id) == ("submitted", False, version_id)
        assert card.emissions_tonnes is not None
        assert card.emissions_tonnes > 0
        await acts.accept(plant.month_id, actor=OFFICER, at=IN_TIME)
        assert (await plant.card()).state == "accepted"
        assert await entries_for(f"month_evidence:{plant.month_id}") == [
            f"monthly_evidence:month:{move}" for move in ("open", "submit", "accept")
        ]
        assert await entries_for(f"month_version:{version_id}") == [
            f"monthly_evidence:version:{move}" for move in ("receive", "clear")
        ]

    async def test_figures_are_told_on_submission_and_taken_back_on_return(self, plant: Plant) -> None:
        await plant.submitted()
        rows = await figures.of_enterprise(plant.id, YEAR, actor=OFFICER)
        assert {(one.code, one.number) for one in rows} >= {("generation_mwh", "1"), ("fuel.bituminous", "2")}
        assert {(one.source, one.month, one.subject) for one in rows} == {
            ("monthly", MONTH, f"month_evidence:{plant.month_id}")
        }
        (filed,) = await queries.months_filed(plant.id, YEAR, actor=plant.filer)
        assert {(one.code, one.number, one.value) for one in filed.figures} == {
            (one.code, one.number, one.value.normalize()) for one in rows
        }
        assert filed.emissions_tonnes == (await plant.card()).emissions_tonnes
        await acts.return_(plant.month_id, "缺检测报告", actor=OFFICER, at=IN_TIME)
        assert await figures.of_enterprise(plant.id, YEAR, actor=OFFICER) == []
        assert await queries.months_filed(plant.id, YEAR, actor=plant.filer) == []
        assert (await told("monthly_evidence.returned", plant.id))[0]["facts"]

    async def test_a_late_month_is_taken_and_marked(self, plant: Plant) -> None:
        await plant.submitted(TOO_LATE)
        assert (await plant.card()).late

    async def test_what_counts_is_the_first_submission(self, plant: Plant) -> None:
        await plant.submitted(IN_TIME)
        await acts.return_(plant.month_id, "请更正", actor=OFFICER, at=TOO_LATE)
        with pytest.raises(Refused) as caught:
            await acts.submit(plant.month_id, actor=plant.filer, at=TOO_LATE)
        assert codes(caught) == {"MONTH-CAME-BACK"}
        changed = plant.filled(lambda filled: filled["enterprise"][0].update(contact="李四"))
        await plant.upload(changed, TOO_LATE)
        await acts.submit(plant.month_id, actor=plant.filer, at=TOO_LATE)
        assert not (await plant.card()).late

    async def test_a_stopped_version_is_not_submitted(self, plant: Plant) -> None:
        with pytest.raises(Refused) as caught:
            await acts.submit(plant.month_id, actor=plant.filer, at=IN_TIME)
        assert codes(caught) == {"MONTH-NO-VERSION"}
        version_id = await plant.upload(plant.filled(wrong_oxidation), read=False)
        with pytest.raises(Refused) as caught:
            await acts.submit(plant.month_id, actor=plant.filer, at=IN_TIME)
        assert codes(caught) == {"MONTH-UNREAD"}
        await acts.read(version_id, actor=THE_CLOCK, at=IN_TIME)
        with pytest.raises(Refused) as caught:
            await acts.submit(plant.month_id, actor=plant.filer, at=IN_TIME)
        assert codes(caught) == {"MONTH-NOT-CLEAN"}
        with pytest.raises(Stale):
            await acts.read(version_id, actor=THE_CLOCK, at=IN_TIME)
        stopped = await told("monthly_evidence.stopped", plant.id)
        assert len(stopped) == 1

    async def test_the_same_file_again_is_no_version(self, plant: Plant) -> None:
        content = plant.filled()
        await plant.upload(content)
        with pytest.raises(Refused) as caught:
            await plant.upload(content)
        assert codes(caught) == {"MONTH-SAME"}
        with pytest.raises(Refused) as caught:
            await plant.upload(b"")
        assert codes(caught) == {"MONTH-EMPTY"}
        with pytest.raises(Stale):
            await acts.submit(plant.month_id, actor=plant.filer, at=IN_TIME, version_id=10**6)

    async def test_an_unreadable_file_is_stopped_and_kept(self, plant: Plant) -> None:
        version_id = await plant.upload(b"PK\x03\x04nonsense")
        version = await queries.version(version_id, actor=plant.filer)
        assert version is not None
        assert (version.state, version.stops) == ("stopped", 1)
        assert await queries.lines(version_id, actor=plant.filer) == {}

    async def test_the_workbook_of_another_month_is_stopped(self, plant: Plant) -> None:
        version_id = await plant.upload(plant.filled(month=2))
        codes_found = {each.finding.code for each in await queries.findings(version_id, actor=plant.filer)}
        assert {"MO-004", "MO-005"} <= codes_found

    async def test_a_month_copied_from_the_one_before_is_found(self, plant: Plant) -> None:
        await plant.submitted(month=2)

        def february_again(filled: Entries) -> None:
            before = entries(2, code=plant.credit_code, name=plant.name)
            for sheet in ("fuels", "production"):
                filled[sheet] = [{**row, "month": MONTH} for row in before[sheet]]

        version_id = await plant.upload(plant.filled(february_again))
        found = [each.finding for each in await queries.findings(version_id, actor=plant.filer)]
        assert {"MO-040"} <= {finding.code for finding in found}
        owed = [finding for finding in found if finding.code == "MO-043"]
        assert [finding.facts["months"] for finding in owed] == ["1"]

    async def test_nobody_else_files(self, plants: list[Plant]) -> None:
        one = plants[0]
        for somebody, code in ((STRANGER, "MONTH-UNKNOWN"), (OFFICER, "PEOPLE-DUTY"), (CITY, "PEOPLE-DUTY")):
            for act in (
                acts.receive(one.month_id, b"x", "x.xlsx", actor=somebody, at=IN_TIME),
                acts.submit(one.month_id, actor=somebody, at=IN_TIME),
                acts.attach(one.month_id, "bill", PDF, "x.pdf", actor=somebody, at=IN_TIME),
            ):
                with pytest.raises(Refused) as caught:
                    await act
                assert codes(caught) == {code}


class TestRecords:
    async def test_a_record_answers_the_finding_that_asked_for_it(self, plant: Plant) -> None:
        version_id = await plant.upload(plant.filled())
        before = await queries.version(version_id, actor=plant.filer)
        assert before is not None
        await acts.attach(plant.month_id, "laboratory_report", PDF, "检测.pdf", actor=plant.filer, at=IN_TIME)
        found = {each.finding.code: each for each in await queries.findings(version_id, actor=plant.filer)}
        assert found["MO-051"].answered_with == "检测.pdf"
        assert found["MO-050"].answered_by is None
        after = await queries.version(version_id, actor=plant.filer)
        assert after is not None
        assert after.warns == before.warns - 1
        await acts.attach(plant.month_id, "bill", PDF + b"2", "结算.pdf", actor=plant.filer, at=IN_TIME)
        answered = {
            each.finding.code for each in await queries.findings(version_id, actor=plant.filer) if each.answered_by
        }
        assert answered == {"MO-050", "MO-051", "MO-052"}
        changed = plant.filled(lambda filled: filled["enterprise"][0].update(contact="王五"))
        again = await plant.upload(changed)
        left = {each.finding.code for each in await queries.findings(again, actor=plant.filer)}
        assert not left & {"MO-050", "MO-051", "MO-052"}

    @pytest.mark.parametrize(
        ("kind", "content", "code"),
        [
            ("poem", PDF, "MONTH-RECORD-KIND"),
            ("bill", b"", "MONTH-RECORD-EMPTY"),
            ("bill", b"%PDF-" + bytes(9 * 1024 * 1024), "MONTH-RECORD-LARGE"),
            ("bill", b"<script>", "MONTH-RECORD-TYPE"),
            ("bill", b"PK\x03\x04nonsense", "SHEET-TRUNCATED"),
        ],
    )
    async def test_what_is_no_record_is_refused(
        self, plants: list[Plant], kind: str, content: bytes, code: str
    ) -> None:
        with pytest.raises(Refused) as caught:
            await acts.attach(plants[0].month_id, kind, content, "x", actor=plants[0].filer, at=IN_TIME)
        assert codes(caught) == {code}

    async def test_a_record_is_attached_once_a_kind_and_never_changed(self, plants: list[Plant]) -> None:
        one = plants[-2]
        await acts.attach(one.months[1], "bill", XLSX, "表.xlsx", actor=one.filer, at=IN_TIME)
        with pytest.raises(Refused) as caught:
            await acts.attach(one.months[1], "bill", XLSX, "表.xlsx", actor=one.filer, at=IN_TIME)
        assert codes(caught) == {"MONTH-RECORD-SAME"}
        (card,) = await queries.attachments(one.months[1], actor=OFFICER)
        assert (card.size, card.media_type.rpartition(".")[2]) == (len(XLSX), "sheet")
        with pytest.raises(Exception, match="append-only"):
            await ask("UPDATE month_attachment SET kind = 'other' WHERE id = {}", card.id)
        assert await queries.attachments(one.months[1], actor=STRANGER) == []
        assert await queries.attachment(card.id, actor=STRANGER) is None

    async def test_after_acceptance_nothing_is_attached(self, plants: list[Plant]) -> None:
        done = plants[-4]
        await done.submitted()
        await acts.accept(done.month_id, actor=OFFICER, at=IN_TIME)
        with pytest.raises(Stale):
            await acts.attach(done.month_id, "bill", PDF, "x.pdf", actor=done.filer, at=IN_TIME)


class TestAuthority:
    @pytest.fixture(scope="class")
    async def filed(self, plants: list[Plant]) -> Plant:
        one = plants[-3]
        await one.submitted()
        return one

    async def test_the_city_looks_first_and_holds_nothing_up(self, filed: Plant) -> None:
        await plant_row("account", id=CITY.account_id, sign_in_name="look", post="city_officer", city="武汉市")
        wuhan = Actor(CITY.account_id, "初审员", Kind.CITY, CITY.duties, "city_officer", "武汉市", city="武汉市")
        with pytest.raises(Refused) as caught:
            await acts.first_look(filed.month_id, " ", unusual=True, actor=wuhan, at=IN_TIME)
        assert codes(caught) == {"MONTH-REMARK"}
        await acts.first_look(filed.month_id, "煤耗偏低", unusual=True, actor=wuhan, at=IN_TIME)
        (look,) = await queries.looks(filed.month_id, actor=OFFICER)
        assert (look.unusual, look.remark, look.version_number) == (True, "煤耗偏低", 1)
        card = await filed.card()
        assert (card.state, card.looked) == ("submitted", True)
        with pytest.raises(Stale):
            await acts.first_look(filed.months[1], "", actor=wuhan, at=IN_TIME)

    async def test_another_city_sees_no_month(self, filed: Plant) -> None:
        with pytest.raises(Refused) as caught:
            await acts.first_look(filed.month_id, "", actor=actor("city_officer", number=7), at=IN_TIME)
        assert codes(caught) == {"MONTH-UNKNOWN"}

    async def test_a_return_needs_a_reason_and_a_submitted_month(self, filed: Plant) -> None:
        with pytest.raises(Refused) as caught:
            await acts.return_(filed.month_id, " ", actor=OFFICER, at=IN_TIME)
        assert codes(caught) == {"MONTH-REASON"}
        with pytest.raises(Stale):
            await acts.return_(filed.months[1], "x", actor=OFFICER, at=IN_TIME)
        with pytest.raises(Stale):
            await acts.accept(filed.months[1], actor=OFFICER, at=IN_TIME)
        with pytest.raises(Refused) as caught:
            await acts.accept(filed.month_id, actor=filed.filer, at=IN_TIME)
        assert codes(caught) == {"PEOPLE-DUTY"}

    async def test_an_accepted_month_can_go_back(self, filed: Plant) -> None:
        await acts.accept(filed.month_id, actor=OFFICER, at=IN_TIME)
        with pytest.raises(Stale):
            await acts.accept(filed.month_id, actor=OFFICER, at=IN_TIME)
        await acts.return_(filed.month_id, "与年度报告不一致", actor=OFFICER, at=IN_TIME)
        card = await filed.card()
        assert (card.state, card.submitted_at is not None) == ("returned", True)


class TestUrging:
    async def test_the_clock_urges_on_its_days_and_once(self, plants: list[Plant]) -> None:
        other_day, its_day = datetime(2024, 3, 5, 2, tzinfo=UTC), datetime(2024, 3, 8, 2, tzinfo=UTC)
        assert await acts.urge(YEAR, actor=THE_CLOCK, at=other_day) == 0
        assert await acts.urge(YEAR + 2, actor=THE_CLOCK, at=its_day) > 0
        assert await acts.urge(YEAR, actor=THE_CLOCK, at=its_day) == 0

    async def test_the_officer_urges_any_day_and_late_is_said(self, plants: list[Plant]) -> None:
        at = datetime(2024, 6, 3, 2, tzinfo=UTC)
        owed = await queries.owed(actor=OFFICER, year=YEAR)
        assert await acts.urge(YEAR, actor=OFFICER, at=at) == len(owed)
        assert await acts.urge(YEAR, actor=OFFICER, at=at) == 0
        overdue = await told("monthly_evidence.overdue", owed[0].enterprise_id)
        assert len(overdue) == 1
        with pytest.raises(Refused):
            await acts.urge(YEAR, actor=plants[0].filer, at=at)


async def test_another_enterprise_sees_nothing(plants: list[Plant]) -> None:
    done = plants[-3]
    assert await queries.month(done.month_id, actor=STRANGER) is None
    assert await queries.versions(done.month_id, actor=STRANGER) == []
    assert await queries.months_of(done.id, YEAR, actor=STRANGER) == []
    assert await queries.months_filed(done.id, YEAR, actor=STRANGER) == []
    assert await queries.looks(done.month_id, actor=STRANGER) == []


async def test_the_journal_is_whole(plants: list[Plant]) -> None:
    _, broken = await journal.verify()
    assert broken is None


class TestOpeningOne:
    UNTIL, AT = date(2024, 12, 20), datetime(2024, 11, 5, 2, tzinfo=UTC)

    async def test_chosen_months_of_one_are_opened_with_a_last_day_of_their_own(self, plants: list[Plant]) -> None:
        one = plants[0]
        opened = await acts.open_one(one.id, YEAR, (4, 10, 12), "补开", actor=OFFICER, at=self.AT, until=self.UNTIL)
        assert opened == 2
        cards = {card.month: card for card in await queries.months_of(one.id, YEAR, actor=OFFICER)}
        assert (cards[4].due_on, cards[10].due_on, 12 in cards) == (self.UNTIL, self.UNTIL, False)
        assert await queries.months_of(plants[1].id, YEAR, actor=OFFICER) != list(cards.values())
        entries = await entries_for(f"month_evidence:{cards[4].id}")
        assert entries == ["monthly_evidence:month:open"]

    async def test_what_cannot_be_opened_is_refused(self, plants: list[Plant]) -> None:
        one, far = plants[1], self.AT
        for months, reason, until, code in (
            ((4,), " ", self.UNTIL, "MONTH-REASON"),
            ((), "x", self.UNTIL, "MONTH-NO-MONTH"),
            ((3, 12, 13, 0), "x", self.UNTIL, "MONTH-NO-MONTH"),
            ((4,), "x", None, "MONTH-UNTIL"),
            ((4,), "x", date(2024, 11, 1), "MONTH-UNTIL"),
        ):
            with pytest.raises(Refused) as caught:
                await acts.open_one(one.id, YEAR, months, reason, actor=OFFICER, at=far, until=until)
            assert codes(caught) == {code}
        for somebody in (one.filer, CITY, THE_CLOCK):
            with pytest.raises(Refused) as caught:
                await acts.open_one(one.id, YEAR, (4,), "x", actor=somebody, at=far, until=self.UNTIL)
            assert codes(caught) == {"PEOPLE-DUTY"}
        with pytest.raises(Refused) as caught:
            await acts.open_one(10**8, YEAR, (4,), "x", actor=OFFICER, at=far, until=self.UNTIL)
        assert codes(caught) == {"MONTH-ENTERPRISE"}
