"""One body once sold consulting to an enterprise: it is shut out there, and the reason stays on record."""

from __future__ import annotations

from domain.records.database import ask
from domain.records.journal import queries as journal
from domain.verification import queries
from seed.play.scene import Scene

YEAR = 2024


async def test_the_tied_body_is_excluded_and_another_verifies(scene: Scene) -> None:
    officer = await scene.holder("verification_officer")
    tied = next(body for body in scene.cast.bodies if body.tie)
    assert tied.tie is not None
    enterprise_id = await scene.enterprise_id(scene.cast.enterprise(tied.tie.enterprise))
    reasons = await queries.exclusions(enterprise_id, YEAR, actor=officer)
    assert [(card.body_name, card.reason) for card in reasons] == [(tied.name, "consulting")]
    tasks = await queries.tasks(YEAR, actor=officer, limit=1000)
    assert [card.body_name for card in tasks if card.enterprise_id == enterprise_id] != [tied.name]


async def test_the_load_is_shared(scene: Scene) -> None:
    loads = await queries.body_loads(YEAR, actor=await scene.holder("verification_officer"))
    tasks = [card.tasks for card in loads]
    assert sum(tasks) == len(scene.cast.enterprises) - 1  # the determined one is not verified
    assert max(tasks) - min(tasks) <= 1


async def test_one_conclusion_came_back_from_the_technical_review(scene: Scene) -> None:
    sent_back = await ask("SELECT subject FROM journal_entry WHERE tag = 'verification:task:send_back'")
    assert len(sent_back) == 1
    history = await journal.of_subject(sent_back[0]["subject"])
    moves = [entry.tag.rpartition(":")[2] for entry in history]
    assert moves.count("conclude") == 2
    assert moves[-1] == "deliver"
