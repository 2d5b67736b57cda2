"""The lawbook as trial calculation asks it. One statement whether the book has changed, one for the holidays."""

from __future__ import annotations

from domain.records.lawbook import queries as lawbook
from domain.trial.rules import Book


async def book() -> Book:
    """The law that stands now, for every day, with the working days known."""
    provisions = tuple(row.provision for row in await lawbook.standing())
    return Book(provisions, await lawbook.working_calendar())
