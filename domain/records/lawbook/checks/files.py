"""Whole files of provisions against each other and against the book that they are to be entered into."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from domain.core.findings import Finding
from domain.core.law import Provision
from domain.records.lawbook.checks.joining import overlapping
from domain.records.lawbook.checks.writing import Nearest, stop, well_formed
from domain.records.lawbook.rules import SUBJECTS, Enacted, Entry


def edition(
    entries: Sequence[Entry], confirmed: Sequence[Enacted], book: Sequence[Enacted], known: Collection[str] | None
) -> Iterator[Finding]:
    """Everything wrong with the files, each finding at its line.

    `confirmed` is everything that ever was law, `book` what still is; `known` the keys that may occur, None where new
    ones are welcome. What the book has word for word is no fault; another value for the same days is.
    """
    yield from _each(entries, known)
    yield from _one_home(entries, confirmed)
    yield from _one_unit(entries, confirmed)
    yield from _order(entries)
    yield from _contradictions(entries, confirmed)
    yield from _overlaps(entries, confirmed, book)


def fresh(entries: Sequence[Entry], confirmed: Sequence[Enacted]) -> list[Entry]:
    """The entries of days for which the book never had a value of the key."""
    held = {(row.provision.key, row.provision.in_force_from) for row in confirmed}
    return [entry for entry in entries if (entry.provision.key, entry.provision.in_force_from) not in held]


def _each(entries: Sequence[Entry], known: Collection[str] | None) -> Iterator[Finding]:
    nearest, subjects, strangers = Nearest(known or ()), set[str](), set[str]()
    for entry in entries:
        if entry.subject not in SUBJECTS and entry.subject not in subjects:
            subjects.add(entry.subject)
            near = Nearest(SUBJECTS).to(entry.subject)
            yield entry.at(stop("LAW-SUBJECT", "subject", subject=entry.subject, nearest=near))
        yield from (entry.at(finding) for finding in well_formed(entry.provision))
        key = entry.provision.key
        if known is not None and key not in known and key not in strangers:
            strangers.add(key)
            yield entry.at(stop("LAW-KEY-UNKNOWN", "key", key=key, nearest=nearest.to(key)))


def _one_home(entries: Sequence[Entry], confirmed: Sequence[Enacted]) -> Iterator[Finding]:
    """A key lives in one file."""
    homes = {row.provision.key: row.subject for row in confirmed}
    told: set[tuple[str, str]] = set()
    for entry in entries:
        key = entry.provision.key
        home = homes.setdefault(key, entry.subject)
        if home != entry.subject and (key, entry.subject) not in told:
            told.add((key, entry.subject))
            yield entry.at(stop("LAW-SUBJECT-OTHER", "key", key=key, subject=home))


def _one_unit(entries: Sequence[Entry], confirmed: Sequence[Enacted]) -> Iterator[Finding]:
    units = {row.provision.key: row.provision.unit for row in confirmed}
    for entry in entries:
        one = entry.provision
        if units.setdefault(one.key, one.unit) != one.unit:
            yield entry.at(stop("LAW-UNIT", "unit", key=one.key, unit=one.unit, expected=units[one.key]))


def _order(entries: Sequence[Entry]) -> Iterator[Finding]:
    """The values of a key stand in the order of their days, so that a file reads as a history."""
    last: dict[tuple[str, str], Provision] = {}
    for entry in entries:
        one = entry.provision
        before = last.get((entry.subject, one.key))
        if before is not None and one.in_force_from < before.in_force_from:
            begins = before.in_force_from
            yield entry.at(stop("LAW-ORDER", "from", key=one.key, begins=one.in_force_from, after=begins))
        last[entry.subject, one.key] = one


def _contradictions(entries: Sequence[Entry], confirmed: Sequence[Enacted]) -> Iterator[Finding]:
    """The book has a value of that key from that day on, and never had this one."""
    held: dict[tuple[str, object], set[tuple[str, str]]] = {}
    for row in confirmed:
        one = row.provision
        held.setdefault((one.key, one.in_force_from), set()).add((one.value, one.unit))
    for entry in entries:
        one = entry.provision
        known = held.get((one.key, one.in_force_from))
        if known and (one.value, one.unit) not in known:
            facts = {"value": one.value, "begins": one.in_force_from, "known": sorted(known)[0][0]}
            yield entry.at(stop("LAW-CONTRADICTS", "value", key=one.key, **facts))


def _overlaps(entries: Sequence[Entry], confirmed: Sequence[Enacted], book: Sequence[Enacted]) -> Iterator[Finding]:
    """No day gets two values of a key: from one file, from two, or from a file and the book."""
    placed = {id(entry.provision): entry for entry in entries}
    joining = [entry.provision for entry in fresh(entries, confirmed)]
    told: set[tuple[int, int]] = set()
    for together in ([entry.provision for entry in entries], [*(row.provision for row in book), *joining]):
        for earlier, later in overlapping(together):
            if (id(earlier), id(later)) not in told:
                told.add((id(earlier), id(later)))
                # The later one of two in a file; the file's, where the other is the book's.
                entry = placed.get(id(later)) or placed[id(earlier)]
                yield entry.at(_overlap(entry, later if entry.provision is earlier else earlier))


def _overlap(entry: Entry, other: Provision) -> Finding:
    begins, ends = other.in_force_from, other.in_force_until or ""
    return stop("LAW-OVERLAP", "from", key=entry.provision.key, begins=begins, ends=ends)
