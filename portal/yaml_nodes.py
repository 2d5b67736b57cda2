"""YAML as nodes that know their lines, read event by event: what stands before a fault is kept, and nothing is built.

Values are what was written. A number with a point and no quotation marks becomes a float that knows its text, so that
it can be refused; names stay text, also `on`, which YAML would take for yes. A reference costs as much as what it
stands for, so that a few lines cannot grow into millions of values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from domain.core.findings import Finding, Place, Severity

MOST_DEPTH = 16
LONGEST_COUNT = 20
CORE = "tag:yaml.org,2002:"
MAPPING, SEQUENCE, TEXT = CORE + "map", CORE + "seq", CORE + "str"
_PLAIN_COUNT = re.compile(r"[+-]?(0|[1-9][0-9]*)")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unquoted(float):
    """A number written without quotation marks; it remembers how."""

    text: str

    def __new__(cls, text: str) -> Unquoted:
        made = super().__new__(cls, 0)
        made.text = text
        return made

    def __str__(self) -> str:
        return self.text


class Unreadable(Exception):
    """Something in a file that cannot be read: a finding, and the line where it stands (0: the whole file)."""

    def __init__(self, code: str, line: int, **facts: object) -> None:
        self.line = line
        texts = {name: str(value) for name, value in facts.items()}
        self.finding = Finding(code, Severity.STOP, Place(), texts)
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the file: text with what YAML takes it for, a list of nodes, or pairs of name and node."""

    line: int
    tag: str = ""
    text: str = ""
    items: tuple[Node, ...] = ()
    pairs: tuple[tuple[Node, Node], ...] = ()
    fault: Unreadable | None = None

    @property
    def is_mapping(self) -> bool:
        return self.tag == MAPPING

    @property
    def is_sequence(self) -> bool:
        return self.tag == SEQUENCE


def nodes_in(text: str) -> Iterator[Node]:
    """The items of the lists that a text holds, one by one; what is no list comes whole, marked by a fault.

    Raises Unreadable (CASE-YAML) at the line where the text stops being YAML; what came before it has been handed on.
    """
    return _Reader(text).items()


class _Reader:
    """Goes through the text once. References are known within their document."""

    def __init__(self, text: str) -> None:
        self.events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self.anchors: dict[str, Node] = {}

    def items(self) -> Iterator[Node]:
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                self.anchors = {}
            elif isinstance(event, yaml.SequenceStartEvent):
                while not isinstance(event := self._next(), yaml.SequenceEndEvent):
                    yield self._node(event, 1)
            elif isinstance(event, yaml.NodeEvent):
                self._node(event, 0)
                yield Node(_line(event), fault=Unreadable("CASE-LIST", _line(event)))

    def _next(self) -> Any:
        try:
            return next(self.events)
        except yaml.MarkedYAMLError as trouble:
            mark = trouble.problem_mark or trouble.context_mark
            told = " ".join(filter(None, (trouble.context, trouble.problem)))
            raise Unreadable("CASE-YAML", mark.line + 1 if mark else 0, trouble=told[:200]) from None
        except yaml.YAMLError as trouble:
            raise Unreadable("CASE-YAML", 0, trouble=str(trouble)[:200]) from None

    def _node(self, event: Any, depth: int) -> Node:
        """The node that an event begins."""
        line = _line(event)
        if isinstance(event, yaml.AliasEvent):
            unknown = Node(line, fault=Unreadable("CASE-ALIAS", line, name=str(event.anchor)[:60]))
            return self.anchors.get(str(event.anchor), unknown)
        if isinstance(event, yaml.ScalarEvent):
            node = Node(line, _tag_of(event), event.value)
        elif depth > MOST_DEPTH:
            self._pass_over()
            node = Node(line, fault=Unreadable("CASE-DEPTH", line, most=MOST_DEPTH))
        else:
            node = self._collection(event, line, depth)
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def _collection(self, event: Any, line: int, depth: int) -> Node:
        inside: list[Node] = []
        while not isinstance(following := self._next(), yaml.CollectionEndEvent):
            inside.append(self._node(following, depth + 1))
        tag = MAPPING if isinstance(event, yaml.MappingStartEvent) else SEQUENCE
        if event.tag not in (None, "!", tag):
            return Node(line, fault=Unreadable("CASE-TAG", line, tag=str(event.tag)[:60]))
        if tag == SEQUENCE:
            return Node(line, tag, items=tuple(inside))
        return Node(line, tag, pairs=tuple(zip(inside[::2], inside[1::2], strict=True)))

    def _pass_over(self) -> None:
        """To the end of what has just begun, without keeping it."""
        open_ones = 1
        while open_ones:
            event = self._next()
            open_ones += isinstance(event, yaml.CollectionStartEvent)
            open_ones -= isinstance(event, yaml.CollectionEndEvent)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _tag_of(event: Any) -> str:
    """What YAML takes a text for: as written after `!!`, by its looks, or text where it is in quotation marks."""
    if event.tag and event.tag != "!":
        return str(event.tag)
    if event.implicit[0]:
        for tag, looks in yaml.SafeLoader.yaml_implicit_resolvers.get(event.value[:1], []):
            if looks.match(event.value):
                return str(tag)
    return TEXT


def value_of(node: Node) -> object:
    """The value of a text: text, a plain count, a day, yes or no, nothing. Raises Unreadable (CASE-TAG)."""
    match node.tag.removeprefix(CORE):
        case "null":
            return None
        case "bool":
            return node.text.lower() in ("yes", "true", "on")
        case "int":
            return _count(node.text)
        case "float":
            return Unquoted(node.text)
        case "timestamp":
            return _day(node.text)
        case "str" | "merge" | "value":
            return node.text
    raise Unreadable("CASE-TAG", node.line, tag=node.tag[:60])


def _count(text: str) -> object:
    """A plain count; 0100, 0x1F, 1_000 and 1:30 are numbers of YAML and not what is meant."""
    if not _PLAIN_COUNT.fullmatch(text):
        return Unquoted(text)
    return int(text) if len(text) <= LONGEST_COUNT else text


def _day(text: str) -> object:
    """A day; an instant, or a day that no calendar has, stays the text that it is."""
    try:
        return date.fromisoformat(text) if len(text) == len("2024-12-31") else text
    except ValueError:
        return text
