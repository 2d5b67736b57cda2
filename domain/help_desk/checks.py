"""What keeps a question, an answer or a publication from being taken as it is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from domain.core.findings import Finding, Place
from domain.help_desk.states import Topic

LONGEST_TITLE = 120
LONGEST_TEXT = 4000
LONGEST_CITATION = 200
# A single character is in too many words to tell anybody's name.
SHORTEST_NAME = 2


def of_question(topic: str, title: str, text: str) -> Iterator[Finding]:
    """HELP-TOPIC, HELP-TITLE, HELP-TEXT, HELP-LONG."""
    if topic not in set(Topic):
        yield Finding("HELP-TOPIC", place=Place(field="topic"))
    if not title:
        yield Finding("HELP-TITLE", place=Place(field="title"))
    if not text:
        yield Finding("HELP-TEXT", place=Place(field="text"))
    yield from _too_long({"title": (title, LONGEST_TITLE), "text": (text, LONGEST_TEXT)})


def of_answer(answer: str, citation: str) -> Iterator[Finding]:
    """HELP-ANSWER, HELP-CITATION, HELP-LONG. An official answer says what it rests on."""
    if not answer:
        yield Finding("HELP-ANSWER", place=Place(field="answer"))
    if not citation:
        yield Finding("HELP-CITATION", place=Place(field="citation"))
    yield from _too_long({"answer": (answer, LONGEST_TEXT), "citation": (citation, LONGEST_CITATION)})


def of_publication(title: str, text: str, answer: str, names: Iterable[str]) -> Iterator[Finding]:
    """HELP-TITLE, HELP-TEXT, HELP-LONG, and HELP-NAMES wherever who asked is named.

    A question of 「示例热电厂」 is published as that of any enterprise:

    >>> [finding.place.field for finding in of_publication("示例热电厂的缺口", "如何计算", "见公式", ["示例热电厂"])]
    ['title']
    """
    if not title:
        yield Finding("HELP-TITLE", place=Place(field="title"))
    if not text:
        yield Finding("HELP-TEXT", place=Place(field="text"))
    yield from _too_long({"title": (title, LONGEST_TITLE), "text": (text, LONGEST_TEXT)})
    said = {"title": title, "text": text, "answer": answer}
    for name in names:
        for field, words in said.items():
            if len(name) >= SHORTEST_NAME and name.casefold() in words.casefold():
                yield Finding("HELP-NAMES", place=Place(field=field), facts={"name": name})


def _too_long(fields: Mapping[str, tuple[str, int]]) -> Iterator[Finding]:
    for field, (words, most) in fields.items():
        if len(words) > most:
            yield Finding("HELP-LONG", place=Place(field=field), facts={"most": str(most)})
