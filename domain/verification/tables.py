"""Ties, assignment runs, verification tasks with their group, clocks, site list, findings and verified values."""

from __future__ import annotations

from piccolo.columns import JSONB, Boolean, Date, Integer, Numeric, SmallInt, Text, Timestamptz, Varchar
from piccolo.table import Table

from domain.verification.states import Approach, Category, Clock, FindingStatus, Quantity, Role, TaskState, TieKind


class BodyTie(Table, tablename="body_tie"):
    """A declared tie of a body, or of one person of it, to an enterprise or to the province."""

    body_id = Integer(index=True)
    enterprise_id = Integer(null=True, default=None, help_text="empty: to no enterprise in particular")
    kind = Varchar(20, choices=TieKind)
    since = Date(default=None)
    until = Date(null=True, default=None, help_text="last day; empty while it lasts")
    person_id = Integer(null=True, default=None, help_text="account of the one person whose tie it is")
    text = Text(default="")
    declared_by = Integer()
    declared_at = Timestamptz(default=None)


class AssignmentRun(Table, tablename="assignment_run"):
    """One run of the assignment of the whole province: its inputs by digest, and what came out."""

    year = SmallInt(index=True)
    law_day = Date(default=None)
    digest = Varchar(64, help_text="SHA-256 over enterprises, bodies, ties and capacities")
    placed = Integer()
    unplaced = Integer()
    loads = JSONB(default="{}", help_text="body → enterprises on hand afterwards")
    at = Timestamptz(default=None)


class BodyExclusion(Table, tablename="body_exclusion"):
    """Why a body was not given an enterprise in a run."""

    run_id = Integer()
    enterprise_id = Integer()
    body_id = Integer()
    reason = Varchar(20)
    since = Date(null=True, default=None)
    citation = Varchar(120)


class VerificationTask(Table, tablename="verification_task"):
    """One body's verification of one enterprise's report of one year."""

    report_id = Integer()
    version_id = Integer(null=True, default=None, help_text="the report version that is verified")
    enterprise_id = Integer(index=True)
    year = SmallInt()
    body_id = Integer(index=True)
    state = Varchar(20, choices=TaskState)
    reported_tonnes = Numeric((18, 2))
    run_id = Integer(null=True, default=None, help_text="empty: given by a person")
    reason = Text(default="", help_text="why a person gave it to this body, or why the body declined")
    waived = Boolean(default=False, help_text="no site visit was needed")
    documents_text = Text(default="", help_text="what the document review found")
    visited_on = Date(null=True, default=None)
    statement = Text(default="")
    emissions_tonnes = Numeric((18, 2), null=True, default=None)
    explanation = JSONB(default="{}")
    concluded_by = Integer(null=True, default=None)
    concluded_on = Date(null=True, default=None)
    review_text = Text(default="")
    reviewed_by = Integer(null=True, default=None)
    report_number = Varchar(60)
    delivered_on = Date(null=True, default=None)


class TaskMember(Table, tablename="verification_member"):
    """A person of the working group."""

    task_id = Integer(index=True)
    account_id = Integer()
    role = Varchar(8, choices=Role)


class TaskClock(Table, tablename="verification_clock"):
    """A clock of the guide that was started; `met_on` empty means it still runs."""

    task_id = Integer(index=True)
    code = Varchar(12, choices=Clock)
    started_on = Date(default=None)
    due_on = Date(default=None)
    provisional = Boolean(default=False)
    met_on = Date(null=True, default=None)


class SiteItem(Table, tablename="verification_site_item"):
    """One line of the site list (现场核查清单)."""

    task_id = Integer(index=True)
    number = SmallInt()
    approach = Varchar(8, choices=Approach)
    text = Text(default="")
    answer = Text(default="")
    conforms = Boolean(null=True, default=None)


class VerificationFinding(Table, tablename="verification_finding"):
    """One finding (不符合项), its answer and its judgement."""

    task_id = Integer(index=True)
    number = SmallInt()
    category = Varchar(20, choices=Category)
    unit_number = Varchar(40)
    quantity = Varchar(20, choices=Quantity)
    text = Text(default="")
    estimate = Numeric((18, 3), null=True, default=None, help_text="the group's conservative value")
    status = Varchar(12, choices=FindingStatus)
    answer = Text(default="")
    corrected_value = Numeric((18, 3), null=True, default=None)
    evidence = Varchar(64, help_text="SHA-256 of the file that came with the answer")
    answered_by = Integer(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)


class VerifiedUnitRow(Table, tablename="verified_unit"):
    """The verified values of one generating unit."""

    task_id = Integer(index=True)
    enterprise_id = Integer()
    unit_number = Varchar(40)
    unit_class = Varchar(4)
    fuel = Varchar(20)
    cogeneration = Boolean(default=False)
    capacity_mw = Numeric((10, 3))
    emissions_tonnes = Numeric((18, 2))
    generation_mwh = Numeric((18, 3))
    heat_gj = Numeric((18, 2))
    load_factor = Numeric(null=True, default=None)
    explanations = JSONB(default="{}", help_text="quantity → explanation")


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS verification_task_live ON verification_task (report_id) "
    "WHERE state NOT IN ('declined', 'withdrawn')",
    "CREATE INDEX IF NOT EXISTS verification_task_year ON verification_task (year, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS verification_member_once ON verification_member (task_id, account_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS verification_clock_once ON verification_clock (task_id, code)",
    "CREATE UNIQUE INDEX IF NOT EXISTS verification_finding_number ON verification_finding (task_id, number)",
    "CREATE UNIQUE INDEX IF NOT EXISTS verified_unit_once ON verified_unit (task_id, unit_number)",
    "CREATE INDEX IF NOT EXISTS body_exclusion_of ON body_exclusion (enterprise_id, run_id)",
)
