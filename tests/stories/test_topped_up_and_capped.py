"""A gas unit is topped up to what it emitted; no enterprise bears a gap of more than a fifth."""

from __future__ import annotations

from domain.allocation import queries
from domain.allocation.queries import AllocationCard
from seed.play.scene import Scene

YEAR = 2024


async def allocations(scene: Scene) -> dict[str, AllocationCard]:
    cards = await queries.finals(YEAR, actor=await scene.holder("leader"))
    return {(await scene.fact_of(card.enterprise_id)).slug: card for card in cards}


async def test_the_gas_plant_that_is_short_is_topped_up_to_its_emissions(scene: Scene) -> None:
    card = (await allocations(scene))[scene.cast.with_role("gas_short").slug]
    assert card.gas_topup
    assert card.final == card.due


async def test_the_other_gas_plant_keeps_its_surplus(scene: Scene) -> None:
    card = (await allocations(scene))[scene.cast.with_role("gas_long").slug]
    assert card.gas_topup == 0
    assert (card.final or 0) > (card.due or 0)


async def test_the_gap_is_capped_at_a_fifth(scene: Scene) -> None:
    card = (await allocations(scene))[scene.cast.with_role("gap_cap").slug]
    assert (card.gap_rate or 0) > 20
    assert card.cap_topup
    assert card.final == (card.due or 0) * 8 // 10


async def test_some_have_too_much_and_some_too_little(scene: Scene) -> None:
    surplus = [(card.final or 0) - (card.due or 0) for card in (await allocations(scene)).values()]
    assert min(surplus) < 0 < max(surplus)
