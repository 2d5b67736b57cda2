"""What is new in public as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from domain.core.calendar import CHINA
from portal import words
from portal.public.news import News

ATOM = "application/atom+xml; charset=utf-8"
_SPACE = "http://www.w3.org/2005/Atom"
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def feed(news: Sequence[News], *, base: str, province: str, language: str) -> bytes:
    """The feed. `base` is the address of this portal with a slash; entries are known by names that never change."""
    root = ElementTree.Element("feed", {"xmlns": _SPACE, "xml:lang": "zh-CN" if language == "zh" else "en"})
    home = base.rstrip("/")
    _put(root, "id", _name(province, "/bulletins"))
    _put(root, "title", f"{province} · {words.say('Carbon market portal')} · {words.label('room', 'bulletin')}")
    _put(root, "updated", _instant(max((one.at for one in news), default=NEVER)))
    ElementTree.SubElement(root, "link", rel="self", href=f"{home}/bulletins/feed.xml?language={language}")
    ElementTree.SubElement(root, "link", rel="alternate", href=f"{home}/bulletins")
    _put(ElementTree.SubElement(root, "author"), "name", province)
    for one in news:
        root.append(_entry(one, home, province, language))
    text: str = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'.encode()


def _entry(one: News, home: str, province: str, language: str) -> ElementTree.Element:
    entry = ElementTree.Element("entry")
    _put(entry, "id", _name(province, f"{one.link}@{one.at.isoformat()}"))
    _put(entry, "title", one.told(language))
    _put(entry, "updated", _instant(one.at))
    ElementTree.SubElement(entry, "link", rel="alternate", href=f"{home}{one.link}")
    if one.bulletin is not None:
        lines = (line for block in one.bulletin.blocks(language) for line in block.lines)
        _put(entry, "content", "\n".join(lines)).set("type", "text")
    return entry


def _put(parent: ElementTree.Element, tag: str, text: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, tag)
    child.text = text
    return child


def _name(province: str, path: str) -> str:
    """A name that no other entry has, whatever address the portal is reached at."""
    return uuid5(NAMESPACE_URL, f"carbon-portal:{province}:{path}").urn


def _instant(at: datetime) -> str:
    return at.astimezone(CHINA).isoformat(timespec="seconds")
