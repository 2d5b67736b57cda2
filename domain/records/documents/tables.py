"""Documents: numbered in the transaction of the act that they put into words."""

from __future__ import annotations

from piccolo.columns import JSONB, Boolean, Integer, SmallInt, Timestamptz, Varchar
from piccolo.table import Table


class Document(Table, tablename="document"):
    """A notice or certificate. Its words are the front door's; `facts` is all that they are filled from."""

    kind = Varchar(40, help_text="the front door has its layout under documents/<kind>")
    number = Varchar(60, unique=True, help_text="字号: authority's mark, year, running number")
    year = SmallInt(help_text="the calendar year of the running number")
    serial = Integer(help_text="the running number within kind and year")
    subject = Varchar(60, index=True, help_text="table:id that it is about")
    enterprise_id = Integer(null=True, default=None, index=True)
    body_id = Integer(null=True, default=None, index=True)
    facts = JSONB(default="{}")
    check_code = Varchar(20, help_text="printed on it, asked for on the public site")
    issued_at = Timestamptz(default=None)
    issued_by = Integer(help_text="account; 0 for the clock")
    public = Boolean(default=False, help_text="whether everybody may read it whole")


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS document_serial ON document (kind, year, serial)",
    """CREATE OR REPLACE TRIGGER document_is_never_changed BEFORE UPDATE OR DELETE ON document
    FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
)
