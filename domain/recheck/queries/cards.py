"""What the room answers: frozen cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.core.workings import Explanation
from domain.recheck.states import ConfirmationState


@dataclass(frozen=True, slots=True)
class DrawCard:
    """A draw as published; the seed is empty until it is revealed."""

    id: int
    year: int
    state: str
    frame: str
    frame_digest: str
    commitment: str
    seed: str
    drawn_of_share: int
    inspectors_each: int
    share: str
    share_confidence: str
    share_citation: str
    committed_at: datetime
    drawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class FrameCard:
    """One enterprise of a published frame; `task_id` when it is rechecked."""

    credit_code: str
    name: str
    city: str
    synthetic: bool
    fictional: bool
    grouped: str
    lot: str
    task_id: int | None
    inspectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RaisedCard:
    """A risk signal with its explanation."""

    signal: str
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class NamingCard:
    """An enterprise that the ministry named."""

    enterprise_id: int
    name: str
    reference: str


@dataclass(frozen=True, slots=True)
class FoundCard:
    """Values that a recheck or a decision found for one generating unit; None where it left them as they were."""

    unit_number: str
    emissions_tonnes: Decimal | None
    generation_mwh: Decimal | None
    heat_gj: Decimal | None

    @classmethod
    def read(cls, told: Mapping[str, str | None]) -> FoundCard:
        """From the stored form, in which numbers are text."""
        names = ("emissions_tonnes", "generation_mwh", "heat_gj")
        numbers = (Decimal(text) if (text := told[name]) is not None else None for name in names)
        return cls(str(told["unit_number"]), *numbers)


@dataclass(frozen=True, slots=True)
class RecheckCard:
    """The recheck of one enterprise."""

    id: int
    draw_id: int
    year: int
    enterprise_id: int
    name: str
    credit_code: str
    city: str
    synthetic: bool
    fictional: bool
    verification_task_id: int
    grouped: str
    state: str
    text: str
    done_on: date | None
    inspectors: tuple[str, ...]
    inspector_ids: tuple[int, ...]
    unit_values: tuple[FoundCard, ...]


@dataclass(frozen=True, slots=True)
class ConfirmationCard:
    """The confirmation of one enterprise's emissions, with its objection if there is one."""

    id: int
    year: int
    enterprise_id: int
    report_id: int
    name: str
    credit_code: str
    city: str
    synthetic: bool
    fictional: bool
    state: str
    basis: str
    verified_tonnes: Decimal
    emissions_tonnes: Decimal
    notice_until: date | None
    notified_on: date | None
    objection_until: date | None
    provisional: bool
    finalised_on: date | None
    objection_id: int | None
    decide_until: date | None

    def overdue(self, day: date) -> str:
        """The clock of the province that has run out, by its code; empty when none has."""
        if self.state == ConfirmationState.PREPARED and self.notice_until and self.notice_until < day:
            return "notice"
        if self.state == ConfirmationState.OBJECTED and self.decide_until and self.decide_until < day:
            return "decision"
        return ""


@dataclass(frozen=True, slots=True)
class ConfirmedCard:
    """A final confirmation; `basis` is verified, rechecked, determined or objection."""

    confirmation_id: int
    enterprise_id: int
    name: str
    credit_code: str
    city: str
    synthetic: bool
    fictional: bool
    emissions_tonnes: Decimal
    verified_tonnes: Decimal
    state: str
    notified_on: date
    basis: str


@dataclass(frozen=True, slots=True)
class ConfirmedUnit:
    """The confirmed values of one generating unit. `load_factor` is a share; generation in MWh, heat in GJ."""

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
class ObjectionCard:
    """An objection and, once decided, its decision."""

    id: int
    confirmation_id: int
    enterprise_id: int
    state: str
    grounds: str
    evidence: str
    filed_on: date
    decide_until: date
    upheld: bool | None
    unit_values: tuple[FoundCard, ...]
    reasons: str
    decided_on: date | None
