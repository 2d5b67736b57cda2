"""Allocations of enterprises, those of their generating units, and deductions ordered. Tonnes are whole."""

from __future__ import annotations

from decimal import Decimal

from piccolo.columns import JSONB, BigInt, Boolean, Date, Integer, Numeric, SmallInt, Timestamptz, Varchar
from piccolo.table import Table

from domain.allocation.states import State


class Allocation(Table, tablename="allocation"):
    """One enterprise's allocation for one compliance year. Final figures are empty until they are proposed."""

    year = SmallInt()
    enterprise_id = Integer(index=True)
    state = Varchar(16, choices=State, index=True)
    pre = BigInt(help_text="pre-allocation, the sum of the units'")
    pre_deducted = BigInt(default=0)
    pre_issued = BigInt(default=0, help_text="pre less what was deducted from it")
    to_deduct = BigInt(default=0, help_text="ordered deductions left after the pre-stage")
    initial = BigInt(null=True, default=None)
    gas_topup = BigInt(null=True, default=None)
    cap_topup = BigInt(null=True, default=None)
    final = BigInt(null=True, default=None)
    due = BigInt(null=True, default=None, help_text="the obligation: confirmed emissions rounded by law")
    gap_rate = Numeric((14, 2), null=True, default=None, help_text="percent")
    true_up = BigInt(null=True, default=None, help_text="final less pre; negative is given back")
    returned = BigInt(null=True, default=None)
    final_issue = BigInt(null=True, default=None)
    still_to_deduct = BigInt(null=True, default=None)
    draft_keys = Varchar(600, help_text="provisions that are only drafts; empty when all are law")
    law_digest = Varchar(64)
    ministry_reference = Varchar(60)
    issued_on = Date(null=True, default=None)
    explanations = JSONB(default="{}", help_text="by figure: pre, due, final, final_issue")


class AllocationPreUnit(Table, tablename="allocation_pre_unit"):
    """The pre-allocation of one generating unit; an empty number is an enterprise known only as a whole."""

    allocation_id = Integer(index=True)
    enterprise_id = Integer()
    year = SmallInt(index=True)
    unit_number = Varchar(40)
    prior_verified = Numeric((18, 2))
    pre = BigInt()
    explanation = JSONB(default="{}")


class AllocationUnit(Table, tablename="allocation_unit"):
    """The final allocation of one generating unit."""

    allocation_id = Integer(index=True)
    enterprise_id = Integer()
    year = SmallInt(index=True)
    unit_number = Varchar(40)
    unit_class = Varchar(4)
    fuel = Varchar(20)
    cogeneration = Boolean(default=False)
    capacity_mw = Numeric((10, 3))
    generation_mwh = Numeric((18, 3))
    heat_gj = Numeric((18, 2))
    load_factor = Numeric((9, 6), null=True, default=None)
    load_correction = Numeric((12, 6), default=Decimal(1))
    power = Numeric((18, 2), help_text="for power, before the sum is rounded")
    heat = Numeric((18, 2), help_text="for heat, before the sum is rounded")
    initial = BigInt()
    topup = BigInt()
    final = BigInt()
    due = BigInt(help_text="confirmed emissions in whole tonnes")
    explanation = JSONB(default="{}")


class AllocationDeduction(Table, tablename="allocation_deduction"):
    """Allowances to be taken from a year's allocation (核减), on the ground of a decision."""

    enterprise_id = Integer()
    year = SmallInt(index=True)
    tonnes = BigInt()
    reference = Varchar(80, help_text="number of the decision")
    ordered_at = Timestamptz(default=None)


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS allocation_once ON allocation (year, enterprise_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS allocation_deduction_once ON allocation_deduction "
    "(enterprise_id, year, reference)",
    "CREATE UNIQUE INDEX IF NOT EXISTS allocation_unit_once ON allocation_unit (allocation_id, unit_number)",
    "CREATE UNIQUE INDEX IF NOT EXISTS allocation_pre_unit_once ON allocation_pre_unit (allocation_id, unit_number)",
)
