"""Notices: told once, in the transaction of the act they tell of."""

from __future__ import annotations

from piccolo.columns import JSONB, Integer, Timestamptz, Varchar
from piccolo.table import Table


class Notice(Table, tablename="notice"):
    """A notice to one enterprise, one body, or the holders of a duty in the province."""

    code = Varchar(60, help_text="the front door has its words under notice:<code>")
    facts = JSONB(default="{}")
    enterprise_id = Integer(null=True, default=None, index=True)
    body_id = Integer(null=True, default=None, index=True)
    duty = Varchar(40, help_text="empty, or the provincial duty it is for")
    link = Varchar(200)
    told_at = Timestamptz(default=None)
    read_at = Timestamptz(null=True, default=None)
