"""Accounts (system administrator) and locks (security administrator) at the front door."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import POSTS, Duty
from domain.core.findings import Finding, Place, Refused
from domain.records.notices import acts as notice_acts
from domain.records.notices import queries as notices
from domain.records.people import acts, queries
from portal import acting, lists
from portal.clock import now
from portal.page import done, page, typed_text, whole_number

Ask = Request[Actor, str, Any]
ACCOUNTS = queries.roll("people", "sign_in_name")
LOCKS = queries.roll("security", "state")
PAGE = 50
FIELDS = {"sign_in_name": 60, "name": 60, "post": 40, "enterprise": 18, "body": 12, "city": 40, "email": 121}


@get("/accounts", duty=Duty.PEOPLE_MANAGE)
async def accounts(request: Ask) -> Response[Any]:
    """Every account, a page at a time."""
    view = await lists.view_of(request, ACCOUNTS, "/accounts", "TRUE")
    return lists.list_page(request, "people/accounts.html", view, now=now())


@get("/accounts/export", duty=Duty.PEOPLE_MANAGE)
async def accounts_export(request: Ask) -> Response[Any]:
    return await lists.export(request, ACCOUNTS, lists.file_name(request, "room:people"), "TRUE")


@get("/accounts/new", duty=Duty.PEOPLE_MANAGE)
async def account_form(request: Ask) -> Response[Any]:
    return await _form(request)


async def _form(request: Ask, status_code: int = 200, **context: Any) -> Response[Any]:
    bodies = await queries.bodies()
    return page(request, "people/new.html", status_code, posts=POSTS, bodies=bodies, **context)


@post("/accounts", duty=Duty.PEOPLE_MANAGE)
async def create(request: Ask) -> Response[Any]:
    """Create an account; a refusal shows the form again: each finding at its field, nothing lost but the password."""
    form = await request.form()
    typed = {name: typed_text(form, name, most) for name, most in FIELDS.items()}
    try:
        enterprise_id = await _enterprise_id(typed["enterprise"])
        await acts.create_account(
            typed["sign_in_name"],
            typed["name"],
            typed["post"],
            str(form.get("password", ""))[:200],
            actor=request.user,
            at=now(),
            enterprise_id=enterprise_id,
            body_id=whole_number(typed["body"]) or None,
            city=typed["city"],
            email=typed["email"],
        )
    except Refused as refused:
        return await _form(request, 422, findings=refused.findings, typed=typed)
    return done(request, "/accounts", "people:created", name=typed["sign_in_name"])


@get("/accounts/letters", duty=Duty.PEOPLE_MANAGE)
async def letters(request: Ask) -> Response[Any]:
    """Letters that could not be sent, with what kept them, and those that still wait."""
    after = whole_number(request.query_params.get("after", ""))
    cards = await notices.letters(("failed", "waiting"), after=after, limit=PAGE)
    further = f"/accounts/letters?after={cards[-1].id}" if len(cards) == PAGE else ""
    return page(request, "people/letters.html", cards=cards, further=further)


@post("/accounts/letters/{letter_id:int}/again", duty=Duty.PEOPLE_MANAGE)
async def send_again(request: Ask, letter_id: FromPath[int]) -> Response[Any]:
    """Let a failed letter go out once more."""
    await notice_acts.try_again(letter_id, actor=request.user, at=now())
    return done(request, "/accounts/letters", "people:letter_again")


async def _enterprise_id(credit_code: str) -> int | None:
    """The enterprise that a typed credit code names; refused when the register has none of it."""
    if not credit_code:
        return None
    enterprise_id = await queries.registered(credit_code)
    if enterprise_id is None:
        facts = {"credit_code": credit_code}
        raise Refused(Finding("PEOPLE-ENTERPRISE", place=Place(field="enterprise"), facts=facts))
    return enterprise_id


@get("/security", duty=Duty.SECURITY_LOCK)
async def security(request: Ask) -> Response[Any]:
    """The accounts, who is kept out or fails to get in first; to be locked or let in again."""
    return await _security(request)


async def _security(request: Ask, status_code: int = 200, **context: Any) -> Response[Any]:
    view = await lists.view_of(request, LOCKS, "/security", "TRUE")
    return lists.list_page(request, "people/security.html", view, status_code, now=now(), **context)


@get("/security/export", duty=Duty.SECURITY_LOCK)
async def security_export(request: Ask) -> Response[Any]:
    return await lists.export(request, LOCKS, lists.file_name(request, "room:security"), "TRUE")


@post("/security/chosen", duty=Duty.SECURITY_LOCK)
async def act_on_chosen(request: Ask) -> Response[Any]:
    """Lock the chosen accounts or let them in again, each by itself."""
    actor = request.user

    async def disable(account_id: int, reason: str) -> None:
        await acts.disable_account(account_id, reason, actor=actor, at=now())

    async def enable(account_id: int, reason: str) -> None:
        await acts.enable_account(account_id, reason, actor=actor, at=now())

    doings = (
        acting.Doing("enable", acting.open_in(("disabled", "failing")), enable, reasoned=True),
        acting.Doing("disable", acting.open_in(("failing", "in_use")), disable, reasoned=True),
    )
    return await acting.chosen(request, LOCKS, ("people", "account"), "/security", doings, "TRUE")


@post("/security/lock", duty=Duty.SECURITY_LOCK)
async def lock(request: Ask) -> Response[Any]:
    """Disable the named account; its sessions end at once."""
    form = await request.form()
    typed = {"sign_in_name": typed_text(form, "sign_in_name", 60), "reason": typed_text(form, "reason")}
    account = await queries.account_by_name(typed["sign_in_name"])
    try:
        if account is None:
            raise Refused(Finding("PEOPLE-UNKNOWN", place=Place(field="sign_in_name")))
        await acts.disable_account(account.id, typed["reason"], actor=request.user, at=now())
    except Refused as refused:
        return await _security(request, 422, findings=refused.findings, typed=typed)
    return done(request, "/security", "people:locked", name=account.sign_in_name)


@post("/security/{account_id:int}/unlock", duty=Duty.SECURITY_LOCK)
async def unlock(request: Ask, account_id: FromPath[int]) -> Response[Any]:
    """Let an account in again."""
    reason = typed_text(await request.form(), "reason")
    await acts.enable_account(account_id, reason, actor=request.user, at=now())
    return done(request, "/security", "people:unlocked")


routes = [
    accounts,
    accounts_export,
    account_form,
    create,
    letters,
    send_again,
    security,
    security_export,
    act_on_chosen,
    lock,
    unlock,
]
