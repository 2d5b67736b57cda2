"""One row per source, enterprise, part, figure and month; the newest telling stands, the journal has the others."""

from __future__ import annotations

from piccolo.columns import Integer, Numeric, SmallInt, Timestamptz, Varchar
from piccolo.table import Table


class ToldFigure(Table, tablename="told_figure"):
    """A figure by the codes of the report's accounting: `generation_mwh`, `fuel.bituminous`, `output.clinker`."""

    enterprise_id = Integer()
    year = SmallInt()
    month = SmallInt(help_text="0 for the whole year")
    number = Varchar(40, default="", help_text="generating unit or line; empty for the enterprise")
    code = Varchar(60)
    value = Numeric((20, 5))
    unit = Varchar(20)
    source = Varchar(20, help_text="monthly, grid, gas, tax, statistics, permit")
    subject = Varchar(60, help_text="the row it was told by: table and number")
    told_at = Timestamptz(default=None)


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS told_figure_once "
    "ON told_figure (enterprise_id, year, source, number, code, month)",
)
