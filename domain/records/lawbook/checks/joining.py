"""Whether new values join the book: one value a day and key, no past day changed, only the doubtful corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from domain.core.findings import Finding, Place, Severity
from domain.core.law import Confidence, Provision
from domain.records.lawbook.checks.writing import Nearest, stop, well_formed
from domain.records.lawbook.rules import SUBJECTS, Enacted, Entry, preceding, timeline

DOUBTFUL = (Confidence.DRAFT, Confidence.MEMORY, Confidence.INFERRED)
# When entries of one batch are laid into the book one after another, in thought.
_IN_THOUGHT = datetime.max.replace(tzinfo=UTC)


def together(
    entries: Sequence[Entry], book: Sequence[Enacted], today: date, *, new_keys: bool = False
) -> Iterator[Finding]:
    """Every entry against the book and against those of the batch before it, each finding at the entry's own place.

    `book` is what is law now; a key that it does not know is refused (LAW-KEY-UNKNOWN) unless new keys are meant.
    """
    subjects = {row.provision.key: row.subject for row in book}
    nearest = Nearest(() if new_keys else subjects)
    growing: dict[str, list[Enacted]] = {}
    for row in book:
        growing.setdefault(row.provision.key, []).append(row)
    for number, entry in enumerate(sorted(entries, key=lambda one: (one.provision.key, one.provision.in_force_from))):
        found = [*well_formed(entry.provision), *_is_known(entry, subjects, nearest, new_keys)]
        same = growing.get(entry.provision.key, [])
        if not found:
            found = list(_joins(entry, same, today))
        if not found:
            growing[entry.provision.key] = _with(entry, same, -1 - number)
        yield from (entry.at(finding) for finding in found)


def _is_known(entry: Entry, subjects: dict[str, str], nearest: Nearest, new_keys: bool) -> Iterator[Finding]:
    key = entry.provision.key
    if entry.subject not in SUBJECTS:
        yield stop("LAW-SUBJECT", "subject", subject=entry.subject, nearest=Nearest(SUBJECTS).to(entry.subject))
    elif subjects.get(key, entry.subject) != entry.subject:
        yield stop("LAW-SUBJECT-OTHER", "subject", key=key, subject=subjects[key])
    if key not in subjects and not new_keys:
        yield stop("LAW-KEY-UNKNOWN", "key", key=key, nearest=nearest.to(key))


def _joins(entry: Entry, book: Sequence[Enacted], today: date) -> Iterator[Finding]:
    if entry.corrects is None:
        return fits_the_book(entry.provision, book, today)
    corrected = next((row for row in book if row.id == entry.corrects), None)
    return fits_as_correction(entry.provision, corrected)


def _with(entry: Entry, book: Sequence[Enacted], number: int) -> list[Enacted]:
    """The book as it would be with the entry confirmed."""
    enacted = Enacted(number, entry.subject, entry.provision, _IN_THOUGHT, entry.corrects)
    return list(timeline([*book, enacted]))


def fits_the_book(proposed: Provision, standing: Sequence[Enacted], today: date) -> Iterator[Finding]:
    """A new value joins its key: same unit, no day with two values, no past day changed.

    A value with an open end is closed by a later one; a value whose last day is written is not cut short.
    Example: with 0.05 in force since 2021 (open), 0.10 from tomorrow fits, 0.10 from last year does not.
    """
    same = [row.provision for row in standing if row.provision.key == proposed.key]
    if any(other.unit != proposed.unit for other in same):
        yield stop("LAW-UNIT", "unit", key=proposed.key, unit=proposed.unit, expected=same[0].unit)
    for other in _overlapping(proposed, same):
        begins, ends = other.in_force_from, other.in_force_until or ""
        yield stop("LAW-OVERLAP", "from", key=proposed.key, begins=begins, ends=ends)
    if any(other.rules_on(day) for other in same for day in _known_days(proposed, other, today)):
        yield stop("LAW-PAST", "from", key=proposed.key, begins=proposed.in_force_from, today=today)


def fits_as_correction(proposed: Provision, corrected: Enacted | None) -> Iterator[Finding]:
    """Only a doubtful value (draft, memory, inferred) is replaced, for exactly its own days.

    What was read from the rule itself stands for the days it was in force; what changes it is a value of later days.
    """
    if corrected is None or corrected.provision.key != proposed.key:
        yield stop("LAW-CORRECTS", "corrects", key=proposed.key)
        return
    old = corrected.provision
    if old.confidence not in DOUBTFUL:
        yield stop("LAW-CERTAIN", "corrects", key=old.key, begins=old.in_force_from)
    if (old.in_force_from, old.in_force_until) != (proposed.in_force_from, proposed.in_force_until):
        begins, ends = old.in_force_from, old.in_force_until or ""
        yield stop("LAW-CORRECTS-DAYS", "from", key=old.key, begins=begins, ends=ends)
    if old.unit != proposed.unit:
        yield stop("LAW-UNIT", "unit", key=old.key, unit=proposed.unit, expected=old.unit)


def ends_what_had_no_end(entries: Sequence[Entry], book: Sequence[Enacted]) -> Iterator[Finding]:
    """LAW-ENDS, a warning: a value with a last day follows one without, and after that day the key has no value."""
    for entry in entries:
        one = entry.provision
        old = preceding(one, book, entry.corrects)
        if old is not None and old.in_force_until is None and one.in_force_until is not None:
            facts = {"key": one.key, "ends": one.in_force_until.isoformat()}
            yield entry.at(Finding("LAW-ENDS", Severity.WARN, Place(field="until"), facts))


def overlaps(provisions: Sequence[Provision]) -> Iterator[Finding]:
    """Every pair of values of one key that would be in force on one day."""
    for earlier, later in overlapping(provisions):
        begins, ends = earlier.in_force_from, earlier.in_force_until or ""
        yield stop("LAW-OVERLAP", "from", key=later.key, begins=begins, ends=ends)


def overlapping(provisions: Sequence[Provision]) -> Iterator[tuple[Provision, Provision]]:
    """The pairs themselves, the earlier one first."""
    by_key: dict[str, list[Provision]] = {}
    for provision in provisions:
        by_key.setdefault(provision.key, []).append(provision)
    for same in by_key.values():
        lasting, *others = sorted(same, key=lambda provision: provision.in_force_from)
        for later in others:
            if lasting.rules_on(later.in_force_from):
                yield lasting, later
            if _last_day(later) >= _last_day(lasting):
                lasting = later


def _last_day(provision: Provision) -> date:
    return provision.in_force_until or date.max


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
