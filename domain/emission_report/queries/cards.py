"""What the room answers with: frozen cards, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.core.findings import Finding
from domain.emission_report import rules


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report with its version: the submitted one, or while none is, the newest. Emissions in t CO2.

    `original` is the SHA-256 of the submitted workbook, empty while there is none or the report was determined.
    """

    id: int
    enterprise_id: int
    enterprise_name: str
    enterprise_name_en: str
    credit_code: str
    city: str
    sector: str
    sector_code: str
    year: int
    state: str
    late: bool
    version_id: int | None
    version_number: int | None
    version_state: str
    stops: int
    warns: int
    emissions_tonnes: Decimal | None
    plan_version: int | None
    synthetic: bool
    fictional: bool
    submitted_at: datetime | None
    urged_on: date | None
    original: str
    file_name: str

    @property
    def name(self) -> str:
        return self.enterprise_name


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version as the report's page lists it."""

    id: int
    report_id: int
    enterprise_id: int
    year: int
    number: int
    form: str
    state: str
    evidence: str
    file_name: str
    received_at: datetime
    received_from: str
    read_at: datetime | None
    plan_version: int | None
    emissions_tonnes: Decimal | None
    stops: int
    warns: int
    notes: int


@dataclass(frozen=True, slots=True)
class FindingCard:
    """A finding with its waiver, if it was set aside."""

    id: int
    version_id: int
    finding: Finding
    waived_by: str
    waived_at: datetime | None
    reason: str

    @property
    def waivable(self) -> bool:
        return self.waived_at is None and rules.waivable(self.finding.code)


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A generating unit's or a production line's year as submitted, accepted or determined. Load factor is a share."""

    id: int
    report_id: int
    enterprise_id: int
    unit_number: str
    unit_class: str
    fuel: str
    cogeneration: bool
    capacity_mw: Decimal
    emissions_tonnes: Decimal
    generation_mwh: Decimal
    heat_gj: Decimal
    hours: Decimal
    load_factor: Decimal | None
    product: str
    output: Decimal | None
    output_unit: str
