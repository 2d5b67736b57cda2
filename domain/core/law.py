"""The law as dated data: a provision is a value with a key, a unit, days in force and a citation.

Which day counts is itself law, so whoever asks for a `Law` names the day. Values that go by compliance year are in
force from 1 January to 31 December of that year and are asked for as of its last day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache
from typing import Any


class Confidence(StrEnum):
    """How well the value is known. Anything but FOUND is shown beside the figure it leads to."""

    FOUND = "found"
    MEMORY = "memory"
    INFERRED = "inferred"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Provision:
    """One dated value of the law. `value` is kept as text, exactly as enacted.

    `unit` says how to read it: `date`, `text` and `rounding` are not numbers, every other unit is.
    """

    key: str
    value: str
    unit: str
    in_force_from: date
    in_force_until: date | None
    citation: str
    confidence: Confidence
    instrument: str = ""
    note: str = ""

    def rules_on(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)


class NotInForce(Exception):
    """No provision of that key is in force on that day: the law of the day has not been enacted."""

    def __init__(self, key: str, day: date) -> None:
        self.key, self.day = key, day
        super().__init__(f"{key} has no value in force on {day.isoformat()}")


@cache
def _quantum(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a step is rounded: `places` decimals, half up or down to the floor. Rounding is law."""

    places: int
    direction: str

    def __call__(self, value: Decimal) -> Decimal:
        return value.quantize(_quantum(self.places), ROUND_FLOOR if self.direction == "floor" else ROUND_HALF_UP)

    @classmethod
    def parse(cls, text: str) -> Rounding:
        """`half_up:6` or `floor:0`; ValueError otherwise."""
        direction, _, places = text.partition(":")
        if direction not in ("half_up", "floor") or not places.isdigit():
            raise ValueError(f"not a rounding: {text!r}")
        return cls(int(places), direction)


# A provision of this family is an open legal question: its value lists the keys (or beginnings of keys) it touches.
REVIEW = "review."


@dataclass(frozen=True, slots=True)
class Law:
    """All provisions in force on one day."""

    day: date
    provisions: Mapping[str, Provision] = field(default_factory=dict)
    # What was read of a text once is kept: a province asks for the same few values tens of thousands of times.
    _values: dict[str, Decimal] = field(default_factory=dict, compare=False, repr=False)
    _roundings: dict[str, Rounding] = field(default_factory=dict, compare=False, repr=False)
    _reviews: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    # What derivations keep of a provision, made once for all of them.
    used: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def provision(self, key: str) -> Provision:
        """The provision in force; `NotInForce` when there is none."""
        try:
            return self.provisions[key]
        except KeyError:
            raise NotInForce(key, self.day) from None

    def value(self, key: str) -> Decimal:
        try:
            return self._values[key]
        except KeyError:
            return self._values.setdefault(key, Decimal(self.provision(key).value))

    def on(self, key: str) -> date:
        """The value of a provision whose unit is `date`."""
        return date.fromisoformat(self.provision(key).value)

    def text(self, key: str) -> str:
        return self.provision(key).value

    def rounding(self, key: str) -> Rounding:
        try:
            return self._roundings[key]
        except KeyError:
            return self._roundings.setdefault(key, Rounding.parse(self.provision(key).value))

    def has(self, key: str) -> bool:
        return key in self.provisions

    def reviews(self, keys: Collection[str]) -> tuple[str, ...]:
        """Codes of the open legal questions that these keys raise on this day, each once, in the order raised."""
        questioned = self._reviews or self._questioned()
        if questioned.keys().isdisjoint(keys):
            return ()
        return tuple(dict.fromkeys(code for key in keys for code in questioned.get(key, ())))

    def reviews_of(self, key: str) -> tuple[str, ...]:
        """Codes of the open legal questions that touch a key on this day, in the order of the lawbook."""
        return self._questioned().get(key, ())

    def _questioned(self) -> dict[str, tuple[str, ...]]:
        """Key → codes of the questions that touch it; gathered once."""
        if not self._reviews:
            found: dict[str, tuple[str, ...]] = {"": ()}
            for review in self.provisions.values():
                if review.key.startswith(REVIEW):
                    code, beginnings = review.key.removeprefix(REVIEW), touched(review)
                    for key in self.provisions:
                        if key.startswith(beginnings):
                            found[key] = (*found.get(key, ()), code)
            self._reviews.update(found)
        return self._reviews

    def digest(self) -> str:
        """SHA-256 over all values in force, so that a figure can say which law it was computed from."""
        lines = "\n".join(f"{key}={self.provisions[key].value}" for key in sorted(self.provisions))
        return hashlib.sha256(lines.encode()).hexdigest()

    def __iter__(self) -> Iterator[Provision]:
        return iter(self.provisions.values())


def touched(review: Provision) -> tuple[str, ...]:
    """The keys, or beginnings of keys, that an open legal question is about."""
    return tuple(review.value.split(","))


def law_on(provisions: Iterable[Provision], day: date) -> Law:
    """The law as of a day. ValueError when two provisions of one key are in force at once."""
    in_force: dict[str, Provision] = {}
    for provision in provisions:
        if not provision.rules_on(day):
            continue
        if provision.key in in_force:
            raise ValueError(f"two provisions of {provision.key} in force on {day.isoformat()}")
        in_force[provision.key] = provision
    return Law(day, in_force)


def last_day_of(year: int) -> date:
    """The day that picks the values going by compliance year."""
    return date(year, 12, 31)
