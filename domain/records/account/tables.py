"""Postings, append-only, and the balances they add up to."""

from __future__ import annotations

from piccolo.columns import BigInt, Date, Integer, SmallInt, Timestamptz, Varchar
from piccolo.table import Table


class Posting(Table, tablename="posting"):
    """Tonnes of one vintage from one ledger account to another. Never changed: a mistake is posted back."""

    vintage = SmallInt()
    source = Varchar(24, help_text="credited: the tonnes leave it")
    target = Varchar(24, help_text="debited: the tonnes enter it")
    tonnes = BigInt()
    enterprise_id = Integer(help_text="whose account it touches; 0 for none", index=True)
    on_day = Date(default=None, help_text="the day that counts, as the registry dates it")
    why = Varchar(20)
    subject = Varchar(80, index=True)
    reference = Varchar(60, help_text="the registry's number; empty for the portal's own")
    posted_at = Timestamptz(default=None)


class LedgerBalance(Table, tablename="ledger_balance"):
    """What a ledger account holds of one vintage. Written with the postings, never by itself."""

    account = Varchar(24)
    kind = Varchar(12)
    enterprise_id = Integer(index=True)
    vintage = SmallInt()
    tonnes = BigInt()


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS ledger_balance_once ON ledger_balance (account, vintage)",
    "CREATE UNIQUE INDEX IF NOT EXISTS posting_reference_once ON posting (reference) WHERE reference <> ''",
    "ALTER TABLE posting DROP CONSTRAINT IF EXISTS posting_moves, ADD CONSTRAINT posting_moves "
    "CHECK (tonnes > 0 AND source <> target)",
    "ALTER TABLE ledger_balance DROP CONSTRAINT IF EXISTS ledger_covered, ADD CONSTRAINT ledger_covered "
    "CHECK (tonnes >= 0 OR kind IN ('pool', 'market'))",
    # A function of its own: this script runs before the journal's.
    """CREATE OR REPLACE FUNCTION refuse_posting_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'posting is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE OR REPLACE TRIGGER posting_is_append_only BEFORE UPDATE OR DELETE ON posting
    FOR EACH ROW EXECUTE FUNCTION refuse_posting_change()""",
    """CREATE OR REPLACE TRIGGER posting_is_never_emptied BEFORE TRUNCATE ON posting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_posting_change()""",
    # The sum of all balances is zero when the transaction ends, whoever wrote.
    """CREATE OR REPLACE FUNCTION ledger_sums_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (SELECT coalesce(sum(tonnes), 0) FROM ledger_balance) <> 0 THEN
            RAISE EXCEPTION 'the ledger does not sum to zero' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    END $$""",
    """CREATE OR REPLACE TRIGGER ledger_is_balanced AFTER INSERT OR UPDATE OR DELETE ON ledger_balance
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_sums_to_zero()""",
)
