"""Plans. One row is one version as it was received; what it says is kept as read, its units and meters as rows."""

from __future__ import annotations

from piccolo.columns import JSONB, Boolean, Date, Integer, Numeric, SmallInt, Timestamptz, Varchar
from piccolo.table import Table

from domain.monitoring_plan.states import ChangeState, ReviewState, State


class Plan(Table, tablename="plan"):
    """One version of an enterprise's plan for one compliance year."""

    enterprise_id = Integer(index=True)
    year = SmallInt()
    state = Varchar(10, choices=State)
    form = Varchar(40, default="plan.power.2022", help_text="the form it is read by: sector and edition")
    version = SmallInt(default=0, help_text="the number the workbook gives itself; 0 until it has been read")
    original = Varchar(64, help_text="SHA-256 of the workbook")
    file_name = Varchar(200)
    received_at = Timestamptz(default=None)
    received_by = Integer(help_text="account")
    submitted_at = Timestamptz(null=True, default=None)
    submitted_by = Integer(null=True, default=None)
    late = Boolean(default=False, help_text="the first of its year, submitted after the day for filing")
    filed_at = Timestamptz(null=True, default=None)
    rules_from = Date(null=True, default=None, help_text="the first day on which it ruled, once filed")
    filing_number = Varchar(60, help_text="备案号; empty until filed")
    filing_year = SmallInt(default=0, help_text="calendar year of the filing")
    filing_serial = Integer(default=0, help_text="running number within it")
    change_id = Integer(null=True, default=None, help_text="the application that this revision answers")
    on_screen = Boolean(default=False, help_text="the portal made the workbook of what was typed")
    stops = Integer(default=0, help_text="findings that stop")
    warnings = Integer(default=0)
    readable = Boolean(default=False, help_text="the file was a workbook, whatever is wrong in it")
    content = JSONB(default="{}", help_text="sheet → lines → values and cells")


class PlanUnit(Table, tablename="plan_unit"):
    """A unit, line or facility as a clean version describes it: what a report is read against.

    Outside power it has a number and methods; class and fuel are empty and the capacity is 0.
    """

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


class PlanMeter(Table, tablename="plan_meter"):
    """A meter of the ledger (计量器具台账), as the plan that was filed last names it."""

    enterprise_id = Integer(index=True)
    plan_id = Integer(help_text="the plan that named it last")
    unit = Varchar(20, help_text="unit, line or facility; empty: the whole plant")
    item = Varchar(120, help_text="fuel, material or product; empty where there is none")
    parameter = Varchar(40)
    name = Varchar(200, help_text="name and model")
    place = Varchar(120)
    accuracy = Numeric((6, 3), null=True, default=None, help_text="percent")
    calibration_months = SmallInt(null=True, default=None)
    calibrated_on = Date(null=True, default=None)
    due_on = Date(null=True, default=None, help_text="the day by which it is calibrated anew")
    retired_on = Date(null=True, default=None, help_text="since when no plan in force names it")


class MeterCalibration(Table, tablename="meter_calibration"):
    """A calibration of one meter with its certificate."""

    meter_id = Integer(index=True)
    calibrated_on = Date(default=None)
    due_on = Date(null=True, default=None, help_text="the next one")
    laboratory = Varchar(120)
    number = Varchar(80, help_text="of the certificate")
    device = Varchar(200, help_text="name and model of the meter then; another one may stand in its place later")
    serial = Varchar(80, help_text="number of the device, as the certificate names it")
    certificate = Varchar(64, help_text="SHA-256")
    file_name = Varchar(200)
    recorded_at = Timestamptz(default=None)
    recorded_by = Integer(help_text="account")


class MeterReminder(Table, tablename="meter_reminder"):
    """A reminder that the clock gave, so that none is given twice."""

    meter_id = Integer()
    due_on = Date(default=None)
    days = SmallInt(help_text="before the day due; negative after it")
    told_at = Timestamptz(default=None)


class PlanChange(Table, tablename="plan_change"):
    """An application to change the plan in force (变更申请)."""

    enterprise_id = Integer(index=True)
    year = SmallInt()
    plan_id = Integer(help_text="the plan that was in force when it was made")
    state = Varchar(10, choices=ChangeState)
    trigger = Varchar(20, help_text="code of the legal reason")
    what = Varchar(2000)
    why = Varchar(2000)
    since = Date(default=None, help_text="the day of the change")
    applied_at = Timestamptz(default=None)
    applied_by = Integer(help_text="account")
    decided_at = Timestamptz(null=True, default=None)
    decision = Varchar(2000, help_text="the officer's reason")


class PlanReview(Table, tablename="plan_review"):
    """What a verification body was asked of one version, and what it said."""

    plan_id = Integer(index=True)
    body_id = Integer(index=True)
    state = Varchar(10, choices=ReviewState)
    asked_at = Timestamptz(default=None)
    mandated = Boolean(default=False, help_text="the body's mandate was granted for this review")
    conforms = Boolean(null=True, default=None)
    text = Varchar(4000)
    parts = JSONB(default="{}", help_text="key of the sheet → what was said of it")
    given_at = Timestamptz(null=True, default=None)
    given_by = Integer(null=True, default=None, help_text="account")


SQL_AFTER = (
    # The newest version of an enterprise's year.
    "CREATE INDEX IF NOT EXISTS plan_newest ON plan (year, enterprise_id, id DESC)",
    # At most one version is in force, and at most one waits for review.
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_in_force ON plan (enterprise_id, year) WHERE state = 'filed'",
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_waiting ON plan (enterprise_id, year) WHERE state = 'submitted'",
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_unit_number ON plan_unit (plan_id, number)",
    # A filing number is given once.
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_filing_number ON plan (filing_number) WHERE filing_number <> ''",
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_filing_serial ON plan (filing_year, filing_serial) WHERE filing_serial > 0",
    # A meter is known by what it measures; a reminder is given once.
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_meter_once ON plan_meter (enterprise_id, unit, item, parameter)",
    "CREATE INDEX IF NOT EXISTS plan_meter_due ON plan_meter (due_on) WHERE retired_on IS NULL",
    "CREATE UNIQUE INDEX IF NOT EXISTS meter_reminder_once ON meter_reminder (meter_id, due_on, days)",
    # One open application a year, one review of a version at a time.
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_change_open ON plan_change (enterprise_id, year) WHERE state = 'applied'",
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_review_open ON plan_review (plan_id) WHERE state = 'asked'",
)
