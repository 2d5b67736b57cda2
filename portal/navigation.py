"""The way round the portal: entries in groups, shown to whoever holds their duty; where a page stands; years beside."""

from __future__ import annotations

from dataclasses import dataclass

from domain.core.actors import Actor
from domain.core.duties import Duty


@dataclass(frozen=True, slots=True)
class Entry:
    """A navigation entry: its path, its message id, the duty that opens it, and the group it stands in.

    `by_year` entries have a page for each compliance year at `<path>/<year>`.
    """

    path: str
    words: str
    duty: Duty
    group: str = "open"
    by_year: bool = False

    def at(self, year: object, current: int) -> str:
        """The address to go to from a page of `year`: the same year's page where there is one."""
        return f"{self.path}/{year}" if self.by_year and isinstance(year, int) and year != current else self.path


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together. Its words are `nav:<code>`."""

    code: str
    entries: tuple[Entry, ...]


# In the order of the page: what is mine, the year's rooms one after the other, who watches over it, what all may read.
GROUPS = ("mine", "rooms", "oversight", "open")

ENTRIES = (
    Entry("/desk", "room:desk", Duty.SIGNED_IN, "mine"),
    Entry("/year", "room:year", Duty.SIGNED_IN, "mine"),
    Entry("/enterprises", "room:enterprise", Duty.ENTERPRISE_SEE, "mine"),
    Entry("/documents", "room:documents", Duty.SIGNED_IN, "mine"),
    Entry("/listing", "room:listing", Duty.LISTING_SEE, "rooms", by_year=True),
    Entry("/plans", "room:monitoring_plan", Duty.PLAN_SEE, "rooms", by_year=True),
    Entry("/months", "room:monthly_evidence", Duty.MONTH_SEE, "rooms", by_year=True),
    Entry("/reports", "room:emission_report", Duty.REPORT_SEE, "rooms", by_year=True),
    Entry("/verification", "room:verification", Duty.VERIFICATION_SEE, "rooms", by_year=True),
    Entry("/recheck", "room:recheck", Duty.RECHECK_SEE, "rooms", by_year=True),
    Entry("/allocation", "room:allocation", Duty.ALLOCATION_SEE, "rooms", by_year=True),
    Entry("/surrender", "room:surrender", Duty.SURRENDER_SEE, "rooms", by_year=True),
    Entry("/penalties", "room:penalty", Duty.PENALTY_SEE, "rooms", by_year=True),
    Entry("/dashboard", "room:dashboard", Duty.EVALUATION_SEE, "oversight"),
    Entry("/outside", "room:outside_data", Duty.OUTSIDE_SEE, "oversight"),
    Entry("/summary", "room:summary", Duty.SUMMARY_SEE, "oversight", by_year=True),
    Entry("/journal", "room:journal", Duty.JOURNAL_SEE, "oversight"),
    Entry("/accounts", "room:people", Duty.PEOPLE_MANAGE, "oversight"),
    Entry("/security", "room:security", Duty.SECURITY_LOCK, "oversight"),
    Entry("/law", "room:law", Duty.PUBLIC),
    Entry("/trial", "room:trial", Duty.PUBLIC),
    Entry("/checks", "room:checks", Duty.PUBLIC),
    Entry("/bulletins", "room:bulletin", Duty.PUBLIC),
    Entry("/public", "room:public", Duty.PUBLIC),
    Entry("/help", "room:help_desk", Duty.PUBLIC),
)


def entries_for(user: Actor) -> tuple[Entry, ...]:
    return tuple(entry for entry in ENTRIES if user.holds(entry.duty))


def groups_for(user: Actor) -> tuple[Group, ...]:
    """The groups in which this reader has anything to open."""
    mine = entries_for(user)
    groups = (Group(code, tuple(entry for entry in mine if entry.group == code)) for code in GROUPS)
    return tuple(group for group in groups if group.entries)


def place_of(path: str) -> Entry | None:
    """The entry under which an address stands."""
    return next((entry for entry in ENTRIES if path == entry.path or path.startswith(f"{entry.path}/")), None)


def years_beside(path: str, year: int, latest: int) -> tuple[str, str] | None:
    """The addresses of the same page a year earlier and a year later; the latter empty beyond `latest`.

    None where the year is not part of the address, or where numbers of that year's rows follow it.

    >>> years_beside("/listing/2024", 2024, 2026)
    ('/listing/2023', '/listing/2025')
    >>> years_beside("/enterprises/7", 2024, 2026)
    """
    before, found, after = path.partition(f"/{year}")
    if not found or (after and not after.startswith("/")) or any(part.isdigit() for part in after.split("/")):
        return None
    return f"{before}/{year - 1}{after}", f"{before}/{year + 1}{after}" if year < latest else ""
