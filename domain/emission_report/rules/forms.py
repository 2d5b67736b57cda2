"""The forms of the report: which workbook, how it is typed, accounted and pre-filled, by sector and year. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.core.law import Law
from domain.core.workbook import Lines, Workbook
from domain.emission_report.rules import aluminium, cement, cement_old, general, power_years, steel
from domain.emission_report.rules.blank_lines import prefill as of_industry
from domain.emission_report.rules.emissions import EDITION_2026, account, computed
from domain.emission_report.rules.facts import Known, filed
from domain.emission_report.rules.prefill import prefill, prefill_2026
from domain.emission_report.rules.results import Results
from domain.emission_report.workbook import WORKBOOKS
from domain.monitoring_plan.rules import form_sector

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


def _form(code: str, filed: Any, account: Any, prefill: Any = None) -> Form:
    """A form; where it pre-fills in no way of its own, it does as all of industry."""
    sector, book = code.partition(".")[0], WORKBOOKS[code]
    return Form(code, sector, book, filed, account, prefill or of_industry(book, sector))


def _general(code: str) -> Form:
    """A sector that the general sum accounts for, by the year."""
    sector = code.partition(".")[0]
    products = [choice.code for choice in WORKBOOKS[code].sheet("products").column("product").choices]
    account = general.account(sector, products)
    return _form(code, general.filed(sector), account)


_ALL = (
    _form("power.S16", power_years.filed, power_years.computed, power_years.prefill),
    _form("power.A22", filed, computed, prefill),
    _form("power.A26", filed, account(EDITION_2026), prefill_2026),
    _general("flat_glass.G13"),
    _general("petrochemical.G13"),
    _general("chemical.G13"),
    _general("copper.G13"),
    _general("paper.G13"),
    _general("aviation.G13"),
    _general("airport.G13"),
    _general("ceramics.G13"),
    _form("steel.G13", steel.filed, steel.account_old),
    _form("steel.A24", steel.filed, steel.account),
    _form("cement.G13", cement_old.filed, cement_old.account),
    _form("cement.A24", cement.filed, cement.account),
    _general("aluminium.G13"),
    _form("aluminium.A24", aluminium.filed, aluminium.account),
)
FORMS: Mapping[str, Form] = {form.code: form for form in _ALL}


def form_key(sector: str) -> str:
    """The provision that names the form of a sector."""
    return f"report.form.{sector}"


def form_of(law: Law, sector: str, sector_code: str = "") -> Form:
    """The form that rules the year of the law; NotInForce when the sector has none that year."""
    return FORMS[law.text(form_key(form_sector(law, sector, sector_code)))]
