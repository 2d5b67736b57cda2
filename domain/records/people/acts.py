"""Signing in and out, and the administrator's acts on accounts. Each is journalled, refusals too."""

from __future__ import annotations

import hashlib
import secrets
from asyncio import to_thread
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error

from domain.core.actors import THE_CLOCK, THE_PUBLIC, Actor
from domain.core.calendar import CHINA, legal_day
from domain.core.duties import Duty, post
from domain.core.findings import Finding, Place, Stale, refuse, stop_on
from domain.records.database import ask, ask_one, transaction
from domain.records.journal.writes import Note, record, require
from domain.records.people.rules import (
    LONGEST_TOKEN_DAYS,
    LONGEST_TOKEN_NAME,
    MOST_TOKENS,
    SHORTEST_PASSWORD,
    clashes,
    is_address,
    is_credit_code,
    misfit,
)
from domain.records.people.tables import Account, VerificationBody

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
SESSION_LASTS = timedelta(hours=10)
MACHINE_SESSION_LASTS = timedelta(days=90)
LETTER_LANGUAGES = ("zh", "en")

_hasher = PasswordHasher()
# Checked when no such account exists, so that the answer takes as long either way.
_NOBODY = _hasher.hash(secrets.token_hex(16))


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just opened: `secret` goes into the token and is stored nowhere."""

    secret: str
    account_id: int
    expires_at: datetime


def key_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _password_fits(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except Argon2Error:
        return False


async def sign_in(sign_in_name: str, password: str, *, at: datetime) -> Opened:
    """Open a session. Refused (PEOPLE-SIGN-IN) alike for a wrong name and a wrong password, (PEOPLE-LOCKED) while
    the account is locked.

    An attempt is counted before it is tested and forgotten when it was right: guesses sent side by side are no more
    than guesses sent one by one. The refusal is raised after its own transaction, so that it is journalled.
    """
    account = await _attempt(sign_in_name, at)
    fits = await to_thread(_password_fits, account["password_hash"] if account else _NOBODY, password)
    if account is None and await ask("SELECT id FROM account WHERE sign_in_name = {}", sign_in_name):
        await _journal_refusal(sign_in_name, "locked", at)
        raise refuse("PEOPLE-LOCKED", minutes=int(LOCKED_FOR.total_seconds() // 60))
    if account is None or not fits or account["disabled"]:
        await _journal_refusal(sign_in_name, "wrong", at)
        raise refuse("PEOPLE-SIGN-IN", field_name="password")
    return await _open(account["id"], at)


async def _attempt(sign_in_name: str, at: datetime) -> dict[str, Any] | None:
    """Count one attempt on an account that is not locked, in one statement; None when it is locked or unknown."""
    return await ask_one(
        "UPDATE account SET failures = CASE WHEN locked_until IS NULL THEN failures + 1 ELSE 1 END, "
        "locked_until = CASE WHEN locked_until IS NULL AND failures + 1 >= {} THEN {}::timestamptz END "
        "WHERE sign_in_name = {} AND (locked_until IS NULL OR locked_until <= {}) "
        "RETURNING id, password_hash, disabled",
        MOST_FAILURES,
        at + LOCKED_FOR,
        sign_in_name,
        at,
    )


async def _journal_refusal(sign_in_name: str, why: str, at: datetime) -> None:
    async with transaction():
        account = await ask_one("SELECT id FROM account WHERE sign_in_name = {}", sign_in_name)
        note = Note(reason=why, basis={"sign_in_name": sign_in_name[:60]})
        subject = f"account:{account['id'] if account else 0}"
        await record("people:session:refuse", subject, actor=THE_PUBLIC, at=at, duty=Duty.PUBLIC, note=note)


async def _open(account_id: int, at: datetime) -> Opened:
    opened = Opened(secrets.token_urlsafe(32), account_id, at + SESSION_LASTS)
    async with transaction():
        await ask("UPDATE account SET failures = 0, locked_until = NULL WHERE id = {}", account_id)
        await _enter(opened, at)
        await record("people:session:open", f"account:{account_id}", actor=THE_PUBLIC, at=at, duty=Duty.PUBLIC)
    return opened


async def _enter(opened: Opened, at: datetime, *, machine: bool = False, name: str = "") -> int:
    """One session's row, inside the caller's transaction; answers its id."""
    rows = await ask(
        "INSERT INTO sign_in_session (key, account_id, machine, name, opened_at, expires_at) "
        "VALUES ({}, {}, {}, {}, {}, {}) RETURNING id",
        key_of(opened.secret),
        opened.account_id,
        machine,
        name,
        at,
        opened.expires_at,
    )
    return int(rows[0]["id"])


async def open_machine_session(*, actor: Actor, at: datetime, name: str = "", until: date | None = None) -> Opened:
    """A bearer token for a program of the enterprise, for the signed-in filer's own account.

    It holds to the end of the day `until`, usually for three months; `name` says which program it is for. Refused:
    PEOPLE-TOKEN-DAY for a day that is past or too far away, PEOPLE-TOKENS when the enterprise has as many as it may.
    """
    require(actor, Duty.REPORT_FILE)
    today = legal_day(at)
    until = until or today + MACHINE_SESSION_LASTS
    if not today <= until <= today + timedelta(days=LONGEST_TOKEN_DAYS):
        raise refuse("PEOPLE-TOKEN-DAY", field_name="until", days=LONGEST_TOKEN_DAYS)
    expires_at = datetime.combine(until + timedelta(days=1), time(), CHINA)
    opened = Opened(secrets.token_urlsafe(32), actor.account_id, expires_at)
    async with transaction():
        if await _live_tokens(actor, at) >= MOST_TOKENS:
            raise refuse("PEOPLE-TOKENS", most=MOST_TOKENS)
        session_id = await _enter(opened, at, machine=True, name=name.strip()[:LONGEST_TOKEN_NAME])
        note = Note(basis={"token": session_id, "name": name, "until": expires_at.isoformat()})
        subject = f"account:{actor.account_id}"
        tag, duty = "people:session:open_machine", Duty.REPORT_FILE
        await record(tag, subject, actor=actor, at=at, duty=duty, note=note)
    return opened


async def _live_tokens(actor: Actor, at: datetime) -> int:
    rows = await ask(
        "SELECT count(*) AS live FROM sign_in_session s JOIN account a ON a.id = s.account_id WHERE s.machine "
        "AND a.enterprise_id = {} AND s.revoked_at IS NULL AND s.expires_at > {}",
        actor.enterprise_id,
        at,
    )
    return int(rows[0]["live"])


async def end_machine_session(session_id: int, *, actor: Actor, at: datetime) -> None:
    """End a token of the enterprise, whoever of its filers made it. `Stale` when it has ended already or is not its."""
    require(actor, Duty.REPORT_FILE)
    async with transaction():
        rows = await ask(
            "UPDATE sign_in_session s SET revoked_at = {} FROM account a WHERE a.id = s.account_id AND s.id = {} "
            "AND s.machine AND a.enterprise_id = {} AND s.revoked_at IS NULL AND s.expires_at > {} "
            "RETURNING s.account_id",
            at,
            session_id,
            actor.enterprise_id,
            at,
        )
        if not rows:
            raise Stale(f"sign_in_session:{session_id}", "live")
        note = Note(basis={"token": session_id})
        subject = f"account:{rows[0]['account_id']}"
        tag, duty = "people:session:end_machine", Duty.REPORT_FILE
        await record(tag, subject, actor=actor, at=at, duty=duty, note=note)


async def sign_out(session_key: str, *, actor: Actor, at: datetime) -> None:
    """End the session now; a stolen cookie is worth nothing afterwards."""
    async with transaction():
        await ask("UPDATE sign_in_session SET revoked_at = {} WHERE key = {}", at, session_key)
        await record("people:session:close", f"account:{actor.account_id}", actor=actor, at=at, duty=Duty.SIGNED_IN)


async def finish_tour(*, actor: Actor, at: datetime) -> bool:
    """Remember that the person has seen the first tour, or does not want it. False when that was known already."""
    require(actor, Duty.SIGNED_IN)
    async with transaction():
        rows = await ask(
            "UPDATE account SET toured_at = {} WHERE id = {} AND toured_at IS NULL RETURNING id", at, actor.account_id
        )
        if rows:
            subject = f"account:{actor.account_id}"
            await record("people:account:tour", subject, actor=actor, at=at, duty=Duty.SIGNED_IN)
    return bool(rows)


async def found(sign_in_name: str, name: str, password: str, *, at: datetime) -> int:
    """The first account of an empty portal: a system administrator, who creates all others.

    Refused (PEOPLE-FOUNDED) as soon as any account exists.
    """
    _check_password(password)
    async with transaction():
        await ask("LOCK TABLE account IN EXCLUSIVE MODE")
        if await ask("SELECT id FROM account LIMIT 1"):
            raise refuse("PEOPLE-FOUNDED")
        account = Account(
            sign_in_name=sign_in_name, name=name, post="system_administrator", password_hash=_hasher.hash(password)
        )
        account_id = int((await Account.insert(account))[0]["id"])
        await record("people:account:found", f"account:{account_id}", actor=THE_CLOCK, at=at, duty=Duty.CLOCK)
    return account_id


def _check_password(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise refuse("PEOPLE-PASSWORD-SHORT", field_name="password", characters=SHORTEST_PASSWORD)


async def create_account(
    sign_in_name: str,
    name: str,
    post_code: str,
    password: str,
    *,
    actor: Actor,
    at: datetime,
    enterprise_id: int | None = None,
    body_id: int | None = None,
    city: str = "",
    email: str = "",
) -> int:
    """Create an account; with an `email` its notices go out as letters, until the person wants none.

    Refused: PEOPLE-NAME, PEOPLE-POST, PEOPLE-ORGANISATION, PEOPLE-PASSWORD-SHORT, PEOPLE-NAME-TAKEN, PEOPLE-CLASH,
    PEOPLE-EMAIL.
    """
    require(actor, Duty.PEOPLE_MANAGE)
    found = _account_findings(sign_in_name, name, post_code, password, enterprise_id, body_id, city)
    stop_on([*found, *_address_findings(email)])
    account = Account(
        sign_in_name=sign_in_name,
        name=name,
        post=post_code,
        password_hash=await to_thread(_hasher.hash, password),
        enterprise_id=enterprise_id,
        body_id=body_id,
        city=city,
        email=email,
    )
    async with transaction():
        # The unique name decides, so that of two administrators at once one is refused.
        rows = await Account.insert(account).on_conflict(target=Account.sign_in_name, action="DO NOTHING")
        if not rows:
            raise refuse("PEOPLE-NAME-TAKEN", field_name="sign_in_name", sign_in_name=sign_in_name)
        account_id = int(rows[0]["id"])
        note = Note(basis={"sign_in_name": sign_in_name, "post": post_code}, enterprise_id=enterprise_id)
        await record(
            "people:account:create", f"account:{account_id}", actor=actor, at=at, duty=Duty.PEOPLE_MANAGE, note=note
        )
    return account_id


def _account_findings(
    sign_in_name: str,
    name: str,
    post_code: str,
    password: str,
    enterprise_id: int | None,
    body_id: int | None,
    city: str,
) -> Iterator[Finding]:
    """Everything that stands against an account, so that a form is corrected once."""
    if not sign_in_name.strip() or sign_in_name != "".join(sign_in_name.split()):
        yield Finding("PEOPLE-NAME", place=Place(field="sign_in_name"))
    if not name.strip():
        yield Finding("PEOPLE-NAME", place=Place(field="name"))
    if len(password) < SHORTEST_PASSWORD:
        facts = {"characters": str(SHORTEST_PASSWORD)}
        yield Finding("PEOPLE-PASSWORD-SHORT", place=Place(field="password"), facts=facts)
    try:
        held = post(post_code)
    except KeyError:
        yield Finding("PEOPLE-POST", place=Place(field="post"), facts={"post": post_code})
        return
    if clashes(held.duties):
        yield Finding("PEOPLE-CLASH", place=Place(field="post"), facts={"post": post_code})
    field = misfit(held.kind, enterprise=enterprise_id is not None, body=body_id is not None, city=bool(city.strip()))
    if field:
        yield Finding("PEOPLE-ORGANISATION", place=Place(field=field), facts={"post": post_code})


def _address_findings(email: str) -> Iterator[Finding]:
    if email and not is_address(email):
        yield Finding("PEOPLE-EMAIL", place=Place(field="email"))


async def choose_letters(email: str, letters: bool, language: str, *, actor: Actor, at: datetime) -> bool:
    """Set the own e-mail address, whether notices come as letters, and their language. False when nothing changes.

    Refused: PEOPLE-EMAIL for what is no address, PEOPLE-LANGUAGE. The journal keeps that the address changed, not the
    address: its readers need not know it.
    """
    require(actor, Duty.SIGNED_IN)
    stop_on(_address_findings(email))
    if language not in LETTER_LANGUAGES:
        raise refuse("PEOPLE-LANGUAGE", field_name="language")
    async with transaction():
        old = await ask_one("SELECT email, letters, language FROM account WHERE id = {} FOR UPDATE", actor.account_id)
        new = {"email": email, "letters": letters, "language": language}
        if old is None or old == new:
            return False
        update = "UPDATE account SET email = {}, letters = {}, language = {} WHERE id = {}"
        await ask(update, email, letters, language, actor.account_id)
        basis = {"letters": letters, "language": language, "address": bool(email), "moved": email != old["email"]}
        subject = f"account:{actor.account_id}"
        note = Note(basis=basis)
        await record("people:account:letters", subject, actor=actor, at=at, duty=Duty.SIGNED_IN, note=note)
    return True


async def refuse_access(path: str, duty: str, *, actor: Actor, at: datetime) -> None:
    """Journal that someone asked for what is not theirs. Nothing else happens: the front door has refused already."""
    async with transaction():
        note = Note(reason=duty, basis={"path": path[:200]})
        subject = f"account:{actor.account_id}"
        await record("people:access:refuse", subject, actor=actor, at=at, duty=Duty.SIGNED_IN, note=note)


async def disable_account(account_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Disable an account and revoke its sessions at once (security administrator).

    Refused: PEOPLE-REASON without one, PEOPLE-SELF for the own account. Stale when it is disabled already.
    """
    require(actor, Duty.SECURITY_LOCK)
    if account_id == actor.account_id:
        raise refuse("PEOPLE-SELF")
    async with transaction():
        disabled = "UPDATE account SET disabled = TRUE WHERE id = {} AND NOT disabled RETURNING id"
        await _switch(disabled, "people:account:disable", account_id, reason, actor=actor, at=at)
        await ask(
            "UPDATE sign_in_session SET revoked_at = {} WHERE account_id = {} AND revoked_at IS NULL", at, account_id
        )


async def enable_account(account_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Let an account in again and forget its failures (security administrator).

    Refused: PEOPLE-REASON without one. Stale when nothing holds it back any more.
    """
    require(actor, Duty.SECURITY_LOCK)
    async with transaction():
        enabled = (
            "UPDATE account SET disabled = FALSE, failures = 0, locked_until = NULL "
            "WHERE id = {} AND (disabled OR failures > 0) RETURNING id"
        )
        await _switch(enabled, "people:account:enable", account_id, reason, actor=actor, at=at)


async def _switch(sql: str, tag: str, account_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """One guarded update of an account, inside the caller's transaction, and its entry."""
    if not reason.strip():
        raise refuse("PEOPLE-REASON", field_name="reason")
    if not await ask(sql, account_id):
        raise Stale(f"account:{account_id}", tag)
    note = Note(reason=reason)
    await record(tag, f"account:{account_id}", actor=actor, at=at, duty=Duty.SECURITY_LOCK, note=note)


async def enter_body(
    name: str, credit_code: str, capacity: int, *, actor: Actor, at: datetime, prepares_reports: bool = False
) -> int:
    """Enter a verification body into the register. Refused: PEOPLE-CREDIT-CODE."""
    require(actor, Duty.VERIFICATION_ASSIGN)
    if not is_credit_code(credit_code):
        raise refuse("PEOPLE-CREDIT-CODE", field_name="credit_code", credit_code=credit_code)
    async with transaction():
        body = VerificationBody(
            name=name, credit_code=credit_code, capacity=capacity, prepares_reports=prepares_reports
        )
        rows = await VerificationBody.insert(body)
        body_id = int(rows[0]["id"])
        await record(
            "people:body:enter",
            f"verification_body:{body_id}",
            actor=actor,
            at=at,
            duty=Duty.VERIFICATION_ASSIGN,
            note=Note(basis={"credit_code": credit_code}),
        )
    return body_id
