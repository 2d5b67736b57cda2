"""Coded findings of the room: the draw, the values found, the objection."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from domain.core.findings import Finding, Place, Refused, Severity
from domain.recheck.rules.drawing import Frame, commitment, is_commitment
from domain.recheck.rules.figures import UnitValue

DECREE_ART_17 = "国务院令第775号 第十七条"
ORDER_ART_27 = "生态环境部令第19号 第二十七条"
LONGEST_SEED = 200
A_NUMBER = re.compile(r"\d{1,15}(\.\d{1,3})?", re.ASCII)


def _stop(code: str, field: str = "", citation: str = "", **facts: object) -> Finding:
    texts = {name: str(value) for name, value in facts.items()}
    return Finding(code, Severity.STOP, Place(field=field), texts, citation)


def frame_findings(frame: Frame) -> list[Finding]:
    """A draw has someone to draw, and enough inspectors: at least two persons inspect (Decree 775 art 17)."""
    found: list[Finding] = []
    if not frame.enterprises:
        found.append(_stop("RECHECK-FRAME-EMPTY"))
    if len(frame.inspectors) < frame.inspectors_each:
        found.append(
            _stop("RECHECK-INSPECTORS", "", DECREE_ART_17, needed=frame.inspectors_each, there=len(frame.inspectors))
        )
    return found


def commitment_findings(text: str) -> list[Finding]:
    """The commitment is a SHA-256 in hexadecimal: a seed typed in its place would be published too early."""
    return [] if is_commitment(text) else [_stop("RECHECK-COMMITMENT", "commitment")]


def seed_findings(seed: str, committed: str) -> list[Finding]:
    """The seed revealed is the seed committed to."""
    if len(seed) > LONGEST_SEED or commitment(seed) != committed:
        return [_stop("RECHECK-SEED", "seed", committed=committed)]
    return []


def value_findings(values: Sequence[UnitValue], units: Collection[str]) -> list[Finding]:
    """Values name generating units of the report, each once, and are not negative."""
    found: list[Finding] = []
    for value in values:
        place = f"emissions-{value.unit_number}"
        if value.unit_number not in units:
            found.append(_stop("RECHECK-UNIT", place, unit=value.unit_number))
        numbers = (value.emissions_tonnes, value.generation_mwh, value.heat_gj)
        if any(number is not None and number < 0 for number in numbers):
            found.append(_stop("RECHECK-NEGATIVE", place, unit=value.unit_number))
    names = [value.unit_number for value in values]
    if len(set(names)) != len(names):
        found.append(_stop("RECHECK-UNIT-TWICE"))
    return found


def objection_findings(notified_on: date, until: date, day: date, days: int) -> list[Finding]:
    """An objection comes within 7 working days of the notice (Order 19 art 27); a late one is refused with the clock.

    Told on 2025-07-14, last day 2025-07-23: an objection on 2025-07-24 is late.
    """
    if day <= until:
        return []
    return [
        _stop(
            "RECHECK-OBJECTION-LATE", "grounds", ORDER_ART_27, notified=notified_on, until=until, days=days, today=day
        )
    ]


def number(text: str, field: str) -> Decimal | None:
    """A quantity as people write it, thousands grouped or not; None for an empty field.

    Refused: RECHECK-NUMBER for anything that is not a plain number with at most three decimals.
    """
    plain = text.replace(",", "").replace("，", "").strip()
    if not plain:
        return None
    if not A_NUMBER.fullmatch(plain):
        raise Refused(_stop("RECHECK-NUMBER", field, text=text[:40]))
    return Decimal(plain)
