"""One row for what somebody types on screen on top of a version, or of the blank."""

from __future__ import annotations

from piccolo.columns import JSONB, Integer, Timestamptz, Varchar
from piccolo.table import Table


class TypedDraft(Table, tablename="typed_draft"):
    """What is being typed, of a report, a month or a plan. No record of the year: it is gone when it was sent."""

    subject = Varchar(60, help_text="what is filled in: `report:12`")
    enterprise_id = Integer()
    version_id = Integer(default=0, help_text="the version it is typed on top of; 0: the blank")
    revision = Integer(default=1, help_text="counts the savings, so that two people notice each other")
    lines = JSONB(default="{}", help_text="values and cells by sheet; what is no value of its column stays as typed")
    saved_at = Timestamptz(default=None)
    saved_by = Varchar(120)


SQL_AFTER = ("CREATE UNIQUE INDEX IF NOT EXISTS typed_draft_once ON typed_draft (subject, version_id)",)
