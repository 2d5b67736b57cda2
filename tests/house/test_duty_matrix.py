"""Who may open which door: every route declares one duty, and every door is tried with every post.

The routes and their duties are written down in `duty_matrix.txt`, so that a new route, or one whose duty changed, is
looked at by somebody. `python -m tests.house.test_duty_matrix` writes the list anew.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from httpx import Response
from litestar import Litestar, get
from litestar.routes import HTTPRoute

from domain.core.actors import THE_PUBLIC, Actor
from domain.core.duties import POSTS, Duty
from domain.records.people import queries
from portal.application import application
from tests.doors import Browser, opened_portal, people_the_town

WRITTEN = Path(__file__).with_name("duty_matrix.txt")
# Ends the session that tries the other doors, so it is tried last.
LAST = "/sign-out"
STAND_IN = {"int": "999999", "str": "x", "path": "x", "date": "2025-01-01", "uuid": "0" * 32}


@dataclass(frozen=True, order=True)
class Door:
    """A route and a method: its path as declared, the duty it asks, whether it is for machines."""

    path: str
    method: str
    duty: str
    machine: bool

    def __str__(self) -> str:
        return f"{self.method:<5} {self.path:<60} {self.duty}{' machine' if self.machine else ''}"

    @property
    def address(self) -> str:
        """The path with something in every place: a year that has one, a number that nobody has."""
        path = self.path.replace("{year:int}", "2024")
        return re.sub(r"\{\w+(?::(\w+))?\}", lambda found: STAND_IN[found[1] or "str"], path)


def doors(app: Litestar) -> Iterator[Door]:
    """Every way into the application."""
    for route in app.routes:
        assert isinstance(route, HTTPRoute), f"{route.path} is no HTTP route"
        for handler in route.route_handlers:
            # Litestar answers OPTIONS itself, and HEAD is GET without the body.
            methods = sorted(set(map(str, handler.http_methods)) - {"OPTIONS", "HEAD"})
            duty = handler.opt.get("duty")
            assert isinstance(duty, Duty) or not methods, f"{route.path} declares no duty"
            for method in methods:
                yield Door(route.path, method, str(duty), bool(handler.opt.get("machine")))


def written(app: Litestar) -> str:
    return "\n".join(map(str, sorted(doors(app)))) + "\n"


def test_every_route_is_in_the_matrix() -> None:
    assert written(application()) == WRITTEN.read_text(encoding="utf-8")


def test_a_route_without_a_duty_is_seen() -> None:
    @get("/planted", sync_to_thread=False)
    def planted() -> str:
        return "open"

    with pytest.raises(AssertionError, match="declares no duty"):
        list(doors(Litestar([planted], openapi_config=None)))


def refused(answer: Response) -> bool:
    return answer.status_code in (401, 403) or answer.headers.get("location", "").startswith("/sign-in")


def verdict(door: Door, actor: Actor, answer: Response) -> str:
    """What is wrong with an answer; empty when it is as the duty says."""
    if answer.status_code >= 500:
        return "a bug"
    may = actor.holds(Duty(door.duty)) and not (door.machine and door.duty != "public")
    if may:
        return "kept out" if refused(answer) else ""
    if actor is THE_PUBLIC or door.machine:
        return "" if refused(answer) and answer.status_code != 403 else "let in"
    return "" if answer.status_code == 403 else "let in"


@pytest.mark.slow
async def test_every_door_with_every_post(database: object, tmp_path: Path) -> None:
    await people_the_town()
    wrong: list[str] = []
    async with opened_portal(tmp_path) as client:
        every = sorted(doors(client.app), key=lambda door: (door.path == LAST, door))
        for post in (*(post.code for post in POSTS), ""):
            browser, actor = Browser(client), THE_PUBLIC
            if post:
                await browser.sign_in(post)
                found = await queries.actor_by_name(post)
                assert found is not None
                actor = found
            for door in every:
                answer = await (browser.get(door.address) if door.method == "GET" else browser.post(door.address))
                if told := verdict(door, actor, answer):
                    wrong.append(f"{post or 'public'}: {door} → {answer.status_code}: {told}")
    assert wrong == []


@pytest.mark.parametrize(
    ("duty", "status", "told"),
    [
        ("people.manage", 200, ""),
        ("people.manage", 403, "kept out"),
        ("journal.see", 403, ""),
        ("journal.see", 200, "let in"),
        ("journal.see", 303, "let in"),
        ("public", 500, "a bug"),
    ],
)
def test_a_door_that_stands_wrong_is_seen(duty: str, status: int, told: str) -> None:
    actor = Actor(1, "甲", POSTS[-3].kind, POSTS[-3].duties)
    assert verdict(Door("/planted", "GET", duty, False), actor, Response(status)) == told


def test_the_public_is_sent_to_sign_in() -> None:
    door = Door("/planted", "GET", "signed_in", False)
    assert verdict(door, THE_PUBLIC, Response(303, headers={"location": "/sign-in?next=/planted"})) == ""
    assert verdict(door, THE_PUBLIC, Response(200)) == "let in"


if __name__ == "__main__":
    WRITTEN.write_text(written(application()), encoding="utf-8")
    sys.stdout.write(f"{WRITTEN.name}: {len(WRITTEN.read_text(encoding='utf-8').splitlines())} doors\n")
