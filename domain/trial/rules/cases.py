"""Worked cases: a question with a known answer, compared with what the portal answers. Pure.

The format is that of `tests/cases/README.md`: `expect` names only what the case is about, and a number is equal when it
is equal after rounding the answer half up to as many decimals as the expectation shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from domain.core.findings import Finding, Place, Refused, Severity
from domain.core.law import NotInForce
from domain.trial.rules.asking import ask, question
from domain.trial.rules.question import Answer, Book

KEYS = ("case", "ask", "year", "on", "given", "expect", "kind", "source")
NEEDED = ("case", "ask", "given", "expect")
REFUSED = "refused"
NOT_IN_FORCE = "LAW-NOT-IN-FORCE"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the portal's answer differs from the expected one; `got` is empty when the answer has no such figure."""

    name: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case: faults of the case itself, or differences; neither when it holds."""

    faults: tuple[Finding, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.faults and not self.differences


def run(case: Mapping[str, object], book: Book, today: date) -> Outcome:
    """Ask the case's question and compare. A case that cannot be asked comes back with its faults."""
    faults = tuple(_faults(case))
    if faults:
        return Outcome(faults)
    expected = case["expect"]
    assert isinstance(expected, Mapping)
    given = case["given"]
    assert isinstance(given, Mapping)
    try:
        answer = ask(str(case["ask"]), given, book, today=today, year=case.get("year"), on=case.get("on"))
    except NotInForce as trouble:
        return _not_answered(expected, (not_in_force(trouble),))
    except Refused as trouble:
        return _not_answered(expected, trouble.findings)
    return _compared(expected, answer)


def not_in_force(trouble: NotInForce) -> Finding:
    """That the law of the day has no value, as a finding."""
    facts = {"key": trouble.key, "day": trouble.day.isoformat()}
    return Finding(NOT_IN_FORCE, Severity.STOP, Place(field=trouble.key), facts)


def _not_answered(expected: Mapping[object, object], findings: Sequence[Finding]) -> Outcome:
    """A refusal is the answer when the case expects its code; otherwise it is a fault."""
    if REFUSED not in expected:
        return Outcome(tuple(findings))
    codes = [finding.code for finding in findings]
    if expected[REFUSED] in codes:
        return Outcome()
    return Outcome((), (Difference(REFUSED, str(expected[REFUSED]), ", ".join(codes)),))


def _faults(case: Mapping[str, object]) -> Iterator[Finding]:
    """What is wrong with a case before it is asked."""
    for name in case:
        if name not in KEYS:
            yield _fault("CASE-UNKNOWN-KEY", str(name), keys=", ".join(KEYS))
    for name in NEEDED:
        if name not in case:
            yield _fault("CASE-MISSING-KEY", name)
    for name in ("given", "expect"):
        if name in case and (not isinstance(case[name], Mapping) or (name == "expect" and not case[name])):
            yield _fault("CASE-MAPPING", name)
    if "ask" in case:
        try:
            question(str(case["ask"]))
        except Refused as trouble:
            yield from trouble.findings


def _compared(expected: Mapping[object, object], answer: Answer) -> Outcome:
    if REFUSED in expected:
        return Outcome((), (Difference(REFUSED, str(expected[REFUSED]), "answered"),))
    unknown = [str(name) for name in expected if name not in answer.values]
    if unknown:
        known = ", ".join(answer.values)
        return Outcome(tuple(_fault("CASE-UNKNOWN-FIGURE", f"expect.{name}", figures=known) for name in unknown))
    return Outcome((), tuple(_differences(expected, answer.values, "")))


def _differences(expected: object, got: object, name: str) -> Iterator[Difference]:
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        for key, wanted in expected.items():
            yield from _differences(wanted, got.get(key, _Nothing), f"{name}.{key}" if name else str(key))
    elif isinstance(expected, list) and isinstance(got, list):
        if len(expected) != len(got):
            yield Difference(f"{name} (how many)", str(len(expected)), str(len(got)))
        for number, (wanted, one) in enumerate(zip(expected, got, strict=False), 1):
            yield from _differences(wanted, one, f"{name}[{number}]")
    elif not agrees(expected, got):
        yield Difference(name, str(expected), "" if got is _Nothing else told(got))


class _Nothing:
    """Stands for a figure that the answer does not have."""


def agrees(expected: object, got: object) -> bool:
    """Whether an answer is what was expected: numbers to the decimals shown, days by their date, words as they are.

    >>> agrees("1.030225", Decimal("1.0302249947")), agrees("12", Decimal("11.4")), agrees(None, None)
    (True, False, True)
    """
    if expected is None or got is None or got is _Nothing:
        return expected is got or (got is None and expected == "none")
    if isinstance(expected, bool) or isinstance(got, bool):
        return told(got) == (told(expected) if isinstance(expected, bool) else str(expected))
    if isinstance(got, Decimal | int):
        return _same_number(str(expected), Decimal(got))
    return told(got) == told(expected)


def _same_number(expected: str, got: Decimal) -> bool:
    try:
        wanted = Decimal(expected)
        places = wanted.as_tuple().exponent
        return isinstance(places, int) and got.quantize(Decimal(1).scaleb(places), ROUND_HALF_UP) == wanted
    except InvalidOperation:
        return False


def told(value: object) -> str:
    """A value as a line of output shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "none"
    return value.isoformat() if isinstance(value, date) else str(value)


def _fault(code: str, place: str, **facts: str) -> Finding:
    return Finding(code, Severity.STOP, Place(field=place), {"name": place} | facts)
