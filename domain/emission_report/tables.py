"""Reports, their versions, findings, waivers, and the units' figures of the year."""

from __future__ import annotations

from piccolo.columns import JSONB, Boolean, Date, Integer, Numeric, SmallInt, Text, Timestamptz, Varchar
from piccolo.table import Table

from domain.core.findings import Severity
from domain.emission_report.states import SealState, State, VersionState


class Report(Table, tablename="report"):
    """One enterprise's report of one year. `version_id` is set while a version stands submitted or accepted."""

    enterprise_id = Integer()
    year = SmallInt()
    state = Varchar(12, choices=State)
    late = Boolean(default=False, help_text="first submitted after the deadline, or owed beyond it")
    version_id = Integer(null=True, default=None)
    emissions_tonnes = Numeric((16, 2), null=True, default=None, help_text="as submitted or determined, t CO2")
    explanation = JSONB(default="{}", help_text="how the enterprise's emissions came about")
    opened_at = Timestamptz(default=None)
    first_submitted_at = Timestamptz(null=True, default=None)
    submitted_at = Timestamptz(null=True, default=None)
    urged_on = Date(null=True, default=None)
    opened_until = Date(null=True, default=None, help_text="last day of this report alone, where it was given one")
    returned_version_id = Integer(null=True, default=None, help_text="the version that came back last")
    sections = JSONB(default="[]", help_text="sheets that alone may be corrected after the return; none: all")


class ReportVersion(Table, tablename="report_version"):
    """One uploaded workbook and what was read from it. The original is evidence."""

    report_id = Integer()
    number = SmallInt(help_text="counts from 1 within the report")
    form = Varchar(40, default="power.A22", help_text="the form it is read by: sector and edition")
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
    explanation = JSONB(default="{}")
    beside = JSONB(default="[]", help_text="derivations told with it")
    figures = JSONB(default="{}", help_text="the enterprise's figures of the year, by code")
    stops = Integer(default=0)
    warns = Integer(default=0)
    notes = Integer(default=0)


class ReportUnit(Table, tablename="report_unit"):
    """A generating unit's or a production line's year, computed from a version, or determined (version empty)."""

    report_id = Integer(index=True)
    version_id = Integer(null=True, default=None, index=True)
    unit_number = Varchar(40)
    unit_class = Varchar(4)
    fuel = Varchar(20)
    cogeneration = Boolean(default=False)
    capacity_mw = Numeric((10, 3))
    emissions_tonnes = Numeric((16, 2))
    generation_mwh = Numeric((16, 3))
    heat_gj = Numeric((16, 2))
    hours = Numeric((10, 2))
    load_factor = Numeric(null=True, default=None, help_text="share, unrounded: no rule rounds it here")
    product = Varchar(40, help_text="what a production line makes; empty for a generating unit")
    output = Numeric(null=True, default=None)
    output_unit = Varchar(20)
    explanation = JSONB(default="{}")


class ReportFinding(Table, tablename="report_finding"):
    """One coded finding over one version, at its cell."""

    version_id = Integer(index=True)
    code = Varchar(24)
    severity = Varchar(8, choices=Severity)
    sheet = Varchar(60)
    cell = Varchar(12)
    facts = JSONB(default="{}")
    citation = Varchar(200)


class ReportWaiver(Table, tablename="report_waiver"):
    """A finding set aside: by whom, when and why. Never changed."""

    finding_id = Integer(unique=True)
    account_id = Integer()
    actor_name = Varchar(120)
    waived_at = Timestamptz(default=None)
    reason = Text()


class ReportSeal(Table, tablename="report_seal"):
    """A PDF of the report with the enterprise's seal, as it came, and what its signatures say. Never changed."""

    report_id = Integer(index=True)
    version_number = SmallInt(null=True, default=None, help_text="the newest version when it was attached")
    evidence = Varchar(64, help_text="SHA-256 of the PDF")
    file_name = Varchar(255)
    size = Integer(help_text="bytes")
    received_at = Timestamptz(default=None)
    received_from = Varchar(120)
    state = Varchar(16, choices=SealState, help_text="of the worst of its signatures")
    signatures = JSONB(default="[]", help_text="signer, issuer, time and state of each")


class ReportLook(Table, tablename="report_look"):
    """The city's first look at a submitted version. Never changed; the newest counts."""

    report_id = Integer(index=True)
    version_id = Integer(index=True)
    conforms = Boolean()
    remark = Text()
    account_id = Integer()
    actor_name = Varchar(120)
    city = Varchar(40)
    looked_at = Timestamptz(default=None)


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS report_once ON report (year, enterprise_id)",
    "CREATE INDEX IF NOT EXISTS report_owed ON report (year, state)",
    "CREATE UNIQUE INDEX IF NOT EXISTS report_version_number ON report_version (report_id, number)",
    """CREATE OR REPLACE FUNCTION refuse_waiver_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'report_waiver is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE OR REPLACE TRIGGER report_waiver_is_append_only BEFORE UPDATE OR DELETE ON report_waiver
    FOR EACH ROW EXECUTE FUNCTION refuse_waiver_change()""",
    """CREATE OR REPLACE TRIGGER report_seal_is_append_only BEFORE UPDATE OR DELETE ON report_seal
    FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE OR REPLACE TRIGGER report_look_is_append_only BEFORE UPDATE OR DELETE ON report_look
    FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
)
