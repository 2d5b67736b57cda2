"""What the room answers with: frozen cards, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.core.findings import Finding
from domain.core.workbook import Content
from domain.emission_report import rules


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report with its version: the submitted one, or while none is, the newest. Emissions in t CO2.

    `original` is the SHA-256 of the submitted workbook, empty while there is none or the report was determined.
    `sections` are the sheets that alone may differ from the version that came back (`returned_version_id`); none: all.
    `look` is what the city's first look at the submitted version came to, empty where there is nothing to look at.
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
    opened_until: date | None = None
    sections: tuple[str, ...] = ()
    returned_version_id: int | None = None
    look: str = ""

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
    on_screen: bool = False


@dataclass(frozen=True, slots=True)
class VersionFile:
    """One version with what was read from it, and the report's other versions: numbers of their rows and their own."""

    card: VersionCard
    lines: Content
    others: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """One digital signature of a sealed PDF: whose, issued by whom, when by the signer's own clock, and its state."""

    signer: str
    issuer: str
    signed_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class SealCard:
    """A sealed PDF of the report. `state` is that of the worst of its signatures; size in bytes."""

    id: int
    report_id: int
    version_number: int | None
    evidence: str
    file_name: str
    size: int
    received_at: datetime
    received_from: str
    state: str
    signatures: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class LookCard:
    """A first look of the city at one version."""

    version_number: int
    conforms: bool
    remark: str
    actor_name: str
    city: str
    looked_at: datetime


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report with everything that is told beside it; versions, seals and looks newest first.

    `drafts` are the versions on top of which somebody types on screen, 0 for the blank.
    """

    card: ReportCard
    versions: tuple[VersionCard, ...]
    seals: tuple[SealCard, ...]
    looks: tuple[LookCard, ...]
    drafts: tuple[int, ...]


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
