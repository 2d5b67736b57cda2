"""Against monthly evidence, outside data, the year before and the sector, in every sector: AG-001 to AG-034.

What others tell is asked about, never put in the place of what was filed.
"""

from __future__ import annotations

from domain.core.checks import Check
from domain.emission_report.checks.against import before, monthly, outside, sector
from domain.emission_report.checks.case import AnyCase

CHECKS: tuple[Check[AnyCase], ...] = (*monthly.CHECKS, *outside.CHECKS, *before.CHECKS, *sector.CHECKS)
