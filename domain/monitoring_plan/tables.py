"""Plans. One row is one version as it was received; what it says is kept as read, its generating units as rows."""

from __future__ import annotations

from piccolo.columns import JSONB, Boolean, Integer, Numeric, SmallInt, Timestamptz, Varchar
from piccolo.table import Table

from domain.monitoring_plan.states import State


class Plan(Table, tablename="plan"):
    """One version of an enterprise's plan for one compliance year."""

    enterprise_id = Integer(index=True)
    year = SmallInt()
    state = Varchar(10, choices=State)
    version = SmallInt(default=0, help_text="the number the workbook gives itself; 0 until it has been read")
    original = Varchar(64, help_text="SHA-256 of the workbook")
    file_name = Varchar(200)
    received_at = Timestamptz(default=None)
    received_by = Integer(help_text="account")
    submitted_at = Timestamptz(null=True, default=None)
    submitted_by = Integer(null=True, default=None)
    late = Boolean(default=False, help_text="the first of its year, submitted after the day for filing")
    filed_at = Timestamptz(null=True, default=None)
    stops = Integer(default=0, help_text="findings that stop")
    warnings = Integer(default=0)
    readable = Boolean(default=False, help_text="the file was a workbook, whatever is wrong in it")
    content = JSONB(default="{}", help_text="sheet → lines → values and cells")


class PlanUnit(Table, tablename="plan_unit"):
    """A generating unit as a clean version describes it: what a report is read against."""

    plan_id = Integer(index=True)
    number = Varchar(20)
    capacity_mw = Numeric((10, 3))
    unit_class = Varchar(4)
    fuel = Varchar(20)
    cogeneration = Boolean(default=False)
    carbon_method = Varchar(10, help_text="measured or default")
    heat_value_method = Varchar(10, help_text="measured or default")


class PlanFinding(Table, tablename="plan_finding"):
    """A coded finding of one version, in the order found."""

    plan_id = Integer(index=True)
    position = SmallInt()
    code = Varchar(40)
    severity = Varchar(4)
    sheet = Varchar(60)
    cell = Varchar(10)
    facts = JSONB(default="{}")
    citation = Varchar(200)


SQL_AFTER = (
    # The newest version of an enterprise's year.
    "CREATE INDEX IF NOT EXISTS plan_newest ON plan (year, enterprise_id, id DESC)",
    # At most one version is in force, and at most one waits for review.
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_in_force ON plan (enterprise_id, year) WHERE state = 'filed'",
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_waiting ON plan (enterprise_id, year) WHERE state = 'submitted'",
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_unit_number ON plan_unit (plan_id, number)",
)
