"""The whole form of power, and its editions of 2026 and of the years before the market: samples, accounting, checks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.core.findings import Finding, Severity
from domain.core.formulas import replay
from domain.core.law import Confidence, Law, Provision, last_day_of
from domain.core.workbook import content_of, read
from domain.emission_report import queries, rules
from domain.emission_report.checks import Examined, examine
from domain.emission_report.rules import FORMS, Known
from domain.emission_report.rules.power_facts import groups
from domain.records.database import ask
from domain.records.sheets.reader import USUAL, grid_of
from domain.records.sheets.writer import blank
from tests.law import edition
from tests.rooms.emission_report import sample
from tests.rooms.emission_report.ground import settle
from tests.rooms.emission_report.power_editions import FAILS_2026, GAS, PLACE, gas_plant
from tests.rooms.emission_report.sample import UNITS, Entries, Spoil, entries, found, known
from tests.rooms.emission_report.sectors import harness
from tests.rooms.emission_report.test_power_checks import MERGED, co_fired, joined

STOP, WARN = Severity.STOP, Severity.WARN
FORM = FORMS["power.A22"]


def law_of(year: int) -> Law:
    return edition.law(last_day_of(year))


def computed(spoil: Spoil = lambda _: None, year: int = 2024) -> rules.PowerResults:
    filled = entries()
    spoil(filled)
    results = rules.computed(rules.filed(sample.lines(filled)), law_of(year))
    assert results is not None
    return results


def test_carbon_follows_from_the_sample_where_it_was_not_entered() -> None:
    """Cad 60 %, Mar 12 %, Mad 4 %: 0.55 tC/t; 100 t × 0.55 × 0.99 × 44/12 = 199.65 t."""
    line = {"unit_number": "1", "month": 1, "fuel": "bituminous"}
    tested = {"carbon_air_dried": Decimal(60), "moisture_as_received": Decimal(12), "moisture_air_dried": Decimal(4)}
    fuel = {"quantity": Decimal(100), "carbon_method": "measured", "oxidation": Decimal(99)}
    facts = rules.filed(sample.lines({"fuels": [line | fuel], "determination": [line | tested]}))
    told = rules.unit_emissions("1", facts.fuels, law_of(2024))
    assert told.result.unrounded == "199.65"
    assert {given.origin for given in told.inputs} >= {"低位发热量和元素碳确定方式!N6", "低位发热量和元素碳确定方式!Q6"}
    assert all(step.holds for step in replay(told))


def test_purchased_electricity_counts_to_2022_and_stands_beside_it_since() -> None:
    """Units 1 and 2 buy 10 + 20 + … + 120 = 780 MWh each; 780 × 0.5703 = 444.83 t."""
    bare = computed(lambda filled: filled["electricity"].clear(), 2022)
    counted, beside = computed(year=2022), computed(year=2024)
    assert [
        unit.emissions.value - before.emissions.value for unit, before in zip(counted.units, bare.units, strict=True)
    ] in (
        [Decimal(445), Decimal(445)],
        [Decimal(444), Decimal(445)],
        [Decimal(445), Decimal(444)],
    )
    assert beside.beside[0].question == "emission.electricity"
    assert beside.beside[0].value == Decimal("889.67")
    assert beside.beside[0].inputs[0].origin == "购入电力!C6:C29"
    assert beside.enterprise.value == computed(lambda filled: filled["electricity"].clear()).enterprise.value


def test_every_derivation_of_the_form_is_computed_again() -> None:
    for year in (2022, 2024):
        results = computed(co_fired(), year)
        told = (results.enterprise, *results.beside, *(unit.emissions for unit in results.units))
        assert [one.question for one in told for step in replay(one) if not step.holds] == []
    asked = {one.question for one in results.beside}
    assert asked == {
        "emission.electricity",
        "emission.heat_supplied",
        "emission.heat_ratio",
        "emission_report.biomass",
        "emission_report.intensity",
    }


def test_biomass_counts_as_zero_and_its_share_is_shown() -> None:
    told = next(one for one in computed(co_fired()).beside if one.question == "emission_report.biomass")
    steps = {step.name: Decimal(step.value) for step in told.steps}
    assert (told.value, round(steps["biomass_share"], 10)) == (Decimal(0), Decimal("0.08"))
    assert computed(co_fired()).enterprise.value == computed().enterprise.value


def test_merged_units_stand_in_one_line() -> None:
    together = known(**MERGED)
    assert [(unit.number, unit.capacity_mw, unit.cogeneration) for unit in together.reported] == [
        ("1,2", Decimal(530), True)
    ]
    assert together.unit("2#，1#") is None
    assert together.unit("2、1") == together.reported[0]
    assert rules.prefill(together, law_of(2024))["totals"][0]["unit_number"] == "1,2"
    codes = {finding.code for finding in found(joined, None, **MERGED)}
    assert codes.isdisjoint({"ER-004", "ER-005", "ER-118"})


def test_who_is_reported_with_whom_follows_from_the_plan() -> None:
    assert groups([("1#", "2#"), ("2#", "1#"), ("4#", "5#，3#")]) == (("1#", "2#"), ("3#", "4#", "5#"))
    assert groups([]) == groups([("1#", "1#")]) == ()


@pytest.mark.usefixtures("database")
async def test_the_plan_and_the_register_say_what_is_merged_and_captive() -> None:
    plant, other = await settle(2)
    content = '{"units": [{"values": {"number": "1", "merged_with": "2"}, "cells": {}}]}'
    await ask("UPDATE plan SET content = {}::jsonb WHERE enterprise_id = {}", content, plant.id)
    await ask("UPDATE enterprise SET captive_industry = '造纸' WHERE id = {}", plant.id)
    facts = await queries.known(await plant.card(), actor=plant.filer)
    assert ([unit.number for unit in facts.reported], facts.captive) == (["1,2"], True)
    alone = await queries.known(await other.card(), actor=other.filer)
    assert ([unit.number for unit in alone.reported], alone.captive) == (["1", "2"], False)
    strange = await queries.known(await plant.card(), actor=other.filer)
    assert (strange.captive, strange.merged, strange.last) == (None, (), {})


def test_the_blank_knows_what_last_year_told() -> None:
    last = content_of(sample.lines(entries()))
    filled = FORM.prefill(known(last=last), law_of(2024))
    assert filled["enterprise"][0]["contact"] == "张三"
    assert filled["units"][0]["boiler_type"] == "pulverised"
    assert filled["units"][0]["commissioned_on"] == date(2009, 6, 30)
    assert [line["carbon_how"] for line in filled["determination"][11:13] if "carbon_how" in line] == ["none"]


def test_all_sheets_are_written_and_read_back() -> None:
    filled = entries()
    co_fired()(filled)
    lines, findings = read(FORM.workbook, grid_of(blank(FORM.workbook, filled), limits=USUAL))
    assert findings == []
    assert content_of(lines)["determination"] == content_of(sample.lines(filled))["determination"]
    assert content_of(lines)["biomass"][0].values["biomass"] == "straw"


# ------------------------------------------------------------------------------------------------- the form of 2026


def examined(form: str, filled: Entries, facts: Known, law: Law) -> Examined:
    return examine(FORMS[form], harness.lines_of(FORMS[form], filled), facts, law)


def of_2026(filled: Entries, law: Law | None = None, **changes: Any) -> list[Finding]:
    facts = known(**({"year": 2026, "units": (GAS,), "past": {}} | changes))
    return list(examined("power.A26", filled, facts, law or law_of(2026)).findings)


def with_database(**values: str) -> Law:
    """The law of 2026 with what the database might say, and the defaults that a coal plant is checked against."""
    law = law_of(2026)
    made = {key.replace("_at_", "."): value for key, value in values.items()}
    more = {
        f"accounting.oxidation.database.{key}": _provision(f"accounting.oxidation.database.{key}", value)
        for key, value in made.items()
    }
    before = law_of(2025).provisions
    kept = {key: before[key] for key in before if key.startswith(("accounting.ncv.", "accounting.carbon_per_heat."))}
    return Law(law.day, {**law.provisions, **kept, **more})


def _provision(key: str, value: str) -> Provision:
    return Provision(key, value, "share", date(2026, 1, 1), None, "国家温室气体排放因子数据库", Confidence.INFERRED)


def coal_plant(oxidation: str = "98.5", **place: Any) -> Entries:
    filled = entries(year=2026)
    filled["enterprise"][0] |= PLACE | place
    for row in filled["fuels"]:
        row["oxidation"] = Decimal(oxidation)
    for total in filled["totals"]:
        total["emissions_tonnes"] = sample.emissions_of(
            [row for row in filled["fuels"] if row["unit_number"] == total["unit_number"]]
        )
    filled["auxiliary"] = []
    return filled


COAL_2026 = {"units": UNITS}


def test_a_gas_plant_of_2026_has_nothing_wrong() -> None:
    assert of_2026(gas_plant()) == []
    results = examined("power.A26", gas_plant(), known(year=2026, units=(GAS,), past={}), law_of(2026)).results
    assert results is not None
    assert results.enterprise.value == sample.emissions_of(gas_plant()["fuels"])
    assert (results.enterprise.edition, results.parts[0].emissions.edition) == ("power.A26", "power.A26")


@pytest.mark.parametrize(("code", "severity", "place", "spoil", "_"), FAILS_2026, ids=[row[0] for row in FAILS_2026])
def test_a_spoiled_report_of_2026_is_found_at_its_cell(
    code: str, severity: Severity, place: str, spoil: Spoil, _: dict[str, Any]
) -> None:
    filled = gas_plant()
    spoil(filled)
    findings = [finding for finding in of_2026(filled) if finding.code == code]
    assert [(finding.severity, str(finding.place)) for finding in findings] == [(severity, place)]


def test_a_coal_plant_of_2026_waits_for_the_database() -> None:
    filled = coal_plant()
    for row in filled["fuels"][12:]:
        row |= {"carbon_method": "measured", "carbon": Decimal("0.5480")}
    (finding,) = of_2026(filled, None, **COAL_2026)
    assert (finding.code, finding.facts["key"]) == ("REPORT-LAW", "accounting.oxidation.database.pulverised")


def test_oxidation_is_that_of_the_boiler_and_the_altitude() -> None:
    law = with_database(pulverised="0.985")
    assert of_2026(coal_plant(), law, **COAL_2026) == []
    wrong = [finding for finding in of_2026(coal_plant("99"), law, **COAL_2026) if finding.code == "ER-124"]
    assert (wrong[0].severity, str(wrong[0].place)) == (STOP, "化石燃料!J6")
    high = with_database(pulverised_at_0="0.985", pulverised_at_1500="0.980")
    assert of_2026(coal_plant("98", altitude_m=Decimal(2000)), high, **COAL_2026) == []


def test_the_place_of_a_coal_plant_is_needed() -> None:
    law = with_database(pulverised="0.985")
    found_2026 = of_2026(coal_plant(altitude_m=None), law, **COAL_2026)
    assert [(one.code, one.severity, str(one.place)) for one in found_2026] == [("ER-125", STOP, "单位信息!D21")]
    turned = of_2026(coal_plant(longitude=Decimal("30.6"), latitude=Decimal(90)), law, **COAL_2026)
    assert [(one.code, str(one.place)) for one in turned] == [("ER-126", "单位信息!D19"), ("ER-126", "单位信息!D20")]


def test_the_blank_of_2026_takes_oxidation_from_the_database_where_it_can() -> None:
    last = content_of(harness.lines_of(FORMS["power.A26"], coal_plant()))
    filled = FORMS["power.A26"].prefill(known(year=2027, last=last), with_database(pulverised="0.985"))
    assert filled["fuels"][0]["oxidation"] == Decimal("98.5")
    assert filled["enterprise"][0]["altitude_m"] == Decimal(35)


@pytest.mark.parametrize("form", ["power.S16", "power.A26"])
def test_the_blanks_are_written(form: str) -> None:
    year = 2026 if form == "power.A26" else 2018
    lines = FORMS[form].prefill(known(year=year), law_of(year))
    assert blank(FORMS[form].workbook, lines).startswith(b"PK")
    assert rules.form_of(law_of(year), "power").code == form
