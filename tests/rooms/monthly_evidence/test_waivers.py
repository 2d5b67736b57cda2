"""A finding of a month set aside: by whom, when, never what says whose month it is, and what is left behind."""

from __future__ import annotations

import pytest

from domain.core.findings import Refused, Stale
from domain.monthly_evidence import acts, queries
from domain.monthly_evidence.queries import FindingCard
from domain.records.database import ask
from domain.records.journal import queries as journal
from tests.cast import codes, entries_for
from tests.rooms.monthly_evidence.ground import IN_TIME, OFFICER, PDF, Plant, settle
from tests.rooms.monthly_evidence.sample import Entries
from tests.rooms.monthly_evidence.test_acts import CITY, STRANGER

COUNT = 8
places = iter(range(COUNT))
REASON = "省厅已核对入炉煤台账，数据无误"


@pytest.fixture(scope="module")
async def plants(database: object) -> list[Plant]:
    return await settle(COUNT)


@pytest.fixture
def plant(plants: list[Plant]) -> Plant:
    """A plant that no other test has touched."""
    return plants[next(places)]


def wrong_oxidation(filled: Entries) -> None:
    filled["fuels"][0]["oxidation"] = 98


def wrong_twice(filled: Entries) -> None:
    for line in filled["fuels"]:
        line["oxidation"] = 98


async def stopping(version_id: int) -> list[FindingCard]:
    return [each for each in await queries.findings(version_id, actor=OFFICER) if each.finding.stops]


async def refused(finding_id: int, reason: str = REASON, **by: object) -> set[str]:
    with pytest.raises(Refused) as caught:
        await acts.waive(finding_id, reason, actor=by.get("actor", OFFICER), at=IN_TIME)  # type: ignore[arg-type]
    return codes(caught)


async def test_the_last_stopping_finding_set_aside_lets_the_month_be_submitted(plant: Plant) -> None:
    version_id = await plant.upload(plant.filled(wrong_twice))
    first, second = await stopping(version_id)
    await acts.waive(first.id, f" {REASON} ", actor=OFFICER, at=IN_TIME)
    version = await queries.version(version_id, actor=OFFICER)
    assert version is not None
    assert version.state == "stopped"
    await acts.waive(second.id, REASON, actor=OFFICER, at=IN_TIME)
    assert (await plant.card()).version_state == "clean"
    assert await entries_for(f"month_version:{version_id}") == [
        "monthly_evidence:version:receive",
        "monthly_evidence:version:stop",
        "monthly_evidence:finding:waive",
        "monthly_evidence:version:waive",
    ]
    seen = await queries.finding(first.id, actor=plant.filer)
    assert seen is not None
    assert (seen.waived_by, seen.reason, seen.stands, seen.waivable) == (OFFICER.name, REASON, False, False)
    told = await ask("SELECT facts FROM notice WHERE code = 'monthly_evidence.waived' AND enterprise_id = {}", plant.id)
    assert len(told) == 1
    await acts.submit(plant.month_id, actor=plant.filer, at=IN_TIME, version_id=version_id)
    assert (await plant.card()).state == "submitted"


async def test_a_waiver_is_never_changed(plant: Plant) -> None:
    (one,) = await stopping(await plant.upload(plant.filled(wrong_oxidation)))
    await acts.waive(one.id, REASON, actor=OFFICER, at=IN_TIME)
    with pytest.raises(Exception, match="append-only"):
        await ask("UPDATE month_waiver SET reason = '' WHERE finding_id = {}", one.id)
    with pytest.raises(Stale):
        await acts.waive(one.id, REASON, actor=OFFICER, at=IN_TIME)


async def test_only_the_province_sets_aside_and_says_why(plant: Plant) -> None:
    (one,) = await stopping(await plant.upload(plant.filled(wrong_oxidation)))
    for somebody in (plant.filer, CITY, STRANGER):
        assert await refused(one.id, actor=somebody) == {"PEOPLE-DUTY"}
    assert await refused(one.id, " ") == {"MONTH-REASON"}
    assert await refused(10**9) == {"MONTH-FINDING-UNKNOWN"}
    assert await queries.finding(one.id, actor=STRANGER) is None


async def test_whose_month_it_is_and_what_cannot_be_read_are_never_set_aside(plant: Plant) -> None:
    for content in (
        plant.filled(lambda filled: filled["enterprise"][0].update(credit_code="91420000000000001X")),
        plant.filled(month=2),
        b"PK\x03\x04nonsense",
    ):
        found = await stopping(await plant.upload(content))
        assert found
        for each in found:
            assert not each.waivable
            assert await refused(each.id) == {"MONTH-NOT-WAIVABLE"}


async def test_without_emissions_nothing_that_stops_is_set_aside(plant: Plant) -> None:
    def no_quality(filled: Entries) -> None:
        filled["fuels"][0].update(carbon=None, ncv=None)

    found = await stopping(await plant.upload(plant.filled(no_quality)))
    of_content = [each for each in found if each.finding.code.startswith("MO-")]
    assert of_content
    for each in of_content:
        assert await refused(each.id) == {"MONTH-NOT-WAIVABLE"}


async def test_after_a_newer_version_or_an_answer_it_is_too_late(plant: Plant) -> None:
    version_id = await plant.upload(plant.filled(wrong_oxidation))
    (one,) = await stopping(version_id)
    await acts.attach(plant.month_id, "bill", PDF, "结算.pdf", actor=plant.filer, at=IN_TIME)
    answered = next(each for each in await queries.findings(version_id, actor=OFFICER) if each.answered_by)
    with pytest.raises(Stale):
        await acts.waive(answered.id, REASON, actor=OFFICER, at=IN_TIME)
    await plant.upload(plant.filled())
    with pytest.raises(Stale):
        await acts.waive(one.id, REASON, actor=OFFICER, at=IN_TIME)
    await acts.submit(plant.month_id, actor=plant.filer, at=IN_TIME)
    card = await plant.card()
    assert card.version_id is not None
    left = await queries.findings(card.version_id, actor=OFFICER)
    with pytest.raises(Stale):
        await acts.waive(left[0].id, REASON, actor=OFFICER, at=IN_TIME)


async def test_absurd_figures_are_a_finding_and_no_trouble(plant: Plant) -> None:
    def absurd(filled: Entries) -> None:
        for line in filled["fuels"]:
            line["quantity"] = 9 * 10**14

    found = {each.finding.code for each in await stopping(await plant.upload(plant.filled(absurd)))}
    assert "SHEET-BEYOND-RESULT" in found


async def test_the_journal_is_whole(plants: list[Plant]) -> None:
    _, broken = await journal.verify()
    assert broken is None
