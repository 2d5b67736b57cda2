"""Verified values of each generating unit: as reported, as corrected, or conservative where a finding is unresolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.verification.states import FindingStatus, Quantity

QUANTITIES = (Quantity.EMISSIONS, Quantity.GENERATION, Quantity.HEAT)
MEASURE = {Quantity.EMISSIONS: "t", Quantity.GENERATION: "MWh", Quantity.HEAT: "GJ"}


@dataclass(frozen=True, slots=True)
class ReportedUnit:
    """What the report says of one generating unit; `origin` names the version it was read from."""

    unit_number: str
    emissions_tonnes: Decimal
    generation_mwh: Decimal
    heat_gj: Decimal
    load_factor: Decimal | None = None
    origin: str = ""

    def value(self, quantity: Quantity) -> Decimal:
        found: Decimal = getattr(self, quantity.value)
        return found


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding about a quantity once it is judged. `estimate` is the group's conservative value."""

    number: int
    unit_number: str
    quantity: Quantity
    status: FindingStatus
    corrected_value: Decimal | None = None
    estimate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class UnitValue:
    """A value that the working group sets itself for one generating unit, with the reason. None: not set."""

    unit_number: str
    emissions_tonnes: Decimal | None = None
    generation_mwh: Decimal | None = None
    heat_gj: Decimal | None = None
    reason: str = ""

    def value(self, quantity: Quantity) -> Decimal | None:
        found: Decimal | None = getattr(self, quantity.value)
        return found


@dataclass(frozen=True, slots=True)
class VerifiedUnitValue:
    """The verified values of one generating unit, each with its explanation."""

    unit_number: str
    emissions_tonnes: Decimal
    generation_mwh: Decimal
    heat_gj: Decimal
    load_factor: Decimal | None
    explanations: Mapping[str, Explanation]


def conservative(quantity: Quantity, reported: Decimal, estimate: Decimal) -> Decimal:
    """An unresolved finding is settled against the unit: the higher emissions, the lower production.

    Guide 2021, verification conclusion; CETS-VG-01.01 for production data. Reported 1,000 t against an estimate of
    1,100 t makes 1,100 t; reported 500 MWh against 480 MWh makes 480 MWh.

    >>> conservative(Quantity.GENERATION, Decimal(500), Decimal(480))
    Decimal('480')
    """
    return max(reported, estimate) if quantity is Quantity.EMISSIONS else min(reported, estimate)


def verified_quantity(
    unit: ReportedUnit, quantity: Quantity, judged: Iterable[Judged], own: UnitValue | None, law: Law
) -> Explanation:
    """One quantity of one unit: the reported value, changed by each finding in the order of their numbers.

    Resolved with a corrected value: the corrected value. Unresolved or unanswered: the conservative one. What the
    group sets itself comes last and needs a reason.
    """
    working = Working(f"verification.{quantity.value}", law)
    measure = MEASURE[quantity]
    working.fact("unit_number", unit.unit_number, unit.origin)
    value = working.given("reported_value", unit.value(quantity), measure, unit.origin)
    formula = "reported_value"
    for finding in sorted(judged, key=lambda finding: finding.number):
        origin, index = f"finding {finding.number}", str(finding.number)
        if finding.status is FindingStatus.RESOLVED and finding.corrected_value is not None:
            value = working.given("corrected_value", finding.corrected_value, measure, origin, index)
            formula = f"corrected_value[{index}]"
        elif finding.status is not FindingStatus.RESOLVED and finding.estimate is not None:
            estimate = working.given("conservative_estimate", finding.estimate, measure, origin, index)
            sign = "max" if quantity is Quantity.EMISSIONS else "min"
            chosen = conservative(quantity, value, estimate)
            formula = f"{sign}({formula}, conservative_estimate)"
            value = working.step("conservative", formula, chosen, measure, index=index)
            formula = f"conservative[{index}]"
    set_value = own.value(quantity) if own else None
    if own and set_value is not None:
        value = working.given("set_by_group", set_value, measure, own.reason)
        formula = "set_by_group"
    return working.result("verified_value", formula, value, measure)


def verified_units(
    units: Sequence[ReportedUnit], judged: Sequence[Judged], own: Sequence[UnitValue], law: Law
) -> list[VerifiedUnitValue]:
    """The verified values of all units of a report, in the order of the report."""
    set_by_group = {value.unit_number: value for value in own}
    found: list[VerifiedUnitValue] = []
    for unit in units:
        explained = {
            quantity.value: verified_quantity(
                unit,
                quantity,
                [one for one in judged if one.unit_number == unit.unit_number and one.quantity is quantity],
                set_by_group.get(unit.unit_number),
                law,
            )
            for quantity in QUANTITIES
        }
        generation = explained[Quantity.GENERATION.value].value
        found.append(
            VerifiedUnitValue(
                unit.unit_number,
                explained[Quantity.EMISSIONS.value].value,
                generation,
                explained[Quantity.HEAT.value].value,
                load_factor(unit, generation),
                explained,
            )
        )
    return found


def load_factor(unit: ReportedUnit, generation_mwh: Decimal) -> Decimal | None:
    """The load factor follows the generation: capacity and hours stay as reported.

    Reported 0.60 at 1,000 MWh, verified 900 MWh: 0.54.
    """
    if unit.load_factor is None or not unit.generation_mwh or generation_mwh == unit.generation_mwh:
        return unit.load_factor
    return unit.load_factor * generation_mwh / unit.generation_mwh


def entity_emissions(
    reported_total: Decimal, units: Sequence[ReportedUnit], verified: Sequence[VerifiedUnitValue], law: Law, origin: str
) -> Explanation:
    """The verified emissions of the enterprise: the reported total and what verification changed in each unit.

    Reported 2,000 t in total, unit 1 verified 1,100 t instead of 1,000 t: 2,100 t.
    """
    working = Working("verification.entity", law)
    total = working.given("reported_total", reported_total, "t", origin)
    by_number = {unit.unit_number: unit for unit in units}
    changed = Decimal(0)
    for value in verified:
        number = value.unit_number
        before = working.given("reported_value", by_number[number].emissions_tonnes, "t", origin, number)
        changed += working.given("verified_value", value.emissions_tonnes, "t", "", number) - before
    working.step("unit_changes", "Σ (verified_value − reported_value)", changed, "t")
    return working.result("verified_total", "reported_total + unit_changes", total + changed, "t")


def report_number(province: str, body_name: str, body_code: str, year: int, version: int) -> str:
    """Number of a verification report: province, short name of the body, last six of its code, year, version.

    Pattern of CETS-VG-01.01-V02-2026. The short name is the first four signs of the body's name.

    >>> report_number("鄂", "示例江汉核查中心", "91420000000000001R", 2024, 1)
    '鄂-示例江汉-00001R-2024-1'
    """
    return f"{province}-{body_name[:4]}-{body_code[-6:]}-{year}-{version}"
