"""Questions about people and organisations."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.core.actors import Actor
from domain.core.calendar import legal_day
from domain.core.duties import POSTS, Duty, Kind, post
from domain.records.database import ask, ask_one
from domain.records.lists import Column, Roll
from domain.records.lists import Kind as ListKind
from domain.records.people.bounds import bound
from domain.records.standing import Subjects


@dataclass(frozen=True, slots=True)
class EnterpriseCard:
    """An enterprise as other rooms and pages see it."""

    id: int
    credit_code: str
    name: str
    name_en: str
    city: str
    sector: str
    sector_code: str
    captive_industry: str
    address: str
    legal_person: str
    registry_account: str
    fictional: bool
    synthetic: bool


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A generating unit as built."""

    id: int
    enterprise_id: int
    number: str
    capacity_mw: Decimal
    technology: str
    fuel: str
    unit_class: str
    cogeneration: bool


@dataclass(frozen=True, slots=True)
class BodyCard:
    """A verification body."""

    id: int
    name: str
    credit_code: str
    capacity: int
    prepares_reports: bool


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person who may be named in a working group or a draw."""

    id: int
    name: str
    post: str
    body_id: int | None


@dataclass(frozen=True, slots=True)
class EnterpriseFile:
    """An enterprise with what belongs to it: its generating units as built, and the people who act for it."""

    card: EnterpriseCard
    closed_on: date | None
    units: tuple[UnitCard, ...]
    contacts: tuple[PersonCard, ...]


@dataclass(frozen=True, slots=True)
class AccountCard:
    """An account as the administrator sees it."""

    id: int
    sign_in_name: str
    name: str
    post: str
    organisation: str
    failures: int
    locked_until: datetime | None
    disabled: bool


@dataclass(frozen=True, slots=True)
class LettersCard:
    """Where an account's letters go, whether it wants them, and in which language."""

    email: str
    letters: bool
    language: str


# How an account stands, what asks for attention first.
STANDINGS = ("disabled", "failing", "in_use")
_ENTERPRISE = ", ".join(f"e.{name}" for name in EnterpriseCard.__slots__)
_UNIT = ", ".join(f"u.{name}" for name in UnitCard.__slots__)


async def enterprise(enterprise_id: int, *, actor: Actor) -> EnterpriseCard | None:
    """One enterprise, or None when there is none that the actor may see: the two cannot be told apart."""
    row = await ask_one(
        f"SELECT {_ENTERPRISE} FROM enterprise e WHERE e.id = {{}} AND {bound(actor, 'e.id')}", enterprise_id
    )
    return EnterpriseCard(**row) if row else None


async def enterprise_file(enterprise_id: int, *, actor: Actor) -> EnterpriseFile | None:
    """An enterprise with its units and contacts, or None as `enterprise` says. Contacts are for it and the province."""
    told = actor.kind in (Kind.PROVINCE, Kind.ENTERPRISE)
    row = await ask_one(
        f"SELECT {_ENTERPRISE}, e.closed_on, (SELECT json_agg(json_build_array(u.id, u.enterprise_id, u.number, "
        "u.capacity_mw::text, u.technology, u.fuel, u.unit_class, u.cogeneration) ORDER BY u.id) "
        "FROM generating_unit u WHERE u.enterprise_id = e.id AND u.retired_on IS NULL) AS units, "
        "(SELECT json_agg(json_build_array(a.id, a.name, a.post) ORDER BY a.id) FROM account a "
        f"WHERE a.enterprise_id = e.id AND NOT a.disabled AND {told}) AS contacts "
        f"FROM enterprise e WHERE e.id = {{}} AND {bound(actor, 'e.id')}",
        enterprise_id,
    )
    if row is None:
        return None
    units = tuple(
        UnitCard(unit, owner, number, Decimal(capacity), *kind)
        for unit, owner, number, capacity, *kind in json.loads(row.pop("units") or "[]")
    )
    contacts = json.loads(row.pop("contacts") or "[]")
    people = tuple(PersonCard(account, name, held, None) for account, name, held in contacts)
    return EnterpriseFile(closed_on=row.pop("closed_on"), card=EnterpriseCard(**row), units=units, contacts=people)


async def enterprises(*, actor: Actor) -> list[EnterpriseCard]:
    """Every enterprise the actor may see, by credit code. For screening and set-based work, not for pages."""
    rows = await ask(f"SELECT {_ENTERPRISE} FROM enterprise e WHERE {bound(actor, 'e.id')} ORDER BY e.credit_code")
    return [EnterpriseCard(**row) for row in rows]


async def enterprise_by_code(credit_code: str, *, actor: Actor) -> EnterpriseCard | None:
    row = await ask_one(
        f"SELECT {_ENTERPRISE} FROM enterprise e WHERE e.credit_code = {{}} AND {bound(actor, 'e.id')}", credit_code
    )
    return EnterpriseCard(**row) if row else None


async def units_of(enterprise_ids: list[int], *, actor: Actor) -> list[UnitCard]:
    """Generating units of these enterprises, in order of enterprise and number."""
    rows = await ask(
        f"SELECT {_UNIT} FROM generating_unit u WHERE u.enterprise_id = ANY({{}}) "
        f"AND {bound(actor, 'u.enterprise_id')} AND u.retired_on IS NULL ORDER BY u.enterprise_id, u.id",
        enterprise_ids,
    )
    return [UnitCard(**row) for row in rows]


async def bodies() -> list[BodyCard]:
    """All verification bodies; their register is public."""
    rows = await ask("SELECT id, name, credit_code, capacity, prepares_reports FROM verification_body ORDER BY id")
    return [BodyCard(**row) for row in rows]


_ACTOR = """SELECT a.id, a.name, a.post, a.enterprise_id, a.body_id, a.city, a.toured_at IS NOT NULL AS toured,
    COALESCE(e.name, b.name, '') AS organisation FROM account a
    LEFT JOIN enterprise e ON e.id = a.enterprise_id LEFT JOIN verification_body b ON b.id = a.body_id"""


def actor_of(row: dict[str, Any]) -> Actor:
    """An account row as an actor; the post gives kind and duties."""
    held = post(row["post"])
    return Actor(
        row["id"],
        row["name"],
        held.kind,
        held.duties,
        held.code,
        row["organisation"],
        row["enterprise_id"],
        row["body_id"],
        row["city"] or "",
        row["toured"],
    )


async def actor_by_name(sign_in_name: str) -> Actor | None:
    """The actor of an account that is not disabled. For the doors that play a year or run a command."""
    row = await ask_one(f"{_ACTOR} WHERE a.sign_in_name = {{}} AND NOT a.disabled", sign_in_name)
    return actor_of(row) if row else None


_ACCOUNT = """SELECT a.id, a.sign_in_name, a.name, a.post, COALESCE(e.name, b.name, a.city, '') AS organisation,
    a.failures, a.locked_until, a.disabled FROM account a LEFT JOIN enterprise e ON e.id = a.enterprise_id
    LEFT JOIN verification_body b ON b.id = a.body_id"""


_ORGANISATION = "coalesce(e.name, b.name, nullif(a.city, ''), '')"


def roll(code: str, order: str) -> Roll:
    """The accounts, as the system administrator (`people`) or the security administrator (`security`) lists them."""
    standing = "CASE WHEN a.disabled THEN 'disabled' WHEN a.failures > 0 THEN 'failing' ELSE 'in_use' END"
    return Roll(
        code,
        "account a LEFT JOIN enterprise e ON e.id = a.enterprise_id LEFT JOIN verification_body b ON b.id = a.body_id",
        "a.id",
        (
            Column("sign_in_name", "a.sign_in_name"),
            Column("name", "a.name"),
            Column("post", "a.post", ListKind.CODE, "post", filtered=True, choices=tuple(one.code for one in POSTS)),
            Column("organisation", _ORGANISATION),
            Column("state", standing, ListKind.CODE, "state:people:account", filtered=True, choices=STANDINGS),
            Column("failures", "a.failures", ListKind.NUMBER, shown=False),
            Column("locked_until", "a.locked_until", ListKind.INSTANT, shown=False),
            Column("email", "a.email", shown=False),
        ),
        ("a.sign_in_name", "a.name", "e.name", "e.initials", "b.name", "a.city"),
        order,
    )


def standing_subjects(actor: Actor) -> tuple[Subjects, ...]:
    """Accounts that are held back, for whoever locks and unlocks them. They belong to no year."""
    seen = "TRUE" if actor.holds(Duty.SECURITY_LOCK) else "FALSE"
    held = f"{seen} AND (x.disabled OR x.failures > 0)"
    return (Subjects("account", "account x", held, state="'held_back'", year="0"),)


async def account_by_name(sign_in_name: str) -> AccountCard | None:
    row = await ask_one(f"{_ACCOUNT} WHERE a.sign_in_name = {{}}", sign_in_name)
    return AccountCard(**row) if row else None


async def registered(credit_code: str) -> int | None:
    """The id of the enterprise with this code, for binding an account to it: the register alone, no figures."""
    row = await ask_one("SELECT id FROM enterprise WHERE credit_code = {}", credit_code)
    return int(row["id"]) if row else None


async def session_actor(session_key: str, at: datetime, *, machine: bool) -> Actor | None:
    """The actor behind a live session of that kind; None when it ended, was revoked, or the account was disabled."""
    row = await ask_one(
        f"{_ACTOR} JOIN sign_in_session s ON s.account_id = a.id WHERE s.key = {{}} AND s.machine = {{}} "
        "AND s.revoked_at IS NULL AND s.expires_at > {} AND NOT a.disabled",
        session_key,
        machine,
        at,
    )
    return actor_of(row) if row else None


@dataclass(frozen=True, slots=True)
class TokenCard:
    """A bearer token of an enterprise's programs: for which program, made by whom, and until when it holds."""

    id: int
    name: str
    holder: str
    opened_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    @property
    def last_day(self) -> date:
        """A token ends with its last day, at midnight in China."""
        return legal_day(self.expires_at - timedelta(seconds=1))


async def tokens(*, actor: Actor) -> list[TokenCard]:
    """Tokens of the actor's enterprise, newest first; those that ended long ago are left out by their number."""
    rows = await ask(
        "SELECT s.id, s.name, a.name AS holder, s.opened_at, s.expires_at, s.revoked_at FROM sign_in_session s "
        "JOIN account a ON a.id = s.account_id WHERE s.machine AND a.enterprise_id = {} ORDER BY s.id DESC LIMIT 60",
        actor.enterprise_id,
    )
    return [TokenCard(**row) for row in rows]


async def holders(posts: list[str], body_id: int | None = None) -> list[PersonCard]:
    """Persons of these posts whose accounts are not disabled, of one body when it is named; by account."""
    rows = await ask(
        "SELECT id, name, post, body_id FROM account WHERE post = ANY({}) AND NOT disabled "
        "AND ({}::int IS NULL OR body_id = {}::int) ORDER BY id",
        posts,
        body_id,
        body_id,
    )
    return [PersonCard(**row) for row in rows]


async def letters_of(*, actor: Actor) -> LettersCard | None:
    """The actor's own e-mail address and wishes; None for the clock and the public."""
    row = await ask_one("SELECT email, letters, language FROM account WHERE id = {}", actor.account_id)
    return LettersCard(**row) if row else None
