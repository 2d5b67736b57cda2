"""What the guide of 2026 asks for beside that of 2022: the place of the plant, oxidation of the database: ER-124 to
ER-126. They stand in for ER-032.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.core.checks import Hit, Register, hit
from domain.emission_report import rules
from domain.emission_report.checks.bands import band
from domain.emission_report.checks.case import PowerCase
from domain.emission_report.checks.power.lines import POWER
from domain.emission_report.checks.titles import titles
from domain.emission_report.rules import COAL_CODES, FuelRow
from domain.emission_report.rules.power import altitude, boiler_type, database_key

GUIDE = "企业温室气体排放核算与报告指南 发电设施（CETS-AG-01.01-V04-2026）"
CHECKS = Register[PowerCase](owner="verification_officer", citation=GUIDE)


def _key(case: PowerCase, row: FuelRow) -> str:
    """The provision that gives the oxidation of a fuel; empty while boiler or altitude are not told."""
    if row.fuel not in COAL_CODES:
        return rules.default_oxidation_key(row.fuel)
    boiler, metres = boiler_type(case.filed, row.unit_number), altitude(case.filed)
    return database_key(case.law, boiler, metres) if boiler and metres is not None else ""


@CHECKS.stop("ER-124")
def oxidation(case: PowerCase) -> Iterator[Hit]:
    """ER-124: oxidation of coal is that of the national database for the boiler and the altitude (guide of 2026).

    In force 0.985 for the boiler and the altitude, filed 99 % → stop.
    """
    for row in case.filed.fuels:
        key = _key(case, row) if row.quantity else ""
        if key and row.oxidation is not None and row.oxidation != case.law.value(key):
            facts = {"unit": row.unit_number, "month": row.month, "filed": row.oxidation * 100}
            place, law = row.line.place("oxidation"), case.law.provision(key)
            yield hit(place, law.citation, **facts, **titles("fuel", row.fuel), law=case.law.value(key) * 100)


@CHECKS.stop("ER-125")
def place_missing(case: PowerCase) -> Iterator[Hit]:
    """ER-125: who burns coal tells the altitude of the plant and the type of each boiler: oxidation goes by them.

    Altitude empty → stop.
    """
    units = dict.fromkeys(row.unit_number for row in case.filed.fuels if row.quantity and row.fuel in COAL_CODES)
    if units and altitude(case.filed) is None:
        yield hit(case.filed.enterprise.place("altitude_m"), unit=", ".join(units))
    for total in case.filed.totals:
        if total.unit_number in units and not boiler_type(case.filed, total.unit_number):
            yield hit(total.line.place("unit_number"), unit=total.unit_number)


@CHECKS.warn("ER-126")
def coordinates(case: PowerCase) -> Iterator[Hit]:
    """ER-126: longitude and latitude are those of a place in the country, in degrees.

    Longitude 30.5, latitude 114.3 → warning: they are exchanged.
    """
    for key in ("longitude", "latitude"):
        found, value = band(case.law, f"{POWER}.{key}"), case.filed.enterprise.decimal(key)
        if found and value is not None and not found.holds(value):
            facts = {"value": value, "least": found.least, "most": found.most}
            yield hit(case.filed.enterprise.place(key), found.citation, **facts)
