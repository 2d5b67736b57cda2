"""What one provision says of itself: a systematic key, a known unit, a value of it, days in order, where it is written.

Findings point at the fields by their names in a file and in a form: key, value, unit, from, until, citation …
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from difflib import get_close_matches

from domain.core.findings import Finding, Place, Severity
from domain.core.law import Provision, Rounding
from domain.records.lawbook.rules import A_NUMBER, NOT_NUMBERS

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[A-Za-z0-9_]+)+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# The one list of units: a new one is written in here first.
UNITS = (
    "share",
    "number",
    "t",
    "tce",
    "t/t",
    "tC/t",
    "kg/t",
    "kg/t/min",
    "kgce/t",
    "kWh/t",
    "MWh/t",
    "10⁴Nm³/t",
    "m",
    "min",
    "t/MWh",
    "t/GJ",
    "tce/GJ",
    "tce/MWh",
    "GJ/tce",
    "tC/GJ",
    "tC/10⁴Nm³",
    "GJ/t",
    "GJ/10⁴Nm³",
    "kJ/kg",
    "kJ/kg/K",
    "celsius",
    "degrees",
    "MW",
    "wan_t",
    "yuan",
    "wan_yuan",
    "yuan/t",
    "working_days",
    "calendar_days",
    "months",
    "years",
    "year",
    "hour",
    "persons",
    *NOT_NUMBERS,
)
# As long as the lawbook's columns.
LONGEST = {"key": 80, "unit": 24, "citation": 240, "instrument": 80}
MOST_SHOWN = 60


class Nearest:
    """The nearest known word to a wrong one. A file of nothing but wrong words is not compared to its end."""

    MOST_SOUGHT = 20

    def __init__(self, known: Collection[str]) -> None:
        self.known, self._sought = known, 0

    def to(self, word: str) -> str:
        """The nearest known word; a dash where none is near, or where too many were sought already."""
        self._sought += 1
        if self._sought > self.MOST_SOUGHT:
            return "—"
        return (get_close_matches(word[:MOST_SHOWN], self.known, 1) or ["—"])[0]


def day_written(text: str) -> date | None:
    """The day of a text as 2026-12-31; None for anything else, also where Python would be more generous.

    >>> day_written("2026-12-31"), day_written("20261231"), day_written("2026-02-30")
    (datetime.date(2026, 12, 31), None, None)
    """
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def value_fits(value: str, unit: str) -> bool:
    """Whether the text can be read as its unit says: a day, a rounding, words, or a number in plain digits.

    >>> value_fits("half_up:2", "rounding"), value_fits("5 %", "share"), value_fits("1e3", "t")
    (True, False, False)
    """
    if unit == "date":
        return day_written(value) is not None
    if unit == "rounding":
        return _is_rounding(value)
    return bool(value.strip()) if unit in NOT_NUMBERS else bool(A_NUMBER.fullmatch(value))


def _is_rounding(value: str) -> bool:
    try:
        return Rounding.parse(value).places < MOST_SHOWN
    except ValueError:
        return False


def well_formed(provision: Provision) -> Iterator[Finding]:
    """A provision says what it is; what is wrong is told at its field."""
    if not KEY.fullmatch(provision.key):
        yield stop("LAW-KEY", "key", key=provision.key)
    if provision.unit not in UNITS:
        nearest = Nearest(UNITS).to(provision.unit)
        yield stop("LAW-UNIT-UNKNOWN", "unit", key=provision.key, unit=provision.unit[:MOST_SHOWN], nearest=nearest)
    elif not value_fits(provision.value, provision.unit):
        yield stop("LAW-VALUE", "value", key=provision.key, value=provision.value[:MOST_SHOWN], unit=provision.unit)
    if not provision.citation.strip():
        yield stop("LAW-CITATION", "citation", key=provision.key)
    for name, most in LONGEST.items():
        if len(getattr(provision, name)) > most:
            yield stop("LAW-TOO-LONG", name, key=provision.key, name=name, most=most)
    until = provision.in_force_until
    if until is not None and until < provision.in_force_from:
        yield stop("LAW-WINDOW", "until", key=provision.key, begins=provision.in_force_from, ends=until)


def stop(code: str, at_field: str, **facts: object) -> Finding:
    """A stopping finding at a field."""
    return Finding(code, Severity.STOP, Place(field=at_field), {name: str(value) for name, value in facts.items()})
