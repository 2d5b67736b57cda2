"""What was found in coal samples, and heat values in the wrong unit: ER-074 to ER-081."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from domain.core.checks import Hit, Register, hit
from domain.emission_report.checks.bands import band, ncv_band
from domain.emission_report.checks.case import GUIDE, PowerCase
from domain.emission_report.checks.power.arithmetic import last_place
from domain.emission_report.checks.power.lines import HUNDRED, ZERO, source, tolerance
from domain.emission_report.checks.titles import titles
from domain.emission_report.rules import COAL_CODES, MEASURED, FuelRow
from domain.emission_report.rules.power_facts import CoalSample, place_of, samples
from domain.emission_report.workbook.power import FUEL

CHECKS = Register[PowerCase](owner="verification_officer", citation=GUIDE)


def _samples(case: PowerCase) -> Iterator[tuple[CoalSample, dict[str, object]]]:
    for sample in samples(case.filed.lines).values():
        unit, month, fuel = place_of(sample.line)
        yield sample, {"unit": unit, "month": month, **titles("fuel", fuel)}


def _coal(case: PowerCase) -> Iterator[tuple[FuelRow, dict[str, object]]]:
    for row in case.filed.fuels:
        if row.quantity and row.fuel in COAL_CODES:
            yield row, {"unit": row.unit_number, "month": row.month, **titles("fuel", row.fuel)}


@CHECKS.stop("ER-074")
def incomplete(case: PowerCase) -> Iterator[Hit]:
    """ER-074: carbon as received follows from carbon air-dried with both moistures, or from carbon dry with one.

    Cad 55 %, Mad 4 %, Mar empty → stop (power guide, carbon as received).
    """
    for sample, where in _samples(case):
        if (sample.carbon_air_dried is not None or sample.carbon_dry is not None) and not sample.formula:
            missing = [key for key in ("moisture_as_received", "moisture_air_dried") if getattr(sample, key) is None]
            yield hit(sample.line.place(missing[0] if missing else "carbon_dry"), **where)


@CHECKS.warn("ER-075")
def drier_as_received(case: PowerCase) -> Iterator[Hit]:
    """ER-075: coal as received holds more water than the same coal dried in air.

    Mar 3 %, Mad 8 % → warning: the two are often exchanged.
    """
    for sample, where in _samples(case):
        received, dried = sample.moisture_as_received, sample.moisture_air_dried
        if received is not None and dried is not None and received < dried:
            yield hit(sample.line.place("moisture_as_received"), **where, received=received, dried=dried)


@CHECKS.stop("ER-076")
def carbon_of_the_sample(case: PowerCase) -> Iterator[Hit]:
    """ER-076: carbon as received is what follows from the sample (power guide: Cad × (100 − Mar) ÷ (100 − Mad)).

    Cad 60 %, Mar 12 %, Mad 4 %: 0.5500 tC/t; filed 0.5000 → stop.
    """
    for row, where in _coal(case):
        computed = row.sample.carbon if row.sample else None
        if computed is None or row.carbon is None or row.carbon_method != MEASURED:
            continue
        if abs(row.carbon - computed) > last_place(FUEL, "carbon"):
            yield hit(row.line.place("carbon"), **where, stated=row.carbon, computed=computed)


@CHECKS.warn("ER-077")
def dry_ash_free(case: PowerCase) -> Iterator[Hit]:
    """ER-077: carbon without water and ash tells the kind of coal (verification guide, power, plausibility).

    Bituminous 74 to 92 %; Cad 50 %, Mad 4 %, Aad 16 %: 62.5 % → warning.
    """
    for sample, where in _samples(case):
        fuel, value = sample.line.text("fuel"), sample.dry_ash_free
        found = band(case.law, f"check.carbon_dry_ash_free.{fuel}")
        if found and value is not None and not found.holds(value):
            facts = {"value": value * 100, "least": found.least * 100, "most": found.most * 100}
            yield hit(sample.line.place("carbon_air_dried"), found.citation, **where, **facts)


@CHECKS.stop("ER-078")
def more_than_whole(case: PowerCase) -> Iterator[Hit]:
    """ER-078: water, ash and carbon of one sample do not exceed the whole of it.

    Mad 5 %, Aad 40 %, Cad 60 %: 105 % → stop.
    """
    for sample, where in _samples(case):
        parts = (sample.moisture_air_dried, sample.ash_air_dried, sample.carbon_air_dried)
        whole = sum((part for part in parts if part is not None), ZERO)
        if whole > HUNDRED:
            yield hit(sample.line.place("carbon_air_dried"), **where, value=whole)


@CHECKS.warn("ER-079")
def reference_point(case: PowerCase) -> Iterator[Hit]:
    """ER-079: measured carbon per heat lies near the reference point of its coal (verification guide, power).

    Bituminous 0.02618 tC/GJ ± 10 %; measured 0.02950 → warning.
    """
    most = tolerance(case, "reference_share")
    for row, where in _coal(case):
        key = f"check.carbon_per_heat.{row.fuel}.reference"
        if most is None or not case.law.has(key) or row.carbon_method != MEASURED or not row.ncv:
            continue
        reference, value = case.law.value(key), (row.carbon_content or ZERO) / row.ncv
        if value and abs(value - reference) > reference * most:
            place = row.line.place("carbon")
            yield hit(place, case.law.provision(key).citation, **where, value=value, reference=reference)


@CHECKS.stop("ER-080")
def calories(case: PowerCase) -> Iterator[Hit]:
    """ER-080: heat values are GJ/t, not kcal/kg.

    5,000 kcal/kg are 20.934 GJ/t; 5,000 filed → stop.
    """
    each = tolerance(case, "kilojoules_per_kilocalorie")
    for row, where in _coal(case):
        found = ncv_band(case.law, row.fuel)
        if each is None or found is None or row.ncv is None or found.holds(row.ncv) or found.holds_a_slip(row.ncv):
            continue
        joules = row.ncv * each / 1000
        if found.holds(joules):
            citation = source(case, "kilojoules_per_kilocalorie")
            yield hit(row.line.place("ncv"), citation, **where, value=row.ncv, computed=joules)


@CHECKS.warn("ER-081")
def heat_values_of_unconventional_coal(case: PowerCase) -> Iterator[Hit]:
    """ER-081: gangue and slime of a year have heat values of gangue and slime (verification guide, in GJ/t).

    Gangue, 4.5 to 12.55 GJ/t; the year's weighted average is 14.2 → warning: it may be ordinary coal.
    """
    for total in case.filed.totals:
        for fuel in ("gangue", "slime"):
            burnt = [row for row in case.filed.fuels_of(total.unit_number) if row.fuel == fuel and row.quantity]
            found, value = band(case.law, f"check.ncv.{fuel}"), _average(burnt)
            if found and value is not None and value > found.most and not found.holds_a_slip(value):
                facts = {"unit": total.unit_number, "value": value, "most": found.most}
                yield hit(burnt[0].line.place("ncv"), found.citation, **facts, **titles("fuel", fuel))


def _average(burnt: list[FuelRow]) -> Decimal | None:
    """The heat value of these lines, weighted by what was burnt."""
    quantity = sum((row.quantity or ZERO for row in burnt), ZERO)
    parts = [row.energy_gj for row in burnt]
    return sum((part or ZERO for part in parts), ZERO) / quantity if quantity and None not in parts else None
