"""Where the subjects of the journal have their pages, and whose duty opens them. One place for the whole front door."""

from __future__ import annotations

from domain.core.actors import Actor
from domain.core.duties import Duty

PAGES: dict[str, tuple[str, Duty]] = {
    "list_entry": ("/listing/entries/", Duty.LISTING_SEE),
    "plan": ("/plans/versions/", Duty.PLAN_SEE),
    "plan_change": ("/plans/changes/", Duty.PLAN_SEE),
    "plan_meter": ("/plans/instruments/", Duty.PLAN_SEE),
    "plan_ledger": ("/plans/of/", Duty.PLAN_SEE),
    "outside_import": ("/outside/imports/", Duty.OUTSIDE_SEE),
    "month_evidence": ("/months/month/", Duty.MONTH_SEE),
    "month_version": ("/months/versions/", Duty.MONTH_SEE),
    "report": ("/reports/report/", Duty.REPORT_SEE),
    "report_version": ("/reports/versions/", Duty.REPORT_SEE),
    "verification_task": ("/verification/tasks/", Duty.VERIFICATION_SEE),
    "recheck_draw": ("/recheck/draws/", Duty.PUBLIC),
    "recheck_task": ("/recheck/tasks/", Duty.RECHECK_SEE),
    "confirmation": ("/recheck/confirmations/", Duty.RECHECK_SEE),
    "objection": ("/recheck/objections/", Duty.RECHECK_SEE),
    "allocation": ("/allocation/entries/", Duty.ALLOCATION_SEE),
    "obligation": ("/surrender/obligations/", Duty.SURRENDER_SEE),
    "surrender_statement": ("/surrender/statements/", Duty.SURRENDER_SEE),
    "penalty_case": ("/penalties/cases/", Duty.PENALTY_SEE),
    "package": ("/summary/packages/", Duty.SUMMARY_SEE),
    "help_question": ("/help/questions/", Duty.HELP_ASK),
}


def path_of(subject: str, actor: Actor) -> str:
    """The page of a subject `table:id`; empty where it has none, or none that the actor may open.

    >>> from domain.core.actors import THE_PUBLIC
    >>> path_of("recheck_draw:7", THE_PUBLIC), path_of("report:7", THE_PUBLIC), path_of("edition:1", THE_PUBLIC)
    ('/recheck/draws/7', '', '')
    """
    table, _, row_id = subject.partition(":")
    beginning, duty = PAGES.get(table, ("", Duty.PUBLIC))
    return f"{beginning}{row_id}" if beginning and row_id.isdecimal() and actor.holds(duty) else ""
