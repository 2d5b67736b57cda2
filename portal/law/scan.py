"""Where the law is asked for, found in the source for `portal law keys`.

A key stands in the source as a text (`deadline.report`), as a text with places left open (`power.benchmark.{name}` is
the pattern `power.benchmark.*`), or as a beginning that another function of its room continues (`{prefix}.fine_min`).
All three are found without running anything; what a worked case asks for and this does not find, a test tells.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from portal.law.source import OPEN, Function, Module, Place, Sources, called

# A key, or a pattern of keys: its first segment is never open.
PATTERN = re.compile(r"[a-z][a-z0-9_]*(\.[A-Za-z0-9_*]+)+")
# How a pattern goes on where its beginning came from elsewhere: `*.fine_min`, `*_max`.
TAIL = re.compile(r"\*[A-Za-z0-9_]*(\.[A-Za-z0-9_*]+)*")
# How a pattern may end where its last segment is open: `heat.coal` after `power.benchmark.*`.
ENDING = re.compile(r"[A-Za-z0-9_*]+(\.[A-Za-z0-9_*]+)+")
# Modules whose dotted texts are duties, tables and moves.
NO_KEYS = ("domain.core.duties", "domain.records.follow_ups.rules")


@dataclass(frozen=True)
class Found:
    """What one place of the source says that may be a key, each time with its alternatives, and what it mentions.

    `words` are its plain words, and `beginnings` those that a function it calls may answer.
    """

    said: frozenset[tuple[str, ...]] = frozenset()
    words: frozenset[str] = frozenset()
    beginnings: frozenset[str] = frozenset()
    mentions: frozenset[Place] = frozenset()

    @property
    def patterns(self) -> set[str]:
        return {text for texts in self.said for text in texts if PATTERN.fullmatch(text)}

    @property
    def tails(self) -> set[str]:
        return {text for texts in self.said for text in texts if TAIL.fullmatch(text) and text != OPEN}

    @property
    def endings(self) -> set[str]:
        return {text for texts in self.said for text in texts if ENDING.fullmatch(text) and set(text) - set("*.")}


@dataclass(frozen=True)
class Room:
    """How the functions of one room continue each other's beginnings."""

    tails: frozenset[str]
    endings: frozenset[str]
    words: frozenset[str]


class Keys:
    """The keys of an edition by their first segment; what fits a pattern is found once."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._by_head: dict[str, list[str]] = {}
        for key in keys:
            self._by_head.setdefault(key.partition(".")[0], []).append(key)
        self._fitting: dict[str, list[str]] = {}
        self._beginning: dict[str, bool] = {}

    def fitting(self, pattern: str) -> list[str]:
        if pattern not in self._fitting:
            fits = expression(pattern).fullmatch
            self._fitting[pattern] = [key for key in self._of_head(pattern) if fits(key)]
        return self._fitting[pattern]

    def beginning(self, pattern: str) -> bool:
        """Whether some key begins so."""
        if pattern not in self._beginning:
            begins = expression(pattern).match
            self._beginning[pattern] = any(begins(key) for key in self._of_head(pattern))
        return self._beginning[pattern]

    def _of_head(self, pattern: str) -> list[str]:
        return self._by_head.get(pattern.partition(".")[0], [])


@dataclass(frozen=True)
class Scan:
    """What each place of the source was found to ask for."""

    sources: Sources

    @cached_property
    def places(self) -> dict[Place, Found]:
        return {
            (module.name, name): self._found(module, node)
            for module in self.sources.modules.values()
            for name, node in module.definitions.items()
        }

    def asked(self, keys: Iterable[str]) -> dict[str, set[Place]]:
        """Pattern → the functions that ask for it, for every pattern that fits one of the keys."""
        known = Keys(keys)
        asked: dict[str, set[Place]] = {}
        for place in filter(self.sources.is_function, self.places):
            for pattern in self._patterns_of(place, known):
                asked.setdefault(pattern, set()).add(place)
        return asked

    def reached(self, start: Iterable[Place]) -> set[Place]:
        """Every place that one can come to from these."""
        reached: set[Place] = set()
        ahead = [place for place in start if place in self.places]
        while ahead:
            place = ahead.pop()
            if place not in reached:
                reached.add(place)
                ahead += self.places[place].mentions - reached
        return reached

    def questions(self) -> dict[str, set[Place]]:
        """Code of each question of the register → the functions that answering it can come to."""
        found: dict[str, set[Place]] = {}
        for module in self.sources.modules.values():
            for call in ast.walk(module.tree) if module.name.startswith("domain.trial.rules.") else ():
                if isinstance(call, ast.Call) and called(call) == "Question" and call.args:
                    reached = self.reached(self.sources.mentions(module, call))
                    for code in self.sources.texts(module, call.args[0]):
                        found.setdefault(code, set()).update(filter(self.sources.is_function, reached))
        return found

    def pages(self) -> dict[str, set[Place]]:
        """Address of each page → the functions that answering it can come to."""
        return {
            str(path.value): set(filter(self.sources.is_function, self.reached([(module.name, node.name)])))
            for module in self.sources.modules.values()
            for node in module.definitions.values()
            if isinstance(node, Function)
            for mark in node.decorator_list
            if isinstance(mark, ast.Call) and called(mark) == "get" and isinstance(path := mark.args[0], ast.Constant)
        }

    def _patterns_of(self, place: Place, keys: Keys) -> Iterator[str]:
        """What a function asks for itself, through the tables that it names, and by what others make of beginnings.

        Of a pattern whose last segment is open, after others have continued it, those keys count that end in a word
        of the room.
        """
        founds = [self.places[place], *(self.places[one] for one in self._tables_of(place))]
        own = {pattern for found in founds for pattern in found.patterns}
        begun = own.union(*(found.beginnings for found in founds))
        room = self._rooms[self.sources.modules[place[0]].room]
        once = {one + tail[1:] for one in begun if keys.beginning(one) for tail in room.tails}
        twice = {one + tail[1:] for one in once if keys.beginning(one) for tail in room.tails}
        ended = {
            one[:-1] + ending
            for one in own | once
            if one.endswith(".*") and keys.beginning(one)
            for ending in room.endings
        }
        yield from (one for one in own if keys.fitting(one))
        for one in once | twice | ended:
            lasts = {key.rpartition(".")[2] for key in keys.fitting(one)}
            if one.endswith(".*"):
                yield from (f"{one[:-1]}{last}" for last in lasts & room.words)
            elif lasts:
                yield one

    def _tables_of(self, place: Place) -> set[Place]:
        """Constants that a place names, and those that these name."""
        tables: set[Place] = set()
        ahead = [one for one in self.places[place].mentions if not self.sources.is_function(one)]
        while ahead:
            one = ahead.pop()
            if one not in tables:
                tables.add(one)
                ahead += [other for other in self.places[one].mentions if not self.sources.is_function(other)]
        return tables

    @cached_property
    def _rooms(self) -> dict[str, Room]:
        by_room: dict[str, list[Found]] = {}
        for place, found in self.places.items():
            by_room.setdefault(self.sources.modules[place[0]].room, []).append(found)
        return {
            name: Room(
                frozenset(text for found in founds for text in found.tails),
                frozenset(text for found in founds for text in found.endings),
                frozenset(text for found in founds for text in found.words),
            )
            for name, founds in by_room.items()
        }

    def _found(self, module: Module, node: ast.AST) -> Found:
        mentions = frozenset(self.sources.mentions(module, node))
        if module.name in NO_KEYS:
            return Found(mentions=mentions)
        said = set(self.sources.texts_in(module, node))
        # A text that ends in a dot is the beginning of all that follow it.
        said |= {tuple(f"{text}*" if text.endswith(".") else text for text in texts) for texts in said}
        answered = {text for texts in self.sources.texts_in(module, node, (ast.Call,)) for text in texts}
        words = {text for texts in said for text in texts if text.isidentifier()}
        return Found(
            frozenset(texts for texts in said if any("." in text or OPEN in text for text in texts)),
            frozenset(words),
            frozenset(text for text in answered if text.isidentifier()),
            mentions,
        )


@cache
def expression(pattern: str) -> re.Pattern[str]:
    """What fits a pattern: a `*` after a dot is one segment, a `*` after a word may be nothing or go on with a dot.

    >>> bool(expression("power.benchmark.*").fullmatch("power.benchmark.heat.coal"))
    False
    >>> bool(expression("allocation.pre.share*").fullmatch("allocation.pre.share.steel"))
    True
    """
    return re.compile(re.sub(r"(?<=\w)\\\*", r"[\\w.]*", re.escape(pattern)).replace(r"\*", r"\w+"))


def fits_any(pattern: str, keys: Iterable[str]) -> bool:
    fitting = expression(pattern).fullmatch
    return any(fitting(key) for key in keys)
