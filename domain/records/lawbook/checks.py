"""What is wrong with a proposed provision. Pure: the provisions in force and the day are handed in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from domain.core.findings import Finding, Place, Severity
from domain.core.law import Confidence, Provision, Rounding
from domain.records.lawbook.rules import Enacted

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[A-Za-z0-9_]+)+")
DOUBTFUL = (Confidence.DRAFT, Confidence.MEMORY, Confidence.INFERRED)


def value_fits(value: str, unit: str) -> bool:
    """Whether the text can be read as its unit says: a day, a rounding, words, or a finite number.

    >>> value_fits("half_up:2", "rounding"), value_fits("5 %", "share")
    (True, False)
    """
    try:
        if unit == "date":
            return bool(date.fromisoformat(value))
        if unit == "rounding":
            return bool(Rounding.parse(value))
        return bool(value.strip()) if unit == "text" else Decimal(value).is_finite()
    except (ValueError, InvalidOperation):
        return False


def well_formed(provision: Provision) -> Iterator[Finding]:
    """A provision says what it is: a systematic key, a value of its unit, days in order, and where it is written."""
    if not KEY.fullmatch(provision.key):
        yield _stop("LAW-KEY", "key", key=provision.key)
    if not provision.unit or not value_fits(provision.value, provision.unit):
        yield _stop("LAW-VALUE", "value", value=provision.value, unit=provision.unit)
    if not provision.citation.strip():
        yield _stop("LAW-CITATION", "citation", key=provision.key)
    until = provision.in_force_until
    if until is not None and until < provision.in_force_from:
        yield _stop("LAW-WINDOW", "in_force_until", begins=provision.in_force_from, ends=until)


def fits_the_book(proposed: Provision, standing: Sequence[Enacted], today: date) -> Iterator[Finding]:
    """A new value joins its key: same unit, no day with two values, no past day changed.

    A value with an open end is closed by a later one; a value whose last day is written is not cut short.
    Example: with 0.05 in force since 2021 (open), 0.10 from tomorrow fits, 0.10 from last year does not.
    """
    same = [row.provision for row in standing if row.provision.key == proposed.key]
    if any(other.unit != proposed.unit for other in same):
        yield _stop("LAW-UNIT", "unit", unit=proposed.unit, expected=same[0].unit)
    for other in _overlapping(proposed, same):
        yield _stop("LAW-OVERLAP", "in_force_from", begins=other.in_force_from, ends=other.in_force_until or "")
    if any(other.rules_on(day) for other in same for day in _known_days(proposed, other, today)):
        yield _stop("LAW-PAST", "in_force_from", begins=proposed.in_force_from, today=today)


def fits_as_correction(proposed: Provision, corrected: Enacted | None) -> Iterator[Finding]:
    """Only a doubtful value (draft, memory, inferred) is replaced, for exactly its own days.

    What was read from the rule itself stands for the days it was in force; what changes it is a value of later days.
    """
    if corrected is None or corrected.provision.key != proposed.key:
        yield _stop("LAW-CORRECTS", "corrects", key=proposed.key)
        return
    old = corrected.provision
    if old.confidence not in DOUBTFUL:
        yield _stop("LAW-CERTAIN", "corrects", key=old.key, begins=old.in_force_from)
    if (old.in_force_from, old.in_force_until) != (proposed.in_force_from, proposed.in_force_until):
        yield _stop("LAW-CORRECTS-DAYS", "in_force_from", begins=old.in_force_from, ends=old.in_force_until or "")
    if old.unit != proposed.unit:
        yield _stop("LAW-UNIT", "unit", unit=proposed.unit, expected=old.unit)


def overlaps(provisions: Sequence[Provision]) -> Iterator[Finding]:
    """Every pair of values of one key that would be in force on one day."""
    by_key: dict[str, list[Provision]] = {}
    for provision in provisions:
        by_key.setdefault(provision.key, []).append(provision)
    for key, same in by_key.items():
        ordered = sorted(same, key=lambda provision: provision.in_force_from)
        for earlier, later in pairwise(ordered):
            if earlier.rules_on(later.in_force_from):
                yield _stop("LAW-OVERLAP", "in_force_from", key=key, begins=later.in_force_from, ends="")


def _overlapping(proposed: Provision, same: Iterable[Provision]) -> Iterator[Provision]:
    for other in same:
        starts_inside = other.rules_on(proposed.in_force_from) and (
            other.in_force_until is not None or other.in_force_from == proposed.in_force_from
        )
        if starts_inside or proposed.rules_on(other.in_force_from):
            yield other


def _known_days(proposed: Provision, other: Provision, today: date) -> tuple[date, ...]:
    """The first day up to today that both would rule; none when the proposal lies ahead."""
    first = max(proposed.in_force_from, other.in_force_from)
    return (first,) if first <= today and proposed.rules_on(first) else ()


def _stop(code: str, field: str, **facts: object) -> Finding:
    return Finding(code, Severity.STOP, Place(field=field), {name: str(value) for name, value in facts.items()})
