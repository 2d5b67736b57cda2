"""Where a provision is used: rules, questions and pages, as `portal law keys` found them in the source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.core.law import REVIEW
from portal.law.scan import Scan, expression
from portal.navigation import ENTRIES

USES = Path(__file__).with_name("uses.txt")
HEAD = """# Where the law is asked for. Written by `portal law keys` from the source; a test keeps it current.
# rule: a key, or a pattern of keys, and the function that asks for it
# question: a question of the register, and a function that its answer comes to
# page: a page, and a function that it comes to
"""
_OPEN = re.compile(r"\{[^}]*\}")
RULE, QUESTION, PAGE = "rule", "question", "page"


@dataclass(frozen=True, slots=True)
class UsingRoom:
    """A room whose rules ask for a key: the functions, and the room's own page if it has one."""

    room: str
    page: str
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uses:
    """What uses a key."""

    questions: tuple[str, ...]
    rooms: tuple[UsingRoom, ...]
    pages: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.questions or self.rooms or self.pages)


def written(scan: Scan, keys: Iterable[str]) -> str:
    """The file of uses: only what asks for keys is named, and only functions that do."""
    asked = scan.asked(keys)
    # Open questions are looked for wherever law is used at all, which tells nothing.
    asking = {place for pattern, places in asked.items() if not pattern.startswith(REVIEW) for place in places}
    lines = [(RULE, pattern, place) for pattern, places in asked.items() for place in places]
    for kind, reached in ((QUESTION, scan.questions()), (PAGE, scan.pages())):
        lines += [(kind, name, place) for name, places in reached.items() for place in places & asking]
    return HEAD + "".join(f"{kind} {name} {':'.join(place)}\n" for kind, name, place in sorted(lines))


def uses_of(key: str) -> Uses:
    """What uses a key, by the written file."""
    functions = {function for pattern, function in _lines(RULE) if expression(pattern).fullmatch(key)}
    questions = dict.fromkeys(code for code, function in _lines(QUESTION) if function in functions)
    pages = dict.fromkeys(path for path, function in _lines(PAGE) if function in functions)
    return Uses(tuple(questions), _rooms(functions), tuple(_OPEN.sub("…", path) for path in pages))


def _rooms(functions: Iterable[str]) -> tuple[UsingRoom, ...]:
    by_room: dict[str, list[str]] = {}
    for function in sorted(functions):
        by_room.setdefault(_room_of(function), []).append(function)
    own = {entry.words: entry.path for entry in ENTRIES}
    return tuple(UsingRoom(room, own.get(f"room:{room}", ""), tuple(names)) for room, names in by_room.items())


def _room_of(function: str) -> str:
    """`allocation` for domain.allocation.rules.power:power_unit, `market` for domain.records.market.rules:…"""
    parts = function.partition(":")[0].split(".")
    return parts[2] if parts[1] == "records" and len(parts) > 2 else parts[1]


@cache
def _lines(kind: str) -> tuple[tuple[str, str], ...]:
    rows = (line.split() for line in USES.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple((row[1], row[2]) for row in rows if row[0] == kind)
