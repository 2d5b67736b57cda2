"""The yearly list."""

from __future__ import annotations

from piccolo.columns import JSONB, Date, Integer, SmallInt, Varchar
from piccolo.table import Table

from domain.listing.states import State


class ListEntry(Table, tablename="list_entry"):
    """One enterprise on the list of one compliance year."""

    year = SmallInt()
    enterprise_id = Integer()
    state = Varchar(12, choices=State, index=True)
    verdict = Varchar(8, help_text="what screening said when it was proposed")
    explanation = JSONB(default="{}")
    noticed_until = Date(null=True, default=None, help_text="last day of the public notice")
    ministry_reference = Varchar(60, help_text="number of the ministry's confirmation")


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS list_entry_once ON list_entry (year, enterprise_id) WHERE state <> 'withdrawn'",
)
