"""The forms of the report: which workbook, how it is typed, accounted and pre-filled, by sector and year. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.core.law import Law
from domain.core.workbook import Lines, Workbook
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


FORMS: Mapping[str, Form] = {form.code: form for form in (_form("power.A22", filed, computed, prefill),)}


def form_key(sector: str) -> str:
    """The provision that names the form of a sector."""
    return f"report.form.{sector}"


def form_of(law: Law, sector: str) -> Form:
    """The form that rules the year of the law; NotInForce when the sector has none that year."""
    return FORMS[law.text(form_key(sector))]
