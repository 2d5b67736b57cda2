"""Notices: told once, in the transaction of the act they tell of."""

from __future__ import annotations

from piccolo.columns import JSONB, Integer, SmallInt, Timestamptz, Varchar
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


class Letter(Table, tablename="letter"):
    """A notice sent to one account by e-mail. One row a notice and account, so that nothing is sent twice."""

    notice_id = Integer()
    account_id = Integer()
    address = Varchar(120)
    state = Varchar(10, help_text="waiting, sent, or failed")
    tries = SmallInt(default=0)
    next_try_at = Timestamptz(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    trouble = Varchar(200)


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS letter_once ON letter (notice_id, account_id)",
    "CREATE INDEX IF NOT EXISTS letter_waiting ON letter (next_try_at) WHERE state = 'waiting'",
)
