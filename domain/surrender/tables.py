"""Obligations, their results, offsets, the registry's statements with their movements, and what differed."""

from __future__ import annotations

from piccolo.columns import JSONB, BigInt, Date, Integer, SmallInt, Timestamptz, Varchar
from piccolo.table import Table

from domain.surrender.rules import Status
from domain.surrender.states import MovementKind, State


class Obligation(Table, tablename="obligation"):
    """What one enterprise owes for one compliance year, and what has been handed in so far. Whole tonnes."""

    year = SmallInt()
    enterprise_id = Integer(index=True)
    state = Varchar(12, choices=State, index=True)
    due = BigInt(help_text="confirmed emissions rounded by law, as the final allocation settled them")
    surrendered = BigInt(default=0, help_text="allowances handed in so far, the sum of the movements")
    offsets = BigInt(default=0, help_text="certified reductions that count, the sum of the offsets accepted")
    offsets_refused = BigInt(default=0)
    opened_on = Date(default=None)
    explanation = JSONB(default="{}", help_text="of `due`")
    result_id = Integer(null=True, default=None, help_text="the result in force")
    published_result_id = Integer(null=True, default=None, help_text="the result the public sees")


class SurrenderResult(Table, tablename="surrender_result"):
    """The verdict on an obligation as computed on a day. A later one stands beside it and replaces it."""

    obligation_id = Integer(index=True)
    enterprise_id = Integer()
    year = SmallInt(index=True)
    as_of = Date(default=None)
    status = Varchar(8, choices=Status)
    surrendered = BigInt()
    offsets = BigInt()
    shortfall = BigInt()
    deadline_shortfall = BigInt(help_text="missing at the deadline; kept when it was met late")
    completed_on = Date(null=True, default=None)
    explanation = JSONB(default="{}")
    settled_at = Timestamptz(default=None)
    settled_by = Integer(help_text="account of who had it computed")
    published_at = Timestamptz(null=True, default=None)


class SurrenderOffset(Table, tablename="surrender_offset"):
    """Certified reductions handed in against an obligation: how many count, and why the others do not."""

    obligation_id = Integer(index=True)
    enterprise_id = Integer()
    year = SmallInt()
    project = Varchar(120, help_text="project or registry number of the lot")
    registered_on = Date(default=None, help_text="the day the reductions were registered")
    handed_in_on = Date(default=None, help_text="the day that counts for on time or late")
    tonnes = BigInt()
    accepted = BigInt()
    ineligible = BigInt(help_text="registered before the day of the law")
    over_cap = BigInt(help_text="beyond the cap of the law")
    explanation = JSONB(default="{}", help_text="of the cap")
    recorded_at = Timestamptz(default=None)


class SurrenderStatement(Table, tablename="surrender_statement"):
    """A statement of the national registry as imported."""

    year = SmallInt(index=True)
    sha256 = Varchar(64)
    file_name = Varchar(200)
    rows = Integer(help_text="lines read")
    booked = Integer(help_text="lines that were new and agreed")
    repeated = Integer(help_text="lines known from earlier statements")
    differences = Integer(help_text="differences found in it")
    imported_at = Timestamptz(default=None)
    imported_by = Varchar(60)


class SurrenderMovement(Table, tablename="surrender_movement"):
    """A line of a statement that was booked. Never changed."""

    statement_id = Integer(index=True)
    year = SmallInt(index=True)
    enterprise_id = Integer(index=True)
    obligation_id = Integer(null=True, default=None, index=True)
    kind = Varchar(16, choices=MovementKind)
    vintage = SmallInt(null=True, default=None)
    tonnes = BigInt()
    on_day = Date(default=None)
    reference = Varchar(60)
    place = Varchar(60, help_text="its cell in the statement")


class SurrenderDifference(Table, tablename="surrender_difference"):
    """Something in which a statement and the portal differ: a task until someone, or a later statement, settles it."""

    statement_id = Integer(index=True)
    year = SmallInt()
    enterprise_id = Integer(null=True, default=None, index=True)
    code = Varchar(40)
    severity = Varchar(4, help_text="stop: the line was not booked; warn: it was")
    about = Varchar(240, help_text="what it is about, to recognise it in the next statement")
    credit_code = Varchar(40)
    name = Varchar(120)
    place = Varchar(60)
    facts = JSONB(default="{}")
    citation = Varchar(120)
    found_at = Timestamptz(default=None)
    resolved_at = Timestamptz(null=True, default=None)
    resolved_by = Varchar(60, help_text="who settled it; empty when a later statement did")
    resolution = Varchar(500)
    resolved_by_statement = Integer(null=True, default=None)


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS obligation_once ON obligation (year, enterprise_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS surrender_statement_once ON surrender_statement (year, sha256)",
    "CREATE UNIQUE INDEX IF NOT EXISTS surrender_movement_once ON surrender_movement (reference)",
    "CREATE UNIQUE INDEX IF NOT EXISTS surrender_offset_once "
    "ON surrender_offset (obligation_id, project, registered_on)",
    "CREATE INDEX IF NOT EXISTS surrender_difference_open ON surrender_difference (year, id) WHERE resolved_at IS NULL",
    "ALTER TABLE surrender_offset DROP CONSTRAINT IF EXISTS surrender_offset_adds_up, "
    "ADD CONSTRAINT surrender_offset_adds_up CHECK (tonnes = accepted + ineligible + over_cap AND tonnes > 0)",
    "ALTER TABLE surrender_movement DROP CONSTRAINT IF EXISTS surrender_movement_moves, "
    "ADD CONSTRAINT surrender_movement_moves CHECK (tonnes > 0)",
)
