"""Before the first year: the law, the first administrator, the officials, the verification bodies."""

from __future__ import annotations

from pathlib import Path

from domain.core.actors import THE_CLOCK
from domain.records.lawbook import acts as lawbook
from domain.records.people import acts as people
from seed.cast import Person
from seed.play.scene import OutOfScript, Scene

LAW = Path(__file__).parent.parent / "law"
INSTRUMENTS = LAW.with_name("instruments.yaml")


async def play(scene: Scene) -> str:
    loaded = await lawbook.load_edition(_edition(), actor=THE_CLOCK, at=scene.on(2023, 8, 28))
    instruments = INSTRUMENTS.read_text(encoding="utf-8")
    await lawbook.load_instruments(instruments, actor=THE_CLOCK, at=scene.on(2023, 8, 28))
    first = scene.cast.holding("system_administrator")[0]
    await people.found(first.sign_in, first.name, first.password, at=scene.on(2023, 9, 1))
    officials = [person for person in scene.cast.people if not (person.enterprise or person.body)]
    for person in officials:
        if person is not first:
            await create_account(scene, person, 2023, 9, 1)
    body_ids = await _enter_bodies(scene)
    of_bodies = [person for person in scene.cast.people if person.body]
    for person in of_bodies:
        await create_account(scene, person, 2023, 9, 5, body_id=body_ids[person.body])
    return (
        f"{loaded.added} provisions enacted, {len(officials)} officials and administrators, "
        f"{len(body_ids)} verification bodies with {len(of_bodies)} people"
    )


async def create_account(
    scene: Scene,
    person: Person,
    year: int,
    month: int,
    day: int,
    *,
    enterprise_id: int | None = None,
    body_id: int | None = None,
) -> None:
    """Done by the system administrator, as every account."""
    await people.create_account(
        person.sign_in,
        person.name,
        person.post,
        person.password,
        actor=await scene.holder("system_administrator"),
        at=scene.on(year, month, day),
        enterprise_id=enterprise_id,
        body_id=body_id,
        city=person.city,
    )


async def _enter_bodies(scene: Scene) -> dict[str, int]:
    officer = await scene.holder("verification_officer")
    return {
        body.slug: await people.enter_body(
            body.name, body.credit_code, body.capacity, actor=officer, at=scene.on(2023, 9, 4)
        )
        for body in scene.cast.bodies
    }


def _edition() -> dict[str, str]:
    """The first edition of the law: subject → YAML."""
    files = {path.stem: path.read_text(encoding="utf-8") for path in sorted(LAW.glob("*.yaml"))}
    if not files:
        raise OutOfScript(f"no law in {LAW}")
    return files
