"""The supplementary table of power for the years before the market: a unit's year in one line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from domain.core.findings import Severity
from domain.core.formulas import replay
from domain.emission_report.checks import CHECKS, Examined, examine
from domain.emission_report.rules import FORMS
from tests.rooms.emission_report.sample import Entries, Spoil, known
from tests.rooms.emission_report.sectors import harness
from tests.rooms.emission_report.test_checks import Fail, put, repeat

STOP, WARN = Severity.STOP, Severity.WARN
FORM = FORMS["power.S16"]


def table_of_2018() -> Entries:
    """100,000 t × 20 × 0.02618 × 98 % × 44/12 = 188,146.93 t; 1,000 MWh × 0.6101 = 610.10 t; in all 188,757.03 t."""
    unit = {
        "unit_number": "1",
        "age": "existing",
        "fuel": "bituminous",
        "cogeneration": "no",
        "capacity_mw": Decimal(50),
        "pressure": "high",
        "cooling": "closed",
        "emissions_tonnes": Decimal("188757.03"),
        "purchased_mwh": Decimal(1000),
        "generation_mwh": Decimal(220_000),
        "supplied_mwh": Decimal(205_000),
        "heat_gj": Decimal(0),
        "hours": Decimal(6000),
        "load_factor": Decimal("73.33"),
        "heat_ratio": Decimal(0),
        "power_intensity": Decimal("0.9208"),
    }
    fuel = {"unit_number": "1", "fuel": "bituminous", "quantity": Decimal(100_000), "ncv": Decimal(20)}
    fuel |= {"carbon_per_heat": Decimal("0.02618"), "oxidation": Decimal(98)}
    whole = {"emissions_tonnes": Decimal("188757.03"), "generation_mwh": Decimal(220_000)}
    return {"enterprise": [harness.head(2018)], "totals": [unit], "fuels": [fuel], "whole": [whole]}


def of_2018(filled: Entries) -> Examined:
    facts = known(name=harness.NAME, year=2018, units=(), past={})
    return examine(FORM, harness.lines_of(FORM, filled), facts, harness.law_of(2018))


FAILS_2016: list[Fail] = [
    ("ER-130", STOP, "机组补充数据!H6", put("totals", 0, emissions_tonnes=Decimal("187757.03")), {}),
    ("ER-131", STOP, "全部机组合计!D4", put("whole", 0, emissions_tonnes=Decimal("383757.03")), {}),
    ("ER-132", STOP, "机组补充数据!L6", put("totals", 0, supplied_mwh=Decimal(230_000)), {}),
    ("ER-133", WARN, "机组补充数据!S6", put("totals", 0, power_intensity=Decimal("0.7500")), {}),
    ("ER-134", WARN, "机组补充数据!J6", put("totals", 0, grid_factor=Decimal("0.5257")), {}),
    ("ER-135", STOP, "机组补充数据!K6", put("totals", 0, hours=Decimal(4000)), {}),
    ("ER-136", STOP, "机组补充数据!N6", put("totals", 0, hours=Decimal(8800)), {}),
    ("ER-137", WARN, "机组补充数据!F6", put("totals", 0, pressure="F"), {}),
    ("ER-138", WARN, "机组补充数据!G6", put("totals", 0, cooling=None), {}),
    ("ER-139", STOP, "化石燃料!A7", repeat("fuels", 0), {}),
    ("ER-014", STOP, "机组补充数据!A7", repeat("totals", 0), {}),
    ("ER-045", WARN, "机组补充数据!D6", put("totals", 0, heat_gj=Decimal(50_000)), {}),
]


def test_the_table_of_2018_is_accounted_with_its_electricity() -> None:
    told = of_2018(table_of_2018())
    assert told.results is not None
    assert (told.results.parts[0].emissions.value, told.results.enterprise.value) == (
        Decimal("188757.03"),
        Decimal(188757),
    )
    assert [step.step.name for step in replay(told.results.parts[0].emissions) if not step.holds] == []
    assert [finding.code for finding in told.findings] == []


@pytest.mark.parametrize(
    ("code", "severity", "place", "spoil", "changes"), FAILS_2016, ids=[row[0] for row in FAILS_2016]
)
def test_a_spoiled_table_is_found_at_its_cell(
    code: str, severity: Severity, place: str, spoil: Spoil, changes: dict[str, Any]
) -> None:
    filled = table_of_2018()
    spoil(filled)
    findings = [finding for finding in of_2018(filled).findings if finding.code == code]
    assert [(finding.severity, str(finding.place)) for finding in findings] == [(severity, place)]


def test_every_check_of_the_table_fails_somewhere() -> None:
    own = {check.code: check.severity for check in CHECKS["power.S16"] if check.code > "ER-13"}
    assert own == {row[0]: row[1] for row in FAILS_2016 if row[0] > "ER-13"}


def test_a_stated_factor_of_electricity_counts() -> None:
    """Before 2018 the year has no factor: the table's own counts, 1,000 MWh × 0.5257 = 525.70 t."""
    filled = table_of_2018()
    filled["totals"][0]["grid_factor"] = Decimal("0.5257")
    results = examine(FORM, harness.lines_of(FORM, filled), known(year=2016, units=()), harness.law_of(2016)).results
    assert results is not None
    assert results.parts[0].emissions.value == Decimal("188672.63")
