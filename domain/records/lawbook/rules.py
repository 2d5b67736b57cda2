"""From rows to law: what is in force when corrections and later values are taken into account. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.core.law import Confidence, Provision

ONE_DAY = timedelta(days=1)

# Which room reads a subject of the lawbook. A subject is one file of the edition; a new one is written in here first.
SUBJECTS: Mapping[str, str] = {
    "accounting": "emission_report",
    "allocation": "allocation",
    "allocation_issue": "allocation",
    "clocks": "law",
    "deadlines": "law",
    "electricity": "emission_report",
    "entity_cap": "allocation",
    "fuels": "emission_report",
    "heat_benchmarks": "allocation",
    "historical": "allocation",
    "industry": "allocation",
    "listing": "listing",
    "load_correction": "allocation",
    "penalty_bodies": "penalty",
    "penalty_market": "penalty",
    "penalty_procedure": "penalty",
    "penalty_report": "penalty",
    "penalty_surrender": "penalty",
    "pilot_market": "surrender",
    "pilot_offsets": "surrender",
    "pilot_penalties": "penalty",
    "plan": "monitoring_plan",
    "plausibility": "emission_report",
    "power_benchmarks": "allocation",
    "power_correction": "allocation",
    "processes": "emission_report",
    "province": "recheck",
    "reviews": "law",
    "rounding": "law",
    "sectors": "emission_report",
    "surrender": "surrender",
    "verification": "verification",
}


@dataclass(frozen=True, slots=True)
class Instrument:
    """A legal document that provisions are read from. `number` is what provisions name it by.

    `read_where` says from which text it was read; `confidence` marks a draft or what was never seen.
    """

    number: str
    title: str
    title_en: str
    issuer: str
    issued_on: date | None
    in_force_from: date | None
    in_force_until: date | None
    confidence: Confidence
    read_where: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Enacted:
    """A confirmed provision with what decides whether it still counts."""

    id: int
    subject: str
    provision: Provision
    confirmed_at: datetime
    corrects: int | None = None


def timeline(enacted: Iterable[Enacted], known_at: datetime | None = None) -> tuple[Enacted, ...]:
    """What is law, in the order enacted, no two values of one key in force on one day.

    A corrected provision gives way to its correction from the day it was in force on; an open end is closed by the
    day before the next value. With `known_at`, only what had been confirmed by then counts: the law as it was known.

    >>> # 5 % from 2021 (open), 10 % from 2027: the first ends on 2026-12-31
    """
    known = [row for row in enacted if known_at is None or row.confirmed_at <= known_at]
    replaced = {row.corrects for row in known if row.corrects is not None}
    standing = [row for row in known if row.id not in replaced]
    begins: dict[str, list[date]] = {}
    for row in standing:
        begins.setdefault(row.provision.key, []).append(row.provision.in_force_from)
    return tuple(_closed(row, begins[row.provision.key]) for row in standing)


def _closed(row: Enacted, begins: list[date]) -> Enacted:
    """The row with its end moved to the day before the next value of its key begins."""
    later = [day for day in begins if day > row.provision.in_force_from]
    if not later:
        return row
    last_day = min(later) - ONE_DAY
    until = row.provision.in_force_until
    if until is not None and until <= last_day:
        return row
    return replace(row, provision=replace(row.provision, in_force_until=last_day))
