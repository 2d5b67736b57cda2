"""Suppressions of checks. A row is ended earlier by one change, and never removed."""

from __future__ import annotations

from piccolo.columns import Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class CheckSuppression(Table, tablename="check_suppression"):
    """A check set aside: for all, for a sector or for one enterprise, from a day until a day."""

    code = Varchar(24, index=True)
    sector = Varchar(20, help_text="empty: every sector")
    enterprise_id = Integer(null=True, default=None, help_text="empty: everybody")
    from_on = Date(default=None)
    until_on = Date(default=None, help_text="the last day, moved forward when it is ended earlier")
    document = Varchar(80, help_text="number of the document that orders it")
    reason = Text()
    made_at = Timestamptz(default=None)
    made_by = Varchar(120)
    ended_at = Timestamptz(null=True, default=None, help_text="when it was ended earlier")
    ended_by = Varchar(120)
    end_reason = Varchar(500)


SQL_AFTER = (
    "CREATE INDEX IF NOT EXISTS check_suppression_ruling ON check_suppression (until_on, from_on)",
    """CREATE OR REPLACE FUNCTION refuse_suppression_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL OR NEW.until_on > OLD.until_on OR (NEW.code, NEW.sector,
            NEW.enterprise_id, NEW.from_on, NEW.document, NEW.reason, NEW.made_at, NEW.made_by) IS DISTINCT FROM
            (OLD.code, OLD.sector, OLD.enterprise_id, OLD.from_on, OLD.document, OLD.reason, OLD.made_at, OLD.made_by)
        THEN RAISE EXCEPTION 'a suppression is only ended, once and earlier'
            USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE OR REPLACE TRIGGER check_suppression_is_kept BEFORE UPDATE OR DELETE ON check_suppression
    FOR EACH ROW EXECUTE FUNCTION refuse_suppression_change()""",
)
