"""Spring: pre-allocation. High summer: final allocation by unit and enterprise, confirmed by the ministry, issued."""

from __future__ import annotations

from domain.allocation import acts, queries
from seed.play.scene import Scene

YEAR = 2024


async def play_pre(scene: Scene) -> str:
    """Before 20 April: a share of what was verified for the year before."""
    officer, leader = await scene.holder("allocation_officer"), await scene.holder("leader")
    count = await acts.propose_pre(YEAR, actor=officer, at=scene.on(2025, 4, 16))
    await acts.approve_pre(YEAR, actor=leader, at=scene.on(2025, 4, 17))
    await acts.issue_pre(YEAR, actor=officer, at=scene.on(2025, 4, 18))
    cards = await queries.allocations(YEAR, actor=officer, limit=None)
    return f"{count} enterprises pre-allocated, {sum(card.pre_issued for card in cards):,} t issued"


async def play(scene: Scene) -> str:
    officer, leader = await scene.holder("allocation_officer"), await scene.holder("leader")
    await acts.propose_final(YEAR, actor=officer, at=scene.on(2025, 7, 22))
    await acts.approve_final(YEAR, actor=leader, at=scene.on(2025, 7, 25))
    await acts.confirm_final(YEAR, "演示确认〔2025〕18号", actor=officer, at=scene.on(2025, 8, 8))
    await acts.issue_final(YEAR, actor=officer, at=scene.on(2025, 8, 18))
    cards = await queries.finals(YEAR, actor=officer)
    final, due = (sum(getattr(card, name) or 0 for card in cards) for name in ("final", "due"))
    gas = sum((card.gas_topup or 0) > 0 for card in cards)
    capped = sum((card.cap_topup or 0) > 0 for card in cards)
    return (
        f"{len(cards)} enterprises, {final:,} t allocated against {due:,} t due; "
        f"{gas} with gas units topped up, {capped} at the gap cap"
    )
