"""Formulas as explanations write them, read back and computed again: the words of a derivation are its proof.

    generation_mwh × power.benchmark.I × load_correction
    max(verified_emissions[2] × allocation.gas_topup.share - unit_initial[2], 0)
    Σ (verified_value - reported_value)

A name is a figure of the derivation or a provision. Figures of which there are several carry an index; inside a step of
that index the name alone means its own. `Σ x` adds what follows over every index. A condition (`a ≥ b`) is told about
the figure on its left and has its value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, DecimalException
from functools import cache, reduce

from domain.core.law import Rounding
from domain.core.workings import Explanation, Step

ZERO = Decimal(0)
# What two computations of one figure may differ by: the last places of 28-digit arithmetic in another order.
TOLERANCE = Decimal(1).scaleb(-18)
# A step that computes nothing: the law names no amount.
NOTHING = "—"
_A_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*(?:\.\w+)*)(?:\[(?P<index>[^\]]*)\])?"
    r"|(?P<sign>[-+−×÷/^(),|Σ≥>≤<]))"
)


class NoFormula(Exception):
    """The text is not a formula, names a figure that the derivation does not have, or cannot be computed."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A step computed again: what was stored and what its formula gives now, before and after rounding."""

    step: Step
    unrounded: Decimal
    value: Decimal

    @property
    def holds(self) -> bool:
        """The stored figure is what its formula gives; unrounded, to the last places of the arithmetic."""
        stored = Decimal(self.step.unrounded)
        same = abs(stored - self.unrounded) <= TOLERANCE * max(abs(stored), Decimal(1))
        return same and (not self.step.rounding or self.value == Decimal(self.step.value))


def replay(told: Explanation, instead: Mapping[str, str] | None = None) -> tuple[Replayed, ...]:
    """Compute every step of a derivation again from its inputs and provisions; the last one is the result.

    With `instead` (key → value) provisions are replaced, and later steps rest on the earlier ones as they come out
    then: what the figure would be under other law. NoFormula when a step cannot be computed.
    """
    provisions = {used.key: used.value for used in told.provisions} | dict(instead or {})
    figures = {(given.name, given.index): Decimal(given.value) for given in told.inputs if _is_number(given.value)}
    values = {key: Decimal(text) for key, text in provisions.items() if _is_number(text)}
    done: list[Replayed] = []
    for step in (*told.steps, told.result):
        unrounded = _again(step, Scope(figures, values, step.index))
        value = Rounding.parse(provisions[step.rounding])(unrounded) if step.rounding else unrounded
        done.append(Replayed(step, unrounded, value))
        figures[step.name, step.index] = value
    return tuple(done)


def _again(step: Step, scope: Scope) -> Decimal:
    return Decimal(step.unrounded) if step.formula == NOTHING else compute(step.formula, scope)


def _is_number(text: str) -> bool:
    return bool(_A_NUMBER.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Scope:
    """What the names of a formula stand for, and the index of the step that it belongs to."""

    figures: Mapping[tuple[str, str], Decimal]
    provisions: Mapping[str, Decimal]
    index: str = ""

    def value(self, name: str, index: str | None) -> Decimal:
        keys = [(name, index)] if index is not None else [(name, self.index), (name, "")]
        for key in keys:
            if key in self.figures:
                return self.figures[key]
        if index is None and name in self.provisions:
            return self.provisions[name]
        raise NoFormula(f"nothing is called {name}" if index is None else f"nothing is called {name}[{index}]")

    def of_each(self, names: frozenset[str]) -> list[Scope]:
        """This scope once for every index that figures of these names carry."""
        indexes = list(dict.fromkeys(index for name, index in self.figures if name in names))
        return [Scope(self.figures, self.provisions, index) for index in [one for one in indexes if one] or indexes]


def compute(formula: str, scope: Scope) -> Decimal:
    """The value of a formula for what its names stand for."""
    try:
        return _read(formula).compute(scope)
    except (DecimalException, ZeroDivisionError) as trouble:
        raise NoFormula(f"{formula}: {type(trouble).__name__}") from trouble


def chosen_by(told: Explanation) -> frozenset[str]:
    """Keys of provisions that a derivation used and no formula of it computes with, nor rounds by.

    They chose a way: a threshold, a list of classes, an edition, the right side of a condition. With another value of
    one of them the steps themselves may be others, so that computing the same steps again would tell nothing.
    """
    steps = (*told.steps, told.result)
    named = {name for step in steps if step.formula != NOTHING for name in _read(step.formula).names}
    named |= {step.rounding for step in steps}
    return frozenset(used.key for used in told.provisions if used.key not in named)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a formula: how it is computed, and which names occur in it."""

    compute: Callable[[Scope], Decimal]
    names: frozenset[str] = frozenset()


@cache
def _read(formula: str) -> _Part:
    reader = _Reader(formula)
    part = reader.condition()
    if reader.next_sign is not None:
        raise NoFormula(f"{formula}: read as far as {reader.next_sign.group().strip()}")
    return part


_FUNCTIONS: Mapping[str, Callable[..., Decimal]] = {
    "max": max,
    "min": min,
    "exp": Decimal.exp,
    "sqrt": Decimal.sqrt,
    "floor": lambda value: value.to_integral_value(ROUND_FLOOR),
}
_PAIRS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "−": lambda left, right: left - right,
    "×": lambda left, right: left * right,
    "÷": lambda left, right: left / right,
    "/": lambda left, right: left / right,
    "^": lambda left, right: left**right,
}


class _Reader:
    """Reads a formula from left to right: condition, sum, product, power, atom."""

    def __init__(self, formula: str) -> None:
        self.formula, self.at = formula, 0
        self.next_sign: re.Match[str] | None = None
        self._advance()

    def _advance(self) -> None:
        rest = self.formula[self.at :]
        found = _TOKEN.match(rest) if rest.strip() else None
        if rest.strip() and found is None:
            raise NoFormula(f"{self.formula}: {rest.strip()[:20]} is not read")
        self.next_sign = found
        self.at += found.end() if found else len(rest)

    def _sign(self) -> str:
        return (self.next_sign.group("sign") or "") if self.next_sign else ""

    def _take(self, sign: str) -> None:
        if self._sign() != sign:
            raise NoFormula(f"{self.formula}: {sign} is missing")
        self._advance()

    def condition(self) -> _Part:
        left = self._sum()
        if self._sign() in ("≥", ">", "≤", "<"):
            self._advance()
            self._sum()
        return left

    def _sum(self) -> _Part:
        return self._chain(("+", "-", "−"), self._product)

    def _product(self) -> _Part:
        return self._chain(("×", "÷", "/"), self._power)

    def _power(self) -> _Part:
        return self._chain(("^",), self._atom)

    def _chain(self, signs: tuple[str, ...], operand: Callable[[], _Part]) -> _Part:
        part = operand()
        while (sign := self._sign()) in signs and sign:
            self._advance()
            part = _joined(_PAIRS[sign], part, operand())
        return part

    def _atom(self) -> _Part:
        found, sign = self.next_sign, self._sign()
        if found is None:
            raise NoFormula(f"{self.formula}: it ends too soon")
        self._advance()
        match sign:
            case "-" | "−":
                return _joined(_PAIRS["-"], _Part(lambda _: ZERO), self._atom())
            case "Σ":
                return _summed(self._atom())
            case "(":
                part = self._sum()
                self._take(")")
                return part
            case "|":
                part = self._sum()
                self._take("|")
                return _Part(lambda scope: abs(part.compute(scope)), part.names)
            case "":
                return self._named(found)
        raise NoFormula(f"{self.formula}: {sign} stands where a figure should")

    def _named(self, found: re.Match[str]) -> _Part:
        if found["number"]:
            number = Decimal(found["number"])
            return _Part(lambda _: number)
        name, index = found["name"], found["index"]
        if name in _FUNCTIONS and self._sign() == "(":
            return self._function(_FUNCTIONS[name])
        return _Part(lambda scope: scope.value(name, index), frozenset({name}))

    def _function(self, function: Callable[..., Decimal]) -> _Part:
        self._take("(")
        parts = [self._sum()]
        while self._sign() == ",":
            self._advance()
            parts.append(self._sum())
        self._take(")")
        names = reduce(frozenset.union, (part.names for part in parts))
        return _Part(lambda scope: function(*(part.compute(scope) for part in parts)), names)


def _joined(pair: Callable[[Decimal, Decimal], Decimal], left: _Part, right: _Part) -> _Part:
    return _Part(lambda scope: pair(left.compute(scope), right.compute(scope)), left.names | right.names)


def _summed(part: _Part) -> _Part:
    return _Part(lambda scope: sum((part.compute(each) for each in scope.of_each(part.names)), ZERO), part.names)
