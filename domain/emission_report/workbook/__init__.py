"""The workbooks of the report: one description for each sector and edition. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from domain.core.workbook import Workbook
from domain.emission_report.workbook import flat_glass, power

# `report.form.<sector>` names one of these for each year.
WORKBOOKS: Mapping[str, Workbook] = {
    "power.A22": power.WORKBOOK,
    "flat_glass.G13": flat_glass.WORKBOOK,
}
