"""The workbooks of the report: one description for each sector and edition. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from domain.core.workbook import Workbook
from domain.emission_report.workbook import (
    airport,
    aluminium,
    aluminium_old,
    aviation,
    cement,
    cement_old,
    ceramics,
    chemical,
    copper,
    flat_glass,
    paper,
    petrochemical,
    power,
    power_2016,
    power_2026,
    steel,
    steel_old,
)

# `report.form.<sector>` names one of these for each year.
WORKBOOKS: Mapping[str, Workbook] = {
    "power.A22": power.WORKBOOK,
    "power.A26": power_2026.WORKBOOK,
    "power.S16": power_2016.WORKBOOK,
    "flat_glass.G13": flat_glass.WORKBOOK,
    "petrochemical.G13": petrochemical.WORKBOOK,
    "chemical.G13": chemical.WORKBOOK,
    "copper.G13": copper.WORKBOOK,
    "paper.G13": paper.WORKBOOK,
    "aviation.G13": aviation.WORKBOOK,
    "airport.G13": airport.WORKBOOK,
    "ceramics.G13": ceramics.WORKBOOK,
    "steel.G13": steel_old.WORKBOOK,
    "steel.A24": steel.WORKBOOK,
    "cement.G13": cement_old.WORKBOOK,
    "cement.A24": cement.WORKBOOK,
    "aluminium.G13": aluminium_old.WORKBOOK,
    "aluminium.A24": aluminium.WORKBOOK,
}
