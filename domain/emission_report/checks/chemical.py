"""Checks of chemical enterprises, soda ash among them. CH-001 to CH-019."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.core.findings import Place
from domain.emission_report.checks.bands import band
from domain.emission_report.checks.general import GeneralCase, beyond, burnt, electricity, made, used
from domain.emission_report.rules.general import LEAVES
from domain.emission_report.rules.supplement import SODA_ASH, SupplementLine, told

GUIDE = "中国化工生产企业温室气体排放核算方法与报告指南（试行）"
TABLE = "2018年碳排放补充数据核算报告模板 纯碱"
CHECKS = Register[GeneralCase](owner="verification_officer", citation=GUIDE)
ACIDS = ("nitric_acid", "adipic_acid")
CARBONATES = ("calcium_carbonate", "magnesium_carbonate", "sodium_carbonate", "dolomite", "carbonate")
# Made from fuels that serve as raw material.
FROM_CARBON = ("ammonia", "methanol", "calcium_carbide")
ZERO = Decimal(0)


def _soda(case: GeneralCase) -> Iterator[SupplementLine]:
    return (row for row in case.filed.supplement if row.product == SODA_ASH and row.line.cells.get("route"))


@CHECKS.warn("CH-001")
def acid_without_gas(case: GeneralCase) -> Iterator[Hit]:
    """CH-001: nitric and adipic acid give off N2O.

    50,000 t of nitric acid among the products, no line of it among the processes → warning.
    """
    for row in case.filed.products:
        if row.product in ACIDS and row.output and not used(case, row.product):
            yield hit(row.line.place("product"), line=row.number)


@CHECKS.warn("CH-002")
def gas_of_acid(case: GeneralCase) -> Iterator[Hit]:
    """CH-002: N2O for a tonne of acid lies where it does for the process.

    Nitric acid with 45 kg/t → warning.
    """
    for row in used(case, *ACIDS):
        found = band(case.law, f"check.chemical.{row.term.material}.gas_kg")
        if row.term.gas_kg is not None:
            yield from beyond(row.line.place("gas_kg"), row.term.gas_kg, found, source=row.source)


@CHECKS.stop("CH-003")
def gas_in_the_wrong_unit(case: GeneralCase) -> Iterator[Hit]:
    """CH-003: N2O is filed in kg for a tonne of acid.

    Nitric acid with 7,000 (grams) instead of 7 → stop.
    """
    for row in used(case, *ACIDS):
        found = band(case.law, f"check.chemical.{row.term.material}.gas_kg")
        if row.term.gas_kg:
            yield from beyond(row.line.place("gas_kg"), row.term.gas_kg, found, slips=True, source=row.source)


@CHECKS.warn("CH-004")
def nearly_all_removed(case: GeneralCase) -> Iterator[Hit]:
    """CH-004: treatment rarely removes nearly all N2O over a whole year.

    Removed 99.9 % → warning: the measurement is shown.
    """
    key = "check.chemical.removed"
    for row in used(case, *ACIDS):
        if row.term.removed and case.law.has(key) and row.term.removed > case.law.value(key):
            citation = case.law.provision(key).citation
            yield hit(row.line.place("removed"), citation, source=row.source, value=row.term.removed * 100)


@CHECKS.note("CH-005")
def purity_left_out(case: GeneralCase) -> Iterator[Hit]:
    """CH-005: a carbonate without its purity is counted as pure.

    10,000 t of calcium carbonate, purity empty → note.
    """
    for row in used(case, *CARBONATES):
        if row.term.share is None:
            yield hit(row.line.place("share"), source=row.source)


@CHECKS.warn("CH-006")
def raw_material_missing(case: GeneralCase) -> Iterator[Hit]:
    """CH-006: ammonia, methanol and calcium carbide are made from carbon.

    300,000 t of ammonia, the sheet of carbon empty → warning.
    """
    if made(case, *FROM_CARBON) and not case.filed.carbon:
        yield hit(Place("碳平衡"))


@CHECKS.note("CH-007")
def nothing_leaves(case: GeneralCase) -> Iterator[Hit]:
    """CH-007: where no carbon leaves a plant, all that enters counts as emitted.

    Methanol plant with coal entering and no product → note.
    """
    for (source, _), rows in case.filed.plants().items():
        if not any(row.flow == LEAVES for row in rows):
            yield hit(rows[0].line.place("flow"), source=source)


@CHECKS.warn("CH-008", TABLE)
def soda_without_limestone(case: GeneralCase) -> Iterator[Hit]:
    """CH-008: the ammonia process burns limestone.

    A line of the ammonia process, no carbonates among the processes → warning.
    """
    for row in _soda(case):
        if row.line.text("route") == "ammonia" and row.output and not used(case, *CARBONATES):
            yield hit(row.line.place("route"), line=row.number)


@CHECKS.warn("CH-009", TABLE)
def emissions_per_soda(case: GeneralCase) -> Iterator[Hit]:
    """CH-009: emissions for a tonne of soda ash lie where they do for both processes.

    1,000,000 t over 100,000 t = 10 t → warning.
    """
    found = band(case.law, "check.chemical.soda_ash.intensity")
    for row in _soda(case):
        derived = told(row, case.law)
        if derived and row.output:
            yield from beyond(row.line.place("output"), derived.value, found, line=row.number)


@CHECKS.stop("CH-010", TABLE)
def soda_in_the_wrong_unit(case: GeneralCase) -> Iterator[Hit]:
    """CH-010: soda ash is filed in tonnes.

    600 where 600,000 t are meant → stop.
    """
    found = band(case.law, "check.chemical.soda_ash.intensity")
    for row in _soda(case):
        derived = told(row, case.law)
        if derived and row.output:
            yield from beyond(row.line.place("output"), derived.value, found, slips=True, line=row.number)


@CHECKS.warn("CH-011", TABLE)
def captive_without_fuel(case: GeneralCase) -> Iterator[Hit]:
    """CH-011: electricity of a captive plant needs fuel there.

    50,000 MWh of a captive plant, no fuel of it → warning.
    """
    for row in _soda(case):
        if row.electricity.get("captive") and not burnt(case, "captive_plant"):
            yield hit(row.line.place("captive_mwh"), line=row.number)


@CHECKS.warn("CH-012", TABLE)
def grid_above_bought(case: GeneralCase) -> Iterator[Hit]:
    """CH-012: soda ash uses no more electricity of the grid than was bought.

    Lines 80,000 MWh of the grid, bought 60,000 MWh → warning.
    """
    rows = list(_soda(case))
    used_mwh = sum((row.electricity.get("grid") or ZERO for row in rows), ZERO)
    if used_mwh > electricity(case):
        yield hit(rows[0].line.place("grid_mwh"), lines=used_mwh, whole=electricity(case))
