"""Moves: the one truth about which state may follow which, and whose duty it is.

Guard, buttons, permission matrix, diagram and documentation all read these tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.core.duties import CLOCK, Duty


@dataclass(frozen=True, slots=True)
class Move:
    """A permitted change of state: `name` is the verb of the regulation, `duty` who may make it."""

    name: str
    duty: Duty
    before: tuple[StrEnum, ...]
    after: StrEnum
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Moves:
    """All moves of one kind of subject. `room` and `kind` make the journal tag `room:kind:move`."""

    room: str
    kind: str
    moves: tuple[Move, ...]

    def __iter__(self) -> Iterator[Move]:
        return iter(self.moves)

    def __getitem__(self, name: str) -> Move:
        for move in self.moves:
            if move.name == name:
                return move
        raise KeyError(f"{self.room}:{self.kind}:{name}")

    def tag(self, name: str) -> str:
        return f"{self.room}:{self.kind}:{self[name].name}"

    def open_to(self, state: str, duties: frozenset[Duty]) -> tuple[Move, ...]:
        """The moves that someone with these duties may make from `state`, in table order."""
        return tuple(move for move in self.moves if state in move.before and move.duty in duties and move.duty != CLOCK)
