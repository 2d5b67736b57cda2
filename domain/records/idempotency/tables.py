"""One row per account and key: what was sent under it, and what was answered."""

from __future__ import annotations

from piccolo.columns import Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.table import Table


class MachineKey(Table, tablename="machine_key"):
    """A key with its answer. The row is a convenience for a few days, not a record of the year."""

    account_id = Integer()
    key = Varchar(200)
    digest = Varchar(64, help_text="SHA-256 of the address and of what was sent")
    status = SmallInt(null=True, default=None, help_text="HTTP status of the answer")
    answer = Text(default="", help_text="JSON")
    claimed_at = Timestamptz(default=None)
    kept_until = Timestamptz(default=None)


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS machine_key_once ON machine_key (account_id, key)",
    "CREATE INDEX IF NOT EXISTS machine_key_kept ON machine_key (kept_until)",
)
