"""Most enterprises list, plan, report, are verified, receive allowances and surrender them, all in time."""

from __future__ import annotations

from domain.emission_report import queries as reports
from domain.listing import queries as listing
from domain.monitoring_plan import queries as plans
from domain.recheck import queries as recheck
from domain.records.account import queries as account
from domain.records.database import ask
from domain.records.follow_ups import queries as follow_ups
from domain.surrender import queries as surrender
from seed.play.scene import Scene, entries_in_unbroken_journal

YEAR = 2024


async def test_every_enterprise_goes_through_every_room(scene: Scene) -> None:
    leader = await scene.holder("leader")
    expected = {await scene.enterprise_id(known) for known in scene.cast.enterprises}
    for cards in (
        await listing.published(YEAR, actor=leader),
        (await plans.plans_in_force(YEAR, actor=leader)).values(),
        await reports.accepted(YEAR, actor=leader),
        await recheck.confirmed(YEAR, actor=leader),
        await surrender.outcomes(YEAR, actor=leader),
    ):
        assert {card.enterprise_id for card in cards} == expected


async def test_all_but_two_surrender_in_time_and_the_public_sees_it(scene: Scene) -> None:
    outcomes = await surrender.outcomes(YEAR, actor=await scene.holder("leader"))
    not_in_time = {(await scene.fact_of(card.enterprise_id)).role for card in outcomes if card.status != "on_time"}
    assert not_in_time == {"late_surrender", "short_surrender"}
    assert all(card.published for card in outcomes)


async def test_nothing_is_owed_nothing_is_lost_and_the_books_balance(scene: Scene) -> None:
    assert await follow_ups.owed_count() == 0
    assert await account.differences() == []
    assert await entries_in_unbroken_journal() > 500


async def test_nobody_approves_what_they_prepared(scene: Scene) -> None:
    """The list, the allocation and the confirmation went through two hands."""
    for prepared, approved in (
        ("listing:entry:propose", "listing:entry:publish"),
        ("allocation:allocation:propose_final", "allocation:allocation:approve_final"),
        ("recheck:confirmation:prepare", "recheck:confirmation:notify"),
    ):
        first, second = await who_did(prepared), await who_did(approved)
        assert first, prepared
        assert second, approved
        assert first.isdisjoint(second)


async def who_did(tag: str) -> set[str]:
    """Everybody who has done this act, by the journal."""
    return {row["actor_name"] for row in await ask("SELECT actor_name FROM journal_entry WHERE tag = {}", tag)}
