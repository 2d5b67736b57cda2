"""Confirmed figures: from the verified or determined value over recheck and objection to what is confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.core.calendar import DueDay, WorkingCalendar
from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.recheck.states import Basis, Quantity

OBJECTION = "clock.objection"
DECISION = "clock.objection_decision"
NOTICE = "clock.verification.notice"
MEASURE = {Quantity.EMISSIONS: "t", Quantity.GENERATION: "MWh", Quantity.HEAT: "GJ"}


@dataclass(frozen=True, slots=True)
class UnitValue:
    """Values found for one generating unit by a recheck or a decision. None: as before."""

    unit_number: str
    emissions_tonnes: Decimal | None = None
    generation_mwh: Decimal | None = None
    heat_gj: Decimal | None = None

    def value(self, quantity: Quantity) -> Decimal | None:
        found: Decimal | None = getattr(self, quantity.value)
        return found


@dataclass(frozen=True, slots=True)
class UnitBase:
    """One generating unit before recheck and objection: as verified, or as determined by the authority."""

    unit_number: str
    emissions_tonnes: Decimal
    generation_mwh: Decimal
    heat_gj: Decimal
    load_factor: Decimal | None = None
    reported_tonnes: Decimal | None = None

    def value(self, quantity: Quantity) -> Decimal:
        found: Decimal = getattr(self, quantity.value)
        return found


@dataclass(frozen=True, slots=True)
class Stage:
    """Values that came later, and where from: `recheck_task:5`, `objection:2`."""

    basis: Basis
    values: tuple[UnitValue, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Where an enterprise's figures come from, in order: the report, its verification, then later stages."""

    base: Basis
    base_origin: str
    report_origin: str
    stages: tuple[Stage, ...] = ()

    @property
    def basis(self) -> Basis:
        """What the figures rest on in the end: the last stage, or the base."""
        return self.stages[-1].basis if self.stages else self.base


@dataclass(frozen=True, slots=True)
class ConfirmedUnitValue:
    """The values of one generating unit to be confirmed, each with its explanation."""

    unit_number: str
    emissions_tonnes: Decimal
    generation_mwh: Decimal
    heat_gj: Decimal
    load_factor: Decimal | None
    explanations: Mapping[str, Explanation]


def confirmed_quantity(unit: UnitBase, quantity: Quantity, chain: Chain, law: Law) -> Explanation:
    """One quantity of one unit: the latest value found, with every earlier one and its origin shown.

    Verified 1,000 t, rechecked 1,050 t, on objection decided 1,020 t: 1,020 t, resting on the objection.
    """
    working = Working(f"recheck.{quantity.value}", law)
    measure = MEASURE[quantity]
    working.fact("unit_number", unit.unit_number, chain.report_origin)
    if quantity is Quantity.EMISSIONS and unit.reported_tonnes is not None and chain.base is Basis.VERIFIED:
        working.given("reported_value", unit.reported_tonnes, measure, chain.report_origin)
    formula = f"{chain.base.value}_value"
    value = working.given(formula, unit.value(quantity), measure, chain.base_origin)
    for stage in chain.stages:
        for found in stage.values:
            newer = found.value(quantity)
            if found.unit_number == unit.unit_number and newer is not None:
                formula = f"{stage.basis.value}_value"
                value = working.given(formula, newer, measure, stage.origin)
    return working.result("confirmed_value", formula, value, measure)


def confirmed_units(units: Sequence[UnitBase], chain: Chain, law: Law) -> list[ConfirmedUnitValue]:
    """The values of all units, in order."""
    found: list[ConfirmedUnitValue] = []
    for unit in units:
        told = {quantity.value: confirmed_quantity(unit, quantity, chain, law) for quantity in Quantity}
        generation = told[Quantity.GENERATION].value
        factor = unit.load_factor
        if factor is not None and unit.generation_mwh and generation != unit.generation_mwh:
            factor = factor * generation / unit.generation_mwh
        emissions, heat = told[Quantity.EMISSIONS].value, told[Quantity.HEAT].value
        found.append(ConfirmedUnitValue(unit.unit_number, emissions, generation, heat, factor, told))
    return found


def confirmed_total(
    base_total: Decimal, units: Sequence[UnitBase], confirmed: Sequence[ConfirmedUnitValue], chain: Chain, law: Law
) -> Explanation:
    """The confirmed emissions of the enterprise: the verified total and what changed in its units since.

    Verified 3,010 t, of which unit 1 had 1,000 t and is decided at 1,020 t: 3,030 t.
    """
    working = Working("recheck.entity", law)
    working.fact(
        "confirmation_basis", chain.basis.value, chain.stages[-1].origin if chain.stages else chain.base_origin
    )
    total = working.given(f"{chain.base.value}_total", base_total, "t", chain.base_origin)
    before = {unit.unit_number: unit.emissions_tonnes for unit in units}
    change = Decimal(0)
    base = f"{chain.base.value}_value"
    for unit in confirmed:
        number = unit.unit_number
        was = working.given(base, before[number], "t", chain.base_origin, number)
        change += working.given("confirmed_value", unit.emissions_tonnes, "t", "", number) - was
    working.step("unit_changes", f"Σ (confirmed_value - {base})", change, "t")
    return working.result("confirmed_total", f"{chain.base.value}_total + unit_changes", total + change, "t")


def objection_until(notified_on: date, law: Law, calendar: WorkingCalendar) -> DueDay:
    """An enterprise may object within 7 working days of being told (Order 19 art 27).

    Told on Monday 2025-07-14: until Wednesday 2025-07-23.
    """
    return calendar.after(notified_on, int(law.value(OBJECTION)))


def decision_until(filed_on: date, law: Law, calendar: WorkingCalendar) -> DueDay:
    """The province decides within 10 working days of the objection (Order 19 art 27).

    Filed on Monday 2025-07-21: until Monday 2025-08-04.
    """
    return calendar.after(filed_on, int(law.value(DECISION)))


def notice_until(verified_on: date, law: Law, calendar: WorkingCalendar) -> DueDay:
    """The enterprise is told within 7 working days after verification or its recheck has ended (Decree 775 art 12).

    Delivered on Friday 2025-06-13: until Tuesday 2025-06-24.
    """
    return calendar.after(verified_on, int(law.value(NOTICE)))
