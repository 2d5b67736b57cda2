"""The shipped edition of the law, read without a database: for tests of rules."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from chinese_calendar import constants

from domain.core.calendar import WorkingCalendar
from domain.core.law import Law, Provision, law_on
from domain.records.lawbook import yaml
from domain.trial.rules import Book

FOLDER = Path(__file__).parent.parent.parent / "seed" / "law"


@cache
def files() -> dict[str, str]:
    """Subject → YAML."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml"))}


@cache
def instruments_file() -> str:
    """The legal documents, as YAML."""
    return FOLDER.with_name("instruments.yaml").read_text(encoding="utf-8")


@cache
def provisions() -> tuple[Provision, ...]:
    return tuple(one for subject, text in files().items() for one in yaml.read(text, subject))


@cache
def law(day: date) -> Law:
    return law_on(provisions(), day)


@cache
def book() -> Book:
    """The shipped edition with the packaged calendar, as trial calculation asks it."""
    known_until = date(max(constants.holidays).year, 12, 31)
    calendar = WorkingCalendar(frozenset(constants.holidays), frozenset(constants.workdays), known_until)
    return Book(provisions(), calendar)
