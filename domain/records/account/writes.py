"""Posting, inside the transaction of the act that causes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.core.findings import Finding, Refused
from domain.records.account.rules import ENDLESS, Entry, Ledger, legs
from domain.records.account.tables import Posting
from domain.records.database import ask, copy_rows

_COLUMNS = (
    "vintage",
    "source",
    "target",
    "tonnes",
    "enterprise_id",
    "on_day",
    "why",
    "subject",
    "reference",
    "posted_at",
)


async def post(entries: Sequence[Entry], *, at: datetime) -> None:
    """Post all entries or none. Refused (ACCOUNT-OVERDRAWN) naming each account that would hold less than nothing.

    Whatever their number: one lock of the balances, one COPY of the postings, one update of the balances.
    """
    if not entries:
        return
    changes = legs(entries)
    overdrawn = list(_overdrawn(changes, await _held(changes)))
    if overdrawn:
        raise Refused(overdrawn)
    await copy_rows(Posting._meta.tablename, _COLUMNS, [_row(entry, at) for entry in entries])
    await _change_balances(changes)


async def _held(changes: Mapping[tuple[Ledger, int], int]) -> dict[tuple[str, int], int]:
    """What the touched accounts hold, locked in one order: two acts wait for each other instead of deadlocking."""
    rows = await ask(
        "SELECT account, vintage, tonnes FROM ledger_balance WHERE account = ANY({}) "
        "ORDER BY account, vintage FOR UPDATE",
        sorted({ledger.name for ledger, _ in changes}),
    )
    return {(row["account"], row["vintage"]): row["tonnes"] for row in rows}


def _overdrawn(changes: Mapping[tuple[Ledger, int], int], held: Mapping[tuple[str, int], int]) -> list[Finding]:
    found = []
    for (ledger, vintage), change in sorted(changes.items()):
        has = held.get((ledger.name, vintage), 0)
        if ledger.kind not in ENDLESS and has + change < 0:
            facts = {"account": ledger.name, "vintage": str(vintage), "held": str(has), "asked": str(-change)}
            found.append(Finding("ACCOUNT-OVERDRAWN", facts=facts))
    return found


def _row(entry: Entry, at: datetime) -> tuple[object, ...]:
    return (
        entry.vintage,
        entry.source.name,
        entry.target.name,
        entry.tonnes,
        entry.target.enterprise_id or entry.source.enterprise_id,
        entry.on,
        entry.why,
        entry.subject,
        entry.reference,
        at,
    )


async def _change_balances(changes: Mapping[tuple[Ledger, int], int]) -> None:
    """Open the accounts that are new at zero, then change all: an insert alone would be checked before it adds up."""
    ordered = sorted(changes.items())
    names, vintages = [ledger.name for (ledger, _), _ in ordered], [vintage for (_, vintage), _ in ordered]
    await ask(
        "INSERT INTO ledger_balance (account, kind, enterprise_id, vintage, tonnes) "
        "SELECT account, kind, owner, vintage, 0 FROM unnest({}::varchar[], {}::varchar[], {}::int[], {}::smallint[]) "
        "AS fresh (account, kind, owner, vintage) ON CONFLICT (account, vintage) DO NOTHING",
        names,
        [ledger.kind.value for (ledger, _), _ in ordered],
        [ledger.enterprise_id for (ledger, _), _ in ordered],
        vintages,
    )
    await ask(
        "UPDATE ledger_balance AS held SET tonnes = held.tonnes + change.tonnes "
        "FROM unnest({}::varchar[], {}::smallint[], {}::bigint[]) AS change (account, vintage, tonnes) "
        "WHERE held.account = change.account AND held.vintage = change.vintage",
        names,
        vintages,
        [change for _, change in ordered],
    )
