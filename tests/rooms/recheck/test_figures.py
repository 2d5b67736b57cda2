"""Confirmed figures over all stages, and the clocks of notice, objection and decision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.core.calendar import WorkingCalendar
from domain.recheck import checks
from domain.recheck.rules.figures import (
    Chain,
    Stage,
    UnitBase,
    UnitValue,
    confirmed_total,
    confirmed_units,
    decision_until,
    notice_until,
    objection_until,
)
from domain.recheck.states import Basis
from tests.law.edition import law

LAW = law(date(2025, 7, 14))
UNITS = (
    UnitBase("1", Decimal(1000), Decimal(500), Decimal(0), Decimal("0.50"), Decimal(980)),
    UnitBase("2", Decimal(2000), Decimal(900), Decimal(70)),
)
RECHECKED = Stage(Basis.RECHECKED, (UnitValue("1", Decimal(1050), Decimal(480)),), "recheck_task:5")
DECIDED = Stage(Basis.OBJECTION, (UnitValue("1", Decimal(1020)),), "objection:2")


def chain(*stages: Stage) -> Chain:
    return Chain(Basis.VERIFIED, "verification_task:4", "report_version:3", stages)


def test_without_later_stages_the_verified_values_stand() -> None:
    first, second = confirmed_units(UNITS, chain(), LAW)
    assert (first.emissions_tonnes, first.generation_mwh, first.load_factor) == (1000, 500, Decimal("0.50"))
    assert (second.emissions_tonnes, second.heat_gj) == (2000, 70)
    assert chain().basis is Basis.VERIFIED


def test_the_latest_stage_that_names_a_value_counts() -> None:
    first, second = confirmed_units(UNITS, chain(RECHECKED, DECIDED), LAW)
    assert first.emissions_tonnes == 1020
    assert first.generation_mwh == 480
    assert first.load_factor == Decimal("0.48")
    assert second.emissions_tonnes == 2000
    assert chain(RECHECKED, DECIDED).basis is Basis.OBJECTION


def test_the_explanation_shows_every_earlier_value_and_its_origin() -> None:
    first, _ = confirmed_units(UNITS, chain(RECHECKED, DECIDED), LAW)
    told = first.explanations["emissions_tonnes"]
    assert [(given.name, given.value, given.origin) for given in told.inputs[1:]] == [
        ("reported_value", "980", "report_version:3"),
        ("verified_value", "1000", "verification_task:4"),
        ("rechecked_value", "1050", "recheck_task:5"),
        ("objection_value", "1020", "objection:2"),
    ]
    assert told.result.formula == "objection_value"


def test_the_total_is_the_verified_total_and_what_changed_since() -> None:
    """10 t of the verified total lie beside the units; unit 1 rises from 1,000 t to 1,020 t."""
    where = chain(DECIDED)
    told = confirmed_total(Decimal(3010), UNITS, confirmed_units(UNITS, where, LAW), where, LAW)
    assert told.value == 3030


def test_determined_emissions_are_confirmed_as_determined() -> None:
    where = Chain(Basis.DETERMINED, "report:9", "report:9")
    units = confirmed_units(UNITS, where, LAW)
    assert confirmed_total(Decimal(3000), UNITS, units, where, LAW).value == 3000
    assert units[0].explanations["emissions_tonnes"].result.formula == "determined_value"


def test_objection_in_seven_and_decision_in_ten_working_days(calendar: WorkingCalendar) -> None:
    assert objection_until(date(2025, 7, 14), LAW, calendar).on == date(2025, 7, 23)
    assert decision_until(date(2025, 7, 21), LAW, calendar).on == date(2025, 8, 4)
    assert notice_until(date(2025, 6, 13), LAW, calendar).on == date(2025, 6, 24)


def test_the_clock_steps_over_the_national_holidays(calendar: WorkingCalendar) -> None:
    """Told on 2025-09-26: Sunday 28 and Saturday 11 October are worked, 1 to 8 October are holidays."""
    assert objection_until(date(2025, 9, 26), LAW, calendar).on == date(2025, 10, 13)


def test_an_objection_is_in_time_up_to_its_last_day() -> None:
    notified, until = date(2025, 7, 14), date(2025, 7, 23)
    assert checks.objection_findings(notified, until, until, 7) == []
    (late,) = checks.objection_findings(notified, until, date(2025, 7, 24), 7)
    assert late.code == "RECHECK-OBJECTION-LATE"
    assert late.facts == {"notified": "2025-07-14", "until": "2025-07-23", "days": "7", "today": "2025-07-24"}


def test_found_values_name_units_of_the_report_once_and_without_minus() -> None:
    def found(*values: UnitValue) -> set[str]:
        return {one.code for one in checks.value_findings(values, {"1", "2"})}

    assert found(UnitValue("1", Decimal(5))) == set()
    assert found(UnitValue("3")) == {"RECHECK-UNIT"}
    assert found(UnitValue("1", Decimal(-5))) == {"RECHECK-NEGATIVE"}
    assert found(UnitValue("1"), UnitValue("1")) == {"RECHECK-UNIT-TWICE"}
