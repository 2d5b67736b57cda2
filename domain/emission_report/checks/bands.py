"""What the law of the year holds plausible, as a band of values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.core.law import Law
from domain.emission_report.rules import CONVENTIONAL_COALS

# A slip of units: kJ/kg for GJ/t, kg for t, m³ for 10³ m³.
THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Band:
    """What the law of the year holds plausible, with its source."""

    least: Decimal
    most: Decimal
    citation: str

    def holds(self, value: Decimal) -> bool:
        return self.least <= value <= self.most

    def holds_a_slip(self, value: Decimal) -> bool:
        """Out of the band by exactly the size of a wrong unit."""
        return not self.holds(value) and (self.holds(value * THOUSAND) or self.holds(value / THOUSAND))


def band(law: Law, key: str) -> Band | None:
    """The band under `key`.min and `key`.max; None when the law of the year has none."""
    if not (law.has(f"{key}.min") and law.has(f"{key}.max")):
        return None
    return Band(law.value(f"{key}.min"), law.value(f"{key}.max"), law.provision(f"{key}.min").citation)


def ncv_band(law: Law, fuel: str) -> Band | None:
    return band(law, f"check.ncv.{'coal' if fuel in CONVENTIONAL_COALS else fuel}")


def carbon_band(law: Law, fuel: str) -> Band | None:
    return band(law, f"check.carbon.{'coal' if fuel in CONVENTIONAL_COALS else fuel}")
