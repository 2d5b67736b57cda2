"""A check in words: its sentence with the facts left open, its example, who answers for it, where it applies."""

from __future__ import annotations

import re
from collections.abc import Iterable

from domain.emission_report.rules import FORMS
from domain.records.computed import computed
from domain.records.lists import Column, Kind, Line
from domain.records.suppressions.queries import SuppressionCard
from portal import words
from portal.checks.catalogue import READING, ROOMS, Entry

_FACT = re.compile(r"%\((\w+)\)s")
SECTORS = tuple(dict.fromkeys(form.sector for form in FORMS.values()))
ROLL = computed(
    "checks",
    (
        Column("code", ""),
        Column("severity", "", Kind.CODE, "severity", filtered=True, choices=("stop", "warn", "note")),
        Column("sentence", "", sortable=False),
        Column("room", "", Kind.CODE, "checks_of", filtered=True, choices=(*ROOMS, READING)),
        Column("sectors", "", sortable=False),
        Column("sector", "", Kind.CODE, "sector", filtered=True, choices=SECTORS, shown=False, sortable=False),
        Column("citation", "", shown=False),
        Column("example", "", shown=False, sortable=False),
        Column("owner", "", Kind.CODE, "post", shown=False),
        Column("suppressed", "", Kind.FLAG, filtered=True, choices=("true", "false"), shown=False),
    ),
    ("code", "sentence", "citation", "example"),
    "code",
)


def sentence(code: str) -> str:
    """What a check says, its facts as what they are: ⟨机组⟩.

    A fact that has no words of its own is left open.
    """
    open_sentence = _FACT.sub(lambda found: f"⟨{placeholder(found[1])}⟩", words.say(f"finding:{code}"))
    return open_sentence.replace("%%", "%")


def placeholder(name: str) -> str:
    return words.worded(f"placeholder:{name}") or "…"


def example(code: str) -> str:
    """What is filed and what happens, in a line; empty where the words are still to come."""
    return words.worded(f"example:{code}")


def sectors(entry: Entry) -> str:
    """Where a check applies, in words."""
    return "、".join(words.label("sector", sector) for sector in entry.sectors) or words.say("every sector")


def lines(entries: Iterable[Entry], suppressed: Iterable[SuppressionCard], sector: str = "") -> list[Line]:
    """The catalogue as lines of a list, for a reader who asks for a sector: what is of every sector is of that one."""
    resting = {one.code for one in suppressed}
    return [Line(number, _line(one, one.code in resting, sector)) for number, one in enumerate(entries, start=1)]


def _line(entry: Entry, suppressed: bool, sector: str) -> dict[str, object]:
    return {
        "code": entry.code,
        "severity": entry.severity.value,
        "sentence": sentence(entry.code),
        "room": entry.room,
        "sectors": sectors(entry),
        "sector": sector if not entry.forms or sector in entry.sectors else "",
        "citation": entry.citation,
        "example": example(entry.code),
        "owner": entry.owner,
        "suppressed": suppressed,
    }
