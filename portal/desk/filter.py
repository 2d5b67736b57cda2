"""What a desk is narrowed to: a year, only what is late. Kept on the reader's machine; the unreadable is nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from portal.desk.items import DeskItem

COOKIE = "desk"
REMEMBERED_SECONDS = 90 * 86_400
_KEPT = re.compile(r"(\d{4})?\.(late)?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Filter:
    """`year` 0 is all years."""

    year: int = 0
    late: bool = False

    def __bool__(self) -> bool:
        return bool(self.year or self.late)

    @property
    def kept(self) -> str:
        """As the cookie keeps it."""
        return f"{self.year or ''}.{'late' if self.late else ''}"

    def of(self, items: Iterable[DeskItem]) -> list[DeskItem]:
        """The items that are left. What belongs to no year belongs to all."""
        return [item for item in items if self.year in (0, item.year) or not item.year if item.overdue or not self.late]

    def within(self, years: Collection[int]) -> Filter:
        """The same, without a year that the desk does not offer."""
        return self if self.year in years else replace(self, year=0)


def read(kept: str) -> Filter:
    """What a cookie kept.

    >>> read("2024.late"), read("."), read("2024'; --"), read("٢٠٢٤.")
    (Filter(year=2024, late=True), Filter(year=0, late=False), Filter(year=0, late=False), Filter(year=0, late=False))
    """
    found = _KEPT.fullmatch(kept)
    return Filter(int(found[1] or 0), bool(found[2])) if found else Filter()


def asked(query: Mapping[str, str], kept: str) -> Filter:
    """What the address asks for; what it does not name stays as it was kept."""
    if "reset" in query:
        return Filter()
    before = read(kept)
    year = query.get("year")
    if year is not None:
        before = replace(before, year=int(year) if _YEAR.fullmatch(year) else 0)
    return replace(before, late=query["late"] == "1") if "late" in query else before
