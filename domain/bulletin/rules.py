"""What a bulletin says and how its plain text is read. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from enum import StrEnum
from hashlib import sha256

DASH = "- "
# Signs that no page and no feed may carry: controls, and halves of signs.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Topic(StrEnum):
    """What a bulletin is about: a room, the law, or the portal itself."""

    LISTING = "listing"
    MONITORING_PLAN = "monitoring_plan"
    EMISSION_REPORT = "emission_report"
    VERIFICATION = "verification"
    RECHECK = "recheck"
    ALLOCATION = "allocation"
    SURRENDER = "surrender"
    PENALTY = "penalty"
    LAW = "law"
    PORTAL = "portal"


class BlockKind(StrEnum):
    """A paragraph keeps its lines; a list has one item a line."""

    PARAGRAPH = "paragraph"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text: lines of a paragraph, or the items of a list without their dashes."""

    kind: BlockKind
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """What a bulletin says. The Chinese is the bulletin; the English stands beside it or is empty."""

    number: str
    topic: str
    title: str
    title_en: str
    text: str
    text_en: str

    @property
    def digest(self) -> str:
        """Tells one wording from another: who publishes says by it what was read. Sixteen signs of a SHA-256."""
        return sha256(repr(astuple(self)).encode(errors="replace")).hexdigest()[:16]


def cleaned(text: str) -> str:
    """A text as it is kept: one kind of line end, nothing that cannot be shown, no space at either end.

    >>> cleaned("  one\\r\\ntwo\\x07 ")
    'one\\ntwo'
    """
    return _UNSHOWABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs and lists of a plain text: a blank line ends a paragraph, a line that begins with `- ` is an item.

    Nothing else has a meaning: signs of HTML are signs. Example: a sentence and two items below it.

    >>> [(block.kind.value, block.lines) for block in blocks("Bring:\\n- the plan\\n- the report\\n\\nThank you.")]
    [('paragraph', ('Bring:',)), ('list', ('the plan', 'the report')), ('paragraph', ('Thank you.',))]
    """
    return tuple(Block(kind, tuple(lines)) for kind, lines in _runs(cleaned(text)))


def _runs(text: str) -> Iterator[tuple[BlockKind, list[str]]]:
    """Lines of one kind that stand together."""
    kind, run = BlockKind.PARAGRAPH, list[str]()
    for line in (line.strip() for line in [*text.split("\n"), ""]):
        found = BlockKind.LIST if line.startswith(DASH) else BlockKind.PARAGRAPH
        if run and (not line or found is not kind):
            yield kind, run
            run = []
        kind = found
        if line:
            run.append(line.removeprefix(DASH).strip() if found is BlockKind.LIST else line)
