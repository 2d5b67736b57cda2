"""One row per day at the exchange."""

from __future__ import annotations

from piccolo.columns import BigInt, Date, Integer, Numeric, Timestamptz, Varchar
from piccolo.table import Table


class PriceDay(Table, tablename="price_day"):
    """All trades of one day of the national allowance (CEA), with the official totals since the market opened."""

    on_day = Date(default=None, unique=True)
    close_yuan = Numeric((10, 2))
    volume_tonnes = BigInt()
    amount_yuan = Numeric((18, 2))
    total_volume_tonnes = BigInt(null=True, default=None, help_text="official total at the close of the day")
    total_amount_yuan = Numeric((20, 2), null=True, default=None)
    source = Varchar(160)
    entered_by = Integer()
    entered_at = Timestamptz(default=None)


SQL_AFTER = (
    "ALTER TABLE price_day DROP CONSTRAINT IF EXISTS price_day_positive, ADD CONSTRAINT price_day_positive "
    "CHECK (volume_tonnes >= 0 AND amount_yuan >= 0 AND close_yuan > 0)",
)
