"""Facts of earlier rooms as the plain classes of this page, so that every rule of the package can be shown on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.core.workings import Explanation


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A generating unit in the year: as confirmed where it is, as reported otherwise."""

    number: str
    unit_class: str
    fuel: str
    cogeneration: bool
    capacity_mw: Decimal
    emissions_tonnes: Decimal
    generation_mwh: Decimal
    heat_gj: Decimal
    load_factor: Decimal | None = None
    reported_id: int = 0


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """The accepted report, or what the authority determined in its place."""

    report_id: int
    state: str
    version_number: int
    emissions_tonnes: Decimal
    plan_version: int | None
    late: bool
    units: tuple[UnitFacts, ...]


@dataclass(frozen=True, slots=True)
class OriginalFacts:
    """The workbook as it was filed; it holds the supplementary data."""

    sha256: str
    file_name: str


@dataclass(frozen=True, slots=True)
class PlanUnitFacts:
    """A generating unit as the plan in force describes it."""

    number: str
    capacity_mw: Decimal
    unit_class: str
    fuel: str
    cogeneration: bool
    carbon_method: str
    heat_value_method: str


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The plan in force (数据质量控制方案)."""

    plan_id: int
    version: int
    filed_on: date | None
    units: tuple[PlanUnitFacts, ...]


@dataclass(frozen=True, slots=True)
class ConclusionFacts:
    """The delivered conclusion of a verification body."""

    task_id: int
    body_name: str
    report_number: str
    emissions_tonnes: Decimal
    findings: int
    unresolved: int
    delivered_on: date | None


@dataclass(frozen=True, slots=True)
class ConfirmedFacts:
    """Confirmed emissions; `basis` is the last thing they rest on: verified, rechecked, determined or objection."""

    confirmation_id: int
    emissions_tonnes: Decimal
    notified_on: date | None
    basis: str
    units: tuple[UnitFacts, ...]


@dataclass(frozen=True, slots=True)
class AllocationFacts:
    """The final allocation of the enterprise, tonnes."""

    allocation_id: int
    state: str
    final: int
    true_up: int
    due: int


@dataclass(frozen=True, slots=True)
class SurrenderFacts:
    """How the obligation ended: `on_time`, `late`, `short`, or `open`."""

    obligation_id: int
    status: str
    due: int
    surrendered: int
    offsets: int
    shortfall: int
    completed_on: date | None


@dataclass(frozen=True, slots=True)
class PenaltyFacts:
    """A case against the enterprise in that year."""

    case_id: int
    number: str
    ground: str
    state: str
    fine_yuan: Decimal | None
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything the record holds of one published enterprise in the year."""

    enterprise_id: int
    credit_code: str
    name: str
    city: str
    sector: str
    sector_code: str
    captive_industry: str
    synthetic: bool
    report: ReportFacts | None = None
    original: OriginalFacts | None = None
    plan: PlanFacts | None = None
    conclusion: ConclusionFacts | None = None
    confirmed: ConfirmedFacts | None = None
    allocation: AllocationFacts | None = None
    surrender: SurrenderFacts | None = None
    penalties: tuple[PenaltyFacts, ...] = ()

    @property
    def units(self) -> tuple[UnitFacts, ...]:
        """Generating units as confirmed; as reported while nothing is confirmed."""
        if self.confirmed is not None and self.confirmed.units:
            return self.confirmed.units
        return self.report.units if self.report is not None else ()


@dataclass(frozen=True, slots=True)
class Explained:
    """The stored derivations behind an enterprise's line: of the confirmed total, of the report, of each unit."""

    confirmed: Explanation | None = None
    report: Explanation | None = None
    units: Mapping[str, Explanation] = field(default_factory=dict)
