"""The catalogue of checks: every check of every room and every code of reading, gathered from where they are written.

Rooms are looked through for registers, so that a new one is in the catalogue without a line here.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from domain.core.checks import Check, Register
from domain.core.findings import Severity
from domain.core.workbook.codes import CODES
from domain.emission_report.checks import CHECKS as OF_FORMS
from domain.emission_report.checks import COMMON
from domain.emission_report.rules import FORMS

# The rooms whose checks read what is filed, in the order of the year.
ROOMS = ("monitoring_plan", "monthly_evidence", "emission_report", "outside_data")
READING, REPORT = "reading", "emission_report"


@dataclass(frozen=True, slots=True)
class Entry:
    """One check. `forms` are those that it is of, `sectors` those of these forms; both empty where it is of every one.

    `owner` is the post that answers for it. `room` is `reading` for what stands in the way of reading a file.
    """

    code: str
    severity: Severity
    citation: str
    owner: str
    room: str
    forms: tuple[str, ...] = ()

    @property
    def sectors(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(FORMS[form].sector for form in self.forms if form in FORMS))

    @property
    def suppressible(self) -> bool:
        """Whether it may be suppressed: a file that cannot be read cannot be taken, whoever would like it."""
        return self.room != READING


@cache
def catalogue() -> dict[str, Entry]:
    """Every check by its code, in the order of rooms, then of codes. ValueError when two checks have one code."""
    found: dict[str, Entry] = {}
    for entry in (*_checks(), *_reading()):
        before = found.setdefault(entry.code, entry)
        if before != entry:
            raise ValueError(f"two checks have the code {entry.code}")
    return found


def _reading() -> Iterator[Entry]:
    return (Entry(one.code, one.severity, one.citation, one.owner, READING) for one in CODES.values())


def _checks() -> Iterator[Entry]:
    for room in ROOMS:
        registered: dict[int, Check[Any]] = {}
        for module in modules_of(f"domain.{room}.checks"):
            for register in filter(_is_a_register, vars(module).values()):
                registered |= {id(check): check for check in register}
        for check in sorted(registered.values(), key=lambda check: check.code):
            forms = _forms(check) if room == REPORT else ()
            yield Entry(check.code, check.severity, check.citation, check.owner, room, forms)


def _is_a_register(value: object) -> bool:
    return isinstance(value, Register)


def _forms(check: Check[Any]) -> tuple[str, ...]:
    """The forms whose checks it is among; none for one that is common to all."""
    if any(check is one for one in COMMON):
        return ()
    return tuple(form for form, checks in OF_FORMS.items() if any(check is one for one in checks))


def modules_of(name: str) -> Iterator[ModuleType]:
    """A module and, where it is a package, everything in it."""
    module = import_module(name)
    yield module
    for found in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{name}."):
        yield import_module(found.name)
