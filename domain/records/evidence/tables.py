"""Originals. Kept beside the rows that rest on them, so that one backup holds both."""

from __future__ import annotations

from piccolo.columns import BigInt, Bytea, Timestamptz, Varchar
from piccolo.table import Table


class Evidence(Table, tablename="evidence"):
    """One original. The same content is kept once, under the name under which it first came."""

    sha256 = Varchar(64, unique=True)
    media_type = Varchar(120)
    file_name = Varchar(255, help_text="as the sender called it; a room keeps its own name for each receipt")
    size = BigInt()
    content = Bytea(default=b"")
    received_at = Timestamptz(default=None)


SQL_AFTER = (
    # A function of its own: this script may run before the journal's.
    """CREATE OR REPLACE FUNCTION refuse_evidence_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'evidence is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE OR REPLACE TRIGGER evidence_is_append_only BEFORE UPDATE OR DELETE ON evidence
    FOR EACH ROW EXECUTE FUNCTION refuse_evidence_change()""",
    """CREATE OR REPLACE TRIGGER evidence_is_never_emptied BEFORE TRUNCATE ON evidence
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_evidence_change()""",
    # A workbook is compressed already; trying again costs time and saves nothing.
    "ALTER TABLE evidence ALTER COLUMN content SET STORAGE EXTERNAL",
)
