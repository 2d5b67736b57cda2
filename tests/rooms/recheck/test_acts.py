"""From the draw to final confirmed emissions, and everything that is refused on the way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.core.actors import THE_CLOCK
from domain.core.findings import Refused, Stale
from domain.recheck import acts, queries
from domain.recheck.acts import UnitValue
from domain.recheck.rules.drawing import commitment
from domain.recheck.states import Quantity
from domain.records.database import ask
from domain.records.emissions import queries as emissions
from domain.verification import acts as verification
from tests.cast import codes, entries_for
from tests.rooms.verification import province
from tests.rooms.verification.province import AT, DAY, reported, who

pytestmark = pytest.mark.usefixtures("cast")
SEED = "种子 7f3a"


@pytest.fixture(scope="module")
async def cast(database: object) -> None:
    await province.officers()
    await province.body(1, capacity=100)


async def year_with(year: int, *numbers: int, determined: int = 0) -> dict[int, int]:
    """A year whose enterprises are verified (and one determined); enterprise by number."""
    found: dict[int, int] = {}
    for number in numbers:
        enterprise_id, report_id = await reported(number, year=year)
        await province.delivered(report_id, 1)
        found[number] = enterprise_id
    if determined:
        found[determined], _ = await reported(determined, year=year, state="determined", tonnes=900)
    return found


async def drawn(year: int, *named: int) -> int:
    officer = await who("verification_officer")
    for enterprise_id in named:
        await acts.name_for_recheck(year, enterprise_id, "环办函1号", actor=officer, at=AT)
    draw_id = await acts.commit_draw(year, commitment(SEED), actor=officer, at=AT)
    await acts.draw(draw_id, SEED, actor=officer, at=AT)
    return draw_id


async def all_rechecked(year: int, *values: UnitValue) -> None:
    """Every recheck of the year is done; `values` are what the first one found."""
    for card in await queries.tasks(year, actor=await who("verification_officer")):
        inspector = await who(card.inspectors[0])
        await acts.record_result(card.id, values, "与核查结论一致", actor=inspector, at=AT)
        values = ()


async def notified(year: int) -> None:
    await acts.prepare(year, actor=await who("verification_officer"), at=AT)
    await acts.notify(year, actor=await who("leader"), at=AT)


async def test_the_whole_way_with_recheck_and_objection() -> None:
    year = 2024
    ids = await year_with(year, 1, 2, 3, determined=4)
    officer, leader, signatory = await who("verification_officer"), await who("leader"), await who("signatory1")
    draw_id = await drawn(year, ids[1])
    cards = await queries.tasks(year, actor=officer)
    assert {card.enterprise_id for card in cards if card.grouped == "named"} == {ids[1]}
    assert len(cards) == 2  # the named one, and 10 % of the two others: one
    for card in sorted(cards, key=lambda card: card.enterprise_id != ids[1]):
        found = [UnitValue("1#", Decimal(1060))] if card.enterprise_id == ids[1] else []
        await acts.record_result(card.id, found, "复算一致", actor=await who(card.inspectors[1]), at=AT)
    assert await acts.prepare(year, actor=officer, at=AT) == 4
    assert await queries.confirmations(year, actor=signatory) == []
    assert await acts.notify(year, actor=leader, at=AT) == 4
    (mine,) = await queries.confirmations(year, actor=signatory)
    assert (mine.emissions_tonnes, mine.basis, mine.objection_until) == (3060, "rechecked", date(2025, 5, 26))
    objection_id = await acts.object(mine.id, "皮带秤已校准，复查值偏高", actor=signatory, at=AT + DAY)
    with pytest.raises(Refused) as early:
        await acts.finalise(year, actor=officer, at=AT + DAY)
    assert codes(early) == {"RECHECK-CLOCK"}
    decided = [UnitValue("1#", Decimal(1030))]
    await acts.decide(objection_id, True, decided, "采信校准证书", actor=leader, at=AT + 2 * DAY)
    assert await acts.finalise(year, actor=officer, at=AT + 2 * DAY) == 1
    assert await acts.finalise(year, actor=THE_CLOCK, at=AT + 11 * DAY) == 0  # Monday 26 May is the last day
    assert await acts.finalise(year, actor=THE_CLOCK, at=AT + 12 * DAY) == 3
    final = {card.enterprise_id: card for card in await queries.confirmed(year, actor=officer)}
    assert {ids[number]: final[ids[number]].emissions_tonnes for number in ids} == {
        ids[1]: 3030,
        ids[2]: 3000,
        ids[3]: 3000,
        ids[4]: 900,
    }
    assert (final[ids[1]].basis, final[ids[4]].basis) == ("objection", "determined")
    moves = ["prepare", "notify", "object", "decide", "finalise"]
    assert await entries_for(f"confirmation:{mine.id}") == [f"recheck:confirmation:{name}" for name in moves]
    assert await entries_for(f"objection:{objection_id}") == ["recheck:objection:file", "recheck:objection:decide"]
    assert await entries_for(f"recheck_draw:{draw_id}") == ["recheck:draw:commit", "recheck:draw:draw"]
    for card in cards:
        assert await entries_for(f"recheck_task:{card.id}") == ["recheck:task:draw", "recheck:task:record_result"]


async def test_the_explanation_reaches_back_to_the_report() -> None:
    year = 2024
    (mine,) = await queries.confirmations(year, actor=await who("signatory1"))
    told = await queries.unit_explanation(mine.id, "1#", Quantity.EMISSIONS, actor=await who("signatory1"))
    assert told
    assert [(given.name, given.value) for given in told.inputs[1:]] == [
        ("reported_value", "1000"),
        ("verified_value", "1000"),
        ("rechecked_value", "1060"),
        ("objection_value", "1030"),
    ]
    assert [given.origin.partition(":")[0] for given in told.inputs[1:]] == [
        "report_version",
        "verification_task",
        "recheck_task",
        "objection",
    ]
    total = await queries.explanation(mine.id, actor=await who("signatory1"))
    assert total
    assert total.value == 3030


async def test_confirmed_emissions_are_the_record_of_the_year() -> None:
    officer = await who("verification_officer")
    known = {(card.enterprise_id, card.unit_number): card for card in await emissions.of_year(2024, actor=officer)}
    (mine,) = await queries.confirmations(2024, actor=await who("signatory1"))
    assert known[mine.enterprise_id, ""].emissions_tonnes == 3030
    assert known[mine.enterprise_id, "1#"].emissions_tonnes == 1030
    assert known[mine.enterprise_id, ""].generation_mwh == 3600
    assert {card.origin for card in known.values()} == {"confirmed"}
    assert len(await queries.confirmed_units(2024, actor=officer)) == 8


async def test_a_seed_that_was_not_committed_to_draws_nothing() -> None:
    year, officer = 2041, await who("verification_officer")
    await year_with(year, 11)
    with pytest.raises(Refused) as caught:
        await acts.commit_draw(year, SEED, actor=officer, at=AT)
    assert codes(caught) == {"RECHECK-COMMITMENT"}
    draw_id = await acts.commit_draw(year, commitment(SEED), actor=officer, at=AT)
    with pytest.raises(Refused) as caught:
        await acts.commit_draw(year, commitment("other"), actor=officer, at=AT)
    assert codes(caught) == {"RECHECK-DRAW-OPEN"}
    with pytest.raises(Refused) as caught:
        await acts.draw(draw_id, "other", actor=officer, at=AT)
    assert codes(caught) == {"RECHECK-SEED"}
    card = await queries.draw(draw_id)
    assert card
    assert (card.state, card.seed) == ("committed", "")
    assert await acts.draw(draw_id, SEED, actor=officer, at=AT) == 1
    with pytest.raises(Stale):
        await acts.draw(draw_id, SEED, actor=officer, at=AT)
    (told,) = await ask(
        "SELECT basis FROM journal_entry WHERE tag = 'recheck:draw:commit' AND subject = {}", f"recheck_draw:{draw_id}"
    )
    assert SEED not in told["basis"]


async def test_a_frame_needs_someone_in_it_and_a_later_draw_takes_the_rest() -> None:
    year, officer = 2042, await who("verification_officer")
    with pytest.raises(Refused) as caught:
        await acts.commit_draw(year, commitment(SEED), actor=officer, at=AT)
    assert codes(caught) == {"RECHECK-FRAME-EMPTY"}
    first = await year_with(year, 21)
    await drawn(year)
    late = await year_with(year, 22)
    with pytest.raises(Refused) as caught:
        await acts.name_for_recheck(year, first[21], "环办函2号", actor=officer, at=AT)
    assert codes(caught) == {"RECHECK-FRAMED"}
    draw_id = await drawn(year, late[22])
    assert [card.credit_code for card in await queries.frame(draw_id)] == [province.credit_code(22)]


async def test_risk_signals_put_an_enterprise_among_the_problems() -> None:
    year, officer = 2043, await who("verification_officer")
    _, report_id = await reported(31, year=year, late=True)
    task_id = await province.given_to(report_id, 1)
    await province.visited(task_id, 1)
    own = [verification.UnitValue("1#", Decimal(1500), reason="计量器具未检定")]
    await verification.conclude(task_id, "部分不符合", (), own, actor=await who("verifier1a"), at=AT)
    await verification.review(task_id, True, "", actor=await who("reviewer1"), at=AT)
    draw_id = await drawn(year)
    (card,) = await queries.frame(draw_id)
    assert card.grouped == "problem"
    (task,) = await queries.tasks(year, actor=officer)
    raised = await queries.signals(draw_id, task.enterprise_id, actor=officer)
    assert [one.signal for one in raised] == ["changed", "late"]
    assert await queries.signals(draw_id, task.enterprise_id, actor=await who("signatory31")) == []


async def test_only_an_inspector_drawn_for_it_records_a_result() -> None:
    year, officer = 2044, await who("verification_officer")
    await year_with(year, 41)
    await drawn(year)
    (card,) = await queries.tasks(year, actor=officer)
    others = {f"inspector{number}" for number in range(1, 5)} - set(card.inspectors)
    with pytest.raises(Refused) as caught:
        await acts.record_result(card.id, (), "一致", actor=await who(min(others)), at=AT)
    assert codes(caught) == {"RECHECK-NOT-DRAWN-FOR"}
    inspector = await who(card.inspectors[0])
    with pytest.raises(Refused) as caught:
        await acts.record_result(card.id, [UnitValue("9#", Decimal(-1))], "一致", actor=inspector, at=AT)
    assert codes(caught) == {"RECHECK-UNIT", "RECHECK-NEGATIVE"}
    with pytest.raises(Refused) as caught:
        await acts.record_result(card.id, (), "一致", actor=officer, at=AT)
    assert codes(caught) == {"PEOPLE-DUTY"}
    with pytest.raises(Refused) as waiting:
        await acts.prepare(year, actor=officer, at=AT)
    assert codes(waiting) == {"RECHECK-NOTHING"}
    await acts.record_result(card.id, (), "一致", actor=inspector, at=AT)
    with pytest.raises(Stale):
        await acts.record_result(card.id, (), "一致", actor=inspector, at=AT)
    assert await acts.prepare(year, actor=officer, at=AT) == 1
    with pytest.raises(Refused) as again:
        await acts.prepare(year, actor=officer, at=AT)
    assert codes(again) == {"RECHECK-NOTHING"}


async def test_nothing_is_confirmed_before_the_draw() -> None:
    year, officer = 2045, await who("verification_officer")
    await year_with(year, 51)
    await acts.commit_draw(year, commitment(SEED), actor=officer, at=AT)
    with pytest.raises(Refused) as caught:
        await acts.prepare(year, actor=officer, at=AT)
    assert codes(caught) == {"RECHECK-NOTHING"}


async def test_whoever_prepares_does_not_notify() -> None:
    from dataclasses import replace

    year, officer, leader = 2046, await who("verification_officer"), await who("leader")
    await year_with(year, 61)
    await drawn(year)
    await all_rechecked(year)
    with pytest.raises(Refused) as caught:
        await acts.prepare(year, actor=leader, at=AT)
    assert codes(caught) == {"PEOPLE-DUTY"}
    both = replace(officer, duties=officer.duties | leader.duties)
    await acts.prepare(year, actor=both, at=AT)
    with pytest.raises(Refused) as caught:
        await acts.notify(year, actor=both, at=AT)
    assert codes(caught) == {"RECHECK-OWN-WORK"}
    assert await acts.notify(year, actor=leader, at=AT) == 1
    with pytest.raises(Refused) as caught:
        await acts.notify(year, actor=leader, at=AT)
    assert codes(caught) == {"RECHECK-NOTHING"}


async def test_a_late_objection_is_refused_with_the_clock() -> None:
    year = 2047
    await year_with(year, 71)
    await drawn(year)
    await all_rechecked(year)
    await notified(year)
    signatory = await who("signatory71")
    (card,) = await queries.confirmations(year, actor=signatory)
    with pytest.raises(Refused) as caught:
        await acts.object(card.id, "不服", actor=signatory, at=AT + 12 * DAY)
    (finding,) = caught.value.findings
    assert finding.code == "RECHECK-OBJECTION-LATE"
    assert finding.facts["until"] == "2025-05-26"
    with pytest.raises(Refused) as foreign:
        await acts.object(card.id, "不服", actor=await who("signatory61"), at=AT)
    assert codes(foreign) == {"RECHECK-UNKNOWN"}
    with pytest.raises(Refused) as filer:
        await acts.object(card.id, "不服", actor=await who("filer71"), at=AT)
    assert codes(filer) == {"PEOPLE-DUTY"}
    with pytest.raises(Refused) as empty:
        await acts.object(card.id, " ", actor=signatory, at=AT)
    assert codes(empty) == {"RECHECK-GROUNDS"}
    await acts.object(card.id, "不服", actor=signatory, at=AT + 11 * DAY)
    with pytest.raises(Stale):
        await acts.object(card.id, "再次不服", actor=signatory, at=AT + 11 * DAY)


async def test_a_decision_has_reasons_and_values_when_it_upholds() -> None:
    year, leader = 2048, await who("leader")
    await year_with(year, 81)
    await drawn(year)
    await all_rechecked(year)
    await notified(year)
    signatory = await who("signatory81")
    (card,) = await queries.confirmations(year, actor=signatory)
    objection_id = await acts.object(card.id, "不服", actor=signatory, at=AT)
    for upheld, values, reasons, code in (
        (True, [], "同意", "RECHECK-VALUES"),
        (False, [UnitValue("1#", Decimal(1))], "不同意", "RECHECK-VALUES"),
        (False, [], " ", "RECHECK-REASONS"),
        (True, [UnitValue("7#", Decimal(1))], "同意", "RECHECK-UNIT"),
    ):
        with pytest.raises(Refused) as caught:
            await acts.decide(objection_id, upheld, values, reasons, actor=leader, at=AT)
        assert codes(caught) == {code}
    filed = await queries.objection(objection_id, actor=leader)
    assert filed
    assert (filed.state, filed.decide_until) == ("filed", date(2025, 5, 29))
    late = await queries.confirmation(card.id, actor=leader)
    assert late
    assert (late.overdue(date(2025, 5, 29)), late.overdue(date(2025, 5, 30))) == ("", "decision")
    await acts.decide(objection_id, False, [], "理由不成立", actor=leader, at=AT)
    with pytest.raises(Stale):
        await acts.decide(objection_id, False, [], "理由不成立", actor=leader, at=AT)
    await acts.finalise(year, actor=await who("verification_officer"), at=AT)
    (final,) = await queries.confirmed(year, actor=leader)
    assert (final.emissions_tonnes, final.basis) == (3000, "rechecked")


async def test_an_enterprise_sees_its_own_recheck_alone() -> None:
    mine = await queries.tasks(2044, actor=await who("signatory41"))
    assert len(mine) == 1
    assert await queries.task(mine[0].id, actor=await who("signatory51")) is None
