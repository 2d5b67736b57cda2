"""One surrenders late and is spared, one is short and fined by Decree 775, one hands in too many offsets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.penalty import queries as penalties
from domain.records.account import queries as account
from domain.records.account.rules import surrendered
from domain.surrender import queries as surrender
from domain.surrender.queries import OutcomeCard
from seed.play.scene import Scene
from seed.play.surrender import LATE_TONNES, SHORT_TONNES

YEAR = 2024


async def outcome_of(scene: Scene, role: str) -> OutcomeCard:
    enterprise_id = await scene.enterprise_id(scene.cast.with_role(role))
    found = await surrender.obligation_of(enterprise_id, YEAR, actor=await scene.holder("leader"))
    assert found is not None
    return found


async def case_of(scene: Scene, role: str) -> penalties.CaseFile:
    leader = await scene.holder("leader")
    enterprise_id = await scene.enterprise_id(scene.cast.with_role(role))
    card = next(card for card in await penalties.cases(YEAR, actor=leader) if card.enterprise_id == enterprise_id)
    found = await penalties.case(card.id, actor=leader)
    assert found is not None
    return found


async def test_the_late_one_is_late_by_what_it_lacked(scene: Scene) -> None:
    card = await outcome_of(scene, "late_surrender")
    assert (card.status, card.shortfall, card.deadline_shortfall) == ("late", 0, LATE_TONNES)
    assert card.completed_on == date(2026, 1, 6)
    assert (await case_of(scene, "late_surrender")).state == "withdrawn"


async def test_the_fine_lies_within_the_range_of_decree_775(scene: Scene) -> None:
    """Five to ten times the price of the month before the deadline, times what was short: to the fen."""
    card, case = await outcome_of(scene, "short_surrender"), await case_of(scene, "short_surrender")
    assert (card.status, card.shortfall) == ("short", SHORT_TONNES)
    assert case.law == "decree-775-art-24"
    assert case.price is not None
    value = case.price.value * SHORT_TONNES
    assert (case.fine_min, case.fine_max) == (5 * value, 10 * value)
    assert case.fine_min is not None
    assert case.fine_yuan == case.fine_min * Decimal("1.2")
    assert case.deduct_tonnes == SHORT_TONNES
    assert case.state == "closed"


async def test_no_more_offsets_count_than_five_per_cent(scene: Scene) -> None:
    card = await outcome_of(scene, "too_many_offsets")
    assert card.offsets == card.due * 5 // 100
    assert card.offsets_refused > 0
    assert card.status == "on_time"
    assert card.surrendered + card.offsets == card.due


async def test_the_ledger_holds_what_the_outcomes_say(scene: Scene) -> None:
    for card in await surrender.outcomes(YEAR, actor=await scene.holder("leader")):
        assert await account.balance(surrendered(card.enterprise_id)) == card.surrendered
