"""Where the figures of a fuel lie against what the verification guide holds plausible. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.core.facts import one_of
from domain.core.law import Law
from domain.core.workings import Explanation, Working
from domain.emission_report.rules.fuels import CONVENTIONAL_COALS, known_fuels

WITHIN, LOW, HIGH, NO_RANGE = "within", "low", "high", "no_range"
SAMPLE = "sample_days"


@dataclass(frozen=True, slots=True)
class Judged:
    """One figure against its range: `verdict` is within, low, high or no_range (the year has none for this fuel)."""

    figure: str
    value: Decimal
    least: Decimal | None
    most: Decimal | None
    verdict: str
    explanation: Explanation | None


def plausible(law: Law, fuel: str, figures: Mapping[str, Decimal]) -> tuple[Judged, ...]:
    """A figure outside its range is not wrong but has to be explained.

    Carbon of dry ash-free coal: lignite 60–77 %, bituminous 74–92 %, anthracite 90–98 %; natural gas 285.0–398.3 GJ and
    4.37–6.10 tC per 10⁴Nm³; gangue and slime by their heat value; a carbon sample is tested within 40 days.
    Source: 企业温室气体排放核查技术指南 发电设施 附录（CETS-VG-01.01-V02-2026）.

    Example: lignite with 78 % carbon, dry and ash-free: high, by 0.01.
    """
    one_of("fuel", fuel, known_fuels(law))
    return tuple(_judged(law, fuel, figure, value) for figure, value in figures.items())


def _judged(law: Law, fuel: str, figure: str, value: Decimal) -> Judged:
    if figure == SAMPLE:
        return _in_time(law, value)
    kinds = (fuel, "coal") if fuel in CONVENTIONAL_COALS else (fuel,)
    keys = (f"check.{figure}.{kind}" for kind in kinds)
    key = next((key for key in keys if law.has(f"{key}.min") and law.has(f"{key}.max")), "")
    if not key:
        return Judged(figure, value, None, None, NO_RANGE, None)
    working = Working("emission.plausibility", law)
    working.fact("fuel", fuel)
    working.given("value", value, "")
    least, most = working.law(f"{key}.min"), working.law(f"{key}.max")
    outside = max(least - value, value - most, Decimal(0))
    told = working.result("outside", f"max({key}.min - value, value - {key}.max, 0)", outside, "")
    return Judged(figure, value, least, most, LOW if value < least else HIGH if value > most else WITHIN, told)


def _in_time(law: Law, days: Decimal) -> Judged:
    """A carbon sample is tested within so many days."""
    working = Working("emission.plausibility", law)
    most = working.law("check.sample.days")
    late = max(working.given("sample_days", days, "days") - most, Decimal(0))
    told = working.result("outside", "max(sample_days - check.sample.days, 0)", late, "days")
    return Judged(SAMPLE, days, None, most, HIGH if late else WITHIN, told)


def reference_difference(law: Law, fuel: str, carbon_per_heat: Decimal) -> Explanation | None:
    """How far carbon per heat lies from the reference point of its coal, in tC/GJ; None where the coal has none.

    Bituminous 0.02618: 0.02700 lies 0.00082 above.
    """
    key = f"check.carbon_per_heat.{fuel}.reference"
    if not law.has(key):
        return None
    working = Working("emission.plausibility", law)
    value = working.given("carbon_per_heat", carbon_per_heat, "tC/GJ") - working.law(key)
    return working.result("reference_difference", f"carbon_per_heat - {key}", value, "tC/GJ")
