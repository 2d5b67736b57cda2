"""Checks of ceramics. CE-001 to CE-019."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks.bands import Band, band
from domain.emission_report.checks.general import GeneralCase, beyond, burnt, electricity, made, used
from domain.emission_report.rules.supplement import SupplementLine, told

GUIDE = "中国陶瓷生产企业温室气体排放核算方法与报告指南（试行）"
TABLE = "陶瓷补充数据表（2018年度）"
CHECKS = Register[GeneralCase](owner="verification_officer", citation=GUIDE)
CARBONATES = ("calcium_carbonate", "magnesium_carbonate")
PRODUCER_GAS = "other_gas"


@CHECKS.warn("CE-001")
def kiln_without_fuel(case: GeneralCase) -> Iterator[Hit]:
    """CE-001: ceramics are fired.

    Tiles made, no fuel of a kiln → warning.
    """
    if made(case) and not burnt(case, "kiln"):
        yield hit(Place("化石燃料"))


@CHECKS.note("CE-002")
def no_carbonates(case: GeneralCase) -> Iterator[Hit]:
    """CE-002: clay and glaze hold carbonates.

    Tiles made, no carbonates among the processes → note.
    """
    if made(case) and not used(case, *CARBONATES):
        yield hit(Place("生产过程"))


def _intensities(case: GeneralCase) -> Iterator[tuple[SupplementLine, Decimal, Band]]:
    for row in case.filed.supplement:
        found = band(case.law, f"check.ceramics.intensity.{row.product}")
        derived = told(row, case.law)
        if found and derived and row.output:
            yield row, derived.value, found


@CHECKS.warn("CE-003", TABLE)
def emissions_per_piece(case: GeneralCase) -> Iterator[Hit]:
    """CE-003: emissions for what was made lie where they do for the product.

    Tiles with 0.3 t for a square metre → warning.
    """
    for row, value, found in _intensities(case):
        yield from beyond(row.line.place("output"), value, found, line=row.number)


@CHECKS.stop("CE-004", TABLE)
def output_in_the_wrong_unit(case: GeneralCase) -> Iterator[Hit]:
    """CE-004: tiles are filed in square metres, sanitary ware in pieces, household ceramics in tonnes.

    6,000 (10³ m²) where 6,000,000 m² are meant → stop.
    """
    for row, value, found in _intensities(case):
        yield from beyond(row.line.place("output"), value, found, slips=True, line=row.number)


@CHECKS.warn("CE-005")
def dryer_without_fuel(case: GeneralCase) -> Iterator[Hit]:
    """CE-005: the powder of tiles is dried in a spray dryer.

    Tiles made, no fuel of a spray dryer and no heat bought → warning.
    """
    bought = any(row.gj for row in case.filed.energy)
    if made(case, "wall_floor_tiles") and not bought and not burnt(case, "spray_dryer"):
        yield hit(Place("化石燃料"))


@CHECKS.warn("CE-006")
def own_gas_counted_twice(case: GeneralCase) -> Iterator[Hit]:
    """CE-006: gas that was made from coal on site is counted as that coal.

    Coal in a gas producer and other gas in a kiln → warning.
    """
    for row in case.filed.fuels:
        if row.fuel == PRODUCER_GAS and row.quantity and burnt(case, "gasifier"):
            yield hit(row.line.place("fuel"), value=row.quantity)


@CHECKS.warn("CE-007")
def no_electricity(case: GeneralCase) -> Iterator[Hit]:
    """CE-007: mills and presses run on electricity.

    Tiles made, electricity bought 0 → warning.
    """
    if made(case) and not electricity(case):
        yield hit(case.filed.energy[0].line.place("mwh") if case.filed.energy else Place("电力和热力"))


@CHECKS.warn("CE-008")
def carbonates_above_fuel(case: GeneralCase) -> Iterator[Hit]:
    """CE-008: fuel, not carbonate, is most of what ceramics emit.

    Processes 20,000 t, fuels 5,000 t → warning.
    """
    if case.results is None:
        return
    steps = {step.name: Decimal(step.value) for step in case.results.enterprise.steps if not step.index}
    process, fuel = steps.get("process_tco2", Decimal()), steps.get("fuel_tco2", Decimal())
    rows = used(case, *CARBONATES)
    if rows and fuel and process > fuel:
        yield hit(rows[0].line.place("tonnes"), process=process, fuel=fuel)


@CHECKS.warn("CE-009")
def nothing_of_a_known_kind(case: GeneralCase) -> Iterator[Hit]:
    """CE-009: a line of the table without output has no intensity to be held against others.

    Output 0 and emissions 5,000 t → warning.
    """
    for row in case.filed.supplement:
        if row.output is not None and not row.output and row.line.decimal("emissions_tonnes"):
            yield hit(row.line.place("output"), line=row.number)
