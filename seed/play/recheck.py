"""Early summer: the double-random draw, rechecks, confirmation, one objection that changes what was confirmed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.recheck import acts, queries
from domain.recheck.states import ConfirmationState, TaskState
from domain.verification import queries as verification
from seed.play.scene import OutOfScript, Scene

OBJECTOR = "objector"
# What the recheck finds at the enterprise that objects, and what remains of it after the decision.
RECHECKED_SHARE, DECIDED_SHARE = Decimal("1.0125"), Decimal("1.0050")


@dataclass(frozen=True, slots=True)
class Season:
    """When recheck and confirmation of a year happen."""

    year: int
    named_on: date
    committed_on: date
    drawn_on: date
    first_notice_on: date
    rechecked_on: date
    second_notice_on: date
    objected_on: date
    decided_on: date
    final_on: date

    @property
    def seed(self) -> str:
        """Secret until the draw; here it may be known, for it is a demonstration that must repeat."""
        return f"湖北省{self.year}年度双随机抽查(演示)"


SEASON_2024 = Season(
    2024,
    named_on=date(2025, 6, 24),
    committed_on=date(2025, 6, 24),
    drawn_on=date(2025, 6, 25),
    first_notice_on=date(2025, 6, 25),
    rechecked_on=date(2025, 6, 30),
    second_notice_on=date(2025, 7, 1),
    objected_on=date(2025, 7, 8),
    decided_on=date(2025, 7, 18),
    final_on=date(2025, 7, 21),
)


async def play(scene: Scene) -> str:
    return await recheck(scene, SEASON_2024)


async def recheck(scene: Scene, season: Season) -> str:
    officer, leader = await scene.holder("verification_officer"), await scene.holder("leader")
    rechecked = await draw(scene, season)
    await acts.prepare(season.year, actor=officer, at=scene.on_day(season.first_notice_on))
    await acts.notify(season.year, actor=leader, at=scene.on_day(season.first_notice_on))
    await perform(scene, season.year, season.rechecked_on)
    await acts.prepare(season.year, actor=officer, at=scene.on_day(season.rechecked_on))
    await acts.notify(season.year, actor=leader, at=scene.on_day(season.second_notice_on))
    await object_to(scene, season.year, season.objected_on)
    change = await _decide(scene, season.year, season.decided_on)
    await acts.finalise(season.year, actor=officer, at=scene.on_day(season.final_on))
    confirmed = await queries.confirmed(season.year, actor=officer)
    tonnes = sum(card.emissions_tonnes for card in confirmed)
    return (
        f"{rechecked} rechecked, {len(confirmed)} confirmed, {tonnes:,.0f} t; "
        f"one objection decided, {change:+,.0f} t against verification"
    )


async def draw(scene: Scene, season: Season) -> int:
    """Name one, publish frame and commitment, reveal the seed; answers how many are rechecked."""
    officer = await scene.holder("verification_officer")
    objector = await scene.enterprise_id(scene.cast.with_role(OBJECTOR))
    letter = f"演示函〔{season.year + 1}〕6号"
    await acts.name_for_recheck(season.year, objector, letter, actor=officer, at=scene.on_day(season.named_on))
    draw_id = await commit(scene, season.year, season.seed, season.committed_on)
    return await acts.draw(draw_id, season.seed, actor=officer, at=scene.on_day(season.drawn_on))


async def commit(scene: Scene, year: int, seed: str, day: date) -> int:
    """Publish the frame with the digest of the seed; answers the draw."""
    officer = await scene.holder("verification_officer")
    digest = hashlib.sha256(seed.encode()).hexdigest()
    return await acts.commit_draw(year, digest, actor=officer, at=scene.on_day(day))


async def perform(scene: Scene, year: int, day: date, spared: frozenset[str] = frozenset()) -> None:
    """The inspectors who were drawn do the rechecks. Only at the objector they find something."""
    officer = await scene.holder("verification_officer")
    inspectors = [await scene.actor(person.sign_in) for person in scene.cast.holding("inspector")]
    by_id = {actor.account_id: actor for actor in inspectors}
    for card in await queries.tasks(year, actor=officer):
        role = (await scene.fact_of(card.enterprise_id)).role
        if card.state != TaskState.DRAWN or (role and role in spared):
            continue
        found: list[acts.UnitValue] = []
        text = "复查结果与核查结论一致(演示)"
        if role == OBJECTOR:
            found = [await _value(scene, card.verification_task_id, RECHECKED_SHARE)]
            text = "复查发现1#机组七月入炉煤元素碳取值偏低，重新计算(演示)"
        await acts.record_result(card.id, found, text, actor=by_id[card.inspector_ids[0]], at=scene.on_day(day))


async def _value(scene: Scene, verification_task_id: int, share: Decimal) -> acts.UnitValue:
    """The first unit's emissions, changed by a share."""
    officer = await scene.holder("verification_officer")
    unit = (await verification.units_of_task(verification_task_id, actor=officer))[0]
    return acts.UnitValue(unit.unit_number, emissions_tonnes=(unit.emissions_tonnes * share).quantize(Decimal("0.01")))


async def object_to(scene: Scene, year: int, day: date) -> None:
    """The enterprise objects to what was confirmed."""
    signatory = await scene.actor(scene.cast.with_role(OBJECTOR).signatory)
    grounds = "七月中旬煤样为混煤样，复查所取单一煤样不具代表性，附重新检测报告(演示)"
    await acts.object((await _confirmation(scene, year)).id, grounds, actor=signatory, at=scene.on_day(day))


async def _decide(scene: Scene, year: int, day: date) -> Decimal:
    """The objection is upheld in part; answers how far the confirmed emissions lie from the verified ones."""
    leader, before = await scene.holder("leader"), await _confirmation(scene, year)
    tasks = [card for card in await queries.tasks(year, actor=leader) if card.enterprise_id == before.enterprise_id]
    if not tasks or before.objection_id is None:
        raise OutOfScript("nothing was rechecked and objected to")
    value = await _value(scene, tasks[0].verification_task_id, DECIDED_SHARE)
    reasons = "部分采纳：以留存混合煤样的检测结果重新认定1#机组排放量(演示)"
    await acts.decide(before.objection_id, True, [value], reasons, actor=leader, at=scene.on_day(day))
    decided = await _confirmation(scene, year)
    return decided.emissions_tonnes - decided.verified_tonnes


async def _confirmation(scene: Scene, year: int) -> queries.ConfirmationCard:
    enterprise_id = await scene.enterprise_id(scene.cast.with_role(OBJECTOR))
    cards = await queries.in_states(year, tuple(ConfirmationState), actor=await scene.holder("leader"))
    for card in cards:
        if card.enterprise_id == enterprise_id:
            return card
    raise OutOfScript("the objector's emissions were not confirmed")
