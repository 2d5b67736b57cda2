"""Every sector: the honest sample has no finding and the emissions computed by hand; one spoiled value is found."""

from __future__ import annotations

import inspect
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from domain.core.workbook import read
from domain.emission_report.checks import CHECKS, COMMON
from domain.emission_report.rules import FORMS
from domain.records.sheets.reader import USUAL, grid_of
from domain.records.sheets.writer import blank
from tests.rooms.emission_report.sectors.harness import Fail, examined, found, known_of, law_of, lines_of

FOLDER = Path(__file__).parent / "sectors"
NO_SAMPLE = ("__init__", "harness")
SECTORS: dict[str, ModuleType] = {
    path.stem: import_module(f"tests.rooms.emission_report.sectors.{path.stem}")
    for path in sorted(FOLDER.glob("*.py"))
    if path.stem not in NO_SAMPLE
}
every_sector = pytest.mark.parametrize("sector", SECTORS.values(), ids=SECTORS)
# The power forms have tests of their own.
POWER = "power."


def fails() -> list[tuple[ModuleType, Fail]]:
    return [(sector, fail) for sector in SECTORS.values() for fail in sector.FAILS]


@every_sector
def test_the_honest_sample_has_nothing_wrong(sector: ModuleType) -> None:
    assert found(sector.FORM, sector.YEAR, sector.entries()) == []


@every_sector
def test_the_emissions_are_those_computed_by_hand(sector: ModuleType) -> None:
    results = examined(sector.FORM, sector.YEAR, sector.entries()).results
    assert results is not None
    assert results.enterprise.value == sector.EMISSIONS
    assert abs(sum(part.emissions.value for part in results.parts) - sector.EMISSIONS) <= len(results.parts)


@every_sector
def test_the_emissions_are_explained_to_the_cell(sector: ModuleType) -> None:
    results = examined(sector.FORM, sector.YEAR, sector.entries()).results
    assert results is not None
    told = (results.enterprise, *results.beside, *(part.emissions for part in results.parts))
    origins = {given.origin for each in told for given in each.inputs}
    sheets = {sheet.title_zh for sheet in FORMS[sector.FORM].workbook}
    assert any(origin.partition("!")[0] in sheets for origin in origins)


@every_sector
def test_a_filled_workbook_reads_back_without_a_finding(sector: ModuleType) -> None:
    form = FORMS[sector.FORM]
    lines, findings = read(form.workbook, grid_of(blank(form.workbook, sector.entries()), limits=USUAL))
    assert findings == []
    assert form.filed(lines) == form.filed(lines_of(form, sector.entries()))


@every_sector
def test_the_blank_is_made_from_what_is_known(sector: ModuleType) -> None:
    form = FORMS[sector.FORM]
    lines = form.prefill(known_of(form, sector.YEAR), law_of(sector.YEAR))
    assert lines["enterprise"][0]["year"] == sector.YEAR
    assert blank(form.workbook, lines).startswith(b"PK")


@pytest.mark.parametrize(
    ("sector", "fail"), fails(), ids=[f"{s.FORM}-{f[0]}-{number}" for number, (s, f) in enumerate(fails())]
)
def test_a_spoiled_value_is_found_at_its_cell(sector: ModuleType, fail: Fail) -> None:
    code, severity, place, spoil, changes = fail
    filled = sector.entries()
    spoil(filled)
    findings = [finding for finding in found(sector.FORM, sector.YEAR, filled, **changes) if finding.code == code]
    assert [(finding.severity, str(finding.place)) for finding in findings] == [(severity, place)]
    assert findings[0].citation


def test_every_check_of_a_sector_fails_somewhere_and_says_its_code() -> None:
    failing = {fail[0] for _, fail in fails()}
    own = {check for code, checks in CHECKS.items() if not code.startswith(POWER) for check in checks}
    assert {check.code for check in own} - failing == set()
    silent = [check.code for check in (*own, *COMMON) if not (inspect.getdoc(check.find) or "").startswith(check.code)]
    assert silent == []


def test_every_form_but_power_has_its_sample() -> None:
    assert {code for code in FORMS if not code.startswith(POWER)} == {sector.FORM for sector in SECTORS.values()}


@every_sector
def test_a_report_of_nothing_is_nothing(sector: ModuleType) -> None:
    """Without a single line there is no trouble but findings."""
    results = examined(sector.FORM, sector.YEAR, {})
    assert results.findings
    assert results.results is None or results.results.enterprise.value >= Decimal(0)
