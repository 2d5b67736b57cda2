"""Coded findings: how the house says that something is wrong, where, and under which rule.

A finding carries a code and facts, never a sentence: the words live at the front door, in both languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """STOP refuses the act; WARN asks for an explanation; NOTE only informs."""

    STOP = "stop"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding points: a cell of a workbook, or a field of a form."""

    sheet: str = ""
    cell: str = ""
    field: str = ""

    def __str__(self) -> str:
        if self.sheet or self.cell:
            return f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return self.field


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Finding:
    """One coded finding. `facts` fill the sentence that the front door keeps for `code`."""

    code: str
    severity: Severity = Severity.STOP
    place: Place = NOWHERE
    facts: Mapping[str, str] = field(default_factory=dict)
    citation: str = ""

    @property
    def stops(self) -> bool:
        return self.severity is Severity.STOP


class Refused(Exception):
    """The act was not done: a user's fault, told by findings. Nothing was changed."""

    def __init__(self, findings: Finding | Iterable[Finding]) -> None:
        self.findings = (findings,) if isinstance(findings, Finding) else tuple(findings)
        super().__init__(", ".join(finding.code for finding in self.findings))


class Stale(Exception):
    """The act lost a race: someone has moved the subject on since it was read."""

    def __init__(self, subject: str, expected: str) -> None:
        self.subject, self.expected = subject, expected
        super().__init__(f"{subject} is no longer {expected}")


def refuse(code: str, *, field_name: str = "", citation: str = "", **facts: object) -> Refused:
    """A refusal with one stopping finding, ready to raise."""
    texts = {name: str(value) for name, value in facts.items()}
    return Refused(Finding(code, Severity.STOP, Place(field=field_name), texts, citation))


def stop_on(findings: Iterable[Finding]) -> None:
    """Raise `Refused` when any of the findings stops; otherwise do nothing."""
    gathered = tuple(findings)
    if any(finding.stops for finding in gathered):
        raise Refused(gathered)
