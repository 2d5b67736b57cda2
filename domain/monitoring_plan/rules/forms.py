"""The forms of a plan: which workbook, which sheets say what, by sector and year. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.core.law import Law
from domain.core.workbook import Workbook
from domain.monitoring_plan.workbook import WORKBOOKS

POWER = "power"
# The digits of a group of GB/T 4754, as the table of covered sectors names some.
GROUP = 3


class Family(StrEnum):
    """How a form is built: by generating unit, by facility and line, or after the template of 2017."""

    POWER = "power"
    INDUSTRY = "industry"
    TEMPLATE = "template"


# What each family is made of: sheets whose lines a datum may belong to, and sheets that say how data are determined.
PLACES: Mapping[Family, tuple[str, ...]] = {
    Family.POWER: ("units",),
    Family.INDUSTRY: ("facilities", "lines"),
    Family.TEMPLATE: ("facilities", "process_facilities", "users"),
}
DATA: Mapping[Family, tuple[str, ...]] = {
    Family.POWER: ("parameters",),
    Family.INDUSTRY: ("parameters", "production"),
    Family.TEMPLATE: ("parameters", "process", "purchased", "production"),
}


@dataclass(frozen=True, slots=True)
class Form:
    """One edition of one sector's plan."""

    code: str
    sector: str
    family: Family
    workbook: Workbook

    @property
    def places(self) -> tuple[str, ...]:
        return PLACES[self.family]

    @property
    def data(self) -> tuple[str, ...]:
        return DATA[self.family]


def _family(workbook: Workbook) -> Family:
    keys = {sheet.key for sheet in workbook}
    return Family.POWER if "units" in keys else Family.INDUSTRY if "lines" in keys else Family.TEMPLATE


FORMS: Mapping[str, Form] = {
    code: Form(code, workbook.key.rpartition(".")[2], _family(workbook), workbook)
    for code, workbook in WORKBOOKS.items()
}


def form_key(sector: str) -> str:
    """The provision that names the form of a sector."""
    return f"plan.form.{sector}"


def form_sector(law: Law, sector: str, sector_code: str) -> str:
    """The sector by whose forms an enterprise plans and reports: its own, or the one of its GB/T 4754 code.

    Building materials of code 3041 → flat_glass; chemicals of code 2614 → chemical, by its group 261; aviation of code
    5631 → airport. A captive power plant is of the sector power, whatever the code of its owner.
    """
    codes = (sector_code, sector_code[:GROUP]) if sector != POWER else ()
    return next((law.text(f"report.sector.{code}") for code in codes if law.has(f"report.sector.{code}")), sector)


def has_form(law: Law, sector: str, sector_code: str = "") -> bool:
    """Whether plans of the sector have a form in the year of the law."""
    return law.has(form_key(form_sector(law, sector, sector_code)))


def form_of(law: Law, sector: str, sector_code: str = "") -> Form:
    """The form that rules the year of the law; NotInForce when the sector has none that year."""
    return FORMS[law.text(form_key(form_sector(law, sector, sector_code)))]
