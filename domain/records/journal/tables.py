"""The journal's one table. A trigger refuses every change and deletion."""

from __future__ import annotations

from piccolo.columns import JSONB, BigInt, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class JournalEntry(Table, tablename="journal_entry"):
    """One act: who did what to which subject, why, on what basis, chained to the entry before."""

    number = BigInt(unique=True, help_text="gapless, starting at 1")
    at = Timestamptz(default=None)
    actor_id = Integer()
    actor_name = Varchar(120)
    duty = Varchar(40)
    on_behalf = Varchar(120, help_text="the organisation the actor stands for")
    tag = Varchar(80, index=True, help_text="room:kind:move")
    subject = Varchar(80, index=True, help_text="kind:id")
    enterprise_id = Integer(null=True, default=None, index=True)
    before = Varchar(40)
    after = Varchar(40)
    basis = JSONB(default="{}", help_text="facts, citations and figures the act rests on")
    evidence = Varchar(64, help_text="SHA-256 of the original, when there is one")
    reason = Text(default="")
    previous_hash = Varchar(64)
    hash = Varchar(64)


SQL_AFTER = (
    """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE OR REPLACE TRIGGER journal_entry_is_append_only BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE OR REPLACE TRIGGER journal_entry_is_never_emptied BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
)
