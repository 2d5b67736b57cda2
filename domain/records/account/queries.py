"""Questions about balances and postings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.core.actors import Actor
from domain.records.account.rules import Kind, Ledger
from domain.records.database import ask
from domain.records.people.bounds import bound

PAGE = 50


@dataclass(frozen=True, slots=True)
class BalanceCard:
    """What an enterprise's ledger account of one kind holds of one vintage, tonnes."""

    enterprise_id: int
    kind: str
    vintage: int
    tonnes: int


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """By how much the postings of one day changed what an enterprise holds of one vintage, tonnes."""

    enterprise_id: int
    vintage: int
    on_day: date
    tonnes: int


@dataclass(frozen=True, slots=True)
class PostingCard:
    """A posting as a statement shows it."""

    id: int
    on_day: date
    vintage: int
    source: str
    target: str
    tonnes: int
    why: str
    subject: str
    reference: str
    enterprise_id: int


async def balance(ledger: Ledger, vintage: int | None = None) -> int:
    """What one account holds, of one vintage or of all."""
    rows = await ask(
        "SELECT coalesce(sum(tonnes), 0)::bigint AS tonnes FROM ledger_balance WHERE account = {} "
        "AND ({}::int IS NULL OR vintage = {}::int)",
        ledger.name,
        vintage,
        vintage,
    )
    return int(rows[0]["tonnes"])


async def balances(enterprise_ids: Sequence[int], *, actor: Actor) -> list[BalanceCard]:
    """Every account of these enterprises, by enterprise, kind and vintage. One statement."""
    rows = await ask(
        "SELECT enterprise_id, kind, vintage, tonnes FROM ledger_balance WHERE enterprise_id = ANY({}) "
        f"AND {bound(actor)} ORDER BY enterprise_id, kind, vintage",
        list(enterprise_ids),
    )
    return [BalanceCard(**row) for row in rows]


async def postings(enterprise_id: int, *, actor: Actor, before_id: int | None = None) -> list[PostingCard]:
    """A page of an enterprise's postings, newest first."""
    rows = await ask(
        f"SELECT {', '.join(PostingCard.__slots__)} FROM posting WHERE enterprise_id = {{}} AND {bound(actor)} "
        "AND ({}::int IS NULL OR id < {}::int) ORDER BY id DESC LIMIT {}",
        enterprise_id,
        before_id,
        before_id,
        PAGE,
    )
    return [PostingCard(**row) for row in rows]


async def posted(enterprise_ids: Sequence[int], whys: Sequence[str], *, actor: Actor) -> list[PostingCard]:
    """The postings of these enterprises for one of these reasons, oldest day first. One statement."""
    rows = await ask(
        f"SELECT {', '.join(PostingCard.__slots__)} FROM posting WHERE enterprise_id = ANY({{}}) AND why = ANY({{}}) "
        f"AND {bound(actor)} ORDER BY on_day, id",
        list(enterprise_ids),
        list(whys),
    )
    return [PostingCard(**row) for row in rows]


async def known_references(references: Sequence[str]) -> set[str]:
    """Which of the registry's numbers have been posted already."""
    rows = await ask("SELECT reference FROM posting WHERE reference = ANY({})", list(references))
    return {row["reference"] for row in rows}


async def holdings(*, actor: Actor) -> dict[tuple[int, int], int]:
    """What every enterprise holds, by enterprise and vintage. One statement."""
    rows = await ask(
        f"SELECT enterprise_id, vintage, tonnes FROM ledger_balance WHERE kind = {{}} AND {bound(actor)}",
        Kind.HOLDING.value,
    )
    return {(row["enterprise_id"], row["vintage"]): row["tonnes"] for row in rows}


async def holding_changes(enterprise_ids: Sequence[int], *, actor: Actor) -> list[ChangeCard]:
    """By how much each day's postings changed what these enterprises hold, oldest day first. One statement."""
    rows = await ask(
        "SELECT enterprise_id, vintage, on_day, "
        "sum(CASE WHEN target = {} || enterprise_id THEN tonnes ELSE -tonnes END)::bigint AS tonnes "
        "FROM posting WHERE enterprise_id = ANY({}) "
        f"AND ({{}} || enterprise_id) IN (source, target) AND {bound(actor)} "
        "GROUP BY enterprise_id, vintage, on_day ORDER BY enterprise_id, vintage, on_day",
        f"{Kind.HOLDING.value}:",
        list(enterprise_ids),
        f"{Kind.HOLDING.value}:",
    )
    return [ChangeCard(**row) for row in rows]


async def differences() -> list[tuple[str, int, int, int]]:
    """Accounts whose balance is not what their postings add up to: account, vintage, balance, sum. None is right."""
    rows = await ask(
        "SELECT coalesce(b.account, p.account) AS account, coalesce(b.vintage, p.vintage) AS vintage, "
        "coalesce(b.tonnes, 0)::bigint AS held, coalesce(p.tonnes, 0)::bigint AS posted FROM ledger_balance b "
        "FULL JOIN (SELECT account, vintage, sum(tonnes) AS tonnes FROM "
        "(SELECT target AS account, vintage, tonnes FROM posting UNION ALL "
        "SELECT source, vintage, -tonnes FROM posting) AS each GROUP BY account, vintage) AS p "
        "ON p.account = b.account AND p.vintage = b.vintage WHERE coalesce(b.tonnes, 0) <> coalesce(p.tonnes, 0)"
    )
    return [(row["account"], row["vintage"], row["held"], row["posted"]) for row in rows]
