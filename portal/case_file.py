"""Files of worked cases, read so that everything wrong with one is told by its line and the other cases still run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from domain.core.findings import Finding
from portal.yaml_nodes import CORE, Node, Unreadable, nodes_in, value_of

MOST_BYTES = 4 * 1024 * 1024
# Values of one file with every reference written out.
MOST_VALUES = 400_000
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LAST_PART = re.compile(r"(\[\d+\]|\.?[^.\[]*)$")


@dataclass(frozen=True, slots=True)
class Case:
    """A case as written, or the place of a fault that kept one from being read. Lines count from 1."""

    file: str
    line: int
    values: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[Finding, ...] = ()

    @property
    def sentence(self) -> str:
        """What the case is called, on one line and without anything that a terminal would obey."""
        return on_one_line(self.values.get("case", ""))

    def line_of(self, place: str) -> int:
        """The line of a place such as `units[2].class`, or of the nearest thing around it."""
        around = [*_around(f"given.{place}")][:-1]
        return next((self.lines[one] for one in (place, *around, *_around(place)) if one in self.lines), self.line)


def _around(place: str) -> Iterator[str]:
    """A place and what it stands in: a[2].b, a[2], a."""
    while place:
        yield place
        place = _LAST_PART.sub("", place)


def on_one_line(text: object) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in " ".join(str(text).split()))


def cases_in(path: Path) -> Iterator[Case]:
    """The cases of a file, one by one, and its faults where they stand. Nothing is raised."""
    file = on_one_line(path)
    found = False
    try:
        budget = _Budget()
        for node in nodes_in(_text_of(path)):
            found = True
            yield _case(file, node, budget)
        if not found:
            yield _fault(file, Unreadable("CASE-EMPTY", 0))
    except Unreadable as trouble:
        yield _fault(file, trouble)


def _fault(file: str, trouble: Unreadable) -> Case:
    return Case(file, trouble.line, faults=(trouble.finding,))


def _text_of(path: Path) -> str:
    """The file as text. Never more of it is read than a file of cases may have."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except IsADirectoryError:
        raise Unreadable("CASE-DIRECTORY", 0) from None
    except (OSError, ValueError) as trouble:
        raise Unreadable("CASE-FILE", 0, trouble=getattr(trouble, "strerror", None) or trouble) from None
    if len(content) > MOST_BYTES:
        raise Unreadable("CASE-SIZE", 0, most=MOST_BYTES // 1024 // 1024)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise Unreadable("CASE-ENCODING", content[: trouble.start].count(b"\n") + 1) from None
    if strange := _UNPRINTABLE.search(text):
        raise Unreadable("CASE-ENCODING", text[: strange.start()].count("\n") + 1)
    return text


def _case(file: str, node: Node, budget: _Budget) -> Case:
    if not node.is_mapping:
        return _fault(file, node.fault or Unreadable("CASE-ITEM", node.line))
    reader = _Values(budget)
    values = reader.mapping(node, "")
    return Case(file, node.line, values, reader.lines, tuple(map(_with_its_line, reader.faults)))


def _with_its_line(fault: Unreadable) -> Finding:
    finding = fault.finding
    return Finding(finding.code, finding.severity, finding.place, {**finding.facts, "line": str(fault.line)})


class _Budget:
    """How many values a file may still have."""

    def __init__(self) -> None:
        self.left = MOST_VALUES

    def spend(self, line: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise Unreadable("CASE-TOO-MUCH", line, most=MOST_VALUES)


class _Values:
    """The plain values of one case, with the line of every place; what cannot be read is told and left out."""

    def __init__(self, budget: _Budget) -> None:
        self.budget, self.lines, self.faults = budget, dict[str, int](), list[Unreadable]()

    def value(self, node: Node, path: str) -> object:
        self.budget.spend(node.line)
        self.lines.setdefault(path, node.line)
        if node.is_mapping:
            return self.mapping(node, path)
        if node.is_sequence:
            return [self.value(one, f"{path}[{number}]") for number, one in enumerate(node.items, 1)]
        try:
            if node.fault:
                raise node.fault
            return value_of(node)
        except Unreadable as trouble:
            self.faults.append(trouble)
            return None

    def mapping(self, node: Node, path: str) -> dict[str, object]:
        values: dict[str, object] = {}
        merged: dict[str, object] = {}
        for key, value in node.pairs:
            if key.fault or key.is_mapping or key.is_sequence:
                self.faults.append(key.fault or Unreadable("CASE-NAME", key.line))
            elif key.tag == CORE + "merge":
                merged = self._merged(value, path) | merged
            elif key.text in values:
                self.faults.append(Unreadable("CASE-TWICE", key.line, name=key.text[:60]))
            else:
                inside = f"{path}.{key.text}" if path else key.text
                self.lines[inside] = key.line
                values[key.text] = self.value(value, inside)
        return merged | values

    def _merged(self, value: Node, path: str) -> dict[str, object]:
        """What `<<` takes in: one mapping, or a list of them, of which the first that has a name counts."""
        self.budget.spend(value.line)
        found: dict[str, object] = {}
        for one in value.items if value.is_sequence else (value,):
            if one.is_mapping:
                found = self.mapping(one, path) | found
            else:
                self.faults.append(one.fault or Unreadable("CASE-NAME", one.line))
        return found
