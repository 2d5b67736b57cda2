"""Workings: a computation that shows itself. Every figure the portal computes opens its explanation.

    working = Working("allocation.power_unit", law)
    generation = working.given("generation_mwh", Decimal("3200000"), "MWh", "report!D9")
    benchmark = working.law("power.benchmark.I")
    power = working.step("power", "generation_mwh × power.benchmark.I", generation * benchmark, "t")
    explanation = working.result("allocation", "power", power, "t", rounding="rounding.allocation.unit")

A derivation and its rows are not frozen, since a province makes hundreds of thousands of them and freezing doubles the
cost; nothing changes one after it was made.

Names are codes; the front door has the words. Formulas name codes with the usual signs between them, and are read back
by `domain.core.formulas`: a derivation whose words do not compute what it says is a defect that a test finds.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from domain.core.law import Confidence, Law, Provision


@dataclass(slots=True)
class Given:
    """An input: its value, unit and where it came from (a cell, a record, a statement).

    `index` tells inputs of one name apart: the number of a unit, a month and its fuel.
    """

    name: str
    value: str
    unit: str
    origin: str
    index: str = ""


@dataclass(slots=True)
class Step:
    """An intermediate figure; `unrounded` differs from `value` where the law rounds at this step."""

    name: str
    formula: str
    value: str
    unit: str
    unrounded: str
    rounding: str = ""
    index: str = ""


@dataclass(slots=True)
class Used:
    """A provision the figure rests on, as it stood on the day."""

    key: str
    value: str
    unit: str
    citation: str
    confidence: str
    in_force_from: str


@dataclass(slots=True)
class Explanation:
    """The whole derivation of one figure, stored with it and shown with it.

    `reviews` are the open legal questions that the provisions used raise: they are shown, never answered here.
    """

    question: str
    edition: str
    law_day: str
    inputs: tuple[Given, ...]
    provisions: tuple[Used, ...]
    steps: tuple[Step, ...]
    result: Step
    reviews: tuple[str, ...] = ()

    @property
    def value(self) -> Decimal:
        return Decimal(self.result.value)

    @property
    def doubtful(self) -> tuple[Used, ...]:
        """Provisions that are not read from the rule itself: shown as marks beside the figure."""
        return tuple(used for used in self.provisions if used.confidence != Confidence.FOUND)

    @property
    def rests_on_draft(self) -> bool:
        return any(used.confidence == Confidence.DRAFT for used in self.provisions)

    def as_json(self) -> dict[str, Any]:
        """The explanation as plain values. Written out: a province stores thousands, and `asdict` copies deep."""
        return {
            "question": self.question,
            "edition": self.edition,
            "law_day": self.law_day,
            "inputs": [_as_dict(given) for given in self.inputs],
            "provisions": [_as_dict(used) for used in self.provisions],
            "steps": [_as_dict(step) for step in self.steps],
            "result": _as_dict(self.result),
            "reviews": list(self.reviews),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Explanation:
        return cls(
            data["question"],
            data["edition"],
            data["law_day"],
            tuple(Given(**row) for row in data["inputs"]),
            tuple(Used(**row) for row in data["provisions"]),
            tuple(Step(**row) for row in data["steps"]),
            Step(**data["result"]),
            tuple(data.get("reviews", ())),
        )


def _as_dict(row: Given | Step | Used) -> dict[str, str]:
    return {name: getattr(row, name) for name in row.__slots__}


@contextmanager
def many() -> Iterator[None]:
    """While a province's derivations are made, the search for reference cycles rests: they hold none and are all kept,
    and looking through them again and again would cost more than making them.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def plain(value: Decimal) -> str:
    """A decimal without an exponent and without trailing zeros after the point."""
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _used(found: Provision) -> Used:
    return Used(
        found.key,
        found.value,
        found.unit,
        found.citation,
        found.confidence.value,
        found.in_force_from.isoformat(),
    )


@dataclass(slots=True)
class Working:
    """Gathers inputs, provisions and steps while a rule computes."""

    question: str
    law_of_day: Law
    edition: str = ""
    _inputs: list[Given] = field(default_factory=list)
    _provisions: dict[str, Used] = field(default_factory=dict)
    _steps: list[Step] = field(default_factory=list)

    def given(self, name: str, value: Decimal, unit: str, origin: str = "", index: str = "") -> Decimal:
        self._inputs.append(Given(name, plain(value), unit, origin, index))
        return value

    def fact(self, name: str, value: str, origin: str = "") -> str:
        """An input that is not a number: a class, a fuel, a day."""
        self._inputs.append(Given(name, value, "", origin))
        return value

    def law(self, key: str) -> Decimal:
        if key not in self._provisions:
            self.provision(key)
        return self.law_of_day.value(key)

    def provision(self, key: str) -> Provision:
        law = self.law_of_day
        found = law.provisions.get(key) or law.provision(key)
        if key not in self._provisions:
            self._provisions[key] = law.used.get(key) or law.used.setdefault(key, _used(found))
        return found

    def step(self, name: str, formula: str, value: Decimal, unit: str, rounding: str = "", index: str = "") -> Decimal:
        """Note an intermediate figure, rounded by the provision `rounding` when the law rounds here."""
        step = self._make(name, formula, value, unit, rounding, index)
        self._steps.append(step)
        return Decimal(step.value)

    def result(self, name: str, formula: str, value: Decimal, unit: str, rounding: str = "") -> Explanation:
        last = self._make(name, formula, value, unit, rounding)
        provisions = tuple(self._provisions.values())
        day = self.law_of_day.day.isoformat()
        reviews = self.law_of_day.reviews(self._provisions)
        inputs, steps = tuple(self._inputs), tuple(self._steps)
        return Explanation(self.question, self.edition, day, inputs, provisions, steps, last, reviews)

    def _make(self, name: str, formula: str, value: Decimal, unit: str, rounding: str, index: str = "") -> Step:
        unrounded = plain(value)
        if not rounding:
            return Step(name, formula, unrounded, unit, unrounded, "", index)
        self.provision(rounding)
        rounded = self.law_of_day.rounding(rounding)(value)
        return Step(name, formula, plain(rounded), unit, unrounded, rounding, index)
