"""What the room answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from domain.core.workbook import Content
from domain.monitoring_plan import rules


@dataclass(frozen=True, slots=True)
class PlanUnit:
    """A generating unit as the plan describes it; outside power a line or facility, of which number and methods are
    told, class and fuel are empty and the capacity is 0. Methods are `measured` or `default`.
    """

    number: str
    capacity_mw: Decimal
    unit_class: str
    fuel: str
    cogeneration: bool
    carbon_method: str
    heat_value_method: str


@dataclass(frozen=True, slots=True)
class PlanCard:
    """The plan in force for an enterprise's year, as a report is read against it.

    `together`: units that are reported together with others, each with the numbers that it names, as written.
    `capacities`: production lines with their design capacity and its unit, as written.
    """

    id: int
    enterprise_id: int
    year: int
    version: int
    filed_at: datetime
    state: str
    form: str
    units: tuple[PlanUnit, ...]
    together: tuple[tuple[str, str], ...] = ()
    capacities: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version with the enterprise it belongs to. `in_force` is the version number on file, 0 when there is none."""

    id: int
    enterprise_id: int
    credit_code: str
    name: str
    city: str
    sector: str
    synthetic: bool
    fictional: bool
    year: int
    state: str
    form: str
    version: int
    in_force: int
    late: bool
    stops: int
    warnings: int
    original: str
    file_name: str
    received_at: datetime
    received_by: int
    submitted_at: datetime | None
    submitted_by: int | None
    filed_at: datetime | None
    rules_from: date | None
    filing_number: str
    change_id: int | None
    readable: bool
    on_screen: bool


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A verification body's review of one version. `conforms` is None until the opinion is given."""

    id: int
    plan_id: int
    body_id: int
    body_name: str
    state: str
    asked_at: datetime
    conforms: bool | None
    text: str
    given_at: datetime | None
    verifier: str
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """An application to change the plan in force. `trigger` is a code of the law, `decision` the officer's reason."""

    id: int
    enterprise_id: int
    credit_code: str
    name: str
    city: str
    synthetic: bool
    fictional: bool
    year: int
    plan_id: int
    version: int
    state: str
    trigger: str
    what: str
    why: str
    since: date
    applied_at: datetime
    decided_at: datetime | None
    decision: str


@dataclass(frozen=True, slots=True)
class VersionFile:
    """A version with all that its page shows of it: what it says, what the one in force says, application, review."""

    card: VersionCard
    content: Content
    force_id: int | None
    force_content: Content
    change: ChangeCard | None
    review: ReviewCard | None


@dataclass(frozen=True, slots=True)
class MeterCard:
    """A meter of the ledger with whose it is. `due_on` None: the plan does not say when it is calibrated."""

    id: int
    enterprise_id: int
    enterprise_name: str
    credit_code: str
    city: str
    synthetic: bool
    fictional: bool
    plan_id: int
    form: str
    unit: str
    item: str
    parameter: str
    name: str
    place: str
    accuracy: Decimal | None
    calibration_months: int | None
    calibrated_on: date | None
    due_on: date | None
    retired_on: date | None


@dataclass(frozen=True, slots=True)
class CalibrationCard:
    """A calibration of a meter; `certificate` is the SHA-256 of its paper."""

    id: int
    meter_id: int
    calibrated_on: date
    due_on: date | None
    laboratory: str
    number: str
    device: str
    serial: str
    certificate: str
    file_name: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ReignCard:
    """A filed version with the days on which it ruled."""

    id: int
    year: int
    version: int
    form: str
    filing_number: str
    filed_at: datetime
    state: str
    reign: rules.Reign


@dataclass(frozen=True, slots=True)
class Due:
    """What the law and the list say of an enterprise's plan of one year.

    `form` is None where the law has none for the sector, `deadline` when none is in force.
    """

    year: int
    listed: bool
    form: rules.Form | None
    deadline: date | None
    next: rules.Next
    overdue: bool
