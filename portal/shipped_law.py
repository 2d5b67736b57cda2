"""Which law answers on the command line: the edition shipped with the portal, or the lawbook in the database.

The shipped one answers unless the other is asked for by name, whatever the environment says: the same question has the
same answer on every machine.
"""

from __future__ import annotations

import asyncio
from functools import cache

from asyncpg.exceptions import InterfaceError, PostgresError

from domain.core.findings import Refused
from domain.records.lawbook import yaml
from domain.records.lawbook.queries import packaged_calendar
from domain.trial import queries
from domain.trial.rules import Book
from portal import words
from portal.law_command import EDITION, files_in

SHIPPED, IN_DATABASE = "shipped", "book"
LAWS = (SHIPPED, IN_DATABASE)


class NoLaw(Exception):
    """The law that was asked for cannot be read; its text says why."""


def book_of(law: str) -> Book:
    """The book by its name, one of LAWS. Raises NoLaw."""
    book = shipped() if law == SHIPPED else _in_database()
    if not book.provisions:
        raise NoLaw(words.say("answering:none"))
    return book


def which(law: str, book: Book) -> str:
    """Which law answers, in words: a line for the reader of the command line."""
    return words.sentence(f"answering:{law}", {"count": str(len(book.provisions))})


@cache
def shipped() -> Book:
    """The edition in `seed/law` with the holidays that the calendar package knows."""
    try:
        files = files_in(EDITION).items()
        provisions = tuple(one for subject, text in files for one in yaml.read(text, subject))
    except Refused as refused:
        raise NoLaw("; ".join(map(words.finding_sentence, refused.findings))) from refused
    return Book(provisions, packaged_calendar())


def _in_database() -> Book:
    try:
        return asyncio.run(queries.book())
    except (OSError, PostgresError, InterfaceError) as trouble:
        raise NoLaw(words.sentence("answering:unreachable", {"trouble": str(trouble)[:200]})) from trouble
