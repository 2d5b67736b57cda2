"""The nine stages of a compliance year: whose subjects stand in them, by which days of the law, counted in what."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from domain.allocation.states import State as AllocationState
from domain.core.duties import Duty
from domain.emission_report.states import State as ReportState
from domain.listing.states import State as EntryState
from domain.monitoring_plan.states import State as PlanState
from domain.penalty.states import State as CaseState
from domain.recheck.states import ConfirmationState
from domain.summary.states import State as PackageState
from domain.surrender.states import State as ObligationState
from domain.verification.states import TaskState
from portal.desk.reach import SEEN


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum of the year that belongs to a stage: a field of the evaluation's totals. Its words are `total:<code>`."""

    code: str
    unit: str = "t"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the year. `code` is its room, `kind` and `table` its subjects, `done` the states that end it.

    `deadlines` are the law's days, in order; `due` says which of them a state is bound by, the last where it is silent.
    Whoever stood in the stage `before` in one of `enters` and has nothing here has not begun. `over`: only once the
    calendar year of the emissions is over. `once`: one subject that is done ends the stage. `awaited`: its turn having
    come, something is to be done; otherwise nobody may ever stand in it.
    """

    code: str
    kind: str
    table: str
    path: str
    states: type[StrEnum]
    done: tuple[str, ...]
    deadlines: tuple[str, ...] = ()
    due: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))
    gone: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    before: str = "listing"
    enters: tuple[str, ...] = ("published",)
    over: bool = True
    once: bool = False
    awaited: bool = True

    @property
    def seen(self) -> Duty:
        return SEEN[self.code]

    def place_of(self, state: str) -> int:
        """The place of a state in the order in which the room goes through them."""
        return [each.value for each in self.states].index(state)

    def deadline_of(self, state: str) -> str:
        """The day that a state is bound by; empty where the law sets none."""
        return self.due.get(state, self.deadlines[-1] if self.deadlines else "")


_PRE = dict.fromkeys(("", "pre_proposed", "pre_returned", "pre_approved"), "pre_allocation")
_TABLES = dict.fromkeys(("pre_issued", "final_proposed", "final_approved"), "final_tables")

# What has been handed in met the day; it waits for the authority, whom the law sets none.
_HANDED_IN = MappingProxyType({"submitted": ""})
# A report that is owed has a last day of its own, which its room tells; whoever has none yet is bound by the first.
_OF_REPORTS = MappingProxyType({"": "report", "open": "", "returned": "", "submitted": ""})

TRACK: tuple[Stage, ...] = (
    Stage(
        "listing",
        "entry",
        "list_entry",
        "/listing/{year}",
        EntryState,
        ("published",),
        ("list",),
        gone=("withdrawn",),
        before="",
        over=False,
    ),
    Stage(
        "monitoring_plan",
        "plan",
        "plan",
        "/plans/{year}",
        PlanState,
        ("filed", "replaced"),
        ("plan",),
        due=_HANDED_IN,
        over=False,
    ),
    Stage(
        "emission_report",
        "report",
        "report",
        "/reports/{year}",
        ReportState,
        ("accepted", "determined"),
        ("report.other", "report.industry", "report"),
        due=_OF_REPORTS,
        figures=(Figure("reported_tonnes"),),
    ),
    Stage(
        "verification",
        "task",
        "verification_task",
        "/verification/{year}",
        TaskState,
        ("delivered",),
        ("verification",),
        gone=("declined", "withdrawn"),
        figures=(Figure("verified_tonnes"),),
        before="emission_report",
        enters=("accepted",),
    ),
    Stage(
        "recheck",
        "confirmation",
        "confirmation",
        "/recheck/{year}",
        ConfirmationState,
        ("final",),
        figures=(Figure("confirmed_tonnes"),),
        before="emission_report",
        enters=("accepted", "determined"),
    ),
    Stage(
        "allocation",
        "allocation",
        "allocation",
        "/allocation/{year}",
        AllocationState,
        ("final_issued",),
        ("pre_allocation", "final_tables", "final_issue"),
        due=MappingProxyType(_PRE | _TABLES),
        figures=(Figure("pre"), Figure("final")),
    ),
    Stage(
        "surrender",
        "obligation",
        "obligation",
        "/surrender/{year}",
        ObligationState,
        ("settled", "published"),
        ("surrender",),
        figures=(Figure("due"), Figure("surrendered"), Figure("offsets"), Figure("missing")),
        before="allocation",
        enters=("final_confirmed", "final_issued"),
    ),
    Stage(
        "penalty",
        "case",
        "penalty_case",
        "/penalties/{year}",
        CaseState,
        ("closed",),
        gone=("withdrawn",),
        figures=(Figure("fine_yuan", "yuan"),),
        before="surrender",
        enters=(),
        awaited=False,
    ),
    Stage(
        "summary",
        "package",
        "package",
        "/summary/{year}",
        PackageState,
        ("handed_over",),
        before="surrender",
        enters=(),
        once=True,
    ),
)

# Each room with the day that ends its stage, where the law sets one.
STAGES: tuple[tuple[str, str], ...] = tuple(
    (stage.code, stage.deadlines[-1] if stage.deadlines else "") for stage in TRACK
)
