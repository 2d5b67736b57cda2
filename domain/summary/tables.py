"""Packages of the national summary. The zip itself lies in the evidence; the private key never comes here."""

from __future__ import annotations

from piccolo.columns import JSONB, BigInt, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.table import Table

from domain.summary.states import State


class Package(Table, tablename="package"):
    """One package of one compliance year. A resubmission is a new one that names what it replaces."""

    number = Varchar(20, unique=True, help_text="compliance year and running number")
    year = SmallInt(index=True)
    serial = SmallInt()
    state = Varchar(12, default=State.ORDERED.value)
    reason = Text(default="", help_text="why it is ordered although something lacks, or why it replaces another")
    replaces = Varchar(20, help_text="number of the package handed over before; empty for the first")
    lacking = JSONB(default="{}", help_text="how many enterprises lacked each part when it was ordered")
    authority = Varchar(60, help_text="the province in whose name it is handed over")
    ordered_by = Integer()
    ordered_at = Timestamptz(default=None)

    done = Integer(default=0, help_text="files built so far")
    total = Integer(default=0)
    progress_at = Timestamptz(null=True, default=None)
    trouble = JSONB(default="{}", help_text="code and facts of the refusal when it failed")

    sha256 = Varchar(64, help_text="the zip in the evidence: unsigned when built, signed afterwards")
    size = BigInt(default=0)
    manifest_sha256 = Varchar(64)
    built_at = Timestamptz(null=True, default=None)
    signature = Text(default="", help_text="compact JWS over the manifest's digests")
    public_key = Text(default="", help_text="PEM of the key that proves the signature")
    signed_by = Integer(null=True, default=None)
    signed_at = Timestamptz(null=True, default=None)
    receipt = Varchar(60, help_text="the ministry's receipt number")
    handed_over_at = Timestamptz(null=True, default=None)


SQL_AFTER = (
    "CREATE UNIQUE INDEX IF NOT EXISTS package_serial ON package (year, serial)",
    # Two officers at once: one orders, the other is told.
    "CREATE UNIQUE INDEX IF NOT EXISTS package_under_way ON package (year) WHERE state IN ('ordered', 'building')",
    "CREATE UNIQUE INDEX IF NOT EXISTS package_receipt ON package (receipt) WHERE receipt <> ''",
)
