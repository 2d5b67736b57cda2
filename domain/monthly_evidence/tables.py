"""Months, their versions, findings, waivers, original records and first looks."""

from __future__ import annotations

from piccolo.columns import JSONB, BigInt, Boolean, Date, Integer, Numeric, SmallInt, Text, Timestamptz, Varchar
from piccolo.table import Table

from domain.core.findings import Severity
from domain.monthly_evidence.rules import EvidenceKind
from domain.monthly_evidence.states import State, VersionState


class MonthEvidence(Table, tablename="month_evidence"):
    """One enterprise's evidence of one month. `version_id` is set while a version stands submitted or accepted."""

    enterprise_id = Integer()
    year = SmallInt()
    month = SmallInt(help_text="1 to 12")
    state = Varchar(12, choices=State)
    due_on = Date(default=None, help_text="the last day on which it is in time")
    late = Boolean(default=False, help_text="first submitted after the due day")
    version_id = Integer(null=True, default=None)
    emissions_tonnes = Numeric((16, 2), null=True, default=None, help_text="of the month alone, t CO2")
    opened_at = Timestamptz(default=None)
    first_submitted_at = Timestamptz(null=True, default=None)
    submitted_at = Timestamptz(null=True, default=None)
    urged_on = Date(null=True, default=None)


class MonthVersion(Table, tablename="month_version"):
    """One uploaded workbook and what was read from it. The original is evidence."""

    month_id = Integer()
    number = SmallInt(help_text="counts from 1 within the month")
    form = Varchar(40, help_text="the form of the year's report that the month's workbook is made from")
    state = Varchar(12, choices=VersionState)
    evidence = Varchar(64, help_text="SHA-256 of the original")
    file_name = Varchar(255)
    received_at = Timestamptz(default=None)
    received_from = Varchar(120, help_text="who uploaded it")
    on_screen = Boolean(default=False, help_text="made by the portal from what was typed on screen")
    read_at = Timestamptz(null=True, default=None)
    plan_version = Integer(null=True, default=None, help_text="version of the plan in force when it was read")
    law_digest = Varchar(64, help_text="digest of the law it was computed and checked with")
    lines = JSONB(default="{}", help_text="values and cells by sheet, as read")
    emissions_tonnes = Numeric((16, 2), null=True, default=None, help_text="computed, t CO2")
    figures = JSONB(default="[]", help_text="the month's figures by part and code, as they will be told")
    stops = Integer(default=0)
    warns = Integer(default=0)
    notes = Integer(default=0)


class MonthFinding(Table, tablename="month_finding"):
    """One coded finding over one version, at its cell; `answered_by` is the original record that came after it."""

    version_id = Integer(index=True)
    code = Varchar(24)
    severity = Varchar(8, choices=Severity)
    sheet = Varchar(60)
    cell = Varchar(12)
    facts = JSONB(default="{}")
    citation = Varchar(200)
    answered_by = Integer(null=True, default=None)


class MonthWaiver(Table, tablename="month_waiver"):
    """A finding set aside: by whom, when and why. Never changed."""

    finding_id = Integer(unique=True)
    account_id = Integer()
    actor_name = Varchar(120)
    waived_at = Timestamptz(default=None)
    reason = Text()


class MonthAttachment(Table, tablename="month_attachment"):
    """An original record (原始凭证) attached to a month. Never changed; a better one is attached beside it."""

    month_id = Integer(index=True)
    kind = Varchar(20, choices=EvidenceKind)
    evidence = Varchar(64, help_text="SHA-256 of the file")
    file_name = Varchar(255)
    media_type = Varchar(120, help_text="as its first bytes say")
    size = BigInt()
    attached_at = Timestamptz(default=None)
    attached_by = Varchar(120)


class MonthLook(Table, tablename="month_look"):
    """A city officer's first look at a submitted month. Never changed."""

    month_id = Integer(index=True)
    version_id = Integer(help_text="what was looked at")
    account_id = Integer()
    actor_name = Varchar(120)
    looked_at = Timestamptz(default=None)
    unusual = Boolean(default=False)
    remark = Text()


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS month_evidence_once ON month_evidence (enterprise_id, year, month)",
    "CREATE INDEX IF NOT EXISTS month_evidence_owed ON month_evidence (year, state, due_on)",
    "CREATE UNIQUE INDEX IF NOT EXISTS month_version_number ON month_version (month_id, number)",
    "CREATE UNIQUE INDEX IF NOT EXISTS month_attachment_once ON month_attachment (month_id, kind, evidence)",
    """CREATE OR REPLACE FUNCTION refuse_month_record_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE OR REPLACE TRIGGER month_attachment_is_append_only BEFORE UPDATE OR DELETE ON month_attachment
    FOR EACH ROW EXECUTE FUNCTION refuse_month_record_change()""",
    """CREATE OR REPLACE TRIGGER month_look_is_append_only BEFORE UPDATE OR DELETE ON month_look
    FOR EACH ROW EXECUTE FUNCTION refuse_month_record_change()""",
    """CREATE OR REPLACE TRIGGER month_waiver_is_append_only BEFORE UPDATE OR DELETE ON month_waiver
    FOR EACH ROW EXECUTE FUNCTION refuse_month_record_change()""",
)
