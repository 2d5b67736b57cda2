"""Counting the lawbook for pages that show how much there is rather than all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from domain.core.law import Confidence
from domain.records.lawbook.queries import InstrumentCard
from domain.records.lawbook.rules import SUBJECTS, Enacted


@dataclass(frozen=True, slots=True)
class Tally:
    """How many provisions something has on a day: all, by how well they are known, and how many keys it ever had."""

    count: int
    by_confidence: Mapping[Confidence, int]
    keys: int

    @property
    def doubtful(self) -> int:
        return self.count - self.by_confidence.get(Confidence.FOUND, 0)

    @property
    def marks(self) -> list[tuple[Confidence, int]]:
        """The doubtful kinds that occur, each with its count."""
        return [(one, number) for one in Confidence if one != Confidence.FOUND and (number := self.by_confidence[one])]


@dataclass(frozen=True, slots=True)
class SubjectTally:
    """A subject with its tally and the numbers of the documents that its provisions in force are read from."""

    subject: str
    tally: Tally
    instruments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstrumentTally:
    """A document with how many values are read from it, on any day and on this one; no card: named, never entered."""

    number: str
    card: InstrumentCard | None
    values: int
    on_day: int


def tally(rows: Iterable[Enacted], day: date) -> Tally:
    rows = list(rows)
    counts = Counter(dict.fromkeys(Confidence, 0))
    counts.update(row.provision.confidence for row in rows if row.provision.rules_on(day))
    return Tally(sum(counts.values()), counts, len({row.provision.key for row in rows}))


def by_subject(rows: Iterable[Enacted], day: date) -> list[SubjectTally]:
    """One tally a subject, by room and then by name; subjects that the rooms do not know come last."""
    ordered = sorted(rows, key=lambda row: (room_of(row.subject), row.subject))
    found = []
    for subject, group in groupby(ordered, key=lambda row: row.subject):
        of_subject = list(group)
        named = (row.provision.instrument for row in of_subject if row.provision.rules_on(day))
        numbers = tuple(dict.fromkeys(number for number in named if number))
        found.append(SubjectTally(subject, tally(of_subject, day), numbers))
    return found


def by_room(rows: Iterable[Enacted], day: date) -> dict[str, list[SubjectTally]]:
    return {
        room: list(subjects) for room, subjects in groupby(by_subject(rows, day), key=lambda one: room_of(one.subject))
    }


def by_instrument(rows: Iterable[Enacted], cards: Iterable[InstrumentCard], day: date) -> list[InstrumentTally]:
    """Every document in the order of the edition; then those that provisions name and nobody has entered."""
    provisions = [row.provision for row in rows]
    values = Counter(one.instrument for one in provisions)
    on_day = Counter(one.instrument for one in provisions if one.rules_on(day))
    known: dict[str, InstrumentCard | None] = {card.number: card for card in cards}
    numbers = dict.fromkeys([*known, *(number for number in values if number)])
    return [InstrumentTally(number, known.get(number), values[number], on_day[number]) for number in numbers]


def room_of(subject: str) -> str:
    """The room that reads a subject; a subject of an official's own belongs to the law itself."""
    return SUBJECTS.get(subject, "law")
