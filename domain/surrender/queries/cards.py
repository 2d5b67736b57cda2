"""What the questions answer with. Whole tonnes; `year` is the compliance year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.core.workings import Explanation
from domain.surrender.rules import Outcome, Standing
from domain.surrender.states import State


@dataclass(frozen=True, slots=True)
class OutcomeCard:
    """An obligation with its result in force; before there is one, `status` is `open` and the sums are today's.

    `deadline_shortfall` is what was missing at the deadline, also when it was handed in later. `published` is whether
    this very result has been published, `differing` whether a difference to the registry is still open.
    """

    obligation_id: int
    enterprise_id: int
    name: str
    credit_code: str
    city: str
    synthetic: bool
    fictional: bool
    year: int
    state: str
    due: int
    surrendered: int
    offsets: int
    offsets_refused: int
    shortfall: int
    deadline_shortfall: int
    status: str
    completed_on: date | None
    published: bool
    surrendered_now: int
    offsets_now: int
    differing: bool

    @property
    def missing_now(self) -> int:
        """What is still to be handed in today, whatever the result said on its day."""
        return max(self.due - self.surrendered_now - self.offsets_now, 0)

    def differs(self, new: Outcome) -> bool:
        """Whether a result computed anew says anything else than the one in force; the first one always does."""
        verdict = new.standing
        now = (verdict.status.value, verdict.shortfall, verdict.completed_on, new.surrendered, new.offsets)
        was = (self.status, self.shortfall, self.completed_on, self.surrendered, self.offsets)
        return self.state == State.OPEN or (*was, self.deadline_shortfall) != (*now, new.deadline_shortfall)

    @property
    def outdated(self) -> bool:
        """More has come in than the result in force knows of: it is to be computed again."""
        now = (self.surrendered_now, self.offsets_now)
        return self.status != "open" and (self.surrendered, self.offsets) != now


@dataclass(frozen=True, slots=True)
class ObligationCard:
    """An obligation as acts work with it."""

    id: int
    year: int
    enterprise_id: int
    state: str
    due: int
    surrendered: int
    offsets: int
    offsets_refused: int
    result_id: int | None


@dataclass(frozen=True, slots=True)
class ResultCard:
    """A result, as computed on its day."""

    id: int
    obligation_id: int
    as_of: date
    status: str
    surrendered: int
    offsets: int
    shortfall: int
    deadline_shortfall: int
    completed_on: date | None
    settled_at: datetime
    settled_by: int
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class StandingCard:
    """How an obligation stood at the end of a day."""

    obligation_id: int
    enterprise_id: int
    name: str
    initials: str
    credit_code: str
    city: str
    synthetic: bool
    fictional: bool
    due: int
    surrendered: int
    offsets: int
    standing: Standing
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class HandInCard:
    """Something handed in, dated: allowances of a vintage, or reductions that count (no vintage)."""

    on_day: date
    tonnes: int
    vintage: int | None
    reference: str
    offset: bool
    statement_id: int | None


@dataclass(frozen=True, slots=True)
class OffsetCard:
    """Reductions handed in: `tonnes` = `accepted` + `ineligible` + `over_cap`."""

    id: int
    obligation_id: int
    project: str
    registered_on: date
    handed_in_on: date
    tonnes: int
    accepted: int
    ineligible: int
    over_cap: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class StatementCard:
    """A statement of the registry as imported, and how many of its differences are still open."""

    id: int
    year: int
    sha256: str
    file_name: str
    rows: int
    booked: int
    repeated: int
    differences: int
    open_differences: int
    imported_at: datetime
    imported_by: str


@dataclass(frozen=True, slots=True)
class DifferenceCard:
    """A difference between a statement and the portal; `code` and `facts` become words at the front door."""

    id: int
    statement_id: int
    year: int
    enterprise_id: int | None
    code: str
    severity: str
    about: str
    credit_code: str
    name: str
    place: str
    facts: dict[str, str]
    citation: str
    found_at: datetime
    resolved_at: datetime | None
    resolved_by: str
    resolution: str
    resolved_by_statement: int | None


@dataclass(frozen=True, slots=True)
class PublishedCard:
    """What the public sees of an obligation: the result last published."""

    name: str
    credit_code: str
    city: str
    synthetic: bool
    fictional: bool
    year: int
    due: int
    shortfall: int
    status: str
    completed_on: date | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class PublicYear:
    """A year whose outcomes are published: how many of each status, and when the last of them was."""

    year: int
    statuses: dict[str, int]
    published_at: datetime

    @property
    def count(self) -> int:
        return sum(self.statuses.values())


@dataclass(frozen=True, slots=True)
class Totals:
    """A year in sums: obligations by state and by status, tonnes, and how many differences wait."""

    states: dict[str, int]
    statuses: dict[str, int]
    due: int
    surrendered: int
    offsets: int
    missing: int
    open_differences: int
    outdated: int


@dataclass(frozen=True, slots=True)
class PriceOfMissing:
    """What the missing tonnes would cost at the closing price of `on`."""

    on: date
    explanation: Explanation
