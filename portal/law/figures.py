"""Which stored figures other values of the law would move, gathered over the rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.allocation import queries as allocation
from domain.core.actors import Actor
from domain.emission_report import queries as emission_report
from domain.listing import queries as listing
from domain.penalty import queries as penalty
from domain.recheck import queries as recheck
from domain.records.lawbook.rules import Change
from domain.records.resting import Moved, moved_by
from domain.surrender import queries as surrender
from domain.verification import queries as verification

# The page of the paper that a figure stands on, by kind.
PAGES = {
    "list_entry": "/listing/entries/",
    "report": "/reports/report/",
    "verification_task": "/verification/tasks/",
    "confirmation": "/recheck/confirmations/",
    "allocation": "/allocation/entries/",
    "obligation": "/surrender/obligations/",
    "penalty_case": "/penalties/cases/",
}


@dataclass(frozen=True, slots=True)
class RoomFigures:
    """A room's figures that rest on values: how many of how many papers, how many papers were looked at, what moves.

    `sums` adds up the differences by name and unit of the figure, over the papers looked at.
    """

    room: str
    figures: int
    papers: int
    seen: int
    moved: tuple[Moved, ...]

    @property
    def sums(self) -> dict[tuple[str, str], Decimal]:
        found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for one in self.moved:
            found[one.card.told.result.name, one.card.told.result.unit] += one.difference or 0
        return dict(found)


async def moved(changes: Sequence[Change], *, actor: Actor) -> list[RoomFigures]:
    """Stored figures that rest on values to be replaced by others, room by room; rooms without any are left out."""
    values = _values(changes)
    resting = [(key, date.fromisoformat(begins)) for key, begins in values]
    found = []
    for name, room in _ROOMS.items():
        told = await room.figures_resting_on(resting, actor=actor)
        if told.figures:
            seen = len({(card.enterprise_id, card.year) for card in told.cards})
            found.append(RoomFigures(name, told.figures, told.papers, seen, tuple(moved_by(told.cards, values))))
    return found


def _values(changes: Sequence[Change]) -> dict[tuple[str, str], str]:
    """Key and first day of each value that another one replaces for its own days → the other one."""
    return {
        (one.old.key, one.old.in_force_from.isoformat()): one.new.value
        for one in changes
        if one.old is not None and not one.same and one.old.in_force_from == one.new.in_force_from
    }


_ROOMS = {
    "listing": listing,
    "emission_report": emission_report,
    "verification": verification,
    "recheck": recheck,
    "allocation": allocation,
    "surrender": surrender,
    "penalty": penalty,
}
