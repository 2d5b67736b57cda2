"""Coded findings of the room: the working group, the site list, the answers, the conclusion, the technical review."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from domain.core.findings import Finding, Place, Refused, Severity
from domain.verification.rules.values import Judged, UnitValue
from domain.verification.states import SETTLED, FindingStatus, Quantity

GROUP = "环办气候函〔2021〕130号 核查指南 核查技术工作组"
CONCLUSION = "环办气候函〔2021〕130号 核查指南 核查结论"
REVIEW = "CETS-VG-01.01-V02-2026 技术复核人"
A_NUMBER = re.compile(r"\d{1,15}(\.\d{1,3})?", re.ASCII)


def _stop(code: str, field: str = "", citation: str = "", **facts: object) -> Finding:
    texts = {name: str(value) for name, value in facts.items()}
    return Finding(code, Severity.STOP, Place(field=field), texts, citation)


def team_findings(
    leader_id: int,
    member_ids: Sequence[int],
    *,
    verifiers: Mapping[int, str],
    tied: Collection[int],
    least: int,
) -> list[Finding]:
    """A working group has at least two persons, the leader among them, all verifiers of the body, none tied.

    Guide 2021, working group. `verifiers` maps the body's verifiers to their names, `least` is the provision.
    """
    everyone = (leader_id, *member_ids)
    found: list[Finding] = []
    if len(set(everyone)) != len(everyone):
        found.append(_stop("VERIFICATION-TEAM-TWICE", "members", GROUP))
    if len(set(everyone)) < least:
        found.append(_stop("VERIFICATION-TEAM-SIZE", "members", GROUP, least=least))
    for person in dict.fromkeys(everyone):
        if person not in verifiers:
            found.append(_stop("VERIFICATION-TEAM-STRANGER", "members", GROUP, person=person))
        elif person in tied:
            found.append(_stop("VERIFICATION-TEAM-TIED", "members", GROUP, name=verifiers[person]))
    return found


def finding_findings(
    text: str,
    unit_number: str,
    quantity: Quantity,
    estimate: Decimal | None,
    units: Collection[str],
) -> list[Finding]:
    """A finding says what is wrong; one about a quantity names the generating unit it is about."""
    found: list[Finding] = []
    if not text.strip():
        found.append(_stop("VERIFICATION-FINDING-TEXT", "text"))
    if unit_number and unit_number not in units:
        found.append(_stop("VERIFICATION-UNIT-UNKNOWN", "unit_number", unit_number=unit_number))
    if quantity is not Quantity.NONE and not unit_number:
        found.append(_stop("VERIFICATION-UNIT-NAMED", "unit_number"))
    if estimate is not None and (quantity is Quantity.NONE or estimate < 0):
        found.append(_stop("VERIFICATION-ESTIMATE-PLACE", "estimate"))
    return found


def conclusion_findings(
    judged: Iterable[Judged], own: Sequence[UnitValue], *, units: Collection[str], statement: str
) -> list[Finding]:
    """What stands in the way of a conclusion.

    Every finding is judged; one without an answer counts as unanswered only once the enterprise's days have run out.
    An unresolved finding about a quantity has a conservative value. What the group sets itself has a reason, names a
    unit of the report and is not negative.
    """
    found: list[Finding] = []
    if not statement.strip():
        found.append(_stop("VERIFICATION-STATEMENT", "statement", CONCLUSION))
    for finding in judged:
        if finding.status is FindingStatus.OPEN:
            found.append(_stop("VERIFICATION-AWAITING-ANSWER", "", CONCLUSION, number=finding.number))
        elif finding.status not in SETTLED:
            found.append(
                _stop("VERIFICATION-NOT-JUDGED", f"status-{finding.number}", CONCLUSION, number=finding.number)
            )
        elif _needs_estimate(finding):
            found.append(
                _stop("VERIFICATION-NO-ESTIMATE", f"estimate-{finding.number}", CONCLUSION, number=finding.number)
            )
    for value in own:
        found.extend(_own_value_findings(value, units))
    return found


def _needs_estimate(finding: Judged) -> bool:
    resolved = finding.status is FindingStatus.RESOLVED
    return not resolved and finding.quantity is not Quantity.NONE and finding.estimate is None


def _own_value_findings(value: UnitValue, units: Collection[str]) -> Iterable[Finding]:
    numbers = (value.emissions_tonnes, value.generation_mwh, value.heat_gj)
    if value.unit_number not in units:
        yield _stop("VERIFICATION-UNIT-UNKNOWN", "unit_number", unit_number=value.unit_number)
    if not value.reason.strip():
        yield _stop("VERIFICATION-VALUE-REASON", f"reason-{value.unit_number}", CONCLUSION, unit=value.unit_number)
    if any(number is not None and number < 0 for number in numbers):
        yield _stop("VERIFICATION-NEGATIVE", f"emissions-{value.unit_number}", unit=value.unit_number)


def reviewer_findings(reviewer_id: int, team: Collection[int], concluded_by: int) -> list[Finding]:
    """The technical review is another person's: nobody of the working group, never the one who concluded."""
    if reviewer_id in team or reviewer_id == concluded_by:
        return [_stop("VERIFICATION-SAME-PERSON", "", REVIEW)]
    return []


def number(text: str, field: str) -> Decimal | None:
    """A quantity as people write it, thousands grouped or not; None for an empty field.

    Refused: VERIFICATION-NUMBER for anything that is not a plain number with at most three decimals.
    """
    plain = text.replace(",", "").replace("，", "").strip()
    if not plain:
        return None
    if not A_NUMBER.fullmatch(plain):
        raise Refused(_stop("VERIFICATION-NUMBER", field, text=text[:40]))
    return Decimal(plain)
