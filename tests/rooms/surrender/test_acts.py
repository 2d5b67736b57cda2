"""From the opening of the obligations to their publication, and what comes late."""

from __future__ import annotations

from datetime import date

import pytest

from domain.core.findings import Refused, Stale
from domain.records.account import queries as account
from domain.records.database import ask
from domain.surrender import acts, queries
from domain.surrender.rules import Status
from tests.cast import actor, codes, enact_the_law, entries_for
from tests.rooms.surrender.province import (
    AFTER,
    BEFORE,
    DEADLINE,
    DUE,
    HELD,
    LEADER,
    OFFICER,
    OPENED,
    YEAR,
    at,
    card_of,
    furnish,
    imported,
    line,
    statement,
)

pytestmark = pytest.mark.usefixtures("opened")


@pytest.fixture(scope="module")
async def ids(database: object) -> dict[int, int]:
    await enact_the_law()
    return await furnish(DUE, HELD)


@pytest.fixture(scope="module")
async def opened(ids: dict[int, int]) -> int:
    return await acts.open_year(YEAR, actor=OFFICER, at=OPENED)


async def test_every_settled_allocation_gives_an_obligation(opened: int, ids: dict[int, int]) -> None:
    assert opened == len(DUE)
    card = await card_of(ids[4])
    assert (card.due, card.status, card.state, card.shortfall) == (800, "open", "open", 800)
    assert await entries_for(f"obligation:{card.obligation_id}") == ["surrender:obligation:open_year"]
    told = await queries.explanation(card.obligation_id, actor=OFFICER)
    assert told is not None
    assert [str(told.value), len(told.inputs)] == ["800", 2]
    rows = await ask("SELECT id FROM notice WHERE code = 'surrender.opened' AND enterprise_id = {}", ids[4])
    assert len(rows) == 1


async def test_a_year_is_not_opened_twice() -> None:
    with pytest.raises(Refused) as caught:
        await acts.open_year(YEAR, actor=OFFICER, at=OPENED)
    assert codes(caught) == {"SURRENDER-NOTHING"}


async def test_a_leader_does_not_record(ids: dict[int, int]) -> None:
    card = await card_of(ids[4])
    works = [
        acts.open_year(YEAR, actor=LEADER, at=OPENED),
        acts.settle(YEAR, actor=LEADER, at=AFTER),
        acts.import_statement(YEAR, b"", "x", actor=LEADER, at=BEFORE),
        acts.propose_offset(card.obligation_id, 1, "x", date(2024, 6, 1), actor=LEADER, at=BEFORE),
        acts.resolve_difference(1, "x", actor=LEADER, at=BEFORE),
        acts.publish(YEAR, actor=OFFICER, at=AFTER),
    ]
    for work in works:
        with pytest.raises(Refused) as caught:
            await work
        assert codes(caught) == {"PEOPLE-DUTY"}


async def test_nothing_is_settled_before_the_deadline_is_over() -> None:
    for when in (BEFORE, at(2025, 12, 31)):
        with pytest.raises(Refused) as caught:
            await acts.settle(YEAR, actor=OFFICER, at=when)
        assert codes(caught) == {"SURRENDER-RUNNING"}


async def test_what_is_surrendered_is_booked_once(ids: dict[int, int]) -> None:
    done = await imported(line(1, "surrender", 1000, "N-1"), line(1, "holding", 200, ""))
    assert (done.booked, done.differences) == (1, 0)
    assert await entries_for(f"surrender_statement:{done.statement_id}") == ["surrender:statement:import"]
    cards = await account.balances([ids[1]], actor=OFFICER)
    assert {(card.kind, card.tonnes) for card in cards} == {("holding", 200), ("surrendered", 1000)}
    assert (await card_of(ids[1])).surrendered_now == 1000
    again = await imported(line(1, "surrender", 1000, "N-1"), line(1, "holding", 200, ""), line(1, "sale", 50, "N-2"))
    assert (again.booked, again.repeated, again.differences) == (1, 1, 1)
    assert (await card_of(ids[1])).surrendered_now == 1000
    assert await account.differences() == []


async def test_the_same_file_again_is_the_same_import() -> None:
    lines = [line(4, "surrender", 300, "N-40")]
    content = statement(*lines)
    first = await acts.import_statement(YEAR, content, "a.xlsx", actor=OFFICER, at=BEFORE)
    second = await acts.import_statement(YEAR, content, "b.xlsx", actor=OFFICER, at=BEFORE)
    assert (second.statement_id, second.again) == (first.statement_id, True)
    assert await entries_for(f"surrender_statement:{first.statement_id}") == ["surrender:statement:import"]


async def test_a_preview_changes_nothing(ids: dict[int, int]) -> None:
    content = statement(line(4, "surrender", 100, "N-41"), line(9, "surrender", 1, "N-42"))
    seen = await acts.preview_statement(YEAR, content, actor=OFFICER, at=BEFORE)
    assert (seen.rows, seen.booked, seen.tonnes) == (2, 1, {"surrender": 100})
    assert [finding.code for finding in seen.findings] == ["SURRENDER-CODE"]
    assert (await card_of(ids[4])).surrendered_now <= 300


async def test_an_unreadable_statement_is_refused_whole(ids: dict[int, int]) -> None:
    before = (await card_of(ids[2])).surrendered_now
    with pytest.raises(Refused) as caught:
        await imported(line(2, "surrender", 10, "N-20"), {**line(2, "surrender", 10, "N-21"), "day": "someday"})
    assert codes(caught) == {"SHEET-NOT-A-DATE"}
    with pytest.raises(Refused) as empty:
        await imported()
    assert codes(empty) == {"SURRENDER-EMPTY"}
    assert (await card_of(ids[2])).surrendered_now == before


async def test_a_difference_waits_until_a_later_statement_settles_it(ids: dict[int, int]) -> None:
    """More handed in than held: not booked. With the purchase in the next statement it is, and the task is gone."""
    over = line(2, "surrender", 1900, "N-22")
    first = await imported(over)
    assert (first.booked, first.differences) == (0, 1)
    waiting = await queries.differences(YEAR, actor=OFFICER, statement_id=first.statement_id)
    assert [(one.code, one.enterprise_id) for one in waiting] == [("SURRENDER-OVER", ids[2])]
    bought = line(2, "purchase", 500, "N-23", date(2025, 11, 20))
    second = await imported(over, bought)
    assert (second.booked, second.differences) == (2, 0)
    (gone,) = await queries.differences(YEAR, actor=OFFICER, statement_id=first.statement_id, open_only=False)
    assert gone.resolved_by_statement == second.statement_id
    assert (await card_of(ids[2])).surrendered_now == 1900


async def test_a_difference_is_a_task_once_and_cleared_up_with_a_reason() -> None:
    unknown = line(8, "surrender", 1, "N-80")
    first = await imported(unknown)
    await imported(unknown, line(4, "holding", 500, ""))
    waiting = [one for one in await queries.open_differences(YEAR, actor=OFFICER) if one.code == "SURRENDER-CODE"]
    assert [one.statement_id for one in waiting] == [first.statement_id]
    with pytest.raises(Refused) as caught:
        await acts.resolve_difference(waiting[0].id, " ", actor=OFFICER, at=BEFORE)
    assert codes(caught) == {"SURRENDER-REASON"}
    await acts.resolve_difference(waiting[0].id, "系外省单位", actor=OFFICER, at=BEFORE)
    with pytest.raises(Stale):
        await acts.resolve_difference(waiting[0].id, "系外省单位", actor=OFFICER, at=BEFORE)
    assert await entries_for(f"surrender_difference:{waiting[0].id}") == ["surrender:difference:resolve"]


async def test_offsets_count_up_to_the_cap_and_the_rest_is_kept_with_its_reason(ids: dict[int, int]) -> None:
    card = await card_of(ids[2])
    first = await acts.propose_offset(card.obligation_id, 80, "CCER-1", date(2024, 6, 1), actor=OFFICER, at=BEFORE)
    assert (first.accepted, first.over_cap, first.cap, first.findings) == (80, 0, 100, ())
    second = await acts.propose_offset(card.obligation_id, 50, "CCER-2", date(2024, 6, 1), actor=OFFICER, at=BEFORE)
    assert (second.accepted, second.over_cap) == (20, 30)
    assert [(one.code, one.facts["cap"]) for one in second.findings] == [("SURRENDER-OFFSET-CAP", "100")]
    early = await acts.propose_offset(card.obligation_id, 5, "CCER-3", date(2023, 6, 1), actor=OFFICER, at=BEFORE)
    assert (early.accepted, early.ineligible) == (0, 5)
    assert [one.code for one in early.findings] == ["SURRENDER-OFFSET-EARLY"]
    card = await card_of(ids[2])
    assert (card.offsets_now, card.offsets_refused) == (100, 35)
    assert await entries_for(f"surrender_offset:{second.offset_id}") == ["surrender:offset:propose"]


@pytest.mark.parametrize(
    ("tonnes", "project", "registered_on", "code"),
    [
        (0, "CCER-9", date(2024, 6, 1), "SURRENDER-OFFSET-TONNES"),
        (1, " ", date(2024, 6, 1), "SURRENDER-OFFSET-PROJECT"),
        (1, "CCER-9", date(2026, 6, 1), "SURRENDER-OFFSET-DAY"),
    ],
)
async def test_an_offset_must_be_readable(
    ids: dict[int, int], tonnes: int, project: str, registered_on: date, code: str
) -> None:
    card = await card_of(ids[3])
    with pytest.raises(Refused) as caught:
        await acts.propose_offset(card.obligation_id, tonnes, project, registered_on, actor=OFFICER, at=BEFORE)
    assert codes(caught) == {code}


async def test_a_lot_of_reductions_counts_once(ids: dict[int, int]) -> None:
    card = await card_of(ids[3])
    await acts.propose_offset(card.obligation_id, 5, "CCER-7", date(2024, 6, 1), actor=OFFICER, at=BEFORE)
    with pytest.raises(Refused) as caught:
        await acts.propose_offset(card.obligation_id, 5, "CCER-7", date(2024, 6, 1), actor=OFFICER, at=BEFORE)
    assert codes(caught) == {"SURRENDER-OFFSET-TWICE"}
    with pytest.raises(Refused) as unknown:
        await acts.propose_offset(987654, 5, "CCER-7", date(2024, 6, 1), actor=OFFICER, at=BEFORE)
    assert codes(unknown) == {"SURRENDER-UNKNOWN"}


async def test_the_year_from_the_verdict_to_publication(ids: dict[int, int]) -> None:
    """On time, on time with reductions, short; then late. Published first with the shortfall, then anew."""
    await imported(line(3, "surrender", 400, "N-30"), line(4, "surrender", 500, "N-43"))
    done = await acts.settle(YEAR, actor=OFFICER, at=AFTER)
    assert done == acts.Settled(4, {"on_time": 3, "short": 1})
    card = await card_of(ids[3])
    assert (card.status, card.shortfall, card.deadline_shortfall, card.published) == ("short", 95, 95, False)
    assert await queries.published(YEAR) == []
    assert (await acts.settle(YEAR, actor=OFFICER, at=AFTER)).changed == 0

    assert await acts.publish(YEAR, actor=LEADER, at=AFTER) == 4
    assert [one.status for one in await queries.published(YEAR, status=Status.SHORT)] == ["short"]
    with pytest.raises(Refused) as twice:
        await acts.publish(YEAR, actor=LEADER, at=AFTER)
    assert codes(twice) == {"SURRENDER-NOTHING-TO-PUBLISH"}

    await imported(line(3, "surrender", 95, "N-31", date(2026, 1, 7)), when=at(2026, 1, 8))
    assert (await card_of(ids[3])).outdated
    later = await acts.settle(YEAR, actor=OFFICER, at=at(2026, 1, 8))
    assert (later.changed, later.statuses) == (1, {"on_time": 3, "late": 1})
    card = await card_of(ids[3])
    assert (card.status, card.completed_on, card.shortfall) == ("late", date(2026, 1, 7), 0)
    assert (card.deadline_shortfall, card.state, card.published) == (95, "settled", False)
    assert [one.status for one in await queries.published(YEAR, status=Status.SHORT)] == ["short"]
    assert await acts.publish(YEAR, actor=LEADER, at=at(2026, 1, 9)) == 1
    moves = ["open_year", "settle", "publish", "settle_again", "publish"]
    assert await entries_for(f"obligation:{card.obligation_id}") == [f"surrender:obligation:{name}" for name in moves]
    told = await ask("SELECT code FROM notice WHERE enterprise_id = {} ORDER BY id", ids[3])
    assert [row["code"] for row in told] == ["surrender.opened", "surrender.short", "surrender.late"]
    results = await queries.results_of(card.obligation_id, actor=OFFICER)
    explained = await queries.result_explanation(results[0].id, actor=OFFICER)
    assert explained is not None
    assert [explained[0], str(explained[1].value)] == [card.obligation_id, "0"]


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2025, 12, 31), "open"),
        (date(2026, 1, 1), "short"),
        (date(2026, 1, 6), "short"),
        (date(2026, 1, 7), "late"),
    ],
)
async def test_the_status_of_any_past_day_is_known(ids: dict[int, int], day: date, status: str) -> None:
    found = await queries.status_as_of(YEAR, day, actor=OFFICER)
    cards = {card.enterprise_id: card for card in found}
    assert cards[ids[3]].standing.status == status
    assert cards[ids[1]].standing.status == "on_time"


async def test_an_enterprise_sees_its_own_only(ids: dict[int, int]) -> None:
    own = actor("filer", enterprise_id=ids[3])
    assert [card.enterprise_id for card in await queries.outcomes(YEAR, actor=own)] == [ids[3]]
    assert await queries.obligation((await card_of(ids[1])).obligation_id, actor=own) is None
    assert await queries.obligation_of(ids[1], YEAR, actor=own) is None
    assert [card.enterprise_id for card in await queries.status_as_of(YEAR, DEADLINE, actor=own)] == [ids[3]]
    assert await queries.explanation((await card_of(ids[1])).obligation_id, actor=own) is None
    assert await queries.statements(YEAR, actor=own) == []
    assert {one.enterprise_id for one in await queries.differences(YEAR, actor=own, open_only=False)} <= {ids[3]}


async def test_results_are_not_published_by_whoever_had_them_computed(ids: dict[int, int]) -> None:
    both = actor("leader")
    await ask("UPDATE surrender_result SET settled_by = {}", both.account_id)
    await imported(line(1, "surrender", 5, "N-9", date(2026, 1, 10)), when=at(2026, 1, 12))
    await acts.settle(YEAR, actor=OFFICER, at=at(2026, 1, 12))
    await ask("UPDATE surrender_result SET settled_by = {}", both.account_id)
    with pytest.raises(Refused) as caught:
        await acts.publish(YEAR, actor=both, at=at(2026, 1, 12))
    assert codes(caught) == {"SURRENDER-OWN-WORK"}


async def test_without_obligations_nothing_is_read_or_settled() -> None:
    for work in (imported(line(1, "surrender", 1, "N-99"), year=2023), acts.settle(2023, actor=OFFICER, at=AFTER)):
        with pytest.raises(Refused) as caught:
            await work
        assert codes(caught) == {"SURRENDER-NOT-OPENED"}
