"""The year after is open at today's stage: each kind of user has something waiting."""

from __future__ import annotations

from datetime import date

from domain.allocation import acts as allocation
from domain.allocation import queries as allocations
from domain.core.calendar import legal_day
from domain.emission_report import queries as reports
from domain.listing import queries as listing
from domain.monitoring_plan import queries as plans
from domain.penalty import queries as penalties
from domain.recheck import acts as recheck_acts
from domain.recheck import queries as recheck
from domain.records.lawbook import queries as lawbook
from domain.verification import queries as tasks
from seed.play.open_year import YEAR
from seed.play.scene import Scene, refused
from seed.play.today import UNREVEALED_SEED, desks
from tests.stories.conftest import TODAY


async def standing(scene: Scene, role: str) -> reports.ReportCard:
    enterprise_id = await scene.enterprise_id(scene.cast.with_role(role))
    card = await reports.report_of(enterprise_id, YEAR, actor=await scene.holder("leader"))
    assert card is not None
    return card


async def task_state(scene: Scene, role: str) -> str:
    enterprise_id = await scene.enterprise_id(scene.cast.with_role(role))
    cards = await tasks.tasks(YEAR, actor=await scene.holder("leader"), limit=1000)
    return next(card.state for card in cards if card.enterprise_id == enterprise_id)


async def test_enterprises(scene: Scene) -> None:
    assert (await standing(scene, "refuser")).version_id is None
    broken = await standing(scene, "two_versions")
    assert (broken.state, broken.version_state) == ("returned", "stopped")
    assert (await standing(scene, "gap_cap")).state == "submitted"


async def test_verification_bodies(scene: Scene) -> None:
    expected = {
        "gas_short": "assigned",
        "too_many_offsets": "accepted",
        "gas_long": "awaiting_correction",
        "late_filer": "concluded",
    }
    assert {role: await task_state(scene, role) for role in expected} == expected


async def test_the_table_of_sign_ins_shows_whoever_has_something_to_do(scene: Scene) -> None:
    shown = await desks(scene)
    leader = await scene.holder("leader")
    inspector = await scene.actor(shown["inspector"])
    open_tasks = [card for card in await recheck.tasks(YEAR, actor=leader) if card.state == "drawn"]
    assert inspector.account_id in open_tasks[0].inspector_ids
    for post, state in (("body_manager", "assigned"), ("verifier", "accepted"), ("reviewer", "concluded")):
        mine = await tasks.tasks(YEAR, actor=await scene.actor(shown[post]), limit=1000)
        assert state in {card.state for card in mine}, post


async def test_no_clock_of_the_guide_has_run_out(scene: Scene) -> None:
    late = await tasks.overdue(TODAY, actor=await scene.holder("verification_officer"))
    assert [card.name for card in late if card.year == YEAR] == []


async def test_recheck_and_objection(scene: Scene) -> None:
    leader = await scene.holder("leader")
    committed = [draw for draw in await recheck.draws(YEAR) if draw.state == "committed"]
    assert len(committed) == 1
    open_tasks = [card for card in await recheck.tasks(YEAR, actor=leader) if card.state == "drawn"]
    assert [(await scene.fact_of(card.enterprise_id)).role for card in open_tasks] == ["late_surrender"]
    cards = await recheck.confirmations(YEAR, actor=leader)
    objected = [card for card in cards if card.state == "objected"]
    assert [(await scene.fact_of(card.enterprise_id)).role for card in objected] == ["objector"]
    assert not objected[0].overdue(TODAY)


async def test_the_officer_may_reveal_the_seed(scene: Scene) -> None:
    (draw,) = [draw for draw in await recheck.draws(YEAR) if draw.state == "committed"]
    officer = await scene.holder("verification_officer")
    assert await recheck_acts.draw(draw.id, UNREVEALED_SEED, actor=officer, at=scene.on_day(TODAY)) == 1


async def test_the_allocation_waits_for_the_plan_of_its_year(scene: Scene) -> None:
    officer, leader = await scene.holder("allocation_officer"), await scene.holder("leader")
    cards = await allocations.allocations(YEAR, actor=leader, limit=None)
    assert {card.state for card in cards} == {"pre_proposed"}
    await allocation.approve_pre(YEAR, actor=leader, at=scene.on_day(TODAY))
    await refused("ALLOCATION-DRAFT", allocation.issue_pre(YEAR, actor=officer, at=scene.on_day(TODAY)))


async def test_lists_plans_law_and_cases(scene: Scene) -> None:
    leader = await scene.holder("leader")
    # The power plants, and the three other sectors that the market of that year covers.
    assert await listing.counts(YEAR + 2, actor=leader) == {"confirmed": len(scene.cast.enterprises) + 3}
    assert (await plans.counts(YEAR + 1, actor=leader))["submitted"] == 1
    assert [card.key for card in await lawbook.proposed()] == ["recheck.random_share"]
    (case,) = await penalties.cases(YEAR, actor=leader)
    assert case.state == "noticed"
    assert case.answer_by is not None
    assert case.answer_by >= legal_day(scene.on_day(TODAY)) > date(2026, 1, 1)
