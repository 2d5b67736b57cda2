"""The supplementary table of power for the years before the market: a unit's year in one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.core.formulas import replay
from domain.core.workbook import read
from domain.emission_report import acts, queries
from domain.emission_report.checks import CHECKS, Examined, examine
from domain.emission_report.rules import FORMS, form_of
from domain.records.sheets.reader import USUAL, grid_of
from domain.records.sheets.writer import blank
from tests.rooms.emission_report.ground import IN_TIME, OFFICER, settle
from tests.rooms.emission_report.power_editions import FAILS_2016, FAILS_2018, table_of
from tests.rooms.emission_report.sample import Entries, known
from tests.rooms.emission_report.sectors import harness
from tests.rooms.emission_report.sectors.harness import Fail

FORM = FORMS["power.S16"]
# No plan was filed for those years.
NOTED = ("ER-006",)
FAILS = [*((2018, fail) for fail in FAILS_2018), *((2016, fail) for fail in FAILS_2016)]


def of_year(filled: Entries, year: int = 2018) -> Examined:
    facts = known(name=harness.NAME, year=year, units=(), past={})
    return examine(FORM, harness.lines_of(FORM, filled), facts, harness.law_of(year))


def test_the_table_of_2018_is_accounted_with_its_electricity() -> None:
    told = of_year(table_of())
    assert told.results is not None
    assert (told.results.parts[0].emissions.value, told.results.enterprise.value) == (
        Decimal("188757.03"),
        Decimal(188757),
    )
    assert [step.step.name for step in replay(told.results.parts[0].emissions) if not step.holds] == []
    assert [finding.code for finding in told.findings] == []


@pytest.mark.parametrize(("year", "fail"), FAILS, ids=[fail[0] for _, fail in FAILS])
def test_a_spoiled_table_is_found_at_its_cell(year: int, fail: Fail) -> None:
    code, severity, place, spoil, _ = fail
    filled = table_of(year)
    spoil(filled)
    findings = [finding for finding in of_year(filled, year).findings if finding.code == code]
    assert [(finding.severity, str(finding.place)) for finding in findings] == [(severity, place)]


def test_every_check_of_the_table_fails_somewhere() -> None:
    own = {check.code: check.severity for check in CHECKS["power.S16"] if check.code > "ER-13"}
    assert own == {fail[0]: fail[1] for _, fail in FAILS if fail[0] > "ER-13"}


@pytest.mark.parametrize("year", [2016, 2017, 2018])
def test_a_table_of_the_past_goes_the_whole_way(year: int) -> None:
    """From the file by reading, accounting and checks, under the law of its year."""
    content = blank(FORM.workbook, table_of(year))
    lines, trouble = read(FORM.workbook, grid_of(content, limits=USUAL))
    told = examine(FORM, lines, known(name=harness.NAME, year=year, units=(), past={}), harness.law_of(year))
    assert (trouble, told.findings) == ([], ())
    assert told.results is not None
    expected = Decimal("188757.03") if year == 2018 else Decimal("188672.63")
    assert told.results.parts[0].emissions.value == expected
    assert [step.step.name for step in replay(told.results.enterprise) if not step.holds] == []
    assert form_of(harness.law_of(year), "power") is FORM


@pytest.mark.parametrize("year", [2016, 2017])
def test_before_the_national_factor_the_table_states_its_own(year: int) -> None:
    """Empty, it is asked for at its cell; where nothing was bought no factor is needed."""
    filled = table_of(year)
    filled["totals"][0]["grid_factor"] = None
    told = of_year(filled, year)
    assert ([finding.code for finding in told.findings], told.results) == (["ER-142"], None)
    filled["totals"][0]["purchased_mwh"] = Decimal(0)
    results = of_year(filled, year).results
    assert results is not None
    assert results.parts[0].emissions.value == Decimal("188146.93")


@pytest.mark.usefixtures("database")
async def test_the_past_is_entered_year_by_year() -> None:
    """Opened alone for 2016, 2017 and 2018, uploaded, read and submitted; each year's law stands in its derivation."""
    (plant,) = await settle(1)
    for year, tonnes in ((2016, 188673), (2017, 188673), (2018, 188757)):
        report_id = await acts.open_one(
            year, plant.credit_code, "补录历史数据", actor=OFFICER, at=IN_TIME, until=date(2025, 12, 31)
        )
        filled = table_of(year)
        filled["enterprise"][0] |= {"name": plant.name, "credit_code": plant.credit_code, "plan_version": ""}
        old = replace(plant, report_id=report_id)
        version_id = await old.upload(blank(FORM.workbook, filled))
        found = [each.finding.code for each in await queries.findings(version_id, actor=plant.filer)]
        assert (year, [code for code in found if code not in NOTED]) == (year, [])
        await acts.submit(report_id, actor=plant.signatory, at=IN_TIME)
        assert (await old.card()).emissions_tonnes == tonnes
