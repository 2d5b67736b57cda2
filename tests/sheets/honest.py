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
from tests.rooms.emission_report import sample, sectors
from tests.rooms.emission_report.sectors import harness
from tests.sheets.files import lean
from tests.sheets.life import Good

POWER = "power.A22"
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
        return [*findings, *examine(self.form, lines, self.known(), self.law()).findings]


@cache
def honest() -> Mapping[str, Honest]:
    """By the code of the form: power first, then whatever sector has a sample."""
    power = Honest(FORMS[POWER], sample.entries, sample.known, sample.law, brief=_one_unit)
    found = {POWER: power}
    return found | {each.form.code: each for each in _sectors() if each.form.code not in found}


def _one_unit() -> Entries:
    return sample.entries(units=sample.UNITS[:1])


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
