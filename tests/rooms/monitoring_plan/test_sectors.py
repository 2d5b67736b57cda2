"""Plans of every sector and edition: the form of the year, its checks at their cells, what it describes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from domain.core.findings import Finding, Severity
from domain.core.law import NotInForce, last_day_of
from domain.core.workbook import content_of, read
from domain.monitoring_plan import rules
from domain.monitoring_plan.checks import CHECKS, check, checks_of
from domain.monitoring_plan.rules import FORMS, Family
from domain.monitoring_plan.workbook import WORKBOOKS
from domain.records.sheets.reader import Limits, grid_of
from domain.records.sheets.writer import blank
from tests.law import edition
from tests.rooms.monitoring_plan.sample import (
    UNITS,
    Entries,
    entries,
    form_for,
    found,
    known,
    lines,
)
from tests.rooms.monitoring_plan.sectors import SECTORS, plan_of

Spoil = Callable[[Entries], object]
TODAY = {2019: date(2018, 12, 1), 2023: date(2022, 12, 1), 2025: date(2024, 12, 1), 2026: date(2025, 12, 1)}


def heard(plan: Entries, sector: str, year: int) -> list[Finding]:
    return found(plan, sector=sector, year=year, today=TODAY[year], units=UNITS if sector == "power" else ())


@pytest.mark.parametrize(
    ("sector", "year", "code"),
    [
        ("power", 2019, "plan.power.2017"),
        ("power", 2022, "plan.power.2022"),
        ("power", 2025, "plan.power.2022"),
        ("power", 2026, "plan.power.2026"),
        ("steel", 2021, "plan.steel.2017"),
        ("steel", 2023, "plan.steel.general"),
        ("steel", 2024, "plan.steel.2024"),
        ("cement", 2025, "plan.cement.2024"),
        ("aluminium", 2026, "plan.aluminium.2024"),
        ("airport", 2026, "plan.airport.general"),
        ("paper", 2018, "plan.paper.2017"),
        ("ceramics", 2021, "plan.ceramics.2017"),
        ("ceramics", 2024, "plan.ceramics.general"),
    ],
)
def test_the_law_chooses_the_form(sector: str, year: int, code: str) -> None:
    assert form_for(year, sector).code == code


def test_a_year_or_sector_without_a_form_is_not_in_force() -> None:
    for year, sector in ((2016, "power"), (2025, "grid")):
        with pytest.raises(NotInForce):
            form_for(year, sector)


def test_every_form_is_named_by_the_law_and_every_named_form_exists() -> None:
    named = {one.value for one in edition.provisions() if one.key.startswith("plan.form.")}
    assert named == set(FORMS) == set(WORKBOOKS)


@pytest.mark.parametrize("year", [2019, 2023, 2025, 2026])
@pytest.mark.parametrize("sector", SECTORS)
def test_an_honest_plan_has_no_findings(sector: str, year: int) -> None:
    assert heard(plan_of(sector, year), sector, year) == []


def test_an_honest_plan_of_a_power_plant_has_none_in_any_edition() -> None:
    assert heard(plan_of("power", 2019), "power", 2019) == []
    assert heard(entries(year=2026), "power", 2026) == []


@pytest.mark.parametrize("code", sorted(FORMS))
def test_a_filled_workbook_of_every_form_reads_back(code: str) -> None:
    form = FORMS[code]
    year = {"2017": 2019, "2022": 2024, "general": 2023}.get(code.rpartition(".")[2], 2026)
    sector = "power" if form.sector == "power" else form.sector
    plan = entries(year=year) if form.family is Family.POWER else plan_of(sector, year)
    lines_read, findings = read(form.workbook, grid_of(blank(form.workbook, plan), limits=Limits()))
    assert [finding for finding in findings if finding.stops] == []
    held = known(year=year, today=date(year - 1, 12, 1), sector=form.sector, units=UNITS)
    assert check(form, lines_read, held) == []


def cell(sheet: str, key: str, value: object, line: int = 0) -> Spoil:
    return lambda plan: plan[sheet][line].__setitem__(key, value)


def datum(sheet: str, code: str, key: str, value: object) -> Spoil:
    def spoil(plan: Entries) -> None:
        next(line for line in plan[sheet] if line["parameter"] == code)[key] = value

    return spoil


def without(sheet: str, code: str) -> Spoil:
    def spoil(plan: Entries) -> None:
        plan[sheet] = [line for line in plan[sheet] if line["parameter"] != code]

    return spoil


def second_facility(plan: Entries) -> None:
    plan["facilities"].append(dict(plan["facilities"][0]))


def only_line_one(plan: Entries) -> None:
    next(line for line in plan["production"] if line["parameter"] == "output")["unit"] = "L1"


CASES: list[tuple[str, str, int, Severity, str, Spoil]] = [
    ("MP-PLACE", "power", 2026, Severity.STOP, "企业情况!D13", cell("enterprise", "altitude", None)),
    ("MP-PERMIT", "power", 2026, Severity.WARN, "主要排放设施!I6", cell("units", "permit_code", "MF12")),
    ("MP-BOILER", "power", 2026, Severity.STOP, "主要排放设施!G7", cell("units", "boiler_type", None, 1)),
    (
        "MP-OXIDATION",
        "power",
        2026,
        Severity.WARN,
        "数据的确定方式!C9",
        datum("parameters", "oxidation", "method", "default"),
    ),
    ("MP-FACILITY-NONE", "steel", 2025, Severity.STOP, "主要排放设施", lambda plan: plan["facilities"].clear()),
    ("MP-FACILITY-REPEATED", "steel", 2025, Severity.STOP, "主要排放设施!A8", second_facility),
    ("MP-NUMBER-LENGTH", "paper", 2025, Severity.STOP, "主要排放设施!A6", cell("facilities", "number", "一" * 21)),
    ("MP-FACILITY-DETAIL", "copper", 2025, Severity.STOP, "主要排放设施!E7", cell("facilities", "location", None, 1)),
    ("MP-FACILITY-GASES", "aluminium", 2025, Severity.STOP, "主要排放设施!F6", cell("facilities", "gases", None)),
    ("MP-FACILITY-LINE", "cement", 2025, Severity.STOP, "主要排放设施!G6", cell("facilities", "line", "L3")),
    ("MP-LINE-NONE", "cement", 2025, Severity.STOP, "生产线(工序)", lambda plan: plan.pop("lines")),
    ("MP-LINE-PRODUCT", "steel", 2025, Severity.STOP, "生产线(工序)!C7", cell("lines", "product", None, 1)),
    ("MP-LINE-OUTPUT", "steel", 2025, Severity.STOP, "生产线(工序)!A7", only_line_one),
    (
        "MP-ITEM",
        "chemical",
        2025,
        Severity.STOP,
        "活动数据和排放因子!B6",
        datum("parameters", "fuel_consumption", "item", None),
    ),
    ("MP-FUEL-PARAMETERS", "steel", 2025, Severity.STOP, "活动数据和排放因子!B6", without("parameters", "carbon")),
    ("MP-PARAMETER-MISSING", "aluminium", 2025, Severity.STOP, "活动数据和排放因子", without("parameters", "anode")),
    ("MP-PARAMETER-UNIT", "airport", 2025, Severity.STOP, "活动数据和排放因子!A6", cell("parameters", "unit", "B9")),
    (
        "MP-MUST-MEASURE",
        "cement",
        2025,
        Severity.STOP,
        "生产数据!F6",
        datum("production", "clinker", "method", "default"),
    ),
    (
        "MP-ACCURACY",
        "steel",
        2025,
        Severity.WARN,
        "活动数据和排放因子!K9",
        datum("parameters", "electricity", "accuracy", Decimal(1)),
    ),
    ("MP-AUTHOR", "power", 2019, Severity.STOP, "报告主体描述!D12", cell("enterprise", "author_telephone", None)),
    ("MP-PROFILE", "steel", 2019, Severity.WARN, "报告主体描述!D14", cell("enterprise", "profile", None)),
    ("MP-BURNS", "paper", 2019, Severity.STOP, "燃料燃烧设施!E6", cell("facilities", "fuel", None)),
    ("MP-SUPPLEMENT", "paper", 2019, Severity.WARN, "补充数据表数据", lambda plan: plan["production"].clear()),
]


@pytest.mark.parametrize(
    ("code", "sector", "year", "severity", "place", "spoil"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES]
)
def test_a_spoilt_value_is_heard_at_its_cell(
    code: str, sector: str, year: int, severity: Severity, place: str, spoil: Spoil
) -> None:
    plan = entries(year=year) if (sector, year) == ("power", 2026) else plan_of(sector, year)
    spoil(plan)
    mine = [finding for finding in heard(plan, sector, year) if finding.code == code]
    assert [str(finding.place) for finding in mine][:1] == [place]
    assert mine[0].severity is severity
    assert mine[0].citation


def test_every_new_check_has_a_case_or_an_older_one() -> None:
    mine = {code for code, *_ in CASES}
    new = {one.code for form in FORMS.values() for one in checks_of(form)} - {
        one.code for one in checks_of(form_for(2024))
    }
    assert new <= mine
    assert len({one.code for one in CHECKS}) == len(CHECKS)


def test_a_liquid_fuel_has_its_own_accuracy() -> None:
    plan = plan_of("aviation", 2025)
    datum("parameters", "fuel_consumption", "accuracy", Decimal(1))(plan)
    assert "MP-ACCURACY" in {finding.code for finding in heard(plan, "aviation", 2025)}
    datum("parameters", "fuel_consumption", "state", "liquid")(plan)
    assert "MP-ACCURACY" not in {finding.code for finding in heard(plan, "aviation", 2025)}


def test_the_whole_plant_is_named_in_both_languages() -> None:
    plan = plan_of("steel", 2025)
    datum("parameters", "heat_value", "department", None)(plan)
    (finding,) = heard(plan, "steel", 2025)
    assert (finding.facts["unit"], finding.facts["unit_en"]) == ("全厂", "whole plant")
    assert (finding.facts["parameter"], finding.facts["parameter_en"]) == (
        "烟煤 低位发热量",
        "烟煤 net calorific value",
    )


def test_a_facility_with_a_sentence_for_a_number_never_breaks_a_row() -> None:
    plan = plan_of("paper", 2025)
    cell("facilities", "number", "很" * 90)(plan)
    form = form_for(2025, "paper")
    units = rules.described(form, lines(plan, form), known(sector="paper", year=2025, units=()))
    assert max(len(unit.number) for unit in units) <= 20


@pytest.mark.parametrize(("sector", "numbers"), [("steel", ["L1", "L2"]), ("chemical", ["B1", "B2"])])
def test_lines_are_the_units_else_facilities(sector: str, numbers: list[str]) -> None:
    plan = plan_of(sector, 2025)
    form = form_for(2025, sector)
    units = rules.described(form, lines(plan, form), known(sector=sector, year=2025, units=()))
    assert [unit.number for unit in units] == numbers
    assert {(unit.capacity_mw, unit.unit_class, unit.fuel) for unit in units} == {(Decimal(), "", "")}
    assert {(unit.carbon_method, unit.heat_value_method) for unit in units} == {("measured", "measured")}


def test_power_by_the_template_is_described_by_the_register() -> None:
    form = form_for(2019, "power")
    units = rules.described(form, lines(plan_of("power", 2019), form), known(year=2019))
    assert [(unit.number, unit.unit_class) for unit in units] == [("1#", "I"), ("2#", "II")]


def test_meters_are_those_that_measure_once_each() -> None:
    plan = plan_of("steel", 2025)
    form = form_for(2025, "steel")
    meters = rules.meters(form, content_of(lines(plan, form)))
    assert {meter.parameter for meter in meters} == {
        "fuel_consumption",
        "heat_value",
        "carbon",
        "electricity",
        "output",
    }
    assert {meter.due_on for meter in meters} == {date(2025, 6, 1)}
    plan["parameters"].append(dict(plan["parameters"][0], meter="新皮带秤"))
    again = rules.meters(form, content_of(lines(plan, form)))
    assert len(again) == len(meters)
    assert "新皮带秤" in {meter.name for meter in again}


@pytest.mark.parametrize(
    ("listed", "code", "sector"),
    [
        ("chemicals", "2614", "chemical"),
        ("building", "3041", "flat_glass"),
        ("nonferrous", "3211", "copper"),
        ("aviation", "5631", "airport"),
        ("", "2511", "petrochemical"),
        ("power", "2511", "power"),
    ],
)
def test_a_code_chooses_the_form_of_the_plan_as_of_the_report(listed: str, code: str, sector: str) -> None:
    law = edition.law(last_day_of(2025))
    assert rules.has_form(law, listed, code)
    assert rules.form_of(law, listed, code).sector == sector
    assert not rules.has_form(law, "building", "3099")


def test_the_blank_of_a_sector_names_what_is_required_and_then_what_was_filed() -> None:
    form = form_for(2025, "cement")
    held = known(sector="cement", year=2025, units=())
    first = rules.prefill(form, held, {"name": "厂"}, {})
    assert [line["parameter"] for line in first["parameters"]] == ["fuel_consumption", "heat_value", "carbon"]
    assert [line["parameter"] for line in first["production"]] == ["clinker"]
    before = content_of(lines(plan_of("cement", 2025), form))
    after = rules.prefill(form, held, {"name": "厂"}, before, {"change": "换秤", "reason": "准确度"})
    assert [line["number"] for line in after["lines"]] == ["L1", "L2"]
    assert (after["version"][0]["change"], after["version"][0]["made_on"]) == ("换秤", None)


def test_last_years_form_of_another_edition_serves_to_fill_this_years() -> None:
    before = content_of(lines(entries(year=2025), form_for(2025)))
    after = rules.prefill(form_for(2026), known(year=2026), {}, before)
    assert after["units"][0]["boiler"] == "HG-2000"
    assert after["parameters"][0]["meter"] == "ICS-20"
    assert blank(form_for(2026).workbook, after).startswith(b"PK")
