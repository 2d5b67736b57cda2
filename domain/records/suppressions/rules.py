"""What a suppression does to findings. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.core.findings import Finding, Severity

# The facts by which a finding tells of its suppression; the front door has the sentence.
NAMED, UNTIL = "suppressed", "suppressed_until"


class Scope(StrEnum):
    """For whom a check is suppressed."""

    ALL = "all"
    SECTOR = "sector"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class Suppression:
    """A check set aside by a document, from a day until a day, both among them. `sector` and enterprise narrow it."""

    code: str
    document: str
    from_on: date
    until_on: date
    sector: str = ""
    enterprise_id: int | None = None

    @property
    def scope(self) -> Scope:
        if self.enterprise_id is not None:
            return Scope.ENTERPRISE
        return Scope.SECTOR if self.sector else Scope.ALL

    def rules_on(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on

    def is_for(self, sector: str, enterprise_id: int) -> bool:
        if self.enterprise_id is not None:
            return self.enterprise_id == enterprise_id
        return self.sector in ("", sector)


def apply(findings: Iterable[Finding], suppressions: Iterable[Suppression]) -> tuple[Finding, ...]:
    """The findings, those of a suppressed check as notes that name the suppression: nothing vanishes.

    ER-033 (warn) suppressed by 鄂环函〔2026〕12号 until 31 March → note, with the document and the day among its facts.
    The suppressions are those that rule on the day and for the enterprise (`queries.ruling`); the first one counts.
    """
    ruling: dict[str, Suppression] = {}
    for one in suppressions:
        ruling.setdefault(one.code, one)
    return tuple(_noted(found, ruling[found.code]) if found.code in ruling else found for found in findings)


def _noted(found: Finding, suppression: Suppression) -> Finding:
    told = {NAMED: suppression.document, UNTIL: suppression.until_on.isoformat()}
    return replace(found, severity=Severity.NOTE, facts={**found.facts, **told})
