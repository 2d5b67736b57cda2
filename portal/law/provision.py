"""One provision at the front door: its values over time, whose hand they are from, and where it is used."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.core.actors import Actor
from domain.core.duties import Duty, Kind
from domain.core.law import REVIEW, touched
from domain.records.journal import queries as journal
from domain.records.lawbook import queries, yaml
from domain.records.lawbook.rules import Enacted
from domain.records.lawbook.states import State
from domain.trial.rules import QUESTIONS
from portal.clock import today
from portal.law.reading import YAML, by_number
from portal.law.tallies import room_of
from portal.law.uses import uses_of
from portal.page import download, page

Ask = Request[Actor, str, Any]
# Officials are told who enacted and who confirmed by name, everybody else by post.
OFFICIALS = (Kind.PROVINCE, Kind.CITY, Kind.MINISTRY, Kind.ADMINISTRATOR)


@get("/law/provisions/{key:str}", duty=Duty.PUBLIC)
async def provision_page(request: Ask, key: FromPath[str]) -> Response[Any]:
    """Every value a key has had. What is only proposed is shown to those who may enact or confirm."""
    cards = await queries.history(key)
    if not any(request.user.holds(duty) for duty in (Duty.LAW_ENACT, Duty.LAW_CONFIRM)):
        cards = [card for card in cards if card.state == State.CONFIRMED]
    if not cards:
        raise NotFoundException
    official, rows = request.user.kind in OFFICIALS, await queries.standing()
    uses = uses_of(key)
    entries = await journal.of_subjects([f"provision:{card.id}" for card in cards]) if official else []
    return page(
        request,
        "law/provision.html",
        key=key,
        room=room_of(cards[0].subject),
        cards=cards,
        history=entries,
        official=official,
        hands=await queries.hands(key),
        corrected={card.corrects: card.id for card in cards if card.state == State.CONFIRMED and card.corrects},
        ends={row.id: row.provision.in_force_until for row in rows if row.provision.key == key},
        day=today(),
        instruments=by_number(await queries.instruments()),
        review=key.removeprefix(REVIEW) if key.startswith(REVIEW) else "",
        reviews=reviews_of(rows, key),
        uses=uses,
        questions=[code for code in uses.questions if code in QUESTIONS and (official or QUESTIONS[code].public)],
    )


@get("/law/provisions/{key:str}/file", duty=Duty.PUBLIC)
async def provision_file(request: Ask, key: FromPath[str]) -> Response[Any]:
    """All values of a key as YAML, written as in the edition."""
    values = [row.provision for row in await queries.standing() if row.provision.key == key]
    if not values:
        raise NotFoundException
    return download(yaml.write(values).encode(), f"{key}.yaml", YAML)


def reviews_of(rows: tuple[Enacted, ...], key: str) -> list[str]:
    """Codes of the open legal questions that touch a key on some day."""
    asking = (row.provision for row in rows if row.provision.key.startswith(REVIEW))
    return list(dict.fromkeys(one.key.removeprefix(REVIEW) for one in asking if key.startswith(touched(one))))


routes = [provision_page, provision_file]
