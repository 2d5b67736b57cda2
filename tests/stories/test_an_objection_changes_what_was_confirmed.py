"""The recheck raises an enterprise's emissions; it objects in time; the decision gives it half right."""

from __future__ import annotations

import hashlib
import hmac

from domain.recheck import queries
from domain.records.emissions import queries as emissions
from seed.play.recheck import SEASON_2024
from seed.play.scene import Scene

YEAR = 2024


async def test_the_confirmed_emissions_are_those_of_the_decision(scene: Scene) -> None:
    leader, known = await scene.holder("leader"), scene.cast.with_role("objector")
    enterprise_id = await scene.enterprise_id(known)
    card = next(card for card in await queries.confirmed(YEAR, actor=leader) if card.enterprise_id == enterprise_id)
    assert card.basis == "objection"
    assert card.emissions_tonnes > card.verified_tonnes
    told = await queries.explanation(card.confirmation_id, actor=leader)
    assert told is not None
    assert told.value == card.emissions_tonnes
    record = await emissions.of_enterprises([enterprise_id], actor=leader)
    assert [row.emissions_tonnes for row in record if row.year == YEAR] == [card.emissions_tonnes]


async def test_nobody_elses_emissions_changed(scene: Scene) -> None:
    cards = await queries.confirmed(YEAR, actor=await scene.holder("leader"))
    changed = {
        (await scene.fact_of(card.enterprise_id)).role
        for card in cards
        if card.emissions_tonnes != card.verified_tonnes
    }
    assert changed == {"objector"}


async def test_anyone_can_repeat_the_draw(scene: Scene) -> None:
    """With the published frame, the revealed seed and a standard library: no part of the portal is asked."""
    (draw,) = await queries.draws(YEAR)
    assert draw.seed == SEASON_2024.seed
    assert hashlib.sha256(draw.seed.encode()).hexdigest() == draw.commitment
    assert hashlib.sha256(draw.frame.encode()).hexdigest() == draw.frame_digest
    names = [line.split()[1] for line in draw.frame.splitlines() if line.endswith(" share")]
    lots = {name: hmac.new(draw.seed.encode(), f"enterprise:{name}".encode(), "sha256").hexdigest() for name in names}
    frame = await queries.frame(draw.id)
    drawn = {card.credit_code for card in frame if card.task_id and card.grouped == "share"}
    assert drawn == set(sorted(names, key=lambda name: lots[name])[: draw.drawn_of_share])
