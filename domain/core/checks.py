"""Coded checks: a function that looks at a case, with the code, the weight, the source and the owner of what it finds.

The registers of the rooms are made of these; the public catalogue of checks is a list of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, TypeVar

from domain.core.findings import NOWHERE, Finding, Place, Severity
from domain.core.workings import plain

C = TypeVar("C")
# Computed figures are told with so many significant digits, which is enough to find the mistake.
SIGNIFICANT = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check has found: where, with which facts, and under which provision when it is not the check's own."""

    place: Place = NOWHERE
    facts: Mapping[str, str] = field(default_factory=dict)
    citation: str = ""


def hit(place: Place = NOWHERE, citation: str = "", /, **facts: object) -> Hit:
    """A hit with facts of any kind as text."""
    return Hit(place, {name: _text(value) for name, value in facts.items()}, citation)


def _text(value: object) -> str:
    return short(value) if isinstance(value, Decimal) else str(value)


def short(value: Decimal) -> str:
    """A figure with six significant digits.

    >>> short(Decimal("1234.56789")), short(Decimal("0.000123456789"))
    ('1234.57', '0.000123457')
    """
    if not value:
        return "0"
    return plain(round(value, max(0, SIGNIFICANT - 1 - value.adjusted())))


@dataclass(frozen=True, slots=True)
class Check(Generic[C]):
    """One check. `owner` is the post that answers for it; its sentence and its example are words of the front door.

    STOP: what is filed cannot be submitted so. WARN: it can, and will be asked about. NOTE: worth knowing.
    """

    code: str
    severity: Severity
    citation: str
    owner: str
    find: Callable[[C], Iterator[Hit]]

    def __call__(self, case: C) -> Iterator[Finding]:
        for found in self.find(case):
            yield Finding(self.code, self.severity, found.place, found.facts, found.citation or self.citation)


class Register(Generic[C]):
    """The checks of one form or topic, in the order in which they are written; a code stands once.

    A module makes one (`CHECKS = Register[Case](owner="verification_officer", citation=GUIDE)`) and enters its
    functions with `@CHECKS.stop("ER-001")`, `.warn(…)` or `.note(…)`.
    """

    def __init__(self, *, owner: str, citation: str = "") -> None:
        self._owner, self._citation = owner, citation
        self._checks: dict[str, Check[C]] = {}

    def __iter__(self) -> Iterator[Check[C]]:
        return iter(self._checks.values())

    def __len__(self) -> int:
        return len(self._checks)

    def stop(self, code: str, citation: str = "") -> Callable[[Callable[[C], Iterator[Hit]]], Check[C]]:
        return self._entered(code, Severity.STOP, citation)

    def warn(self, code: str, citation: str = "") -> Callable[[Callable[[C], Iterator[Hit]]], Check[C]]:
        return self._entered(code, Severity.WARN, citation)

    def note(self, code: str, citation: str = "") -> Callable[[Callable[[C], Iterator[Hit]]], Check[C]]:
        return self._entered(code, Severity.NOTE, citation)

    def _entered(
        self, code: str, severity: Severity, citation: str
    ) -> Callable[[Callable[[C], Iterator[Hit]]], Check[C]]:
        def enter(find: Callable[[C], Iterator[Hit]]) -> Check[C]:
            if code in self._checks:
                raise ValueError(f"{code} is there twice")
            check = Check(code, severity, citation or self._citation, self._owner, find)
            self._checks[code] = check
            return check

        return enter


def run(checks: Iterable[Check[Any]], case: Any) -> list[Finding]:
    """Every finding of every check, in the order of their codes."""
    return sorted((found for check in checks for found in check(case)), key=lambda finding: finding.code)
