"""What is done in a case: one form for each act."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Response, post
from litestar.params import FromPath

from domain.core.duties import Duty
from domain.core.findings import Refused
from domain.penalty import acts
from domain.penalty.acts import Ruling
from portal.clock import now
from portal.page import done
from portal.penalty.case import show_case
from portal.penalty.views import Ask, Form, texts, typed_day, typed_tonnes, typed_yuan


async def _done(
    request: Ask, case_id: int, code: str, work: Callable[[Form, list[str]], Awaitable[object]]
) -> Response[Any]:
    """Do one act with what was typed. Refused, the page comes again with all of it and says what is wrong."""
    form = await request.form()
    typed = texts(form)
    factors = [str(value) for value in form.getall("factor", [])]
    try:
        await work(typed, factors)
    except Refused as refused:
        typed |= {f"factor-{factor}": "yes" for factor in factors}
        return await show_case(request, case_id, 422, refused.findings, typed)
    return done(request, f"/penalties/cases/{case_id}", code)


@post("/penalties/cases/{case_id:int}/order", duty=Duty.PENALTY_HANDLE)
async def order(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        until = typed_day(typed, "until") if typed.get("until") else None
        await acts.order(case_id, until, actor=request.user, at=now(), text=typed.get("text", ""))

    return await _done(request, case_id, "penalty:ordered", work)


@post("/penalties/cases/{case_id:int}/notice", duty=Duty.PENALTY_HANDLE)
async def notice(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        fine, option = typed_yuan(typed, "fine_yuan"), typed.get("option", "")
        await acts.notice(case_id, fine, typed.get("reasons", ""), actor=request.user, at=now(), option=option)

    return await _done(request, case_id, "penalty:noticed", work)


@post("/penalties/cases/{case_id:int}/state", duty=Duty.PENALTY_ANSWER)
async def state(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        hearing = typed.get("hearing") == "yes"
        await acts.state(case_id, typed.get("text", ""), actor=request.user, at=now(), hearing=hearing)

    return await _done(request, case_id, "penalty:stated", work)


@post("/penalties/cases/{case_id:int}/invite", duty=Duty.PENALTY_HANDLE)
async def invite(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        on, place = typed_day(typed, "hearing_on"), typed.get("place", "")
        await acts.invite(case_id, on, place, actor=request.user, at=now())

    return await _done(request, case_id, "penalty:invited", work)


@post("/penalties/cases/{case_id:int}/hear", duty=Duty.PENALTY_HANDLE)
async def hear(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        await acts.hear(case_id, typed.get("chair", ""), typed.get("record", ""), actor=request.user, at=now())

    return await _done(request, case_id, "penalty:heard", work)


@post("/penalties/cases/{case_id:int}/review", duty=Duty.PENALTY_REVIEW)
async def review(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        await acts.review(case_id, typed.get("opinion", ""), actor=request.user, at=now())

    return await _done(request, case_id, "penalty:reviewed", work)


@post("/penalties/cases/{case_id:int}/send_back", duty=Duty.PENALTY_REVIEW)
async def send_back(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        await acts.send_back(case_id, typed.get("opinion", ""), actor=request.user, at=now())

    return await _done(request, case_id, "penalty:sent_back", work)


@post("/penalties/cases/{case_id:int}/decide", duty=Duty.PENALTY_DECIDE)
async def decide(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, factors: list[str]) -> None:
        ruling = Ruling(
            typed_yuan(typed, "fine_yuan"),
            typed.get("reasons", ""),
            tuple(factors),
            typed.get("option", ""),
            typed.get("law_reason", ""),
            typed.get("deduct") == "yes",
        )
        await acts.decide(case_id, ruling, actor=request.user, at=now())

    return await _done(request, case_id, "penalty:decided", work)


@post("/penalties/cases/{case_id:int}/serve", duty=Duty.PENALTY_HANDLE)
async def serve(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        await acts.serve(case_id, typed.get("method", ""), typed_day(typed, "on"), actor=request.user, at=now())

    return await _done(request, case_id, "penalty:served", work)


@post("/penalties/cases/{case_id:int}/make_good", duty=Duty.PENALTY_HANDLE)
async def make_good(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        tonnes, on = typed_tonnes(typed, "tonnes"), typed_day(typed, "made_good_on")
        await acts.make_good(case_id, tonnes, on, actor=request.user, at=now())

    return await _done(request, case_id, "penalty:made_good", work)


@post("/penalties/cases/{case_id:int}/execute", duty=Duty.PENALTY_HANDLE)
async def execute(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        await acts.execute(case_id, typed_day(typed, "paid_on"), actor=request.user, at=now())

    return await _done(request, case_id, "penalty:executed", work)


@post("/penalties/cases/{case_id:int}/close", duty=Duty.PENALTY_HANDLE)
async def close(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        await acts.close(case_id, typed.get("credit_entry", ""), actor=request.user, at=now())

    return await _done(request, case_id, "penalty:closed", work)


@post("/penalties/cases/{case_id:int}/publish", duty=Duty.PENALTY_HANDLE)
async def publish(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(_: Form, __: list[str]) -> None:
        await acts.publish(case_id, actor=request.user, at=now())

    return await _done(request, case_id, "penalty:published", work)


@post("/penalties/cases/{case_id:int}/withdraw", duty=Duty.PENALTY_DECIDE)
async def withdraw(request: Ask, case_id: FromPath[int]) -> Response[Any]:
    async def work(typed: Form, _: list[str]) -> None:
        await acts.withdraw(case_id, typed.get("reason", ""), actor=request.user, at=now())

    return await _done(request, case_id, "penalty:withdrawn", work)


routes = [
    order,
    notice,
    state,
    invite,
    hear,
    review,
    send_back,
    decide,
    serve,
    make_good,
    execute,
    close,
    publish,
    withdraw,
]
