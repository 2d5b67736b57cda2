"""What the room answers: frozen cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.emission_report.queries import ReportCard


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A verification task with its enterprise, its body and the clock that runs out first."""

    id: int
    report_id: int
    version_id: int | None
    enterprise_id: int
    name: str
    credit_code: str
    city: str
    synthetic: bool
    fictional: bool
    year: int
    body_id: int
    body_name: str
    body_code: str
    state: str
    reported_tonnes: Decimal
    emissions_tonnes: Decimal | None
    run_id: int | None
    reason: str
    waived: bool
    documents_text: str
    visited_on: date | None
    statement: str
    concluded_by: int | None
    concluded_on: date | None
    review_text: str
    report_number: str
    delivered_on: date | None
    clock: str | None
    due_on: date | None

    def overdue(self, day: date) -> bool:
        return self.due_on is not None and self.due_on < day


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A person of a working group."""

    account_id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class ClockCard:
    """A clock of a task; `met_on` empty means it runs."""

    code: str
    started_on: date
    due_on: date
    provisional: bool
    met_on: date | None

    def overdue(self, day: date) -> bool:
        return (self.met_on or day) > self.due_on


@dataclass(frozen=True, slots=True)
class SiteItemCard:
    """One line of the site list."""

    number: int
    approach: str
    text: str
    answer: str
    conforms: bool | None


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One finding of a verification, its answer and where it stands."""

    id: int
    task_id: int
    number: int
    category: str
    unit_number: str
    quantity: str
    text: str
    estimate: Decimal | None
    status: str
    answer: str
    corrected_value: Decimal | None
    evidence: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class VerifiedCard:
    """A delivered verification. `unresolved` counts the findings that stayed so."""

    task_id: int
    report_id: int
    enterprise_id: int
    credit_code: str
    name: str
    city: str
    synthetic: bool
    fictional: bool
    year: int
    body_id: int
    body_name: str
    report_number: str
    version_id: int | None
    reported_tonnes: Decimal
    emissions_tonnes: Decimal
    findings: int
    unresolved: int
    delivered_on: date


@dataclass(frozen=True, slots=True)
class VerifiedUnit:
    """The verified values of one generating unit. `load_factor` is a share; generation in MWh, heat in GJ."""

    task_id: int
    enterprise_id: int
    unit_number: str
    unit_class: str
    fuel: str
    cogeneration: bool
    capacity_mw: Decimal
    emissions_tonnes: Decimal
    generation_mwh: Decimal
    heat_gj: Decimal
    load_factor: Decimal | None


@dataclass(frozen=True, slots=True)
class TieCard:
    """A declared tie."""

    id: int
    body_id: int
    body_name: str
    enterprise_id: int | None
    enterprise_name: str | None
    kind: str
    since: date
    until: date | None
    person_id: int | None
    person_name: str | None
    text: str


@dataclass(frozen=True, slots=True)
class BodyLoadCard:
    """A body with what it has on hand in a year."""

    id: int
    name: str
    credit_code: str
    capacity: int
    prepares_reports: bool
    tasks: int
    delivered: int


@dataclass(frozen=True, slots=True)
class ExclusionCard:
    """Why a body was not given an enterprise in the latest run."""

    body_id: int
    body_name: str
    reason: str
    since: date | None
    citation: str


@dataclass(frozen=True, slots=True)
class WaitingCard:
    """An accepted report that no body has, with the bodies shut out from its enterprise in the latest run."""

    report: ReportCard
    exclusions: tuple[ExclusionCard, ...]


@dataclass(frozen=True, slots=True)
class RunCard:
    """One run of the assignment."""

    id: int
    year: int
    law_day: date
    digest: str
    placed: int
    unplaced: int
    at: datetime
