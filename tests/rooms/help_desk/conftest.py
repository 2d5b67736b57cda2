"""Two enterprises, a body, and the accounts of those who ask and answer."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from domain.core.actors import Actor
from domain.core.duties import Kind
from domain.records.people import acts, queries
from tests.doors import LONG_AGO, PASSWORD, Town, people_the_town


@pytest.fixture(scope="module")
async def town(database: object) -> Town:
    town = await people_the_town()
    manager = await queries.actor_by_name("system_administrator")
    assert manager is not None
    other = {"enterprise_id": town.other_enterprise_id, "actor": manager, "at": LONG_AGO}
    await acts.create_account("stranger", "陌生人", "filer", PASSWORD, **other)  # type: ignore[arg-type]
    return town


@dataclass(frozen=True, slots=True)
class People:
    """Who asks, who answers, and who has nothing to do with it."""

    filer: Actor
    signatory: Actor
    stranger: Actor
    verifier: Actor
    officer: Actor
    inspector: Actor
    city: Actor
    ministry: Actor


@pytest.fixture
async def people(town: Town) -> People:
    names = {
        "filer": "filer",
        "signatory": "signatory",
        "stranger": "stranger",
        "verifier": "verifier",
        "officer": "verification_officer",
        "inspector": "inspector",
        "city": "city_officer",
        "ministry": "ministry",
    }
    found = {name: await queries.actor_by_name(sign_in) for name, sign_in in names.items()}
    known = {name: actor for name, actor in found.items() if actor is not None}
    assert known["filer"].kind is Kind.ENTERPRISE
    return People(**known)
