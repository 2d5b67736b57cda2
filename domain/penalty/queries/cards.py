"""What the room answers with: frozen cards, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from domain.core.workings import Explanation
from domain.penalty.checks import Correction, Option, reviews
from domain.penalty.rules import Reading


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case as lists show it."""

    id: int
    number: str
    enterprise_id: int
    name: str
    year: int
    ground: str
    state: str
    law: str
    shortfall: int | None
    fine_min: Decimal | None
    fine_max: Decimal | None
    fine_yuan: Decimal | None
    notice_fine_yuan: Decimal | None
    answer_by: date | None
    opened_at: datetime
    decided_on: date | None
    published: bool
    synthetic: bool
    fictional: bool


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A whole case: everything its page shows. `options` and `price` are those of the last notice or decision."""

    id: int
    number: str
    enterprise_id: int
    name: str
    credit_code: str
    city: str
    synthetic: bool
    fictional: bool
    year: int
    ground: str
    state: str
    conduct_on: date
    deadline_on: date
    due: int | None
    surrendered: int | None
    shortfall: int | None
    facts: str
    opened_at: datetime
    opened_by: int
    inspectors: tuple[str, ...]
    order_text: str
    correct_by: date | None
    made_good_on: date | None
    made_good_tonnes: int
    options: tuple[Option, ...]
    price: Explanation | None
    notice_fine_yuan: Decimal | None
    notice_reasons: str
    noticed_on: date | None
    noticed_by: int | None
    answer_by: date | None
    hearing_offered: bool
    statement: str
    stated_on: date | None
    hearing_asked: bool
    hearing_on: date | None
    hearing_place: str
    hearing_chair: str
    hearing_record: str
    opinion: str
    reviewed_by: int | None
    reviewed_on: date | None
    law: str
    citation: str
    legal_day: str
    step: str
    law_reason: str
    fine_yuan: Decimal | None
    fine_min: Decimal | None
    fine_max: Decimal | None
    deduct_tonnes: int
    factors: tuple[str, ...]
    reasons: str
    decided_on: date | None
    decided_by: int | None
    service: str
    served_on: date | None
    pay_by: date | None
    paid_on: date | None
    late_fine_yuan: Decimal
    late_fine: Explanation | None
    credit_entry: str
    closed_on: date | None
    published_at: datetime | None

    @property
    def correction(self) -> Correction:
        return Correction(self.correct_by, self.shortfall or 0, self.made_good_tonnes, self.made_good_on)

    @property
    def applied(self) -> Option | None:
        """The option that the decision took."""
        for option in self.options:
            if option.legal_day == self.legal_day and option.step == self.step:
                return option
        return None


@dataclass(frozen=True, slots=True)
class PublishedCard:
    """What everyone may read of a published decision."""

    id: int
    number: str
    name: str
    credit_code: str
    city: str
    ground: str
    year: int
    law: str
    citation: str
    shortfall: int | None
    fine_yuan: Decimal
    deduct_tonnes: int
    decided_on: date
    published_at: datetime
    synthetic: bool
    fictional: bool


@dataclass(frozen=True, slots=True)
class LeadCard:
    """A lead (线索): an enterprise that failed, by a record of another room.

    `deadline_on` is the last day that it had itself; tonnes are those missing on it, None where a report is.
    """

    enterprise_id: int
    name: str
    ground: str
    deadline_on: date
    shortfall: int | None = None


@dataclass(frozen=True, slots=True)
class Possible:
    """The penalties that the laws in question allow as of a day, and the price they rest on.

    `readings` are the fines of the second step under every reading of what the law leaves open about it.
    """

    options: tuple[Option, ...]
    price: Explanation | None
    readings: tuple[Reading, ...] = ()

    @property
    def reviews(self) -> tuple[str, ...]:
        """Codes of the open legal questions that the options raise."""
        return reviews(self.options)
