"""What Piccolo's columns cannot say: triggers, partial and many-column indexes. Frozen here as they stood."""

from __future__ import annotations

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from domain.records.database import engine

ID = "2026-11-21T00:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "triggers and special indexes of every room"

STATEMENTS = (
    "CREATE UNIQUE INDEX IF NOT EXISTS allocation_once ON allocation (year, enterprise_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS allocation_deduction_once ON allocation_deduction (enterprise_id, year, reference)",
    "CREATE UNIQUE INDEX IF NOT EXISTS allocation_unit_once ON allocation_unit (allocation_id, unit_number)",
    "CREATE UNIQUE INDEX IF NOT EXISTS allocation_pre_unit_once ON allocation_pre_unit (allocation_id, unit_number)",
    "CREATE UNIQUE INDEX IF NOT EXISTS report_once ON report (year, enterprise_id)",
    "CREATE INDEX IF NOT EXISTS report_owed ON report (year, state)",
    "CREATE UNIQUE INDEX IF NOT EXISTS report_version_number ON report_version (report_id, number)",
    """CREATE OR REPLACE FUNCTION refuse_waiver_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'report_waiver is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE OR REPLACE TRIGGER report_waiver_is_append_only BEFORE UPDATE OR DELETE ON report_waiver
    FOR EACH ROW EXECUTE FUNCTION refuse_waiver_change()""",
    "CREATE UNIQUE INDEX IF NOT EXISTS list_entry_once ON list_entry (year, enterprise_id) WHERE state <> 'withdrawn'",
    "CREATE INDEX IF NOT EXISTS plan_newest ON plan (year, enterprise_id, id DESC)",
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_in_force ON plan (enterprise_id, year) WHERE state = 'filed'",
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_waiting ON plan (enterprise_id, year) WHERE state = 'submitted'",
    "CREATE UNIQUE INDEX IF NOT EXISTS plan_unit_number ON plan_unit (plan_id, number)",
    "CREATE UNIQUE INDEX IF NOT EXISTS penalty_case_serial ON penalty_case (series, serial)",
    "CREATE UNIQUE INDEX IF NOT EXISTS penalty_case_once ON penalty_case (year, enterprise_id, ground) WHERE state <> 'withdrawn'",
    "CREATE INDEX IF NOT EXISTS penalty_case_published ON penalty_case (decided_on DESC, id DESC) WHERE published_at IS NOT NULL",
    "CREATE UNIQUE INDEX IF NOT EXISTS recheck_naming_once ON recheck_naming (year, enterprise_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS recheck_task_once ON recheck_task (year, enterprise_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS recheck_frame_entry_once ON recheck_frame_entry (draw_id, enterprise_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS confirmation_once ON confirmation (year, enterprise_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS confirmed_unit_once ON confirmed_unit (confirmation_id, unit_number)",
    "CREATE UNIQUE INDEX IF NOT EXISTS objection_once ON objection (confirmation_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS ledger_balance_once ON ledger_balance (account, vintage)",
    "CREATE UNIQUE INDEX IF NOT EXISTS posting_reference_once ON posting (reference) WHERE reference <> ''",
    "ALTER TABLE posting DROP CONSTRAINT IF EXISTS posting_moves, ADD CONSTRAINT posting_moves CHECK (tonnes > 0 AND source <> target)",
    "ALTER TABLE ledger_balance DROP CONSTRAINT IF EXISTS ledger_covered, ADD CONSTRAINT ledger_covered CHECK (tonnes >= 0 OR kind IN ('pool', 'market'))",
    """CREATE OR REPLACE FUNCTION refuse_posting_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'posting is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE OR REPLACE TRIGGER posting_is_append_only BEFORE UPDATE OR DELETE ON posting
    FOR EACH ROW EXECUTE FUNCTION refuse_posting_change()""",
    """CREATE OR REPLACE TRIGGER posting_is_never_emptied BEFORE TRUNCATE ON posting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_posting_change()""",
    """CREATE OR REPLACE FUNCTION ledger_sums_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (SELECT coalesce(sum(tonnes), 0) FROM ledger_balance) <> 0 THEN
            RAISE EXCEPTION 'the ledger does not sum to zero' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    END $$""",
    """CREATE OR REPLACE TRIGGER ledger_is_balanced AFTER INSERT OR UPDATE OR DELETE ON ledger_balance
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_sums_to_zero()""",
    "CREATE UNIQUE INDEX IF NOT EXISTS known_emissions_once ON known_emissions (enterprise_id, year, unit_number)",
    """CREATE OR REPLACE FUNCTION refuse_evidence_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'evidence is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE OR REPLACE TRIGGER evidence_is_append_only BEFORE UPDATE OR DELETE ON evidence
    FOR EACH ROW EXECUTE FUNCTION refuse_evidence_change()""",
    """CREATE OR REPLACE TRIGGER evidence_is_never_emptied BEFORE TRUNCATE ON evidence
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_evidence_change()""",
    "ALTER TABLE evidence ALTER COLUMN content SET STORAGE EXTERNAL",
    "CREATE INDEX IF NOT EXISTS follow_up_owed ON follow_up (due_at) WHERE done_at IS NULL",
    "CREATE UNIQUE INDEX IF NOT EXISTS follow_up_once ON follow_up (act, subject) WHERE done_at IS NULL",
    """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE OR REPLACE TRIGGER journal_entry_is_append_only BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE OR REPLACE TRIGGER journal_entry_is_never_emptied BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
    "ALTER TABLE provision DROP CONSTRAINT IF EXISTS provision_persons, ADD CONSTRAINT provision_persons CHECK (confirmed_by IS NULL OR confirmed_by = 0 OR confirmed_by <> enacted_by)",
    "ALTER TABLE provision DROP CONSTRAINT IF EXISTS provision_days, ADD CONSTRAINT provision_days CHECK (in_force_until IS NULL OR in_force_until >= in_force_from)",
    "ALTER TABLE provision DROP CONSTRAINT IF EXISTS provision_cites, ADD CONSTRAINT provision_cites CHECK (citation <> '' AND value <> '')",
    "ALTER TABLE calendar_day DROP CONSTRAINT IF EXISTS calendar_day_kind, ADD CONSTRAINT calendar_day_kind CHECK (kind IN ('holiday', 'makeup'))",
    """CREATE OR REPLACE FUNCTION provision_keeps_its_value() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.confirmed_at IS NOT NULL OR OLD.state = 'declined'
           OR to_jsonb(NEW) - '{state,confirmed_by,confirmed_at}'::text[]
              <> to_jsonb(OLD) - '{state,confirmed_by,confirmed_at}'::text[] THEN
            RAISE EXCEPTION 'provision is append-only' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE OR REPLACE TRIGGER provision_is_never_changed BEFORE UPDATE ON provision
    FOR EACH ROW EXECUTE FUNCTION provision_keeps_its_value()""",
    """CREATE OR REPLACE TRIGGER provision_is_never_deleted BEFORE DELETE ON provision
    FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    "CREATE OR REPLACE TRIGGER provision_is_never_emptied BEFORE TRUNCATE ON provision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "ALTER TABLE price_day DROP CONSTRAINT IF EXISTS price_day_positive, ADD CONSTRAINT price_day_positive CHECK (volume_tonnes >= 0 AND amount_yuan >= 0 AND close_yuan > 0)",
    "CREATE UNIQUE INDEX IF NOT EXISTS generating_unit_number ON generating_unit (enterprise_id, number)",
    "CREATE UNIQUE INDEX IF NOT EXISTS mandate_once ON mandate (body_id, enterprise_id, year)",
    "CREATE INDEX IF NOT EXISTS enterprise_name ON enterprise (name)",
    "CREATE UNIQUE INDEX IF NOT EXISTS package_serial ON package (year, serial)",
    "CREATE UNIQUE INDEX IF NOT EXISTS package_under_way ON package (year) WHERE state IN ('ordered', 'building')",
    "CREATE UNIQUE INDEX IF NOT EXISTS package_receipt ON package (receipt) WHERE receipt <> ''",
    "CREATE UNIQUE INDEX IF NOT EXISTS obligation_once ON obligation (year, enterprise_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS surrender_statement_once ON surrender_statement (year, sha256)",
    "CREATE UNIQUE INDEX IF NOT EXISTS surrender_movement_once ON surrender_movement (reference)",
    "CREATE UNIQUE INDEX IF NOT EXISTS surrender_offset_once ON surrender_offset (obligation_id, project, registered_on)",
    "CREATE INDEX IF NOT EXISTS surrender_difference_open ON surrender_difference (year, id) WHERE resolved_at IS NULL",
    "ALTER TABLE surrender_offset DROP CONSTRAINT IF EXISTS surrender_offset_adds_up, ADD CONSTRAINT surrender_offset_adds_up CHECK (tonnes = accepted + ineligible + over_cap AND tonnes > 0)",
    "ALTER TABLE surrender_movement DROP CONSTRAINT IF EXISTS surrender_movement_moves, ADD CONSTRAINT surrender_movement_moves CHECK (tonnes > 0)",
    "CREATE UNIQUE INDEX IF NOT EXISTS verification_task_live ON verification_task (report_id) WHERE state NOT IN ('declined', 'withdrawn')",
    "CREATE INDEX IF NOT EXISTS verification_task_year ON verification_task (year, id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS verification_member_once ON verification_member (task_id, account_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS verification_clock_once ON verification_clock (task_id, code)",
    "CREATE UNIQUE INDEX IF NOT EXISTS verification_finding_number ON verification_finding (task_id, number)",
    "CREATE UNIQUE INDEX IF NOT EXISTS verified_unit_once ON verified_unit (task_id, unit_number)",
    "CREATE INDEX IF NOT EXISTS body_exclusion_of ON body_exclusion (enterprise_id, run_id)",
)


async def forwards() -> MigrationManager:
    """Run the statements in order."""
    manager = MigrationManager(migration_id=ID, app_name="domain", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await engine().run_ddl(statement)

    manager.add_raw(run)
    return manager
