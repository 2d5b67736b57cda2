"""The honest report of every form that has a sample, as a filled workbook, and what is known where it is checked."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from domain.core.findings import Finding, Refused
from domain.core.law import Law
from domain.core.workbook import read
from domain.core.workbook.description import COVER
from domain.emission_report.checks import examine
from domain.emission_report.rules import FORMS, Form, Known
from domain.records.sheets.reader import grid_for
from domain.records.sheets.writer import blank
from tests.rooms.emission_report import power_editions as editions
from tests.rooms.emission_report import sample, sectors
from tests.rooms.emission_report.sectors import harness
from tests.sheets.files import lean
from tests.sheets.life import Good

POWER, POWER_2026, BEFORE = "power.A22", "power.A26", "power.S16"
# The years of the tables before the market: to 2017 the table states the factor of its grid.
PAST = (2016, 2017, 2018)
Entries = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Honest:
    """A form with a report that has nothing wrong with it, and the ways in which its own tests spoil it."""

    form: Form
    entries: Callable[[], Entries]
    known: Callable[[], Known]
    law: Callable[[], Law]
    fails: tuple[harness.Fail, ...] = field(default=())
    # What the files of the corpus are made of, where less of the same does as well.
    brief: Callable[[], Entries] | None = None
    # What is known and in force in each of the years that one form serves, where it is not one year.
    years: Mapping[int, tuple[Known, Law]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """power-A22 for the form power.A22: how its files are called."""
        return self.form.code.replace(".", "-")

    def filled(self, spoil: Callable[[Entries], object] = lambda _: None) -> bytes:
        entered = self.entries()
        spoil(entered)
        return lean(blank(self.form.workbook, entered))

    def good(self) -> Good:
        """What the files of the corpus are spoilt from: the sheets that the form cannot do without."""
        entered, book = (self.brief or self.entries)(), self.form.workbook
        needed = {COVER, *(sheet.title_zh for sheet in book if sheet.required)}
        return Good(self.name, book, lean(blank(book, entered), needed))

    def findings(self, content: bytes) -> list[Finding]:
        """Everything that reading and checking say of a file; what refuses it is told like any other finding."""
        try:
            grid = grid_for(self.form.workbook, content)
        except Refused as refused:
            return list(refused.findings)
        lines, findings = read(self.form.workbook, grid)
        told = lines.fields("enterprise").integer("year") or 0
        known, law = self.years[told] if told in self.years else (self.known(), self.law())
        return [*findings, *examine(self.form, lines, known, law).findings]


@cache
def honest() -> Mapping[str, Honest]:
    """By the code of the form: power first, then whatever sector has a sample."""
    power = Honest(FORMS[POWER], sample.entries, sample.known, sample.law, brief=_one_unit)
    found = {each.form.code: each for each in (power, _of_2026(), _of_the_past())}
    return found | {each.form.code: each for each in _sectors() if each.form.code not in found}


def _one_unit() -> Entries:
    return sample.entries(units=sample.UNITS[:1])


def _of_2026() -> Honest:
    facts = sample.known(year=2026, units=(editions.GAS,), past={})
    fails = tuple(editions.FAILS_2026)
    return Honest(FORMS[POWER_2026], editions.gas_plant, lambda: facts, lambda: harness.law_of(2026), fails)


def _of_the_past() -> Honest:
    years = {
        year: (sample.known(name=harness.NAME, year=year, units=(), past={}), harness.law_of(year)) for year in PAST
    }
    known, law = years[PAST[-1]]
    fails = tuple(editions.FAILS_2018)
    return Honest(FORMS[BEFORE], editions.table_of, lambda: known, lambda: law, fails, years=years)


def _sectors() -> Iterator[Honest]:
    for module in pkgutil.iter_modules(sectors.__path__):
        made = import_module(f"{sectors.__name__}.{module.name}")
        if getattr(made, "FORM", "") in FORMS:
            yield _of(made)


def _of(made: ModuleType) -> Honest:
    form, year = FORMS[made.FORM], made.YEAR
    changes = getattr(made, "KNOWN", {})
    return Honest(
        form,
        made.entries,
        lambda: harness.known_of(form, year, **changes),
        lambda: harness.law_of(year),
        tuple(made.FAILS),
    )
