"""What the room answers with: frozen cards, never rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from domain.core.findings import Finding
from domain.monthly_evidence import rules
from domain.monthly_evidence.rules import MonthFigure
from domain.monthly_evidence.states import OWED, Standing


@dataclass(frozen=True, slots=True)
class MonthCard:
    """A month with its version: the submitted one, or while none is, the newest. Emissions of the month in t CO2.

    `drafts` are the versions on top of which somebody types on screen, newest first; 0 is the blank.
    """

    id: int
    enterprise_id: int
    enterprise_name: str
    enterprise_name_en: str
    credit_code: str
    city: str
    sector: str
    synthetic: bool
    fictional: bool
    year: int
    month: int
    state: str
    due_on: date
    late: bool
    version_id: int | None
    version_number: int | None
    version_state: str
    stops: int
    warns: int
    emissions_tonnes: Decimal | None
    submitted_at: datetime | None
    urged_on: date | None
    attachments: int
    looked: bool
    drafts: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        return self.enterprise_name

    @property
    def owed(self) -> bool:
        return self.state in OWED

    def standing(self, day: date) -> Standing:
        """What that day says of the month."""
        return rules.standing(self.state, self.late, self.due_on, day)


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version as the month's page lists it; `readable`: something could be read from it."""

    id: int
    month_id: int
    enterprise_id: int
    year: int
    month: int
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
    readable: bool = False


@dataclass(frozen=True, slots=True)
class FindingCard:
    """A finding; the original record that came after it and answers it, if one did; its waiver, if it was set aside."""

    id: int
    version_id: int
    finding: Finding
    answered_by: int | None
    answered_with: str
    waived_by: str = ""
    waived_at: datetime | None = None
    reason: str = ""

    @property
    def stands(self) -> bool:
        """Neither answered nor set aside."""
        return self.answered_by is None and self.waived_at is None

    @property
    def waivable(self) -> bool:
        return self.stands and rules.waivable(self.finding.code)


@dataclass(frozen=True, slots=True)
class AttachmentCard:
    """An original record of a month. `evidence` is the SHA-256 of the file, `size` in bytes."""

    id: int
    month_id: int
    kind: str
    evidence: str
    file_name: str
    media_type: str
    size: int
    attached_at: datetime
    attached_by: str


@dataclass(frozen=True, slots=True)
class LookCard:
    """A city officer's first look."""

    id: int
    version_number: int
    actor_name: str
    looked_at: datetime
    unusual: bool
    remark: str


@dataclass(frozen=True, slots=True)
class FiledMonth:
    """A month that stands submitted or accepted, as later rooms ask for it. Emissions of the month alone, t CO2."""

    month: int
    state: str
    late: bool
    emissions_tonnes: Decimal | None
    submitted_at: datetime
    figures: tuple[MonthFigure, ...] = field(default=())
