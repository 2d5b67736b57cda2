"""The table of an enterprise's years: one row a stage, one column a year, every cell the way to its paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.core.actors import Actor
from domain.core.duties import Duty
from domain.evaluation.queries import EnterpriseYear

IMPORTED = "imported"
_CONFIRMED = "/recheck/confirmations/"
_OWED = "/surrender/obligations/"
_ALLOCATED = "/allocation/entries/"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: a state, a figure, or both; empty, nothing is known.

    `of` begins the code of the state's words (state, listing, entry); `marks` are codes of remarks (`mark:late`).
    """

    state: str = ""
    of: tuple[str, ...] = ()
    value: Decimal | int | None = None
    href: str = ""
    marks: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.state and self.value is None

    @property
    def words(self) -> tuple[str, ...]:
        """The code of the state's words."""
        return (*self.of, self.state)


@dataclass(frozen=True, slots=True)
class Row:
    """A stage: its words (`file_row:<code>`), its unit, its cells by year."""

    code: str
    unit: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """How a row is made. The paper is opened by who holds `duty`; without it a state is not told either."""

    code: str
    duty: Duty
    cell: Callable[[EnterpriseYear], Cell]
    unit: str = ""


def _state(code: str | None, number: int | None, path: str, *of: str, marks: tuple[str, ...] = ()) -> Cell:
    return Cell(code, of, href=f"{path}{number}", marks=marks) if code and number else Cell()


def _figure(value: Decimal | int | None, number: int | None, path: str, more: str = "", *marks: str) -> Cell:
    return Cell(value=value, href=path + str(number) + more if number else "", marks=marks)


def _listed(one: EnterpriseYear) -> Cell:
    return _state(one.entry_state, one.entry_id, "/listing/entries/", "state", "listing", "entry")


def _plan(one: EnterpriseYear) -> Cell:
    late = ("late",) if one.plan_late else ()
    return _state(one.plan_state, one.plan_id, "/plans/versions/", "state", "monitoring_plan", "plan", marks=late)


def _report(one: EnterpriseYear) -> Cell:
    marks = (*(("late",) if one.late else ()), *(("was_returned",) if one.returns else ()))
    return _state(
        one.report_state, one.report_id, "/reports/report/", "state", "emission_report", "report", marks=marks
    )


def _reported(one: EnterpriseYear) -> Cell:
    return _figure(one.reported_tonnes, one.report_id, "/reports/report/", "/explanation")


def _task(one: EnterpriseYear) -> Cell:
    return _state(one.task_state, one.task_id, "/verification/tasks/", "state", "verification", "task")


def _verified(one: EnterpriseYear) -> Cell:
    return _figure(one.verified_tonnes, one.task_id, "/verification/tasks/", "/explanation")


def _confirmation(one: EnterpriseYear) -> Cell:
    return _state(one.confirmation_state, one.confirmation_id, _CONFIRMED, "state", "recheck", "confirmation")


def _emissions(one: EnterpriseYear) -> Cell:
    if one.confirmed_tonnes is None:
        marks = ("imported",) if one.known_origin == IMPORTED else ()
        return Cell(value=one.known_tonnes, marks=marks)
    return _figure(one.confirmed_tonnes, one.confirmation_id, _CONFIRMED, "/explanation")


def _allocation(one: EnterpriseYear) -> Cell:
    return _state(one.allocation_state, one.allocation_id, _ALLOCATED, "state", "allocation", "allocation")


def _owed(one: EnterpriseYear) -> Cell:
    if one.due is not None:
        return _figure(one.due, one.obligation_id, _OWED, "/why/due")
    return _figure(one.allocation_due, one.allocation_id, _ALLOCATED, "/why/due")


def _status(one: EnterpriseYear) -> Cell:
    if one.result_id is None:
        return _state(one.status, one.obligation_id, _OWED, "status", "surrender")
    return Cell(one.status or "", ("status", "surrender"), href=f"/surrender/results/{one.result_id}/why")


def _penalty(one: EnterpriseYear) -> Cell:
    several = ("several_cases",) if (one.cases or 0) > 1 else ()
    cell = _state(one.case_state, one.case_id, "/penalties/cases/", "state", "penalty", "case", marks=several)
    return Cell(cell.state, cell.of, one.fine_yuan, cell.href, cell.marks)


STAGES = (
    Stage("listed", Duty.LISTING_SEE, _listed),
    Stage("plan", Duty.PLAN_SEE, _plan),
    Stage("report", Duty.REPORT_SEE, _report),
    Stage("reported", Duty.REPORT_SEE, _reported, "t"),
    Stage("verification", Duty.VERIFICATION_SEE, _task),
    Stage("verified", Duty.VERIFICATION_SEE, _verified, "t"),
    Stage("confirmation", Duty.RECHECK_SEE, _confirmation),
    Stage("emissions", Duty.RECHECK_SEE, _emissions, "t"),
    Stage(
        "generation", Duty.RECHECK_SEE, lambda one: _figure(one.confirmed_mwh, one.confirmation_id, _CONFIRMED), "MWh"
    ),
    Stage("heat", Duty.RECHECK_SEE, lambda one: _figure(one.confirmed_gj, one.confirmation_id, _CONFIRMED), "GJ"),
    Stage("allocation", Duty.ALLOCATION_SEE, _allocation),
    Stage("pre", Duty.ALLOCATION_SEE, lambda one: _figure(one.pre, one.allocation_id, _ALLOCATED), "t"),
    Stage(
        "final",
        Duty.ALLOCATION_SEE,
        lambda one: _figure(one.final, one.allocation_id, _ALLOCATED, "/why/final"),
        "t",
    ),
    Stage("owed", Duty.SURRENDER_SEE, _owed, "t"),
    Stage("gap", Duty.ALLOCATION_SEE, lambda one: _figure(one.gap, one.allocation_id, _ALLOCATED), "t"),
    Stage("surrendered", Duty.SURRENDER_SEE, lambda one: _figure(one.surrendered, one.obligation_id, _OWED), "t"),
    Stage("offsets", Duty.SURRENDER_SEE, lambda one: _figure(one.offsets, one.obligation_id, _OWED), "t"),
    Stage("status", Duty.SURRENDER_SEE, _status),
    Stage("shortfall", Duty.SURRENDER_SEE, lambda one: _figure(one.shortfall, one.obligation_id, _OWED), "t"),
    Stage("penalty", Duty.PENALTY_SEE, _penalty, "yuan"),
)
# Figures that whoever may see the enterprise may see; the paper behind them is the room's.
TOLD_TO_ALL = ("emissions", "generation", "heat")
# An enterprise reads on its own page that it is listed; the room of the list is the authority's.
TOLD_WITHOUT_PAPER = ("listed",)


def rows_of(years: Sequence[EnterpriseYear], actor: Actor) -> tuple[Row, ...]:
    """The table for this reader: no row of a room that is closed to them."""
    told = [stage for stage in STAGES if actor.holds(stage.duty) or stage.code in (*TOLD_TO_ALL, *TOLD_WITHOUT_PAPER)]
    return tuple(
        Row(stage.code, stage.unit, tuple(_opened(stage.cell(one), actor.holds(stage.duty)) for one in years))
        for stage in told
    )


def _opened(cell: Cell, holds: bool) -> Cell:
    return cell if holds else Cell(cell.state, cell.of, cell.value, "", cell.marks)
