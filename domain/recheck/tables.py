"""The ministry's namings, draws with their frames, recheck tasks, confirmations with unit values, objections."""

from __future__ import annotations

from piccolo.columns import JSONB, Boolean, Date, Integer, Numeric, SmallInt, Text, Timestamptz, Varchar
from piccolo.table import Table

from domain.recheck.states import Basis, ConfirmationState, DrawState, Group, ObjectionState, TaskState


class RecheckNaming(Table, tablename="recheck_naming"):
    """An enterprise that the ministry has named for recheck."""

    year = SmallInt()
    enterprise_id = Integer()
    reference = Varchar(120, help_text="number of the ministry's letter")
    named_by = Integer()
    named_at = Timestamptz(default=None)


class RecheckDraw(Table, tablename="recheck_draw"):
    """One draw: its published frame, the commitment to its seed, later the seed."""

    year = SmallInt(index=True)
    state = Varchar(10, choices=DrawState)
    frame = Text(default="", help_text="the published text; its SHA-256 is `frame_digest`")
    frame_digest = Varchar(64)
    commitment = Varchar(64, help_text="SHA-256 of the seed")
    seed = Varchar(200)
    drawn_of_share = Integer()
    inspectors_each = SmallInt()
    share = Varchar(20, help_text="the share in force, as enacted")
    share_confidence = Varchar(10)
    share_citation = Varchar(200)
    committed_at = Timestamptz(default=None)
    drawn_at = Timestamptz(null=True, default=None)


class FrameEntry(Table, tablename="recheck_frame_entry"):
    """One enterprise of a frame: its group, its signals, each with its explanation."""

    draw_id = Integer(index=True)
    enterprise_id = Integer()
    verification_task_id = Integer()
    credit_code = Varchar(18)
    grouped = Varchar(10, choices=Group)
    signals = JSONB(default="[]", help_text="[{signal, explanation}]")
    lot = Varchar(64, help_text="HMAC-SHA256 of the seed, once drawn")


class FrameInspector(Table, tablename="recheck_frame_inspector"):
    """One inspector of a frame, by number and name as of the draw."""

    draw_id = Integer(index=True)
    account_id = Integer()
    name = Varchar(60)


class RecheckTask(Table, tablename="recheck_task"):
    """The recheck of one enterprise."""

    draw_id = Integer(index=True)
    year = SmallInt()
    enterprise_id = Integer()
    verification_task_id = Integer()
    grouped = Varchar(10, choices=Group)
    state = Varchar(10, choices=TaskState)
    text = Text(default="", help_text="what the recheck found")
    unit_values = JSONB(default="[]", help_text="values found per generating unit; those not named stay")
    done_by = Integer(null=True, default=None)
    done_on = Date(null=True, default=None)


class TaskInspector(Table, tablename="recheck_task_inspector"):
    """An inspector drawn for a task."""

    task_id = Integer(index=True)
    account_id = Integer()


class Confirmation(Table, tablename="confirmation"):
    """The confirmed emissions of one enterprise and year."""

    year = SmallInt()
    enterprise_id = Integer()
    report_id = Integer()
    state = Varchar(10, choices=ConfirmationState, index=True)
    basis = Varchar(12, choices=Basis)
    chain = JSONB(default="{}", help_text="where the figures come from, in order")
    verified_tonnes = Numeric((18, 2), help_text="as verified, or as determined")
    emissions_tonnes = Numeric((18, 2))
    explanation = JSONB(default="{}")
    prepared_by = Integer()
    notice_until = Date(null=True, default=None, help_text="last day to tell the enterprise")
    notified_on = Date(null=True, default=None)
    objection_until = Date(null=True, default=None)
    provisional = Boolean(default=False, help_text="the holidays of that time are not known yet")
    finalised_on = Date(null=True, default=None)


class ConfirmedUnitRow(Table, tablename="confirmed_unit"):
    """The confirmed values of one generating unit. `base_…` are the values before recheck and objection."""

    confirmation_id = Integer(index=True)
    enterprise_id = Integer()
    unit_number = Varchar(40)
    unit_class = Varchar(4)
    fuel = Varchar(20)
    cogeneration = Boolean(default=False)
    capacity_mw = Numeric((10, 3))
    base_emissions_tonnes = Numeric((18, 2))
    base_generation_mwh = Numeric((18, 3))
    base_heat_gj = Numeric((18, 2))
    base_load_factor = Numeric(null=True, default=None)
    reported_tonnes = Numeric((18, 2), null=True, default=None)
    emissions_tonnes = Numeric((18, 2))
    generation_mwh = Numeric((18, 3))
    heat_gj = Numeric((18, 2))
    load_factor = Numeric(null=True, default=None)
    explanations = JSONB(default="{}", help_text="quantity → explanation")


class Objection(Table, tablename="objection"):
    """An enterprise's objection to its confirmed emissions, and the province's decision."""

    confirmation_id = Integer(index=True)
    enterprise_id = Integer()
    state = Varchar(10, choices=ObjectionState)
    grounds = Text(default="")
    evidence = Varchar(64, help_text="SHA-256 of the file that came with it")
    filed_by = Integer()
    filed_on = Date(default=None)
    decide_until = Date(default=None)
    upheld = Boolean(null=True, default=None)
    unit_values = JSONB(default="[]")
    reasons = Text(default="")
    decided_by = Integer(null=True, default=None)
    decided_on = Date(null=True, default=None)


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS recheck_naming_once ON recheck_naming (year, enterprise_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS recheck_task_once ON recheck_task (year, enterprise_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS recheck_frame_entry_once ON recheck_frame_entry (draw_id, enterprise_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS confirmation_once ON confirmation (year, enterprise_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS confirmed_unit_once ON confirmed_unit (confirmation_id, unit_number)",
    "CREATE UNIQUE INDEX IF NOT EXISTS objection_once ON objection (confirmation_id)",
)
