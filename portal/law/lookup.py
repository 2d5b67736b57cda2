"""Finding provisions by what they are called, in either language, by key, document and article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from domain.core.law import Provision
from domain.records.lawbook.rules import Enacted
from portal import words

MOST = 100
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """A key that was found, its value on the day if it has one, and the days that it has values for."""

    key: str
    subject: str
    on_day: Provision | None
    first: date
    last: date | None


def hits(rows: Iterable[Enacted], day: date) -> list[Hit]:
    """One line a key, in the order enacted."""
    of_key: dict[str, list[Enacted]] = {}
    for row in rows:
        of_key.setdefault(row.provision.key, []).append(row)
    return [_hit(same, day) for same in of_key.values()]


def find(rows: Iterable[Enacted], asked: str, day: date) -> list[Hit]:
    """Keys that fit every word asked for; what is in force on the day comes first."""
    parts = asked.casefold().split()
    fitting = [row for row in rows if all(part in _told_of(row) for part in parts)]
    keys = {row.provision.key for row in fitting}
    return sorted(hits((row for row in rows if row.provision.key in keys), day), key=lambda hit: hit.on_day is None)


def _hit(same: list[Enacted], day: date) -> Hit:
    provisions = [row.provision for row in same]
    ends = [one.in_force_until for one in provisions]
    last = None if None in ends else max(end for end in ends if end)
    on_day = next((one for one in provisions if one.rules_on(day)), None)
    return Hit(provisions[0].key, same[0].subject, on_day, min(one.in_force_from for one in provisions), last)


def _told_of(row: Enacted) -> str:
    one = row.provision
    return f"{_names(one.key)} {one.citation} {one.instrument}".casefold()


@cache
def _names(key: str) -> str:
    """A key and what it is called in every language."""
    said = [key]
    for language in words.LANGUAGES:
        token = words.speaking.set(language)
        said.append(words.label("provision", key))
        words.speaking.reset(token)
    return " ".join(said)
