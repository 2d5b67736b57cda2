"""Pages of a year that has happened: the browser before the demonstration with a small cast."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page

from domain.records.database import ask
from seed.cast import the_cast
from seed.play.scene import Scene
from seed.play.today import desks
from tests.pages.keyboard import Keyboard
from tests.played import REAL_PLANTS, TODAY, package_folder, template_database

__all__ = ["package_folder", "template_database"]

SignInAs = Callable[[str], Awaitable[Page]]


@pytest.fixture(scope="module")
async def town(database: object) -> None:
    """The people of the demonstration are there already; nobody else is needed."""


@pytest.fixture(scope="module")
async def scene(database: object, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return Scene(the_cast().smaller(REAL_PLANTS), TODAY, tmp_path_factory.mktemp("scene"))


@pytest.fixture(scope="module")
async def sign_in_names(scene: Scene) -> dict[str, tuple[str, str]]:
    """Sign-in name and password of a post: of those who hold it, somebody who has something on the desk."""
    found = await desks(scene)
    people = {person.sign_in: person for person in scene.cast.people}
    chosen = {person.post: found.get(person.post, person.sign_in) for person in scene.cast.people}
    return {post: (name, people[name].password) for post, name in chosen.items()}


@pytest.fixture
async def signed_in_as(page: Page, sign_in_names: dict[str, tuple[str, str]]) -> SignInAs:
    """Sign in as the holder of a post, from the keyboard; nobody for the empty name."""

    async def sign_in(post: str) -> Page:
        if post:
            await Keyboard(page).sign_in(*sign_in_names[post])
        return page

    return sign_in


def password_of(scene: Scene, name: str) -> str:
    return next(person.password for person in scene.cast.people if person.sign_in == name)


async def last_act(tag: str) -> tuple[str, str]:
    """Of the newest entry of the journal with that tag: who acted, by sign-in name, and the reason."""
    (entry,) = await ask(
        "SELECT a.sign_in_name, j.reason FROM journal_entry j JOIN account a ON a.id = j.actor_id "
        "WHERE j.tag = {} ORDER BY j.id DESC LIMIT 1",
        tag,
    )
    return str(entry["sign_in_name"]), str(entry["reason"])
