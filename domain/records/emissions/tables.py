"""One row per enterprise, year and generating unit; an empty unit number is the enterprise as a whole."""

from __future__ import annotations

from piccolo.columns import Integer, Numeric, SmallInt, Timestamptz, Varchar
from piccolo.table import Table


class KnownEmissions(Table, tablename="known_emissions"):
    """Emissions of a year as last known. `origin`: imported (from before the portal) or confirmed (by recheck)."""

    enterprise_id = Integer()
    year = SmallInt(index=True)
    unit_number = Varchar(20, default="")
    origin = Varchar(12)
    emissions_tonnes = Numeric((18, 2))
    generation_mwh = Numeric((18, 3), null=True, default=None)
    heat_gj = Numeric((18, 2), null=True, default=None)
    entered_at = Timestamptz(default=None)


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS known_emissions_once ON known_emissions (enterprise_id, year, unit_number)",
)
