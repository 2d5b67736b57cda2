"""One row per thing that must still happen. The row is the truth; the broker only carries its number."""

from __future__ import annotations

from piccolo.columns import Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class FollowUp(Table, tablename="follow_up"):
    """An act that the portal owes. `done_at` empty means: still owed."""

    act = Varchar(60, help_text="room.act")
    subject = Varchar(80)
    due_at = Timestamptz(default=None)
    sent_at = Timestamptz(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)
    attempts = Integer(default=0)
    trouble = Text(default="", help_text="what the last failed attempt said")


SQL_AFTER = (
    "CREATE INDEX IF NOT EXISTS follow_up_owed ON follow_up (due_at) WHERE done_at IS NULL",
    "CREATE UNIQUE INDEX IF NOT EXISTS follow_up_once ON follow_up (act, subject) WHERE done_at IS NULL",
)
