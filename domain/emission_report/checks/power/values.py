"""Whether heat value, carbon and oxidation are lawful and plausible: ER-030 to ER-039.

Bands come from the law of the year; an edition without a band has no such check.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.emission_report import rules
from domain.emission_report.checks.bands import band, carbon_band, ncv_band
from domain.emission_report.checks.case import GUIDE, PLAN, PowerCase
from domain.emission_report.rules import CONVENTIONAL_COALS, DEFAULT, FuelRow

CHECKS = Register[PowerCase](owner="verification_officer", citation=GUIDE)


def _where(row: FuelRow) -> dict[str, object]:
    return {"unit": row.unit_number, "month": row.month, "fuel": row.fuel}


def _burnt(case: PowerCase) -> Iterator[FuelRow]:
    return (row for row in case.filed.fuels if row.quantity)


@CHECKS.stop("ER-030")
def default_carbon(case: PowerCase) -> Iterator[Hit]:
    """ER-030: carbon per heat that was not measured is the value in force (power guide, unmeasured carbon).

    In force 0.03085 tC/GJ, filed 0.02618 → stop.
    """
    for row in _burnt(case):
        key = rules.default_carbon_key(row.fuel)
        if row.carbon_method != DEFAULT or row.carbon_per_heat is None:
            continue
        if row.carbon_per_heat != case.law.value(key):
            facts = {**_where(row), "filed": row.carbon_per_heat, "law": case.law.value(key)}
            yield hit(row.line.place("carbon_per_heat"), case.law.provision(key).citation, **facts)


@CHECKS.stop("ER-031")
def default_ncv(case: PowerCase) -> Iterator[Hit]:
    """ER-031: a heat value that was not measured is the value in force (power guide, unmeasured heat value).

    In force 26.7 GJ/t, filed 20.9 as 缺省值 → stop.
    """
    for row in _burnt(case):
        key = rules.default_ncv_key(row.fuel)
        if row.ncv_method != DEFAULT or row.ncv is None:
            continue
        if row.ncv != case.law.value(key):
            facts = {**_where(row), "filed": row.ncv, "law": case.law.value(key)}
            yield hit(row.line.place("ncv"), case.law.provision(key).citation, **facts)


@CHECKS.stop("ER-032")
def oxidation(case: PowerCase) -> Iterator[Hit]:
    """ER-032: oxidation is the value in force for the fuel (power guide: coal 99 %).

    In force 0.99, filed 98 % → stop.
    """
    for row in _burnt(case):
        key = rules.default_oxidation_key(row.fuel)
        if row.oxidation is not None and row.oxidation != case.law.value(key):
            facts = {**_where(row), "filed": row.oxidation * 100, "law": case.law.value(key) * 100}
            yield hit(row.line.place("oxidation"), case.law.provision(key).citation, **facts)


@CHECKS.warn("ER-033")
def ncv_in_band(case: PowerCase) -> Iterator[Hit]:
    """ER-033: the heat value lies where it does for this fuel (verification guide, power, plausibility).

    Natural gas 285.0 to 398.3 GJ/10⁴Nm³; filed 420 → warning.
    """
    for row in _burnt(case):
        found = ncv_band(case.law, row.fuel)
        if found and row.ncv is not None and not found.holds(row.ncv) and not found.holds_a_slip(row.ncv):
            facts = {**_where(row), "value": row.ncv, "least": found.least, "most": found.most}
            yield hit(row.line.place("ncv"), found.citation, **facts)


@CHECKS.warn("ER-034")
def carbon_in_band(case: PowerCase) -> Iterator[Hit]:
    """ER-034: carbon as received lies where it does for this fuel (verification guide, power, plausibility).

    Natural gas 4.37 to 6.10 tC/10⁴Nm³; filed 7.2 → warning.
    """
    for row in _burnt(case):
        found = carbon_band(case.law, row.fuel)
        if found and row.carbon is not None and not found.holds(row.carbon) and not found.holds_a_slip(row.carbon):
            facts = {**_where(row), "value": row.carbon, "least": found.least, "most": found.most}
            yield hit(row.line.place("carbon"), found.citation, **facts)


@CHECKS.warn("ER-035")
def carbon_per_heat_band(case: PowerCase) -> Iterator[Hit]:
    """ER-035: measured carbon fits the measured heat value: tC per GJ of coal lies in its band (verification guide).

    0.5400 tC/t at 30 GJ/t = 0.0180 tC/GJ, below the band → warning.
    """
    found = band(case.law, "check.carbon_per_heat.coal")
    for row in _burnt(case):
        if found is None or row.fuel not in CONVENTIONAL_COALS or row.carbon_method == DEFAULT:
            continue
        if not row.ncv or row.carbon is None or found.holds(row.carbon / row.ncv):
            continue
        facts = {**_where(row), "value": row.carbon / row.ncv, "least": found.least, "most": found.most}
        yield hit(row.line.place("carbon"), found.citation, **facts)


@CHECKS.warn("ER-036")
def carbon_method(case: PowerCase) -> Iterator[Hit]:
    """ER-036: carbon is determined as the plan in force says (power guide, plan and its execution).

    Plan: measured; filed: 缺省值 → warning, once for the unit, naming the months.
    """
    yield from _methods(case, "carbon_method", "carbon_method")


@CHECKS.warn("ER-037")
def heat_value_method(case: PowerCase) -> Iterator[Hit]:
    """ER-037: the heat value is determined as the plan in force says (power guide, plan and its execution).

    Plan: measured; filed: 缺省值 → warning, once for the unit, naming the months.
    """
    yield from _methods(case, "ncv_method", "heat_value_method")


def _methods(case: PowerCase, key: str, plan_key: str) -> Iterator[Hit]:
    for unit in case.known.units:
        planned: str = getattr(unit, plan_key)
        rows = [row for row in _burnt(case) if row.unit_number == unit.number and row.fuel in rules.COAL_CODES]
        other = [row for row in rows if planned and getattr(row, key) not in ("", planned)]
        if other:
            months = ", ".join(str(month) for month in sorted({row.month for row in other}))
            facts = {"unit": unit.number, "months": months, "filed": getattr(other[0], key), "plan": planned}
            yield hit(other[0].line.place(key), PLAN, **facts)


@CHECKS.stop("ER-038")
def magnitude(case: PowerCase) -> Iterator[Hit]:
    """ER-038: a value a thousand times too large or too small is in the wrong unit (verification guide, plausibility).

    20,934 in a column of GJ/t is kJ/kg → stop.
    """
    for row in _burnt(case):
        for key, value, found in (
            ("ncv", row.ncv, ncv_band(case.law, row.fuel)),
            ("carbon", row.carbon, carbon_band(case.law, row.fuel)),
        ):
            if found and value and found.holds_a_slip(value):
                facts = {**_where(row), "value": value, "least": found.least, "most": found.most}
                yield hit(row.line.place(key), found.citation, **facts)
