"""The power workbook of 2026: the tables of 2022 in the order and with the fields of CETS-AG-01.01-V04-2026. Pure.

New are the place of the plant with its altitude (oxidation comes from the national database by type of boiler and
altitude), purchased electricity among the auxiliary parameters, and what the plant did to emit less, which is
voluntary.
"""

from __future__ import annotations

from dataclasses import replace

from domain.core.workbook import Column, Layout, Note, Sheet, Workbook
from domain.emission_report.workbook.common import COVER_NOTES, ENTERPRISE, number
from domain.emission_report.workbook.power import FUEL, PRODUCTION, TOTALS
from domain.emission_report.workbook.power_sheets import (
    AUXILIARY,
    BIOMASS,
    COAL,
    DETERMINATION,
    ELECTRICITY,
    FACILITIES,
    FACTS,
    HEAT,
    LOCATION,
    renumbered,
)

ACHIEVEMENT = Sheet(
    "achievement",
    "减排成效",
    "What was done to emit less (voluntary)",
    Layout.ROWS,
    (
        Column("measure", "减排措施", "Measure", width=30),
        Column("effect", "减排成效说明", "Effect", width=50),
        number("reduction_tco2", "估算减排量", "Estimated reduction", "tCO2", 2),
    ),
    most_rows=60,
    required=False,
    notes=(Note("自愿披露，不参与核算。", "Voluntary; not part of the accounting."),),
)

WORKBOOK = Workbook(
    "emission_report.power",
    "A26",
    "发电设施温室气体排放报告（2026年版）",
    "Emission report, power (2026)",
    (
        replace(ENTERPRISE, columns=(*ENTERPRISE.columns, *FACTS, *LOCATION)),
        FACILITIES,
        FUEL,
        BIOMASS,
        renumbered(PRODUCTION, "Production (C.4)"),
        TOTALS,
        renumbered(DETERMINATION, "How heat value and carbon were determined (C.5)"),
        renumbered(AUXILIARY, "Auxiliary parameters (C.6)"),
        renumbered(ELECTRICITY, "Purchased electricity (C.6)"),
        HEAT,
        renumbered(COAL, "Coal bought, and where from (C.6)"),
        ACHIEVEMENT,
    ),
    COVER_NOTES,
)
