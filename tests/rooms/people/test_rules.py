"""Credit codes, posts that may not meet, organisations that do not fit."""

from __future__ import annotations

import pytest

from domain.core.duties import INCOMPATIBLE, POSTS, Kind
from domain.records.people.rules import check_digit, clashes, is_credit_code, misfit


def test_a_published_credit_code_is_one() -> None:
    assert is_credit_code("91420000000000001R")
    assert is_credit_code("91110000710935812L") is (check_digit("91110000710935812") == "L")


@pytest.mark.parametrize(
    "code", ["", "9142000000000000", "91420000000000001X", "9142000000000000IR", "91420000000000001r"]
)
def test_what_is_no_credit_code(code: str) -> None:
    assert not is_credit_code(code)


def test_no_post_of_the_project_holds_what_may_not_meet() -> None:
    assert [post.code for post in POSTS if clashes(post.duties)] == []


@pytest.mark.parametrize("pair", INCOMPATIBLE)
def test_each_incompatible_pair_is_seen(pair: tuple[object, object]) -> None:
    assert clashes(frozenset(pair)) == (pair,)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "named", "wrong"),
    [
        (Kind.ENTERPRISE, {"enterprise"}, ""),
        (Kind.ENTERPRISE, set(), "enterprise"),
        (Kind.ENTERPRISE, {"enterprise", "body"}, "body"),
        (Kind.BODY, {"body"}, ""),
        (Kind.BODY, {"enterprise", "body"}, "enterprise"),
        (Kind.CITY, {"city"}, ""),
        (Kind.CITY, set(), "city"),
        (Kind.PROVINCE, set(), ""),
        (Kind.PROVINCE, {"enterprise"}, "enterprise"),
        (Kind.ADMINISTRATOR, {"body"}, "body"),
    ],
)
def test_an_account_names_the_organisation_of_its_kind(kind: Kind, named: set[str], wrong: str) -> None:
    given = {field: field in named for field in ("enterprise", "body", "city")}
    assert misfit(kind, **given) == wrong
