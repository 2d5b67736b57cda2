"""Penalty cases. One row is one case with everything its decision rests on; its history is in the journal."""

from __future__ import annotations

from decimal import Decimal

from piccolo.columns import JSONB, BigInt, Boolean, Date, Integer, Numeric, SmallInt, Text, Timestamptz, Varchar
from piccolo.table import Table

from domain.penalty.states import State


class PenaltyCase(Table, tablename="penalty_case"):
    """One case against one enterprise for one compliance year. Amounts in yuan, allowances in whole tonnes."""

    number = Varchar(40, unique=True, help_text="字号")
    series = SmallInt(help_text="the calendar year of the number")
    serial = Integer(help_text="the running number within it")
    year = SmallInt(index=True, help_text="compliance year")
    enterprise_id = Integer(index=True)
    ground = Varchar(12)
    state = Varchar(12, default=State.OPENED.value, index=True)

    conduct_on = Date(default=None, help_text="the day that picks the law: the day after the deadline missed")
    deadline_on = Date(default=None)
    due = BigInt(null=True, default=None)
    surrendered = BigInt(null=True, default=None)
    shortfall = BigInt(null=True, default=None, help_text="allowances not surrendered at the deadline")
    facts = Text(default="")
    opened_at = Timestamptz(default=None)
    opened_by = Integer()
    inspectors = JSONB(default="[]", help_text="at least two: name and certificate")

    order_text = Text(default="")
    correct_by = Date(null=True, default=None)
    made_good_on = Date(null=True, default=None)
    made_good_tonnes = BigInt(default=0)

    options = JSONB(default="[]", help_text="the penalties that the laws in question allow, each with its explanation")
    price = JSONB(default="{}", help_text="explanation of the average market price; empty without a shortfall")
    notice_fine_yuan = Numeric((18, 2), null=True, default=None)
    notice_reasons = Text(default="")
    noticed_on = Date(null=True, default=None)
    noticed_by = Integer(null=True, default=None)
    answer_by = Date(null=True, default=None, help_text="last day for statement, defence and asking for a hearing")
    hearing_offered = Boolean(default=False)

    statement = Text(default="")
    stated_on = Date(null=True, default=None)
    hearing_asked = Boolean(default=False)
    hearing_on = Date(null=True, default=None, help_text="the day to which the enterprise is invited")
    hearing_place = Varchar(120)
    hearing_chair = Varchar(60)
    hearing_record = Text(default="", help_text="empty until the hearing was held")

    opinion = Text(default="")
    reviewed_by = Integer(null=True, default=None)
    reviewed_on = Date(null=True, default=None)

    law = Varchar(40, help_text="the instrument applied")
    citation = Varchar(200)
    legal_day = Varchar(10, help_text="conduct or decision: which day's law was applied")
    step = Varchar(12, help_text="failed or uncorrected")
    law_reason = Text(default="", help_text="why this law, where two could apply")
    fine_yuan = Numeric((18, 2), null=True, default=None)
    fine_min = Numeric((18, 2), null=True, default=None)
    fine_max = Numeric((18, 2), null=True, default=None)
    deduct_tonnes = BigInt(default=0, help_text="to be taken from the next year's allowances")
    factors = JSONB(default="[]")
    reasons = Text(default="")
    decided_on = Date(null=True, default=None)
    decided_by = Integer(null=True, default=None)

    service = Varchar(12)
    served_on = Date(null=True, default=None)
    pay_by = Date(null=True, default=None)
    paid_on = Date(null=True, default=None)
    late_fine_yuan = Numeric((18, 2), default=Decimal(0))
    late_fine = JSONB(default="{}", help_text="explanation of the additional fine; empty when paid in time")
    credit_entry = Text(default="")
    closed_on = Date(null=True, default=None)
    published_at = Timestamptz(null=True, default=None)


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS penalty_case_serial ON penalty_case (series, serial)",
    # One case a year and ground, unless an earlier one was withdrawn.
    "CREATE UNIQUE INDEX IF NOT EXISTS penalty_case_once ON penalty_case (year, enterprise_id, ground) "
    "WHERE state <> 'withdrawn'",
    "CREATE INDEX IF NOT EXISTS penalty_case_published ON penalty_case (decided_on DESC, id DESC) "
    "WHERE published_at IS NOT NULL",
)
