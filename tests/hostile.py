"""Hostile hands: every field that a page offers filled with what no page would send, at every address there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.house.test_duty_matrix import STAND_IN, Door

TEMPLATES = Path(__file__).parent.parent / "templates"
NAMED = re.compile(r'(?:\bname="|\b(?:field|choose)\(")([a-z_0-9-]+)(?=["{])')
PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")
WORKBOOK = "workbook"

# What a place of an address may be filled with by somebody who types it.
ABSURD: Mapping[str, Sequence[str]] = {
    "int": ("0", "-1", "99999", str(2**31), str(10**20), "%C2%B2", "%00", "1e3"),
    "str": ("%00", "%ED%A0%80", "..", "x" * 3000, "%27%22%3Cb%3E"),
    "path": ("%00", "..%2F..%2Fetc%2Fpasswd", "x" * 3000),
}
# What a field may be filled with by somebody who does not use the page.
GARBAGE = (
    "\0",
    "²",
    "9" * 5000,
    "-1",
    "NaN",
    "1e999",
    "x" * 5000,
    "9999-12-31",
    "٣",
    "\x1b\u202e<b>'\"%s{}",
    "2024-02-30",
)


def fields() -> list[str]:
    """The name of every field of every form; a numbered one by the number of its first line."""
    pages = [path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")]
    found = {f"{name}1" if name.endswith("-") else name for text in pages for name in NAMED.findall(text)}
    return sorted(found - {"_csrf_token", "password", WORKBOOK, "attachment"})


def filled_with(value: str) -> dict[str, Any]:
    """A form of every room at once, each field filled alike."""
    return dict.fromkeys(fields(), value)


def absurd_addresses(door: Door) -> Iterator[str]:
    """The address of a door with something absurd in each of its places, one place at a time."""
    places = list(PLACE.finditer(door.path))
    for wrong in places:
        for value in ABSURD.get(wrong[2] or "str", ()):
            yield PLACE.sub(
                lambda found, wrong=wrong, value=value: value if found[0] == wrong[0] else _usual(found),  # type: ignore[misc]
                door.path,
            )


def _usual(found: re.Match[str]) -> str:
    return "2024" if found[1] == "year" else STAND_IN[found[2] or "str"]
