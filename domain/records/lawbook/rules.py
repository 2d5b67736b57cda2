"""From rows to law: what is in force when corrections and later values are taken into account. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from domain.core.calendar import WorkingCalendar
from domain.core.findings import Finding, Place
from domain.core.law import Confidence, Provision

ONE_DAY = timedelta(days=1)
# Units of values that are no numbers; every other value is one, in plain digits.
NOT_NUMBERS = ("date", "text", "keys", "rounding")
A_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,30})?")
HUNDRED = Decimal(100)
CENT = Decimal("0.01")

# Which room reads a subject of the lawbook. A subject is one file of the edition; a new one is written in here first.
SUBJECTS: Mapping[str, str] = {
    "accounting": "emission_report",
    "allocation": "allocation",
    "allocation_issue": "allocation",
    "checks_general": "emission_report",
    "checks_metals": "emission_report",
    "checks_power": "emission_report",
    "clocks": "law",
    "deadlines": "law",
    "electricity": "emission_report",
    "entity_cap": "allocation",
    "fuels": "emission_report",
    "heat_benchmarks": "allocation",
    "forms": "emission_report",
    "historical": "allocation",
    "industry": "allocation",
    "listing": "listing",
    "load_correction": "allocation",
    "monthly": "monthly_evidence",
    "outside": "outside_data",
    "penalty_bodies": "penalty",
    "penalty_market": "penalty",
    "penalty_procedure": "penalty",
    "penalty_report": "penalty",
    "penalty_surrender": "penalty",
    "pilot_market": "surrender",
    "pilot_offsets": "surrender",
    "pilot_penalties": "penalty",
    "plan": "monitoring_plan",
    "plan_forms": "monitoring_plan",
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


@dataclass(frozen=True, slots=True)
class Entry:
    """A provision as somebody wrote it in a form, a file or a sheet; `places` says where each of its fields stands."""

    subject: str
    provision: Provision
    corrects: int | None = None
    places: Mapping[str, Place] = field(default_factory=dict)

    def at(self, finding: Finding) -> Finding:
        """The finding at the entry's own place for the field that it points at."""
        place = self.places.get(finding.place.field) or self.places.get("key")
        return replace(finding, place=place) if place else finding


@dataclass(frozen=True, slots=True)
class Change:
    """From one value to the next: the difference, and in percent; None where values are no numbers."""

    old: Provision | None
    new: Provision
    difference: Decimal | None = None
    percent: Decimal | None = None

    @property
    def same(self) -> bool:
        return self.old is not None and (self.old.value, self.old.unit) == (self.new.value, self.new.unit)


def change(old: Provision | None, new: Provision) -> Change:
    """What a new value changes; percent to two places, none where the old one was nothing.

    Example: 0.7950 → 0.7910 is −0.0040, −0.50 %.
    """
    if old is None or not (_is_number(old) and _is_number(new)):
        return Change(old, new)
    before, after = Decimal(old.value), Decimal(new.value)
    percent = ((after - before) / abs(before) * HUNDRED).quantize(CENT, ROUND_HALF_UP) if before else None
    return Change(old, new, after - before, percent)


def _is_number(provision: Provision) -> bool:
    return provision.unit not in NOT_NUMBERS and bool(A_NUMBER.fullmatch(provision.value))


def preceding(proposed: Provision, book: Iterable[Enacted], corrects: int | None = None) -> Provision | None:
    """The value that a proposed one replaces, or else the last one of its key that began before it."""
    same = [row for row in book if row.provision.key == proposed.key]
    replaced = next((row.provision for row in same if row.id == corrects), None)
    earlier = [row.provision for row in same if row.provision.in_force_from < proposed.in_force_from]
    return replaced or max(earlier, key=lambda one: one.in_force_from, default=None)


@dataclass(frozen=True, slots=True)
class Compared:
    """What the law of a subject says differently on a later day. `repeated` says the same by another instrument."""

    subject: str
    added: tuple[Provision, ...]
    ended: tuple[Provision, ...]
    changed: tuple[Change, ...]
    repeated: tuple[Change, ...]

    @property
    def count(self) -> int:
        return len(self.added) + len(self.ended) + len(self.changed) + len(self.repeated)


def compare(standing: Iterable[Enacted], before: date, after: date) -> tuple[Compared, ...]:
    """The subjects in which two days differ, by name. `standing` has one value of a key a day, as `timeline` gives.

    Example: a benchmark of 0.7950 in 2023 and 0.7910 in 2024 has changed; an offset share of 5 % that Order 19 named
    and a plan repeats is the same, told apart.
    """
    old: dict[tuple[str, str], Provision] = {}
    new: dict[tuple[str, str], Provision] = {}
    for row in standing:
        for day, side in ((before, old), (after, new)):
            if row.provision.rules_on(day):
                side[row.subject, row.provision.key] = row.provision
    subjects = sorted({subject for subject, _ in (*old, *new)})
    compared = (_compared(subject, _of(subject, old), _of(subject, new)) for subject in subjects)
    return tuple(one for one in compared if one.count)


def _of(subject: str, side: Mapping[tuple[str, str], Provision]) -> dict[str, Provision]:
    return {key: provision for (of_subject, key), provision in side.items() if of_subject == subject}


def _compared(subject: str, old: Mapping[str, Provision], new: Mapping[str, Provision]) -> Compared:
    both = [change(old[key], provision) for key, provision in new.items() if key in old]
    return Compared(
        subject,
        tuple(provision for key, provision in new.items() if key not in old),
        tuple(provision for key, provision in old.items() if key not in new),
        tuple(one for one in both if not one.same),
        tuple(one for one in both if one.same and one.old and one.old.instrument != one.new.instrument),
    )


def calendar_with(packaged: WorkingCalendar, noticed: Iterable[tuple[date, int, str]]) -> WorkingCalendar:
    """The packaged calendar with the days of notices (day, year, holiday or makeup) instead of its own of those years.

    Working days are known up to the first year that neither the package nor a notice tells.
    """
    days = list(noticed)
    years = {year for _, year, _ in days}
    holidays = {day for day in packaged.holidays if day.year not in years}
    makeup_days = {day for day in packaged.makeup_days if day.year not in years}
    known_until = packaged.known_until
    while known_until.year + 1 in years:
        known_until = known_until.replace(year=known_until.year + 1)
    return WorkingCalendar(
        frozenset(holidays.union(day for day, _, kind in days if kind == "holiday")),
        frozenset(makeup_days.union(day for day, _, kind in days if kind == "makeup")),
        known_until,
    )
