"""The forms of the report: which workbook, how it is typed, accounted and pre-filled, by sector and year. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.core.law import Law
from domain.core.workbook import Lines, Workbook
from domain.emission_report.rules import industry
from domain.emission_report.rules.emissions import computed
from domain.emission_report.rules.facts import Known, filed
from domain.emission_report.rules.prefill import prefill
from domain.emission_report.rules.results import Results
from domain.emission_report.workbook import WORKBOOKS

Prefilled = Mapping[str, Sequence[Mapping[str, object]]]


@dataclass(frozen=True, slots=True)
class Form:
    """One edition of one sector's report.

    `filed` types the lines, `account` computes (None while figures it needs are missing), `prefill` gives what the
    blank knows already.
    """

    code: str
    sector: str
    workbook: Workbook
    filed: Callable[[Lines], Any]
    account: Callable[[Any, Law], Results | None]
    prefill: Callable[[Known, Law], Prefilled]


def _form(code: str, filed: Any, account: Any, prefill: Any) -> Form:
    return Form(code, code.partition(".")[0], WORKBOOKS[code], filed, account, prefill)


def _general(code: str) -> Form:
    """A sector that the general sum accounts for, by the year."""
    return _form(code, industry.filed, industry.account(code.partition(".")[0]), industry.prefill(monthly=False))


_ALL = (
    _form("power.A22", filed, computed, prefill),
    _general("flat_glass.G13"),
)
FORMS: Mapping[str, Form] = {form.code: form for form in _ALL}


def form_key(sector: str) -> str:
    """The provision that names the form of a sector."""
    return f"report.form.{sector}"


def form_sector(law: Law, sector: str, sector_code: str) -> str:
    """The sector by whose form an enterprise reports: its own, or the one that its GB/T 4754 code belongs to.

    Building materials of code 3041 → flat_glass; nonferrous metals of code 3211 → copper. A captive power plant is of
    the sector power, whatever the code of its owner.
    """
    by_code = f"report.sector.{sector_code}"
    return sector if law.has(form_key(sector)) or not law.has(by_code) else law.text(by_code)


def form_of(law: Law, sector: str, sector_code: str = "") -> Form:
    """The form that rules the year of the law; NotInForce when the sector has none that year."""
    return FORMS[law.text(form_key(form_sector(law, sector, sector_code)))]
