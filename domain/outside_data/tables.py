"""Imports of outside data and their lines. What stands is in the records (`told_figure`); these keep how it came."""

from __future__ import annotations

from piccolo.columns import JSONB, Integer, Numeric, SmallInt, Timestamptz, Varchar
from piccolo.table import Table

from domain.outside_data.states import State
from domain.outside_data.workbook import Source


class OutsideImport(Table, tablename="outside_import"):
    """One file of one source. Counts of lines are those of the moment it was imported, before that of its receipt."""

    source = Varchar(12, choices=Source)
    state = Varchar(12, choices=State, index=True)
    file_name = Varchar(255)
    media_type = Varchar(120)
    evidence = Varchar(64, help_text="SHA-256 of the original")
    received_at = Timestamptz(default=None)
    received_by = Varchar(120)
    imported_at = Timestamptz(null=True, default=None)
    imported_by = Varchar(120)
    ended_at = Timestamptz(null=True, default=None, help_text="when it was taken back or dropped")
    reason = Varchar(500, help_text="why it was taken back")
    first_year = SmallInt(null=True, default=None)
    last_year = SmallInt(null=True, default=None)
    lines = Integer(default=0)
    new = Integer(default=0)
    changed = Integer(default=0)
    unchanged = Integer(default=0)
    unknown = Integer(default=0, help_text="lines of enterprises that are not on the register; left out")
    stops = Integer(default=0)
    findings = JSONB(default="[]")


class OutsideRow(Table, tablename="outside_row"):
    """One line of an import: what was written, and what it is in the unit of the report."""

    import_id = Integer()
    enterprise_id = Integer(null=True, default=None, help_text="empty: not on the register")
    credit_code = Varchar(40)
    name = Varchar(120)
    year = SmallInt()
    month = SmallInt(help_text="0 for the whole year")
    code = Varchar(60)
    value = Numeric((20, 5), null=True, default=None)
    unit = Varchar(20)
    written = Varchar(60)
    written_unit = Varchar(40)
    cell = Varchar(12)


SQL_AFTER = (
    "CREATE INDEX IF NOT EXISTS outside_row_of_import ON outside_row (import_id, id)",
    "CREATE INDEX IF NOT EXISTS outside_row_by_figure ON outside_row (enterprise_id, year, code, month)",
)
