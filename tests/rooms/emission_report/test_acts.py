"""A report from its opening to its acceptance, or to its determination."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.core.actors import THE_CLOCK
from domain.core.findings import Refused, Stale
from domain.core.workbook import differences
from domain.emission_report import acts, queries
from domain.emission_report.rules import DeterminedUnit
from domain.emission_report.workbook.power import WORKBOOK
from domain.records.database import ask
from domain.records.evidence import queries as evidence
from domain.records.follow_ups import acts as follow_ups
from domain.records.follow_ups import queries as owing
from domain.records.journal import queries as journal
from domain.records.lists import whole
from tests.cast import actor, codes, entries_for
from tests.rooms.emission_report.ground import IN_TIME, OFFICER, TOO_LATE, Enterprise, at, settle
from tests.rooms.emission_report.sample import YEAR, Entries, emissions_of, entries

pytestmark = pytest.mark.usefixtures("database")
DETERMINED = [
    DeterminedUnit("1", Decimal(1_500_000), Decimal(1_700_000), Decimal(0), Decimal(7000)),
    DeterminedUnit("2", Decimal(1_100_000), Decimal(980_000), Decimal(2_400_000), Decimal(7000)),
]


@pytest.fixture(scope="module")
async def ground(database: object) -> list[Enterprise]:
    return await settle(40)


@pytest.fixture
def plant(ground: list[Enterprise]) -> Enterprise:
    """An enterprise that no test has used yet."""
    return ground.pop()


async def entries_written(during: Any) -> int:
    """How many journal entries an act wrote."""
    before = (await ask("SELECT count(*) AS entries FROM journal_entry"))[0]["entries"]
    await during
    return int((await ask("SELECT count(*) AS entries FROM journal_entry"))[0]["entries"]) - int(before)


def wrong_oxidation(filled: Entries) -> None:
    filled["fuels"][0]["oxidation"] = Decimal(98)


def more_fuel(filled: Entries) -> None:
    """Another quantity in one month, with the totals that follow from it."""
    filled["fuels"][0]["quantity"] += 100
    filled["totals"][0]["emissions_tonnes"] = emissions_of(filled["fuels"][:12])


def kind_oxidation(filled: Entries) -> None:
    wrong_oxidation(filled)
    filled["totals"][0]["emissions_tonnes"] = emissions_of(filled["fuels"][:12])


async def test_opening_again_opens_nothing_and_listed_enterprises_were_told(plant: Enterprise) -> None:
    assert await acts.open_year(YEAR, actor=OFFICER, at=IN_TIME) == 0
    assert await entries_for(f"report:{plant.report_id}") == ["emission_report:report:open"]
    told = await ask("SELECT facts FROM notice WHERE code = 'emission_report.opened' AND enterprise_id = {}", plant.id)
    assert len(told) == 1


async def test_only_the_officer_opens_the_year(plant: Enterprise) -> None:
    with pytest.raises(Refused) as caught:
        await acts.open_year(YEAR, actor=plant.filer, at=IN_TIME)
    assert codes(caught) == {"PEOPLE-DUTY"}


async def test_the_whole_way_of_an_honest_report(plant: Enterprise) -> None:
    version_id = await plant.submitted()
    card = await plant.card()
    by_hand = sum(emissions_of(entries()["fuels"][start : start + 12]) for start in (0, 12))
    assert (card.state, card.late, card.version_number, card.version_state) == ("submitted", False, 1, "clean")
    assert card.emissions_tonnes == by_hand
    assert card.plan_version == 1
    await acts.accept(plant.report_id, actor=OFFICER, at=TOO_LATE)
    assert [card.id for card in await queries.accepted(YEAR, actor=OFFICER)].count(plant.report_id) == 1
    assert await entries_for(f"report_version:{version_id}") == [
        "emission_report:version:receive",
        "emission_report:version:clear",
    ]
    assert await entries_for(f"report:{plant.report_id}") == [
        f"emission_report:report:{name}" for name in ("open", "submit", "accept")
    ]
    units = await queries.unit_years([plant.report_id], actor=OFFICER)
    assert [(unit.unit_number, unit.load_factor) for unit in units] == [("1", Decimal("0.75")), ("2", Decimal("0.7"))]
    card = await queries.report(plant.report_id, actor=OFFICER)
    assert card is not None
    assert hashlib.sha256(await evidence.fetch(card.original) or b"").hexdigest() == card.original


async def test_every_figure_opens_its_explanation(plant: Enterprise) -> None:
    version_id = await plant.submitted()
    whole = await queries.explanation(plant.report_id, actor=plant.filer)
    same = await queries.version_explanation(version_id, actor=plant.filer)
    assert whole is not None
    assert whole == same
    assert whole.value == (await plant.card()).emissions_tonnes
    unit = (await queries.unit_years([plant.report_id], actor=plant.filer))[0]
    told = await queries.unit_explanation(unit.id, actor=plant.filer)
    assert told is not None
    assert told[1].value == unit.emissions_tonnes
    assert await queries.unit_explanation(unit.id, actor=actor("filer", enterprise_id=-1)) is None


async def test_an_upload_is_owed_a_reading_and_the_worker_does_it(plant: Enterprise) -> None:
    version_id = await plant.upload(plant.filled(), read=False)
    (owed,) = [
        row for row in await owing.owed(IN_TIME, IN_TIME - IN_TIME) if row.subject == f"report_version:{version_id}"
    ]
    assert owed.act == "emission_report.read"
    await follow_ups.perform(owed.id, at=IN_TIME)
    assert (await plant.card()).version_state == "clean"
    assert await follow_ups.perform(owed.id, at=IN_TIME) is False


async def test_a_stopped_version_is_corrected_in_the_next(plant: Enterprise) -> None:
    first = await plant.upload(plant.filled(wrong_oxidation))
    card = await plant.card()
    assert (card.version_state, card.stops) == ("stopped", 2)
    found = {each.finding.code: each.finding for each in await queries.findings(first, actor=plant.filer)}
    assert set(found) == {"ER-020", "ER-032"}
    assert str(found["ER-032"].place) == "化石燃料!J6"
    with pytest.raises(Refused) as caught:
        await acts.submit(plant.report_id, actor=plant.signatory, at=IN_TIME)
    assert codes(caught) == {"REPORT-NOT-CLEAN"}
    second = await plant.upload(plant.filled())
    await acts.submit(plant.report_id, actor=plant.signatory, at=IN_TIME)
    assert [card.number for card in await queries.versions(plant.report_id, actor=plant.filer)] == [2, 1]
    old, new = [await queries.lines(each, actor=plant.filer) for each in (first, second)]
    (difference,) = differences(WORKBOOK, old, new)
    assert (difference.line, difference.column, difference.before, difference.after) == (
        ("1", "1", "bituminous"),
        "oxidation",
        "98",
        "99",
    )


@pytest.mark.parametrize("content", [b"no workbook at all", b"PK\x03\x04broken"])
async def test_what_is_no_workbook_is_kept_stopped_and_loses_nothing(ground: list[Enterprise], content: bytes) -> None:
    plant = ground.pop()
    workbook = plant.filled()
    good = await plant.upload(workbook)
    bad = await plant.upload(content)
    card = await plant.card()
    assert (card.version_id, card.version_state) == (bad, "stopped")
    (found,) = await queries.findings(bad, actor=plant.filer)
    assert found.finding.code.startswith("SHEET-")
    assert not found.waivable
    version = await queries.version(good, actor=plant.filer)
    assert version is not None
    assert (version.state, await evidence.fetch(version.evidence)) == ("clean", workbook)
    third = await plant.upload(plant.filled(more_fuel))
    assert (await plant.card()).version_id == third


async def test_nothing_is_taken_when_nothing_was_sent_or_the_same_again(plant: Enterprise) -> None:
    with pytest.raises(Refused) as empty:
        await acts.receive(plant.report_id, b"", "x.xlsx", actor=plant.filer, at=IN_TIME)
    assert codes(empty) == {"REPORT-EMPTY"}
    workbook = plant.filled()
    await plant.upload(workbook)
    with pytest.raises(Refused) as again:
        await plant.upload(workbook)
    assert codes(again) == {"REPORT-SAME"}
    assert len(await queries.versions(plant.report_id, actor=plant.filer)) == 1


async def test_two_uploads_at_once_get_two_numbers(plant: Enterprise) -> None:
    contents = [plant.filled(), plant.filled(more_fuel)]
    await asyncio.gather(*(plant.upload(content, read=False) for content in contents))
    assert [card.number for card in await queries.versions(plant.report_id, actor=OFFICER)] == [2, 1]


async def test_a_double_click_on_upload_makes_one_version(plant: Enterprise) -> None:
    workbook = plant.filled()
    both = await asyncio.gather(*(plant.upload(workbook, read=False) for _ in range(2)), return_exceptions=True)
    assert sum(isinstance(each, Refused) for each in both) == 1
    assert len(await queries.versions(plant.report_id, actor=OFFICER)) == 1


async def test_reading_twice_is_stale_and_nobody_else_reads(plant: Enterprise) -> None:
    version_id = await plant.upload(plant.filled())
    with pytest.raises(Stale):
        await acts.read(version_id, actor=THE_CLOCK, at=IN_TIME)
    with pytest.raises(Refused):
        await acts.read(version_id, actor=OFFICER, at=IN_TIME)


@pytest.mark.parametrize("who", ["filer", "signatory of another", "officer"])
async def test_only_the_own_signatory_submits(ground: list[Enterprise], who: str) -> None:
    plant = ground.pop()
    await plant.upload(plant.filled())
    stranger = {"filer": plant.filer, "officer": OFFICER}.get(who, ground[0].signatory)
    with pytest.raises(Refused) as caught:
        await acts.submit(plant.report_id, actor=stranger, at=IN_TIME)
    assert codes(caught) <= {"PEOPLE-DUTY", "REPORT-UNKNOWN"}
    assert (await plant.card()).state == "open"


async def test_a_filer_cannot_upload_for_another(ground: list[Enterprise], plant: Enterprise) -> None:
    with pytest.raises(Refused) as caught:
        await acts.receive(plant.report_id, b"x", "x.xlsx", actor=ground[0].filer, at=IN_TIME)
    assert codes(caught) == {"REPORT-UNKNOWN"}


async def test_submitting_needs_a_version_that_was_read(plant: Enterprise) -> None:
    with pytest.raises(Refused) as none:
        await acts.submit(plant.report_id, actor=plant.signatory, at=IN_TIME)
    await plant.upload(plant.filled(), read=False)
    with pytest.raises(Refused) as unread:
        await acts.submit(plant.report_id, actor=plant.signatory, at=IN_TIME)
    assert (codes(none), codes(unread)) == ({"REPORT-NO-VERSION"}, {"REPORT-UNREAD"})


async def test_the_signatory_signs_what_was_seen(plant: Enterprise) -> None:
    first = await plant.upload(plant.filled())
    second = await plant.upload(plant.filled(more_fuel))
    with pytest.raises(Stale):
        await acts.submit(plant.report_id, actor=plant.signatory, at=IN_TIME, version_id=first)
    await acts.submit(plant.report_id, actor=plant.signatory, at=IN_TIME, version_id=second)


async def test_two_signatures_at_once_one_wins(plant: Enterprise) -> None:
    await plant.upload(plant.filled())
    both = await asyncio.gather(
        *(acts.submit(plant.report_id, actor=plant.signatory, at=IN_TIME) for _ in range(2)), return_exceptions=True
    )
    assert [type(each) for each in both].count(Stale) == 1
    assert (await entries_for(f"report:{plant.report_id}")).count("emission_report:report:submit") == 1


async def test_a_late_report_is_taken_and_marked(plant: Enterprise) -> None:
    await plant.submitted(TOO_LATE)
    assert (await plant.card()).late


async def test_a_report_returned_after_the_deadline_stays_in_time(plant: Enterprise) -> None:
    await plant.submitted()
    await acts.return_(plant.report_id, "请补充五月化验报告", actor=OFFICER, at=TOO_LATE)
    card = await plant.card()
    assert (card.state, card.late) == ("returned", False)
    assert await queries.unit_years([plant.report_id], actor=OFFICER) == []
    await plant.upload(plant.filled(more_fuel), TOO_LATE)
    await acts.submit(plant.report_id, actor=plant.signatory, at=TOO_LATE)
    card = await plant.card()
    assert (card.state, card.late, card.version_number) == ("submitted", False, 2)


async def test_what_came_back_is_not_signed_again(plant: Enterprise) -> None:
    await plant.submitted()
    await acts.return_(plant.report_id, "请补充五月化验报告", actor=OFFICER, at=IN_TIME)
    with pytest.raises(Refused) as caught:
        await acts.submit(plant.report_id, actor=plant.signatory, at=TOO_LATE)
    assert codes(caught) == {"REPORT-CAME-BACK"}
    assert (await plant.card()).state == "returned"


async def test_a_submitted_report_takes_no_upload_and_moves_once(plant: Enterprise) -> None:
    await plant.submitted()
    with pytest.raises(Stale):
        await plant.upload(plant.filled(more_fuel))
    await acts.accept(plant.report_id, actor=OFFICER, at=IN_TIME)
    for again in (
        acts.accept(plant.report_id, actor=OFFICER, at=IN_TIME),
        acts.return_(plant.report_id, "又", actor=OFFICER, at=IN_TIME),
        acts.submit(plant.report_id, actor=plant.signatory, at=IN_TIME),
    ):
        with pytest.raises(Stale):
            await again


async def test_every_act_writes_exactly_one_entry(plant: Enterprise) -> None:
    report_id = plant.report_id
    # The second entry is that of the receipt, a document of its own.
    assert await entries_written(plant.upload(plant.filled(kind_oxidation), read=False)) == 2
    newest = (await plant.card()).version_id or 0
    assert await entries_written(acts.read(newest, actor=THE_CLOCK, at=IN_TIME)) == 1
    (found,) = await queries.findings(newest, actor=OFFICER)
    assert await entries_written(acts.waive(found.id, "改造试验", actor=OFFICER, at=IN_TIME)) == 1
    assert await entries_written(acts.submit(report_id, actor=plant.signatory, at=IN_TIME)) == 2
    assert await entries_written(acts.return_(report_id, "重报", actor=OFFICER, at=IN_TIME)) == 1
    assert await entries_written(acts.determine(report_id, DETERMINED, "拒不重报", actor=OFFICER, at=TOO_LATE)) == 1
    number, broken = await journal.verify()
    assert (broken, number > 0) == (None, True)


async def test_returning_needs_a_reason_and_the_duty(plant: Enterprise) -> None:
    await plant.submitted()
    with pytest.raises(Refused) as silent:
        await acts.return_(plant.report_id, "  ", actor=OFFICER, at=IN_TIME)
    assert codes(silent) == {"REPORT-REASON"}
    for name in (acts.return_(plant.report_id, "x", actor=plant.filer, at=IN_TIME),):
        with pytest.raises(Refused) as caught:
            await name
        assert codes(caught) == {"PEOPLE-DUTY"}


async def test_a_finding_set_aside_clears_the_version_when_it_was_the_last(plant: Enterprise) -> None:
    version_id = await plant.upload(plant.filled(wrong_oxidation))
    first, second = await queries.findings(version_id, actor=OFFICER)
    await acts.waive(first.id, "经核实属实", actor=OFFICER, at=IN_TIME)
    assert (await plant.card()).version_state == "stopped"
    with pytest.raises(Stale):
        await acts.waive(first.id, "再一次", actor=OFFICER, at=IN_TIME)
    await acts.waive(second.id, "经核实属实", actor=OFFICER, at=IN_TIME)
    assert (await plant.card()).version_state == "clean"
    waived = await queries.findings(version_id, actor=OFFICER)
    assert {(each.waived_by, each.reason) for each in waived} == {(OFFICER.name, "经核实属实")}
    assert await entries_for(f"report_version:{version_id}") == [
        "emission_report:version:receive",
        "emission_report:version:stop",
        "emission_report:finding:waive",
        "emission_report:version:waive",
    ]


async def test_what_cannot_be_read_cannot_be_set_aside(plant: Enterprise) -> None:
    def text_for_number(filled: Entries) -> None:
        filled["fuels"][0]["quantity"] = "约一万吨"

    version_id = await plant.upload(plant.filled(text_for_number))
    found = next(
        each for each in await queries.findings(version_id, actor=OFFICER) if each.finding.code.startswith("SHEET-")
    )
    with pytest.raises(Refused) as caught:
        await acts.waive(found.id, "明白", actor=OFFICER, at=IN_TIME)
    assert codes(caught) == {"REPORT-NOT-WAIVABLE"}
    with pytest.raises(Refused) as wrong:
        await acts.waive(found.id, "明白", actor=plant.filer, at=IN_TIME)
    assert codes(wrong) == {"PEOPLE-DUTY"}


async def test_urging_tells_once_a_day_and_marks_late_after_the_deadline(ground: list[Enterprise]) -> None:
    plant, done = ground.pop(), ground.pop()
    await done.submitted()
    await acts.urge(YEAR, actor=OFFICER, at=at(date(2025, 3, 24)))
    assert await acts.urge(YEAR, actor=THE_CLOCK, at=at(date(2025, 3, 24))) == 0
    assert not (await plant.card()).late
    assert await acts.urge(YEAR, actor=THE_CLOCK, at=at(date(2025, 3, 26))) == 0
    assert await acts.urge(YEAR, actor=THE_CLOCK, at=at(date(2025, 4, 1))) > 0
    assert (await plant.card()).late
    told = await ask("SELECT code FROM notice WHERE enterprise_id = {} ORDER BY id", plant.id)
    assert [row["code"].partition(".")[2] for row in told] == ["opened", "urged", "overdue"]
    assert not (await done.card()).late
    with pytest.raises(Refused):
        await acts.urge(YEAR, actor=plant.filer, at=IN_TIME)


async def test_the_clock_urges_nobody_in_a_year_without_a_deadline() -> None:
    assert await acts.urge(2031, actor=THE_CLOCK, at=IN_TIME) == 0


async def test_the_authority_determines_what_was_refused(plant: Enterprise) -> None:
    with pytest.raises(Refused) as early:
        await acts.determine(plant.report_id, DETERMINED, "拒不报告", actor=OFFICER, at=IN_TIME)
    assert codes(early) == {"REPORT-NOT-DUE"}
    with pytest.raises(Refused) as units:
        await acts.determine(plant.report_id, DETERMINED[:1], "拒不报告", actor=OFFICER, at=TOO_LATE)
    assert codes(units) == {"REPORT-UNITS"}
    wrong = [replace(DETERMINED[0], emissions_tonnes=Decimal(-1)), DETERMINED[1]]
    with pytest.raises(Refused) as negative:
        await acts.determine(plant.report_id, wrong, "拒不报告", actor=OFFICER, at=TOO_LATE)
    assert codes(negative) == {"REPORT-NEGATIVE"}
    await acts.determine(plant.report_id, DETERMINED, "拒不报告", actor=OFFICER, at=TOO_LATE)
    card = await plant.card()
    assert (card.state, card.late, card.emissions_tonnes) == ("determined", True, Decimal(2_600_000))
    units_of = await queries.unit_years([plant.report_id], actor=OFFICER)
    assert [unit.emissions_tonnes for unit in units_of] == [1_500_000, 1_100_000]
    assert plant.report_id in {card.id for card in await queries.accepted(YEAR, actor=OFFICER)}
    told = await queries.unit_explanation(units_of[0].id, actor=plant.filer)
    assert told is not None
    assert told[1].inputs[-1].origin == "拒不报告"
    with pytest.raises(Stale):
        await plant.upload(plant.filled(), TOO_LATE)


async def test_a_report_that_came_in_is_not_determined(plant: Enterprise) -> None:
    await plant.submitted(TOO_LATE)
    with pytest.raises(Stale):
        await acts.determine(plant.report_id, DETERMINED, "拒不报告", actor=OFFICER, at=TOO_LATE)
    with pytest.raises(Refused):
        await acts.determine(plant.report_id, DETERMINED, "拒不报告", actor=plant.filer, at=TOO_LATE)


async def test_an_enterprise_sees_itself_alone(ground: list[Enterprise], plant: Enterprise) -> None:
    version_id = await plant.submitted()
    stranger = ground[0].filer
    seen = await whole(queries.ROLL, *queries.of_year(YEAR, actor=stranger))
    assert [line["enterprise_id"] for line in seen] == [ground[0].id]
    assert await queries.report(plant.report_id, actor=stranger) is None
    assert await queries.version(version_id, actor=stranger) is None
    assert await queries.versions(plant.report_id, actor=stranger) == []
    assert await queries.findings(version_id, actor=stranger) == []
    assert await queries.lines(version_id, actor=stranger) == {}
    assert await queries.unit_years([plant.report_id], actor=stranger) == []
    assert await queries.units_of_version(version_id, actor=stranger) == []
    assert await queries.explanation(plant.report_id, actor=stranger) is None
    assert sum((await queries.counts(YEAR, actor=stranger)).values()) == 1
