"""Winter: obligations, offsets, the registry's statement, the verdict as of the deadline; one comes days late."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domain.records.account import queries as account
from domain.surrender import acts, queries
from domain.surrender.states import MovementKind
from domain.surrender.workbook import WORKBOOK
from seed.cast import EnterpriseFact
from seed.play.scene import OutOfScript, Scene
from seed.play.workbooks import BANNER, Form, filled

YEAR = 2024
LATE, SHORT, OFFSETS = "late_surrender", "short_surrender", "too_many_offsets"
# What stays short at the deadline, tonnes.
LATE_TONNES, SHORT_TONNES = 2_600, 12_000
# The one with too many offsets hands in this share of its obligation (7 %), where 5 % count; half a per cent too old.
OFFSET_LOTS = (("CCER-DEMO-0001", 60, date(2024, 6, 28)), ("CCER-DEMO-0002", 10, date(2023, 12, 15)))
PER_MILLE = 1000
SOLD_OF_SURPLUS = 6, 10
BOUGHT_ON, SOLD_ON, DEADLINE = date(2025, 11, 20), date(2025, 12, 3), date(2025, 12, 31)
SURRENDERED_ON = (date(2025, 12, 9), date(2025, 12, 16), date(2025, 12, 23), date(2025, 12, 29))
LATE_ON = date(2026, 1, 6)


@dataclass(slots=True)
class Registry:
    """The national registry, as far as this story needs one: it numbers movements and knows what everybody holds."""

    number: int = 0

    def line(self, known: EnterpriseFact, kind: MovementKind, tonnes: int, day: date) -> dict[str, object]:
        self.number += 1
        holding = kind is MovementKind.HOLDING
        return {
            "credit_code": known.credit_code,
            "name": known.name,
            "vintage": None if kind is MovementKind.OFFSET_CANCEL else YEAR,
            "kind": kind.value,
            "tonnes": tonnes,
            "day": day,
            "reference": "" if holding else f"DEMO-{YEAR}-{self.number:06}",
        }


async def play(scene: Scene) -> str:
    officer, leader = await scene.holder("allocation_officer"), await scene.holder("leader")
    await acts.open_year(YEAR, actor=officer, at=scene.on(2025, 12, 22))
    await _hand_in_offsets(scene)
    registry = Registry()
    lines = [line async for line in _year_of_movements(scene, registry)]
    await _import(scene, lines, "2025-12-31", date(2026, 1, 4))
    await acts.settle(YEAR, actor=officer, at=scene.on(2026, 1, 5))
    late = scene.cast.with_role(LATE)
    await _import(scene, _late_movements(late, registry), "2026-01-06", date(2026, 1, 7))
    await acts.settle(YEAR, actor=officer, at=scene.on(2026, 1, 7))
    await acts.publish(YEAR, actor=leader, at=scene.on(2026, 1, 8))
    outcomes = await queries.outcomes(YEAR, actor=leader)
    count = {status: sum(card.status == status for card in outcomes) for status in ("on_time", "late", "short")}
    return (
        f"{sum(card.due for card in outcomes):,} t due, {sum(card.surrendered for card in outcomes):,} t surrendered, "
        f"{sum(card.offsets for card in outcomes):,} t offset ({sum(card.offsets_refused for card in outcomes):,} t "
        f"refused); {count['on_time']} on time, {count['late']} late, {count['short']} short of "
        f"{sum(card.shortfall for card in outcomes):,} t"
    )


async def _obligations(scene: Scene) -> Mapping[EnterpriseFact, queries.OutcomeCard]:
    cards = await queries.outcomes(YEAR, actor=await scene.holder("allocation_officer"))
    return {await scene.fact_of(card.enterprise_id): card for card in cards}


async def _hand_in_offsets(scene: Scene) -> None:
    """More than the law allows, and one lot registered too early: the excess is refused."""
    officer, obligations = await scene.holder("allocation_officer"), await _obligations(scene)
    card = obligations[scene.cast.with_role(OFFSETS)]
    for project, share, registered_on in OFFSET_LOTS:
        tonnes = card.due * share // PER_MILLE
        at = scene.on(2025, 12, 24)
        await acts.propose_offset(card.obligation_id, tonnes, project, registered_on, actor=officer, at=at)


async def _year_of_movements(scene: Scene, registry: Registry) -> AsyncIterator[dict[str, object]]:
    """Who lacks allowances buys, who has too many sells most of them; then everybody surrenders, or nearly."""
    holdings = await account.holdings(actor=await scene.holder("allocation_officer"))
    obligations = await _obligations(scene)
    for number, (known, card) in enumerate(obligations.items()):
        held = holdings.get((card.enterprise_id, YEAR), 0)
        missing = {LATE: LATE_TONNES, SHORT: SHORT_TONNES}.get(known.role, 0)
        owed = card.due - card.offsets - missing
        day = SURRENDERED_ON[number % len(SURRENDERED_ON)]
        for line in _movements_of(known, registry, held, owed, day):
            yield line
        if card.offsets:
            yield registry.line(known, MovementKind.OFFSET_CANCEL, card.offsets, day)


def _movements_of(
    known: EnterpriseFact, registry: Registry, held: int, owed: int, day: date
) -> Iterator[dict[str, object]]:
    traded = owed - held
    if traded > 0:
        yield registry.line(known, MovementKind.PURCHASE, traded, BOUGHT_ON)
    sold = -traded * SOLD_OF_SURPLUS[0] // SOLD_OF_SURPLUS[1] if traded < 0 else 0
    if sold:
        yield registry.line(known, MovementKind.SALE, sold, SOLD_ON)
    yield registry.line(known, MovementKind.SURRENDER, owed, day)
    yield registry.line(known, MovementKind.HOLDING, max(held - owed, 0) - sold, DEADLINE)


def _late_movements(known: EnterpriseFact, registry: Registry) -> list[dict[str, object]]:
    return [
        registry.line(known, MovementKind.PURCHASE, LATE_TONNES, LATE_ON),
        registry.line(known, MovementKind.SURRENDER, LATE_TONNES, LATE_ON),
    ]


async def _import(scene: Scene, lines: list[dict[str, object]], name: str, day: date) -> None:
    content = filled(Form(WORKBOOK, None, BANNER, {"movements": lines}))
    officer = await scene.holder("allocation_officer")
    found = await acts.import_statement(
        YEAR, content, f"注册登记系统流水单{name}.xlsx", actor=officer, at=scene.on_day(day)
    )
    if found.differences:
        raise OutOfScript(f"the registry and the portal differ: {found}")
