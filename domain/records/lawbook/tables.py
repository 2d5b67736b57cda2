"""The lawbook's tables: provisions, instruments, and the State Council's holiday notices with their days."""

from __future__ import annotations

from piccolo.columns import Date, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.table import Table

from domain.records.lawbook.states import State


class ProvisionRow(Table, tablename="provision"):
    """One dated value of the law as enacted. Append-only but for the second person's verdict."""

    subject = Varchar(40, help_text="the file of the edition it belongs to")
    key = Varchar(80, index=True)
    value = Text()
    unit = Varchar(24)
    in_force_from = Date(default=None)
    in_force_until = Date(null=True, default=None, help_text="last day in force; empty: until a later value")
    citation = Varchar(240)
    confidence = Varchar(10)
    instrument = Varchar(80)
    note = Text(default="")
    state = Varchar(12, default=State.PROPOSED.value)
    enacted_by = Integer(help_text="account; 0 for the first edition")
    enacted_at = Timestamptz(default=None)
    confirmed_by = Integer(null=True, default=None)
    confirmed_at = Timestamptz(null=True, default=None, help_text="from this instant the value is law")
    corrects = Integer(null=True, default=None, help_text="the doubtful provision that this one replaces")
    batch = Varchar(36, default="", help_text="values enacted together are confirmed together; empty: by itself")


class InstrumentRow(Table, tablename="instrument"):
    """A legal document that provisions are read from."""

    number = Varchar(80, unique=True, help_text="as provisions name it")
    title = Varchar(240)
    title_en = Varchar(240)
    issuer = Varchar(120)
    issued_on = Date(null=True, default=None)
    in_force_from = Date(null=True, default=None)
    in_force_until = Date(null=True, default=None)
    confidence = Varchar(10)
    read_where = Varchar(240, help_text="from which text it was read")
    note = Text(default="")
    entered_by = Integer(help_text="account; 0 for the first edition")
    entered_at = Timestamptz(default=None)


class HolidayNotice(Table, tablename="holiday_notice"):
    """A holiday notice as one person entered it; its days are law when another confirms it."""

    year = SmallInt()
    holidays = Text(help_text="days in ISO form, separated by blanks")
    makeup_days = Text(default="")
    citation = Varchar(240)
    state = Varchar(12, default=State.PROPOSED.value)
    entered_by = Integer()
    entered_at = Timestamptz(default=None)
    confirmed_by = Integer(null=True, default=None)
    confirmed_at = Timestamptz(null=True, default=None)


class CalendarDay(Table, tablename="calendar_day"):
    """A public holiday or make-up working day of a confirmed notice; those of a year replace the package's."""

    day = Date(default=None, unique=True)
    year = SmallInt(help_text="the year that the notice arranges")
    kind = Varchar(8, help_text="holiday or makeup")
    citation = Varchar(240)
    entered_by = Integer()
    entered_at = Timestamptz(default=None)


def _check(table: str, name: str, condition: str) -> str:
    """A constraint that may be asked for again."""
    return f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}, ADD CONSTRAINT {name} CHECK ({condition})"


SQL_AFTER = (
    _check("provision", "provision_persons", "confirmed_by IS NULL OR confirmed_by = 0 OR confirmed_by <> enacted_by"),
    _check("provision", "provision_days", "in_force_until IS NULL OR in_force_until >= in_force_from"),
    _check("provision", "provision_cites", "citation <> '' AND value <> ''"),
    _check("instrument", "instrument_is_named", "number <> '' AND title <> ''"),
    "CREATE INDEX IF NOT EXISTS provision_batch ON provision (batch) WHERE batch <> ''",
    _check("calendar_day", "calendar_day_kind", "kind IN ('holiday', 'makeup')"),
    _check("holiday_notice", "holiday_notice_persons", "confirmed_by IS NULL OR confirmed_by <> entered_by"),
    "CREATE UNIQUE INDEX IF NOT EXISTS holiday_notice_waiting ON holiday_notice (year) WHERE state = 'proposed'",
    """CREATE OR REPLACE TRIGGER holiday_notice_is_never_deleted BEFORE DELETE ON holiday_notice
    FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE OR REPLACE FUNCTION provision_keeps_its_value() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.confirmed_at IS NOT NULL OR OLD.state = 'declined'
           OR to_jsonb(NEW) - '{state,confirmed_by,confirmed_at}'::text[]
              <> to_jsonb(OLD) - '{state,confirmed_by,confirmed_at}'::text[] THEN
            RAISE EXCEPTION 'provision is append-only' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE OR REPLACE TRIGGER provision_is_never_changed BEFORE UPDATE ON provision
    FOR EACH ROW EXECUTE FUNCTION provision_keeps_its_value()""",
    """CREATE OR REPLACE TRIGGER provision_is_never_deleted BEFORE DELETE ON provision
    FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    "CREATE OR REPLACE TRIGGER provision_is_never_emptied BEFORE TRUNCATE ON provision "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)
