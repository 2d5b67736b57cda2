"""The nodes of a file, walked with an eye on their lines: nothing is constructed, so nothing in a file can act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from domain.core.findings import Finding, Place, Severity
from domain.records.lawbook.checks import Nearest, day_written

# The safe loader, in C where there is one: an edition of thousands of values is read at once.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_NUMBERS = (f"{_TAG}float", f"{_TAG}int")
MOST_SHOWN = 60


class Faults:
    """What one file says, and what is wrong with it; `file` is its name without the ending."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Finding] = []
        self._keys: set[str] = set()

    def listed(self, text: str) -> Iterator[Node]:
        """The entries of the file, which is one list."""
        try:
            root = yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as trouble:
            mark = trouble.problem_mark or trouble.context_mark
            self._say("LAW-YAML", mark.line + 1 if mark else 1, "", "", trouble=str(trouble.problem or trouble.context))
            return
        except (yaml.YAMLError, RecursionError, ValueError) as trouble:
            self._say("LAW-YAML", 1, "", "", trouble=type(trouble).__name__)
            return
        if isinstance(root, SequenceNode):
            yield from root.value
        else:
            self._say("LAW-YAML-LIST", root.start_mark.line + 1 if root else 1, "", "")

    def items(self, node: Node) -> Iterator[Node]:
        """The items of a list that has some."""
        if isinstance(node, SequenceNode) and node.value:
            yield from node.value
        else:
            self.say("LAW-YAML-LIST", node)

    def fields(self, node: Node, needed: Sequence[str], more: Sequence[str] = (), key: str = "") -> dict[str, Node]:
        """The fields of an entry by name; what is unknown, there twice or not there is told."""
        if not isinstance(node, MappingNode):
            self.say("LAW-YAML-LIST", node, "", key)
            return {}
        found: dict[str, Node] = {}
        for name_node, value in node.value:
            name = name_node.value if isinstance(name_node, ScalarNode) else ""
            if name in found:
                self.say("LAW-YAML-TWICE", name_node, name, key, written=name)
            elif name in (*needed, *more):
                found[name] = value
            else:
                self.unknown("LAW-YAML-FIELD", name_node, "", str(name), (*needed, *more), key)
        for name in needed:
            if name not in found:
                self.say("LAW-YAML-MISSING", node, name, key, written=name)
        return found

    def opened(self, key: str, node: Node) -> None:
        """A key has one entry in its file, with all of its values."""
        if key and key in self._keys:
            self.say("LAW-YAML-REPEATED", node, "key", key)
        self._keys.add(key)

    def text(self, node: Node, name: str, key: str = "") -> str | None:
        """A text; None, and told, when it is anything else.

        A number without quotation marks is told and read on as it is written, so that what else is wrong is told too.
        """
        if isinstance(node, ScalarNode) and node.tag == f"{_TAG}str" and "\0" not in node.value:
            return str(node.value)
        written = node.value[:MOST_SHOWN] if isinstance(node, ScalarNode) else ""
        number = node.tag in _NUMBERS
        self.say("LAW-YAML-NUMBER" if number else "LAW-YAML-TEXT", node, name, key, field=name, written=written)
        return written if number else None

    def day(self, node: Node, name: str, key: str = "") -> date | None:
        """A day without quotation marks; None, and told, when it is anything else."""
        dated = isinstance(node, ScalarNode) and node.tag == f"{_TAG}timestamp"
        day = day_written(node.value) if dated else None
        if day is None:
            written = node.value[:MOST_SHOWN] if isinstance(node, ScalarNode) else ""
            self.say("LAW-YAML-DAY", node, name, key, field=name, written=written)
        return day

    def unknown(self, code: str, node: Node, name: str, word: str, known: Sequence[str], key: str = "") -> None:
        self.say(code, node, name, key, written=word[:MOST_SHOWN], nearest=Nearest(known).to(word))

    def say(self, code: str, node: Node, name: str = "", key: str = "", **facts: str) -> None:
        self._say(code, node.start_mark.line + 1, name, key, **facts)

    def _say(self, code: str, line: int, name: str, key: str, **facts: str) -> None:
        told = {"subject": self.file, "line": str(line), "key": key[:MOST_SHOWN], **facts}
        self.found.append(Finding(code, Severity.STOP, Place(f"{self.file}.yaml", str(line), name), told))

    def place(self, node: Node, name: str) -> Place:
        return Place(f"{self.file}.yaml", str(node.start_mark.line + 1), name)
