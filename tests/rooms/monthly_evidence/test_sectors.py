"""Steel, cement and aluminium: their months are made of their own report's sheets, and agree with it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from domain.core.findings import Severity
from domain.core.workbook import Lines, content_of
from domain.emission_report.rules import FORMS, Form
from domain.monthly_evidence import rules
from domain.monthly_evidence.checks import Beside, Examined, MonthCase, examine
from domain.monthly_evidence.rules import EvidenceKind
from domain.monthly_evidence.workbook import workbook_of
from tests.rooms.emission_report.sectors import aluminium, cement, steel
from tests.rooms.emission_report.sectors.harness import Entries, known_of, law_of, lines_of

SECTORS = (steel, cement, aluminium)
ALL_KINDS = Beside(attached=frozenset(EvidenceKind))


def month_of(form: Form, entries: Entries, month: int) -> Lines:
    """The month's workbook with what the sample reports for that month."""
    made = workbook_of(form.code)
    assert made is not None
    head = {**entries["enterprise"][0], "month": month}
    filled: Entries = {"enterprise": [head]}
    for sheet in made.sheets[1:]:
        filled[sheet.key] = [line for line in entries.get(sheet.key, []) if line["month"] == month]
    return lines_of(_as_form(form, made), filled)


def _as_form(form: Form, workbook: Any) -> Form:
    return Form(form.code, form.sector, workbook, form.filed, form.account, form.prefill)


def examined(sample: ModuleType, month: int, entries: Entries | None = None) -> Examined:
    form, law = FORMS[sample.FORM], law_of(sample.YEAR)
    workbook, known = workbook_of(form.code), known_of(form, sample.YEAR)
    assert workbook is not None
    lines = month_of(form, entries or sample.entries(), month)
    expected = rules.prefill(form, workbook, known, month, law)
    case = MonthCase(sample.YEAR, month, workbook, lines, known, expected, law, beside=ALL_KINDS)
    return examine(form, case)


@pytest.mark.parametrize("sample", SECTORS)
def test_an_honest_month_is_clean_and_tells_its_figures(sample: ModuleType) -> None:
    told = examined(sample, 3)
    assert [finding for finding in told.findings if finding.severity is Severity.STOP] == []
    assert told.results is not None
    assert any(one.code.startswith(("fuel.", "output.")) for one in told.figures)


@pytest.mark.parametrize("sample", SECTORS)
def test_the_months_agree_with_the_report(sample: ModuleType) -> None:
    form, law = FORMS[sample.FORM], law_of(sample.YEAR)
    whole = form.account(form.filed(lines_of(form, sample.entries())), law)
    assert whole is not None
    figures = {month: examined(sample, month).figures for month in range(1, 13)}
    told = {(one.code, one.number, month): (one.value, one.unit) for month, mine in figures.items() for one in mine}
    rows = rules.compare(told, whole.figures, law)
    assert [(row.number, row.code) for row in rows if row.year.beyond or row.differing] == []
    assert any(row.year.report is not None for row in rows)


@pytest.mark.parametrize("sample", SECTORS)
def test_a_line_of_another_month_and_a_missing_sheet_are_found(sample: ModuleType) -> None:
    entries = sample.entries()
    for line in entries["fuels"]:
        line["month"] = 4 if line["month"] == 3 else line["month"]
    codes = {finding.code for finding in examined(sample, 3, entries).findings}
    assert "MO-013" in codes
    lines = month_of(FORMS[sample.FORM], sample.entries(), 3)
    assert content_of(lines)["fuels"]
