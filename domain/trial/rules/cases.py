"""Worked cases: a question with a known answer, compared with what the portal answers. Pure.

The format is that of `docs/cases.md`: `expect` names only what the case is about, and a number is equal when it is
equal after rounding the answer half up to as many decimals as the expectation shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from difflib import get_close_matches

from domain.core.findings import Finding, Place, Refused, Severity
from domain.core.law import NotInForce
from domain.trial.rules.asking import ask, question
from domain.trial.rules.question import Answer, Book
from domain.trial.rules.reading import MOST_SHOWN, is_unquoted, shown

KEYS = ("case", "ask", "year", "on", "given", "expect", "kind", "source")
NEEDED = ("case", "ask", "given", "expect")
TEXTS = ("case", "ask")
MAPPINGS = ("given", "expect")
REFUSED = "refused"
NOT_IN_FORCE = "LAW-NOT-IN-FORCE"
NOTHING = "none"
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_YES_OR_NO = {"yes": "true", "no": "false"}


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
    expected, given = case["expect"], case["given"]
    assert isinstance(expected, Mapping)
    assert isinstance(given, Mapping)
    try:
        answer = ask(str(case["ask"]), given, book, today=today, year=case.get("year"), on=case.get("on"))
    except NotInForce as trouble:
        return _not_answered(expected, (not_in_force(trouble, book),))
    except Refused as trouble:
        return _not_answered(expected, trouble.findings)
    return _compared(expected, answer)


def not_in_force(trouble: NotInForce, book: Book) -> Finding:
    """That the law of the day has no value of a key, as a finding that says on which days it has one."""
    days = ", ".join(f"{begins} – {ends or '…'}" for begins, ends in days_in_force(trouble.key, book))
    facts = {"key": trouble.key, "day": trouble.day.isoformat(), "days": days or "—"}
    return Finding(NOT_IN_FORCE, Severity.STOP, Place(field=trouble.key), facts)


def days_in_force(key: str, book: Book) -> list[tuple[date, date | None]]:
    """From when until when a key has values, gapless runs as one; the last may have no end."""
    runs: list[tuple[date, date | None]] = []
    for one in book.values_of(key):
        last = runs[-1][1] if runs else None
        if last is not None and last + timedelta(days=1) == one.in_force_from:
            runs[-1] = (runs[-1][0], one.in_force_until)
        else:
            runs.append((one.in_force_from, one.in_force_until))
    return runs


def _not_answered(expected: Mapping[object, object], findings: Sequence[Finding]) -> Outcome:
    """A refusal is the answer when the case expects its code; otherwise it is a fault."""
    if REFUSED not in expected:
        return Outcome(tuple(findings))
    codes = [finding.code for finding in findings]
    if expected[REFUSED] in codes:
        return Outcome()
    return Outcome((), (Difference(REFUSED, told(expected[REFUSED]), ", ".join(codes)),))


def _faults(case: Mapping[str, object]) -> Iterator[Finding]:
    """What is wrong with a case before it is asked."""
    for name in (str(one) for one in case if one not in KEYS):
        nearest = get_close_matches(name[:MOST_SHOWN], KEYS, 1, 0)
        yield _fault("CASE-UNKNOWN-KEY", name[:MOST_SHOWN], nearest=nearest[0], keys=", ".join(KEYS))
    for name in NEEDED:
        if name not in case:
            yield _fault("CASE-MISSING-KEY", name)
    for name in (one for one in TEXTS if one in case and not _is_text(case[one])):
        yield _fault("CASE-TEXT", name, written=shown(case[name]))
    for name in (one for one in MAPPINGS if one in case and not isinstance(case[one], Mapping)):
        yield _fault("CASE-MAPPING", name, written=shown(case[name]))
    yield from _faults_of_expectation(case.get("expect"))
    if _is_text(case.get("ask")):
        try:
            question(str(case["ask"]))
        except Refused as trouble:
            yield from trouble.findings


def _is_text(written: object) -> bool:
    return isinstance(written, str) and bool(written.strip())


def _faults_of_expectation(expected: object) -> Iterator[Finding]:
    if isinstance(expected, Mapping):
        if not expected:
            yield _fault("CASE-NOTHING-EXPECTED", "expect")
        if REFUSED in expected and not _is_text(expected[REFUSED]):
            yield _fault("CASE-TEXT", f"expect.{REFUSED}", written=shown(expected[REFUSED]))
    yield from _floats(expected, "expect")


def _floats(expected: object, path: str) -> Iterator[Finding]:
    """Numbers without quotation marks, which are not kept as they were written."""
    if isinstance(expected, Mapping):
        for name, value in expected.items():
            yield from _floats(value, f"{path}.{name}")
    elif isinstance(expected, list):
        for number, value in enumerate(expected, 1):
            yield from _floats(value, f"{path}[{number}]")
    elif is_unquoted(expected):
        yield _fault("CASE-FLOAT", path, written=shown(expected))


def _compared(expected: Mapping[object, object], answer: Answer) -> Outcome:
    if REFUSED in expected:
        return Outcome((), (Difference(REFUSED, told(expected[REFUSED]), told(answer.values)),))
    if unknown := tuple(_unknown_figures(expected, answer)):
        return Outcome(unknown)
    return Outcome((), tuple(_differences(expected, answer.values, "")))


def _unknown_figures(expected: Mapping[object, object], answer: Answer) -> Iterator[Finding]:
    known = list(answer.values)
    for name in (str(one)[:MOST_SHOWN] for one in expected if one not in answer.values):
        nearest = get_close_matches(name, known, 1, 0) or [""]
        yield _fault("CASE-UNKNOWN-FIGURE", f"expect.{name}", nearest=nearest[0], figures=", ".join(known))


def _differences(expected: object, got: object, name: str) -> Iterator[Difference]:
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        for key, wanted in expected.items():
            yield from _differences(wanted, got.get(key, _Nothing), f"{name}.{key}" if name else str(key))
    elif isinstance(expected, list) and isinstance(got, list | tuple):
        if len(expected) != len(got):
            yield Difference(f"{name} (how many)", str(len(expected)), str(len(got)))
        for number, (wanted, one) in enumerate(zip(expected, got, strict=False), 1):
            yield from _differences(wanted, one, f"{name}[{number}]")
    elif not agrees(expected, got):
        yield Difference(name, told(expected), "" if got is _Nothing else told(got))


class _Nothing:
    """Stands for a figure that the answer does not have."""


def agrees(expected: object, got: object) -> bool:
    """Whether an answer is what was expected: numbers to the decimals shown, days by their date, words as they are.

    >>> agrees("1.030225", Decimal("1.0302249947")), agrees("12", Decimal("11.4")), agrees(None, None)
    (True, False, True)
    """
    if expected is None or got is None or got is _Nothing:
        return expected is got or (got is None and expected == NOTHING)
    if isinstance(expected, bool) or isinstance(got, bool):
        return told(got) == _YES_OR_NO.get(told(expected), told(expected))
    if isinstance(got, Decimal | int):
        return _same_number(str(expected), Decimal(got))
    return told(got) == told(expected)


def _same_number(expected: str, got: Decimal) -> bool:
    """Equal to the decimals shown; a number that is not written out digit by digit is equal to none."""
    if not _NUMBER.fullmatch(expected):
        return False
    try:
        wanted = Decimal(expected)
        places = len(expected.partition(".")[2])
        return got.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == wanted
    except InvalidOperation:
        return False


def told(value: object) -> str:
    """A value as a line of output shows it; tables row by row."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return NOTHING
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {told(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(told, value)) + "]"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def _fault(code: str, place: str, **facts: str) -> Finding:
    return Finding(code, Severity.STOP, Place(field=place), {"name": place} | facts)
