"""Verified values: as reported, corrected, conservative or set by the group; each with its explanation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.verification import checks
from domain.verification.rules.values import (
    Judged,
    ReportedUnit,
    UnitValue,
    conservative,
    entity_emissions,
    verified_units,
)
from domain.verification.states import FindingStatus, Quantity
from tests.law.edition import law

LAW = law(date(2024, 12, 31))
UNITS = (
    ReportedUnit("1", Decimal(1000), Decimal(500), Decimal(90), Decimal("0.60"), "report_version:3"),
    ReportedUnit("2", Decimal(2000), Decimal(900), Decimal(0), None, "report_version:3"),
)


def judged(
    status: FindingStatus, quantity: Quantity, corrected: str = "", estimate: str = "", number: int = 1
) -> Judged:
    return Judged(
        number,
        "1",
        quantity,
        status,
        Decimal(corrected) if corrected else None,
        Decimal(estimate) if estimate else None,
    )


def test_without_findings_the_reported_values_stand() -> None:
    first, second = verified_units(UNITS, (), (), LAW)
    assert (first.emissions_tonnes, first.generation_mwh, first.heat_gj) == (1000, 500, 90)
    assert first.load_factor == Decimal("0.60")
    assert second.emissions_tonnes == 2000
    told = first.explanations["emissions_tonnes"]
    assert told.value == 1000
    assert "report_version:3" in {given.origin for given in told.inputs}


def test_a_resolved_finding_brings_the_corrected_value() -> None:
    (first, second) = verified_units(
        UNITS, [judged(FindingStatus.RESOLVED, Quantity.EMISSIONS, "1100", "1200")], (), LAW
    )
    assert first.emissions_tonnes == 1100
    assert second.emissions_tonnes == 2000
    assert first.explanations["emissions_tonnes"].result.formula == "corrected_value[1]"


def test_an_unresolved_finding_is_settled_against_the_unit() -> None:
    findings = [
        judged(FindingStatus.UNRESOLVED, Quantity.EMISSIONS, "900", "1200", 1),
        judged(FindingStatus.UNANSWERED, Quantity.GENERATION, "", "450", 2),
    ]
    first, _ = verified_units(UNITS, findings, (), LAW)
    assert first.emissions_tonnes == 1200
    assert first.generation_mwh == 450
    assert first.load_factor == Decimal("0.54")
    assert first.explanations["generation_mwh"].steps[0].formula == "min(reported_value, conservative_estimate)"


def test_a_lenient_estimate_changes_nothing() -> None:
    assert conservative(Quantity.EMISSIONS, Decimal(1000), Decimal(900)) == 1000
    assert conservative(Quantity.HEAT, Decimal(80), Decimal(90)) == 80


def test_what_the_group_sets_comes_last_with_its_reason() -> None:
    own = [UnitValue("1", Decimal(1300), reason="计量器具未检定")]
    first, _ = verified_units(UNITS, [judged(FindingStatus.RESOLVED, Quantity.EMISSIONS, "1100")], own, LAW)
    assert first.emissions_tonnes == 1300
    assert first.explanations["emissions_tonnes"].inputs[-1].origin == "计量器具未检定"


def test_the_entity_keeps_what_its_report_holds_beside_the_units() -> None:
    """The report's total is 3,010 t: 10 t beside the units. Unit 1 rises by 100 t: 3,110 t."""
    verified = verified_units(UNITS, [judged(FindingStatus.RESOLVED, Quantity.EMISSIONS, "1100")], (), LAW)
    told = entity_emissions(Decimal(3010), UNITS, verified, LAW, "report_version:3")
    assert told.value == 3110


def findings_of(*found: Judged, own: tuple[UnitValue, ...] = (), statement: str = "符合") -> set[str]:
    return {one.code for one in checks.conclusion_findings(found, own, units={"1", "2"}, statement=statement)}


def test_a_conclusion_needs_a_statement_and_every_judgement() -> None:
    assert findings_of(statement=" ") == {"VERIFICATION-STATEMENT"}
    assert findings_of(judged(FindingStatus.OPEN, Quantity.NONE)) == {"VERIFICATION-AWAITING-ANSWER"}
    assert findings_of(judged(FindingStatus.ANSWERED, Quantity.NONE)) == {"VERIFICATION-NOT-JUDGED"}
    assert findings_of(judged(FindingStatus.UNRESOLVED, Quantity.HEAT)) == {"VERIFICATION-NO-ESTIMATE"}
    assert findings_of(judged(FindingStatus.UNRESOLVED, Quantity.NONE)) == set()
    assert findings_of(judged(FindingStatus.RESOLVED, Quantity.HEAT)) == set()


def test_a_value_of_the_group_has_a_unit_a_reason_and_no_minus() -> None:
    own = (UnitValue("3", Decimal(-1)),)
    assert findings_of(own=own) == {"VERIFICATION-UNIT-UNKNOWN", "VERIFICATION-VALUE-REASON", "VERIFICATION-NEGATIVE"}


def team(leader: int, *others: int, tied: frozenset[int] = frozenset()) -> set[str]:
    verifiers = {1: "甲", 2: "乙", 3: "丙"}
    return {one.code for one in checks.team_findings(leader, others, verifiers=verifiers, tied=tied, least=2)}


def test_a_working_group_is_two_untied_verifiers_of_the_body() -> None:
    assert team(1, 2) == set()
    assert team(1) == {"VERIFICATION-TEAM-SIZE"}
    assert team(1, 1) == {"VERIFICATION-TEAM-TWICE", "VERIFICATION-TEAM-SIZE"}
    assert team(1, 9) == {"VERIFICATION-TEAM-STRANGER"}
    assert team(1, 3, tied=frozenset({3})) == {"VERIFICATION-TEAM-TIED"}


def test_the_technical_reviewer_is_somebody_else() -> None:
    assert [one.code for one in checks.reviewer_findings(1, {1, 2}, 1)] == ["VERIFICATION-SAME-PERSON"]
    assert [one.code for one in checks.reviewer_findings(5, {1, 2}, 5)] == ["VERIFICATION-SAME-PERSON"]
    assert checks.reviewer_findings(5, {1, 2}, 1) == []


def test_a_finding_about_a_quantity_names_its_unit() -> None:
    def found(unit: str, quantity: Quantity, estimate: Decimal | None = None, text: str = "x") -> set[str]:
        return {one.code for one in checks.finding_findings(text, unit, quantity, estimate, {"1"})}

    assert found("", Quantity.NONE) == set()
    assert found("1", Quantity.HEAT, Decimal(3)) == set()
    assert found("", Quantity.HEAT) == {"VERIFICATION-UNIT-NAMED"}
    assert found("7", Quantity.HEAT) == {"VERIFICATION-UNIT-UNKNOWN"}
    assert found("", Quantity.NONE, Decimal(3)) == {"VERIFICATION-ESTIMATE-PLACE"}
    assert found("", Quantity.NONE, text=" ") == {"VERIFICATION-FINDING-TEXT"}
